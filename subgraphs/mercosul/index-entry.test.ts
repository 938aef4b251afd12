import { describe, expect, it } from 'vitest';
import { indexEntry } from './index-entry.ts';

describe('the entry of a foreign vehicle', () => {
  it('does not exist: neither country publishes anything', () => {
    const facts = { recordId: 'r1', plate: 'ABC1234', make: 'FIAT', model: 'UNO', sourceAuthority: 'SUCIVE' } as const;
    const owner = { name: 'ANA', document: '12345678', country: 'UY' };
    expect(
      indexEntry({ ...facts, country: 'UY', stolen: true, owner }, { source: 'mercosul', holder: 'UY' }),
    ).toBeNull();
    expect(indexEntry({ ...facts, country: 'AR', stolen: false }, { source: 'mercosul', holder: 'AR' })).toBeNull();
  });
});
