// Asks one holder as the gateway and as the index would, and reads from its own schema what to ask for and what the answer may show.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { Kind, parse } from 'graphql';
import type { DocumentNode, FieldDefinitionNode, TypeNode } from 'graphql';
import { Agent, request } from 'undici';
import type { Asker } from '#kit/caller.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { harvestRules } from '#kit/rules/harvest.ts';
import { applyMask, isMasked } from '#kit/rules/mask.ts';
import type { RuleTable } from '#kit/rules/rule.ts';
import type { ExchangePrivateKey } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import type { AskingSide, Peer } from '#kit/wire/peers.ts';
import type { FeedPage, FeedRequest, HolderAnswer, Verdict } from '#kit/wire/protocol.ts';

export interface HolderConnection {
  readonly endpoint: EndpointEntry;
  readonly directory: Directory;
  readonly gatewayKey: ExchangePrivateKey;
  readonly indexKey: ExchangePrivateKey;
  /** PEM of the authority that the directory pins, for https. */
  readonly ca?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Signed by the endpoint, for this request. */
  readonly signed: boolean;
}

/** What was sent or received is not repeated: the message says only what was wrong with it. */
export class HolderReplyError extends Error {
  override readonly name = 'HolderReplyError';
  readonly code = 'BAD_REPLY';
}

const timeoutMs = 45_000;

export class HolderUnderCheck {
  readonly endpoint: EndpointEntry;
  readonly gateway: AskingSide;
  readonly index: AskingSide;
  readonly connection: HolderConnection;
  /** Bodies of the refusals and errors seen so far, in which nothing of the inside may show. */
  readonly remarks: string[] = [];
  readonly #agent: Agent;
  readonly #base: string;
  #schema: Promise<HolderSchema> | undefined;

  constructor(connection: HolderConnection) {
    const { endpoint, directory, gatewayKey, indexKey, ca } = connection;
    this.connection = connection;
    this.endpoint = endpoint;
    this.gateway = createAskingSide(gatewayKey, directory.environment);
    this.index = createAskingSide(indexKey, directory.environment);
    this.#agent = new Agent({ ...(ca !== undefined && { connect: { ca } }), keepAliveTimeout: 4000 });
    this.#base = endpoint.url.replace(/\/$/, '');
  }

  /** The path as it is signed and sent. */
  path(name: string): string {
    return new URL(`${this.#base}${name}`).pathname;
  }

