// The scalars of the graph. A refusal names the kind and the problem, never the value.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseCnpj } from './cnpj.ts';
import { parseCountry } from './country.ts';
import { parseCpf } from './cpf.ts';
import { parseDate, parseDateTime } from './dates.ts';
import { accepted, inputCharsMax, normalize, refused, type Parsed } from './parsed.ts';
import { parsePlate } from './plate.ts';
import { parseRenavam } from './renavam.ts';
import { parseChassis } from './vin.ts';
import { parseWarrantNumber } from './warrant-number.ts';

export type ScalarName =
  'CPF' | 'CNPJ' | 'Plate' | 'Chassis' | 'Renavam' | 'WarrantNumber' | 'Date' | 'DateTime' | 'HolderCode' | 'Country';

function badIdentifier(kind: ScalarName, problem: string, detail: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(`${kind}: ${detail}`, {
    ...(node === undefined ? {} : { nodes: node }),
    extensions: { code: 'BAD_IDENTIFIER', kind, problem, detail },
  });
}

/**
 * The message without what was typed: for a variable, graphql-js puts the value before the scalar's own sentence
 * (`Variable "$cpf" got invalid value "…"; …`). Undefined for every other error.
 */
export function badIdentifierMessage(error: GraphQLError): string | undefined {
  const { code, kind, detail } = error.extensions;
  return code === 'BAD_IDENTIFIER' ? `${String(kind)}: ${String(detail)}` : undefined;
}

interface ScalarRule {
  readonly name: ScalarName;
  readonly description: string;
  readonly parse: (text: string) => Parsed;
  /** What may leave: the text to send, or undefined where it has not even the kind's shape. */
  readonly send: (value: unknown) => string | undefined;
}

function scalar(rule: ScalarRule): GraphQLScalarType<string, string> {
  const read = (value: unknown, node?: ValueNode): string => {
    if (typeof value !== 'string') throw badIdentifier(rule.name, 'BAD_FORMAT', 'espera um texto', node);
    const parsed = rule.parse(value);
    if (!parsed.ok) throw badIdentifier(rule.name, parsed.problem, parsed.detail, node);
    return parsed.value;
  };
  return new GraphQLScalarType<string, string>({
    name: rule.name,
    description: rule.description,
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, node),
    serialize: (value) => {
      const sent = rule.send(value);
      if (sent === undefined)
        throw badIdentifier(rule.name, 'BAD_FORMAT', 'o valor guardado não tem o formato do campo');
      return sent;
    },
  });
}

/** A masked value leaves as the rule made it: it has a `*`, and is no longer than an identifier. */
const isMasked = (value: string): boolean =>
  value.includes('*') && value.length <= inputCharsMax && /^[0-9A-Z*./: -]+$/.test(value);

/**
 * Normalises what the base holds. A number whose check digits fail leaves as it stands: the holder's record is shown,
 * not corrected. Only what has not the shape is kept back.
 */
function sendBy(parse: (text: string) => Parsed): ScalarRule['send'] {
  return (value) => {
    if (typeof value !== 'string') return undefined;
    if (isMasked(value)) return value;
    const parsed = parse(value);
    if (parsed.ok) return parsed.value;
    return parsed.problem === 'BAD_FORMAT' ? undefined : normalize(value);
  };
}

// Both forms of a converted plate leave as they stand on the vehicle; the canonical key is for look-ups.
const sendPlate: ScalarRule['send'] = (value) => {
  if (typeof value !== 'string') return undefined;
  if (isMasked(value)) return value;
  return parsePlate(value).ok ? normalize(value) : undefined;
};

const sendDate: ScalarRule['send'] = (value) => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10);
  return sendBy(parseDate)(value);
};

const sendDateTime: ScalarRule['send'] = (value) => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return sendBy(parseDateTime)(value);
};

function parseHolderCode(text: string): Parsed {
  return /^[A-Z][A-Z0-9_]{0,15}$/.test(text)
    ? accepted(text)
    : refused('BAD_FORMAT', 'código de órgão: até 16 maiúsculas, algarismos e sublinhados, a começar por letra');
}

const rules: readonly ScalarRule[] = [
  { name: 'CPF', description: 'CPF: onze dígitos, sem pontuação na saída.', parse: parseCpf, send: sendBy(parseCpf) },
  {
    name: 'CNPJ',
    description: 'CNPJ: catorze caracteres, numérico ou alfanumérico, sem pontuação na saída.',
    parse: parseCnpj,
    send: sendBy(parseCnpj),
  },
  {
    name: 'Plate',
    description: 'Placa do Brasil, da Argentina, do Uruguai ou do Paraguai. Na entrada, ABC1C34 e ABC1234 são a mesma.',
    parse: (text) => parsePlate(text),
    send: sendPlate,
  },
  {
    name: 'Chassis',
    description: 'Chassi: VIN de dezessete caracteres, ou número curto anterior a 1986.',
    parse: parseChassis,
    send: sendBy(parseChassis),
  },
  {
    name: 'Renavam',
    description: 'Renavam: onze dígitos; os nove de documento antigo são completados.',
    parse: parseRenavam,
    send: sendBy(parseRenavam),
  },
  {
    name: 'WarrantNumber',
    description: 'Número da peça no BNMP: vinte e oito dígitos.',
    parse: parseWarrantNumber,
    send: sendBy(parseWarrantNumber),
  },
  { name: 'Date', description: 'Data do calendário, AAAA-MM-DD.', parse: parseDate, send: sendDate },
  { name: 'DateTime', description: 'Instante, RFC 3339.', parse: parseDateTime, send: sendDateTime },
  {
    name: 'HolderCode',
    description: 'Sigla do órgão detentor: SP, PF, SENATRAN.',
    parse: parseHolderCode,
    send: (value) => (typeof value === 'string' && parseHolderCode(value).ok ? value : undefined),
  },
  {
    name: 'Country',
    description: 'País, ISO 3166-1 alfa-2.',
    parse: parseCountry,
    send: sendBy(parseCountry),
  },
];

/** One scalar a name, as a map of resolvers takes them. */
export const scalars: Readonly<Record<ScalarName, GraphQLScalarType<string, string>>> = Object.freeze(
  Object.fromEntries(rules.map((rule) => [rule.name, scalar(rule)])) as Record<
    ScalarName,
    GraphQLScalarType<string, string>
  >,
);
