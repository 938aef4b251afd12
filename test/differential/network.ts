// Both engines over our own supergraph, the same stub holders and the same client of them: what comes out of the whole chain is compared.
import { isDeepStrictEqual } from 'node:util';
import { createNetworkEngine } from '../../gateway/engine/compiled.ts';
import type { Engine } from '../../gateway/engine/engine.ts';
import { createReferenceEngine } from '../../gateway/engine/reference.ts';
import { startStubNetwork } from '../stub-network.ts';
import type { Asked as Completed, StubNetwork } from '../stub-network.ts';
import type { StubMode } from '../stub-holder.ts';
import { endpoints, find, root } from '../stub-people.ts';
import { plain } from './adversary.ts';
import type { Asked } from './answer.ts';
import { createGenerator } from './generate.ts';
import type { Generator } from './generate.ts';
import type { Random } from './random.ts';

export interface NetworkDifference {
  readonly kind: 'data' | 'errors' | 'sources';
  readonly asked: Asked;
  readonly faults: NetworkFaults;
  readonly compiled: unknown;
  readonly reference: unknown;
}

/** Holders that fail, and holders that withhold one record in so many. */
export interface NetworkFaults {
  readonly modes: ReadonlyMap<string, StubMode>;
  readonly withheld: ReadonlyMap<string, string>;
}

export interface NetworkArena {
  readonly network: StubNetwork;
  generator(random: Random): Generator;
  compare(asked: Asked, faults: NetworkFaults): Promise<readonly NetworkDifference[]>;
  /** Codes of errors and statuses of sources, with how often they were met. */
  readonly met: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export const nothingFails: NetworkFaults = Object.freeze({ modes: new Map(), withheld: new Map() });

/** Modes that fail at once and always in the same way. */
const failing: readonly StubMode[] = ['refused', 'crashed', 'malformed', 'html', 'error', 'missing', 'wrongTypename'];

export function networkFaults(random: Random): NetworkFaults {
  const modes = new Map<string, StubMode>();
  const withheld = new Map<string, string>();
  for (const endpoint of endpoints) {
    if (random.chance(0.15)) modes.set(endpoint, random.pick(failing));
    else if (random.chance(0.1)) withheld.set(endpoint, random.pick(['1', '2', '11', '12', '31', 'w1']));
  }
  return { modes, withheld };
}

/** Values with which the stub index finds something. */
const values = {
  cpf: ['52998224725', '11144477735', '39053344705'],
  plates: ['ABC1D23', 'XYZ9Z99'],
  id: ['p1', 'p2'],
  text: ['maria'],
  CPF: ['52998224725'],
  CNPJ: ['11222333000181'],
  Country: ['BR', 'AR'],
  Date: ['2026-11-21'],
  DateTime: ['2026-11-21T12:00:00Z'],
  HolderCode: ['SP'],
  Plate: ['ABC1D23'],
  Renavam: ['00891827361'],
  WarrantNumber: ['0001'],
  first: [1, 20],
  chassis: ['9BWZZZ377VT004251'],
  serial: ['ABC123'],
} as const;

export async function openNetworkArena(): Promise<NetworkArena> {
  let compiled: Engine | undefined;
  let reference: Engine | undefined;
  let current: Engine | undefined;
  const held = new Map<string, string>();
  const met = new Map<string, number>();
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
  const network = await startStubNetwork({
    ...{ root, endpoints },
    find: (endpoint, reference) => (held.get(endpoint) === reference['recordId'] ? null : find(endpoint, reference)),
    engine: async (engineSdl, client) => {
      compiled = await createNetworkEngine({ engineSdl, client });
      reference = await createReferenceEngine({ engineSdl, client });
      const both = [compiled, reference];
      return {
        execute: (request) => (current ?? both[0] ?? never()).execute(request),
        async stop() {
          for (const engine of both) await engine.stop();
        },
      } satisfies Engine;
    },
  });

  async function ask(engine: Engine | undefined, asked: Asked, faults: NetworkFaults): Promise<Completed> {
    current = engine;
    network.reset();
    held.clear();
    for (const [endpoint, record] of faults.withheld) held.set(endpoint, record);
    for (const [endpoint, mode] of faults.modes) {
      const stub = network.holders.get(endpoint);
      if (stub) stub.mode = mode;
    }
    return network.ask(asked.text, { variables: asked.variables, deadlineMs: 60_000 });
  }

  return {
    ...{ network, met },
    generator: (random) =>
      createGenerator(
        {
          schema: network.prepared.apiSchema,
          values,
          fieldsMax: 30,
          depthMax: 7,
          introspection: false,
          // Authorization decides them, before any engine sees the operation.
          literalConditions: true,
          // The stub index knows these roots; the others fail in the same words for everybody.
          never: new Set(
            Object.values(network.prepared.apiSchema.getQueryType()?.getFields() ?? {}).flatMap(({ name }) =>
              ['individuals', 'individual', 'vehicles', 'search', 'holders'].includes(name) ? [] : [`Query.${name}`],
            ),
          ),
        },
        random,
      ),
    async compare(asked, faults) {
      const [ours, theirs] = [await ask(compiled, asked, faults), await ask(reference, asked, faults)];
      for (const { extensions } of ours.errors) meet(extensions.code);
      for (const { status } of ours.extensions.sources) meet(status);
      const differences: NetworkDifference[] = [];
      const differ = (kind: NetworkDifference['kind'], one: unknown, other: unknown): void => {
        if (!isDeepStrictEqual(plain(one), plain(other)))
          differences.push({ kind, asked, faults, compiled: one, reference: other });
      };
      differ('data', { data: ours.data }, { data: theirs.data });
      differ('errors', errorsOf(ours), errorsOf(theirs));
      differ('sources', sourcesOf(ours), sourcesOf(theirs));
      return differences;
    },
    stop: () => network.stop(),
  };
}

/** Code and place of each; how often the same was said at one place is nobody's concern. */
function errorsOf({ errors }: Completed): readonly string[] {
  return [...new Set(errors.map(({ extensions, path }) => `${extensions.code} ${path?.join('.') ?? ''}`))].sort();
}

function sourcesOf({ extensions }: Completed): readonly string[] {
  return extensions.sources
    .map(
      ({ source, holder, status, paths }) =>
        `${source}/${holder ?? ''} ${status} ${[...new Set(paths.map((path) => path.join('.')))].sort().join(' ')}`,
    )
    .sort();
}

export function differenceOf({ kind, asked, faults, compiled, reference }: NetworkDifference): string {
  return [
    kind,
    asked.text,
    JSON.stringify(asked.variables),
    [...faults.modes, ...faults.withheld].join(' '),
    `compiled  ${JSON.stringify(compiled)}`,
    `reference ${JSON.stringify(reference)}`,
  ].join('\n');
}

function never(): never {
  throw new TypeError('no engine was made');
}
