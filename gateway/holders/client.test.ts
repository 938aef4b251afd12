import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointEntry } from '#kit/directory.ts';
import { startStubHolder } from '../../test/stub-holder.ts';
import type { StubHolder } from '../../test/stub-holder.ts';
import { investigator, startStubNetwork, unsigned } from '../../test/stub-network.ts';
import type { Asked, StubNetwork } from '../../test/stub-network.ts';
import { endpoints, find, investigation, root } from '../../test/stub-people.ts';
import { plannedFetch } from '../engine/compiled/executable.ts';
import type { EngineRequest } from '../engine/engine.ts';
import type { SourceClient } from '../engine/source-client.ts';
import { createHolderClient } from './client.ts';
import { SourceReport } from './report.ts';

let network: StubNetwork;
let flushes = 0;
let isAuthentic = true;
beforeAll(async () => {
  const client = {
    schedule: (flush: () => void) => {
      flushes += 1;
      setImmediate(flush);
    },
    signer: { sign: unsigned.sign, verify: () => isAuthentic },
  };
  network = await startStubNetwork({ root, endpoints, find, client });
});
beforeEach(() => {
  network.reset();
  isAuthentic = true;
});
afterAll(() => network?.stop());

const known = { cpf: '52998224725' };
const records = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { holder recordId name alerts { severity text } } } probes { records { name } } } }`;
const warrants = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { warrants { edges { node { id record { recordId court } } } } } probes { holder } } }`;

function stub(endpoint: string): StubHolder {
  const found = network.holders.get(endpoint);
  if (found === undefined) throw new Error(`no stub ${endpoint}`);
  return found;
}

function request(more: Partial<EngineRequest> = {}): EngineRequest {
  return {
    operation: network.authorize('{ me { id } }'),
    variables: {},
    asker: investigator,
    traceparent: `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`,
    deadlineAt: Date.now() + 2000,
    signal: new AbortController().signal,
    report: new SourceReport(),
    ...more,
  };
}

/** As an engine asks: `representations` apart from the other variables. */
async function fetchFrom(
  client: SourceClient<EngineRequest>,
  source: string,
  { query, variables }: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  asked: EngineRequest,
) {
  const { representations, ...others } = variables;
  const list = representations as readonly Record<string, unknown>[] | undefined;
  const { data, errors } = await client.fetch(
    {
      planned: plannedFetch(source, query, query.startsWith('mutation') ? 'mutation' : 'query', list !== undefined),
      variables: others,
      path: [],
      ...(list && { representations: list.map((value) => ({ json: JSON.stringify(value), value })) }),
    },
    asked,
  );
  return { data: data ?? {}, errors };
}

const entitiesText = `query Named__individuals__1($representations: [_Any!]!) { _entities(representations: $representations) { ... on IndividualRecord { name } } }`;
const saoPaulo = (recordId: string) => ({ __typename: 'IndividualRecord', holder: 'SP', recordId });
const rio = (recordId: string) => ({ __typename: 'IndividualRecord', holder: 'RJ', recordId });

function courtsOf(asked: Asked): unknown {
  type Node = { readonly node: { readonly id: string; readonly record: { readonly court: string | null } } };
  const { individuals } = asked.data as { individuals: { subjects: { warrants: { edges: Node[] } }[] } };
  return individuals.subjects[0]?.warrants.edges.map(({ node }) => [node.id, node.record.court]);
}

