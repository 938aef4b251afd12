// The gateway's own stages from authorization to completeness, over a stub index and stub holders on real sockets.
import { randomBytes } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { parse, validate } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import type { Directory, EndpointEntry } from '#kit/directory.ts';
import type { IndexState } from '#kit/wire/protocol.ts';
import { createAuthorizer } from '../gateway/authorize.ts';
import type { Engine, EngineRequest } from '../gateway/engine/engine.ts';
import { createNetworkEngine } from '../gateway/engine/compiled.ts';
import { createHolderClient } from '../gateway/holders/client.ts';
import type { HolderClientOptions } from '../gateway/holders/client.ts';
import type { SourceClient } from '../gateway/engine/source-client.ts';
import { complete } from '../gateway/holders/completeness.ts';
import type { CompletedAnswer } from '../gateway/holders/completeness.ts';
import type { WireSigner } from '../gateway/holders/endpoint-call.ts';
import { readGraphFacts } from '../gateway/holders/graph-facts.ts';
import type { GraphFacts } from '../gateway/holders/graph-facts.ts';
import { SourceReport } from '../gateway/holders/report.ts';
import type { SourceLine } from '../gateway/holders/sources.ts';
import type { AuthorizedOperation } from '../gateway/operation-tree.ts';
import { readSchemas } from '../gateway/supergraph/compose.ts';
import { prepareSupergraph } from '../gateway/supergraph/prepare.ts';
import type { PreparedSupergraph } from '../gateway/supergraph/prepare.ts';
import { startStubHolder } from './stub-holder.ts';
import type { StubHolder, StubRecord } from './stub-holder.ts';

export interface StubNetwork {
  readonly index: StubHolder;
  /** By `source/holder`. */
  readonly holders: ReadonlyMap<string, StubHolder>;
  readonly engine: Engine;
  readonly client: SourceClient<EngineRequest>;
  readonly facts: GraphFacts;
  readonly prepared: PreparedSupergraph;
  /** Changes an endpoint's entry in the directory; a new directory is in force at once. */
  change(endpoint: string, entry: Partial<EndpointEntry>): void;
  /** Takes an endpoint out of the directory. */
  leave(endpoint: string): void;
  /** The directory, the records, and every stub as at the start. */
  reset(): void;
  readonly alarms: { readonly source: string; readonly holder: string; readonly reason: string }[];
  authorize(query: string, asker?: Asker): AuthorizedOperation;
  ask(query: string, options?: AskOptions): Promise<Asked>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly asker?: Asker;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly language?: 'pt-BR' | 'en' | 'es';
}

export interface Asked extends CompletedAnswer {
  readonly report: SourceReport;
  /** The lines of an endpoint, `source/holder`, or of a source that had no pointer. */
  line(endpoint: string): readonly SourceLine[];
  statusesOf(endpoint: string): readonly string[];
  codesAt(...path: readonly (string | number)[]): readonly string[];
}

export interface StubNetworkOptions {
  /** Root fields of the index. */
  readonly root: Readonly<Record<string, unknown>>;
  /** `source/holder` of each endpoint. */
  readonly endpoints: readonly string[];
  /** What a holder has. */
  readonly find: (endpoint: string, reference: StubRecord) => StubRecord | null;
  readonly client?: Partial<HolderClientOptions>;
  readonly engine?: (engineSdl: string, client: SourceClient<EngineRequest>) => Promise<Engine>;
}

export const investigator: Asker = {
  caller: {
    id: 'agent-1',
    body: 'PCSP',
    state: 'SP',
    profile: 'investigator',
    level: 2,
    entitlements: [],
    tokenId: 'token-1',
  },
  purpose: 'INVESTIGATION',
  caseNumber: 'IP-2026-000001',
};

/** Signs nothing and believes everything. */
export const unsigned: WireSigner = { sign: () => ({ signature: '' }), verify: () => true };

