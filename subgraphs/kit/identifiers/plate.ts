// Vehicle plates of Brazil (Res. CONTRAN 780/2019), Argentina, Uruguay and Paraguay. The shape never tells the country:
// ABC1234 is Brazilian and Uruguayan, ABC123 fits three countries.
import { accepted, normalize, refused, tooLong, type Parsed } from './parsed.ts';

export type PlateCountry = 'BR' | 'AR' | 'UY' | 'PY';
export type PlateVehicle = 'CAR' | 'MOTORCYCLE';

interface Shape {
  readonly country: PlateCountry;
  readonly vehicles: readonly PlateVehicle[];
  readonly pattern: RegExp;
  /** How the groups are written, as a replacement of the pattern's groups. */
  readonly written: string;
}

const any: readonly PlateVehicle[] = ['CAR', 'MOTORCYCLE'];
const shapes: readonly Shape[] = [
  { country: 'BR', vehicles: any, pattern: /^([A-Z]{3})([0-9]{4})$/, written: '$1-$2' },
  { country: 'BR', vehicles: any, pattern: /^([A-Z]{3}[0-9][A-Z][0-9]{2})$/, written: '$1' },
  { country: 'AR', vehicles: ['CAR'], pattern: /^([A-Z]{3})([0-9]{3})$/, written: '$1 $2' },
  { country: 'AR', vehicles: ['MOTORCYCLE'], pattern: /^([0-9]{3})([A-Z]{3})$/, written: '$1 $2' },
  { country: 'AR', vehicles: ['CAR'], pattern: /^([A-Z]{2})([0-9]{3})([A-Z]{2})$/, written: '$1 $2 $3' },
  { country: 'AR', vehicles: ['MOTORCYCLE'], pattern: /^([A-Z])([0-9]{3})([A-Z]{3})$/, written: '$1 $2 $3' },
  { country: 'UY', vehicles: ['CAR'], pattern: /^([A-Z]{3})([0-9]{4})$/, written: '$1 $2' },
  { country: 'UY', vehicles: ['MOTORCYCLE'], pattern: /^([A-Z]{3})([0-9]{3})$/, written: '$1 $2' },
  { country: 'PY', vehicles: ['CAR'], pattern: /^([A-Z]{4})([0-9]{3})$/, written: '$1 $2' },
  { country: 'PY', vehicles: ['MOTORCYCLE'], pattern: /^([0-9]{3})([A-Z]{4})$/, written: '$1 $2' },
  { country: 'PY', vehicles: ['CAR'], pattern: /^([A-Z]{3})([0-9]{3})$/, written: '$1 $2' },
];

const countryNames: Readonly<Record<PlateCountry, string>> = {
  BR: 'Brasil',
  AR: 'Argentina',
  UY: 'Uruguai',
  PY: 'Paraguai',
};
const letterOf: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B' };
const digitOf: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', B: '8', Q: '0' };
const oldShape = /^[A-Z]{3}[0-9]{4}$/;
const convertedShape = /^[A-Z]{3}[0-9][A-J][0-9]{2}$/;

/** Brazilian plates that the text becomes when letters and digits of one look change places: ABCO123 -> ABC0123. */
function lookalikes(value: string): string[] {
  if (value.length !== 7) return [];
  const candidates = ['LLLDDDD', 'LLLDLDD'].flatMap((shape) => {
    const read = [...value].map((character, i) =>
      shape[i] === 'L' ? (letterOf[character] ?? character) : (digitOf[character] ?? character),
    );
    const candidate = read.join('');
    return shapes.some((known) => known.country === 'BR' && known.pattern.test(candidate)) ? [candidate] : [];
  });
  return [...new Set(candidates)];
}

/** The countries whose plates have this shape, in a fixed order; none where no country's have. */
export function plateCountries(text: string): readonly PlateCountry[] {
  const value = normalize(text);
  if (value === undefined) return [];
  return [...new Set(shapes.filter((shape) => shape.pattern.test(value)).map((shape) => shape.country))];
}

/**
 * The canonical key of a plate: capitals without separators, and for a Brazilian plate that was converted
 * (fifth character A to J) its old form, for ABC1C34 and ABC1234 are one vehicle. Without a country any shape will do.
 */
export function parsePlate(text: string, country?: PlateCountry, vehicle?: PlateVehicle): Parsed {
  const value = normalize(text);
  if (value === undefined) return tooLong();
  const fits = shapes.some(
    (shape) =>
      (country === undefined || shape.country === country) &&
      (vehicle === undefined || shape.vehicles.includes(vehicle)) &&
      shape.pattern.test(value),
  );
  if (fits) return accepted(convertedShape.test(value) ? oldForm(value) : value);
  const where =
    country === undefined ? 'do Brasil, da Argentina, do Uruguai ou do Paraguai' : `(${countryNames[country]})`;
  const close = country === undefined || country === 'BR' ? lookalikes(value) : [];
  const cause = close.length > 0 ? '; causa provável: letra e algarismo parecidos trocados' : '';
  return refused('BAD_FORMAT', `não tem o formato de placa ${where}${cause}`, close);
}

const oldForm = (value: string): string =>
  value.slice(0, 4) + String(value.charCodeAt(4) - 'A'.charCodeAt(0)) + value.slice(5);

const mercosulForm = (value: string): string =>
  value.slice(0, 4) + String.fromCharCode('A'.charCodeAt(0) + Number(value[4])) + value.slice(5);

/** Both forms of a Brazilian plate, the old one first; only itself where it has no other (ABC1K34, and foreign plates). */
export function plateForms(value: string): readonly string[] {
  if (oldShape.test(value)) return [value, mercosulForm(value)];
  if (convertedShape.test(value)) return [oldForm(value), value];
  return [value];
}

/** `ABC1234` -> `ABC-1234`, `AB123CD` -> `AB 123 CD`; of two countries' shapes the given one's, else the first that fits. */
export function formatPlate(value: string, country?: PlateCountry): string {
  const shape = shapes.find(
    (known) => (country === undefined || known.country === country) && known.pattern.test(value),
  );
  return shape === undefined ? value : value.replace(shape.pattern, shape.written);
}