describe('routing', () => {
  it('splits by holder, asks for each record once and joins in order', async () => {
    const representations = [saoPaulo('1'), rio('2'), saoPaulo('1'), saoPaulo('3')];
    const asked = request();
    const { data, errors } = await fetchFrom(
      network.client,
      'individuals',
      { query: entitiesText, variables: { representations } },
      asked,
    );
    expect(data).toEqual({
      _entities: ['individuals/SP 1', 'individuals/RJ 2', 'individuals/SP 1', 'individuals/SP 3'].map((name) => ({
        name,
      })),
    });
    expect(errors).toEqual([]);
    expect(
      stub('individuals/SP')
        .take()
        .map(({ variables }) => variables),
    ).toEqual([{ representations: [saoPaulo('1'), saoPaulo('3')] }]);
    expect(stub('individuals/RJ').take()).toHaveLength(1);
  });

  it('gives each place an entity of its own', async () => {
    const representations = [saoPaulo('1'), saoPaulo('1')];
    const { data } = await fetchFrom(
      network.client,
      'individuals',
      { query: entitiesText, variables: { representations } },
      request(),
    );
    const [first, second] = data._entities as [{ name: string }, { name: string }];
    first.name = 'changed by an executor';
    expect(second.name).toBe('individuals/SP 1');
  });

  it('calls nobody for a holder that is not in the directory and does not repeat what stood in its place', async () => {
    const representations = [
      { __typename: 'IndividualRecord', holder: 'CPF 529.982.247-25', recordId: '1' },
      { recordId: '1' },
    ];
    const asked = request();
    const { data, errors } = await fetchFrom(
      network.client,
      'individuals',
      { query: entitiesText, variables: { representations } },
      asked,
    );
    expect(data).toEqual({ _entities: [null, null] });
    expect(errors.map(({ code, path, holder }) => [code, path, holder])).toEqual([
      ['HOLDER_REFUSED', ['_entities', 0], 'UNKNOWN'],
      ['HOLDER_REFUSED', ['_entities', 1], 'UNKNOWN'],
    ]);
    expect(asked.report.calls.size).toBe(0);
  });

  it('follows an endpoint that moves', async () => {
    const moved = await startStubHolder({
      source: 'individuals',
      find: (reference) => ({ ...reference, name: 'from the new place' }),
    });
    try {
      network.change('individuals/SP', { url: moved.url });
      const asked = await network.ask(records, { variables: known });
      expect(JSON.stringify(asked.data)).toContain('from the new place');
      expect(stub('individuals/SP').take()).toEqual([]);
    } finally {
      await moved.stop();
    }
  });
});

describe('joining', () => {
  it('asks everything of an investigation in one wave, one request an endpoint', async () => {
    flushes = 0;
    await network.ask(investigation, { variables: known });
    expect(flushes).toBe(1);
    for (const [endpoint, holder] of network.holders) {
      expect(holder.take().length, endpoint).toBeLessThanOrEqual(1);
    }
  });

  it('joins unlike fetches under names of their own and tells their entities apart', async () => {
    const asked = await network.ask(investigation, { variables: known });
    expect(asked.errors).toEqual([]);
    const [body, ...others] = stub('individuals/SP').take();
    expect(others).toEqual([]);
    expect(Object.keys(body?.variables ?? {})).toEqual(['i0_representations', 'i1_representations']);
    const { individuals } = asked.data as { individuals: { subjects: { records: unknown[]; vehicles: unknown }[] } };
    expect(individuals.subjects[0]?.records[0]).toEqual({
      ...{ holder: 'SP', recordId: '1', name: 'individuals/SP 1' },
      photos: [{ reference: 'f1' }],
    });
    expect(JSON.stringify(individuals.subjects[0]?.vehicles)).toContain('{"name":"individuals/SP 1"}');
  });

  it('joins like fetches into one list', async () => {
    const asked = request();
    const variables = (recordId: string) => ({ representations: [saoPaulo('1'), saoPaulo(recordId)] });
    const [one, other] = await Promise.all([
      fetchFrom(network.client, 'individuals', { query: entitiesText, variables: variables('2') }, asked),
      fetchFrom(network.client, 'individuals', { query: entitiesText, variables: variables('3') }, asked),
    ]);
    expect(
      stub('individuals/SP')
        .take()
        .map(({ variables }) => variables),
    ).toEqual([{ representations: [saoPaulo('1'), saoPaulo('2'), saoPaulo('3')] }]);
    expect(one.data).toEqual({ _entities: [{ name: 'individuals/SP 1' }, { name: 'individuals/SP 2' }] });
    expect(other.data).toEqual({ _entities: [{ name: 'individuals/SP 1' }, { name: 'individuals/SP 3' }] });
  });

  it('never joins what different people ask while nothing queues up', async () => {
    const fetch = { query: entitiesText, variables: { representations: [saoPaulo('1')] } };
    const colleague = { ...investigator, caller: { ...investigator.caller, id: 'agent-2' } };
    await Promise.all([
      fetchFrom(network.client, 'individuals', fetch, request()),
      fetchFrom(network.client, 'individuals', fetch, request({ asker: colleague })),
      fetchFrom(
        network.client,
        'individuals',
        fetch,
        request({ asker: { ...investigator, caseNumber: 'IP-2026-000002' } }),
      ),
    ]);
    expect(
      stub('individuals/SP')
        .take()
        .map(({ extensions }) => extensions.askers.length),
    ).toEqual([1, 1, 1]);
  });

  it('makes one read of what the same person asks twice at one time, and counts it for both', async () => {
    const fetch = { query: entitiesText, variables: { representations: [saoPaulo('1')] } };
    const asked = [request(), request()] as const;
    const [one, other] = await Promise.all(asked.map((each) => fetchFrom(network.client, 'individuals', fetch, each)));
    expect(stub('individuals/SP').take()).toHaveLength(1);
    expect(one).toEqual(other);
    expect(one?.data._entities).not.toBe(other?.data._entities);
    expect(asked.map(({ report }) => report.calls.get('individuals/SP'))).toEqual([1, 1]);
  });
});

