// Reads the rules out of a schema: a source's own file at the holder, the whole supergraph at the gateway. Whatever it cannot read
// exactly stops the start, because a rule half understood protects nothing.
import { Kind } from 'graphql';
import type {
  ArgumentNode,
  ConstDirectiveNode,
  DirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  TypeNode,
  ValueNode,
} from 'graphql';
import { both, tidy } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import type { MaskKind, Rule, RuleTable } from './rule.ts';

/** Directives that say who may see; a rule exists where one of them stands. */
export const accessDirectives = ['authenticated', 'requiresScopes', 'policy'] as const;
/** All directives that the table is made of. */
export const ruleDirectives = [...accessDirectives, 'masked', 'subject', 'draws', 'since'] as const;

export const maskKinds: readonly MaskKind[] = ['CPF', 'CPF_WITHIN', 'DOCUMENT', 'LAST_6', 'INITIALS', 'NULL'];

/** The message names the coordinate and the directive. */
export class HarvestError extends Error {
  override readonly name = 'HarvestError';
  readonly code = 'BAD_RULE';
}

/** What the journal records as the subject of an access. */
export interface SubjectTable {
  /** By type name; `key` are the fields of its first key. */
  readonly types: ReadonlyMap<string, { readonly kind: string; readonly key: readonly string[] }>;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, string>;
  /** By `Type.field(argument:)`. */
  readonly arguments: ReadonlyMap<string, string>;
  /** By `Input.field`. */
  readonly inputFields: ReadonlyMap<string, string>;
}

interface Access {
  readonly ruled: boolean;
  readonly scopes: Requirement;
  readonly policies: Requirement;
}

interface TypeFacts {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'other';
  directives: readonly ConstDirectiveNode[];
  fields: readonly FieldDefinitionNode[];
  interfaces: readonly string[];
}

const open: Access = { ruled: false, scopes: [], policies: [] };

/**
 * The rules of a source's schema or of a supergraph, by coordinate. `Type.field` carries its own rule, its type's and that of the type
 * that it returns, all of which must be met; a bare `Type` carries the type's. A field of an interface requires what every implementing
 * type requires. A field without rule has no entry, and the evaluator denies it. Throws HarvestError.
 */
export function harvestRules(document: DocumentNode): RuleTable {
  refuseRenamedRules(document);
  const types = collectTypes(document);
  const table = new Map<string, Rule>();
  for (const type of types.values()) {
    const own = accessOf(type.directives, type.name);
    if (own.ruled) table.set(type.name, makeRule(type.name, own, {}));
    if (type.kind !== 'object') continue;
    for (const field of type.fields) {
      const id = `${type.name}.${field.name.value}`;
      const returned = types.get(namedType(field.type));
      const access = merge(
        merge(own, accessOf(field.directives ?? [], id)),
        returned ? { ...accessOf(returned.directives, returned.name), ruled: false } : open,
      );
      if (access.ruled) table.set(id, makeRule(id, access, extrasOf(field.directives ?? [], id)));
    }
  }
  for (const type of types.values()) if (type.kind === 'interface') addInterface(type, types, table);
  return table;
}

/** Throws HarvestError where a subject has no plain key by which the journal could name it. */
export function harvestSubjects(document: DocumentNode): SubjectTable {
  const table = {
    types: new Map<string, { kind: string; key: readonly string[] }>(),
    fields: new Map<string, string>(),
    arguments: new Map<string, string>(),
    inputFields: new Map<string, string>(),
  };
  const kindOf = (directives: readonly DirectiveNode[] | undefined, place: string): string | undefined => {
    const directive = single(directives ?? [], 'subject', place);
    return directive && stringArgument(directive, 'kind', place);
  };
  for (const type of collectTypes(document).values()) {
    const kind = kindOf(type.directives, type.name);
    if (kind !== undefined) table.types.set(type.name, Object.freeze({ kind, key: keyOf(type) }));
    for (const field of type.fields) {
      const id = `${type.name}.${field.name.value}`;
      const fieldKind = kindOf(field.directives, id);
      if (fieldKind !== undefined) table.fields.set(id, fieldKind);
      for (const argument of field.arguments ?? []) {
        const argumentKind = kindOf(argument.directives, id);
        if (argumentKind !== undefined) table.arguments.set(`${id}(${argument.name.value}:)`, argumentKind);
      }
    }
  }
  for (const [id, field] of inputFieldsOf(document)) {
    const kind = kindOf(field.directives, id);
    if (kind !== undefined) table.inputFields.set(id, kind);
  }
  return Object.freeze(table);
}

