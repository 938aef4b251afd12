// What a stub source says: it executes its source's own schema, once per query and entity, and keeps the bytes.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, GraphQLError, parse, print, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { foreignVehicleOf, peopleNear, personByCpf, recordOf } from './engines-people.ts';
import type { SourceName } from './engines-people.ts';
import { federation1 } from './engines-federation1.ts';

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

interface Prepared {
  readonly document: DocumentNode;
  /** `_entities(representations: $representations)` alone, with no other variable: entity by entity is as good as all at once. */
  readonly isByEntity: boolean;
}

/** Kept answers are thrown away together when they are this many. */
const keptMax = 100_000;
const bodiesKeptMax = 20_000;
const bodyKeptMaxBytes = 65_536;

export class StubSource {
  readonly #source: SourceName;
  readonly #schema: GraphQLSchema;
  readonly #sdl1: string;
  readonly #prepared = new Map<string, Prepared>();
  readonly #kept = new Map<string, string>();
  readonly #byBody = new Map<string, Buffer>();

  constructor(source: SourceName) {
    this.#source = source;
    const text = readFileSync(new URL(`../../subgraphs/${source}/schema.graphql`, import.meta.url), 'utf8');
    const typeDefs = parse(text);
    this.#schema = buildSubgraphSchema([{ typeDefs, resolvers: resolversOf(source) as never }]);
    this.#sdl1 = print(federation1(typeDefs));
  }

  /** The answer to the body of a request, kept under its bytes and made into bytes by `write`. */
  answer(body: Buffer, isFederation1: boolean, write: (answer: string) => Buffer): Buffer | Promise<Buffer> {
    const key = body.length > bodyKeptMaxBytes ? undefined : (isFederation1 ? '1' : '2') + body.toString('latin1');
    const known = key === undefined ? undefined : this.#byBody.get(key);
    return known ?? this.#work(body, isFederation1, key, write);
  }

