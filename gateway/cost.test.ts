import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { costsOfFile, main } from './cost.ts';
import { costMaxDefault } from './limits/cost.ts';
import { operationsFolder, readOperations } from './operations.ts';
import { supergraphFile } from './supergraph/compose.ts';
import { prepareSupergraph } from './supergraph/prepare.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cost-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The command on a file of this content. */
function cost(content: string, options: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'q.graphql');
  writeFileSync(file, content);
  return command([file, ...options], env);
}

function command(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let out = '';
  let err = '';
  const code = main(
    args,
    env,
    (text) => void (out += text),
    (text) => void (err += text),
  );
  return { code, out, err: err.replaceAll(`${folder}/`, '') };
}

const plates =
  'query Plates($plates: [String!]!) { vehicles(plates: $plates) { plate subjects { records { holder } } } }';
const people =
  'query People($search: IndividualFreeSearch!, $first: Int!) { found: findIndividualsFreely(search: $search, first: $first) { edges { node { vehicles(first: 50) { edges { node { id } } } } } } }';

describe('npm run cost', () => {
  it('prints each root field, the dearest fields, and that the operation is within the limit', () => {
    expect(cost(plates, ['--variables', '{"plates": ["ABC1234", "ABC1D23"]}'])).toEqual({
      code: 0,
      err: '',
      out: [
        `Plates: 24 of ${costMaxDefault}, within the limit`,
        '            24  vehicles',
        '  dearest fields, each without what is below it:',
        '            20  vehicles.subjects.records × 4',
        '             2  vehicles × 2',
        '             2  vehicles.subjects × 2',
        '',
      ].join('\n'),
    });
  });

  it('ends with 1 for an operation beyond the limit, which COST_MAX sets', () => {
    const asked = ['--variables', '{"search": {"name": "a"}, "first": 50}'];
    expect(cost(people, asked)).toMatchObject({ code: 0 });
    expect(cost(people, asked, { COST_MAX: '5000' })).toMatchObject({
      code: 1,
      out: expect.stringContaining('of 5000, TOO EXPENSIVE') as string,
    });
    expect(cost(people, asked, { COST_MAX: 'many' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('COST_MAX') as string,
    });
  });

  it('says that a cost has no bound rather than print its number', () => {
    const asked = ['--variables', '{"search": {"name": "a"}, "first": 2147483647}'];
    const { code, out } = cost(people.replaceAll('first: 50', 'first: $first'), asked);
    expect(code).toBe(1);
    expect(out).toContain('People: unbounded of');
  });

  it('takes each operation of a file, or the one that is named', () => {
    const two = 'query A { me { id } } query B($id: ID!) { individual(id: $id) { id records { holder } } }';
    expect(cost(two).out).toMatch(/^A: 1 of .*\n[^]*^B: 11 of /m);
    expect(cost(two).out).toContain('any value costs the same: $id (not given)');
    expect(cost(two, ['--operation', 'A']).out).toMatch(/^A: 1 of .*\n.*1 {2}me\n/);
    expect(cost(two, ['--operation', 'C'])).toEqual({ code: 1, out: '', err: 'q.graphql: has no operation C\n' });
    expect(cost('fragment F on Me { id }').err).toMatch(/q\.graphql.*F/);
    expect(cost('{ me { id } }').out).toMatch(/^query: 1 of/);
  });

  it('reads the header of a stored operation, whose variables need no value', () => {
    for (const { file, operationName } of readOperations(operationsFolder)) {
      const { code, out } = command([join(operationsFolder, file)]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^${operationName}: \\d+ of`));
    }
    expect(command([join(operationsFolder, 'abordagem.graphql')]).out).toContain('$plate (stolenPlate.plate)');
  });
});

describe('what cannot be costed is said in a sentence', () => {
  it.each([
    ['a text that is no GraphQL', '{ me {', [], /^q\.graphql:1:7: Syntax Error/],
    ['an unknown field', '{ me { id pasword } }', [], /^q\.graphql:1:11: Cannot query field "pasword" on type "Me"/],
    ['a shape beyond the limits', `{ ${'me { id } '.repeat(21)} }`, [], /^q\.graphql: TOO_MANY_ROOT_FIELDS: .*20/],
    ['a list without a value', plates, [], /the cost turns on \$plates, give it a value/],
    ['a number without a value', people, ['--variables', '{"search": {}}'], /the cost turns on \$first/],
    [
      'a variable that nothing declares',
      plates,
      ['--variables', '{"plate": "x"}'],
      /no operation of q\.graphql has \$plate/,
    ],
    [
      'a value of another type',
      people,
      ['--variables', '{"search": {}, "first": "x"}'],
      /^--variables: .*\$first.*Int/,
    ],
    ['variables that are no JSON', plates, ['--variables', '{plates}'], /^--variables is no JSON/],
    ['variables that are a list', plates, ['--variables', '[]'], /^--variables is a JSON object/],
    ['a header that is wrong', `# variables: plates\n${plates}`, [], /a header line|title/],
  ])('%s', (_, content, options, sentence) => {
    const { code, out, err } = cost(content, options);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(sentence);
  });

  it('a file that is missing', () => {
    expect(command([join(folder, 'nothing.graphql')])).toEqual({
      code: 1,
      out: '',
      err: 'nothing.graphql cannot be read\n',
    });
  });

  it('a supergraph that is missing', () => {
    expect(cost('{ me { id } }', [], { SUPERGRAPH: join(folder, 'none.graphql') }).err).toBe(
      'none.graphql cannot be read\n',
    );
  });

  it('a command that is none', () => {
    for (const args of [[], ['a', 'b'], ['a', '--depth', '3'], ['--variables']])
      expect(command(args)).toMatchObject({ code: 2, err: expect.stringContaining('usage: npm run cost') as string });
  });
});

describe('required variables that were not given', () => {
  const prepared = prepareSupergraph(readFileSync(supergraphFile, 'utf8'));

  it('are stood in for where no value changes the cost: texts, identifiers, enums, objects of those', () => {
    const text = `query ($id: ID!, $uf: UF!, $cpf: CPF!, $search: IndividualSearch!) {
      individual(id: $id) { id } individualsByDocument(rg: "1", uf: $uf) { probes { holder } }
      individuals(cpf: $cpf) { subjects { id } } findIndividuals(search: $search) { totalCount }
    }`;
    const [found] = costsOfFile(prepared, { file: 'q', text });
    expect(found?.standIns.map(([name]) => name)).toEqual(['id', 'uf', 'cpf', 'search']);
    expect(found?.cost).toBe(1 + (1 + 28 * 5) + (1 + 1) + (500 + 1));
  });
});
