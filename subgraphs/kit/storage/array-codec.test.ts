import { expect, test } from 'vitest';
import { parseArray, serializeArray } from './array-codec.ts';

const asIs = (text: string) => text;

test('reads elements, nulls, quotes and nesting', () => {
  expect(parseArray('{}', asIs)).toEqual([]);
  expect(parseArray('{1,2,-3}', Number)).toEqual([1, 2, -3]);
  expect(parseArray('{a,NULL,"NULL","",null}', asIs)).toEqual(['a', null, 'NULL', '', 'null']);
  expect(parseArray(String.raw`{"a,b","c\"d","e\\f","{g}"}`, asIs)).toEqual(['a,b', 'c"d', 'e\\f', '{g}']);
  expect(parseArray('{{1,2},{3,NULL}}', Number)).toEqual([
    [1, 2],
    [3, null],
  ]);
  expect(parseArray('[0:1]={7,8}', Number)).toEqual([7, 8]);
});

test('refuses a text that is no array', () => {
  for (const text of ['', 'a', '{1,2', '{"a', '{"a\\', '{{1}'])
    expect(() => parseArray(text, asIs)).toThrow(SyntaxError);
});

test('writes what it reads', () => {
  for (const value of [[], ['a', null, 'NULL', ''], ['a,b', 'c"d', 'e\\f', '{g}', ' h '], [['a'], ['b']]])
    expect(parseArray(String(serializeArray(value, String)), asIs)).toEqual(value);
});

test('leaves a text as it is and refuses an undefined element', () => {
  expect(serializeArray('{1,2}', String)).toBe('{1,2}');
  expect(() => serializeArray([undefined], String)).toThrow(TypeError);
});
