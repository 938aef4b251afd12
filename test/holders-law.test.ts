// The gateway's filter is a courtesy; the holders' is the law. Whoever asks them in the name of a patrol is refused by them: somebody who
// has stolen into the gateway's place, and a router of another make that knows no rule at all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker, Caller, Profile } from '#kit/caller.ts';
import { endpointName } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { courtOfProcess } from '#kit/identifiers/process-number.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { applyMask, isMasked } from '#kit/rules/mask.ts';
import type { MaskKind, RuleTable } from '#kit/rules/rule.ts';
import { generateExchangeKey, readPrivateKeyFile } from '#kit/wire/keys.ts';
import type { ExchangePrivateKey } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import type { HolderAnswer, Verdict } from '#kit/wire/protocol.ts';
import { network } from '../demo/directory.ts';
import { nation } from '../demo/nation/nation.ts';
import { story } from '../demo/nation/story.ts';
import { prepareSupergraph } from '../gateway/supergraph/prepare.ts';
import { individuals } from '../subgraphs/individuals/source.ts';
import { mercosul } from '../subgraphs/mercosul/source.ts';
import { nationalIndex } from '../subgraphs/national-index/source.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import { warrants } from '../subgraphs/warrants/source.ts';
import { weapons } from '../subgraphs/weapons/source.ts';
import { concreteTypes, everythingOf, fieldsOf, shownIn } from './everything-asked.ts';
import type { Shown } from './everything-asked.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Federation } from './federation.ts';
import { startStockGateway } from './stock-gateway.ts';
import type { StockGateway } from './stock-gateway.ts';

const told = story(testSeed);
const supergraphSdl = readFileSync(
  new URL('../gateway/supergraph/supergraph.generated.graphql', import.meta.url),
  'utf8',
);
const prepared = prepareSupergraph(supergraphSdl);
const sources = [individuals, vehicles, mercosul, weapons, warrants].map((one) => ({
  source: one.source,
  schema: one.schema,
  rules: one.rules,
  types: [one.records?.recordType ?? '', one.records?.probe.type ?? ''],
  probeKey: one.records?.probe.key ?? '',
}));

