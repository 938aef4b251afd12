import { describe, expect, it } from 'vitest';
import { profiles } from '#kit/caller.ts';
import { checkIntent } from '#kit/intent.ts';
import { demoExplorerConfig } from './demo-explorer.ts';

const { profiles: offered, purposes } = demoExplorerConfig(true, []);

describe('what the demonstration offers', () => {
  it('opens as patrol', () => {
    expect(offered[0]?.id).toBe('patrol');
  });

  it('is profiles of the network, each with a purpose that has a name', () => {
    for (const { id, purposes: stated = [] } of offered) {
      expect(profiles).toContain(id);
      expect(stated).not.toEqual([]);
      expect(stated.filter((purpose) => !purposes.some((one) => one.id === purpose))).toEqual([]);
    }
  });

  it.each(purposes.map((purpose) => [purpose.id, purpose] as const))('%s is taken with its example', (_id, purpose) => {
    const { id, needsCase, caseHint } = purpose;
    expect(checkIntent({ purpose: id, caseNumber: caseHint }).purpose).toBe(id);
    if (needsCase) expect(() => checkIntent({ purpose: id })).toThrow();
    else expect(() => checkIntent({ purpose: id, caseNumber: 'IP-2026-000123' })).toThrow();
  });

  it('is no profile outside the demonstration, where the token has one', () => {
    expect(demoExplorerConfig(false, []).profiles).toEqual([]);
  });
});
