// Proof by counting what holders receive: whoever has no pointer and no probe is never asked, whoever has is asked once, and all at once.
// Pointers are read from the index alone, with the same operation cut down to keys.
import { getNamedType, Kind, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointName } from '#kit/directory.ts';
import { story } from '../demo/nation/story.ts';
import { readGraphFacts } from '../gateway/holders/graph-facts.ts';
import { operationsFolder, readOperations, variablesFrom } from '../gateway/operations.ts';
import { supergraphFile } from '../gateway/supergraph/compose.ts';
import { prepareSupergraph } from '../gateway/supergraph/prepare.ts';
import { startFederation, testSeed } from './federation.ts';
import type { Ask, Federation } from './federation.ts';
import { startRelay } from './relay.ts';
import type { Relay } from './relay.ts';

const supergraph = readFileSync(supergraphFile, 'utf8');
const facts = readGraphFacts(parse(supergraph));
const { apiSchema } = prepareSupergraph(supergraph);
const operations = readOperations(operationsFolder);
const told = story(testSeed);
const indexName = 'national-index/SENASP';
const recordSources = ['individuals', 'vehicles', 'mercosul', 'weapons', 'warrants'];

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true });
});
afterAll(() => federation?.close());

const patrol: Ask = { profile: 'patrol', purpose: 'STOP' };
const investigator: Ask = { profile: 'investigator', purpose: 'INVESTIGATION', case: 'IP-2026-000123' };

/** Endpoints in the order of their names, one name for each question that they got since the last look. */
function asked(): { readonly index: number; readonly holders: readonly string[] } {
  const names = federation.received().map(({ endpoint }) => endpoint);
  return {
    index: names.filter((name) => name === indexName).length,
    holders: names.filter((name) => name !== indexName).sort(),
  };
}

async function askedBy(query: string, variables: object, as: Ask): Promise<ReturnType<typeof asked>> {
  asked();
  const answer = await federation.ask(query, variables, as);
  expect(answer.status).toBe(200);
  return asked();
}

/** The operation with nothing of records and of those who are probed but their names: the index answers it alone. */
function keysOnly(document: DocumentNode, schema: GraphQLSchema): string {
  const info = new TypeInfo(schema);
  const names = parse('{ pointsTo: __typename holder }').definitions[0];
  if (names?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('an operation');
  const cut = visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        leave(node): FieldNode | undefined {
          const type = getNamedType(info.getType());
          if (!node.selectionSet || !type || !isAsked(type.name)) return undefined;
          return { ...node, selectionSet: names.selectionSet };
        },
      },
      InlineFragment: {
        leave(node) {
          // Probes stand in a union: each kind of them by its own fragment.
          const name = node.typeCondition?.name.value;
          return name !== undefined && isAsked(name) ? { ...node, selectionSet: names.selectionSet } : undefined;
        },
      },
    }),
  );
  return print({ ...cut, definitions: reachable(cut) });
}

/** The operation, and the fragments that it still comes to: a fragment that nobody uses is refused. */
function reachable({ definitions }: DocumentNode): DocumentNode['definitions'] {
  const used = new Set<string>();
  const follow = (definition: DocumentNode['definitions'][number] | undefined): void => {
    if (!definition) return;
    visit(definition, {
      FragmentSpread({ name: { value: name } }) {
        if (used.has(name)) return;
        used.add(name);
        follow(definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name));
      },
    });
  };
  definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).forEach(follow);
  return definitions.filter((one) => one.kind !== Kind.FRAGMENT_DEFINITION || used.has(one.name.value));
}

function sourceOf(type: string): string | undefined {
  return recordSources.find((source) => facts.entityTypesOf(source).includes(type));
}

const isAsked = (type: string) => sourceOf(type) !== undefined;

/** `source/holder` of every record and probe that the index names. */
function pointersIn(data: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { pointsTo, holder } = value as { readonly pointsTo?: unknown; readonly holder?: unknown };
    if (typeof pointsTo === 'string' && typeof holder === 'string')
      found.add(endpointName({ source: sourceOf(pointsTo) ?? '', holder }));
    Object.values(value).forEach(walk);
  };
  walk(data);
  return [...found].sort();
}

