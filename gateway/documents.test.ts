import { buildSchema } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createDocumentCheck } from './document-check.ts';
import type { DocumentCheck } from './document-check.ts';
import { createDocuments } from './documents.ts';
import { RequestRefused } from './errors.ts';
import { ClientLeft } from './limits/fair-queue.ts';

const sdl = 'scalar CPF type Query { name: String me: Me person(cpf: CPF): Me } type Me { id: ID name: String }';
const schema = buildSchema(sdl);
const checks: DocumentCheck[] = [];
afterEach(async () => {
  for (const check of checks.splice(0)) await check.stop();
});

function started(options: Parameters<typeof createDocumentCheck>[1] = {}): DocumentCheck {
  const check = createDocumentCheck(() => sdl, { timeoutMs: 60_000, ...options });
  checks.push(check);
  return check;
}

async function codeOf(promised: Promise<unknown>): Promise<string> {
  return promised.then(
    () => 'none',
    (error: unknown) => (error instanceof RequestRefused ? error.code : String(error)),
  );
}

describe('a document', () => {
  it('is the same object for the same text', async () => {
    const documents = createDocuments(schema);
    expect(await documents.read('{ name }')).toBe(await documents.read('{ name }'));
  });

  it('is read once however many ask for it at once', async () => {
    const documents = createDocuments(schema);
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => documents.read('{ name }')));
    for (const other of others) expect(other).toBe(first);
  });

  it('is forgotten by what it takes, the longest unused first', async () => {
    const documents = createDocuments(schema, { keptMaxBytes: 50_000 });
    const read = () => Promise.all([documents.read('{ name }'), documents.read('{ a: name }')]);
    const [first, second] = await read();
    expect(await read()).toEqual([first, second]);
    await documents.read(`{ name } #${'x'.repeat(22_000)}`);
    expect(await documents.read('{ name }')).not.toBe(first);
  });

  it('that is larger than all that may be kept is read and not kept', async () => {
    const documents = createDocuments(schema, { keptMaxBytes: 50_000, tokensHereMax: 10_000 });
    const small = await documents.read('{ name }');
    const commented = `{ name }${'\n#'.repeat(1000)}`;
    expect(await documents.read(commented)).not.toBe(await documents.read(commented));
    expect(await documents.read('{ name }')).toBe(small);
  });

  it('that does not fit the schema is kept by nobody', async () => {
    const documents = createDocuments(schema, { keptMaxBytes: 5000 });
    const good = await documents.read('{ name }');
    for (let at = 0; at < 50; at++)
      expect(await codeOf(documents.read(`{ n${at}: unknown }`))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await documents.read('{ name }')).toBe(good);
    expect(documents.recent(5)).toEqual(['{ name }']);
  });

  it('is refused again without being looked at again', async () => {
    let looked = 0;
    const check: DocumentCheck = {
      async problemsOf() {
        looked += 1;
        return [{ text: '', locations: [] }];
      },
      stop: async () => undefined,
    };
    const documents = createDocuments(schema, { tokensHereMax: 1, check });
    for (let at = 0; at < 3; at++)
      expect(await codeOf(documents.read('{ unknown }'))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(looked).toBe(1);
  });
});

