import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';

/** What the gateway says of itself at /graphiql/config.json; its shape is `ExplorerConfig` of gateway/explorer.ts. */
export interface Config {
  readonly demo: boolean;
  readonly profiles: readonly Profile[];
  readonly purposes: readonly Purpose[];
  readonly tabs: readonly ConfigTab[];
}
export interface Profile {
  readonly id: string;
  readonly label: string;
  readonly purposes?: readonly string[];
}
export interface Purpose {
  readonly id: string;
  readonly label: string;
  readonly needsCase: boolean;
  readonly caseHint?: string;
}
export interface ConfigTab {
  readonly title: string;
  readonly query: string;
  readonly variables?: string;
  readonly headers?: { readonly purpose?: string; readonly case?: string; readonly justification?: string };
  readonly profile?: string;
}

/** Who asks. A new object means another caller: GraphiQL then reads the schema again. */
export interface Access {
  readonly profile?: string;
  readonly token: string;
}

/** Why it is asked: the three headers of the network. */
export interface Reason {
  readonly purpose: string;
  readonly case: string;
  readonly justification: string;
}

export interface Answer {
  readonly tab: string;
  readonly profile?: string;
  readonly elapsedMs: number;
  /** HTTP status; absent when nothing came back. */
  readonly status?: number;
  readonly body?: unknown;
  readonly failure?: string;
}

interface Failure {
  readonly message: string;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Reads the configuration of the page. Rejects with `{ message }`. */
export async function requestConfig(): Promise<Config> {
  const response = await reach('/graphiql/config.json', { cache: 'no-store' });
  if (!response.ok) throw fail(`a configuração veio com HTTP ${response.status}.`);
  return (await readJson(response)) as Config;
}

/** Demonstration only: asks for a token of a profile. Rejects with `{ message }`. */
export async function requestToken(profile: string): Promise<string> {
  const response = await reach('/graphiql/token', {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ profile }),
  });
  if (!response.ok) throw fail(`o acesso ao perfil foi recusado (HTTP ${response.status}).`);
  return (await response.text()).trim();
}

/**
 * A fetcher of one caller. In the demonstration a refused token (401) is renewed once; with a pasted one the refusal is shown.
 * Introspection depends on standing rights only, so it states no reason and is not reported.
 */
export function createFetcher(options: {
  access: Access;
  asked: () => { tab: string; reason: Reason };
  onAnswer: (answer: Answer) => void;
}): Fetcher {
  const { profile } = options.access;
  let { token } = options.access;

  async function post(body: string, reason: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const headers = { ...JSON_TYPE, ...reason, authorization: `Bearer ${token}` };
    const response = await reach('/graphql', { method: 'POST', headers, body, signal });
    if (response.status !== 401 || profile === undefined) return response;
    token = await requestToken(profile);
    return reach('/graphql', {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body,
      signal,
    });
  }

  return (operation) => ({
    subscribe(observer: { next(value: unknown): void; error(error: unknown): void; complete(): void }) {
      const abort = new AbortController();
      const introspects = operation.operationName === 'IntrospectionQuery';
      const { tab, reason } = options.asked();
      const start = performance.now();
      const report = (outcome: Pick<Answer, 'status' | 'body' | 'failure'>): void => {
        if (introspects || abort.signal.aborted) return;
        options.onAnswer({ tab, profile, elapsedMs: Math.round(performance.now() - start), ...outcome });
      };
      const answer = async (): Promise<void> => {
        const response = await post(
          JSON.stringify(nameRightly(operation)),
          introspects ? {} : reasonHeaders(reason),
          abort.signal,
        );
        const body = await readJson(response);
        report({ status: response.status, body });
        observer.next(body);
        observer.complete();
      };
      answer().catch((error: Failure) => {
        if (abort.signal.aborted) return;
        report({ failure: error.message });
        observer.error({ message: error.message });
      });
      return { unsubscribe: () => abort.abort() };
    },
  });
}

/** GraphiQL learns an operation's name 100 ms after its text: a run in between would still name the former tab's operation. */
function nameRightly(operation: FetcherParams): FetcherParams {
  try {
    const names = parse(operation.query).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
    );
    const known = names.includes(operation.operationName ?? undefined);
    return known || names.length !== 1 ? operation : { ...operation, operationName: names[0] };
  } catch {
    // The gateway says what is wrong with a text that does not parse, and where.
    return { ...operation, operationName: undefined };
  }
}

/** A header carries Latin-1 only, so the justification travels percent-encoded. */
function reasonHeaders(reason: Reason): Record<string, string> {
  if (/[^\x20-\x7e]/.test(reason.case)) throw fail('o campo caso aceita só letras sem acento, números e sinais.');
  return {
    ...(reason.purpose && { 'x-infoseg-purpose': reason.purpose }),
    ...(reason.case && { 'x-infoseg-case': reason.case }),
    ...(reason.justification && { 'x-infoseg-justification': encodeURIComponent(reason.justification) }),
  };
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', referrerPolicy: 'no-referrer' });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw fail('a rede não respondeu; confira a conexão com o gateway.');
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw fail(`veio uma resposta HTTP ${response.status} que não é JSON.`);
  }
}

function fail(message: string): Failure {
  return { message };
}
