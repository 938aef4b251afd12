// `limit` with what no answer of the network may go without: the caller's token checked (and remembered for a minute), every call signed
// and every answer's signature checked, and the access on disk before a byte leaves, many in one commit. No rules, no completeness, no
// GraphQL.  PORT and the gateway's settings by environment.
import { createHmac, createSecretKey, hash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { buildASTSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { Pool } from 'undici';
import type { Asker } from '#kit/caller.ts';
import { parseDirectory } from '#kit/directory.ts';
import { parseIntent } from '#kit/intent.ts';
import { openDatabase } from '#kit/storage/database.ts';
import { migrate } from '#kit/storage/migrate.ts';
import { readPrivateKeyFile } from '#kit/wire/keys.ts';
import { createAskingSide } from '#kit/wire/peers.ts';
import { supergraphPath } from '../../../../demo/settings.ts';
import { createAuthenticator } from '../../../../gateway/authenticate.ts';
import type { JournalSubject } from '../../../../gateway/journal/entry.ts';
import { createJournal } from '../../../../gateway/journal/journal.ts';
import { createMemoryRevocations } from '../../../../gateway/revocations.ts';
import { holderOf } from '../../engines-people.ts';
import { operations } from '../../engines-operations.ts';
import { buffered } from './calls.ts';
import type { Call, Data } from './calls.ts';
import { questions } from './questions.ts';

const setting = (name: string) => process.env[name] ?? '';
const directory = parseDirectory(readFileSync(setting('DIRECTORY'), 'utf8'));
const { environment } = directory;
const signer = createAskingSide(readPrivateKeyFile('exchange', setting('GATEWAY_KEY'), 'GATEWAY_KEY'), environment);
const journalKey = createSecretKey(readFileSync(setting('JOURNAL_KEY')));
const database = openDatabase({ url: setting('JOURNAL_DATABASE_URL'), poolMax: 4, applicationName: 'limit+' });
await migrate(database, [
  { name: 'journal', folder: new URL('../../../../gateway/journal/migrations/', import.meta.url) },
]);
const journal = createJournal(database);
const authenticate = createAuthenticator({
  ...{ issuer: setting('ISSUER'), audience: setting('AUDIENCE'), jwksUrl: setting('JWKS_URL'), environment },
  revocations: createMemoryRevocations(),
});

const lines = new Map(
  Object.entries(holderOf).map(([source, holder]) => {
    const endpoint = directory.endpoints.find((one) => one.source === source && one.holder === holder);
    if (!endpoint) throw new TypeError(`${source}/${holder} is not in the directory`);
    return [source, { endpoint, pool: new Pool(endpoint.url, { connections: 64, pipelining: 1 }) }];
  }),
);

/** Calls for one asker. */
function callsFor(asker: Asker): Call {
  const askers = `,"extensions":{"askers":[${JSON.stringify(asker)}]}}`;
  return (source, question) =>
    new Promise((resolve, reject) => {
      const line = lines.get(source);
      if (!line) throw new TypeError(`no endpoint for ${source}`);
      const body = question.slice(0, -1) + askers;
      const signed = signer.sign(line.endpoint, { path: '/graphql', body });
      const chunks: Buffer[] = [];
      let status = 0;
      let answered: Readonly<Record<string, string | string[] | undefined>> = {};
      line.pool.dispatch(
        {
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', ...signed },
          body,
        },
        {
          onRequestStart() {},
          onResponseStart(_controller, statusCode, headers) {
            status = statusCode;
            answered = headers;
          },
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd() {
            const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
            const answer = { status, headers: answered, body: bytes, requestSignature: signed.signature };
            if (!signer.verify(line.endpoint, answer))
              return reject(new Error('an answer is not signed as it must be'));
            try {
              resolve((JSON.parse(bytes.toString('utf8')) as { data: Data }).data);
            } catch (error) {
              reject(error as Error);
            }
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
}

const sourceOf: Readonly<Record<string, string>> = {
  IndividualRecord: 'individuals',
  VehicleRecord: 'vehicles',
  WeaponRecord: 'weapons',
  WarrantRecord: 'warrants',
  ForeignVehicleRecord: 'mercosul',
};

/** Of each text what the journal says of it whoever asks. */
const constants = new Map(
  operations.map(({ text }) => {
    const document = parse(text);
    const info = new TypeInfo(buildASTSchema(parse(readFileSync(supergraphPath, 'utf8')), { assumeValidSDL: true }));
    const fields = new Set<string>();
    const sources = new Set(['national-index']);
    let name = '';
    visit(
      document,
      visitWithTypeInfo(info, {
        OperationDefinition: (node) => void (name = node.name?.value ?? ''),
        Field(node) {
          const type = info.getParentType()?.name ?? '';
          fields.add(`${type}.${node.name.value}`);
          const source = sourceOf[type];
          if (source !== undefined) sources.add(source);
        },
      }),
    );
    const endpoints = [...sources].map((source) => ({
      ...{ source, holder: holderOf[source as keyof typeof holderOf], status: 'ANSWERED' },
    }));
    return [
      text,
      { asked: [...fields], endpoints, operationName: name, operationHash: hash('sha256', text, 'hex') },
    ] as const;
  }),
);
const server = createServer((request, response) => {
  buffered(request, (body) => void answer(body));

  async function answer(body: string): Promise<void> {
    try {
      const caller = await authenticate(request.headers.authorization);
      const asker: Asker = { caller, ...parseIntent(request.headers) };
      const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
      const question = questions.get(query);
      const constant = constants.get(query);
      if (!question || !constant) throw new TypeError('not one of the questions');
      const data = await question(variables, callsFor(asker));
      const text = JSON.stringify({ data });
      await journal.write({
        ...{ traceId: randomBytes(16).toString('hex'), asker, outcome: 'ANSWERED', live: false },
        ...{ ...constant, fields: constant.asked, withheld: [], masked: [] },
        subjects: [...askedFor(variables), ...shownIn(data, [])],
      });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      response.writeHead(500, { 'content-length': 0 });
      response.end();
    }
  }
});
server.keepAliveTimeout = 75_000;
server.listen(Number(setting('PORT')), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

function askedFor(variables: Data): readonly JournalSubject[] {
  return Object.entries(variables).map(([kind, value]) => ({
    ...{ origin: 'ARGUMENT', kind: kind.toUpperCase() },
    digest: createHmac('sha256', journalKey)
      .update(`${kind}\n${String(value)}`)
      .digest('base64url'),
  }));
}

/** Everything that has an id, by what it begins with. */
function shownIn(value: unknown, shown: JournalSubject[]): readonly JournalSubject[] {
  if (Array.isArray(value)) for (const item of value) shownIn(item, shown);
  else if (typeof value === 'object' && value !== null) {
    const { id, holder, recordId } = value as { id?: string; holder?: string; recordId?: string };
    if (id !== undefined) shown.push({ origin: 'ANSWER', kind: kinds[id.slice(0, 2)] ?? '', value: id });
    if (recordId !== undefined)
      shown.push({ origin: 'ANSWER', kind: kinds[recordId.slice(0, 2)] ?? '', value: `${holder}/${recordId}` });
    for (const key in value) shownIn((value as Data)[key], shown);
  }
  return shown;
}

const kinds: Readonly<Record<string, string>> = {
  ...{ in: 'INDIVIDUAL', ve: 'VEHICLE', we: 'WEAPON', wa: 'WARRANT', 'i-': 'INDIVIDUAL_RECORD' },
  ...{ 'v-': 'VEHICLE_RECORD', 'w-': 'WEAPON_RECORD', 'm-': 'WARRANT_RECORD', 'f-': 'FOREIGN_VEHICLE_RECORD' },
};