describe('what is sent', () => {
  it('has no name of the operation, the checks of each type, and the asker', async () => {
    const fetch = { query: entitiesText, variables: { representations: [saoPaulo('1')] } };
    await fetchFrom(network.client, 'individuals', fetch, request());
    const [body] = stub('individuals/SP').take();
    expect(body?.query).toBe(
      'query($representations:[_Any!]!){_entities(representations:$representations){infosegCheck_typename:__typename ' +
        '...on IndividualRecord{infosegCheck_holder:holder infosegCheck_recordId:recordId}...on IndividualRecord{name}}}',
    );
    expect(body?.extensions).toEqual({ askers: [investigator] });
  });

  it('carries the trace under a span of its own and the time that is left', async () => {
    const fetch = { query: entitiesText, variables: { representations: [saoPaulo('1')] } };
    await fetchFrom(network.client, 'individuals', fetch, request({ deadlineAt: Date.now() + 900 }));
    const headers = stub('individuals/SP').headers.at(-1);
    expect(headers?.traceparent).toMatch(new RegExp(`^00-${'b'.repeat(32)}-(?!${'c'.repeat(16)})[0-9a-f]{16}-01$`));
    expect(Number(headers?.['x-infoseg-deadline-ms'])).toBeLessThanOrEqual(900);
    expect(Number(headers?.['x-infoseg-deadline-ms'])).toBeGreaterThan(500);
    expect(headers?.['accept-encoding']).toBe('identity');
  });
});

describe('a record in the place of another', () => {
  for (const mode of ['swapped', 'duplicate'] as const) {
    it(`is shown to nobody when entities are ${mode}, and an operator hears of it`, async () => {
      stub('warrants/CNJ').mode = mode;
      const asked = await network.ask(warrants, { variables: known });
      expect(courtsOf(asked)).toEqual([
        ['w1', null],
        ['w2', null],
      ]);
      expect(asked.line('warrants/CNJ')).toMatchObject([{ status: 'INVALID_ANSWER', reason: 'WRONG_RECORD' }]);
      expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual([
        'HOLDER_INVALID_ANSWER',
        'HOLDER_INVALID_ANSWER',
      ]);
      expect(network.alarms).toEqual([{ source: 'warrants', holder: 'CNJ', reason: 'WRONG_RECORD' }]);
    });
  }

  it('is shown to nobody for any order of a longer list', async () => {
    const ids = ['1', '2', '3', '4', '5'];
    for (let round = 0; round < 40; round += 1) {
      const order = ids.map((_, at) => (at * 7 + round * 3) % ids.length);
      stub('individuals/SP').change = (answer) => {
        const list = answer.data?._entities as readonly unknown[];
        return { ...answer, data: { _entities: order.map((at) => list[at]) } };
      };
      const fetch = { query: entitiesText, variables: { representations: ids.map(saoPaulo) } };
      const { data } = await fetchFrom(network.client, 'individuals', fetch, request());
      for (const [at, entity] of (data._entities as readonly ({ readonly name: string } | null)[]).entries()) {
        if (entity !== null) expect(entity.name).toBe(`individuals/SP ${ids[at]}`);
      }
    }
  });
});

