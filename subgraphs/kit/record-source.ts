// A source whose holders keep records: from its few own functions follow the references, the probes and the last word per record.
import type { GraphQLResolveInfo } from 'graphql';
import type { Asker } from './caller.ts';
import { answerPath, askerAt, askerOf } from './context.ts';
import type { AnswerPath, EndpointIdentity, HolderContext } from './context.ts';
import type { EntryFacts, Records, StoredRecord } from './records.ts';
import type { RowLoader } from './row-loader.ts';
import type { Database } from './storage/database.ts';

/** The holder's last word on one record. WITHHOLD says so and gives a contact; HIDE leaves no trace. */
export type RecordVerdict =
  | { readonly verdict: 'ALLOW' }
  | { readonly verdict: 'WITHHOLD' | 'HIDE'; readonly rule: string; readonly contact?: string };

export interface Presentation {
  readonly endpoint: EndpointIdentity;
  readonly asker: Asker;
  readonly now: Date;
}

export interface RecordSource<
  Facts extends { readonly recordId: string },
  Store extends Records<Facts> = Records<Facts>,
> {
  /** The record type of the schema, keyed by `holder recordId`. */
  readonly recordType: string;
  readonly probe: {
    readonly type: string;
    /** The key field beside `holder`. */
    readonly key: string;
    /** The records that an exact value leads to, live. */
    find(records: Store, value: string): Promise<readonly StoredRecord<Facts>[]>;
  };
  records(sql: Database, endpoint: EndpointIdentity): Store;
  /** What the index may know of a record (pure); null: nothing at all. */
  indexEntry(facts: Facts, endpoint: EndpointIdentity): EntryFacts | null;
  /** The record as the schema shows it (pure); the kit adds holder, recordId, updatedAt and asOf. */
  present(facts: Facts, about: Presentation): Readonly<Record<string, unknown>>;
  /** Decides per record, beside the rules of the fields. Default: ALLOW. */
  verdict?(facts: Facts, about: Presentation): RecordVerdict;
}

export interface RecordServices<Facts> {
  readonly records: Records<Facts>;
  readonly load: RowLoader<Facts>;
}

type Refusal = Exclude<RecordVerdict, { verdict: 'ALLOW' }>;
type Context<Facts> = HolderContext<RecordServices<Facts>>;
type Reference = Readonly<Record<string, unknown>>;

const keyCharsMax = 128;

export function recordResolvers<Facts extends { readonly recordId: string }>(source: RecordSource<Facts>) {
  const { recordType, probe } = source;

  function decide(record: StoredRecord<Facts>, asker: Asker | null, { endpoint, now }: Context<Facts>): RecordVerdict {
    if (!asker) return { verdict: 'WITHHOLD', rule: 'asker' };
    return source.verdict?.(record.facts, { endpoint, asker, now }) ?? { verdict: 'ALLOW' };
  }

  function present(record: StoredRecord<Facts>, asker: Asker, { endpoint, now }: Context<Facts>) {
    return {
      ...source.present(record.facts, { endpoint, asker, now }),
      __typename: recordType,
      holder: endpoint.holder,
      recordId: record.recordId,
      updatedAt: record.updatedAt,
      asOf: now,
    };
  }

  return {
    HolderRecord: { __resolveType: (record: { readonly __typename: string }) => record.__typename },
    [recordType]: {
      // Always async: a synchronous throw in here would null the whole list of entities.
      async __resolveReference(reference: Reference, context: Context<Facts>, info: GraphQLResolveInfo) {
        const path = referencePath(reference, info);
        const asker = askerAt(context.askers, path[1]);
        const recordId = reference.holder === context.endpoint.holder ? keyText(reference.recordId) : null;
        const record = recordId === null ? null : await context.services.load(recordId);
        if (!record) {
          context.verdicts.push({ path, verdict: 'GONE' });
          return null;
        }
        const decision = decide(record, asker, context);
        if (decision.verdict === 'ALLOW' && asker) return present(record, asker, context);
        context.verdicts.push({ ...(decision as Refusal), path });
        return null;
      },
    },
    [probe.type]: {
      async __resolveReference(reference: Reference, context: Context<Facts>, info: GraphQLResolveInfo) {
        if (reference.holder === context.endpoint.holder) return { ...reference };
        context.verdicts.push({ path: referencePath(reference, info), verdict: 'GONE' });
        return null;
      },
      async records(parent: Reference, _: unknown, context: Context<Facts>, info: GraphQLResolveInfo) {
        const value = keyText(parent[probe.key]);
        const found = value === null ? [] : await probe.find(context.services.records, value);
        const asker = askerOf(context, info);
        const shown: unknown[] = [];
        for (const record of found) {
          const decision = decide(record, asker, context);
          if (decision.verdict === 'ALLOW' && asker) shown.push(present(record, asker, context));
          // A withheld record is named at its list; a hidden one nowhere, not even by a place it might have had.
          else if (decision.verdict === 'WITHHOLD') context.verdicts.push({ ...decision, path: answerPath(info) });
        }
        return shown;
      },
    },
  };
}

/** A key that no record can have is not looked up: one text that the database cannot take would fail the whole batch. */
function keyText(value: unknown): string | null {
  return typeof value === 'string' && value.length <= keyCharsMax && !value.includes('\0') ? value : null;
}

/** The executor gives a reference no index, so its place is found by identity in the list that came as a variable. */
function referencePath(reference: object, info: GraphQLResolveInfo): AnswerPath {
  return [info.path.key, placesOf(info)?.get(reference) ?? -1];
}

const placesByList = new WeakMap<object, ReadonlyMap<object, number>>();

function placesOf(info: GraphQLResolveInfo): ReadonlyMap<object, number> | undefined {
  const argument = info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'representations')?.value;
  const list = argument?.kind === 'Variable' ? info.variableValues[argument.name.value] : undefined;
  if (!Array.isArray(list)) return undefined;
  let places = placesByList.get(list);
  if (!places) placesByList.set(list, (places = new Map(list.map((item: object, index) => [item, index]))));
  return places;
}
