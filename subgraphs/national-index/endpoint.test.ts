// The index as it is on the wire: signed questions to a listener, over a real base.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDirectory } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import type { OpenEndpoint } from '#kit/endpoint.ts';
import { parseOverlay } from '#kit/rules/overlay.ts';
import type { Overlay } from '#kit/rules/overlay.ts';
import { createSourceServer } from '#kit/serve.ts';
import type { SourceServer } from '#kit/serve.ts';
import { exportPublicKey, generateExchangeKey } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import { supergraphPath } from '../../demo/settings.ts';
import { personEntry, startTestServer, testSecret, warrantEntry, weaponEntry } from '../../test/index-under-test.ts';
import type { TestServer } from '../../test/index-under-test.ts';
import { openIndex } from './endpoint.ts';
import { nationalIndex } from './source.ts';

const [key, gatewayKey] = [generateExchangeKey(), generateExchangeKey()];
const contact = { unit: 'CENTRAL' };
const directory = parseDirectory(
  JSON.stringify({
    version: 1,
    environment: 'test',
    gateway: { exchangeKey: exportPublicKey(gatewayKey.publicKey) },
    holders: { SENASP: { name: 'SENASP', contact } },
    sources: { 'national-index': { indexLagMaxMs: 1000, deadlineMs: 10_000, schemaVersion: 1 } },
    endpoints: [
      {
        ...{ source: 'national-index', holder: 'SENASP', url: 'http://127.0.0.1:0', connection: 'https' },
        exchangeKey: exportPublicKey(key.publicKey),
        ...{ schemaVersion: 1, fieldsNotHeld: [], publication: 'NONE', probes: [], environment: 'test' },
        ...{ deadlineMs: 10_000, maxConcurrent: 4, perSecond: 100, maintenance: [] },
        ...{ agreement: { basis: 'Decreto 6.138/2007' }, contact },
      },
    ],
  }),
);
const [entry] = directory.endpoints as readonly [EndpointEntry];

const cpf = '52998224725';
const number = '0000001392024826010001000126';
const maria = { names: ['Maria da Conceição Souza'], motherName: 'Tereza de Souza', birthDate: '1980-03-07' };

let base: TestServer;
let endpoint: OpenEndpoint;
let server: SourceServer;
let url: string;
let overlay: Overlay | undefined;
const log: string[] = [];
beforeAll(async () => {
  base = await startTestServer();
  const index = await base.open('wired');
  const secretOf = (court: string) => [
    { token: `court:${court}`, shows: 'OPEN' as const },
    { token: 'profile:patrol', shows: 'EXISTENCE_ONLY' as const },
  ];
  await index.publish([
    personEntry('SP', 'a', { ...maria, cpf }),
    warrantEntry('m', number, [{ ...maria, cpf }], { audience: secretOf('8.26.0100') }),
    weaponEntry('PF', 'w', { serial: 'KDT12345', make: 'Taurus' }, cpf),
  ]);
  endpoint = await openIndex({
    ...{ entry, key, supergraphPath, secret: testSecret, connection: base.connection('wired') },
    directory: () => directory,
    overlay: () => overlay,
    log: (line) => log.push(line),
  });
  server = await createSourceServer(nationalIndex.schema, (line) => log.push(line));
  url = await server.open(endpoint.served);
});
afterAll(async () => {
  await server?.stop();
  await endpoint?.stop();
  await base?.stop();
});

const askerAs = (profile: string, more: object = {}) => ({
  caller: { id: 'p-1', body: 'PM/SP', state: 'SP', profile, level: 2, entitlements: [], tokenId: 't-1', ...more },
});
const patrol = askerAs('patrol');
const judge = askerAs('judge', { court: '8.26.0100' });

async function ask(query: string, askers: readonly object[], variables = {}) {
  const body = JSON.stringify({ query, variables, extensions: { askers } });
  const signed = createAskingSide(gatewayKey, directory.environment).sign(entry, { path: '/graphql', body });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', connection: 'close', ...signed },
  });
  const text = await response.text();
  // What a test reads it knows; the schema has the types.
  // eslint-disable-next-line
  return { status: response.status, text, ...(JSON.parse(text) as { data?: any }) };
}

