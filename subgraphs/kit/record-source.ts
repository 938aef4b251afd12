// A source whose holders keep records: from its few own functions follow the references, the probes and the last word per record.
import type { GraphQLResolveInfo } from 'graphql';
import type { Asker } from './caller.ts';
import { answerPath, askerAt, askerOf } from './context.ts';
import type { AnswerPath, EndpointIdentity, HolderContext } from './context.ts';
import type { EntryFacts, Records, StoredRecord } from './records.ts';
import type { RowLoader } from './row-loader.ts';
import { settle } from './rules/evaluate.ts';
import { narrow, refuseRecord } from './rules/overlay.ts';
import type { Decision, Rule, RuleTable } from './rules/rule.ts';
import type { Database } from './storage/database.ts';
import type { Verdict } from './wire/protocol.ts';

/** The holder's last word on one record. WITHHOLD says so and gives a contact; HIDE leaves no trace. */
export type RecordVerdict =
  | { readonly verdict: 'ALLOW' }
  | {
      readonly verdict: 'WITHHOLD' | 'HIDE';
      readonly rule: string;
      /** What the asker lacks, as in a denial. */
      readonly needs?: readonly string[];
      readonly contact?: string;
      /** Why, in a sentence for the screen. */
      readonly reason?: string;
    };

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
    /** False: what is asked by is itself kept back, and to say that a record is withheld would confirm it. Default: true. */
    readonly tellsWithheld?: boolean;
    /** The records that an exact value leads to, live. */
    find(records: Store, value: string): Promise<readonly StoredRecord<Facts>[]>;
  };
  records(sql: Database, endpoint: EndpointIdentity): Store;
  /** What the index may know of a record (pure); null: nothing at all. */
  indexEntry(facts: Facts, endpoint: EndpointIdentity): EntryFacts | null;
  /** The record as the schema shows it (pure); the kit adds holder, recordId, updatedAt and asOf. */
  present(facts: Facts, about: Presentation): Readonly<Record<string, unknown>>;
  /** By kind of alert, the field of the record that it tells of. Who is denied the field is not told by an alert either. */
  readonly alertsTell?: Readonly<Record<string, string>>;
  /** Decides per record, beside the rules of the fields. Default: ALLOW. */
  verdict?(facts: Facts, about: Presentation): RecordVerdict;
  /** Whether a term `record:X` of the schema's policies holds for the asker, with the record in hand. Default: none does. */
  holdsTerm?(term: string, facts: Facts, about: Presentation): boolean;
}

export interface RecordServices<Facts> {
  readonly records: Records<Facts>;
  readonly load: RowLoader<Facts>;
}

type Refusal = Exclude<RecordVerdict, { verdict: 'ALLOW' }>;
type Context<Facts> = HolderContext<RecordServices<Facts>>;
type Reference = Readonly<Record<string, unknown>>;

const keyCharsMax = 128;

export function recordResolvers<Facts extends { readonly recordId: string }>(
  source: RecordSource<Facts>,
  rules: RuleTable,
) {
  const { recordType, probe } = source;
  const alertsTell = new Map(Object.entries(source.alertsTell ?? {}));

  function decide(record: StoredRecord<Facts>, asker: Asker | null, context: Context<Facts>): RecordVerdict {
    if (!asker) return { verdict: 'WITHHOLD', rule: 'asker' };
    const { endpoint, now, overlay } = context;
    const own = source.verdict?.(record.facts, { endpoint, asker, now }) ?? { verdict: 'ALLOW' };
    const added = overlay && refuseRecord(overlay, recordType, asker);
    // The overlay only narrows: it may hide what is withheld, and withholds nothing that is hidden.
    return added && strength[added.verdict] > strength[own.verdict] ? added : own;
  }

  /** Whole, by the shared rules and by the endpoint's own. */
  function isShown(field: string, facts: Facts, asker: Asker, { endpoint, now, overlay }: Context<Facts>): boolean {
    const coordinate = `${recordType}.${field}`;
    const holds = (term: string) => source.holdsTerm?.(term, facts, { endpoint, asker, now }) === true;
    const decision = settle(rules.get(coordinate), asker, holds);
    if (decision.kind !== 'ALLOW') return false;
    return !overlay || narrow(overlay, coordinate, decision, asker).decision.kind === 'ALLOW';
  }

  /** One of a kind that tells nobody knows what is kept back. */
  function alertsFor(alerts: unknown, facts: Facts, asker: Asker, context: Context<Facts>): readonly unknown[] {
    if (!Array.isArray(alerts)) return [];
    return (alerts as readonly { readonly kind: string }[]).filter(({ kind }) => {
      const field = alertsTell.get(kind);
      return field !== undefined && isShown(field, facts, asker, context);
    });
  }

  function present(record: StoredRecord<Facts>, asker: Asker, context: Context<Facts>) {
    const { endpoint, now } = context;
    const own = source.present(record.facts, { endpoint, asker, now });
    const shown = {
      ...own,
      ...('alerts' in own && { alerts: alertsFor(own['alerts'], record.facts, asker, context) }),
      __typename: recordType,
      holder: endpoint.holder,
      recordId: record.recordId,
      updatedAt: record.updatedAt,
      asOf: now,
    };
    factsOf.set(shown, record.facts);
    return shown;
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
        context.verdicts.push(verdictAt(path, decision as Refusal));
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
          else if (decision.verdict === 'WITHHOLD' && (!asker || probe.tellsWithheld !== false))
            context.verdicts.push(verdictAt(answerPath(info), decision));
        }
        return shown;
      },
    },
  };
}

/** With the record in hand: what a rule means whose policies have terms `record:X`. */
export function settleRecord<Facts extends { readonly recordId: string }>(
  source: RecordSource<Facts> | undefined,
  rule: Rule,
  shown: unknown,
  asker: Asker,
  { endpoint, now }: Pick<HolderContext<unknown>, 'endpoint' | 'now'>,
): Decision {
  const facts = typeof shown === 'object' && shown !== null ? (factsOf.get(shown) as Facts | undefined) : undefined;
  const holds = (term: string) =>
    facts !== undefined && source?.holdsTerm?.(term, facts, { endpoint, asker, now }) === true;
  return settle(rule, asker, holds);
}

/** The facts behind what is shown, for those rules alone: beside the object, so that no answer can carry them out. */
const factsOf = new WeakMap<object, unknown>();

const strength: Readonly<Record<RecordVerdict['verdict'], number>> = { ALLOW: 0, WITHHOLD: 1, HIDE: 2 };

function verdictAt(path: AnswerPath, { verdict, rule, needs, contact, reason }: Refusal): Verdict {
  // Of what is hidden there is nothing to explain.
  if (verdict === 'HIDE') return { path, verdict, rule };
  return {
    path,
    verdict,
    rule,
    ...(needs && needs.length > 0 && { needs }),
    ...(contact !== undefined && { contact }),
    ...(reason !== undefined && { reason }),
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
