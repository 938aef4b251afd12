// Argentina and Uruguay publish nothing (publication NONE): no entry leaves their bases, and they are reached by probes.
import type { EndpointIdentity } from '#kit/context.ts';
import type { EntryFacts } from '#kit/records.ts';
import type { ForeignVehicleFacts } from './record.ts';

export function indexEntry(_facts: ForeignVehicleFacts, _endpoint: EndpointIdentity): EntryFacts | null {
  return null;
}
