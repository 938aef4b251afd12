// The mutator: from requests that are right to ones that nobody thought of. The same seed and number give the same request, whatever else
// was asked before, so that each failure can be had again.

import type { GraphQLSchema } from 'graphql';
import { purposes } from '#kit/caller.ts';
import { Random } from '../../demo/nation/random.ts';
import { operationsFolder, readOperations, variablesFrom } from '../../gateway/operations.ts';
import type { Family, Headers, Request, Sent, World } from './case.ts';
import { hostileNames, hostileNumbers, hostileTexts, namesOf } from './hostile-values.ts';
import { headersOf, plainQuery, post, raw } from './requests.ts';
import { mutateText } from './text-strokes.ts';
import { mutateTree } from './tree-strokes.ts';

export interface Mutator {
  /** The request of this number. */
  make(ordinal: number): Sent;
  /** A request that is as right as can be, whose answer must never change. */
  readonly right: Request;
}

export interface MutatorOptions {
  readonly world: World;
  readonly schema: GraphQLSchema;
  readonly seed: number;
  /** Where requests come from beside the stored operations. */
  readonly families: readonly Family[];
}

/** A request in parts, so that each can be changed by itself. */
interface Draft {
  readonly query: string;
  readonly variables: unknown;
  readonly others: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

type Stroke = (draft: Draft, random: Random) => Draft;

export function createMutator({ world, schema, seed, families }: MutatorOptions): Mutator {
  const stored = readOperations(operationsFolder).map((operation): Draft => {
    const { profile, purpose = null, case: caseNumber = null } = operation;
    return {
      query: operation.text,
      variables: variablesFrom(operation, world.story),
      others: {},
      headers: headersOf(world, { profile, purpose, case: caseNumber }),
    };
  });
  const corpus = families.flatMap((family) => family.cases(world)).flatMap(({ sent }) => draftOf(sent));
  const [first] = stored;
  if (!first || corpus.length === 0) throw new TypeError('there is nothing to mutate');
  const textStock = { names: namesOf(schema), others: [...stored, ...corpus].map(({ query }) => query) };
  const treeStock = { schema, known: knownTexts(world) };

  const inText: Stroke = (draft, random) => ({ ...draft, query: mutateText(draft.query, random, textStock) });
  const inTree: Stroke = (draft, random) => ({
    ...draft,
    query: mutateTree(draft.query, random, treeStock) ?? mutateText(draft.query, random, textStock),
  });
  const inVariables: Stroke = (draft, random) => ({ ...draft, variables: mutateValue(draft.variables, random, 0) });
  const inHeaders: Stroke = (draft, random) => ({ ...draft, headers: mutateHeaders(draft.headers, random) });
  const inMembers: Stroke = (draft, random) => ({ ...draft, others: { ...draft.others, ...member(random) } });
  const strokes: readonly Stroke[] = [
    ...Array.from({ length: 8 }, () => inTree),
    ...Array.from({ length: 5 }, () => inText),
    ...Array.from({ length: 4 }, () => inVariables),
    inHeaders,
    inHeaders,
    inMembers,
  ];

  return {
    right: requestOf(world, first),
    make(ordinal) {
      const random = new Random(seed, 'hostile', ordinal);
      let draft = random.chance(0.6) ? random.pick(stored) : random.pick(corpus);
      // Near half stay documents, so that they are answered.
      const chosen = random.chance(0.45) ? [inTree] : strokes;
      for (let left = random.between(1, 5); left > 0; left--) draft = random.pick(chosen)(draft, random);
      const request = requestOf(world, draft);
      if (chosen === strokes && random.chance(0.06)) return raw(mutateBytes(onTheWire(request), random), 250);
      return chosen === strokes && random.chance(0.2)
        ? { ...request, body: mutateBytes(request.body ?? Buffer.alloc(0), random) }
        : request;
    },
  };
}

function draftOf(sent: Sent): readonly Draft[] {
  if (sent.kind === 'raw' || sent.method !== 'POST' || sent.path !== '/graphql' || !sent.body) return [];
  // What is large is large again and again, and nothing else.
  if (sent.body.length > 6000) return [];
  try {
    const body: unknown = JSON.parse(sent.body.toString('utf8'));
    if (typeof body !== 'object' || body === null) return [];
    const { query, variables = {}, ...others } = body as Readonly<Record<string, unknown>>;
    return typeof query === 'string' ? [{ query, variables, others, headers: sent.headers }] : [];
  } catch {
    return [];
  }
}

function requestOf(world: World, { query, variables, others, headers }: Draft): Request {
  const sent = post(world, JSON.stringify({ query, variables, ...others }));
  return { ...sent, headers };
}

function onTheWire({ method, path, headers, body }: Request): Buffer {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: gateway',
    'connection: close',
    `content-length: ${body?.length ?? 0}`,
    ...lines,
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body ?? Buffer.alloc(0)]);
}