describe.each(operations.map((operation) => [operation.file, operation] as const))('%s', (_file, operation) => {
  const { text, profile, purpose, justification } = operation;
  const as: Ask = {
    profile,
    ...(purpose && { purpose }),
    ...(operation.case && { case: operation.case }),
    ...(justification && { justification }),
  };
  const variables = variablesFrom(operation, told);

  it('asks the index once and, once each, the endpoints that the index names; for keys alone none', async () => {
    asked();
    const pointers = await federation.ask(keysOnly(parse(text), apiSchema), variables, as);
    expect(pointers.status).toBe(200);
    expect(asked()).toEqual({ index: 1, holders: [] });

    const named = pointersIn(pointers.data);
    expect(await askedBy(text, variables, as)).toEqual({ index: 1, holders: named });
    if (operation.file !== 'lista.graphql') expect(named.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a typical investigation', () => {
  const operation = operations.find(({ file }) => file === 'investigacao.graphql');
  if (!operation) throw new TypeError('there is no investigation among the operations');
  const variables = variablesFrom(operation, told);

  it('asks five endpoints of thirty-six, one entity call each, whatever they have to say', async () => {
    expect(await askedBy(operation.text, variables, investigator)).toEqual({
      index: 1,
      holders: ['individuals/PE', 'individuals/SP', 'vehicles/PE', 'vehicles/SENATRAN', 'warrants/CNJ'],
    });
    expect(federation.directory().endpoints.filter(({ source }) => recordSources.includes(source))).toHaveLength(36);
  });

  it('asks them all at one time: while none has answered, each has been asked', async () => {
    const names = ['individuals/PE', 'individuals/SP', 'vehicles/PE', 'vehicles/SENATRAN', 'warrants/CNJ'];
    await overHeldRoads(names, async (roads) => {
      const answer = federation.ask(operation.text, variables, investigator);
      // Asked one after the other, the second would wait for the first for ever.
      while (roads.some(({ waiting }) => waiting === 0)) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(roads.map(({ waiting }) => waiting)).toEqual(names.map(() => 1));
      for (const road of roads) road.questions = 'open';
      const { extensions, errors } = await answer;
      expect(errors).toEqual([]);
      const statuses = extensions.sources.filter(({ holder }) => holder !== null).map(({ status }) => status);
      expect(statuses).toEqual(['ANSWERED', ...names.map(() => 'ANSWERED')]);
    });
  });

  async function overHeldRoads(names: readonly string[], story: (roads: readonly Relay[]) => Promise<void>) {
    const before = federation.directory();
    const entries = new Map(before.endpoints.map((entry) => [endpointName(entry), entry]));
    const roads = await Promise.all(names.map((name) => startRelay(entries.get(name)?.url ?? '')));
    for (const road of roads) road.questions = 'held';
    try {
      await federation.changeDirectory((directory) => ({
        ...directory,
        endpoints: directory.endpoints.map((entry) => {
          const road = roads[names.indexOf(endpointName(entry))];
          return road ? { ...entry, url: road.url } : entry;
        }),
      }));
      await story(roads);
    } finally {
      await federation.changeDirectory(() => before);
      await Promise.all(roads.map((road) => road.stop()));
      await federation.indexed();
    }
  }
});

describe('nobody is asked', () => {
  it('for basic data, however deep', async () => {
    const { cpf } = told.stolenPlate.owner;
    const question = `query ($cpf: CPF!) {
      individuals(cpf: $cpf) {
        subjects {
          name motherName birthDate cpf roles { role } knowledge { holder } identities { names }
          vehicles { edges { node { make plates { plate } cloneSuspected parties { role party { ... on Individual { name warrants { totalCount } } } } } } }
          warrants { edges { match { band } node { number contactUnit { unit } person { name } } } }
        }
        probes { records { name } }
      }
    }`;
    expect(await askedBy(question, { cpf }, investigator)).toEqual({ index: 1, holders: [] });
  });

  it('for records of which only the keys are wanted', async () => {
    const { cpf } = told.stolenPlate.owner;
    asked();
    const { data } = await federation.ask(
      'query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { holder recordId } } probes { holder } } }',
      { cpf },
      patrol,
    );
    expect(data.individuals.subjects[0].records).toHaveLength(2);
    expect(asked()).toEqual({ index: 1, holders: [] });
  });

  it('about a person, a car or a weapon that the index does not know', async () => {
    const question = `query ($cpf: CPF!, $plate: String!, $serial: String!) {
      individuals(cpf: $cpf) { subjects { records { name } } probes { records { name } } }
      vehicles(plates: [$plate]) { subjects { records { make } } probes { records { make } } foreignProbes { records { make } } }
      weaponsBySerial(serial: $serial) { subjects { records { make } } probes { records { make } } }
    }`;
    const unknown = { cpf: '39053344705', plate: 'ZZZ9Z99', serial: 'QQQ9876543' };
    expect(await askedBy(question, unknown, investigator)).toEqual({ index: 1, holders: [] });
  });

  it('for what rules refuse, and for what the caller leaves out by @include', async () => {
    const { cpf } = told.stolenPlate.owner;
    const question = `query ($cpf: CPF!, $detailed: Boolean!) {
      individuals(cpf: $cpf) {
        subjects { records { addresses { street } } warrants { edges { node { record @include(if: $detailed) { warrantStatus } } } } }
        probes { records { name } }
      }
    }`;
    expect(await askedBy(question, { cpf, detailed: false }, patrol)).toEqual({ index: 1, holders: [] });
    expect(await askedBy(question, { cpf, detailed: true }, patrol)).toEqual({ index: 1, holders: ['warrants/CNJ'] });
  });
});

describe('one question for many records', () => {
  it('goes to each holder once for a page of fifty people, every record in it once', async () => {
    const question = `query ($name: String!) {
      findIndividualsFreely(search: { name: $name }, first: 50) {
        edges { node { records { holder recordId name } again: records { recordId photos { reference } } } }
      }
    }`;
    asked();
    const { data } = await federation.ask(question, { name: 'MARIA' }, investigator);
    const received = federation.received().filter(({ endpoint }) => endpoint !== indexName);
    const pointers: { holder: string; recordId: string }[] = data.findIndividualsFreely.edges.flatMap(
      ({ node }: { node: { records: unknown[] } }) => node.records,
    );
    const holders = [...new Set(pointers.map(({ holder }) => `individuals/${holder}`))].sort();
    expect(holders.length).toBeGreaterThan(3);
    expect(received.map(({ endpoint }) => endpoint).sort()).toEqual(holders);
    for (const { endpoint, variables } of received) {
      const lists = Object.values(variables) as { recordId: string }[][];
      const own = pointers.filter(({ holder }) => `individuals/${holder}` === endpoint).map(({ recordId }) => recordId);
      for (const list of lists) expect(list.map(({ recordId }) => recordId).sort()).toEqual([...new Set(own)].sort());
    }
  });

  it('goes to the owner’s other cars and back in the same wave', async () => {
    const question = `query ($plates: [String!]!) {
      vehicles(plates: $plates) {
        subjects { records { make } parties { party { ... on Individual {
          records { name }
          vehicles { edges { node { records { make } parties { party { ... on Individual { records { name } warrants { edges { node { record { warrantStatus } } } } } } } } } }
        } } } }
        probes { records { make } } foreignProbes { records { make } }
      }
    }`;
    const { holders } = await askedBy(question, { plates: [told.stolenPlate.plate] }, investigator);
    expect(holders).toEqual(['individuals/PE', 'individuals/SP', 'vehicles/PE', 'vehicles/SENATRAN', 'warrants/CNJ']);
  });
});

describe('a probe', () => {
  it('asks the one country whose plate the text can be, and no holder that the index speaks for', async () => {
    const question = `query ($plates: [String!]!) {
      vehicles(plates: $plates) { subjects { records { make } } probes { holder records { make } } foreignProbes { holder records { make } } }
    }`;
    expect(await askedBy(question, { plates: ['AB123CD'] }, { profile: 'patrol', purpose: 'BORDER' })).toEqual({
      index: 1,
      holders: ['mercosul/AR'],
    });
  });

  it('asks every responsible holder once where the caller wants it live', async () => {
    const question = `query ($cpf: CPF!) {
      individuals(cpf: $cpf, freshness: LIVE) { subjects { records { name } } probes { holder records { name } } }
    }`;
    const { index, holders } = await askedBy(question, { cpf: told.stolenPlate.owner.cpf }, investigator);
    const responsible = federation.directory().endpoints.filter(({ probes }) => probes.includes('cpf'));
    expect(index).toBe(1);
    expect(holders).toEqual(responsible.map(endpointName).sort());
  });
});
