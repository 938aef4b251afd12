// May this value stand for a scalar or an enum? Decided for a type once, and then asked of every value.
import { isEnumType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';

/** Of values of JSON other than null. */
export type IsLeafValue = (value: unknown) => boolean;

/** GraphQL, section 3.5; a scalar of ours may be any text, number or boolean. */
export function leafValuesOf(type: GraphQLLeafType): IsLeafValue {
  if (isEnumType(type)) {
    const names: ReadonlySet<unknown> = new Set(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  return ofScalar[type.name] ?? isNoObject;
}

const isText: IsLeafValue = (value) => typeof value === 'string';
const isNoObject: IsLeafValue = (value) => typeof value !== 'object';
const ofScalar: Readonly<Record<string, IsLeafValue | undefined>> = Object.assign(Object.create(null), {
  String: isText,
  ID: isText,
  Int: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_648,
  Float: (value: unknown) => typeof value === 'number',
  Boolean: (value: unknown) => typeof value === 'boolean',
});
