// The corpus, family by family, in the order in which a request meets what refuses it.
import type { Family } from './case.ts';
import { doors } from './doors.ts';
import { graphqlText } from './graphql-text.ts';
import { http } from './http.ts';
import { identifiers } from './identifiers.ts';
import { intents } from './intents.ts';
import { json } from './json.ts';
import { longTexts } from './long-texts.ts';
import { outputs } from './outputs.ts';
import { prototypes } from './prototypes.ts';
import { sql } from './sql.ts';
import { tokens } from './tokens.ts';
import { unicode } from './unicode.ts';
import { variables } from './variables.ts';

export const families: readonly Family[] = [
  http,
  tokens,
  intents,
  json,
  graphqlText,
  prototypes,
  variables,
  identifiers,
  sql,
  longTexts,
  unicode,
  outputs,
  doors,
];

/** Whose requests are worth mutating: they have a document that is their own. */
export const mutatedFamilies: readonly Family[] = [graphqlText, prototypes, variables, identifiers, sql, unicode];
