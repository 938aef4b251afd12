// What no folder can say of the stored operations alone: that the composed graph takes them, within its limits, in two steps, for their profile.
import { readFileSync } from 'node:fs';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { story } from '../demo/nation/story.ts';
import { checkShape, defaultShapeLimits } from '../gateway/limits/limits.ts';
import { operationsFolder, readOperations, variablesFrom } from '../gateway/operations.ts';
import type { StoredOperation } from '../gateway/operations.ts';
import { readSchemas, supergraphFile } from '../gateway/supergraph/compose.ts';
import { prepareSupergraph } from '../gateway/supergraph/prepare.ts';

const { apiSchema, engineSdl, rules } = prepareSupergraph(readFileSync(supergraphFile, 'utf8'));
const supergraph = Supergraph.build(engineSdl);
const planner = new QueryPlanner(supergraph);
const operations = readOperations(operationsFolder);
const told = story(2026);

const depthMax = 12;

function planOf({ text }: StoredOperation): QueryPlan {
  return planner.buildQueryPlan(operationFromDocument(supergraph.schema, parse(text)));
}

/** Sources asked in each step; what cannot be read as steps of plain fetches throws. */
function stepsOf({ node }: QueryPlan): readonly (readonly string[])[] {
  if (node?.kind === 'Sequence') return node.nodes.map(sourcesAtOnce);
  return node && node.kind !== 'Subscription' ? [sourcesAtOnce(node)] : [];
}

function sourcesAtOnce(node: PlanNode): readonly string[] {
  if (node.kind === 'Fetch') return [node.serviceName];
  if (node.kind === 'Flatten') return sourcesAtOnce(node.node);
  if (node.kind === 'Parallel') return node.nodes.flatMap(sourcesAtOnce);
  throw new Error(`a step holds a ${node.kind}`);
}

function askerOf({ profile, purpose, case: caseNumber }: StoredOperation): Asker {
  const caller = {
    id: 'u1',
    body: 'PMPE',
    state: 'PE',
    unit: '1º BPM',
    profile,
    level: 2,
    entitlements: [],
    tokenId: 't1',
  } as const;
  return { caller, ...(purpose && { purpose }), ...(caseNumber && { caseNumber }) };
}

/** Coordinates of the operation's fields that the rules refuse to its profile. */
function refusedTo(operation: StoredOperation): readonly string[] {
  const refused = new Set<string>();
  const info = new TypeInfo(apiSchema);
  visit(
    parse(operation.text),
    visitWithTypeInfo(info, {
      Field({ name }) {
        const coordinate = `${info.getParentType()?.name}.${name.value}`;
        if (name.value !== '__typename' && decide(rules.get(coordinate), askerOf(operation)).kind === 'DENY')
          refused.add(coordinate);
      },
    }),
  );
  return [...refused];
}

describe.each(operations.map((operation) => [operation.file, operation] as const))('%s', (_file, operation) => {
  it('is valid on the graph that clients see', () => {
    expect(validate(apiSchema, parse(operation.text))).toEqual([]);
  });

  it('is within the limits of shape, with room to spare', () => {
    expect(() => checkShape(operation.text)).not.toThrow();
    expect(() => checkShape(parse(operation.text), { ...defaultShapeLimits, depthMax })).not.toThrow();
  });

  it('asks the index once and then every holder at once', () => {
    const [index, ...waves] = stepsOf(planOf(operation));
    expect(index).toEqual(['national-index']);
    expect(waves.length).toBeLessThanOrEqual(1);
    expect(waves.flat()).not.toContain('national-index');
  });

  it('asks for nothing that its own profile and purpose are refused', () => {
    expect(refusedTo(operation)).toEqual([]);
  });

  it('finds its variables in the story of the nation', () => {
    const values = variablesFrom(operation, told);
    expect(Object.keys(values).sort()).toEqual(requiredVariables(operation).sort());
  });
});

function requiredVariables({ text }: StoredOperation): string[] {
  const [definition] = parse(text).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return (definition.variableDefinitions ?? [])
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)
    .map(({ variable }) => variable.name.value);
}

describe('the stored operations', () => {
  it('open as six tabs in the order of the story', () => {
    expect(operations.filter(({ tab }) => tab !== undefined).map(({ title }) => title)).toEqual([
      'Abordagem',
      'Homônimos',
      'Placa ABC1234',
      'Mandado cumprido ontem',
      'Arma em dois sistemas',
      'Fonte fora do ar',
    ]);
  });

  it('reach every source that has holders', () => {
    const asked = new Set(operations.flatMap((operation) => stepsOf(planOf(operation)).flat()));
    expect([...asked].sort()).toEqual([...readSchemas().keys()].sort());
  });

  it('investigate four sources in one wave', () => {
    const investigation = operations.find(({ file }) => file === 'investigacao.graphql');
    const [, wave = []] = investigation ? stepsOf(planOf(investigation)) : [];
    expect([...new Set(wave)].sort()).toEqual(['individuals', 'vehicles', 'warrants', 'weapons']);
  });

  it('list names from the index alone', () => {
    const list = operations.find(({ file }) => file === 'lista.graphql');
    expect(list && stepsOf(planOf(list))).toEqual([['national-index']]);
  });
});
