import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Requirement } from './plan.ts';
import { compileRepresentation } from './representation.ts';

const schema = buildSchema('type A { id: ID k: K } type B { id: ID } type K { a: Int } type Query { a: A }');
const flat: readonly Requirement[] = [
  { type: 'A', selections: [{ field: '__typename' }, { field: 'id' }] },
  { type: 'B', selections: [{ field: '__typename' }, { field: 'id' }] },
];
const nested: readonly Requirement[] = [
  { type: 'A', selections: [{ field: '__typename' }, { field: 'k', selections: [{ field: 'a' }] }] },
];

describe('what stands for an entity', () => {
  it('is what the plan requires of its type, and equal for equal entities', () => {
    const represent = compileRepresentation(flat, [], schema);
    const one = represent({ __typename: 'A', id: '1', more: true });
    expect(one?.json).toBe('{"__typename":"A","id":"1"}');
    expect(one?.value).toEqual({ __typename: 'A', id: '1' });
    expect(represent({ more: false, id: '1', __typename: 'A' })?.json).toBe(one?.json);
    expect(represent({ __typename: 'B', id: '1' })?.json).not.toBe(one?.json);
  });

  it('stays what it was when the entity changes', () => {
    for (const requires of [flat, nested]) {
      const entity = { __typename: 'A', id: '1', k: { a: 1 } };
      const one = compileRepresentation(requires, [], schema)(entity);
      entity.id = '2';
      entity.k = { a: 2 };
      expect(one?.value).toEqual(JSON.parse(one?.json ?? ''));
      expect(one?.json).not.toContain('2');
    }
  });

  it('looks into objects and lists', () => {
    const represent = compileRepresentation(nested, [], schema);
    expect(represent({ __typename: 'A', k: { a: 1, b: 2 } })?.value).toEqual({ __typename: 'A', k: { a: 1 } });
    expect(represent({ __typename: 'A', k: [{ a: 1 }, null] })?.value).toEqual({
      __typename: 'A',
      k: [{ a: 1 }, null],
    });
  });

  it('is nothing where what is required is missing, and may be null', () => {
    const represent = compileRepresentation(flat, [], schema);
    expect(represent({ __typename: 'A' })).toBeUndefined();
    expect(represent({ id: '1' })).toBeUndefined();
    expect(represent({ __typename: 'C', id: '1' })).toBeUndefined();
    expect(represent({ __typename: 'A', id: null })?.json).toBe('{"__typename":"A","id":null}');
  });

  it('is called as the source calls it', () => {
    const represent = compileRepresentation(
      flat,
      [{ path: [{ types: ['A'] }, { key: '__typename' }], set: 'Node' }],
      schema,
    );
    expect(represent({ __typename: 'A', id: '1' })?.value).toEqual({ __typename: 'Node', id: '1' });
    expect(represent({ __typename: 'B', id: '1' })?.value).toEqual({ __typename: 'B', id: '1' });
  });

  it('escapes what needs it', () => {
    const represent = compileRepresentation(flat, [], schema);
    const json = represent({ __typename: 'A', id: '"\u2028\n' })?.json ?? '';
    expect(JSON.parse(json)).toEqual({ __typename: 'A', id: '"\u2028\n' });
  });
});
