// What the supergraph says of entities: their keys at each source, what a field needs of a holder's version, what the journal names.
import { buildASTSchema, getNamedType, isAbstractType, isObjectType, Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';

export interface ProbeField {
  readonly field: string;
  /** The sources that such a probe asks. */
  readonly sources: readonly string[];
}

export interface GraphFacts {
  readonly schema: GraphQLSchema;
  /** The first flat key by which the source resolves the type. */
  keyFieldsOf(source: string, type: string): readonly string[] | undefined;
  entityTypesOf(source: string): readonly string[];
  /** The version of the source that brought the coordinate `Type.field`; undefined: there from the first. */
  sinceOf(coordinate: string): number | undefined;
  /** The kind that `@subject` on the type gives the journal. */
  subjectKindOf(type: string): string | undefined;
  /** A record belongs to a holder (its key has `holder` and `recordId`). */
  isRecord(type: string): boolean;
  /** A subject belongs to the index (its key is `id`). */
  isSubject(type: string): boolean;
  /** The fields of a look-up that carry probes. */
  probeFieldsOf(type: string): readonly ProbeField[];
}

/** Reads the facts from a composed supergraph, directives included. */
export function readGraphFacts(supergraph: DocumentNode): GraphFacts {
  const schema = buildASTSchema(supergraph, { assumeValidSDL: true });
  const sourceNames = readSourceNames(supergraph);
  const keys = new Map<string, Map<string, readonly string[]>>();
  const since = new Map<string, number>();
  const subjectKinds = new Map<string, string>();
  const records = new Set<string>();
  const subjects = new Set<string>();

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const { source, key, resolvable } of joinKeys(type, sourceNames)) {
      const fields = key.split(' ');
      if (fields.includes('holder') && fields.includes('recordId')) records.add(type.name);
      if (key === 'id') subjects.add(type.name);
      if (!resolvable) continue;
      const ofSource = keys.get(source) ?? new Map<string, readonly string[]>();
      if (!ofSource.has(type.name)) ofSource.set(type.name, fields);
      keys.set(source, ofSource);
    }
    const kind = argumentsOf(directivesOf(type), 'subject')[0]?.kind;
    if (typeof kind === 'string') subjectKinds.set(type.name, kind);
    for (const field of Object.values(type.getFields())) {
      const version = argumentsOf(field.astNode?.directives, 'since')[0]?.version;
      if (typeof version === 'number') since.set(`${type.name}.${field.name}`, version);
    }
  }

  const probeSources = (type: GraphQLNamedType): readonly string[] => {
    const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    return [...keys].flatMap(([source, types]) => (members.some(({ name }) => isProbe(name, types)) ? [source] : []));
  };
  const isProbe = (type: string, types: ReadonlyMap<string, readonly string[]>) =>
    !records.has(type) && types.get(type)?.includes('holder') === true;

  const probeFields = new Map<string, readonly ProbeField[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const found = Object.values(type.getFields()).flatMap((field) => {
      const sources = probeSources(getNamedType(field.type));
      return sources.length === 0 ? [] : [{ field: field.name, sources }];
    });
    if (found.length > 0) probeFields.set(type.name, found);
  }

  return Object.freeze({
    schema,
    keyFieldsOf: (source, type) => keys.get(source)?.get(type),
    entityTypesOf: (source) => [...(keys.get(source)?.keys() ?? [])],
    sinceOf: (coordinate) => since.get(coordinate),
    subjectKindOf: (type) => subjectKinds.get(type),
    isRecord: (type) => records.has(type),
    isSubject: (type) => subjects.has(type),
    probeFieldsOf: (type) => probeFields.get(type) ?? [],
  } satisfies GraphFacts);
}

/** The names of the sources by their value in the enum `join__Graph` (join spec v0.5). */
function readSourceNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const name = argumentsOf(value.directives, 'join__graph')[0]?.name;
      if (typeof name === 'string') names.set(value.name.value, name);
    }
  }
  return names;
}

function joinKeys(type: GraphQLObjectType, sourceNames: ReadonlyMap<string, string>) {
  return argumentsOf(directivesOf(type), 'join__type').flatMap(({ graph, key, resolvable }) => {
    const source = sourceNames.get(String(graph));
    // Keys with selections of their own are not checked: none of our sources has one.
    if (source === undefined || typeof key !== 'string' || !/^\w+( \w+)*$/.test(key)) return [];
    return [{ source, key, resolvable: resolvable !== false }];
  });
}

function directivesOf(type: GraphQLObjectType): readonly ConstDirectiveNode[] {
  return [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries((directive.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)])),
    );
}
