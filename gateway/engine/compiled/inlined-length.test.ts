import { describe, expect, it } from 'vitest';
import { inlinedLength } from './inlined-length.ts';

describe('the length of a fetch', () => {
  it('is that of its text where it has no fragment', () => {
    expect(inlinedLength('{a{b}}')).toBe(6);
  });

  it('counts a fragment wherever it is spread', () => {
    const fragment = 'fragment f on A{b c d e}';
    const once = inlinedLength(`{a{...f}} ${fragment}`);
    expect(inlinedLength(`{a{...f}b{...f}} ${fragment}`)).toBe(once + 'b{...f}'.length + fragment.length);
  });

  it('counts fragments in fragments, in no more time than they are long', () => {
    const levels = Array.from({ length: 60 }, (_, at) => `fragment f${at} on A{...f${at + 1} ...f${at + 1}}`);
    expect(inlinedLength(`{...f0} ${levels.join(' ')} fragment f60 on A{a}`)).toBeGreaterThan(2 ** 60);
  });

  it('ends over a fragment that leads back to itself', () => {
    expect(inlinedLength('{...f} fragment f on A{a ...f}')).toBeGreaterThan(0);
  });
});
