import { describe, expect, it } from 'vitest';
import { Copies, objectCode } from './object-code.ts';

type Copy = (value: Readonly<Record<string, unknown>>) => Record<string, unknown>;
const as = (key: string) => ({ key, statements: () => '' });
const copyOf = (...keys: readonly string[]) => objectCode<Copy>(keys.map(as), [], {});

describe('the code of a kind of object', () => {
  it('gives the fields in their order, whatever the order of the value', () => {
    const copy = copyOf('b', 'a')({ a: 1, c: 3, b: 2 });
    expect(Object.entries(copy)).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });

  it('keeps names that every object answers to as data', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x"}') as Record<string, unknown>;
    const copy = copyOf('__proto__', 'constructor', 'toString')(value);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true},"constructor":"x"}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.entries(copy)).toContainEqual(['toString', undefined]);
  });

  it('lets statements change a value, and see the tools', () => {
    const fields = [{ key: 'a', statements: (variable: string) => `${variable} = double(${variable});` }];
    const copy = objectCode<Copy>(fields, [], { double: (value: number) => value * 2 });
    expect(copy({ a: 21 })).toEqual({ a: 42 });
  });

  it.each(["a'", 'a-b', '', '1a', 'a.b', 'é', 'a\n'])('is not written for the key %j', (key) => {
    expect(() => copyOf(key)).toThrow('a name of GraphQL');
  });

  it('is written once, when there have been many copies of no more than so many fields', () => {
    const timesMany = (fieldCount: number) => {
      const copies = new Copies(fieldCount);
      return Array.from({ length: 5000 }, () => copies.areMany()).filter(Boolean).length;
    };
    expect([timesMany(1), timesMany(200), timesMany(201)]).toEqual([1, 1, 0]);
  });
});