describe('whoever waits for a document', () => {
  const gated = () => {
    const gate = Promise.withResolvers<readonly []>();
    const wanted: (() => boolean)[] = [];
    const check: DocumentCheck = {
      problemsOf(_text, isWanted = () => true) {
        wanted.push(isWanted);
        return gate.promise;
      },
      stop: async () => undefined,
    };
    return { gate, wanted, documents: createDocuments(schema, { tokensHereMax: 1, check }) };
  };

  it('is refused when his time is over, and others have it', async () => {
    const { gate, documents } = gated();
    const { signal } = new AbortController();
    const hasty = documents.read('{ name }', { left: signal, waitMs: 1 });
    const other = documents.read('{ name }', { left: signal, waitMs: 60_000 });
    expect(await codeOf(hasty)).toBe('OVERLOADED');
    gate.resolve([]);
    expect((await other).kind).toBe('Document');
  });

  it('waits no longer when he has left, and when all have left it is no longer wanted', async () => {
    const { gate, wanted, documents } = gated();
    const leaving = [new AbortController(), new AbortController()];
    const reading = leaving.map(({ signal }) =>
      documents.read('{ name }', { left: signal, waitMs: 60_000 }).catch((error: unknown) => error),
    );
    leaving[0]?.abort();
    expect(await reading[0]).toBeInstanceOf(ClientLeft);
    expect(wanted.map((isWanted) => isWanted())).toEqual([true]);
    leaving[1]?.abort();
    expect(await reading[1]).toBeInstanceOf(ClientLeft);
    expect(wanted.map((isWanted) => isWanted())).toEqual([false]);
    await expect(documents.read('{ me { id } }', { left: AbortSignal.abort(), waitMs: 1 })).rejects.toBeInstanceOf(
      ClientLeft,
    );
    expect(wanted).toHaveLength(1);
    gate.resolve([]);
  });

  it('has it although a thread looks at it', async () => {
    const documents = createDocuments(schema, { tokensHereMax: 0, check: started() });
    const patience = { left: new AbortController().signal, waitMs: 60_000 };
    expect((await documents.read('{ name }', patience)).kind).toBe('Document');
  });
});

describe('the thread that looks at large documents', () => {
  it('finds what is wrong as this one does', async () => {
    const check = started();
    for (const text of [
      '{ name me { id } }',
      '{ me { unknown } name { id } }',
      '{ me { id } me: person { id } }',
      '{ person(cpf: "111") { id } }',
      '{ person(cpf: "11144477735") { id } }',
      'query ($cpf: CPF) { person(cpf: $unknown) { id } }',
    ]) {
      const here = createDocuments(schema, { tokensHereMax: 10_000, check });
      const there = createDocuments(schema, { tokensHereMax: 0, check });
      const problems = (documents: typeof here) =>
        documents.read(text).then(
          () => [],
          (error: RequestRefused) => error.detail.problems,
        );
      // The schema of this test has no check of a CPF here, and one there.
      if (!text.includes('"111"')) expect(await problems(there)).toEqual(await problems(here));
    }
    expect((await check.problemsOf('{ person(cpf: "111") { id } }')).length).toBe(1);
  });

  it('ends with what takes it too long, and another goes on with the next', async () => {
    const check = started({ timeoutMs: 1 });
    const slow = `{ ${'me{id} '.repeat(900)} }`;
    expect(await codeOf(check.problemsOf(slow))).toBe('OVERLOADED');
    const outcomes = await Promise.all([check.problemsOf(slow), check.problemsOf(slow)].map(codeOf));
    expect(outcomes).toEqual(['OVERLOADED', 'OVERLOADED']);
  });

  it('refuses when too many wait', async () => {
    const check = started({ waitingMax: 2 });
    const outcomes = ['a', 'b', 'c', 'd', 'e'].map((alias) => codeOf(check.problemsOf(`{ ${alias}: name }`)));
    expect(await Promise.all(outcomes)).toEqual(['none', 'none', 'none', 'OVERLOADED', 'OVERLOADED']);
  });

  it('does not look at what nobody waits for, nor does that take a place', async () => {
    const check = started({ waitingMax: 2 });
    let isThere = true;
    const first = codeOf(check.problemsOf('{ name }'));
    const left = ['a', 'b'].map((alias) => codeOf(check.problemsOf(`{ ${alias}: name }`, () => isThere)));
    isThere = false;
    const last = codeOf(check.problemsOf('{ c: name }'));
    expect(await Promise.all([first, ...left, last])).toEqual(['none', 'OVERLOADED', 'OVERLOADED', 'none']);
  });

  it('is no more when it was stopped', async () => {
    const check = started();
    await check.problemsOf('{ name }');
    await check.stop();
    expect(await codeOf(check.problemsOf('{ name }'))).toBe('OVERLOADED');
  });
});
