// Cursors that say nothing and accept nothing: encrypted, bound to the field and the question they were given for, refused when edited.
// The nonce follows from what is sealed (as in SIV, RFC 5297), so that one answer always has the same bytes.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { indexError } from './errors.ts';

export interface Cursors {
  /** `question` is everything that decides the order of the list: the field, its owner, its arguments but `first` and `after`. */
  seal(question: readonly unknown[], position: readonly (string | number)[]): string;
  /** Null where no cursor was given. Throws BAD_ARGUMENT. */
  open(question: readonly unknown[], cursor: string | null | undefined): readonly (string | number)[] | null;
}

const nonceBytes = 12;
const tagBytes = 16;
const cursorCharsMax = 512;

export function createCursors(secret: Uint8Array): Cursors {
  const derive = (label: string) => createHmac('sha256', secret).update(label).digest();
  const [sealingKey, nonceKey, questionKey] = [
    derive('cursor seal'),
    derive('cursor nonce'),
    derive('cursor question'),
  ];
  const boundTo = (question: readonly unknown[]) =>
    createHmac('sha256', questionKey).update(JSON.stringify(question)).digest();
  const nonceOf = (bound: Buffer, plain: Buffer) =>
    createHmac('sha256', nonceKey).update(bound).update(plain).digest().subarray(0, nonceBytes);

  return Object.freeze({
    seal(question: readonly unknown[], position: readonly (string | number)[]) {
      const bound = boundTo(question);
      const plain = Buffer.from(JSON.stringify(position));
      const nonce = nonceOf(bound, plain);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(bound);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(question: readonly unknown[], cursor: string | null | undefined) {
      if (cursor === null || cursor === undefined) return null;
      const bytes = cursor.length <= cursorCharsMax ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
      // Base64 has several spellings of one value; only the one that was given counts.
      if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== cursor) throw badCursor();
      const bound = boundTo(question);
      const nonce = bytes.subarray(0, nonceBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealingKey, nonce).setAAD(bound);
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        if (!timingSafeEqual(nonce, nonceOf(bound, plain))) throw badCursor();
        return JSON.parse(plain.toString('utf8')) as readonly (string | number)[];
      } catch {
        throw badCursor();
      }
    },
  });
}

function badCursor() {
  return indexError('BAD_ARGUMENT', 'O cursor não é desta consulta; repita a consulta sem `after`.');
}
