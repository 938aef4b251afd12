// CEP: the postal code, eight digits; its first digits tell the UF.
import { accepted, readDigits, refused, type Parsed } from './parsed.ts';

// First five digits of each range, in order: from, to, UF.
const ranges: readonly (readonly [from: number, to: number, uf: string])[] = [
  [1000, 9999, 'SP'],
  [11000, 19999, 'SP'],
  [20000, 28999, 'RJ'],
  [29000, 29999, 'ES'],
  [30000, 39999, 'MG'],
  [40000, 48999, 'BA'],
  [49000, 49999, 'SE'],
  [50000, 56999, 'PE'],
  [57000, 57999, 'AL'],
  [58000, 58999, 'PB'],
  [59000, 59999, 'RN'],
  [60000, 63999, 'CE'],
  [64000, 64999, 'PI'],
  [65000, 65999, 'MA'],
  [66000, 68899, 'PA'],
  [68900, 68999, 'AP'],
  [69000, 69299, 'AM'],
  [69300, 69399, 'RR'],
  [69400, 69899, 'AM'],
  [69900, 69999, 'AC'],
  [70000, 72799, 'DF'],
  [72800, 72999, 'GO'],
  [73000, 73699, 'DF'],
  [73700, 76799, 'GO'],
  [76800, 76999, 'RO'],
  [77000, 77999, 'TO'],
  [78000, 78899, 'MT'],
  [79000, 79999, 'MS'],
  [80000, 87999, 'PR'],
  [88000, 89999, 'SC'],
  [90000, 99999, 'RS'],
];

/** The UF whose range holds a CEP of eight digits, or undefined. */
export function cepUf(value: string): string | undefined {
  if (!/^\d{8}$/.test(value)) return undefined;
  const prefix = Number(value.slice(0, 5));
  return ranges.find(([from, to]) => prefix >= from && prefix <= to)?.[2];
}

export function parseCep(text: string): Parsed {
  const value = readDigits(text, 8);
  if (typeof value !== 'string') return value;
  if (value === '00000000') return refused('KNOWN_DUMMY', 'oito zeros não são um CEP');
  return cepUf(value) === undefined
    ? refused('BAD_FORMAT', 'fora das faixas de CEP das unidades da federação')
    : accepted(value);
}

/** `70064900` -> `70064-900`; anything else is returned as it came. */
export function formatCep(value: string): string {
  return value.length === 8 ? value.replace(/^(\d{5})(\d{3})$/, '$1-$2') : value;
}
