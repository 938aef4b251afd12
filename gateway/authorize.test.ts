import { readFileSync } from 'node:fs';
import { parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker, Profile, Purpose } from '#kit/caller.ts';
import { createAuthorizer } from './authorize.ts';
import { RequestRefused } from './errors.ts';
import type { SelectedField, SelectionTree } from './operation-tree.ts';
import { prepareSupergraph } from './supergraph/prepare.ts';

const sdl = readFileSync(new URL('supergraph/supergraph.generated.graphql', import.meta.url), 'utf8');
const prepared = prepareSupergraph(sdl);
const authorizer = createAuthorizer(prepared);

function asker(profile: Profile, purpose?: Purpose, caseNumber?: string, id = 'p-1'): Asker {
  const caller = { id, body: 'PMSP', state: 'SP', profile, level: 2, entitlements: [], tokenId: 't' } as const;
  return { caller, ...(purpose ? { purpose } : {}), ...(caseNumber ? { caseNumber } : {}) };
}
const patrol = asker('patrol');
const guard = asker('municipal-guard');
const investigator = asker('investigator', 'INVESTIGATION', 'IP-2026-000001');

interface Options {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

function authorize(text: string, who: Asker, options: Options = {}, by = authorizer) {
  const document = parse(text);
  expect(validate(prepared.apiSchema, document)).toEqual([]);
  const { operation } = by.authorize({ document, asker: who, ...options });
  // Whatever is sent is valid too: unused variables and empty selections would be refused further on.
  expect(validate(prepared.apiSchema, parse(operation.text))).toEqual([]);
  return operation;
}

/** What the engine is asked, on one line. */
const sent = (text: string, who: Asker, options: Options = {}) => oneLine(authorize(text, who, options).text);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function refusal(text: string, who: Asker = patrol, options: Options = {}): string {
  try {
    authorizer.authorize({ document: parse(text), asker: who, ...options });
  } catch (error) {
    if (error instanceof RequestRefused) return error.code;
    throw error;
  }
  return 'authorized';
}

/** The field at a path of response keys; `Type:key` chooses the concrete type. */
function at(tree: SelectionTree, ...path: string[]): SelectedField {
  let selection: SelectionTree | undefined = tree;
  let found: SelectedField | undefined;
  for (const step of path) {
    const [key = '', type] = step.split(':').reverse();
    const fields: readonly SelectedField[] | undefined = type
      ? selection?.byType.get(type)
      : [...(selection?.byType.values() ?? [])][0];
    found = fields?.find((field) => field.responseKey === key);
    selection = found?.selection;
  }
  if (!found) throw new Error(`no field at ${path.join('.')}`);
  return found;
}

const person = '{ individual(id: "1") { ';

describe('a denied field', () => {
  it('is not sent, and stays in the tree with rule and needs', () => {
    const operation = authorize(`${person} records { name healthNotes } } }`, investigator);
    expect(operation.text).not.toContain('healthNotes');
    expect(at(operation.tree, 'individual', 'records', 'healthNotes').decision).toEqual({
      kind: 'DENY',
      rule: 'IndividualRecord.healthNotes',
      needs: ['scope:person:health', 'purpose:JUDGMENT'],
    });
    expect(at(operation.tree, 'individual', 'records', 'name').decision).toEqual({ kind: 'ALLOW' });
  });

  // The decision is one, by whatever way the field is asked.
  const ways: readonly (readonly [way: string, selection: string])[] = [
    ['direct', 'records { healthNotes }'],
    ['under an alias', 'records { note: healthNotes }'],
    ['under the alias of an allowed field', 'records { name: healthNotes }'],
    ['in an inline fragment', 'records { ... on IndividualRecord { healthNotes } }'],
    ['in an inline fragment without type', 'records { ... { healthNotes } }'],
    ['in an interface fragment', 'records { ... on HolderRecord { ... on IndividualRecord { healthNotes } } }'],
    ['in a named fragment', 'records { ...Notes }'],
    ['in fragments of fragments', '... on Individual { records { ... on HolderRecord { ...Notes } } }'],
    ['in a nested subject', 'warrants { edges { node { person { records { healthNotes } } } } }'],
    ['under @include', 'records { healthNotes @include(if: true) }'],
    ['under @skip', 'records { healthNotes @skip(if: false) }'],
    ['twice, once in a fragment', 'records { healthNotes ...Notes }'],
  ];
  it.each(ways)('%s', (_, selection) => {
    const fragment = selection.includes('...Notes') ? 'fragment Notes on IndividualRecord { healthNotes }' : '';
    const text = `${person} ${selection} } } ${fragment}`;
    expect(sent(text, investigator)).not.toContain('healthNotes');
    const judge = asker('judge', 'JUDGMENT', '1');
    expect(sent(text, judge)).toContain('healthNotes');
  });

  it('on a union is denied for its type alone', () => {
    const operation = authorize(
      '{ search(text: "x") { hits { edges { node { subject { ... on Weapon { serial } ... on Vehicle { make } } } } } } }',
      guard,
    );
    expect(operation.text).not.toContain('serial');
    expect(operation.text).toContain('make');
    const subject = ['search', 'hits', 'edges', 'node', 'subject'];
    expect(at(operation.tree, ...subject, 'Weapon:serial').decision).toMatchObject({ kind: 'DENY' });
    expect(at(operation.tree, ...subject, 'Vehicle:make').decision).toEqual({ kind: 'ALLOW' });
  });

  it('on an interface is decided for each concrete type', () => {
    const text = `{ search(text: "x") { hits { edges { node { subject {
      ... on Vehicle { records { ... on HolderRecord { alerts { text } } } }
      ... on Weapon { weaponRecords: records { ... on HolderRecord { alerts { text } } } } } } } } } }`;
    const operation = authorize(text, guard);
    const subject = ['search', 'hits', 'edges', 'node', 'subject'];
    expect(at(operation.tree, ...subject, 'Vehicle:records', 'alerts').decision).toEqual({ kind: 'ALLOW' });
    expect(at(operation.tree, ...subject, 'Weapon:weaponRecords').decision).toMatchObject({ kind: 'DENY' });
  });

  it('takes its subselection with it', () => {
    expect(sent(`${person} name weapons { edges { node { serial } } } } }`, patrol)).not.toContain('weapons');
  });

  it('takes along the variables that only it used', () => {
    const text =
      'query Q($id: ID!, $n: Int!, $c: CPF!) { individual(id: $id) { name weapons(first: $n) { totalCount } } individuals(cpf: $c) { subjects { name } } }';
    const operation = authorize(text, patrol, { variables: { id: '1', n: 5, c: '2' } });
    expect(operation.variableNames).toEqual(['id', 'c']);
    expect(oneLine(operation.text)).toMatch(/^query \(\$id: ID!, \$c: CPF!\) \{/);
  });

  it('of the root leaves nothing to ask where it is alone', () => {
    const operation = authorize('{ weaponsBySerial(serial: "A1") { subjects { serial } } }', guard);
    expect(operation.asksEngine).toBe(false);
    expect(at(operation.tree, 'weaponsBySerial').decision.kind).toBe('DENY');
  });

  it('that was all of a record leaves its keys, which ask no holder', () => {
    expect(sent(`${person} records { healthNotes } } }`, patrol)).toBe(
      '{ individual(id: "1") { infosegKey_id: id records { infosegKey_holder: holder infosegKey_recordId: recordId } } }',
    );
  });

  it('that was all of a value leaves the hidden type name', () => {
    expect(sent(`${person} identities { documents { number } aliases } } }`, guard)).toContain(
      'identities { infosegTypename: __typename }',
    );
  });
});

describe('decisions', () => {
  it('a masked field is sent and marked', () => {
    const operation = authorize(`${person} cpf } }`, patrol);
    expect(operation.text).toContain('cpf');
    expect(at(operation.tree, 'individual', 'cpf').decision).toEqual({
      kind: 'MASK',
      as: 'CPF',
      rule: 'Individual.cpf',
    });
  });

  it('follow purpose and case', () => {
    const text = `${person} weaponCount records { addresses { street } } } }`;
    expect(sent(text, patrol)).not.toContain('weaponCount');
    expect(sent(text, asker('patrol', 'STOP'))).toContain('weaponCount');
    expect(sent(text, asker('investigator'))).not.toContain('addresses');
    expect(sent(text, investigator)).toContain('addresses { street }');
  });

  it('in a connection reach its nodes', () => {
    const operation = authorize(
      `${person} vehicles(first: 5) { edges { role node { make parties { role } } } totalCount } } }`,
      investigator,
    );
    expect(at(operation.tree, 'individual', 'vehicles', 'edges', 'node', 'make')).toMatchObject({
      decision: { kind: 'ALLOW' },
      returns: 'String',
      listDepth: 0,
      nonNull: false,
    });
    expect(at(operation.tree, 'individual', 'vehicles', 'edges')).toMatchObject({
      returns: 'VehicleEdge',
      listDepth: 1,
    });
    expect(at(operation.tree, 'individual', 'vehicles').rule?.draws).toEqual({ from: ['vehicles'], probes: false });
  });

  it('that a schema without rules gives are denials', () => {
    const bare = createAuthorizer(prepareSupergraph('type Query { a: A } type A { b: String }'));
    const { operation } = bare.authorize({ document: parse('{ a { b } }'), asker: asker('judge') });
    expect(operation.asksEngine).toBe(false);
  });

  it('on a denied type hide its name too', () => {
    const typed = prepareSupergraph(`
      directive @authenticated on OBJECT
      directive @requiresScopes(scopes: [[String!]!]!) on OBJECT
      type Query @authenticated { u: U }
      union U = A | B
      type A @requiresScopes(scopes: [["person:health"]]) { f: String }
      type B @authenticated { f: String }`);
    const { operation } = createAuthorizer(typed).authorize({
      document: parse('{ u { __typename ... on A { f } ... on B { f } } }'),
      asker: patrol,
    });
    expect(at(operation.tree, 'u', 'A:__typename').decision.kind).toBe('DENY');
    expect(at(operation.tree, 'u', 'B:__typename').decision.kind).toBe('ALLOW');
    expect(oneLine(operation.text)).toBe('{ u { infosegTypename: __typename ... on B { f } } }');
  });
});

describe('conditions', () => {
  const text = `query ($show: Boolean!, $hide: Boolean = true) { individual(id: "1") {
    name @include(if: $show)
    sex @skip(if: $hide)
    ... @include(if: $show) { cpf }
    ...F @skip(if: $show)
  } } fragment F on Individual { birthDate }`;

  it('are evaluated with the variables and their defaults, and leave the text', () => {
    expect(sent(text, investigator, { variables: { show: true } })).toBe(
      '{ individual(id: "1") { infosegKey_id: id name cpf } }',
    );
    expect(sent(text, investigator, { variables: { show: false, hide: false } })).toBe(
      '{ individual(id: "1") { infosegKey_id: id sex birthDate } }',
    );
  });

  it('that are not true or false are refused', () => {
    expect(refusal(text, investigator)).toBe('BAD_REQUEST');
    expect(refusal(text, investigator, { variables: { show: 'true' } })).toBe('BAD_REQUEST');
    expect(refusal(text, investigator, { variables: { show: true, hide: null } })).toBe('BAD_REQUEST');
    expect(refusal(text, investigator, { variables: Object.create({ show: true }) })).toBe('BAD_REQUEST');
  });

  it('both at once need both', () => {
    const both = '{ me { id @include(if: true) @skip(if: true) profile @skip(if: false) @include(if: true) } }';
    expect(sent(both, patrol)).toBe('{ me { profile } }');
  });
});

describe('normalised', () => {
  it('equal fields are merged, in the order in which they first stand', () => {
    const text = `${person} ...A name ...B } } fragment A on Individual { records { name } } fragment B on Individual { records { sex name } }`;
    expect(sent(text, investigator)).toBe(
      '{ individual(id: "1") { infosegKey_id: id records { infosegKey_holder: holder infosegKey_recordId: recordId name sex } name } }',
    );
  });

  it('what can be one of several types is asked type by type, with the name of the type', () => {
    expect(
      sent('{ search(text: "x") { hits { edges { node { subject { ... on Vehicle { make } } } } } } }', patrol),
    ).toContain(
      'subject { infosegTypename: __typename ... on Individual { infosegKey_id: id } ... on Company { infosegKey_id: id } ... on Vehicle { infosegKey_id: id make }',
    );
  });

  it('the name of the operation stays behind', () => {
    expect(sent('query Joao52998224725 { me { id } }', patrol)).toBe('{ me { id } }');
  });

  it('one of several operations is chosen by name', () => {
    const text = 'query A { me { id } } query B { me { profile } }';
    expect(sent(text, patrol, { operationName: 'B' })).toBe('{ me { profile } }');
    expect(refusal(text)).toBe('OPERATION_NOT_FOUND');
    expect(refusal(text, patrol, { operationName: 'C' })).toBe('OPERATION_NOT_FOUND');
    expect(refusal('subscription { me { id } }')).toBe('OPERATION_TYPE_REFUSED');
    expect(refusal('mutation { me { id } }')).toBe('OPERATION_TYPE_REFUSED');
  });

  it('too many fields over all types are refused', () => {
    const small = createAuthorizer(prepared, { fieldsMax: 3 });
    expect(() => authorize('{ me { id profile body level } }', patrol, {}, small)).toThrow(RequestRefused);
  });
});

describe('names of types', () => {
  it('at the root ask nobody', () => {
    const operation = authorize('{ __typename kind: __typename }', patrol);
    expect(operation.asksEngine).toBe(false);
    expect(at(operation.tree, 'kind')).toMatchObject({ name: '__typename', decision: { kind: 'ALLOW' } });
  });

  it('below are in the tree of every concrete type', () => {
    const operation = authorize(
      '{ search(text: "x") { __typename hits { edges { node { subject { t: __typename } } } } } }',
      patrol,
    );
    const subject = at(operation.tree, 'search', 'hits', 'edges', 'node', 'subject').selection!;
    expect(subject.abstract).toBe(true);
    expect([...subject.byType.keys()]).toEqual(['Individual', 'Company', 'Vehicle', 'Weapon', 'Warrant']);
    expect(at(operation.tree, 'search', '__typename').name).toBe('__typename');
  });
});

describe('introspection', () => {
  it('is kept in the tree and is not sent', () => {
    const operation = authorize('{ s: __schema { queryType { name } } __type(name: "Me") { name } me { id } }', patrol);
    expect(oneLine(operation.text)).toBe('{ me { id } }');
    expect(at(operation.tree, 's')).toMatchObject({ name: '__schema', nonNull: true });
    expect(at(operation.tree, '__type')).toMatchObject({ name: '__type', nonNull: false });
    expect(at(operation.tree, 's').selection).toBeUndefined();
    expect(authorize('{ __schema { queryType { name } } }', patrol).asksEngine).toBe(false);
  });
});

describe('aliases that could pass for ours', () => {
  it.each(['infosegTypename: id', 'infosegKey_id: name', 'InfoSegX: name', '__typename: name'])(
    '%s is refused',
    (alias) => {
      expect(refusal(`${person} ${alias} } }`)).toBe('BAD_REQUEST');
      expect(refusal(`{ me { id } } fragment F on Individual { ${alias} }`)).toBe('BAD_REQUEST');
    },
  );

  it('names of prototypes are plain data, and the one that programs lose goes under another', () => {
    const operation = authorize(`${person} __proto__: name constructor: sex } }`, patrol);
    expect(at(operation.tree, 'individual', '__proto__').name).toBe('name');
    expect(operation.text).toContain('infosegAlias___proto__: name');
    expect(operation.text).toContain('constructor: sex');
  });

  it('a variable named __proto__ is refused: its value would be lost', () => {
    expect(refusal('query Q($__proto__: ID!) { individual(id: $__proto__) { id } }')).toBe('BAD_REQUEST');
  });
});

describe('memory', () => {
  const document = parse(`${person} cpf weaponCount } }`);
  const ask = (who: Asker) => authorizer.authorize({ document, asker: who }).operation;

  it('equal rights share an operation, whoever asks for whatever case', () => {
    const other = asker('investigator', 'INVESTIGATION', 'IP-2020-000009', 'p-2');
    expect(ask(other)).toBe(ask(investigator));
  });

  it('other rights never do', () => {
    expect(ask(patrol)).not.toBe(ask(investigator));
    expect(ask(asker('patrol', 'STOP'))).not.toBe(ask(patrol));
  });

  it('answers of one caller never serve another, over many rounds', () => {
    for (let round = 0; round < 1000; round++) {
      expect(at(ask(patrol).tree, 'individual', 'cpf').decision.kind).toBe('MASK');
      expect(at(ask(investigator).tree, 'individual', 'cpf').decision.kind).toBe('ALLOW');
    }
  });

  it('stays within its bound, which is of what operations take and not of their number', () => {
    const small = createAuthorizer(prepared, { keptMaxBytes: 4000 });
    const ids = ['1', '2', '3'].map((id) => parse(`{ individual(id: "${id}") { name } }`));
    const operations = ids.map((one) => small.authorize({ document: one, asker: patrol }).operation);
    expect(small.authorize({ document: ids[2]!, asker: patrol }).operation).toBe(operations[2]);
    expect(small.authorize({ document: ids[0]!, asker: patrol }).operation).not.toBe(operations[0]);
    const large = parse(
      `{ individual(id: "4") { ${Array.from({ length: 40 }, (_, at) => `n${at}: name`).join(' ')} } }`,
    );
    const first = small.authorize({ document: large, asker: patrol }).operation;
    expect(small.authorize({ document: large, asker: patrol }).operation).not.toBe(first);
  });

  it('the hash is that of what is sent', () => {
    expect(ask(patrol).hash).not.toBe(ask(investigator).hash);
    expect(print(ask(patrol).document)).toBe(ask(patrol).text);
  });
});
