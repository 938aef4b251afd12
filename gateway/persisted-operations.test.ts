import { hash } from 'node:crypto';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '#kit/errors.ts';
import { RequestRefused } from './errors.ts';
import { createPersistedOperations, safelistSetting } from './persisted-operations.ts';

const known = 'query Known($id: ID!) {\n  individual(id: $id) { name }\n}\n';
const stranger = '{ me { id } }';
const stated = (text: string, version: unknown = 1) => ({
  persistedQuery: { version, sha256Hash: hash('sha256', text, 'hex') },
});
const operations = createPersistedOperations([known]);

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof RequestRefused) return error.code;
    throw error;
  }
  return 'none';
}

describe('an operation that is named by its hash', () => {
  it('is the registered text', () => {
    expect(operations.textOf(undefined, stated(known))).toBe(known);
    expect(operations.textOf(null, stated(known))).toBe(known);
  });

  it('is told to be sent as a text where it is not registered, and is not registered by being sent', () => {
    expect(codeOf(() => operations.textOf(undefined, stated(stranger)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(operations.textOf(stranger, stated(stranger))).toBe(stranger);
    expect(codeOf(() => operations.textOf(undefined, stated(stranger)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is refused where the hash is that of another text', () => {
    expect(codeOf(() => operations.textOf(stranger, stated(known)))).toBe('PERSISTED_QUERY_HASH_MISMATCH');
    expect(codeOf(() => operations.textOf('', stated(known)))).toBe('PERSISTED_QUERY_HASH_MISMATCH');
  });

  it('has a hash of the expected form, and a version that is known', () => {
    for (const extensions of [
      stated(known, 2),
      stated(known, '1'),
      { persistedQuery: { version: 1 } },
      { persistedQuery: { version: 1, sha256Hash: '__proto__' } },
      { persistedQuery: { version: 1, sha256Hash: ['a'] } },
      { persistedQuery: 'x' },
      { persistedQuery: [] },
    ])
      expect(codeOf(() => operations.textOf(known, extensions))).toBe('BAD_REQUEST');
  });

  it('needs a text where no hash is stated', () => {
    expect(operations.textOf(stranger, undefined)).toBe(stranger);
    expect(operations.textOf(stranger, { other: 1 })).toBe(stranger);
    expect(codeOf(() => operations.textOf(undefined, {}))).toBe('BAD_REQUEST');
    expect(codeOf(() => operations.textOf(1, {}))).toBe('BAD_REQUEST');
  });
});

describe('the safelist', () => {
  const respaced = parse('# a comment\nquery Known($id: ID!) { individual(id: $id), { name } }');

  it('serves what reads like a registered operation and nothing else', () => {
    const { check } = createPersistedOperations([known], 'on');
    expect(codeOf(() => check(respaced, 'patrol'))).toBe('none');
    expect(codeOf(() => check(parse(stranger), 'patrol'))).toBe('OPERATION_NOT_REGISTERED');
    expect(codeOf(() => check(parse(`${known} query More { me { id } }`), 'patrol'))).toBe('OPERATION_NOT_REGISTERED');
  });

  it('binds the profiles that it names', () => {
    const { check } = createPersistedOperations([known], ['patrol']);
    expect(codeOf(() => check(parse(stranger), 'patrol'))).toBe('OPERATION_NOT_REGISTERED');
    expect(codeOf(() => check(parse(stranger), 'investigator'))).toBe('none');
  });

  it('binds nobody unless it is on', () => {
    expect(codeOf(() => operations.check(parse(stranger), 'patrol'))).toBe('none');
  });

  it('is a setting of few words', () => {
    expect(safelistSetting({})).toBe('off');
    expect(safelistSetting({ SAFELIST: '1' })).toBe('on');
    expect(safelistSetting({ SAFELIST: 'investigator, patrol' })).toEqual(
      expect.arrayContaining(['patrol', 'investigator']),
    );
    expect(() => safelistSetting({ SAFELIST: 'patrol,nobody' })).toThrow(ConfigError);
  });
});
