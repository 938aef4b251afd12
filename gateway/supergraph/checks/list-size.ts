import { Kind } from 'graphql';
import type { FieldDefinitionNode, TypeNode } from 'graphql';
import { directivesOf, namedType } from './graph.ts';
import type { Check, SourceGraph } from './graph.ts';

/**
 * What an operation costs is known beforehand only if every list of objects says how long it is: by `@listSize`, by the `sizedFields` of
 * whatever leads to it (a connection's edges), and where an argument's items set the length, by `@sizedBy` beside the `@listSize`.
 */
export const checkListSize: Check = ({ sources }) => {
  const composite = new Set(sources.flatMap(({ types, unions }) => [...types.keys(), ...unions.keys()]));
  return sources.flatMap((source) => {
    const sized = fieldsSizedAbove(source);
    return [...source.types.values()].flatMap((type) =>
      type.fields.flatMap((field) => {
        const id = `${type.name}.${field.name.value}`;
        const problems: string[] = [];
        const lists = isList(field.type) && composite.has(namedType(field.type));
        const says = directivesOf(field.directives, 'listSize').some(saysASize);
        if (lists && !says && !sized.has(id)) problems.push(`${source.name}: ${id} lists objects and has no @listSize`);
        const by = sizedBy(field);
        if (by === undefined) return problems;
        const argument = field.arguments?.find(({ name }) => name.value === by);
        if (!argument || !isList(argument.type))
          problems.push(`${source.name}: ${id} is @sizedBy "${by}", which is no list argument of it`);
        if (!says)
          problems.push(`${source.name}: ${id} is @sizedBy an argument and has no @listSize for when it is not given`);
        return problems;
      }),
    );
  });
};

/** Fields of a type that every field which returns the type names in its `sizedFields`. */
function fieldsSizedAbove({ types }: SourceGraph): ReadonlySet<string> {
  const namedBy = new Map<string, ReadonlySet<string>[]>();
  for (const type of types.values()) {
    for (const field of type.fields) {
      const names = directivesOf(field.directives, 'listSize').flatMap((one) => wordsOf(one, 'sizedFields'));
      const returned = namedType(field.type);
      namedBy.set(returned, [...(namedBy.get(returned) ?? []), new Set(names)]);
    }
  }
  const sized = new Set<string>();
  for (const type of types.values()) {
    const above = namedBy.get(type.name) ?? [];
    for (const { name } of type.fields)
      if (above.length > 0 && above.every((names) => names.has(name.value))) sized.add(`${type.name}.${name.value}`);
  }
  return sized;
}

type Directive = ReturnType<typeof directivesOf>[number];

function saysASize(directive: Directive): boolean {
  const assumed = argumentOf(directive, 'assumedSize');
  return assumed?.kind === Kind.INT || wordsOf(directive, 'slicingArguments').length > 0;
}

function sizedBy(field: FieldDefinitionNode): string | undefined {
  const [directive] = directivesOf(field.directives, 'sizedBy');
  const value = directive && argumentOf(directive, 'argument');
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function wordsOf(directive: Directive, name: string): readonly string[] {
  const value = argumentOf(directive, name);
  const items = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return items.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}

function argumentOf(directive: Directive, name: string) {
  return directive.arguments?.find((one) => one.name.value === name)?.value;
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}
