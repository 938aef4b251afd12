// Ways become operations: as many in one as the gateway's limits of shape admit, each field written in the manner of its kind.
import type { GraphQLSchema, GraphQLObjectType } from 'graphql';
import { defaultShapeLimits } from '../../gateway/limits/limits.ts';
import { searchesMax } from '../../gateway/limits/subjects.ts';
import { argumentsOf, gateOf, recordInterface } from './paths.ts';
import type { Path, PathKind, Position } from './paths.ts';

/** Where the answer has one field of a way. */
export interface Place {
  readonly key: string;
  readonly coordinate: string;
  /** The one of several concrete types that counts, after this field. */
  readonly member?: string;
}

export interface Asked {
  readonly kind: PathKind;
  readonly path: Path;
  /** One a step; for `__typename` one more at the end. */
  readonly places: readonly Place[];
  readonly gate: string | undefined;
  /** Turns on `$on`. */
  readonly isConditional: boolean;
}

export interface Operation {
  readonly text: string;
  readonly asked: readonly Asked[];
  readonly isConditional: boolean;
}

/** A selection by its own text; fragments by the type that they are on. */
interface Selection {
  readonly text: string;
  readonly kind: 'field' | 'inline' | 'fragment';
  /** Cannot stand without a selection of its own. */
  readonly isComposite: boolean;
  /** One of several types stands there, so the answer must say which. */
  readonly isOfSeveral: boolean;
}

interface Node extends Selection {
  readonly below: Map<string, Node>;
}

/** Room for what the count of an operation's parts leaves out: its head, and `__typename` where a selection would be empty. */
const tokensMax = defaultShapeLimits.tokensMax - 300;
const { aliasesMax, directivesMax, rootFieldsMax } = defaultShapeLimits;
const selectionsMax = defaultShapeLimits.selectionsMax - 150;
/** One operation is asked by everybody: it may hold no more than those without a batch may ask at once. */
const rationed: readonly (readonly [named: RegExp, max: number])[] = [
  [/\bsearch\(text: "([^"]*)"/, searchesMax],
  [/\b(?:plates: \[|platePattern: )"([^"]*)"/, 1],
];

/** All positions, in the fewest operations that a first fit gives. */
export function operationsFor(positions: readonly Position[], schema: GraphQLSchema): readonly Operation[] {
  const alike = Map.groupBy(
    positions,
    ({ kind, path }) => `${kind} ${isConditional(kind) ? lengthOfComposite(path) : ''}`,
  );
  return [...alike.values()].flatMap((group) => {
    const drafts: Draft[] = [];
    // What shares its way shares an operation.
    for (const position of group.toSorted((a, b) => (wayOf(a) < wayOf(b) ? -1 : 1))) {
      const written = write(position, schema);
      if (drafts.some((draft) => draft.take(written))) continue;
      const draft = new Draft();
      if (!draft.take(written))
        throw new RangeError(`the way to ${written.asked.places.at(-1)?.coordinate} does not fit an operation`);
      drafts.push(draft);
    }
    return drafts.map((draft) => draft.operation());
  });
}

function wayOf({ path }: Position): string {
  return path.map(({ field }) => field).join('.');
}

function isConditional(kind: PathKind): boolean {
  return kind === '@include' || kind === '@skip';
}

/** A field left out by its condition must not come back as the way to another: ways that end in more than a leaf go by their length. */
function lengthOfComposite(path: Path): number {
  return path.at(-1)?.isComposite === true ? path.length : 0;
}

interface Written {
  readonly asked: Asked;
  readonly selections: readonly Selection[];
}

/** Aliases of fields on the way; no field has a name like these. */
const wayPrefix = 'way_';

function write({ kind, path }: Position, schema: GraphQLSchema): Written {
  const selections: Selection[] = [];
  const places: Place[] = [];
  const wrap = (text: string, of: 'inline' | 'fragment' = 'inline') =>
    void selections.push({ text, kind: of, isComposite: false, isOfSeveral: false });
  path.forEach((step, at) => {
    const isLast = at === path.length - 1;
    if (path[at - 1]?.member !== undefined) wrap(`... on ${step.parent}`);
    if (kind === 'interface' && implementsRecord(schema, step.parent)) {
      wrap(`... on ${recordInterface}`);
      if (!isCommon(schema, step.field)) wrap(`... on ${step.parent}`);
    }
    if (isLast && kind === 'named fragment') wrap(step.parent, 'fragment');
    if (isLast && kind === 'inline fragment') wrap(isEven(schema, path) ? `... on ${step.parent}` : '...');
    if (isLast && kind === '@skip') wrap(`... on ${step.parent} @skip(if: $on)`);
    const alias = aliasOf(kind, path, at, schema);
    const directive = isLast && kind === '@include' ? ' @include(if: $on)' : '';
    selections.push({
      text: `${alias === undefined ? '' : `${alias}: `}${step.field}${argumentsOf(path, at)}${directive}`,
      kind: 'field',
      isComposite: step.isComposite,
      isOfSeveral: step.member !== undefined,
    });
    places.push({
      key: alias ?? step.field,
      coordinate: step.coordinate,
      ...(step.member !== undefined && { member: step.member }),
    });
  });
  if (kind === '__typename') {
    selections.push({ text: '__typename', kind: 'field', isComposite: false, isOfSeveral: false });
    places.push({ key: '__typename', coordinate: `${path.at(-1)?.returns}.__typename` });
  }
  return { selections, asked: { kind, path, places, gate: gateOf(path), isConditional: isConditional(kind) } };
}

const rootArguments: string[] = [];