function collectTypes(document: DocumentNode): ReadonlyMap<string, TypeFacts> {
  const types = new Map<string, TypeFacts>();
  for (const node of document.definitions) {
    if (
      !('name' in node) ||
      !node.name ||
      !/(Type|Interface|Union|Enum|Scalar).*(Definition|Extension)$/.test(node.kind)
    )
      continue;
    const name = node.name.value;
    const kind =
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
        ? 'object'
        : node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION
          ? 'interface'
          : 'other';
    const facts = types.get(name) ?? { name, kind, directives: [], fields: [], interfaces: [] };
    if ('directives' in node)
      facts.directives = [...facts.directives, ...((node.directives ?? []) as ConstDirectiveNode[])];
    if (kind !== 'other' && 'fields' in node)
      facts.fields = [...facts.fields, ...((node.fields ?? []) as FieldDefinitionNode[])];
    if ('interfaces' in node)
      facts.interfaces = [...facts.interfaces, ...(node.interfaces ?? []).map((one) => one.name.value)];
    types.set(name, facts);
  }
  return types;
}

function* inputFieldsOf(document: DocumentNode): Generator<[string, InputValueDefinitionNode]> {
  for (const node of document.definitions) {
    if (node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION && node.kind !== Kind.INPUT_OBJECT_TYPE_EXTENSION) continue;
    for (const field of node.fields ?? []) yield [`${node.name.value}.${field.name.value}`, field];
  }
}

function addInterface(type: TypeFacts, types: ReadonlyMap<string, TypeFacts>, table: Map<string, Rule>): void {
  const implementers = [...types.values()].filter((one) => one.kind === 'object' && one.interfaces.includes(type.name));
  for (const field of type.fields) {
    const rules = implementers.map((one) => table.get(`${one.name}.${field.name.value}`));
    // One implementer without a rule leaves the field without one: nobody may see it.
    if (rules.length === 0 || rules.some((rule) => rule === undefined)) continue;
    const id = `${type.name}.${field.name.value}`;
    const access = (rules as Rule[]).reduce<Access>((all, rule) => merge(all, { ...rule, ruled: true }), open);
    table.set(id, makeRule(id, access, {}));
  }
}

function makeRule(id: string, access: Access, extras: Pick<Rule, 'masked' | 'since' | 'draws'>): Rule {
  return Object.freeze({ id, scopes: tidy(access.scopes), policies: tidy(access.policies), ...extras });
}

function merge(one: Access, other: Access): Access {
  return {
    ruled: one.ruled || other.ruled,
    scopes: both(one.scopes, other.scopes),
    policies: both(one.policies, other.policies),
  };
}

function accessOf(directives: readonly DirectiveNode[], place: string): Access {
  const scopes = single(directives, 'requiresScopes', place);
  const policies = single(directives, 'policy', place);
  const authenticated = single(directives, 'authenticated', place);
  return {
    ruled: Boolean(scopes ?? policies ?? authenticated),
    scopes: scopes ? requirementArgument(scopes, 'scopes', place) : [],
    policies: policies ? requirementArgument(policies, 'policies', place) : [],
  };
}

function extrasOf(directives: readonly DirectiveNode[], place: string): Pick<Rule, 'masked' | 'since' | 'draws'> {
  const masked = single(directives, 'masked', place);
  const since = single(directives, 'since', place);
  const draws = single(directives, 'draws', place);
  return {
    ...(masked
      ? { masked: Object.freeze({ as: maskArgument(masked, place), unless: unlessArgument(masked, place) }) }
      : {}),
    ...(since ? { since: versionArgument(since, place) } : {}),
    ...(draws
      ? {
          draws: Object.freeze({
            from: Object.freeze(namesArgument(draws, 'from', place)),
            probes: flagArgument(draws, 'probes', place),
          }),
        }
      : {}),
  };
}

function single<Node extends DirectiveNode>(
  directives: readonly Node[],
  name: string,
  place: string,
): Node | undefined {
  const found = directives.filter((directive) => directive.name.value === name);
  // A repeated directive would be kept or lost by the taste of whoever reads it; a type of two parts may repeat the plain one.
  if (found.length > 1 && name !== 'authenticated') throw new HarvestError(`${place}: @${name} stands more than once`);
  return found[0];
}

function argument(directive: DirectiveNode, name: string): ArgumentNode | undefined {
  return directive.arguments?.find((one) => one.name.value === name);
}

function bad(directive: DirectiveNode, name: string, place: string, expected: string): HarvestError {
  return new HarvestError(`${place}: @${directive.name.value}(${name}:) expects ${expected}`);
}

function requirementArgument(directive: DirectiveNode, name: string, place: string): Requirement {
  const value = argument(directive, name)?.value;
  const sets =
    value && items(value).map((set) => items(set).map((word) => (word.kind === Kind.STRING ? word.value : '')));
  // An empty set is met by everybody, so it is never what was meant.
  if (!sets || sets.length === 0 || sets.some((set) => set.length === 0 || set.includes(''))) {
    throw bad(directive, name, place, 'a list of lists of names, none of them empty');
  }
  return sets;
}

/** A single value stands for a list of one, as the GraphQL specification coerces it. */
function items(value: ValueNode): readonly ValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}

