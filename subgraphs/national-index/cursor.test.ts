import { describe, expect, it } from 'vitest';
import { createCursors } from './cursor.ts';

const cursors = createCursors(Buffer.alloc(32, 1));
const question = ['vehicles', 'party-1'];

describe('a cursor', () => {
  it('gives back what it sealed, and says nothing of it', () => {
    const cursor = cursors.seal(question, [3, 'MARIA']);
    expect(cursors.open(question, cursor)).toEqual([3, 'MARIA']);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('MARIA');
    expect(cursors.open(question, null)).toBeNull();
  });

  it('has the same bytes for the same place', () => {
    expect(cursors.seal(question, ['x'])).toBe(cursors.seal(question, ['x']));
  });

  it.each([
    ['one character changed', (cursor: string) => `${cursor[0] === 'A' ? 'B' : 'A'}${cursor.slice(1)}`],
    ['cut short', (cursor: string) => cursor.slice(0, -2)],
    ['lengthened', (cursor: string) => `${cursor}AA`],
    ['empty', () => ''],
    ['no cursor at all', () => 'eyJpZCI6MX0'],
    ['padded', (cursor: string) => `${cursor}=`],
    ['of great length', () => 'A'.repeat(100_000)],
  ])('is refused: %s', (_, edit) => {
    expect(() => cursors.open(question, edit(cursors.seal(question, ['x'])))).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_ARGUMENT' } }),
    );
  });

  it('is refused for another question, and under another secret', () => {
    const cursor = cursors.seal(question, ['x']);
    expect(() => cursors.open(['vehicles', 'party-2'], cursor)).toThrow();
    expect(() => createCursors(Buffer.alloc(32, 2)).open(question, cursor)).toThrow();
  });
});
