// Invented addresses, telephones and unit names. Streets and districts do not exist, and every telephone is in the unassigned range
// 9 0000-NNNN, so that nobody can be called by mistake.
import type { Random } from './random.ts';
import { ufNamed, type Municipality, type Uf } from './tables.ts';

export interface InventedAddress {
  readonly street: string;
  readonly number: string;
  readonly district: string;
  readonly municipality: string;
  readonly uf: string;
  readonly postalCode: string;
}

const streetKinds = ['RUA', 'RUA', 'RUA', 'AVENIDA', 'TRAVESSA', 'ALAMEDA'];
const streetNames = [
  'DO EXEMPLO',
  'DAS ACÁCIAS INVENTADAS',
  'DO IPÊ FICTÍCIO',
  'DOS JACARANDÁS DE PAPEL',
  'DA DEMONSTRAÇÃO',
  'DO SABIÁ IMAGINÁRIO',
  'DAS PALMEIRAS DE TESTE',
  'DO RIO INEXISTENTE',
  'DA SEMENTE',
  'DAS HORTÊNSIAS SINTÉTICAS',
];
const districts = [
  'JARDIM EXEMPLO',
  'VILA MODELO',
  'PARQUE FICTÍCIO',
  'CONJUNTO AMOSTRA',
  'BAIRRO NOVO TESTE',
  'CENTRO',
];

export function address(random: Random, municipality: Municipality): InventedAddress {
  const { postalPrefix } = ufNamed(municipality.uf);
  return {
    street: `${random.pick(streetKinds)} ${random.pick(streetNames)}`,
    number: random.chance(0.06) ? 'S/N' : String(random.between(1, 2999)),
    district: random.pick(districts),
    municipality: municipality.name,
    uf: municipality.uf,
    postalCode: postalPrefix + random.digits(8 - postalPrefix.length),
  };
}

export function addressLine(random: Random, municipality: Municipality): string {
  const { street, number, district } = address(random, municipality);
  return `${street}, ${number}, ${district}, ${municipality.name}/${municipality.uf}`;
}

/** E.164. */
export function telephone(random: Random, municipality: Municipality): string {
  return `+55${municipality.areaCode}90000${random.digits(4)}`;
}

/** The same unit always has the same telephone. */
export function unitTelephone(unit: string, municipality: Municipality): string {
  let sum = 0;
  for (let i = 0; i < unit.length; i++) sum = (sum * 31 + unit.charCodeAt(i)) % 10_000;
  return `+55${municipality.areaCode}90000${String(sum).padStart(4, '0')}`;
}

export interface UnitContact {
  readonly unit: string;
  readonly phone: string;
  readonly municipality: string;
  readonly uf: string;
}

export function contactOf(unit: string, municipality: Municipality): UnitContact {
  return { unit, phone: unitTelephone(unit, municipality), municipality: municipality.name, uf: municipality.uf };
}

const specialUnits = [
  'DELEGACIA DE ROUBOS E FURTOS',
  'DELEGACIA DE HOMICÍDIOS',
  'DELEGACIA DE CAPTURAS',
  'DELEGACIA DE PLANTÃO',
];

/** `DELEGACIA DE CAPTURAS/PE`, `12ª DELEGACIA DE POLÍCIA/SP`. */
export function policeUnit(random: Random, uf: string): string {
  const unit = random.chance(0.4) ? random.pick(specialUnits) : `${random.between(1, 30)}ª DELEGACIA DE POLÍCIA`;
  return `${unit}/${uf}`;
}

export const capturesUnit = (uf: string): string => `DELEGACIA DE CAPTURAS/${uf}`;

export function prisonUnit(random: Random, uf: string): string {
  return `${random.pick(['PRESÍDIO', 'CENTRO DE DETENÇÃO PROVISÓRIA', 'PENITENCIÁRIA'])} ${random.pick(['MODELO I', 'MODELO II', 'EXEMPLO'])}/${uf}`;
}

/** `BO-2024-PE-00012345`; the form is ours, states number as they please. */
export function reportNumber(random: Random, year: number, uf: string): string {
  return `BO-${year}-${uf}-${random.digits(8)}`;
}

export const birthPlaceOf = (municipality: Municipality): string => `${municipality.name}/${municipality.uf}`;

export function municipalityOf(random: Random, uf: Uf): Municipality {
  return uf.anyMunicipality.pick(random);
}
