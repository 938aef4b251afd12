import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { keyNamesOf } from './key-names.ts';

it('are the fields of keys, and of what is required and provided, at any depth', () => {
  const names = keyNamesOf(
    parse(`
      type Book @join__type(graph: A, key: "isbn shelf { room }") @join__type(graph: B) {
        isbn: ID! @join__field(graph: A)
        price: Int @join__field(graph: A, requires: "weight(unit: GRAM) ... on Novel { pages }")
        author: Author @join__field(graph: A, provides: "name", type: "Author")
        title: String @deprecated(reason: "words")
      }
    `),
  );
  expect([...names].sort()).toEqual(['isbn', 'name', 'pages', 'room', 'shelf', 'weight']);
});
