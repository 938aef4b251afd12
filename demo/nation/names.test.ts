import { describe, expect, it } from 'vitest';
import { foldLetters } from '#kit/identifiers/fold.ts';
import { givenName, otherSpelling, sexOfFirstName } from './names.ts';
import { Random } from './random.ts';

describe('names', () => {
  it('takes the sex from the ending, apart from the listed exceptions', () => {
    const women = ['MARIA', 'BEATRIZ', 'ALINE', 'RAQUEL', 'ESTER'];
    const men = ['JOSE', 'LUIZ', 'CAUA', 'DAVI', 'FELIPE', 'GABRIEL'];
    expect(women.map(sexOfFirstName)).toEqual(women.map(() => 'FEMININO'));
    expect(men.map(sexOfFirstName)).toEqual(men.map(() => 'MASCULINO'));
  });

  it('follows the fashion of the decade of birth', () => {
    const share = (name: string, year: number): number => {
      const random = new Random(1, 'fashion', year);
      const drawn = Array.from({ length: 3000 }, () => givenName(random, 'MASCULINO', year).split(' ')[0]);
      return drawn.filter((given) => given === name).length / drawn.length;
    };
    expect(share('JOSÉ', 1945)).toBeGreaterThan(2 * share('JOSÉ', 2005));
    expect(share('GABRIEL', 2003)).toBeGreaterThan(5 * share('GABRIEL', 1950));
  });

  it('writes a name as another office would, never an empty one', () => {
    const random = new Random(1, 'spelling', 0);
    const spellings = new Set(Array.from({ length: 200 }, () => otherSpelling(random, 'THIAGO DE SOUZA GONÇALVES')));
    expect(spellings).toContain('TIAGO DE SOUSA GONSALVES');
    expect(spellings).toContain('THIAGO SOUZA GONÇALVES');
    expect(spellings).toContain(foldLetters('THIAGO DE SOUZA GONÇALVES'));
    expect(spellings).not.toContain('THIAGO DE SOUZA GONÇALVES');
    expect(otherSpelling(random, 'ANA LIMA')).toBe('ANA LIMA');
  });
});
