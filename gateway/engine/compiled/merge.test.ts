import { describe, expect, it } from 'vitest';
import { copyOf, mergeInto } from './merge.ts';

describe('what two fetches say of one object', () => {
  it('is joined key by key, and lists of one length item by item', () => {
    const target = { a: { x: 1 }, list: [{ x: 1 }, null, [{ y: 1 }]], only: 1 };
    mergeInto(target, { a: { y: 2 }, list: [{ y: 2 }, { y: 3 }, [{ z: 4 }]], more: 2 });
    expect(target).toEqual({
      a: { x: 1, y: 2 },
      list: [{ x: 1, y: 2 }, { y: 3 }, [{ y: 1, z: 4 }]],
      only: 1,
      more: 2,
    });
  });

  it('is the later word where they differ', () => {
    const target = { a: 1, list: [1], object: { x: 1 }, gone: { x: 1 } };
    mergeInto(target, { a: 2, list: [2, 3], object: 'x', gone: null });
    expect(target).toEqual({ a: 2, list: [2, 3], object: 'x', gone: null });
  });

  it('changes no prototype', () => {
    const target = {};
    mergeInto(target, JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as never);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    expect(Object.hasOwn(target, '__proto__')).toBe(true);
  });

  it('is copied whole for a second place', () => {
    const value = JSON.parse('{"a":[{"b":1}],"__proto__":{"c":2}}') as { a: object[] };
    const copy = copyOf(value) as { a: object[] };
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
    expect(copy.a[0]).not.toBe(value.a[0]);
  });
});
