// What stands in place of a value. Masking what is masked changes nothing, and the result is legal where the value was: the scalars let
// a masked text pass, a list keeps its length.
import { maskCnpj } from '../identifiers/cnpj.ts';
import { maskCpf } from '../identifiers/cpf.ts';
import { showOnlyEnd } from '../identifiers/masks.ts';
import type { MaskKind } from './rule.ts';

const masks: Readonly<Record<Exclude<MaskKind, 'NULL'>, (text: string) => string>> = {
  CPF: maskCpf,
  DOCUMENT: maskDocument,
  LAST_6: (text) => showOnlyEnd(text, 6),
  INITIALS: maskName,
};

/** Lists item by item; null stays null. NULL makes the whole value null, since a list of `!` may hold none. A value of no text is null. */
export function applyMask(as: MaskKind, value: unknown): unknown {
  if (value === null || value === undefined || as === 'NULL') return null;
  if (Array.isArray(value)) return value.map((item: unknown) => applyMask(as, item));
  if (typeof value === 'string') return masks[as](value);
  if (typeof value === 'number' || typeof value === 'bigint') return masks[as](String(value));
  return null;
}

/** CPF and CNPJ each in its own way; of any other document (DNI, cédula) the last three characters. */
function maskDocument(text: string): string {
  const bare = text.replace(/[.\-/\s]/g, '').toUpperCase();
  if (/^\d{11}$/.test(bare) || /^\*{3}\.[\d*]{3}\.[\d*]{3}-\*{2}$/.test(text)) return maskCpf(text);
  if (/^[0-9A-Z]{12}\d{2}$/.test(bare)) return maskCnpj(text);
  if (maskCnpj(text) === text) return text;
  return showOnlyEnd(text, 3);
}

const particles = new Set(['da', 'das', 'de', 'do', 'dos', 'e', 'di', 'du', 'del', 'la', 'van', 'von', 'y']);

/** `Maria da Silva` -> `M. S.` */
function maskName(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const said = words.filter((word) => !particles.has(word.toLowerCase()));
  return (said.length > 0 ? said : words).map((word) => `${[...word][0]?.toUpperCase() ?? ''}.`).join(' ');
}
