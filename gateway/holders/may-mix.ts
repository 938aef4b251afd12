// Which fetches of different people may travel in one call: decided here and nowhere else. Never by person or case, for the holder is told
// each asker and which records are theirs, and decides and journals for each alone. That it could tell them apart is still not relied on:
// only those travel together to whom the same rules apply and for whom the same records exist.
import { askersMax } from '#kit/caller.ts';
import type { Asker } from '#kit/caller.ts';
import { indexSource } from '#kit/directory.ts';
import { audienceTokens } from '#kit/rules/policy.ts';
import type { EngineRequest } from '../engine/engine.ts';
import type { Asked, Part } from './joining.ts';

/**
 * Equal for fetches that may share a call to one endpoint as one directory describes it; `rights` is equal for askers for whom every rule
 * decides alike. Undefined: shares a call with nobody.
 */
export function mixingClass(
  { endpoint, text, othersKey, representations }: Pick<Part, 'endpoint' | 'text' | 'othersKey' | 'representations'>,
  asker: Asker,
  rights: string,
): string | undefined {
  // The index tells one asker at a time what exists; and of an empty list nothing would say whose it is.
  if (endpoint.source === indexSource || representations.length === 0) return undefined;
  return JSON.stringify([text.id, othersKey, rights, audienceTokens(asker)]);
}

/** What one request asks of one endpoint at one time. */
interface Errand {
  readonly parts: readonly Part[];
  readonly request: EngineRequest;
}

/** Fewer than a holder takes: nobody's few records wait for somebody else's thousand, and all answers fit into one. */
const mixedRepresentationsMax = 250;
/** In characters, which are up to three bytes each: with the question, less than a holder takes. */
const mixedCharsMax = 250_000;

/**
 * How the errands to one endpoint leave: those that ask alike together, one call for each thing that they ask, wherever this makes calls
 * fewer. `askerOf` is the asker of a request as it is written.
 */
export function mixedCallsFor<One extends Errand>(
  errands: readonly One[],
  askerOf: (request: EngineRequest) => string,
): { readonly alone: readonly One[]; readonly mixed: readonly (readonly Asked[])[] } {
  const alone: One[] = [];
  const mixed: (readonly Asked[])[] = [];
  for (const [likeness, alike] of Map.groupBy(errands, likenessOf)) {
    const calls = likeness === undefined || alike.length === 1 ? [] : callsOf(alike, askerOf);
    if (calls.length === 0 || calls.length >= alike.length) alone.push(...alike);
    else mixed.push(...calls);
  }
  return { alone, mixed };
}

/** Equal for errands whose parts are of the same classes; undefined where one of them shares a call with nobody. */
function likenessOf({ parts, request }: Errand): string | undefined {
  const classes = new Set(parts.map((part) => classOf({ part, request })));
  return classes.has(undefined) ? undefined : [...classes].sort().join('\n');
}

function callsOf(
  errands: readonly Errand[],
  askerOf: (request: EngineRequest) => string,
): readonly (readonly Asked[])[] {
  const asked = errands.flatMap(({ parts, request }) => parts.map((part) => ({ part, request })));
  return [...Map.groupBy(asked, classOf).values()].flatMap((members) => withinLimits(members, askerOf));
}

function classOf({ part, request }: Asked): string | undefined {
  return mixingClass(part, request.asker, request.operation.rights);
}

/** In calls of as many askers, representations and bytes as a holder takes. */
function withinLimits(
  members: readonly Asked[],
  askerOf: (request: EngineRequest) => string,
): readonly (readonly Asked[])[] {
  const calls: Asked[][] = [];
  let askers = new Set<string>();
  let representations = 0;
  let chars = 0;
  for (const member of members) {
    const asker = askerOf(member.request);
    const list = member.part.representations;
    const added = list.reduce((sum, { json }) => sum + json.length + positionCharsMax, 0);
    // Counted as if nothing were asked for twice.
    const isWithin =
      (askers.has(asker) || askers.size < askersMax) &&
      representations + list.length <= mixedRepresentationsMax &&
      chars + added + asker.length <= mixedCharsMax;
    const call = calls.at(-1);
    if (call === undefined || !isWithin) {
      calls.push([member]);
      askers = new Set([asker]);
      representations = list.length;
      chars = added + asker.length;
      continue;
    }
    call.push(member);
    chars += added + (askers.has(asker) ? 0 : asker.length);
    askers.add(asker);
    representations += list.length;
  }
  return calls;
}

/** Of a position and the commas around it and its representation. */
const positionCharsMax = 6;
