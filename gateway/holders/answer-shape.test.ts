import { buildSchema, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { AnswerShape } from './answer-shape.ts';

const schema = buildSchema(`
  type Query { person: Person! things: [Thing!] }
  union Thing = Person | Car
  enum Sex { FEMININO MASCULINO }
  scalar Date
  type Person { id: ID! name: String sex: Sex born: Date age: Int! height: Float alive: Boolean aliases: [String!] cars: [Car] }
  type Car { id: ID! plate: String! owner: Person }
`);

function shapeOf(query: string): AnswerShape {
  const { selectionSet } = parse(query).definitions[0] as OperationDefinitionNode;
  return new AnswerShape(schema, selectionSet, (coordinate) =>
    coordinate === 'Person.height' ? 'FIELD_NOT_HELD' : undefined,
  );
}

const person = `id name sex born age height alive aliases constructor: name cars { plate id owner { id } }`;
const whole = { id: 'P', name: 'ANA', sex: 'FEMININO', born: '1990-01-01', age: 36, height: 1.7, alive: true };
const car = { id: 'C', plate: 'ABC1D23', owner: { id: 'P', secret: 1 } };

/** Many times what it takes for a kind of object to get code of its own. */
const oftenEnough = 1000;

describe('a copy of what a holder sent', () => {
  const values: readonly unknown[] = [
    { ...whole, aliases: ['A', 'B'], cars: [car, null], constructor: 'ANA', surprise: true },
    { ...whole, aliases: ['A', null], cars: [{ ...car, plate: null }], constructor: 7 },
    { ...whole, name: ['ANA'], sex: 'OUTRO', born: {}, alive: 'yes', aliases: 'A', cars: {} },
    { ...whole, age: 36.5 },
    { ...whole, id: null },
    { id: 'P', age: 1 },
    { ...whole, cars: [{ ...car, owner: [] }, 5] },
    null,
    'text',
    JSON.parse('{"id":"P","age":1,"__proto__":{"name":"ANA"}}'),
  ];

  it.each(values.map((value) => [value]))('is the thousandth time what it was the first: %j', (value) => {
    const shape = shapeOf(`{ person { ${person} } }`);
    const first = shape.project({ person: value }, 'Query');
    const healthy = { person: values[0] };
    for (let time = 0; time < oftenEnough; time++) shape.project(healthy, 'Query');
    const last = shape.project({ person: value }, 'Query');
    expect(last).toEqual(first);
    expect(JSON.stringify(last)).toBe(JSON.stringify(first));
  });

  it('is fresh every time, and has the keys of the selection in their order', () => {
    const shape = shapeOf(`{ things { ... on Person { name id } ... on Car { plate id } } }`);
    const value = {
      things: [{ __typename: 'Car', ...car }, { __typename: 'Person', ...whole }, { __typename: 'Query' }],
    };
    const texts = new Set<string>();
    const copies = new Set<unknown>();
    for (let time = 0; time < oftenEnough; time++) {
      const { value: copy } = shape.project({ things: value.things.slice(0, 2) }, 'Query');
      texts.add(JSON.stringify(copy));
      copies.add(copy?.things);
    }
    expect([...texts]).toEqual(['{"things":[{"plate":"ABC1D23","id":"C"},{"name":"ANA","id":"P"}]}']);
    expect(copies.size).toBe(oftenEnough);
    expect(shape.project(value, 'Query').problems).toEqual([
      { path: ['things', 2], code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_TYPE' },
    ]);
  });

  it('names every place that is wrong', () => {
    const shape = shapeOf(`{ person { ${person} } }`);
    const { value, problems } = shape.project({ person: values[1] }, 'Query');
    expect(value).toMatchObject({
      person: { name: 'ANA', aliases: null, constructor: null, cars: [null], height: null },
    });
    expect(problems.map(({ path, reason }) => [path.join('.'), reason])).toEqual([
      ['person.height', 'FIELD_NOT_HELD'],
      ['person.aliases.1', 'NULL_FOR_NON_NULL'],
      ['person.constructor', 'WRONG_TYPE'],
      ['person.cars.0.plate', 'NULL_FOR_NON_NULL'],
    ]);
  });
});