describe('askers in one request', () => {
  const wanted = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Warrant { number declaredIdentities { names } record { recordId } } } }`;
  const warrantId = async () => {
    const { data } = await ask(`{ individuals(cpf: "${cpf}") { subjects { warrants { edges { node { id } } } } } }`, [
      judge,
    ]);
    return data.individuals.subjects[0].warrants.edges[0].node.id as string;
  };

  it('are one: what the index reads is read for one audience', async () => {
    const reference = { __typename: 'Warrant', id: await warrantId() };
    const r = [reference, reference];
    const both = [
      { ...judge, representations: [0] },
      { ...patrol, representations: [1] },
    ];
    for (const askers of [both, both.toReversed()]) {
      const { status, text } = await ask(wanted, askers, { r });
      expect({ status, text }).toEqual({ status: 400, text: '{"code":"BAD_ASKERS"}' });
    }
    // Each by itself sees its own.
    expect((await ask(wanted, [judge], { r })).data._entities[1].number).toBe(number);
    const { text } = await ask(wanted, [patrol], { r });
    expect(text).not.toContain(number);
    expect(text).not.toContain('Maria');
  });
});

describe('rules of the index’s own', () => {
  const except = { contact: 'CORREGEDORIA', unless: { profiles: ['judge'] } };
  let version = 0;
  /** From the next question on, a DENY on each of these. */
  const deny = (...fields: readonly string[]) => {
    const rules = fields.map((field) => ({ field, decision: 'DENY', ...except }));
    overlay = parseOverlay({ version: ++version, rules }, nationalIndex);
  };
  const headline = `{ search(text: "${cpf}") { hits { edges { node { headline subject { ... on Individual { name } } } } } } }`;
  const serial = `{ search(text: "KDT12345") { readings { kind } hits { edges { node { matchedOn } } } } weaponsBySerial(serial: "KDT12345") { subjects { id } } }`;
  const roles = `{ individuals(cpf: "${cpf}") { subjects { warrants { totalCount } roles { role } knowledge { source } } } }`;
  const explained = `{ explainAccess(type: "Individual", field: "name") { decision rule needs contact } }`;

  it('hold wherever else the index would tell the same', async () => {
    overlay = undefined;
    const inquiry = { ...askerAs('investigator'), purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' };
    const before = await ask(headline, [inquiry]);
    expect(before.data.search.hits.edges[0].node.headline).toBe('Maria da Conceição Souza');
    expect((await ask(serial, [inquiry])).text).toContain('WEAPON_SERIAL');

    deny('Individual.name', 'Query.weaponsBySerial', 'Individual.weapons', 'Individual.weaponCount');
    expect((await ask(headline, [inquiry])).data.search.hits.edges[0].node).toEqual({
      headline: null,
      subject: { name: null },
    });
    const { data } = await ask(serial, [inquiry]);
    expect(data.weaponsBySerial).toBeNull();
    expect(JSON.stringify(data.search)).not.toContain('WEAPON_SERIAL');
    const [person] = (await ask(roles, [inquiry])).data.individuals.subjects;
    expect(person.roles).toEqual([{ role: 'REGISTERED' }]);
    expect(person.knowledge).toEqual([{ source: 'individuals' }]);
    // For whom they do not bind, nothing has changed.
    expect((await ask(headline, [judge])).data.search.hits.edges[0].node.headline).toBe('Maria da Conceição Souza');
    expect((await ask(roles, [judge])).text).toContain('WEAPON_OWNER');
  });

  it('are what the index explains, with whom to ask', async () => {
    overlay = undefined;
    expect((await ask(explained, [patrol])).data.explainAccess).toMatchObject({ decision: 'ALLOW', contact: null });
    deny('Individual.name');
    expect((await ask(explained, [patrol])).data.explainAccess).toEqual({
      decision: 'DENY',
      rule: `overlay/${version}/Individual.name`,
      needs: ['profile:judge'],
      contact: 'CORREGEDORIA',
    });
    expect((await ask(explained, [judge])).data.explainAccess).toMatchObject({ decision: 'ALLOW' });
  });

  it('keep aliases from being searched by where they keep them from being seen', async () => {
    overlay = undefined;
    const inquiry = { ...askerAs('investigator'), purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' };
    const byAlias = '{ findIndividualsFreely(search: { alias: "Ceiça Preta" }) { totalCount } }';
    expect((await ask(byAlias, [inquiry])).data.findIndividualsFreely).toEqual({ totalCount: 0 });
    deny('DeclaredIdentity.aliases');
    const refused = await ask(byAlias, [inquiry]);
    expect(refused.data.findIndividualsFreely).toBeNull();
    expect(refused.text).toContain('BAD_ARGUMENT');
  });
});
