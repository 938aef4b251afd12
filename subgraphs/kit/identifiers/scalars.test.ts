import { GraphQLError, GraphQLObjectType, GraphQLSchema, graphql, type GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { maskChassis } from './vin.ts';
import { maskCnpj } from './cnpj.ts';
import { maskCpf } from './cpf.ts';
import { badIdentifierMessage, scalars, type ScalarName } from './scalars.ts';

/** A schema whose one field takes and returns the scalar. */
function echo(name: ScalarName, stored?: unknown): GraphQLSchema {
  const type = scalars[name];
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        echo: {
          type,
          args: { value: { type } },
          resolve: (_source, args: { value?: unknown }) => stored ?? args.value,
        },
      },
    }),
  });
}

async function ask(name: ScalarName, value: unknown): Promise<{ value?: unknown; error?: GraphQLError }> {
  const source = `query($value: ${name}) { echo(value: $value) }`;
  const { data, errors } = await graphql({ schema: echo(name), source, variableValues: { value } });
  return { value: data?.echo, error: errors?.[0] };
}

const outgoing = (type: GraphQLScalarType<string, string>, value: unknown): string => type.serialize(value);

describe('the scalars', () => {
  it.each<[ScalarName, string, string]>([
    ['CPF', '529.982.247-25', '52998224725'],
    ['CNPJ', '12.abc.345/01de-35', '12ABC34501DE35'],
    ['Plate', 'abc-1c34', 'ABC1234'],
    ['Plate', 'AB 123 CD', 'AB123CD'],
    ['Chassis', '9bwzzz377vt004251', '9BWZZZ377VT004251'],
    ['Renavam', '639884962', '00639884962'],
    ['WarrantNumber', '0000001-39.2024.8.26.0100.01.0001-26', '0000001392024826010001000126'],
    ['Date', '1988-10-05', '1988-10-05'],
    ['DateTime', '1988-10-05T12:00:00-03:00', '1988-10-05T15:00:00.000Z'],
    ['HolderCode', 'SENATRAN', 'SENATRAN'],
    ['Country', 'br', 'BR'],
  ])('%s reads %s as %s, as variable and as literal', async (name, typed, read) => {
    expect((await ask(name, typed)).value).toBe(read);
    const literal = await graphql({ schema: echo(name), source: `{ echo(value: ${JSON.stringify(typed)}) }` });
    expect(literal.data?.echo).toBe(read);
  });

  const wrong: readonly (readonly [ScalarName, string, string])[] = [
    ['CPF', '52998224726', 'BAD_CHECK_DIGIT'],
    ['CPF', '11111111111', 'KNOWN_DUMMY'],
    ['CNPJ', '11222333000180', 'BAD_CHECK_DIGIT'],
    ['Plate', 'ABCDE12', 'BAD_FORMAT'],
    ['Chassis', '9BWZZZ377VT00425O', 'BAD_FORMAT'],
    ['Renavam', '63988496212', 'BAD_CHECK_DIGIT'],
    ['WarrantNumber', '0000001-38.2024.8.26.0100.01.0001-26', 'BAD_CHECK_DIGIT'],
    ['Date', '2023-02-29', 'BAD_FORMAT'],
    ['DateTime', '2024-02-29T12:00:00', 'BAD_FORMAT'],
    ['HolderCode', 'senatran', 'BAD_FORMAT'],
    ['HolderCode', `A${'B'.repeat(16)}`, 'BAD_FORMAT'],
    ['HolderCode', '__proto__', 'BAD_FORMAT'],
    ['Country', 'ZZ', 'BAD_FORMAT'],
  ];

  it.each(wrong)('%s refuses the literal %s with a code and without quoting it', async (name, typed, problem) => {
    const { errors } = await graphql({ schema: echo(name), source: `{ echo(value: ${JSON.stringify(typed)}) }` });
    const [error] = errors ?? [];
    expect(error?.extensions).toMatchObject({ code: 'BAD_IDENTIFIER', kind: name, problem });
    expect(error?.message).toMatch(new RegExp(`^${name}: `));
    expect(JSON.stringify(error)).not.toContain(typed);
  });

  it.each(wrong)(
    '%s refuses the variable %s, and its own sentence can replace the one of graphql-js',
    async (name, typed, problem) => {
      const { error } = await ask(name, typed);
      expect(error?.extensions).toMatchObject({ code: 'BAD_IDENTIFIER', kind: name, problem });
      // graphql-js quotes the variable's value; whoever sends or logs the error takes this message instead.
      const message = error === undefined ? undefined : badIdentifierMessage(error);
      expect(message).toMatch(new RegExp(`^${name}: `));
      expect(message).not.toContain(typed);
      expect(JSON.stringify(error?.extensions)).not.toContain(typed);
    },
  );

  it('leaves the message of other errors alone', () => {
    expect(badIdentifierMessage(new GraphQLError('other'))).toBeUndefined();
  });

  it.each([42, true, { a: 1 }, ['52998224725', '1']])('refuses %j, which is no text', async (value) => {
    expect((await ask('CPF', value)).error?.extensions).toMatchObject({
      code: 'BAD_IDENTIFIER',
      problem: 'BAD_FORMAT',
    });
  });

  it('refuses a numeric literal: a CPF is never a number', async () => {
    const { errors } = await graphql({ schema: echo('CPF'), source: '{ echo(value: 52998224725) }' });
    expect(errors?.[0]?.message).toBe('CPF: espera um texto');
  });

  it('lets masked values out as they are, twice as once', () => {
    const masked: readonly (readonly [ScalarName, string])[] = [
      ['CPF', maskCpf('52998224725')],
      ['CNPJ', maskCnpj('11222333000181')],
      ['Chassis', maskChassis('9BWZZZ372VT004251')],
      ['Plate', 'ABC****'],
      ['Renavam', '*******4962'],
    ];
    for (const [name, value] of masked) {
      expect(outgoing(scalars[name], value)).toBe(value);
      expect(outgoing(scalars[name], outgoing(scalars[name], value))).toBe(value);
    }
  });

  it('refuses a masked value on the way in', async () => {
    expect((await ask('CPF', '***.982.247-**')).error?.extensions).toMatchObject({ code: 'BAD_IDENTIFIER' });
  });

  it('normalises on the way out, twice as once, and keeps both forms of a plate', () => {
    const { CPF, Plate } = scalars;
    expect(outgoing(CPF, '529.982.247-25')).toBe('52998224725');
    expect(outgoing(CPF, outgoing(CPF, '529.982.247-25'))).toBe('52998224725');
    expect(outgoing(Plate, 'abc-1c34')).toBe('ABC1C34');
  });

  it('shows a stored number whose check digits fail as it stands', () => {
    expect(outgoing(scalars.CPF, '52998224726')).toBe('52998224726');
    expect(outgoing(scalars.Renavam, '00000000000')).toBe('00000000000');
  });

  it('keeps back what has not the shape, without quoting it', () => {
    for (const stored of ['confidencial', '5'.repeat(50_000), `*${'x'.repeat(50_000)}`, '*<script>', 42, {}]) {
      expect(() => outgoing(scalars.CPF, stored)).toThrow('CPF: o valor guardado não tem o formato do campo');
    }
  });

  it('sends dates and instants from Date and from text', () => {
    const at = new Date('2024-02-29T12:00:00Z');
    expect(outgoing(scalars.DateTime, at)).toBe('2024-02-29T12:00:00.000Z');
    expect(outgoing(scalars.DateTime, '2024-02-29T09:00:00-03:00')).toBe('2024-02-29T12:00:00.000Z');
    expect(outgoing(scalars.Date, at)).toBe('2024-02-29');
    expect(outgoing(scalars.Date, '2024-02-29')).toBe('2024-02-29');
    expect(() => outgoing(scalars.DateTime, new Date(Number.NaN))).toThrow(GraphQLError);
    expect(() => outgoing(scalars.Date, new Date(Number.NaN))).toThrow(GraphQLError);
  });
});