function unlessArgument(directive: DirectiveNode, place: string): Requirement {
  const value = argument(directive, 'unless')?.value;
  // No exception at all: masked for everybody.
  if (value?.kind === Kind.LIST && value.values.length === 0) return [];
  return tidy(requirementArgument(directive, 'unless', place));
}

function maskArgument(directive: DirectiveNode, place: string): MaskKind {
  const text = stringArgument(directive, 'as', place);
  const kind = maskKinds.find((one) => one === text);
  if (!kind) throw bad(directive, 'as', place, `one of ${maskKinds.join(', ')}`);
  return kind;
}

function stringArgument(directive: DirectiveNode, name: string, place: string): string {
  const value = argument(directive, name)?.value;
  if (value?.kind !== Kind.STRING || value.value === '') throw bad(directive, name, place, 'a name');
  return value.value;
}

function namesArgument(directive: DirectiveNode, name: string, place: string): string[] {
  const value = argument(directive, name)?.value;
  const names = value ? items(value).map((one) => (one.kind === Kind.STRING ? one.value : '')) : [];
  if (names.length === 0 || names.includes('')) throw bad(directive, name, place, 'a list of names');
  return names;
}

function flagArgument(directive: DirectiveNode, name: string, place: string): boolean {
  const value = argument(directive, name)?.value;
  if (!value) return false;
  if (value.kind !== Kind.BOOLEAN) throw bad(directive, name, place, 'true or false');
  return value.value;
}

function versionArgument(directive: DirectiveNode, place: string): number {
  const value = argument(directive, 'version')?.value;
  const version = value?.kind === Kind.INT ? Number(value.value) : 0;
  if (!Number.isSafeInteger(version) || version < 1) throw bad(directive, 'version', place, 'a number from 1');
  return version;
}

function keyOf(type: TypeFacts): readonly string[] {
  for (const directive of type.directives) {
    const name = { key: 'fields', join__type: 'key' }[directive.name.value];
    const value = name && argument(directive, name)?.value;
    if (!value || value.kind !== Kind.STRING) continue;
    const fields = value.value.trim().split(/[\s,]+/);
    if (fields.every((field) => /^[_A-Za-z]\w*$/.test(field))) return Object.freeze(fields);
    throw new HarvestError(`${type.name}: a subject's key is a list of plain fields`);
  }
  throw new HarvestError(`${type.name}: a subject needs a key by which the journal names it`);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** A rule under another name would be read by nobody: `as:` in a link, `federation__policy`, `rules__masked`. */
function refuseRenamedRules(document: DocumentNode): void {
  for (const place of renamedRules(document)) throw new HarvestError(place);
}

/** Sentences, one a place where a rule directive goes under another name. */
export function renamedRules(document: DocumentNode): readonly string[] {
  const names: readonly string[] = ruleDirectives;
  const found: string[] = [];
  for (const node of document.definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
      for (const link of node.directives ?? [])
        if (link.name.value === 'link') found.push(...renamedByLink(link, names));
    }
    if (node.kind === Kind.DIRECTIVE_DEFINITION && isPrefixed(node.name.value, names)) {
      found.push(`@${node.name.value} is defined under a prefixed name`);
    }
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const node = value as { kind?: string; name?: { value: string } };
    if (node.kind === Kind.DIRECTIVE && node.name && isPrefixed(node.name.value, names)) {
      found.push(`@${node.name.value} is used under a prefixed name; import the directive and use its own`);
    }
    for (const [member, child] of Object.entries(value)) if (member !== 'loc') visit(child);
  };
  visit(document.definitions);
  return [...new Set(found)];
}

function renamedByLink(link: ConstDirectiveNode, names: readonly string[]): readonly string[] {
  const found: string[] = [];
  const url = argument(link, 'url')?.value;
  const feature = url?.kind === Kind.STRING ? /\/([^/]+)\/v[\d.]+$/.exec(url.value)?.[1] : undefined;
  const alias = argument(link, 'as')?.value;
  const carriesRules = feature !== undefined && (['federation', 'rules'].includes(feature) || names.includes(feature));
  if (alias && carriesRules) found.push(`@link of ${feature} has another name (as:)`);
  const imports = argument(link, 'import')?.value;
  for (const item of imports?.kind === Kind.LIST ? imports.values : []) {
    if (item.kind !== Kind.OBJECT) continue;
    const text = (name: string): string | undefined => {
      const value = item.fields.find((field) => field.name.value === name)?.value;
      return value?.kind === Kind.STRING ? value.value.replace(/^@/, '') : undefined;
    };
    const name = text('name');
    const other = text('as');
    if (other === undefined || other === name) continue;
    if (names.includes(name ?? '')) found.push(`@${name} is imported under another name (as:)`);
    // The reverse hides as well: something else under the name of a rule.
    if (names.includes(other)) found.push(`another directive is imported as @${other}`);
  }
  return found;
}

function isPrefixed(name: string, names: readonly string[]): boolean {
  const at = name.lastIndexOf('__');
  return at > 0 && names.includes(name.slice(at + 2));
}
