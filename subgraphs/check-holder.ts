// npm run check-holder -- URL: does this holder keep to PROTOCOL.md? A black box: it is asked over the wire and nothing else, as the
// gateway and as the index. What it is asked is journalled like any question, so a base in production is no place for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endpointName, indexSource, loadDirectory } from '#kit/directory.ts';
import type { EndpointEntry } from '#kit/directory.ts';
import { ConfigError, exitWith } from '#kit/errors.ts';
import { feedLimitMax, feedWaitMaxMs } from '#kit/feed.ts';
import { audienceTokens } from '#kit/rules/policy.ts';
import { epochHourOf, generateExchangeKey, importPublicKey, readPrivateKeyFile, sharedKey } from '#kit/wire/keys.ts';
import type { FeedEvent, HolderAnswer } from '#kit/wire/protocol.ts';
import { signRequest } from '#kit/wire/signature.ts';
import { HolderReplyError, HolderUnderCheck, nobody, patrol } from './ask-holder.ts';
import type { HolderConnection, HolderSchema, Reply } from './ask-holder.ts';
import { checkEntry, checkEvent } from './national-index/entry-check.ts';

export interface CheckOptions extends HolderConnection {
  /** Ids of records that every patrol may see; needed where the feed shows none (publication NONE). */
  readonly recordIds?: readonly string[];
}

export interface CheckResult {
  readonly name: string;
  readonly status: 'ok' | 'fail' | 'skipped';
  /** What PROTOCOL.md asks for. */
  readonly expected: string;
  /** What was found instead, or why the check was skipped; never data. */
  readonly found?: string;
}

/** Runs all checks in order. The holder's data is read and not changed. */
export async function* checkHolder(options: CheckOptions): AsyncGenerator<CheckResult> {
  const holder = new HolderUnderCheck(options);
  const session: Session = { holder, options, sample: once(() => takeSample(holder, options.recordIds)) };
  try {
    for (const check of checks) {
      const result = await runCheck(check, session);
      yield result;
      // Nobody is there: everything else would fail for the same reason.
      if (check === checks[0] && result.status === 'fail') return;
    }
  } finally {
    await holder.close();
  }
}

interface Session {
  readonly holder: HolderUnderCheck;
  readonly options: CheckOptions;
  readonly sample: () => Promise<Sample>;
}

interface Sample {
  readonly schema: HolderSchema;
  /** Records that a patrol may see. */
  readonly open: readonly string[];
  /** A record that a patrol may not see, not even that it is there. */
  readonly closed: string | undefined;
  readonly events: readonly FeedEvent[];
}

/** Undefined: as expected. */
type Finding = undefined | string | { readonly skipped: string };

interface Check {
  readonly name: string;
  readonly expected: string;
  run(session: Session): Promise<Finding>;
}

async function runCheck({ name, expected, run }: Check, session: Session): Promise<CheckResult> {
  let finding: Finding;
  try {
    finding = await run(session);
  } catch (error) {
    finding = error instanceof HolderReplyError ? error.message : `no answer (${codeOf(error)})`;
  }
  if (finding === undefined) return { name, expected, status: 'ok' };
  if (typeof finding === 'string') return { name, expected, status: 'fail', found: finding };
  return { name, expected, status: 'skipped', found: finding.skipped };
}

const trivial = '{ _service { __typename } }';
const question = JSON.stringify({ query: trivial, extensions: { askers: [patrol] } });
const firstPage = JSON.stringify({ after: 0, limit: 1, waitMs: 0 });
const bodyMaxBytes = 1_048_576;
const keepAliveMinS = 60;
const sampleMax = 500;