function asker(profile: Profile, stated: Partial<Asker> = {}, others: Partial<Caller> = {}): Asker {
  const caller = {
    id: 'p-1',
    body: 'ORGAO',
    state: 'SP',
    unit: '12 BPM',
    level: 2,
    entitlements: [],
    tokenId: 't-1',
  } as const;
  return { caller: { ...caller, profile, ...others }, ...stated };
}
const patrol = asker('patrol', { purpose: 'STOP' });
/** Those whom the law is tried on, each against another part of it. */
const bound: readonly Asker[] = [
  patrol,
  asker('municipal-guard', { purpose: 'STOP' }),
  asker('inspector', { purpose: 'INSPECTION', caseNumber: 'OF-2026-000123' }),
  asker('military', { purpose: 'BORDER' }),
  // A case that this profile may not state opens nothing.
  asker('patrol', { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000123' }),
  asker('investigator'),
  asker('auditor', { purpose: 'AUDIT', caseNumber: 'PAD-2026-000123' }),
  asker('help-desk'),
  asker('holder-operator'),
];
const investigator = asker('investigator', { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000123' }, { level: 3 });
const processNumber = told.restrictedWarrant.warrantNumber.slice(0, 20);
const court = courtOfProcess(processNumber) as string;
const judge = asker('judge', { purpose: 'JUDGMENT', caseNumber: processNumber }, { level: 3, court });
/** Among them they may see everything, through the same doors. */
const entitled: readonly Asker[] = [investigator, judge, patrol];
const nameOf = ({ caller, purpose }: Asker) => `${caller.profile}, ${purpose ?? 'no purpose'}`;

/** The nation, one of its warrants with what only a sentenced person's has, and one of its people with a paper that has the CPF for number. */
const records = [...nation({ seed: testSeed, size: 200, today: testToday })].map((record) => {
  if (record.source === 'individuals' && record.holder === 'PE' && record.facts.cpf === told.stolenPlate.owner.cpf) {
    const documents = [{ kind: 'RG', number: record.facts.cpf, uf: 'PE' }, ...record.facts.documents];
    return { ...record, facts: { ...record.facts, documents } };
  }
  if (record.source !== 'warrants' || record.facts.number !== told.stolenPlate.owner.warrantNumber) return record;
  const sentence = { years: 8, months: 4, days: 10 };
  return { ...record, facts: { ...record.facts, kind: 'DEFINITIVA', regime: 'FECHADO' as const, sentence } };
});
const recovered = records.flatMap((record) =>
  record.source === 'vehicles' && JSON.stringify(record.facts).includes('recoveredOn') ? [record.facts.plate] : [],
);
const [registered] = records.flatMap(({ source, facts }) =>
  source === 'individuals' ? facts.documents.filter(({ kind, uf }) => kind === 'RG' && uf === 'SP') : [],
);

let federation: Federation;
let gatewayKey: ExchangePrivateKey;
let indexKey: ExchangePrivateKey;
let stock: StockGateway;
beforeAll(async () => {
  federation = await startFederation({ patient: true, records });
  const keyOf = (name: string) =>
    readPrivateKeyFile('exchange', join(federation.dataDir, 'keys', `${name}.jwk`), 'keys');
  gatewayKey = keyOf('gateway');
  indexKey = keyOf('national-index-SENASP');
  stock = await startStockGateway(prepared.engineSdl, federation.directory, gatewayKey);
});
afterAll(async () => {
  await stock?.stop();
  await federation?.close();
});

interface Judged {
  /** Sentences: what was shown against the rules. */
  readonly problems: readonly string[];
  /** Coordinates that were asked for of an object that was there, by what the rules say of them. */
  readonly met: ReadonlyMap<string, 'ALLOW' | 'MASK' | 'DENY' | 'DEFER'>;
}

/** Holds what was shown against the rules; `known` are the values that others may see, by coordinate. */
function heldAgainst(shown: Iterable<Shown>, rules: RuleTable, who: Asker, known: Values = new Map()): Judged {
  const problems: string[] = [];
  const met = new Map<string, 'ALLOW' | 'MASK' | 'DENY' | 'DEFER'>();
  for (const { coordinate, value } of shown) {
    const decision = decide(rules.get(coordinate), who);
    met.set(coordinate, decision.kind);
    if (value === null) continue;
    if (decision.kind === 'DENY') problems.push(`${coordinate} is shown`);
    if (decision.kind !== 'MASK') continue;
    const masked = applyMask(decision.as, value);
    if (!isDeepStrictEqual(masked, value)) problems.push(`${coordinate} is not masked`);
    else if (isMasked(decision.as, value) && known.get(coordinate)?.has(JSON.stringify(value)))
      problems.push(`${coordinate} is shown as it is`);
  }
  return { problems, met };
}

/** Values by coordinate, as JSON. */
type Values = Map<string, Set<string>>;

function addValues(values: Values, shown: Iterable<Shown>, rules: RuleTable, who: Asker): void {
  for (const { coordinate, value } of shown) {
    if (value === null || decide(rules.get(coordinate), who).kind === 'MASK') continue;
    const found = values.get(coordinate) ?? new Set<string>();
    values.set(coordinate, found.add(JSON.stringify(value)));
  }
}

const endpoints = network.flatMap(({ source, holders }) => holders.map((holder) => ({ source, holder })));
const holders = endpoints.filter(({ source }) => source !== nationalIndex.source);
const doors = endpoints.map((one) => [endpointName(one)] as const);

function entryOf(name: string): EndpointEntry {
  const entry = federation.directory().endpoints.find((one) => endpointName(one) === name);
  if (!entry) throw new TypeError(`${name} is not in the directory`);
  return entry;
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Straight to the endpoint, signed with this key, or by nobody. */
async function send(entry: EndpointEntry, body: string, key: ExchangePrivateKey | undefined): Promise<Reply> {
  const { environment } = federation.directory();
  const signed = key && createAskingSide(key, environment).sign(entry, { path: '/graphql', body });
  const headers = { 'content-type': 'application/json', ...signed };
  const response = await fetch(`${entry.url}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

async function question(
  entry: EndpointEntry,
  query: string,
  variables: object,
  who: Asker,
): Promise<DoorAnswer & { readonly verdicts: readonly Verdict[] }> {
  const { status, text } = await send(
    entry,
    JSON.stringify({ query, variables, extensions: { askers: [who] } }),
    gatewayKey,
  );
  expect(status, text).toBe(200);
  const answer = JSON.parse(text) as HolderAnswer;
  const errors = (answer.errors ?? []).map(({ message }) => message);
  return { shown: [...shownIn(answer.data ?? null)], verdicts: answer.extensions?.verdicts ?? [], text, errors };
}

/** All records of a holder and a probe for each key that they have, with everything below them. */
async function referencesOf({ source, holder }: EndpointEntry): Promise<readonly object[]> {
  const about = sources.find((one) => one.source === source);
  const [recordType = '', probeType = ''] = about?.types ?? [];
  const rows = await federation.database(`${source}/${holder}`)<{ id: string; facts: Record<string, unknown> }[]>`
    select record_id as id, facts from record where not removed order by record_id limit 60`;
  const keys = rows.flatMap(({ facts }) => {
    const key = facts[about?.probeKey ?? ''];
    return typeof key === 'string' ? [key] : [];
  });
  return [
    ...rows.map(({ id }) => ({ __typename: recordType, holder, recordId: id })),
    ...keys.slice(0, 5).map((key) => ({ __typename: probeType, holder, [about?.probeKey ?? '']: key })),
  ];
}

function entitiesQuery({
  schema,
  types,
}: {
  readonly schema: GraphQLSchema;
  readonly types: readonly string[];
}): string {
  const parts = types.map((type) => everythingOf(schema, schema.getType(type) as GraphQLNamedType, 2).slice(1, -1));
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${parts.join(' ')} } }`;
}

/** Every null and every mask that a rule made is said, at its alias-true place and by its rule. */
function unsaid(
  shown: readonly Shown[],
  verdicts: readonly Verdict[],
  rules: RuleTable,
  who: Asker,
): readonly string[] {
  const said = new Set(verdicts.map(({ path, verdict, rule }) => `${verdict} ${rule} ${JSON.stringify(path)}`));
  return shown.flatMap(({ coordinate, path, value }) => {
    const decision = decide(rules.get(coordinate), who);
    const isSaid = decision.kind === 'DENY' || (decision.kind === 'MASK' && isSaidOf(decision.as, value));
    const expected = isSaid ? `${decision.kind} ${coordinate}` : undefined;
    if (expected === undefined || said.has(`${expected} ${JSON.stringify(path)}`)) return [];
    return [`${expected} is not said`];
  });
}

/** What is masked to null is said of every record: said of those alone that have a value, it would tell which have one. */
function isSaidOf(as: MaskKind, value: unknown): boolean {
  return as === 'NULL' || (value !== null && isMasked(as, value));
}

// Somebody signs as the gateway and asks each holder for everything that its schema has, under other names.
describe.each(sources)('a question straight to the holders of $source', ({ source, schema, rules, types }) => {
  const own = holders.filter((one) => one.source === source);
  const query = entitiesQuery({ schema, types });
  const values: Values = new Map();

  it('shows to those who may see it, among them, every field of the schema', async () => {
    for (const who of entitled) {
      for (const { holder } of own) {
        const entry = entryOf(`${source}/${holder}`);
        const representations = await referencesOf(entry);
        const { shown } = await question(entry, query, { representations }, who);
        addValues(values, shown, rules, who);
      }
    }
    expect(coordinatesOf(schema).filter((coordinate) => !values.has(coordinate))).toEqual([]);
  });

  it.each(bound.map((who) => [nameOf(who), who] as const))(
    'gives %s no field that is denied, and masked what is masked, each said with its rule',
    async (_, who) => {
      const problems = new Set<string>();
      const met = new Map<string, string>();
      for (const { holder } of own) {
        const entry = entryOf(`${source}/${holder}`);
        const representations = await referencesOf(entry);
        const { shown, verdicts } = await question(entry, query, { representations }, who);
        const judged = heldAgainst(shown, rules, who, values);
        for (const one of [...judged.problems, ...unsaid(shown, verdicts, rules, who)])
          problems.add(`${entry.holder}: ${one}`);
        for (const [coordinate, kind] of judged.met) met.set(coordinate, kind);
      }
      expect([...problems]).toEqual([]);
      // Every field of what is keyed was there to be refused.
      for (const type of types)
        for (const { name } of fieldsOf(schema.getType(type) as never))
          expect(met.has(`${type}.${name}`), name).toBe(true);
    },
  );
});

describe.each(doors)('%s', (name) => {
  const trivial = '{ __typename }';
  const body = (askers: unknown) => JSON.stringify({ query: trivial, extensions: { askers } });

  it('answers nobody but the gateway', async () => {
    const entry = entryOf(name);
    const asked = body([patrol]);
    const stranger = generateExchangeKey();
    expect(await send(entry, asked, gatewayKey)).toMatchObject({ status: 200 });
    expect(await send(entry, asked, undefined)).toMatchObject({ status: 401 });
    expect(await send(entry, asked, stranger)).toMatchObject({ status: 401 });
    const { text, status } = await send(entry, asked, indexKey);
    expect({ status, text }).toEqual({ status: 403, text: '{"code":"NOT_YOURS"}' });
    // A signature of the gateway's, over another body.
    const { environment } = federation.directory();
    const headers = createAskingSide(gatewayKey, environment).sign(entry, {
      path: '/graphql',
      body: body([investigator]),
    });
    const response = await fetch(`${entry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: asked,
    });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('data');
  });

  it('answers for nobody who is not well said', async () => {
    const forged: readonly unknown[] = [
      undefined,
      null,
      [],
      {},
      'patrol',
      [null],
      [{}],
      [{ ...patrol, caller: undefined }],
      [{ ...patrol, caller: { ...patrol.caller, profile: 'king' } }],
      [{ ...patrol, caller: { ...patrol.caller, level: 4 } }],
      [{ ...patrol, caller: { ...patrol.caller, scopes: ['person:health'] } }],
      [{ ...patrol, rights: ['*'] }],
      [{ ...patrol, purpose: 'JUDGMENT' }],
      [{ ...patrol, purpose: 'INVESTIGATION', caseNumber: 'IP-1' }],
      [{ ...patrol, representations: [1, 0] }],
      [patrol, investigator],
      [
        { ...patrol, representations: [0] },
        { ...investigator, representations: [0] },
      ],
    ];
    const entry = entryOf(name);
    for (const askers of forged) {
      const { status, text } = await send(entry, body(askers), gatewayKey);
      expect({ status, text }, JSON.stringify(askers)).toEqual({ status: 400, text: '{"code":"BAD_ASKERS"}' });
    }
    // Askers that are not in the signed body are none.
    const outside = JSON.stringify({ query: trivial, askers: [investigator], variables: { askers: [investigator] } });
    expect(await send(entry, outside, gatewayKey)).toMatchObject({ status: 400 });
  });
});

/** Arguments of the root fields of the index, as GraphQL writes them; a new root field is asked as soon as it stands here. */
function rootArguments(individualId: string): Readonly<Record<string, readonly string[]>> {
  const { stolenPlate, twoSystemsSerial, restrictedWarrant, likelyWarrant } = told;
  const { owner } = stolenPlate;
  const { servedYesterday, inCustody, deceased, socialName } = told;
  const people = [owner, twoSystemsSerial.owners[0], servedYesterday, inCustody, deceased, socialName];
  const plates = [
    stolenPlate.plate,
    told.companyPlate.plate,
    told.clonePlate.plate,
    told.disagreeingPlate,
    ...recovered,
  ];
  return {
    me: [''],
    holders: [''],
    indexStatus: [''],
    explainAccess: ['(type: "IndividualRecord", field: "addresses")', '(type: "Individual", field: "cpf")'],
    search: [
      ...[owner.cpf, stolenPlate.plate, told.argentinePlate, twoSystemsSerial.serial, owner.warrantNumber],
      ...[told.companyPlate.cnpj],
    ].map((text) => `(text: "${text}")`),
    individual: [`(id: "${individualId}")`],
    individuals: people.map(({ cpf }) => `(cpf: "${cpf}", freshness: LIVE)`),
    individualsByDocument: [`(rg: "${registered?.number}", uf: SP)`],
    findIndividuals: [`(search: { name: "${owner.name}", motherName: "${owner.motherName}" })`],
    findIndividualsFreely: [`(search: { name: "${owner.name}" })`],
    vehicles: [
      ...plates.map((plate) => `(plates: ["${plate}"], freshness: LIVE)`),
      ...[told.argentinePlate, told.foreignOwnerPlate].map((plate) => `(plates: ["${plate}"], freshness: LIVE)`),
    ],
    vehiclesByRenavam: [`(renavam: "${stolenPlate.renavam}")`],
    vehiclesByChassis: [`(chassis: "${stolenPlate.chassis}")`],
    vehiclesByEngine: ['(engine: "ABC12345")'],
    findVehicles: [`(search: { platePattern: "${stolenPlate.plate.slice(0, 4)}*" })`],
    weaponsBySerial: [`(serial: "${twoSystemsSerial.serial}", freshness: LIVE)`],
    weaponsByRegistration: [`(system: SINARM, registration: "${told.suppressedRegistration}")`],
    warrants: [owner, restrictedWarrant, likelyWarrant, told.servedYesterday].map(
      ({ warrantNumber }) => `(number: "${warrantNumber}", freshness: LIVE)`,
    ),
  };
}

/** One operation for each root field and argument, with everything below it. */
function operationsOf(schema: GraphQLSchema, individualId: string): readonly string[] {
  const given = rootArguments(individualId);
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, type }) => {
    if (name.startsWith('_')) return [];
    const named = getNamedType(type);
    const below = concreteTypes(schema, named).length > 0 ? ` ${everythingOf(schema, named, 3)}` : '';
    const argumentLists = given[name];
    if (!argumentLists) throw new TypeError(`the test knows no arguments for the root field ${name}`);
    return argumentLists.map((list) => `{ __typename Query_${name}: ${name}${list}${below} }`);
  });
}

function coordinatesOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && name !== '_Service' && name !== 'Query')
    .flatMap((type) => fieldsOf(type).map(({ name }) => `${type.name}.${name}`));
}

const oneBox = new Set(['SearchHit.subject', 'SearchResult.probes']);

/** The coordinates to which some way leads that this asker is not denied. */
function reachedBy(schema: GraphQLSchema, rules: RuleTable, who: Asker): ReadonlySet<string> {
  const reached = new Set<string>();
  const types = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    for (const one of concreteTypes(schema, type)) {
      if (types.has(one.name)) continue;
      types.add(one.name);
      for (const field of Object.values(one.getFields())) {
        if (field.name.startsWith('_')) continue;
        const coordinate = `${one.name}.${field.name}`;
        reached.add(coordinate);
        // The one box leads nowhere that no other way leads to: the index makes hits of what the asker may look up.
        if (oneBox.has(coordinate)) continue;
        if (decide(rules.get(coordinate), who).kind !== 'DENY') visit(getNamedType(field.type));
      }
    }
  };
  visit(schema.getQueryType() as GraphQLNamedType);
  return reached;
}

const allCpfs = (): readonly string[] =>
  [told.stolenPlate.owner, told.twoSystemsSerial.owners[0], told.servedYesterday, told.inCustody].map(({ cpf }) => cpf);

interface DoorAnswer {
  readonly shown: readonly Shown[];
  readonly text: string;
  readonly errors: readonly string[];
}
type Door = (query: string, who: Asker) => Promise<DoorAnswer>;
const doorsOfAll: readonly {
  readonly door: string;
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
  ask: Door;
}[] = [
  {
    door: 'the same supergraph behind a stock gateway without a rule',
    schema: prepared.apiSchema,
    rules: prepared.rules,
    async ask(query, who) {
      const { data, errors } = await stock.ask(query, [who]);
      return { shown: [...shownIn(data)], text: JSON.stringify(data), errors };
    },
  },
  {
    door: 'the index, asked by whoever signs as the gateway',
    schema: nationalIndex.schema,
    rules: nationalIndex.rules,
    ask: (query, who) => question(entryOf('national-index/SENASP'), query, {}, who),
  },
];

describe.each(doorsOfAll)('$door', ({ schema, rules, ask }) => {
  const values: Values = new Map();
  const shownTo = new Map<Asker, readonly Shown[]>();
  let operations: readonly string[];

  beforeAll(async () => {
    const { cpf } = told.stolenPlate.owner;
    const found = await ask(`{ q: individuals(cpf: "${cpf}") { subjects { __typename Individual_id: id } } }`, judge);
    operations = operationsOf(schema, String(found.shown[0]?.value));
    for (const who of entitled) {
      const shown: Shown[] = [];
      for (const operation of operations) {
        const answer = await ask(operation, who);
        if (who !== patrol) expect(answer.errors, operation.slice(0, 100)).toEqual([]);
        shown.push(...answer.shown);
      }
      shownTo.set(who, shown);
      addValues(values, shown, rules, who);
    }
  });

  it('shows every field to somebody who may see it', () => {
    const untold = coordinatesOf(schema).filter((coordinate) => !values.has(coordinate));
    // No source publishes the name of a company yet.
    expect(untold).toEqual(['Company.name']);
  });

  it.each(bound.map((who) => [nameOf(who), who] as const))(
    'gives %s no field that is denied, and masked what is masked',
    async (_, who) => {
      const problems = new Set<string>();
      const met = new Set<string>();
      for (const operation of operations) {
        const { shown, text } = await ask(operation, who);
        const judged = heldAgainst(shown, rules, who, values);
        judged.problems.forEach((problem) => problems.add(problem));
        for (const coordinate of judged.met.keys()) met.add(coordinate);
        if (decide(rules.get('Individual.cpf'), who).kind === 'ALLOW') continue;
        // Whatever the field, and whatever the rules say of it: a number that was not typed stands nowhere.
        for (const cpf of allCpfs()) if (!operation.includes(cpf)) expect(text).not.toContain(cpf);
      }
      expect([...problems]).toEqual([]);
      const asked = [...reachedBy(schema, rules, who)].filter((coordinate) => !met.has(coordinate));
      expect(asked).toEqual([]);
    },
  );

  it('would not pass this test if it showed to a patrol what it shows to an investigator with a case', () => {
    const judged = heldAgainst(shownTo.get(investigator) ?? [], rules, patrol);
    const closed = [...judged.met].filter(([, kind]) => kind === 'DENY' || kind === 'MASK').map(([one]) => one);
    const open = closed.filter((coordinate) => decide(rules.get(coordinate), investigator).kind === 'ALLOW');
    expect(open.length).toBeGreaterThan(2);
    for (const coordinate of open)
      expect(
        judged.problems.some((problem) => problem.startsWith(`${coordinate} is `)),
        coordinate,
      ).toBe(true);
  });
});

// A restricted warrant whose named unit may see it. What the court decided is for its court and its case: no rule on the caller can tell
// that, so the gateway leaves it to the CNJ, which has the warrant in its hands.
describe('a field that only the record can decide', () => {
  const { namedUnit, warrantNumber } = told.restrictedWarrant;
  const namedPatrol = asker('patrol', { purpose: 'STOP' }, { state: 'PE', ...namedUnit });
  const rule = 'WarrantRecord.decisionSummary';

  async function summaries(who: Asker) {
    const rows = await federation.database('warrants/CNJ')<{ id: string; secrecy: string }[]>`
      select record_id as id, facts ->> 'secrecy' as secrecy from record
        where facts ->> 'secrecy' = 'PUBLICO' or facts ->> 'number' = ${warrantNumber}
        order by facts ->> 'secrecy' desc, record_id`;
    const representations = rows.map(({ id }) => ({ __typename: 'WarrantRecord', holder: 'CNJ', recordId: id }));
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on WarrantRecord { __typename WarrantRecord_recordId: recordId WarrantRecord_decisionSummary: decisionSummary } } }`;
    const { shown, verdicts } = await question(entryOf('warrants/CNJ'), query, { representations }, who);
    const texts = shown.filter(({ coordinate }) => coordinate === rule).map(({ value }) => value);
    return { secrecies: rows.map(({ secrecy }) => secrecy), texts, verdicts };
  }

  it('is left open by the gateway and settled by the holder, warrant by warrant', async () => {
    expect(decide(prepared.rules.get(rule), namedPatrol)).toEqual({ kind: 'DEFER', rule });
    const { secrecies, texts, verdicts } = await summaries(namedPatrol);
    expect(secrecies[0]).toBe('RESTRITO');
    expect(texts[0]).toBeNull();
    expect(texts.slice(1).length).toBeGreaterThan(0);
    for (const text of texts.slice(1)) expect(text).toEqual(expect.any(String));
    const path = ['_entities', 0, 'WarrantRecord_decisionSummary'];
    expect(verdicts).toEqual([{ path, verdict: 'DENY', rule, needs: ['record:own-case|record:public'] }]);
  });

  it('is shown to the court of the case, and to no other', async () => {
    expect((await summaries(judge)).texts[0]).toEqual(expect.any(String));
    const elsewhere = asker(
      'judge',
      { purpose: 'JUDGMENT', caseNumber: processNumber },
      { level: 3, court: '8.26.0100' },
    );
    const { texts } = await summaries(elsewhere);
    // Not even the record: that it exists is not for this court.
    expect(texts).toHaveLength((await summaries(judge)).texts.length - 1);
  });

  it('has its denial in the answer, at its place and with its rule', async () => {
    const as = { profile: 'patrol', purpose: 'STOP', claims: { state: 'PE', ...namedUnit } } as const;
    const answer = await federation.ask(
      `query ($number: WarrantNumber!) { warrants(number: $number) { subjects { it: record { status: warrantStatus why: decisionSummary } } probes { holder } } }`,
      { number: warrantNumber },
      as,
    );
    expect(answer.data.warrants.subjects).toEqual([{ it: { status: expect.any(String) as string, why: null } }]);
    expect(answer.errors).toEqual([
      {
        message: 'Seu perfil não consulta este campo nas condições informadas.',
        path: ['warrants', 'subjects', 0, 'it', 'why'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          rule,
          needs: ['record:own-case|record:public'],
          contact: expect.stringContaining('CNJ') as string,
          source: 'warrants',
          holder: 'CNJ',
        },
      },
    ]);
    expect(answer.extensions.outcomes).toMatchObject([{ outcome: 'HIT' }]);
    const [row] = await federation.journal<{ withheld: unknown }[]>`
      select withheld from access where trace_id = ${answer.extensions.traceId}`;
    expect(row?.withheld).toEqual([{ field: rule, rule, by: 'warrants/CNJ' }]);
  });
});

// The birthplace is shown to an inspector as null. Listed as masked only where there is one, it would say who has one.
describe('a field that is masked to null', () => {
  it('is listed as masked whether there is a value or not', async () => {
    const rows = await federation.database('individuals/SP')<{ cpf: string; has: boolean }[]>`
      select distinct on (has) cpf, has from (
        select facts ->> 'cpf' as cpf, facts ? 'birthPlace' as has from record where not removed and facts ? 'cpf') as one
      order by has, cpf`;
    expect(rows.map(({ has }) => has)).toEqual([false, true]);
    const question = `query ($cpf: CPF!) {
      individuals(cpf: $cpf) { subjects { of: records { holder born: birthPlace } } probes { records { name } } }
    }`;
    const as = { profile: 'inspector', purpose: 'INSPECTION', case: 'OF-2026-000123' } as const;
    for (const { cpf } of rows) {
      const { data, extensions } = await federation.ask(question, { cpf }, as);
      const papers = data.individuals.subjects[0].of as readonly { holder: string; born: unknown }[];
      expect(papers).toContainEqual({ holder: 'SP', born: null });
      expect(extensions.masked).toEqual(papers.map((_, at) => ['individuals', 'subjects', 0, 'of', at, 'born']));
    }
  });
});
