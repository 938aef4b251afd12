// Code for one kind of object. `copy[key] = value[key]` with a key that varies takes some 60 ns a field, and the same written out as
// `{ name: value.name }` takes 3 (measured): answers are thousands of fields, so what is copied often gets code of its own.
import { isInheritedName, ownValue } from './inherited-names.ts';

export interface FieldCode {
  /** A name of GraphQL. */
  readonly key: string;
  /** Statements that may change the variable, which holds the own value of `value` under the key, or undefined. */
  readonly statements: (variable: string) => string;
}

/** By then copying has taken about as long as writing and compiling the code takes; what is asked once never gets there. */
const copiesBeforeCode = 256;
const fieldsMax = 200;

/** Tells when a kind of object has been copied often enough. */
export class Copies {
  #left: number;

  constructor(fieldCount: number) {
    this.#left = fieldCount > fieldsMax ? Infinity : copiesBeforeCode;
  }

  /** True once. */
  areMany(): boolean {
    return this.#left-- === 0;
  }
}

/** A function of `value` and the named parameters that returns an object of the fields in their order; the statements see the tools. */
export function objectCode<Made extends (value: never, ...others: never[]) => unknown>(
  fields: readonly FieldCode[],
  parameters: readonly string[],
  tools: Readonly<Record<string, unknown>>,
): Made {
  const lines = fields.map(({ key, statements }, index) => {
    const variable = `value${index}`;
    const own = isInheritedName(key) ? `ownValue(value, '${named(key)}', true)` : `value.${named(key)}`;
    return `let ${variable} = ${own}; ${statements(variable)}`;
  });
  // In brackets `__proto__` is a key like any other.
  const properties = fields.map(({ key }, index) => `['${key}']: value${index}`);
  const body = `return (value, ${parameters.join(', ')}) => {\n${lines.join('\n')}\nreturn { ${properties.join(', ')} };\n};`;
  const names = ['ownValue', ...Object.keys(tools)];
  return new Function(...names, `'use strict';\n${body}`)(ownValue, ...Object.values(tools)) as Made;
}

/** Nothing but a name enters the code (GraphQL, section 2.1.9). */
function named(key: string): string {
  if (!/^[_A-Za-z][_0-9A-Za-z]*$/.test(key)) throw new TypeError('a key of an answer is a name of GraphQL');
  return key;
}
