import { describe, expect, it } from 'vitest';
import type { StoredRecord } from './records.ts';
import { createRowLoader } from './row-loader.ts';

const stored = (recordId: string): StoredRecord<object> => ({
  recordId,
  version: 1,
  updatedAt: new Date(0),
  facts: {},
});

function counted(findMany: (ids: readonly string[]) => readonly (StoredRecord<object> | null)[]) {
  const asked: (readonly string[])[] = [];
  const records = {
    async findMany(ids: readonly string[]) {
      asked.push([...ids]);
      return findMany(ids);
    },
  };
  return { asked, load: createRowLoader<object>(records) };
}

describe('a row loader', () => {
  it('asks once for all references of a request, each of them once', async () => {
    const { asked, load } = counted((ids) => ids.map(stored));
    const found = await Promise.all(['b', 'a', 'b', 'c'].map(load));
    expect(found.map((record) => record?.recordId)).toEqual(['b', 'a', 'b', 'c']);
    expect(asked).toEqual([['b', 'a', 'c']]);
  });

  it('gives null in the place of what is not there, and only there', async () => {
    const { load } = counted((ids) => ids.map((id) => (id === 'gone' ? null : stored(id))));
    expect(await Promise.all(['a', 'gone', 'b'].map(load))).toEqual([stored('a'), null, stored('b')]);
  });

  it('bounds one query and keeps the order over several', async () => {
    const { asked, load } = counted((ids) => ids.map(stored));
    const ids = Array.from({ length: 1201 }, (_, at) => `r${at}`);
    expect((await Promise.all(ids.map(load))).map((record) => record?.recordId)).toEqual(ids);
    expect(asked.map((batch) => batch.length)).toEqual([500, 500, 201]);
  });

  it('refuses a read of another length, in which a record could stand in another’s place', async () => {
    const { load } = counted((ids) => ids.slice(1).map(stored));
    const outcomes = await Promise.allSettled(['a', 'b'].map(load));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('rejects each of the references when the read fails, with the error of the read', async () => {
    const failure = new Error('no connection');
    const { load } = counted(() => {
      throw failure;
    });
    const outcomes = await Promise.allSettled(['a', 'b'].map(load));
    expect(outcomes).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
  });
});