  async #work(
    body: Buffer,
    isFederation1: boolean,
    key: string | undefined,
    write: (answer: string) => Buffer,
  ): Promise<Buffer> {
    const asked = JSON.parse(body.toString('utf8')) as Question | readonly Question[];
    const answers = await Promise.all(
      (Array.isArray(asked) ? asked : [asked]).map(
        async (one: Question) => `{"data":${await this.dataFor(one, isFederation1)}}`,
      ),
    );
    const bytes = write(Array.isArray(asked) ? `[${answers.join(',')}]` : (answers[0] ?? ''));
    if (key !== undefined) {
      if (this.#byBody.size >= bodiesKeptMax) this.#byBody.clear();
      this.#byBody.set(key, bytes);
    }
    return bytes;
  }

  /** The `data` of the answer, as JSON. */
  async dataFor({ query, variables }: Question, isFederation1 = false): Promise<string> {
    if (isFederation1 && query.includes('_service')) return JSON.stringify({ _service: { sdl: this.#sdl1 } });
    const prepared = this.#prepare(query);
    const { representations } = variables ?? {};
    if (!prepared.isByEntity || !Array.isArray(representations))
      return this.#keep(query, JSON.stringify(variables ?? {}), prepared, variables ?? {});
    const found: (string | Promise<string>)[] = representations.map((one: unknown) =>
      this.#keep(query, JSON.stringify(one), prepared, { representations: [one] }),
    );
    const entities = found.every((one) => typeof one === 'string') ? found : await Promise.all(found);
    return `${oneEntity}${entities.map((data) => (data as string).slice(oneEntity.length, -2)).join(',')}]}`;
  }

  #keep(
    query: string,
    key: string,
    prepared: Prepared,
    variables: Readonly<Record<string, unknown>>,
  ): string | Promise<string> {
    const full = `${query}\n${key}`;
    return this.#kept.get(full) ?? this.#execute(query, full, prepared, variables);
  }

  async #execute(
    query: string,
    full: string,
    { document }: Prepared,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const result = await execute({ schema: this.#schema, document, variableValues: variables });
    if (result.errors) throw new GraphQLError(`${this.#source}: ${result.errors.map(String).join('; ')}\n${query}`);
    const data = JSON.stringify(result.data);
    if (this.#kept.size >= keptMax) this.#kept.clear();
    this.#kept.set(full, data);
    return data;
  }

  #prepare(query: string): Prepared {
    const known = this.#prepared.get(query);
    if (known !== undefined) return known;
    const document = parse(query);
    // The older protocol may ask for the text of a schema that is not the one that is executed.
    const [problem] = validate(this.#schema, document);
    if (problem) throw new GraphQLError(`${this.#source}: ${problem.message}\n${query}`);
    const prepared = { document, isByEntity: isByEntity(document) };
    this.#prepared.set(query, prepared);
    return prepared;
  }
}

const oneEntity = '{"_entities":[';

function isByEntity({ definitions }: DocumentNode): boolean {
  const operations = definitions.filter((one) => one.kind === 'OperationDefinition');
  const [operation] = operations;
  if (operations.length !== 1 || operation?.variableDefinitions?.length !== 1) return false;
  const [field, ...others] = operation.selectionSet.selections;
  const [argument] = field?.kind === 'Field' ? (field.arguments ?? []) : [];
  return (
    others.length === 0 &&
    field?.kind === 'Field' &&
    field.name.value === '_entities' &&
    field.alias === undefined &&
    argument?.value.kind === 'Variable' &&
    argument.value.name.value === 'representations'
  );
}

type Row = Readonly<Record<string, unknown>>;
const firstOf = (list: unknown, first: number) => {
  const edges = list as readonly unknown[];
  return {
    edges: edges.slice(0, first),
    totalCount: edges.length,
    pageInfo: { hasNextPage: edges.length > first, endCursor: null },
  };
};

function resolversOf(source: SourceName): Readonly<Record<string, unknown>> {
  const byReference = { __resolveReference: ({ recordId }: Row) => recordOf(source, String(recordId)) };
  const byTypename = { __resolveType: ({ __typename }: Row) => __typename };
  switch (source) {
    case 'national-index':
      return {
        Subject: byTypename,
        Party: byTypename,
        Probe: byTypename,
        Query: {
          individuals: (_: unknown, { cpf }: Row) => {
            const person = personByCpf(String(cpf));
            return { subjects: person ? [person] : [], probes: [] };
          },
          findIndividualsFreely: (_: unknown, { search, first }: Row) => {
            const people = peopleNear(String((search as Row)['name']), Number(first));
            return {
              edges: people.map((node) => ({
                cursor: node['id'],
                node,
                match: { band: 'POSSIBLE', reasons: ['nome'] },
              })),
              totalCount: people.length,
              pageInfo: { hasNextPage: true, endCursor: people.at(-1)?.['id'] ?? null },
            };
          },
          vehicles: (_: unknown, { plates }: Row) =>
            (plates as readonly string[]).map((plate) => ({
              plate,
              subjects: [],
              probes: [],
              foreignProbes: [{ holder: 'AR', plate }],
            })),
        },
        Individual: {
          vehicles: ({ allVehicles }: Row, { first }: Row) => firstOf(allVehicles, Number(first)),
          weapons: ({ allWeapons }: Row, { first }: Row) => firstOf(allWeapons, Number(first)),
          warrants: ({ allWarrants }: Row, { first }: Row) => firstOf(allWarrants, Number(first)),
        },
      };
    case 'individuals':
      return { HolderRecord: byTypename, IndividualRecord: byReference };
    case 'vehicles':
      return { HolderRecord: byTypename, VehicleRecord: byReference };
    case 'weapons':
      return { HolderRecord: byTypename, WeaponRecord: byReference };
    case 'warrants':
      return { HolderRecord: byTypename, WarrantRecord: byReference };
    case 'mercosul':
      return {
        HolderRecord: byTypename,
        ForeignVehicleProbe: {
          __resolveReference: ({ holder, plate }: Row) => ({ holder, plate }),
          records: ({ plate }: Row) => [foreignVehicleOf(String(plate))],
        },
      };
  }
}
