// Companies that own vehicles and weapons. A few hundred own most of what companies own, whatever the nation's size.
import { cnpjFromBase } from '#kit/identifiers/cnpj.ts';
import { surname, withoutParticle } from './names.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Company {
  readonly name: string;
  readonly cnpj: string;
}

export const companyCount = 4000;

const trades = [
  'TRANSPORTES',
  'LOCADORA DE VEÍCULOS',
  'COMÉRCIO DE ALIMENTOS',
  'CONSTRUTORA',
  'SEGURANÇA PATRIMONIAL',
  'DISTRIBUIDORA',
  'AGROPECUÁRIA',
  'TELECOMUNICAÇÕES',
];
const forms = ['LTDA', 'LTDA', 'S.A.', 'EIRELI', 'ME'];
// The Receita asks that I, O, Q and F be avoided in new numbers.
const cnpjCharacters = '0123456789ABCDEGHJKLMNPRSTUVWXYZ';

/** A low number is drawn far more often than a high one. */
export function anyCompany(world: World, random: Random): Company {
  return companyAt(world, Math.floor(companyCount * random.unit() ** 3));
}

/** `alphanumeric`: registered since July 2026 (IN RFB 2.229/2024). */
export function companyAt(world: World, ordinal: number, alphanumeric?: boolean): Company {
  const random = world.random('company', ordinal);
  const withLetters = random.chance(0.15);
  const name = `${withoutParticle(surname(random))} ${random.pick(['', 'E FILHOS ', 'IRMÃOS ', ''])}${random.pick(trades)} ${random.pick(forms)}`;
  const number = world.number('cnpj', ordinal, 8);
  if (!(alphanumeric ?? withLetters)) return { name, cnpj: cnpjFromBase(`${number}0001`) };
  let root = '';
  for (const digit of number)
    root += cnpjCharacters.charAt((Number(digit) + 10 * random.between(0, 2)) % cnpjCharacters.length);
  // A first letter of its own keeps the root apart from every numeric one.
  return { name, cnpj: cnpjFromBase(`${random.pick([...'ABCDEGHJKLMNPRSTUVWXYZ'])}${root.slice(1)}0001`) };
}