function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  for (let left = random.between(1, 3); left > 0; left--) {
    const at = random.between(0, Math.max(0, changed.length - 1));
    const count = random.between(1, 8);
    const noise = Buffer.from(Array.from({ length: count }, () => random.between(0, 255)));
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
    switch (random.between(0, 5)) {
      case 0:
        changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
        break;
      case 1:
        changed = Buffer.concat([before, after.subarray(count)]);
        break;
      case 2:
        changed = Buffer.concat([before, noise, after]);
        break;
      case 3:
        changed = Buffer.concat([before, after.subarray(0, count * 4), after]);
        break;
      case 4:
        changed = Buffer.concat([before, noise, after.subarray(count)]);
        break;
      default:
        changed = Buffer.from(before);
    }
  }
  return changed;
}

const depthMax = 5;

/** Somewhere in the value something else. */
function mutateValue(value: unknown, random: Random, depth: number): unknown {
  const isBranch = typeof value === 'object' && value !== null && depth < depthMax;
  if (!isBranch || (depth > 0 && random.chance(0.4))) return strangeValue(value, random);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (list.length === 0) return [strangeValue(undefined, random)];
    const at = random.between(0, list.length - 1);
    return random.chance(0.3) ? list.toSpliced(at, 1) : list.with(at, mutateValue(list[at], random, depth + 1));
  }
  const entries = Object.entries(value as object);
  const at = random.between(0, Math.max(0, entries.length - 1));
  const [name = 'text', old] = entries[at] ?? [];
  switch (random.between(0, 5)) {
    case 0:
      return fromEntries(entries.toSpliced(at, 1));
    case 1:
      return fromEntries([...entries, [random.pick(hostileNames), strangeValue(old, random)]]);
    case 2:
      return fromEntries(entries.toSpliced(at, 1, [random.pick(hostileNames), old]));
    default:
      return fromEntries(entries.toSpliced(at, 1, [name, mutateValue(old, random, depth + 1)]));
  }
}

