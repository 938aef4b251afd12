import { readdirSync, readFileSync } from 'node:fs';
import { parse, visit } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStubNetwork } from '../../test/stub-network.ts';
import type { Asked, StubNetwork } from '../../test/stub-network.ts';
import { endpoints, find, root } from '../../test/stub-people.ts';
import { createReferenceEngine } from './reference.ts';
import type { ReferenceEngine } from './reference.ts';

let network: StubNetwork;
let engine: ReferenceEngine;
let flushes = 0;
beforeAll(async () => {
  network = await startStubNetwork({
    ...{ root, endpoints, find },
    client: {
      schedule: (flush) => {
        flushes += 1;
        setImmediate(flush);
      },
    },
    engine: async (engineSdl, client) => (engine = await createReferenceEngine({ engineSdl, client })),
  });
});
beforeEach(() => network.reset());
afterAll(() => network?.stop());

function fail(endpoint: string): void {
  const stub = network.holders.get(endpoint);
  if (stub === undefined) throw new Error(`no stub ${endpoint}`);
  stub.mode = 'crashed';
}

const mixed = `{ search(text: "x") {
  hits { edges { node { subject {
    __typename
    ... on Individual { records { name } }
    ... on Vehicle { records { make } }
    ... on Weapon { records { make } }
  } } } }
  probes {
    ... on ForeignVehicleProbe { records { make } }
    ... on VehicleProbe { records { make } }
    ... on IndividualProbe { records { name } }
    ... on WeaponProbe { records { make } }
    ... on WarrantProbe { records { court } }
  }
} }`;

const paths = (asked: Asked) => asked.errors.map(({ path }) => path?.join('.')).sort();

describe('errors among subjects and probes of several types', () => {
  it('stand at the failing weapon, the last of the hits', async () => {
    fail('weapons/PF');
    const asked = await network.ask(mixed);
    expect(paths(asked)).toEqual(['search.hits.edges.2.node.subject.records.0', 'search.probes.3']);
  });

  it('stand at the second record of the failing vehicle holder, the first of the hits', async () => {
    fail('vehicles/SP');
    const asked = await network.ask(mixed);
    expect(paths(asked)).toEqual(['search.hits.edges.0.node.subject.records.1', 'search.probes.1']);
  });

  it('stand at the failing state and nowhere else', async () => {
    fail('individuals/RJ');
    expect(paths(await network.ask(mixed))).toEqual(['search.hits.edges.1.node.subject.records.1']);
  });
});

describe('aliases of the language', () => {
  it('are names like any other', async () => {
    const asked = await network.ask(`{
      constructor: individuals(cpf: "52998224725") { toString: subjects { hasOwnProperty: id valueOf: records { __proto: name } } probes { holder } }
    }`);
    expect(JSON.parse(JSON.stringify(asked.data))).toEqual({
      constructor: {
        toString: [
          { hasOwnProperty: 'p1', valueOf: [{ __proto: 'individuals/SP 1' }, { __proto: 'individuals/RJ 2' }] },
        ],
        probes: [],
      },
    });
    expect(asked.errors).toEqual([]);
  });

  it('named __proto__ change no prototype and lose no value', async () => {
    const asked = await network.ask(
      `{ individuals(cpf: "52998224725") { subjects { __proto__: id records { __proto__: name } } probes { holder } } }`,
    );
    expect(JSON.stringify(asked.data)).toBe(
      '{"individuals":{"subjects":[{"__proto__":"p1","records":[{"__proto__":"individuals/SP 1"},{"__proto__":"individuals/RJ 2"}]}],"probes":[]}}',
    );
    expect(Object.getPrototypeOf(asked.data)).toBe(Object.prototype);
  });
});

describe('variables', () => {
  it('that were not given go to the sources with the values of their defaults', async () => {
    network.index.take();
    await network.ask(
      'query Q($cpf: CPF!, $freshness: Freshness! = LIVE) { individuals(cpf: $cpf, freshness: $freshness) { subjects { id } } }',
      { variables: { cpf: '52998224725' } },
    );
    expect(network.index.take().map(({ variables }) => variables)).toEqual([{ cpf: '52998224725', freshness: 'LIVE' }]);
  });
});

describe('the operations that users have', () => {
  const folder = new URL('../operations/', import.meta.url);
  const operations = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

  it('are there', () => expect(operations.length).toBeGreaterThan(0));

  for (const name of operations) {
    it(`ask the index once and then every holder at most once, all at one time: ${name}`, async () => {
      const query = readFileSync(new URL(name, folder), 'utf8');
      flushes = 0;
      const asked = await network.ask(query, { variables: variablesOf(query) });
      expect(asked.errors.filter(({ extensions }) => extensions.code === 'INTERNAL')).toEqual([]);
      expect(asked.report.calls.get('national-index/SENASP')).toBe(1);
      for (const [endpoint, calls] of asked.report.calls) expect(calls, endpoint).toBe(1);
      expect(flushes).toBeLessThanOrEqual(1);
    });
  }
});

/** Something of the right type for each variable. */
function variablesOf(query: string): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  visit(parse(query), {
    VariableDefinition({ variable, type }) {
      const isList = JSON.stringify(type).includes('ListType');
      let name = '';
      visit(type, { NamedType: (one) => void (name = one.name.value) });
      const values: Readonly<Record<string, unknown>> = {
        CPF: '52998224725',
        Int: 20,
        IndividualSearch: { name: 'Maria', motherName: 'Ana' },
      };
      const value = values[name] ?? 'ABC1D23';
      variables[variable.name.value] = isList ? [value] : value;
    },
  });
  return variables;
}

describe('another supergraph', () => {
  it('that cannot be planned over is refused and the old one goes on', async () => {
    expect(() => engine.update('type Query { a: String }')).toThrow();
    const asked = await network.ask(mixed);
    expect(asked.errors).toEqual([]);
  });

  it('is taken while requests are under way, and none of them fails', async () => {
    const under = Array.from({ length: 20 }, () => network.ask(mixed));
    engine.update(`# another text\n${network.prepared.engineSdl}`);
    for (const asked of await Promise.all(under)) expect(asked.errors).toEqual([]);
    expect((await network.ask(mixed)).errors).toEqual([]);
  });
});

it('reports nothing to the maker of the gateway', () => {
  expect(process.env.APOLLO_TELEMETRY_DISABLED).toBe('1');
});
