// The banner may only name what was asked and answered: every identifier is looked up through the gateway first.
import { setTimeout as pause } from 'node:timers/promises';
import { stateCodes } from '#kit/caller.ts';
import { DemoError } from './demo-error.ts';
import { readIssuerKey, mintToken } from './issuer.ts';
import type { Change } from './loaded-nation.ts';
import type { Story } from './nation/story.ts';

export interface FirstAnswers {
  /** From a holder's commit to the change being searchable, seconds; measured. */
  readonly lagS: number;
  readonly lines: readonly string[];
}

export interface FirstAnswersOptions {
  readonly url: string;
  readonly dataDir: string;
  readonly story: Story;
  readonly people: number;
  /** Commits a change at a holder. */
  readonly change: () => Promise<Change>;
  readonly waiting: (text: string) => void;
  readonly signal: AbortSignal;
}

const pollMs = 200;
const lagPollMs = 25;
const waitMaxMs = 120_000;
/** A person's records have to get from their holders to the index; it takes a fraction of this. */
const waitPerPersonMs = 5;

interface Status {
  readonly source: string;
  readonly holder: string;
  readonly behind: boolean;
}

const whatIsKnown = 'query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { identities { source holder asOf } } } }';

interface Known {
  readonly individuals: {
    readonly subjects: readonly {
      readonly identities: readonly { readonly source: string; readonly holder: string; readonly asOf: string }[];
    }[];
  };
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Waits until the index has followed every feed to its end, then asks for what the banner shows. @throws DemoError */
export async function firstAnswers({
  url,
  dataDir,
  story,
  people,
  change,
  waiting,
  signal,
}: FirstAnswersOptions): Promise<FirstAnswers> {
  // An officer of every state in turn: one alone who asked as often as this would be told to wait.
  const key = readIssuerKey(dataDir);
  const officers = await Promise.all(stateCodes.map((state) => mintToken(key, { profile: 'patrol', state })));
  let asked = 0;
  const ask = <Data>(query: string, variables: object = {}) =>
    post<Data>(`${url}/graphql`, officers[asked++ % officers.length] ?? '', query, variables);
  const statuses = async () => {
    const { data } = await ask<{ readonly indexStatus: readonly Status[] }>('{ indexStatus { source holder behind } }');
    return data?.indexStatus ?? [];
  };
  const deadline = Date.now() + waitMaxMs + people * waitPerPersonMs;
  const until = async (isSo: () => Promise<boolean>, everyMs: number) => {
    while (!(await isSo())) {
      if (Date.now() > deadline)
        throw new DemoError('the index did not catch up with the holders in time: see DATA_DIR/log/national-index.log');
      await pause(everyMs, undefined, { signal });
    }
  };

  const lagOf = async ({ cpf, source, holder, startedAt, committedAt }: Change) => {
    await until(async () => {
      const { data } = await ask<Known>(whatIsKnown, { cpf });
      const entries = data?.individuals.subjects.flatMap(({ identities }) => identities) ?? [];
      const [entry] = entries.filter((one) => one.source === source && one.holder === holder);
      return entry !== undefined && Date.parse(entry.asOf) >= startedAt;
    }, lagPollMs);
    return (Date.now() - committedAt) / 1000;
  };

  await until(async () => {
    const found = await statuses();
    const behind = found.filter((one) => one.behind).length;
    if (behind > 0) waiting(`The index follows the feeds: ${behind} of ${found.length} holders to go`);
    return found.length > 0 && behind === 0;
  }, pollMs);
  const lagS = await lagOf(await change());

  const stories = [
    [story.stolenPlate.plate, 'stolen; its owner has an active warrant in PE'],
    [story.servedYesterday.cpf, 'known to three states, one namesake, a warrant served yesterday'],
    [story.twoSystemsSerial.serial, 'SINARM and SIGMA disagree'],
  ] as const;
  const lines: string[] = [];
  for (const [text, tells] of stories) {
    const answer = await ask<{
      readonly search: { readonly hits: { readonly edges: readonly unknown[] } | null } | null;
    }>('query ($text: String!) { search(text: $text) { hits { edges { cursor } } } }', { text });
    if (!answer.data?.search?.hits?.edges.length)
      throw new DemoError(`a story of the nation was not found: ${answer.errors?.[0]?.message ?? 'no hit'}`);
    lines.push(`${lines.length === 0 ? 'Try       ' : '          '}search(text:"${text}")`.padEnd(40) + tells);
  }
  return { lagS, lines };
}

async function post<Data>(url: string, token: string, query: string, variables: object): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-infoseg-purpose': 'STOP' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<Data>;
}
