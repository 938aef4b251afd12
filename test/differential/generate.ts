// Random operations that are valid by construction: every way in which GraphQL lets a client say what it wants, over any schema.
import {
  astFromValue,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  validate,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import type { Asked } from './answer.ts';
import type { Random } from './random.ts';

export interface GenerateOptions {
  readonly schema: GraphQLSchema;
  /** Values that arguments take, by `Type.field.argument`, name of the argument, or name of its type. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  /** Levels of fields. */
  readonly depthMax?: number;
  /** Fields in one operation. */
  readonly fieldsMax?: number;
  /** Root fields and others, `Type.field`, that are never asked for. */
  readonly never?: ReadonlySet<string>;
  readonly introspection?: boolean;
  /** Names that fields get in the answer. */
  readonly aliases?: readonly string[];
  /** Conditions are written out, and never variables. */
  readonly literalConditions?: boolean;
}

export interface Generator {
  next(): Asked;
  /** Texts that were thrown away because they were not valid, and all that were written. */
  readonly counts: { readonly discarded: number; readonly written: number };
}

export function createGenerator(options: GenerateOptions, random: Random): Generator {
  const counts = { discarded: 0, written: 0 };
  return {
    counts,
    next() {
      for (;;) {
        counts.written += 1;
        const asked = new Writer(options, random).write();
        const [problem] = validate(options.schema, parse(asked.text));
        if (problem === undefined) return asked;
        counts.discarded += 1;
        if (counts.discarded > 100 && counts.discarded > counts.written / 2) throw problem;
      }
    },
  };
}

interface FieldItem {
  readonly kind: 'field';
  readonly parent: GraphQLCompositeType;
  readonly name: string;
  readonly alias: string | undefined;
  readonly args: string;
  readonly type: string;
  readonly conditions: string;
  readonly selection: readonly Item[] | undefined;
}

interface FragmentItem {
  readonly kind: 'fragment';
  readonly on: GraphQLCompositeType;
  /** Absent: written where it stands, with its type or without. */
  readonly name: string | undefined;
  readonly isTyped: boolean;
  readonly conditions: string;
  readonly selection: readonly Item[];
}

type Item = FieldItem | FragmentItem;

/** A field that answers under a response key, and the types that were passed on the way to it. */
interface Answering {
  readonly types: readonly GraphQLCompositeType[];
  readonly signature: string;
  readonly type: string;
}

/** Some that JavaScript knows, and few, so that they meet. */
export const aliasesUsual: readonly string[] = ['a', 'b', 'x', 'toString', 'constructor'];

class Writer {
  readonly #options: GenerateOptions;
  readonly #random: Random;
  readonly #variables = new Map<string, { type: string; defaultValue: string | undefined; value: unknown }>();
  readonly #fragments: FragmentItem[] = [];
  /** By response path. */
  readonly #answering = new Map<string, Answering[]>();
  #fieldsLeft: number;

  constructor(options: GenerateOptions, random: Random) {
    this.#options = options;
    this.#random = random;
    this.#fieldsLeft = 2 + random.below(options.fieldsMax ?? 40);
  }

  write(): Asked {
    const { schema } = this.#options;
    const random = this.#random;
    const mutation = schema.getMutationType();
    const isMutation = mutation != null && random.chance(0.15);
    const root = (isMutation ? mutation : schema.getQueryType()) as GraphQLObjectType;
    const selection = this.#selection(root, [root], '', 0, isMutation ? 4 : 3);
    if (!isMutation && this.#options.introspection !== false && random.chance(0.06))
      selection.push(...introspection(random, schema));
    const definitions = [...this.#variables].map(
      ([name, { type, defaultValue }]) => `$${name}: ${type}${defaultValue === undefined ? '' : ` = ${defaultValue}`}`,
    );
    const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
    const operation = `${isMutation ? 'mutation' : 'query'} ${head} ${written(selection)}`;
    const fragments = this.#fragments.map(
      ({ name, on, selection: own }) => `fragment ${String(name)} on ${on.name} ${written(own)}`,
    );
    const variables: Record<string, unknown> = {};
    for (const [name, { value }] of this.#variables) if (value !== undefined) variables[name] = value;
    return { text: print(parse([operation, ...fragments].join('\n'))), variables };
  }

  /** At least one item, however little is left. */
  #selection(
    type: GraphQLCompositeType,
    types: readonly GraphQLCompositeType[],
    path: string,
    depth: number,
    itemsMax = 5,
  ): Item[] {
    const random = this.#random;
    const items: Item[] = [];
    const wanted = 1 + random.below(itemsMax);
    for (let tries = 0; items.length < wanted && tries < wanted * 3 && this.#fieldsLeft > 0; tries += 1) {
      const item = random.chance(isAbstractType(type) ? 0.55 : depth === 0 ? 0.08 : 0.15)
        ? this.#fragment(type, types, path, depth)
        : this.#field(type, types, path, depth);
      if (item !== undefined) items.push(item);
    }
    if (items.length === 0 || random.chance(0.2)) {
      const typename = this.#answered({ type, types, path, name: '__typename', args: '', returns: 'String!' });
      // Another field may go by its name.
      if (typename !== undefined || items.length === 0)
        items.push({
          ...(typename ?? { name: '__typename', alias: 'nameOfType' }),
          kind: 'field',
          parent: type,
          args: '',
          type: 'String!',
          conditions: '',
          selection: undefined,
        });
    }
    return items;
  }

  #field(
    type: GraphQLCompositeType,
    types: readonly GraphQLCompositeType[],
    path: string,
    depth: number,
  ): FieldItem | undefined {
    if (!('getFields' in type)) return undefined;
    const random = this.#random;
    const { depthMax = 6, never } = this.#options;
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        never?.has(`${type.name}.${field.name}`) !== true &&
        (depth + 1 < depthMax || !isCompositeType(getNamedType(field.type))),
    );
    if (fields.length === 0) return undefined;
    // What leads on is rarer than leaves and more interesting.
    const composite = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const field =
      composite.length > 0 && random.chance(depth < 3 ? 0.55 : 0.35) ? random.pick(composite) : random.pick(fields);
    const args = this.#arguments(type, field);
    const returns = String(field.type);
    const found = this.#answered({ type, types, path, name: field.name, args, returns });
    if (found === undefined) return undefined;
    this.#fieldsLeft -= 1;
    const named = getNamedType(field.type);
    const key = found.alias ?? field.name;
    const selection = isCompositeType(named)
      ? this.#selection(named, [...types, named], `${path}.${key}`, depth + 1)
      : undefined;
    return {
      kind: 'field',
      parent: type,
      ...found,
      args,
      type: returns,
      conditions: this.#conditions(0.08),
      selection,
    };
  }

  /** The field's name in the answer, where one is free or means the same. */
  #answered(one: {
    readonly type: GraphQLCompositeType;
    readonly types: readonly GraphQLCompositeType[];
    readonly path: string;
    readonly name: string;
    readonly args: string;
    readonly returns: string;
  }): { readonly name: string; readonly alias: string | undefined } | undefined {
    const { types, path, name, args, returns } = one;
    const random = this.#random;
    for (let tries = 0; tries < 3; tries += 1) {
      const alias = random.chance(0.25) ? random.pick(this.#options.aliases ?? aliasesUsual) : undefined;
      const place = `${path}.${alias ?? name}`;
      const signature = `${name}${args}`;
      const known = this.#answering.get(place) ?? [];
      const isFree = known.every(
        (other) => other.type === returns && (other.signature === signature || exclusive(other.types, types)),
      );
      if (!isFree) continue;
      known.push({ types, signature, type: returns });
      this.#answering.set(place, known);
      return { name, alias };
    }
    return undefined;
  }

  #fragment(
    type: GraphQLCompositeType,
    types: readonly GraphQLCompositeType[],
    path: string,
    depth: number,
  ): FragmentItem | undefined {
    const { schema } = this.#options;
    const random = this.#random;
    const concrete = isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType];
    const interfaces = concrete.flatMap((one) => one.getInterfaces());
    const on = random.chance(0.75)
      ? random.pick(concrete)
      : random.pick([...new Set<GraphQLCompositeType>([type, ...interfaces])]);
    // The last of the types is the narrowest that is known at this place.
    const inside = [...types.slice(0, -1), isObjectType(on) ? on : (types.at(-1) ?? on)];
    const reused = random.chance(0.3)
      ? this.#fragments.find((one) => one.on === on && this.#fits(one.selection, on, inside, path))
      : undefined;
    if (reused !== undefined) {
      this.#claim(reused.selection, on, inside, path);
      return { ...reused, conditions: this.#conditions(0.1) };
    }
    const selection = this.#selection(on, inside, path, depth, 3);
    if (selection.length === 0) return undefined;
    const fragment: FragmentItem = {
      kind: 'fragment',
      on,
      name: random.chance(0.3) ? `F${this.#fragments.length}` : undefined,
      isTyped: on !== type || random.chance(0.5),
      conditions: this.#conditions(0.15),
      selection,
    };
    if (fragment.name !== undefined) this.#fragments.push(fragment);
    return fragment;
  }

  #fits(
    items: readonly Item[],
    on: GraphQLCompositeType,
    types: readonly GraphQLCompositeType[],
    path: string,
  ): boolean {
    return this.#everyField(items, on, types, path, (place, one) =>
      (this.#answering.get(place) ?? []).every(
        (other) => other.type === one.type && (other.signature === one.signature || exclusive(other.types, one.types)),
      ),
    );
  }

  #claim(items: readonly Item[], on: GraphQLCompositeType, types: readonly GraphQLCompositeType[], path: string): void {
    this.#everyField(items, on, types, path, (place, one) => {
      this.#answering.set(place, [...(this.#answering.get(place) ?? []), one]);
      return true;
    });
  }

  #everyField(
    items: readonly Item[],
    on: GraphQLCompositeType,
    types: readonly GraphQLCompositeType[],
    path: string,
    test: (place: string, one: Answering) => boolean,
  ): boolean {
    return items.every((item) => {
      if (item.kind === 'fragment') {
        const inside = [...types.slice(0, -1), isObjectType(item.on) ? item.on : (types.at(-1) ?? on)];
        return this.#everyField(item.selection, item.on, inside, path, test);
      }
      const place = `${path}.${item.alias ?? item.name}`;
      const below = this.#options.schema.getType(item.type.replace(/[[\]!]/g, ''));
      return (
        test(place, { types, signature: `${item.name}${item.args}`, type: item.type }) &&
        (item.selection === undefined ||
          !isCompositeType(below) ||
          this.#everyField(item.selection, below, [...types, below], place, test))
      );
    });
  }

  #conditions(probability: number): string {
    const random = this.#random;
    const parts: string[] = [];
    for (const directive of ['skip', 'include']) {
      if (!random.chance(probability)) continue;
      const value =
        this.#options.literalConditions !== true && random.chance(0.8)
          ? `$${this.#condition()}`
          : String(random.chance(0.5));
      parts.push(`@${directive}(if: ${value})`);
    }
    return parts.join(' ');
  }

  /** A few variables for all conditions, so that they meet. */
  #condition(): string {
    const random = this.#random;
    const name = `c${random.below(3)}`;
    if (!this.#variables.has(name)) {
      const defaultValue = random.chance(0.3) ? String(random.chance(0.5)) : undefined;
      const isAbsent = defaultValue !== undefined && random.chance(0.5);
      this.#variables.set(name, { type: 'Boolean!', defaultValue, value: isAbsent ? undefined : random.chance(0.5) });
    }
    return name;
  }

  #arguments(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): string {
    const written: string[] = [];
    for (const argument of field.args) {
      const text = this.#argument(`${type.name}.${field.name}`, argument);
      if (text !== undefined) written.push(`${argument.name}: ${text}`);
    }
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  #argument(coordinate: string, argument: GraphQLArgument): string | undefined {
    const random = this.#random;
    const isOptional = !isNonNullType(argument.type) || argument.defaultValue !== undefined;
    if (isOptional && random.chance(0.35)) return undefined;
    const hints = this.#hints(coordinate, argument);
    const value = this.#value(argument.type, hints);
    if (random.chance(0.6)) {
      return print(astOf(value, argument.type));
    }
    const name = `v${this.#variables.size}`;
    const nullable = getNullableType(argument.type);
    const mayBeNull = !isNonNullType(argument.type);
    const isStrict = !mayBeNull || random.chance(0.3);
    const defaultValue = random.chance(0.3)
      ? print(astOf(this.#value(isStrict ? nonNull(nullable) : nullable, hints), argument.type))
      : undefined;
    const mayBeAbsent = !isStrict || defaultValue !== undefined;
    // A variable that may be null stands where nothing else may only with a default that is not.
    const type = isStrict ? `${String(nullable)}!` : String(nullable);
    const given =
      mayBeAbsent && random.chance(0.3) ? undefined : isStrict ? this.#value(nonNull(nullable), hints) : value;
    this.#variables.set(name, { type, defaultValue, value: given });
    return `$${name}`;
  }

  #hints(coordinate: string, argument: GraphQLArgument): readonly unknown[] | undefined {
    const { values } = this.#options;
    return (
      values[`${coordinate}.${argument.name}`] ?? values[argument.name] ?? values[getNamedType(argument.type).name]
    );
  }

  #value(type: GraphQLInputType | NonNullMark, hints: readonly unknown[] | undefined): unknown {
    const random = this.#random;
    if (type instanceof NonNullMark) return this.#value(type.type, hints) ?? this.#present(type.type, hints);
    if (isNonNullType(type)) return this.#present(type.ofType, hints);
    return random.chance(0.12) ? null : this.#present(type, hints);
  }

  #present(type: GraphQLInputType, hints: readonly unknown[] | undefined): unknown {
    const random = this.#random;
    if (isNonNullType(type)) return this.#present(type.ofType, hints);
    if (isListType(type)) {
      const count = random.below(3);
      return Array.from({ length: Math.max(count, hints === undefined ? 0 : 1) }, () =>
        this.#value(type.ofType, hints),
      );
    }
    if (isInputObjectType(type)) {
      const made: Record<string, unknown> = {};
      for (const field of Object.values(type.getFields())) {
        const isOptional = !isNonNullType(field.type) || field.defaultValue !== undefined;
        if (isOptional && random.chance(0.4)) continue;
        const { values } = this.#options;
        const named = getNamedType(field.type).name;
        made[field.name] = this.#value(
          field.type,
          values[`${type.name}.${field.name}`] ?? values[field.name] ?? values[named],
        );
      }
      return made;
    }
    if (hints !== undefined) return random.pick(hints);
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    switch (type.name) {
      case 'Int':
        return random.below(5);
      case 'Float':
        return random.pick([0, 1.5, -2]);
      case 'Boolean':
        return random.chance(0.5);
      case 'ID':
        return random.pick(['1', '2', 'none']);
      default:
        return random.pick(['', 'a', 'ção "x"\n']);
    }
  }
}

