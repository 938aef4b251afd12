// The words in which the journeys are told: the story's people, those who ask, and what an answer shows besides its data.
import { story } from '../../demo/nation/story.ts';
import { operationsFolder, readOperations, variablesFrom } from '../../gateway/operations.ts';
import type { StoredOperation } from '../../gateway/operations.ts';
import { testSeed } from '../federation.ts';
import type { Answer, Ask, Federation } from '../federation.ts';

/** The planted people and things of the test nation. */
export const told = story(testSeed);

const operations = readOperations(operationsFolder);

export const patrolAtAStop: Ask = { profile: 'patrol', purpose: 'STOP' };
export const patrolAtTheBorder: Ask = { profile: 'patrol', purpose: 'BORDER' };
export const guardAtAStop: Ask = { profile: 'municipal-guard', purpose: 'STOP' };
export const investigatorWithACase: Ask = {
  profile: 'investigator',
  purpose: 'INVESTIGATION',
  case: 'IP-2026-000123',
  justification: 'Levantamento do investigado.',
};

export function stored(file: string): StoredOperation {
  const found = operations.find((operation) => operation.file === `${file}.graphql`);
  if (!found) throw new TypeError(`there is no stored operation ${file}`);
  return found;
}

/** Asks a stored operation as its header says, with the identifiers of the story; `changes` tells what is otherwise. */
export function askStored(
  federation: Federation,
  file: string,
  changes: { readonly as?: Ask; readonly variables?: object } = {},
): Promise<Answer> {
  const operation = stored(file);
  const { profile, purpose, justification } = operation;
  const header: Ask = {
    profile,
    ...(purpose && { purpose }),
    ...(operation.case && { case: operation.case }),
    ...(justification && { justification }),
  };
  return federation.ask(
    operation.text,
    { ...variablesFrom(operation, told), ...changes.variables },
    changes.as ?? header,
  );
}

export interface Visible {
  /** `CODE at.the.path` */
  readonly errors: readonly string[];
  /** By root field. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** Statuses by `source/holder`; `source` alone where no holder was concerned. */
  readonly sources: Readonly<Record<string, string>>;
  readonly masked: readonly string[];
}

/** Everything of an answer but its data, in short words and a fixed order. */
export function visible({ errors, extensions }: Answer): Visible {
  const statuses = extensions.sources.map(
    ({ source, holder, status }) => [holder === null ? source : `${source}/${holder}`, status] as const,
  );
  const byEndpoint = Map.groupBy(statuses, ([endpoint]) => endpoint);
  return {
    errors: errors.map(({ path = [], extensions: { code } }) => `${code} ${path.join('.')}`).sort(),
    outcomes: Object.fromEntries(extensions.outcomes.map(({ field, outcome }) => [field, outcome])),
    sources: Object.fromEntries(
      [...byEndpoint].map(([endpoint, lines]) => [
        endpoint,
        lines
          .map(([, status]) => status)
          .sort()
          .join(' '),
      ]),
    ),
    masked: extensions.masked.map((path) => path.join('.')).sort(),
  };
}

/** The holders that were asked since the last look, one name per question; the index apart. */
export function holdersAsked(federation: Federation): readonly string[] {
  return federation
    .received()
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => endpoint !== 'national-index/SENASP')
    .sort();
}

/** What is shown of a number of identification that may not be seen whole. */
export function maskedCpf(cpf: string): string {
  return `***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**`;
}

/** Resolves when `is` holds; the last word is the test's time limit. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 50));
}