export async function startStubNetwork(options: StubNetworkOptions): Promise<StubNetwork> {
  const { root, endpoints, find } = options;
  const supergraph = compose();
  const prepared = prepareSupergraph(supergraph);
  const facts = readGraphFacts(parse(supergraph));
  const authorizer = createAuthorizer(prepared);

  const index = await startStubHolder({ source: 'national-index', root });
  const holders = new Map<string, StubHolder>();
  for (const endpoint of endpoints) {
    const [source = ''] = endpoint.split('/');
    holders.set(endpoint, await startStubHolder({ source, find: (reference) => find(endpoint, reference) }));
  }
  const entries = new Map([
    ['national-index/SENASP', entryFor('national-index/SENASP', index.url)],
    ...[...holders].map(([endpoint, { url }]) => [endpoint, entryFor(endpoint, url)] as const),
  ]);
  const initial = directoryOf([...entries.values()]);
  let directory = initial;
  let resets = 0;
  const alarms: { source: string; holder: string; reason: string }[] = [];
  const holderClient = createHolderClient({
    directory: () => directory,
    signer: unsigned,
    answerBytesMax: 1_000_000,
    onInvalidAnswer: (event) => alarms.push(event),
    ...options.client,
  });
  const client = holderClient.over(facts);
  const engine = await (options.engine ?? ((engineSdl, one) => createNetworkEngine({ engineSdl, client: one })))(
    prepared.engineSdl,
    client,
  );

  const upToDate = (): readonly IndexState[] =>
    endpoints.map((endpoint) => {
      const [source = '', holder = ''] = endpoint.split('/');
      return { source, holder, asOf: '2026-11-21T11:59:00Z', behind: false };
    });

  function authorize(query: string, asker = investigator): AuthorizedOperation {
    const document = parse(query);
    const [problem] = validate(prepared.apiSchema, document);
    if (problem !== undefined) throw problem;
    return authorizer.authorize({ document, asker }).operation;
  }

  async function ask(query: string, asked: AskOptions = {}): Promise<Asked> {
    const { asker = investigator, variables = {}, deadlineMs = 30_000, language = 'pt-BR' } = asked;
    const operation = authorize(query, asker);
    const report = new SourceReport();
    const answer = operation.asksEngine
      ? await engine.execute({
          operation,
          variables,
          asker,
          traceparent: `00-${'a'.repeat(32)}-${randomBytes(8).toString('hex')}-01`,
          deadlineAt: Date.now() + deadlineMs,
          signal: asked.signal ?? new AbortController().signal,
          report,
        })
      : { data: {}, errors: [] };
    const now = Date.parse('2026-11-21T17:32:00Z');
    const completed = complete({
      ...{ answer, operation, report, facts, directory, now, language },
      traceId: 'a'.repeat(32),
    });
    const { sources } = completed.extensions;
    const line = (endpoint: string) => sources.filter((one) => `${one.source}/${one.holder ?? ''}` === endpoint);
    return {
      ...completed,
      report,
      line,
      statusesOf: (endpoint) => line(endpoint).map(({ status }) => status),
      codesAt: (...path) =>
        completed.errors
          .filter((error) => JSON.stringify(error.path) === JSON.stringify(path))
          .map(({ extensions }) => extensions.code),
    };
  }

  function replace(change: (entries: readonly EndpointEntry[]) => readonly EndpointEntry[]): void {
    directory = { ...directory, version: directory.version + 1, endpoints: change(directory.endpoints) };
  }

  const named = ({ source, holder }: EndpointEntry) => `${source}/${holder}`;
  const network: StubNetwork = {
    ...{ index, holders, engine, client, facts, prepared, alarms, authorize, ask },
    change: (endpoint, entry) =>
      replace((all) => all.map((one) => (named(one) === endpoint ? { ...one, ...entry } : one))),
    leave: (endpoint) => replace((all) => all.filter((one) => named(one) !== endpoint)),
    reset() {
      // With another key each endpoint is another: what was learned of its health is forgotten.
      resets += 1;
      directory = renewed(initial, resets);
      alarms.length = 0;
      index.index = upToDate();
      for (const stub of [index, ...holders.values()]) {
        stub.mode = 'healthy';
        stub.verdicts = () => [];
        stub.change = (answer) => answer;
        stub.take();
      }
    },
    async stop() {
      await engine.stop();
      await holderClient.stop();
      await Promise.all([index, ...holders.values()].map((stub) => stub.stop()));
    },
  };
  network.reset();
  return network;
}

/** Without the checks of style: they have tests of their own. */
function compose(): string {
  const services = [...readSchemas()].map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}.invalid`,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

function entryFor(endpoint: string, url: string): EndpointEntry {
  const [source = '', holder = ''] = endpoint.split('/');
  return Object.freeze({
    ...{ source, holder, url },
    connection: 'https',
    exchangeKey: { kty: 'OKP', crv: 'X25519', x: '', kid: 'key' },
    schemaVersion: 2,
    fieldsNotHeld: [],
    publication: source === 'mercosul' ? 'NONE' : 'FULL',
    probes: [],
    environment: 'test',
    deadlineMs: 20_000,
    maxConcurrent: 50,
    perSecond: 1_000_000,
    maintenance: [],
    agreement: { basis: 'test' },
    contact: { unit: `Plantão ${holder}`, phone: '61 3000-0000' },
  } satisfies EndpointEntry);
}

function renewed(directory: Directory, round: number): Directory {
  const endpoints = directory.endpoints.map((endpoint) => ({
    ...endpoint,
    exchangeKey: { ...endpoint.exchangeKey, kid: `key-${round}` },
  }));
  return { ...directory, version: round, endpoints };
}

function directoryOf(endpoints: readonly EndpointEntry[]): Directory {
  const holders = Object.fromEntries(
    endpoints.map(({ holder, contact }) => [holder, { name: `Detentor ${holder}`, contact }]),
  );
  return {
    version: 1,
    environment: 'test',
    gateway: { exchangeKey: {} },
    holders,
    sources: {},
    endpoints,
  };
}
