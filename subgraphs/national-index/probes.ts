// Whom to ask directly when the index cannot speak for a holder: it publishes nothing, the index is behind its feed, or the caller wants
// everything live. Responsible is who the directory says can be asked by that identifier.
import type { ProbeRoute } from '#kit/directory.ts';
import type { IndexContext } from './context.ts';

export type Freshness = 'INDEX' | 'LIVE';

export type Probe =
  | { readonly __typename: 'IndividualProbe'; readonly holder: string; readonly cpf: string }
  | { readonly __typename: 'VehicleProbe' | 'ForeignVehicleProbe'; readonly holder: string; readonly plate: string }
  | { readonly __typename: 'WeaponProbe'; readonly holder: string; readonly serial: string }
  | { readonly __typename: 'WarrantProbe'; readonly holder: string; readonly number: string };

export function individualProbes(context: IndexContext, cpf: string, freshness: Freshness) {
  return holdersToAsk(context, 'cpf', freshness).map((holder) => ({
    __typename: 'IndividualProbe' as const,
    holder,
    cpf,
  }));
}

export function weaponProbes(context: IndexContext, serial: string, freshness: Freshness) {
  return holdersToAsk(context, 'serial', freshness).map((holder) => ({
    __typename: 'WeaponProbe' as const,
    holder,
    serial,
  }));
}

export function warrantProbes(context: IndexContext, number: string, freshness: Freshness) {
  return holdersToAsk(context, 'warrantNumber', freshness).map((holder) => ({
    __typename: 'WarrantProbe' as const,
    holder,
    number,
  }));
}

export function vehicleProbes(context: IndexContext, plate: string, country: string, freshness: Freshness) {
  const __typename = country === 'BR' ? ('VehicleProbe' as const) : ('ForeignVehicleProbe' as const);
  return holdersToAsk(context, `plate:${country}`, freshness).map((holder) => ({ __typename, holder, plate }));
}

function holdersToAsk(
  context: IndexContext,
  route: ProbeRoute | `plate:${string}`,
  freshness: Freshness,
): readonly string[] {
  const current = new Set(
    context
      .states()
      .filter(({ behind }) => !behind)
      .map(({ source, holder }) => `${source}/${holder}`),
  );
  const holders = context
    .directory()
    .endpoints.filter(({ probes }) => (probes as readonly string[]).includes(route))
    // An endpoint that nobody follows is one that the index knows nothing of.
    .filter(
      ({ source, holder, publication }) =>
        freshness === 'LIVE' || publication === 'NONE' || !current.has(`${source}/${holder}`),
    )
    .map(({ holder }) => holder);
  return [...new Set(holders)].sort();
}
