// For tests: asks the index's own schema, rules included, as the kit's server does.
import { execute, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLError } from 'graphql';
import type { Asker, Profile } from '#kit/caller.ts';
import { keyedHash as hashUnder } from '#kit/feed.ts';
import type { IndexState, Verdict } from '#kit/wire/protocol.ts';
import { createSecretKey } from 'node:crypto';
import { createIndexContext } from '../subgraphs/national-index/context.ts';
import type { DirectoryView, IndexServices, ResolverContext } from '../subgraphs/national-index/context.ts';
import { createCursors } from '../subgraphs/national-index/cursor.ts';
import { nationalIndex } from '../subgraphs/national-index/source.ts';
import { testSecret } from './index-under-test.ts';
import type { TestIndex } from './index-under-test.ts';

export interface IndexAnswer {
  // What a test reads it knows; the schema has the types.
  // eslint-disable-next-line
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly code: unknown;
    readonly path: readonly (string | number)[] | undefined;
  }[];
  readonly verdicts: readonly Verdict[];
  readonly text: string;
  /** Statements that the answer took. */
  readonly statements: number;
}

export interface AskOptions {
  readonly profile?: Profile;
  readonly caller?: Partial<Asker['caller']>;
  readonly purpose?: Asker['purpose'];
  readonly caseNumber?: string;
  readonly behind?: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>>;
}

const contact = { unit: 'CENTRAL', phone: '61 0000-0000' };
const endpoint = (
  source: string,
  holder: string,
  publication: 'FULL' | 'KEYS' | 'NONE',
  probes: readonly string[],
) => ({
  ...{ source, holder, publication, contact },
  probes: probes as DirectoryView['endpoints'][number]['probes'],
});

export const testDirectory: DirectoryView = {
  holders: { SP: { name: 'São Paulo', contact }, EB: { name: 'Exército', contact } },
  endpoints: [
    endpoint('individuals', 'SP', 'FULL', ['cpf']),
    endpoint('individuals', 'RJ', 'FULL', ['cpf']),
    endpoint('vehicles', 'SENATRAN', 'FULL', ['plate:BR']),
    endpoint('mercosul', 'AR', 'NONE', ['plate:AR']),
    endpoint('mercosul', 'UY', 'NONE', ['plate:UY']),
    endpoint('weapons', 'PF', 'FULL', ['serial']),
    endpoint('weapons', 'EB', 'KEYS', ['serial']),
    endpoint('warrants', 'CNJ', 'FULL', ['warrantNumber']),
  ],
};

interface ReadDocument {
  readonly document: DocumentNode;
  readonly faults: readonly GraphQLError[];
}

/** A test asks the same thousands of times. */
const documents = new Map<string, ReadDocument>();

function read(query: string): ReadDocument {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  const faults = validate(nationalIndex.schema, document);
  documents.set(query, { document, faults });
  return { document, faults };
}

const publicationKey = createSecretKey(Buffer.alloc(32, 9));

/** As the holder hashes under publication KEYS. */
export const testKeyedHash = (kind: string, value: string): string => hashUnder(publicationKey, kind, value);

export async function askIndex(index: TestIndex, query: string, options: AskOptions = {}): Promise<IndexAnswer> {
  const { profile = 'investigator', purpose, caseNumber, behind = [] } = options;
  const asker: Asker = {
    caller: {
      id: 'u1',
      body: 'PCSP',
      state: 'SP',
      profile,
      level: 2,
      entitlements: [],
      tokenId: 't1',
      ...options.caller,
    },
    ...(purpose && { purpose }),
    ...(caseNumber && { caseNumber }),
  };
  const states: readonly IndexState[] = testDirectory.endpoints
    .filter(({ publication }) => publication !== 'NONE')
    .map(({ source, holder }) => ({
      ...{ source, holder, asOf: '2026-11-21T12:00:00.000Z' },
      behind: behind.includes(`${source}/${holder}`),
    }));
  let statements = 0;
  const records = Object.fromEntries(
    Object.entries(index.records).map(([name, read]) => [
      name,
      (...parameters: readonly unknown[]) => {
        statements++;
        return (read as (...parameters: readonly unknown[]) => unknown)(...parameters);
      },
    ]),
  ) as unknown as TestIndex['records'];
  const services: IndexServices = {
    records,
    ids: index.ids,
    cursors: createCursors(testSecret),
    rules: nationalIndex.rules,
    networkRules: () => nationalIndex.rules,
    directory: () => testDirectory,
    states: () => states,
    keyedHash: (source, holder, kind, value) =>
      source === 'weapons' && holder === 'EB' ? testKeyedHash(kind, value) : null,
  };
  const now = new Date('2026-11-21T12:00:00Z');
  const contextValue: ResolverContext = {
    endpoint: { source: 'national-index', holder: 'SENASP' },
    services: createIndexContext(services, asker, now),
    askers: [asker],
    now,
    verdicts: [],
  };
  const { document, faults } = read(query);
  const { data, errors = [] } =
    faults.length > 0
      ? { data: undefined, errors: faults }
      : await execute({
          schema: nationalIndex.schema,
          document,
          contextValue,
          variableValues: { ...options.variables },
        });
  const plain = errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.['code'] }));
  return {
    data,
    errors: plain,
    verdicts: contextValue.verdicts,
    text: JSON.stringify({ data, errors: plain, verdicts: contextValue.verdicts }),
    statements,
  };
}