  async get(name: string): Promise<Reply> {
    const answer = await request(`${this.#base}${name}`, { dispatcher: this.#agent, headersTimeout: timeoutMs });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text(), signed: false };
  }

  /** Sends a body with these headers, whoever signed them or nobody. */
  async send(
    name: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
    reader: Peer = 'gateway',
  ): Promise<Reply> {
    const answer = await request(`${this.#base}${name}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      dispatcher: this.#agent,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const { statusCode: status, headers: received } = answer;
    const requestSignature = headers['signature'] ?? '';
    const signed = this[reader].verify(this.endpoint, { status, headers: received, body: bytes, requestSignature });
    const text = bytes.toString('utf8');
    if (status !== 200 || text.includes('"errors"')) this.remarks.push(text);
    return { status, headers: received, body: text, signed };
  }

  sendSigned(name: string, body: string, as: Peer): Promise<Reply> {
    return this.send(name, body, this[as].sign(this.endpoint, { path: this.path(name), body }), as);
  }

  ask(query: string, variables: object, askers: readonly unknown[]): Promise<Reply> {
    return this.sendSigned('/graphql', JSON.stringify({ query, variables, extensions: { askers } }), 'gateway');
  }

  /** A question that must be answered. @throws HolderReplyError */
  async answerTo(query: string, variables: object, askers: readonly Asker[]): Promise<HolderAnswer> {
    const reply = await this.ask(query, variables, askers);
    return readJson(reply) as HolderAnswer;
  }

  /** Resolves the representations with all that the schema has on offer. @throws HolderReplyError */
  async entities(
    type: string,
    representations: readonly object[],
    askers: readonly Asker[],
    nameOf?: NameInAnswer,
  ): Promise<Entities> {
    const { selectionOf } = await this.schema();
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on ${type} ${selectionOf(type, nameOf)} } }`;
    const answer = await this.answerTo(query, { representations }, askers);
    const list = answer.data?.['_entities'];
    if (!Array.isArray(list))
      throw new HolderReplyError(`no list of entities${answer.errors?.length ? ', but errors' : ''}`);
    return { list, verdicts: answer.extensions?.verdicts ?? [], asOf: answer.extensions?.asOf };
  }

  async page(wanted: FeedRequest): Promise<FeedPage> {
    return readJson(await this.sendSigned('/feed', JSON.stringify(wanted), 'index')) as FeedPage;
  }

  /** Seconds for which the holder leaves an idle connection open, measured up to `maxS`. */
  async heldIdleS(maxS: number): Promise<number> {
    const url = new URL(`${this.#base}/health`);
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const { ca } = this.connection;
    const socket: Socket =
      url.protocol === 'https:'
        ? connectTls({ host, port, servername: host, ...(ca !== undefined && { ca }) })
        : connect({ host, port });
    try {
      socket.write(`GET ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`);
      await once(socket, 'data');
      const startedAt = performance.now();
      const closed = once(socket, 'close');
      socket.resume();
      await Promise.race([closed, sleep(maxS * 1000, undefined, { ref: false })]);
      return (performance.now() - startedAt) / 1000;
    } finally {
      socket.destroy();
    }
  }

  schema(): Promise<HolderSchema> {
    return (this.#schema ??= this.answerTo('{ _service { sdl } }', {}, [patrol]).then((answer) => {
      const service = answer.data?.['_service'] as { readonly sdl?: unknown } | undefined;
      if (typeof service?.sdl !== 'string') throw new HolderReplyError('no schema in _service { sdl }');
      return readSchema(service.sdl);
    }));
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

export interface Entities {
  readonly list: readonly unknown[];
  readonly verdicts: readonly Verdict[];
  readonly asOf: string | undefined;
}

function readJson({ status, signed, body }: Reply): unknown {
  if (status !== 200) throw new HolderReplyError(`status ${status}`);
  if (!signed) throw new HolderReplyError('an answer that the endpoint did not sign for this request');
  try {
    return JSON.parse(body);
  } catch {
    throw new HolderReplyError('an answer that is not JSON');
  }
}

function askerOf(profile: Asker['caller']['profile'], intent: Pick<Asker, 'purpose' | 'caseNumber'>): Asker {
  return {
    caller: {
      id: `check-holder.${profile}`,
      body: 'CHECK',
      profile,
      level: 2,
      entitlements: [],
      tokenId: 'check-holder',
    },
    ...intent,
  };
}

export const patrol = askerOf('patrol', { purpose: 'BORDER' });
/** A profile that may see no source data at all. */
export const nobody = askerOf('help-desk', {});

/** The response key of a field. */
export type NameInAnswer = (field: string) => string;
const itsOwn: NameInAnswer = (field) => field;

export interface HolderSchema {
  readonly recordType: string;
  /** Key: the field beside `holder`. */
  readonly probe: { readonly type: string; readonly key: string } | undefined;
  readonly rules: RuleTable;
  /** All fields of a type, down to the leaves. */
  selectionOf(type: string, nameOf?: NameInAnswer): string;
  /** What the answer about an entity shows against the rules for this asker; undefined where it keeps to them. */
  breach(
    type: string,
    entity: unknown,
    at: readonly (string | number)[],
    asker: Asker,
    verdicts: readonly Verdict[],
    nameOf?: NameInAnswer,
  ): Breach;
}

export interface Breach {
  readonly problem?: string;
  /** How many fields were denied, and how many values masked. */
  readonly denied: number;
  readonly masked: number;
}

const depthMax = 4;

/** @throws HolderReplyError */
export function readSchema(sdl: string): HolderSchema {
  let document: DocumentNode;
  let rules: RuleTable;
  try {
    document = parse(sdl);
    rules = harvestRules(document);
  } catch (error) {
    throw new HolderReplyError(
      error instanceof Error && 'code' in error ? error.message : 'a schema that cannot be read',
    );
  }
  const types = fieldsByType(document);
  const keys = keysByType(document);
  const record = [...keys].find(([, fields]) => fields.join(' ') === 'holder recordId');
  if (!record) throw new HolderReplyError('no type with @key(fields: "holder recordId")');
  const probe = [...keys].find(
    ([type, [holder, key, ...others]]) => type !== record[0] && holder === 'holder' && key && others.length === 0,
  );

  /** Empty where nothing can be selected. */
  function selectionOf(type: string, nameOf: NameInAnswer, depth = 1): string {
    const fields: string[] = [];
    for (const [name, field] of types.get(type) ?? []) {
      if (field.arguments?.some(isRequired)) continue;
      const returned = types.get(typeName(field.type));
      const named = nameOf(name) === name ? name : `${nameOf(name)}: ${name}`;
      if (!returned) fields.push(named);
      else if (depth < depthMax) {
        const inner = selectionOf(typeName(field.type), nameOf, depth + 1);
        if (inner !== '') fields.push(`${named} ${inner}`);
      }
    }
    return fields.length === 0 ? '' : `{ ${fields.join(' ')} }`;
  }

  function breach(
    type: string,
    entity: unknown,
    at: readonly (string | number)[],
    asker: Asker,
    verdicts: readonly Verdict[],
    nameOf = itsOwn,
  ): Breach {
    const said = new Set(verdicts.map(({ path, verdict }) => `${verdict} ${JSON.stringify(path)}`));
    const count = { denied: 0, masked: 0 };
    const problem = walk(type, entity, at);
    return { ...(problem !== undefined && { problem }), ...count };

    function walk(typeAt: string, value: unknown, path: readonly (string | number)[]): string | undefined {
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) {
          const found = walk(typeAt, item, [...path, index]);
          if (found !== undefined) return found;
        }
        return undefined;
      }
      if (typeof value !== 'object' || value === null) return undefined;
      for (const [name, field] of types.get(typeAt) ?? []) {
        const key = nameOf(name);
        if (!Object.hasOwn(value, key)) {
          // Every leaf was asked under its other name.
          if (nameOf !== itsOwn && !types.has(typeName(field.type)) && !field.arguments?.some(isRequired))
            return `${typeAt}.${name} is not in the answer`;
          continue;
        }
        const shown = (value as Record<string, unknown>)[key];
        const coordinate = `${typeAt}.${name}`;
        const decision = decide(rules.get(coordinate), asker);
        const verdictFor = (verdict: string) => said.has(`${verdict} ${JSON.stringify([...path, key])}`);
        if (decision.kind === 'DENY') {
          count.denied += 1;
          if (shown !== null) return `${coordinate} is shown`;
          if (!verdictFor('DENY')) return `${coordinate} is null without a DENY verdict at its path`;
        } else if (decision.kind === 'MASK' && (shown !== null || decision.as === 'NULL')) {
          count.masked += 1;
          // Masking what is masked changes nothing, so what changes was not masked.
          if (!isDeepStrictEqual(applyMask(decision.as, shown), shown))
            return `${coordinate} is not masked as ${decision.as}`;
          // A mask to nothing is told of whether or not there was a value, so that it does not tell whether.
          if ((decision.as === 'NULL' || isMasked(decision.as, shown)) && !verdictFor('MASK'))
            return `${coordinate} is masked without a MASK verdict at its path`;
        } else {
          const found = walk(typeName(field.type), shown, [...path, key]);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    }
  }

  return {
    recordType: record[0],
    probe: probe && { type: probe[0], key: probe[1][1] as string },
    rules,
    selectionOf: (type, nameOf = itsOwn) => selectionOf(type, nameOf),
    breach,
  };
}

function fieldsByType(document: DocumentNode): ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>> {
  const types = new Map<string, Map<string, FieldDefinitionNode>>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const fields = types.get(node.name.value) ?? new Map<string, FieldDefinitionNode>();
    for (const field of node.fields ?? []) fields.set(field.name.value, field);
    types.set(node.name.value, fields);
  }
  return types;
}

/** The first key of each type that has one. */
function keysByType(document: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const key = node.directives?.find(({ name }) => name.value === 'key');
    const fields = key?.arguments?.find(({ name }) => name.value === 'fields')?.value;
    if (fields?.kind === Kind.STRING && !keys.has(node.name.value))
      keys.set(node.name.value, fields.value.trim().split(/\s+/));
  }
  return keys;
}

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}

function isRequired({ type, defaultValue }: { readonly type: TypeNode; readonly defaultValue?: unknown }): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}
