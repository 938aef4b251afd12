// What stands in place of a value. Masking what is masked changes nothing, and the result is legal where the value was: the scalars let
// a masked text pass, a list keeps its length.
import { getNamedType, isScalarType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { maskCnpj } from '../identifiers/cnpj.ts';
import { maskCpf, parseCpf } from '../identifiers/cpf.ts';
import { showOnlyEnd } from '../identifiers/masks.ts';
import { normalize } from '../identifiers/parsed.ts';
import type { MaskKind } from './rule.ts';

const masks: Readonly<Record<Exclude<MaskKind, 'NULL'>, (text: string) => string>> = {
  CPF: maskCpf,
  CPF_WITHIN: maskCpfWithin,
  DOCUMENT: maskDocument,
  LAST_6: (text) => showOnlyEnd(text, 6),
  INITIALS: maskName,
};

const text = new Set(['String', 'ID']);
/** Scalars that let a text with asterisks pass. A masked date would still be read as a date, so there is none. */
const identifiers = new Set(['CPF', 'CNPJ', 'Plate', 'Chassis', 'Renavam', 'WarrantNumber']);

/** Kinds whose result an identifier's scalar may refuse, or let pass unmasked. */
const ofTextAlone = new Set<MaskKind>(['CPF_WITHIN', 'INITIALS']);

/** Lists item by item; null stays null. NULL makes the whole value null, since a list of `!` may hold none. A value of no text is null. */
export function applyMask(as: MaskKind, value: unknown): unknown {
  if (value === null || value === undefined || as === 'NULL') return null;
  if (Array.isArray(value)) return value.map((item: unknown) => applyMask(as, item));
  if (typeof value === 'string') return masks[as](value);
  if (typeof value === 'number' || typeof value === 'bigint') return masks[as](String(value));
  return null;
}

/** Whether what the mask makes can leave through a field of this type: anywhere else it would be an error and not a mask. */
export function suitsMask(as: MaskKind, type: GraphQLOutputType): boolean {
  return suitsMaskByName(as, getNamedType(type).name);
}

/** The same by the name of the type, lists and `!` left out. */
export function suitsMaskByName(as: MaskKind, type: string): boolean {
  return as === 'NULL' || text.has(type) || (!ofTextAlone.has(as) && identifiers.has(type));
}

/** Whether what a mask made has something hidden in it: CPF_WITHIN leaves most texts as they are, and only what it changed counts as masked. */
export function isMasked(as: MaskKind, shown: unknown): boolean {
  if (as !== 'CPF_WITHIN') return true;
  if (Array.isArray(shown)) return shown.some((item) => isMasked(as, item));
  return typeof shown === 'string' && maskedCpf.test(shown);
}

/** Makes a value what its type would send, where that can be masked: a mask of raw text could come out in a form that no scalar lets pass. */
export function asSent(type: GraphQLOutputType): (value: unknown) => unknown {
  const named = getNamedType(type);
  if (!isScalarType(named) || !identifiers.has(named.name)) return (value) => value;
  const send = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(send);
    return value === null || value === undefined ? value : named.serialize(value);
  };
  return send;
}

const maskedCpf = /\*{3}\.\d{3}\.\d{3}-\*{2}/;
/** Eleven digits that no twelfth touches, whatever few signs stand between them. A mask keeps its digits four signs apart from others. */
const elevenDigits = /(?<!\p{Nd})\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){10}(?!\p{Nd})/uy;

/**
 * Every CPF in a text, as CPF masks it; all else stays. A document's number may be one by law: that of a CIN is (Lei 14.534/2023). Of the
 * other numbers of eleven digits one in a hundred passes for a CPF, and is masked too.
 */
function maskCpfWithin(text: string): string {
  const whole = text.toWellFormed();
  let shown = '';
  for (let at = 0; at < whole.length;) {
    elevenDigits.lastIndex = at;
    const found = elevenDigits.exec(whole)?.[0];
    const digits = found?.normalize('NFKC').replace(/\D/g, '');
    const isCpf = found !== undefined && digits !== undefined && parseCpf(digits).ok;
    const step = isCpf ? found : String.fromCodePoint(whole.codePointAt(at) as number);
    shown += isCpf ? maskCpf(digits) : step;
    at += step.length;
  }
  return shown;
}

/** CPF and CNPJ each in its own way; of any other document (DNI, cédula) the last three characters. */
function maskDocument(document: string): string {
  const bare = normalize(document) ?? '';
  if (/^\d{11}$/.test(bare) || /^\*{3}\.[\d*]{3}\.[\d*]{3}-\*{2}$/.test(document)) return maskCpf(document);
  if (/^[0-9A-Z]{12}\d{2}$/.test(bare)) return maskCnpj(document);
  if (maskCnpj(document) === document) return document;
  return showOnlyEnd(document, 3);
}

const particles = new Set(['da', 'das', 'de', 'do', 'dos', 'e', 'di', 'du', 'del', 'la', 'van', 'von', 'y']);

/** `Maria da Silva` -> `M. S.` */
function maskName(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const said = words.filter((word) => !particles.has(word.toLowerCase()));
  return (said.length > 0 ? said : words).map((word) => `${initialOf(word)}.`).join(' ');
}

/** One character, whatever its capital would be: that of `ß` is two. */
function initialOf(word: string): string {
  const [first = ''] = word.toWellFormed();
  const [capital = '', ...others] = first.toUpperCase();
  return others.length === 0 ? capital : first;
}
