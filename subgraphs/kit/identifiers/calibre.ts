// Calibres: a controlled list; each has the aliases that certificates and reports use.
import { accepted, readText, refused, tooLong, type Parsed } from './parsed.ts';

const aliases: Readonly<Record<string, readonly string[]>> = {
  '.22 LR': ['22', '22 Long Rifle'],
  '.25 ACP': ['25 AUTO', '6.35', '6.35 mm', '6.35 Browning'],
  '.32 ACP': ['32 AUTO', '7.65', '7.65 mm', '7.65 Browning'],
  '.32 S&W': ['32 SW'],
  '.357 Magnum': ['357', '357 Mag'],
  '.38 SPL': ['38 Special', '38 SPC', '38 Spl.'],
  '.380 ACP': ['380', '380 AUTO', '9x17', '9x17 mm', '9 mm curto'],
  '.40 S&W': ['40', '40 SW'],
  '.44 Magnum': ['44 Mag'],
  '.45 ACP': ['45 AUTO'],
  '9x19 Parabellum': ['9 mm', '9', '9x19', '9x19 mm', '9 mm Parabellum', '9 mm Luger', '9 mm Para'],
  '5,56x45': ['5.56', '5.56 mm', '5.56x45 mm', '5.56x45 NATO'],
  '7,62x51': ['7.62x51 mm', '7.62x51 NATO', '7.62 NATO'],
  '7,62x39': ['7.62x39 mm'],
  '12 GA': ['12', '12 gauge', 'calibre 12'],
  '16 GA': ['16', '16 gauge'],
  '20 GA': ['20', '20 gauge'],
  '28 GA': ['28', '28 gauge'],
  '36 GA': ['36', '36 gauge'],
};

// A decimal comma, a leading dot, spaces and hyphens are writing; × is the x of 9×19.
const key = (text: string): string =>
  text
    .toUpperCase()
    .replace(/×/g, 'X')
    .replace(/[^0-9A-Z]/g, '');

const canonical = new Map(
  Object.entries(aliases).flatMap(([name, others]) => [name, ...others].map((alias) => [key(alias), name] as const)),
);

/** The calibres of the list, as they are written. */
export const calibres: readonly string[] = Object.freeze(Object.keys(aliases));

/** The list's own writing of a calibre: `380 AUTO` and `9x17` -> `.380 ACP`. */
export function parseCalibre(text: string): Parsed {
  const written = readText(text);
  if (written === undefined) return tooLong();
  const name = /^[\p{L}\p{N} .,&×/()-]+$/u.test(written) ? canonical.get(key(written)) : undefined;
  return name === undefined ? refused('BAD_FORMAT', 'calibre fora da lista') : accepted(name);
}

/** The list's writing is the one shown. */
export function formatCalibre(value: string): string {
  return value;
}
