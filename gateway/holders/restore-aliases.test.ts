import { describe, expect, it } from 'vitest';
import type { AuthorizedOperation } from '../operation-tree.ts';
import { restoreAliases } from './restore-aliases.ts';

const operation = (text: string) => ({ text }) as AuthorizedOperation;
const renamed = operation('{ individual { records { infosegAlias_holder: contact { unit } } } }');

describe('an alias that is the name of a key', () => {
  it('comes back under the name that the client gave, in data and in paths', () => {
    const answer = restoreAliases(
      {
        data: { individual: { records: [{ infosegKey_holder: 'SP', infosegAlias_holder: { unit: null } }] } },
        errors: [{ code: 'MASKED', path: ['individual', 'records', 0, 'infosegAlias_holder', 'unit'] }],
      },
      renamed,
    );
    expect(answer.data).toEqual({ individual: { records: [{ infosegKey_holder: 'SP', holder: { unit: null } }] } });
    expect(answer.errors[0]?.path).toEqual(['individual', 'records', 0, 'holder', 'unit']);
  });

  it('is not overwritten by the key itself, whichever comes first', () => {
    const data = { a: { holder: 'SP', infosegAlias_holder: 'x' }, b: { infosegAlias_holder: 'x', holder: 'SP' } };
    expect(restoreAliases({ data, errors: [] }, renamed).data).toEqual({ a: { holder: 'x' }, b: { holder: 'x' } });
  });
});

it('an answer without such an alias passes as it is', () => {
  const answer = { data: { me: { id: '1' } }, errors: [] };
  expect(restoreAliases(answer, operation('{ me { id } }'))).toBe(answer);
});