/** A nullable type of which a value is wanted that is not null. */
class NonNullMark {
  readonly type: GraphQLInputType;
  constructor(type: GraphQLInputType) {
    this.type = type;
  }
}

function nonNull(type: GraphQLInputType): NonNullMark {
  return new NonNullMark(type);
}

function astOf(value: unknown, type: GraphQLInputType) {
  const node = value === null ? { kind: Kind.NULL as const } : astFromValue(value, nullableOf(type));
  return node ?? { kind: Kind.NULL as const };
}

function nullableOf(type: GraphQLInputType): GraphQLInputType {
  return getNullableType(type);
}

/** No object is of both: at some step of the same path the types are different object types. */
function exclusive(one: readonly GraphQLCompositeType[], other: readonly GraphQLCompositeType[]): boolean {
  return one.some((type, at) => {
    const against = other[at];
    return against !== undefined && against !== type && isObjectType(type) && isObjectType(against);
  });
}

function written(items: readonly Item[]): string {
  const parts = items.map((item) => {
    if (item.kind === 'field') {
      const alias = item.alias === undefined ? '' : `${item.alias}: `;
      return `${alias}${item.name}${item.args} ${item.conditions} ${item.selection ? written(item.selection) : ''}`;
    }
    if (item.name !== undefined) return `...${item.name} ${item.conditions}`;
    return `... ${item.isTyped ? `on ${item.on.name}` : ''} ${item.conditions} ${written(item.selection)}`;
  });
  return `{ ${parts.join('\n')} }`;
}

function introspection(random: Random, schema: GraphQLSchema): FieldItem[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));
  const field = (name: string, args: string, selection: string): FieldItem => ({
    ...{ kind: 'field', parent: query, name: `${name}${args} ${selection}`, alias: undefined, args: '' },
    ...{ type: '', conditions: '', selection: undefined },
  });
  return random.chance(0.5)
    ? [
        field(
          '__type',
          `(name: "${random.pick([...types, 'Nothing'])}")`,
          '{ kind name fields { name type { kind name } } }',
        ),
      ]
    : [field('__schema', '', '{ queryType { name } types { name kind } directives { name } }')];
}
