import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocuments } from './documents.ts';

const schema = buildSchema('type Query { name: String }');

describe('a document', () => {
  it('is the same again for the same text', () => {
    const documents = createDocuments(schema);
    expect(documents.read('{ name }')).toBe(documents.read('{ name }'));
  });

  it('gives way to others by what it takes: a long comment is as large as many small ones', () => {
    const documents = createDocuments(schema, { keptMaxBytes: 50_000 });
    const [first, second] = [documents.read('{ name }'), documents.read('{ a: name }')];
    expect([documents.read('{ name }'), documents.read('{ a: name }')]).toEqual([first, second]);
    documents.read(`{ name } #${'x'.repeat(22_000)}`);
    expect(documents.read('{ name }')).not.toBe(first);
  });

  it('is not kept where it takes more than all of them may: a thousand comments are a thousand tokens', () => {
    const documents = createDocuments(schema, { keptMaxBytes: 50_000 });
    const small = documents.read('{ name }');
    const commented = `{ name }${'\n#'.repeat(1000)}`;
    expect(documents.read(commented)).not.toBe(documents.read(commented));
    expect(documents.read('{ name }')).toBe(small);
  });

  it('that does not fit the schema is kept by nobody', () => {
    const documents = createDocuments(schema, { keptMaxBytes: 5000 });
    const good = documents.read('{ name }');
    for (let at = 0; at < 50; at++) expect(() => documents.read(`{ n${at}: unknown }`)).toThrow();
    expect(documents.read('{ name }')).toBe(good);
  });
});
