import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Fault, SourceAnswer, SourceClient, SourceFetch } from '../source-client.ts';
import { compilePlan } from './executable.ts';
import type { PlanNode } from './plan.ts';
import { runPlan } from './run.ts';

const schema = buildSchema('type A { id: ID name: String } type Query { list: [A] }');
const root = (query: string): PlanNode => ({
  ...{ kind: 'fetch', source: 'one', query, operationType: 'query', path: [], outputRewrites: [] },
});
const entities: PlanNode = {
  kind: 'entities',
  source: 'two',
  query: 'query($representations:[_Any!]!,$n:Int){_entities(representations:$representations){...on A{name(n:$n)}}}',
  paths: [[{ key: 'list' }, { items: true }]],
  requires: [{ type: 'A', selections: [{ field: '__typename' }, { field: 'id' }] }],
  inputRewrites: [],
  outputRewrites: [],
};

async function run(
  plan: PlanNode | null,
  answers: Readonly<Record<string, SourceAnswer<Fault>>>,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const fetches: SourceFetch[] = [];
  const client: SourceClient<undefined, Fault> = {
    async fetch(fetch) {
      fetches.push(fetch);
      return structuredClone(answers[fetch.planned.source] ?? { data: null, errors: [] });
    },
  };
  return { ...(await runPlan(compilePlan(plan, schema), client, variables, undefined)), fetches };
}

const a = (id: string) => ({ __typename: 'A', id });
const both: PlanNode = { kind: 'sequence', nodes: [root('{list{__typename id}}'), entities] };

describe('a plan that runs', () => {
  it('asks for each entity once, and puts what came at every place of it', async () => {
    const { data, fetches } = await run(
      both,
      {
        one: { data: { list: [a('1'), a('2'), null, a('1')] }, errors: [] },
        two: { data: { _entities: [{ name: 'x' }, { name: 'y' }] }, errors: [] },
      },
      { n: 1, other: 2 },
    );
    expect(data).toEqual({
      list: [{ ...a('1'), name: 'x' }, { ...a('2'), name: 'y' }, null, { ...a('1'), name: 'x' }],
    });
    expect(fetches[1]?.representations?.map(({ value }) => value)).toEqual([a('1'), a('2')]);
    expect(fetches[1]?.variables).toEqual({ n: 1 });
    const list = data.list as readonly object[];
    expect(list[0]).not.toBe(list[3]);
  });

  it('takes the name of an interface for the type only where nothing better is known, place by place', async () => {
    const plan: PlanNode = {
      ...entities,
      query:
        'query($representations:[_Any!]!){_entities(representations:$representations){__typename ...on Node{name}}}',
      requires: [{ type: 'A', selections: [{ field: '__typename' }, { field: 'id' }] }],
    } as PlanNode;
    const places = compilePlan(
      plan,
      buildSchema('interface Node { id: ID } type A implements Node { id: ID } type Query { list: [A] }'),
    );
    const step = places.root;
    if (step?.kind !== 'entities') throw new Error('no step of entities');
    const list = [{ __typename: 'A', id: '1' }, { id: '1' }, { id: '1' }, { __typename: 'A', id: '1' }] as const;
    const represent = () => ({ json: '1', value: {} });
    const client: SourceClient<undefined, Fault> = {
      async fetch({ planned }) {
        return planned.isEntities
          ? { data: { _entities: [{ __typename: 'Node', name: 'x' }] }, errors: [] }
          : { data: { list: structuredClone(list) }, errors: [] };
      },
    };
    const first = compilePlan(root('{list{id}}'), schema).root;
    if (first === null) throw new Error('no first step');
    const executable = {
      sources: places.sources,
      root: { kind: 'sequence', steps: [first, { ...step, represent }] },
    } as const;
    const { data } = await runPlan(executable, client, {}, undefined);
    expect((data.list as { __typename: string; name: string }[]).map((one) => [one.__typename, one.name])).toEqual([
      ['A', 'x'],
      ['Node', 'x'],
      ['Node', 'x'],
      ['A', 'x'],
    ]);
  });

  it('puts the fault of an entity at every place of it', async () => {
    const { errors } = await run(both, {
      one: { data: { list: [a('1'), a('2'), a('1')] }, errors: [] },
      two: { data: { _entities: [null, { name: 'y' }] }, errors: [{ path: ['_entities', 0, 'name'] }] },
    });
    expect(errors).toEqual([{ path: ['list', 0, 'name'] }, { path: ['list', 2, 'name'] }]);
  });

  it('asks nobody for entities that are not there', async () => {
    const { data, fetches } = await run(both, { one: { data: { list: null }, errors: [] } });
    expect(data).toEqual({ list: null });
    expect(fetches).toHaveLength(1);
  });

  it('goes on without what a source did not give', async () => {
    const plan: PlanNode = {
      kind: 'parallel',
      nodes: [root('{list{id}}'), { ...root('{other}'), source: 'dead' } as PlanNode],
    };
    const { data } = await run(plan, { one: { data: { list: [] }, errors: [] } });
    expect(data).toEqual({ list: [] });
  });

  it('takes the way that a condition opens', async () => {
    const plan: PlanNode = { kind: 'condition', variable: 'yes', ifTrue: root('{list{id}}'), ifFalse: null };
    const answers = { one: { data: { list: [] }, errors: [] } };
    expect((await run(plan, answers, { yes: true })).fetches).toHaveLength(1);
    expect((await run(plan, answers, { yes: false })).fetches).toHaveLength(0);
    expect((await run(plan, answers)).fetches).toHaveLength(0);
  });

  it('asks nothing where there is nothing to ask', async () => {
    expect((await run(null, {})).data).toEqual({});
  });
});