/** The last field goes by the name of its neighbour: whoever looked at names in the answer would take one for the other. */
function aliasOf(kind: PathKind, path: Path, at: number, schema: GraphQLSchema): string | undefined {
  const step = path[at];
  if (step === undefined) return undefined;
  if (kind === 'alias') {
    if (at < path.length - 1) return wayPrefix + step.field;
    const names = fieldNames(schema, step.parent);
    return names[(names.indexOf(step.field) + 1) % names.length];
  }
  const text = argumentsOf(path, 0);
  if (at > 0 || kind === 'direct' || text === '') return undefined;
  // Several texts in the one box, several plates: each answer needs a name of its own.
  if (!rootArguments.includes(text)) rootArguments.push(text);
  return `${step.field}_${rootArguments.indexOf(text)}`;
}

function fieldNames(schema: GraphQLSchema, type: string): readonly string[] {
  return Object.keys((schema.getType(type) as GraphQLObjectType).getFields());
}

function isEven(schema: GraphQLSchema, path: Path): boolean {
  const last = path[path.length - 1];
  return last !== undefined && fieldNames(schema, last.parent).indexOf(last.field) % 2 === 0;
}

function implementsRecord(schema: GraphQLSchema, type: string): boolean {
  const found = schema.getType(type) as GraphQLObjectType;
  return found.getInterfaces().some(({ name }) => name === recordInterface);
}

function isCommon(schema: GraphQLSchema, field: string): boolean {
  return Object.hasOwn((schema.getType(recordInterface) as GraphQLObjectType).getFields(), field);
}

interface Size {
  readonly tokens: number;
  readonly aliases: number;
  readonly directives: number;
  readonly selections: number;
}

class Draft {
  readonly #root = new Map<string, Node>();
  readonly #rootFields = new Set<string>();
  readonly #asked: Asked[] = [];
  #size: Size = { tokens: 0, aliases: 0, directives: 0, selections: 0 };

  /** Adds it where it fits beside what is there. */
  take({ asked, selections }: Written): boolean {
    let level: Map<string, Node> | undefined = this.#root;
    let size = this.#size;
    for (const selection of selections) {
      const known: Node | undefined = level?.get(selection.text);
      if (!known) {
        if (selection.kind === 'field' && level && clashes(level, selection.text)) return false;
        size = {
          tokens: size.tokens + tokensOf(selection),
          aliases: size.aliases + (/^\w+: /.test(selection.text) ? 1 : 0),
          directives: size.directives + (selection.text.includes('@') ? 1 : 0),
          selections: size.selections + 1,
        };
      }
      level = known?.below;
    }
    // The same field in a fragment and beside it counts twice.
    const rootField = selections
      .slice(0, selections.findIndex(({ kind }) => kind === 'field') + 1)
      .map(({ text }) => text)
      .join();
    const roots = this.#rootFields.size + (this.#rootFields.has(rootField) ? 0 : 1);
    const { tokens, aliases, directives } = size;
    if (tokens > tokensMax || aliases > aliasesMax || directives > directivesMax) return false;
    if (size.selections > selectionsMax || roots > rootFieldsMax) return false;
    if (isBatch([...this.#rootFields, rootField])) return false;
    this.#size = size;
    this.#rootFields.add(rootField);
    let at = this.#root;
    for (const selection of selections) {
      const known = at.get(selection.text);
      const below = known?.below ?? new Map<string, Node>();
      const isOfSeveral = selection.isOfSeveral || (known?.isOfSeveral ?? false);
      at.set(selection.text, { ...selection, isOfSeveral, below });
      at = below;
    }
    this.#asked.push(asked);
    return true;
  }

  operation(): Operation {
    const fragments: string[] = [];
    const print = (level: ReadonlyMap<string, Node>): string => [...level.values()].map(printNode).join(' ');
    const printNode = ({ text, kind, isComposite, isOfSeveral, below }: Node): string => {
      const inner = print(below);
      if (kind === 'inline') return `${text} { ${inner} }`;
      if (kind === 'fragment') return `...F${fragments.push(`on ${text} { ${inner} }`) - 1}`;
      if (!isComposite) return text;
      return `${text} { ${isOfSeveral || inner === '' ? '__typename ' : ''}${inner} }`;
    };
    const body = [`{ ${print(this.#root)} }`, ...fragments.map((text, at) => `fragment F${at} ${text}`)].join('\n');
    const variables = [
      ...(body.includes('$on') ? ['$on: Boolean!'] : []),
      ...(body.includes('$individual') ? ['$individual: ID!'] : []),
    ];
    return {
      text: variables.length > 0 ? `query (${variables.join(', ')}) ${body}` : body,
      asked: this.#asked,
      isConditional: this.#asked.some((one) => one.isConditional),
    };
  }
}

function isBatch(rootFields: readonly string[]): boolean {
  return rationed.some(([named, max]) => new Set(rootFields.flatMap((text) => named.exec(text)?.[1] ?? [])).size > max);
}

/** The same key with other arguments cannot stand beside it. */
function clashes(level: ReadonlyMap<string, Node>, text: string): boolean {
  const keyOf = (one: string) => /^\w+/.exec(one)?.[0];
  return [...level.values()].some(({ kind, text: other }) => kind === 'field' && keyOf(other) === keyOf(text));
}

/** With the braces that it may need. */
function tokensOf({ text, kind }: Selection): number {
  const words = text.match(/"[^"]*"|\w+|\.\.\.|[^\s\w"]/g)?.length ?? 0;
  return words + (kind === 'fragment' ? 7 : 3);
}