describe('a hostile answer', () => {
  const spoilFirst = (change: (entity: Record<string, unknown>) => unknown) => {
    stub('individuals/RJ').change = (answer) => ({
      ...answer,
      data: { _entities: (answer.data?._entities as Record<string, unknown>[]).map(change) },
    });
  };
  const rioRecord = ['individuals', 'subjects', 0, 'records', 1] as const;
  const rioOf = (asked: Asked) =>
    (asked.data as { individuals: { subjects: { records: Record<string, unknown>[] }[] } }).individuals.subjects[0]
      ?.records[1];

  it('of another type at a leaf loses the leaf, with an error there', async () => {
    spoilFirst((entity) => ({ ...entity, name: { first: 'Maria' } }));
    const asked = await network.ask(records, { variables: known });
    expect(asked.codesAt(...rioRecord, 'name')).toEqual(['HOLDER_INVALID_ANSWER']);
    expect(rioOf(asked)).toMatchObject({ holder: 'RJ', name: null, alerts: [{ severity: 'STOP' }] });
    expect(asked.statusesOf('individuals/RJ')).toEqual(['PARTIAL']);
  });

  it('with null for a value that may not be null loses the nearest nullable place, never in silence', async () => {
    spoilFirst((entity) => ({ ...entity, alerts: [{ severity: null, text: 'Procurada' }] }));
    const asked = await network.ask(records, { variables: known });
    expect(rioOf(asked)).toMatchObject({ name: 'individuals/RJ 2', alerts: null });
    expect(asked.codesAt(...rioRecord, 'alerts', 0, 'severity')).toEqual(['HOLDER_INVALID_ANSWER']);
  });

  it('with an unknown member of an enumeration, or a list where none is due, is not passed on', async () => {
    spoilFirst((entity) => ({ ...entity, name: ['x'], alerts: [{ severity: 'PANIC', text: 'x' }] }));
    const asked = await network.ask(records, { variables: known });
    expect(JSON.stringify(asked)).not.toContain('PANIC');
    expect(rioOf(asked)).toEqual({ holder: 'RJ', recordId: '2', name: null, alerts: null });
  });

  it('that leaves out a field is not taken for null', async () => {
    spoilFirst(({ name: _, ...entity }) => entity);
    const asked = await network.ask(records, { variables: known });
    expect(asked.codesAt(...rioRecord, 'name')).toEqual(['HOLDER_INVALID_ANSWER']);
  });

  it('with __proto__ and constructor keys changes no prototype', async () => {
    spoilFirst((entity) => ({
      ...entity,
      ...JSON.parse('{"constructor":{"prototype":{"polluted":1}},"extra":{"__proto__":{"polluted":1}}}'),
      ['__proto__']: { polluted: 1 },
    }));
    stub('individuals/SP').change = (answer) =>
      JSON.parse(JSON.stringify(answer).replace('"data":{', '"data":{"__proto__":{"polluted":1},'));
    const asked = await network.ask(records, { variables: known });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(rioOf(asked)).toMatchObject({ name: 'individuals/RJ 2' });
    expect(JSON.stringify(asked)).not.toContain('polluted');
  });

  it('of a million nulls is one invalid answer', async () => {
    stub('individuals/RJ').change = () => ({ data: { _entities: new Array(150_000).fill(null) } });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([{ status: 'INVALID_ANSWER', reason: 'WRONG_COUNT' }]);
  });

  it('under a signature that is not the endpoint’s is not read', async () => {
    isAuthentic = false;
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('national-index/SENASP')).toMatchObject([{ status: 'INVALID_ANSWER', reason: 'SIGNATURE' }]);
    expect(asked.data).toEqual({ individuals: null });
  });
});