/** `__proto__` as a member like any other. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  const members = {};
  for (const [name, value] of entries)
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
  return members;
}

function strangeValue(old: unknown, random: Random): unknown {
  switch (random.between(0, 11)) {
    case 0:
      return null;
    case 1:
      return random.pick(hostileNumbers);
    case 2:
      return random.chance(0.5);
    case 3:
      return [old];
    case 4:
      return { [random.pick(hostileNames.filter((name) => name !== '__proto__'))]: old };
    case 5:
      return Array.from({ length: random.between(0, 120) }, () => old);
    case 6:
      return typeof old === 'string' ? `${old}${random.pick(hostileTexts)}` : old;
    case 7:
      return typeof old === 'string' ? old.slice(random.between(0, old.length)) : old;
    default:
      return random.pick(hostileTexts);
  }
}

function member(random: Random): Readonly<Record<string, unknown>> {
  return random.pick<Readonly<Record<string, unknown>>>([
    { operationName: random.pick(hostileNames) },
    { operationName: random.pick(hostileTexts) },
    { operationName: random.pick([null, 1, [], {}, true]) },
    { extensions: random.pick<unknown>([null, 'x', [], {}, { persistedQuery: { version: 1, sha256Hash: '00' } }]) },
    { variables: random.pick<unknown>([null, 'x', [], 1, true]) },
    { query: random.pick<unknown>([null, 1, [], {}, plainQuery]) },
    { [random.pick(hostileTexts)]: random.pick(hostileTexts) },
  ]);
}

const headerValues: Readonly<Record<string, readonly string[]>> = {
  'x-infoseg-purpose': [...purposes, '', 'x', '__proto__', 'STOP,STOP'],
  'x-infoseg-case': [
    '',
    'IP-2026-000123',
    'OF-2026-000123',
    '0000001-39.2024.8.26.0100',
    'IP-2026-000000',
    '%',
    '__proto__',
  ],
  'x-infoseg-justification': ['', 'abc', '%zz', '%00', '%e2%80%ae', 'a'.repeat(501)],
  accept: ['*/*', 'application/json', 'application/graphql-response+json', 'text/html', '', 'multipart/mixed'],
  'accept-language': ['en', 'es', 'pt-BR', 'xx', 'en;q=abc', ',,,;q='],
  'content-type': ['application/json; charset=utf-8', 'text/plain', '', 'application/json;', 'application/graphql'],
  'content-encoding': ['gzip', 'identity', 'br', ''],
  authorization: ['', 'Bearer', 'Bearer x', 'Basic eA==', 'Bearer a.b.c'],
  traceparent: ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'x', '00-0-0-0', ''],
  origin: ['https://evil.example', 'null', ''],
  'x-forwarded-for': ['127.0.0.1', '::1, 10.0.0.1', 'x'],
  cookie: ['a=b', '__proto__=x'],
};

function mutateHeaders(headers: Headers, random: Random): Headers {
  const name = random.pick(Object.keys(headerValues));
  const old = headers[name];
  if (typeof old === 'string' && random.chance(0.3)) return { ...headers, [name]: flipped(old, random) };
  if (random.chance(0.1)) return Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
  return { ...headers, [name]: random.pick(headerValues[name] ?? ['']) };
}

/** Another printable character somewhere. */
function flipped(text: string, random: Random): string {
  const at = random.between(0, Math.max(0, text.length - 1));
  return `${text.slice(0, at)}${String.fromCharCode(random.between(0x21, 0x7e))}${text.slice(at + 1)}`;
}

/** What the nation knows, so that mutations find something. */
function knownTexts({ story }: World): Readonly<Record<string, readonly string[]>> {
  const { stolenPlate, namesakes, twoSystemsSerial, clonePlate, companyPlate, servedYesterday } = story;
  const people = [stolenPlate.owner, servedYesterday, story.deceased, story.inCustody, story.likelyWarrant];
  return {
    CPF: [...people.map(({ cpf }) => cpf), story.disputedCpf.cpf],
    CNPJ: [companyPlate.cnpj],
    Renavam: [stolenPlate.renavam],
    WarrantNumber: [
      stolenPlate.owner.warrantNumber,
      story.secretWarrant.warrantNumber,
      story.restrictedWarrant.warrantNumber,
    ],
    Date: [...people.map(({ birthDate }) => birthDate), '1801-01-01'],
    Country: ['BR', 'AR', 'UY', 'PY', 'DE'],
    HolderCode: ['SP', 'PE', 'CNJ'],
    ID: ['00000000-0000-0000-0000-000000000000', '1', 'x'],
    String: [
      stolenPlate.plate,
      clonePlate.plate,
      'ABC1234',
      'ABC*',
      twoSystemsSerial.serial,
      twoSystemsSerial.make,
      story.repeatedSerial.serial,
      story.suppressedRegistration,
      stolenPlate.chassis,
      namesakes.name,
      stolenPlate.owner.name,
      stolenPlate.owner.motherName,
      stolenPlate.owner.cpf,
      'MARIA',
    ],
  };
}