const checks: readonly Check[] = [
  {
    name: 'health',
    expected: 'GET /health answers 200 without a signature',
    run: async ({ holder }) => statusIs(await holder.get('/health'), 200),
  },
  {
    name: 'ready',
    expected: 'GET /ready answers 200 while questions can be answered',
    run: async ({ holder }) => statusIs(await holder.get('/ready'), 200),
  },
  {
    name: 'keep-alive',
    expected: `an idle connection stays open for at least ${keepAliveMinS} s, as announced (Keep-Alive: timeout=…) or as held`,
    async run({ holder }) {
      const announced = /timeout=(\d+)/.exec(String((await holder.get('/health')).headers['keep-alive'] ?? ''))?.[1];
      if (announced !== undefined) return Number(announced) >= keepAliveMinS ? undefined : `${announced} s announced`;
      const heldS = await holder.heldIdleS(keepAliveMinS);
      return heldS >= keepAliveMinS ? undefined : `closed after ${Math.floor(heldS)} s`;
    },
  },
  {
    name: 'a signed question',
    expected: 'is answered with 200, signed by the endpoint, JSON',
    async run({ holder }) {
      const reply = await holder.sendSigned('/graphql', question, 'gateway');
      if (!/^application\/(graphql-response\+)?json\b/.test(String(reply.headers['content-type'])))
        return 'another content type';
      return statusIs(reply, 200) ?? (reply.signed ? undefined : 'not signed, or not for this request');
    },
  },
  {
    name: 'the answer to another question',
    expected: 'two equal questions have answers that cannot be exchanged: each covers the signature of its own request',
    async run({ holder }) {
      const path = holder.path('/graphql');
      const [one, other] = [0, 1].map(() => holder.gateway.sign(holder.endpoint, { path, body: question }));
      const reply = await holder.send('/graphql', question, one);
      const moved = { ...reply, body: Buffer.from(reply.body), requestSignature: other?.signature ?? '' };
      if (!reply.signed) return 'the answer is not signed for its own request';
      return holder.gateway.verify(holder.endpoint, moved) ? 'the answer passes for another request' : undefined;
    },
  },
  {
    name: 'an unsigned question',
    expected: 'is refused with 401',
    run: async ({ holder }) => refused(await holder.send('/graphql', question)),
  },
  {
    name: 'a question signed by a stranger',
    expected: 'is refused with 401, whether under a name of its own or under the gateway’s',
    async run({ holder, options }) {
      const stranger = generateExchangeKey();
      const peer = importPublicKey('exchange', holder.endpoint.exchangeKey, 'exchangeKey');
      for (const keyId of [stranger.id, options.gatewayKey.id]) {
        const key = (hour: number) => sharedKey(stranger, peer, hour, options.directory.environment);
        const headers = signRequest({ method: 'POST', path: holder.path('/graphql'), body: question, keyId, key });
        const finding = refused(await holder.send('/graphql', question, headers));
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'a replayed question',
    expected: 'is answered once and refused with 401 the second time',
    async run({ holder }) {
      const headers = holder.gateway.sign(holder.endpoint, { path: holder.path('/graphql'), body: question });
      const first = await holder.send('/graphql', question, headers);
      return statusIs(first, 200) ?? refused(await holder.send('/graphql', question, headers));
    },
  },
  {
    name: 'a stale question',
    expected: 'created more than 60 s ago, or more than 60 s ahead, is refused with 401',
    async run(session) {
      for (const offsetMs of [-120_000, 120_000]) {
        const headers = signedAt(session, Date.now() + offsetMs);
        const finding = refused(await session.holder.send('/graphql', question, headers));
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'a question changed on its way',
    expected: 'is refused with 401, whether its body or its path was changed',
    async run({ holder }) {
      const elsewhere = holder.gateway.sign(holder.endpoint, { path: holder.path('/feed'), body: question });
      const here = holder.gateway.sign(holder.endpoint, { path: holder.path('/graphql'), body: question });
      return (
        refused(await holder.send('/graphql', question, elsewhere)) ??
        refused(await holder.send('/graphql', `${question} `, here))
      );
    },
  },
  {
    name: 'a signature in another form',
    expected: 'is refused with 401: one label, the components and parameters in their order and no others',
    async run({ holder }) {
      const changes: readonly [RegExp, string][] = [
        [/^infoseg=/, 'sig1='],
        [/"hmac-sha256"$/, '"HMAC-SHA256"'],
        [/;nonce="[^"]*"/, ''],
        [/ "content-digest"/, ''],
        [/$/, ', other=("@method")'],
      ];
      for (const [pattern, replacement] of changes) {
        const headers = holder.gateway.sign(holder.endpoint, { path: holder.path('/graphql'), body: question });
        const input = headers['signature-input'].replace(pattern, replacement);
        const finding = refused(await holder.send('/graphql', question, { ...headers, 'signature-input': input }));
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'the index asking',
    expected: 'is refused with 403: the index follows the feed and never asks for records',
    run: async ({ holder }) => forbidden(await holder.sendSigned('/graphql', question, 'index')),
  },
  {
    name: 'the gateway following',
    expected: 'is refused with 403: the gateway asks for records and never follows the feed',
    run: async ({ holder }) => forbidden(await holder.sendSigned('/feed', firstPage, 'gateway')),
  },
  {
    name: 'schema',
    expected: '_service { sdl } gives a schema with rules and one type under @key(fields: "holder recordId")',
    async run({ holder }) {
      const { rules, recordType } = await holder.schema();
      return [...rules.keys()].some((coordinate) => coordinate.startsWith(`${recordType}.`))
        ? undefined
        : 'no rule on any field of the record';
    },
  },
  {
    name: 'a question for nobody',
    expected: 'without askers, or with askers that are not as described, is refused with 400',
    async run({ holder }) {
      const { caller } = patrol;
      const sharing = { caller, representations: [0] };
      const bad = [
        undefined,
        [],
        'patrol',
        [{}],
        [{ caller: { ...caller, profile: 'king' } }],
        [{ ...patrol, admin: true }],
        [sharing, sharing],
      ];
      for (const askers of bad) {
        const finding = badRequest(
          await holder.sendSigned('/graphql', JSON.stringify({ query: trivial, extensions: { askers } }), 'gateway'),
        );
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'a malformed question',
    expected: 'no JSON, no query, no GraphQL or no field of the schema: 400 with a code and no details',
    async run({ holder }) {
      const asked = (query: unknown) => JSON.stringify({ query, extensions: { askers: [patrol] } });
      for (const body of [
        '{',
        'null',
        '[]',
        asked(undefined),
        asked(7),
        asked('{ {'),
        asked('{ nothing_of_the_sort }'),
      ]) {
        const reply = await holder.sendSigned('/graphql', body, 'gateway');
        const finding =
          badRequest(reply) ??
          (/nothing_of_the_sort|Syntax Error|Cannot query/i.test(reply.body) ? 'details in the body' : undefined);
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'a huge question',
    expected: `of more than ${bodyMaxBytes} bytes is refused with 413`,
    async run({ holder }) {
      const body = JSON.stringify({
        query: `{ _service { __typename } } #${'x'.repeat(bodyMaxBytes)}`,
        extensions: { askers: [patrol] },
      });
      return statusIs(await holder.sendSigned('/graphql', body, 'gateway'), 413);
    },
  },
  {
    name: 'an entity of no known type',
    expected: 'gives no data and breaks nothing: 200 with an error, or 400',
    async run({ holder }) {
      const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
      const { recordType } = await holder.schema();
      const r = [
        { __typename: recordType, holder: holder.endpoint.holder, recordId: 'a' },
        { __typename: 'NothingOfTheSort', id: 'a' },
        {},
      ];
      const reply = await holder.ask(query, { r }, [patrol]);
      if (reply.status === 400) return undefined;
      const list = (JSON.parse(reply.body) as HolderAnswer).data?.['_entities'] ?? null;
      if (list !== null && !(Array.isArray(list) && list.length === 3 && list[1] === null && list[2] === null))
        return 'something is answered';
      return statusIs(reply, 200);
    },
  },
  {
    name: 'feed pages',
    expected:
      'carry source, holder, head and asOf; positions rise from `after`, no more than `limit`; the pages join without gap or repetition',
    async run({ holder }) {
      const whole = await holder.page({ after: 0, limit: 20, waitMs: 0 });
      const { source, holder: code } = holder.endpoint;
      if (whole.source !== source || whole.holder !== code) return 'the page is of another endpoint';
      if (!Number.isSafeInteger(whole.head) || Number.isNaN(Date.parse(whole.asOf))) return 'head or asOf is missing';
      if (whole.events.length > 20) return 'more events than the limit';
      const positions = whole.events.map(({ position }) => position);
      if (positions.some((position, at) => position <= (positions[at - 1] ?? 0))) return 'positions do not rise';
      if (whole.head < (positions.at(-1) ?? 0)) return 'the head lies before the last event';
      const [first] = whole.events;
      if (!first) return whole.head === 0 ? undefined : 'a head without events before it';
      const rest = await holder.page({ after: first.position, limit: 20, waitMs: 0 });
      return rest.events[0]?.position === positions[1]
        ? undefined
        : 'the page after the first event does not begin with the second';
    },
  },
  {
    name: 'feed order',
    expected: 'is the same when asked again: what a position once held it holds for ever',
    async run({ holder }) {
      const [one, again] = [
        await holder.page({ after: 0, limit: 50, waitMs: 0 }),
        await holder.page({ after: 0, limit: 50, waitMs: 0 }),
      ];
      const known = one.events;
      return JSON.stringify(again.events.slice(0, known.length)) === JSON.stringify(known)
        ? undefined
        : 'the second reading differs';
    },
  },
  {
    name: 'feed entries',
    expected: 'are index entries of version 1, of this endpoint, at its publication level and within the closed list',
    async run({ holder }) {
      const { source, holder: code, publication } = holder.endpoint;
      const { events } = await holder.page({ after: 0, limit: sampleMax, waitMs: 0 });
      if (publication === 'NONE') return events.length === 0 ? undefined : 'an endpoint that publishes NONE has events';
      for (const [at, event] of events.entries()) {
        try {
          const identity = checkEvent(event);
          if (event.entry !== null) checkEntry(event.entry, { source, holder: code, publication }, identity);
        } catch (error) {
          return `event ${at}: ${error instanceof Error && 'code' in error ? error.message : 'not an entry'}`;
        }
      }
      return events.length > 0 ? undefined : { skipped: 'the feed is empty' };
    },
  },
  {
    name: 'waiting at the end of the feed',
    expected: 'returns an empty page when `waitMs` is over, and earlier only with an event',
    async run({ holder }) {
      if (holder.endpoint.publication === 'NONE') return { skipped: 'nothing is published' };
      const { head } = await holder.page({ after: 0, limit: 1, waitMs: 0 });
      const waitMs = 1200;
      const startedAt = performance.now();
      const page = await holder.page({ after: head, limit: 1, waitMs });
      const elapsedMs = performance.now() - startedAt;
      if (page.events.length > 0) return { skipped: 'the holder wrote meanwhile' };
      if (elapsedMs < waitMs * 0.9) return `an empty page after ${Math.round(elapsedMs)} ms of ${waitMs}`;
      return elapsedMs > waitMs + 5000 ? `${Math.round(elapsedMs)} ms instead of ${waitMs}` : undefined;
    },
  },
  {
    name: 'feed limits',
    expected: `after ≥ 0, limit 1 to ${feedLimitMax}, waitMs 0 to ${feedWaitMaxMs}, whole numbers all: anything else is refused with 400`,
    async run({ holder }) {
      const good = { after: 0, limit: 1, waitMs: 0 };
      const bad = [
        ...[{ after: -1 }, { after: 0.5 }, { after: '0' }, { after: null }, { limit: 0 }, { limit: feedLimitMax + 1 }],
        ...[{ limit: undefined }, { waitMs: -1 }, { waitMs: feedWaitMaxMs + 1 }, { waitMs: undefined }],
      ];
      for (const body of ['{', 'null', ...bad.map((change) => JSON.stringify({ ...good, ...change }))]) {
        const finding = badRequest(await holder.sendSigned('/feed', body, 'index'));
        if (finding) return finding;
      }
      return undefined;
    },
  },
  {
    name: 'an unknown record',
    expected: 'is null with a GONE verdict at its path',
    async run({ holder }) {
      const { recordType } = await holder.schema();
      return isGone(holder, recordType, { holder: holder.endpoint.holder, recordId: 'no.such.record' });
    },
  },
  {
    name: 'the key of another holder',
    expected: 'is null with a GONE verdict: an endpoint answers for its own records only',
    async run({ holder, sample }) {
      const { schema, open } = await sample();
      const other = holder.endpoint.holder === 'XX' ? 'YY' : 'XX';
      const record = await isGone(holder, schema.recordType, { holder: other, recordId: open[0] ?? 'no.such.record' });
      if (record || !schema.probe) return record;
      return isGone(holder, schema.probe.type, { holder: other, [schema.probe.key]: 'X' });
    },
  },
  {
    name: 'a known record',
    expected: 'answers with its own key, and the answer says as of when',
    async run({ holder, sample }) {
      const { schema, open } = await sample();
      const [recordId] = open;
      if (recordId === undefined) return noRecord;
      const { list, asOf } = await holder.entities(
        schema.recordType,
        [referenceTo(holder, schema, recordId)],
        [patrol],
      );
      if (!hasKey(list[0], holder, schema, recordId)) return 'no record, or another’s key';
      return asOf !== undefined && !Number.isNaN(Date.parse(asOf)) ? undefined : 'no extensions.asOf';
    },
  },
  {
    name: 'a list of records',
    expected: 'has as many entries as there were representations, in their order, repetitions included',
    async run({ holder, sample }) {
      const { schema, open } = await sample();
      const [first, second = first] = open;
      if (first === undefined || second === undefined) return noRecord;
      const ids = [second, 'no.such.record', first, first, 'no.such.record', second];
      const { list } = await holder.entities(
        schema.recordType,
        ids.map((id) => referenceTo(holder, schema, id)),
        [patrol],
      );
      if (list.length !== ids.length) return `${list.length} entries for ${ids.length}`;
      const misplaced = ids.findIndex((id, at) =>
        id === 'no.such.record' ? list[at] !== null : !hasKey(list[at], holder, schema, id),
      );
      return misplaced < 0 ? undefined : `entry ${misplaced} is not the record of representation ${misplaced}`;
    },
  },
  {
    name: 'what a patrol may not see',
    expected: 'is null with a DENY verdict, and what it may see in part is masked with a MASK verdict',
    run: (session) => keepsToTheRules(session, patrol),
  },
  {
    name: 'what a patrol may not see, under other names',
    expected: 'an alias opens nothing: null or masked as before, with its verdict at the place that the alias makes',
    run: (session) => keepsToTheRules(session, patrol, (field) => `as_${field}`),
  },
  {
    name: 'what nobody may see',
    expected: 'an asker without rights sees keys and no ruled field, whatever was selected',
    run: (session) => keepsToTheRules(session, nobody),
  },
  {
    name: 'two askers in one request',
    expected:
      'each sees by its own rights, in the representations that it named, and nobody in a representation that no one named',
    async run({ holder, sample }) {
      const { schema, open } = await sample();
      const [recordId] = open;
      if (recordId === undefined) return noRecord;
      const reference = referenceTo(holder, schema, recordId);
      const askers = [
        { ...nobody, representations: [0] },
        { ...patrol, representations: [1] },
      ];
      const { list, verdicts } = await holder.entities(schema.recordType, [reference, reference, reference], askers);
      if (list.length !== 3) return 'not one entry a representation';
      if (list[2] !== null) return 'a representation that no asker named is answered';
      for (const [at, asker] of [nobody, patrol].entries()) {
        const { problem } = schema.breach(schema.recordType, list[at], ['_entities', at], asker, verdicts);
        if (problem !== undefined) return problem;
      }
      return hasKey(list[1], holder, schema, recordId) ? undefined : 'the second asker sees no record';
    },
  },
  {
    name: 'a record for others',
    expected: 'one whose audience leaves the asker out shows nothing of itself',
    async run({ holder, sample }) {
      const { schema, closed } = await sample();
      if (closed === undefined) return { skipped: 'no such record in the first pages of the feed' };
      const { list, verdicts } = await holder.entities(
        schema.recordType,
        [referenceTo(holder, schema, closed)],
        [patrol],
      );
      if (list[0] !== null) return 'the record is shown';
      const [verdict] = verdicts.filter(({ path }) => path.length === 2 && path[1] === 0);
      return verdict?.verdict === 'HIDE' || verdict?.verdict === 'WITHHOLD'
        ? undefined
        : 'null without a HIDE or WITHHOLD verdict';
    },
  },
  {
    name: 'a probe',
    expected: 'leads to the record that has the identifier',
    async run({ holder, sample }) {
      const { schema, open, events } = await sample();
      const { probe, recordType } = schema;
      if (!probe) return { skipped: 'the schema has no probe' };
      const kind = identifierOf[probe.key];
      for (const recordId of open) {
        const entry = events.findLast((event) => event.recordId === recordId)?.entry;
        const value = entry?.keyed
          ? undefined
          : entry?.identifiers.find((identifier) => identifier.kind === kind)?.value;
        if (value === undefined) continue;
        const { list } = await holder.entities(
          probe.type,
          [{ __typename: probe.type, holder: holder.endpoint.holder, [probe.key]: value }],
          [patrol],
        );
        const records = (list[0] as { readonly records?: unknown } | null)?.records;
        const found = Array.isArray(records) && records.some((record) => hasKey(record, holder, schema, recordId));
        return found ? undefined : `no ${recordType} with the key that the feed gave`;
      }
      return { skipped: 'no identifier is known in clear' };
    },
  },
  {
    name: 'the inside',
    expected: 'no refusal and no error above showed a stack, a statement, a table or a path',
    async run({ holder }) {
      const at = holder.remarks.findIndex((body) => insides.some((pattern) => pattern.test(body)));
      return at < 0 ? undefined : `reply ${at + 1} of ${holder.remarks.length} did`;
    },
  },
];

const noRecord = { skipped: 'no record that a patrol may see is known; give one with --record' };

/** The key of a probe and the kind under which the index knows the same identifier. */
const identifierOf: Readonly<Record<string, string>> = {
  cpf: 'CPF',
  plate: 'PLATE',
  serial: 'WEAPON_SERIAL',
  number: 'WARRANT_NUMBER',
};

const insides = [
  /(\\n|\n)\s*at\s/,
  /node_modules|\.(ts|js|java|cs|py|php):\d+/,
  /(^|["'\s(])\/(home|root|usr|var|opt|srv|etc|tmp|work|app)\//,
  /\b(select|insert|update|delete)\b.{1,200}\b(from|into|set|where)\b/i,
  /SQLSTATE|ORA-\d{5}|PostgresError|SqlException|relation \\?"|constraint \\?"/,
  /\b(NullPointer|IllegalState|TypeError|ReferenceError|[A-Za-z.]+Exception)\b/,
];

function statusIs({ status }: Reply, expected: number): string | undefined {
  return status === expected ? undefined : `status ${status}`;
}

function refused(reply: Reply): string | undefined {
  return statusIs(reply, 401) ?? (reply.body.includes('"data"') ? 'data in a refusal' : undefined);
}

function forbidden(reply: Reply): string | undefined {
  return statusIs(reply, 403) ?? (reply.signed ? undefined : 'a 403 that is not signed');
}

function badRequest(reply: Reply): string | undefined {
  const finding = statusIs(reply, 400);
  if (finding) return finding;
  if (!reply.signed) return 'a 400 that is not signed';
  return /^\s*\{\s*"code"\s*:\s*"[A-Z_]+"\s*\}\s*$/.test(reply.body) ? undefined : 'more than a code in the body';
}

function signedAt({ holder, options }: Session, now: number): Record<string, string> {
  const peer = importPublicKey('exchange', holder.endpoint.exchangeKey, 'exchangeKey');
  const key = sharedKey(options.gatewayKey, peer, epochHourOf(Math.floor(now / 1000)), options.directory.environment);
  return signRequest({
    method: 'POST',
    path: holder.path('/graphql'),
    body: question,
    keyId: options.gatewayKey.id,
    key,
    now,
  });
}

async function takeSample(holder: HolderUnderCheck, given: readonly string[] = []): Promise<Sample> {
  const schema = await holder.schema();
  const { events } = await holder.page({ after: 0, limit: sampleMax, waitMs: 0 });
  const tokens = audienceTokens(patrol);
  const last = new Map(events.map((event) => [event.recordId, event]));
  const open = [...given];
  let closed: string | undefined;
  for (const { recordId, entry } of last.values()) {
    if (!entry) continue;
    const shown = entry.audience.filter(({ token }) => tokens.includes(token)).map(({ shows }) => shows);
    if (shown.includes('OPEN')) open.push(recordId);
    else if (shown.length === 0) closed ??= recordId;
  }
  return { schema, open: await exceptWithheld(holder, schema, open), closed, events };
}

/** Without those that the holder says it keeps back: rules of its own may keep from a patrol what its feed is open with. */
async function exceptWithheld(
  holder: HolderUnderCheck,
  { recordType }: HolderSchema,
  ids: readonly string[],
): Promise<readonly string[]> {
  const asked = ids.slice(0, 50);
  if (asked.length === 0) return asked;
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`;
  const representations = asked.map((recordId) => ({
    ...{ __typename: recordType, holder: holder.endpoint.holder, recordId },
  }));
  const { extensions } = await holder.answerTo(query, { representations }, [patrol]);
  const kept = new Set(
    (extensions?.verdicts ?? []).flatMap(({ path, verdict }) =>
      path.length === 2 && (verdict === 'WITHHOLD' || verdict === 'HIDE') ? [path[1]] : [],
    ),
  );
  return asked.filter((_, at) => !kept.has(at));
}

async function keepsToTheRules(
  { holder, sample }: Session,
  asker: typeof patrol,
  nameOf?: (field: string) => string,
): Promise<Finding> {
  const { schema, open } = await sample();
  if (open.length === 0) return noRecord;
  const ids = open.slice(0, 20);
  const { list, verdicts } = await holder.entities(
    schema.recordType,
    ids.map((id) => referenceTo(holder, schema, id)),
    [asker],
    nameOf,
  );
  let touched = 0;
  for (const [at, entity] of list.entries()) {
    const place = ['_entities', at];
    const { problem, denied, masked } = schema.breach(schema.recordType, entity, place, asker, verdicts, nameOf);
    if (problem !== undefined) return problem;
    touched += denied + masked;
  }
  return touched > 0 ? undefined : { skipped: 'the schema denies and masks nothing for this asker' };
}

async function isGone(holder: HolderUnderCheck, type: string, key: object): Promise<Finding> {
  const { list, verdicts } = await holder.entities(type, [{ __typename: type, ...key }], [patrol]);
  if (list.length !== 1 || list[0] !== null) return 'something is answered';
  const gone = verdicts.some(
    ({ path, verdict }) => verdict === 'GONE' && path.length === 2 && path[0] === '_entities' && path[1] === 0,
  );
  return gone ? undefined : 'null without a GONE verdict';
}

function referenceTo(holder: HolderUnderCheck, { recordType }: HolderSchema, recordId: string): object {
  return { __typename: recordType, holder: holder.endpoint.holder, recordId };
}

function hasKey(entity: unknown, holder: HolderUnderCheck, { recordType }: HolderSchema, recordId: string): boolean {
  if (typeof entity !== 'object' || entity === null) return false;
  const found = entity as { readonly __typename?: unknown; readonly holder?: unknown; readonly recordId?: unknown };
  // The records of a probe are of one type, so they need not repeat its name.
  const type = found.__typename === undefined || found.__typename === recordType;
  return type && found.holder === holder.endpoint.holder && found.recordId === recordId;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'UNKNOWN';
}

/** Prints the list; resolves with the number of failures. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      holder: { type: 'string' },
      directory: { type: 'string', default: '.data/directory.json' },
      keys: { type: 'string', default: '.data/keys' },
      ca: { type: 'string' },
      record: { type: 'string', multiple: true },
    },
  });
  const [url] = positionals;
  if (url === undefined || !URL.canParse(url))
    throw new ConfigError(
      'URL',
      'npm run check-holder -- URL [--source S --holder H --directory FILE --keys DIR --ca FILE --record ID]',
    );
  const directory = loadDirectory(values.directory);
  const listed = findEndpoint(directory.endpoints, url, values.source, values.holder);
  const index = directory.endpoints.find(({ source }) => source === indexSource);
  const endpoint: EndpointEntry = { ...listed, url };
  const results = checkHolder({
    endpoint,
    directory,
    gatewayKey: readPrivateKeyFile('exchange', join(values.keys, 'gateway.jwk'), 'keys (gateway)'),
    indexKey: readPrivateKeyFile('exchange', join(values.keys, `${indexSource}-${index?.holder}.jwk`), 'keys (index)'),
    ...(values.ca !== undefined && { ca: readFileSync(values.ca, 'utf8') }),
    ...(values.record && { recordIds: values.record }),
  });
  process.stdout.write(`${endpointName(endpoint)} at ${url}\n`);
  let failures = 0;
  let count = 0;
  for await (const { name, status, expected, found } of results) {
    count += 1;
    if (status === 'fail') failures += 1;
    const line = {
      ok: `ok    ${name}`,
      fail: `FAIL  ${name} — ${expected}; found: ${found}`,
      skipped: `skip  ${name} — ${found}`,
    }[status];
    process.stdout.write(`${line}\n`);
  }
  process.stdout.write(failures === 0 ? `${count} checks, no failure\n` : `${failures} of ${count} checks failed\n`);
  return failures;
}

function findEndpoint(
  endpoints: readonly EndpointEntry[],
  url: string,
  source?: string,
  holder?: string,
): EndpointEntry {
  const origin = (text: string) => text.replace(/\/$/, '');
  const found = endpoints.find((one) =>
    source === undefined && holder === undefined
      ? origin(one.url) === origin(url)
      : one.source === source && one.holder === holder,
  );
  if (!found) throw new ConfigError('URL', 'the directory has no endpoint at it; name one with --source and --holder');
  return found;
}

if (import.meta.main) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) === 0 ? 0 : 1;
  } catch (error) {
    exitWith(error);
  }
}