describe('connections', () => {
  const asOne = { query: entitiesText, variables: { representations: [saoPaulo('1')] } };

  it('that were kept and are reset as we write are written to once more', async () => {
    await fetchFrom(network.client, 'individuals', asOne, request());
    stub('individuals/SP').take();
    stub('individuals/SP').mode = 'resetKept';
    const again = request();
    const { data } = await fetchFrom(network.client, 'individuals', asOne, again);
    expect(data).toEqual({ _entities: [{ name: 'individuals/SP 1' }] });
    expect(again.report.calls.get('individuals/SP')).toBe(2);
  });

  it('that are new and are reset are not written to again', async () => {
    const fresh = await startStubHolder({ source: 'individuals' });
    try {
      fresh.mode = 'reset';
      network.change('individuals/SP', { url: fresh.url });
      const asked = request();
      const { errors } = await fetchFrom(network.client, 'individuals', asOne, asked);
      expect(errors).toMatchObject([{ code: 'HOLDER_UNAVAILABLE', reason: 'CONNECTION_LOST' }]);
      expect(asked.report.calls.get('individuals/SP')).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  it('are not tried again after a deadline', async () => {
    stub('individuals/SP').mode = 'slow';
    const asked = request({ deadlineAt: Date.now() + 200 });
    const { errors } = await fetchFrom(network.client, 'individuals', asOne, asked);
    expect(errors).toMatchObject([{ code: 'HOLDER_TIMED_OUT' }]);
    expect(asked.report.calls.get('individuals/SP')).toBe(1);
  });

  it('are let go when the client leaves', async () => {
    stub('individuals/SP').mode = 'slow';
    const left = new AbortController();
    setTimeout(() => left.abort(), 50);
    const asked = request({ signal: left.signal });
    const { errors } = await fetchFrom(network.client, 'individuals', asOne, asked);
    expect(errors).toMatchObject([{ code: 'HOLDER_UNAVAILABLE', reason: 'CLIENT_LEFT' }]);
  });

  it('are not opened at all for a client that has left', async () => {
    const asked = request({ signal: AbortSignal.abort() });
    await fetchFrom(network.client, 'individuals', asOne, asked);
    expect(stub('individuals/SP').take()).toEqual([]);
  });

  it('free their place when they end, however they end', async () => {
    network.change('individuals/SP', { maxConcurrent: 1, deadlineMs: 100 });
    stub('individuals/SP').mode = 'slow';
    await fetchFrom(network.client, 'individuals', asOne, request());
    stub('individuals/SP').mode = 'healthy';
    const { errors } = await fetchFrom(network.client, 'individuals', asOne, request());
    expect(errors).toEqual([]);
  });
});

describe('an endpoint that is not secure', () => {
  const secured = (entry: Partial<EndpointEntry>) =>
    createHolderClient({
      directory: () => ({
        ...{ version: 1, environment: 'test', gateway: { exchangeKey: {} }, holders: {}, sources: {} },
        endpoints: [{ ...(sample as EndpointEntry), ...entry }],
      }),
      signer: unsigned,
    });
  const sample: Partial<EndpointEntry> = { source: 'individuals', holder: 'SP', maxConcurrent: 1 };

  it('stops the start: plain http outside loopback', () => {
    expect(() => secured({ url: 'http://sp.example.gov.br' })).toThrow(
      'individuals/SP: plain http is only for loopback; the url must be https',
    );
  });

  it('stops the start: https without the certificate of the pinned authority', () => {
    expect(() => secured({ url: 'https://sp.example.gov.br', caPin: 'a'.repeat(64) })).toThrow(
      'individuals/SP: no certificate with the fingerprint of caPin is among caCertificates',
    );
  });

  it('is REFUSED without a call when a later directory brings it', async () => {
    network.change('individuals/SP', { url: 'http://192.0.2.1' });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/SP')).toMatchObject([{ status: 'REFUSED', reason: 'ENDPOINT_NOT_SECURE' }]);
    expect(asked.report.calls.has('individuals/SP')).toBe(false);
  });
});
