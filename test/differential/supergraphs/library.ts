// Keys of every kind: compound, nested, several, null; circles of references; entities that are gone; `@requires` in chains and circles;
// fields that throw, and nulls where none may be.
import type { Adversary } from '../adversary.ts';

interface Book {
  readonly id: string;
  readonly code: string;
  readonly series: { readonly id: string } | null;
  readonly title: string;
  readonly pages: number | null;
  readonly author: string | null;
  readonly sequel: string | null;
}

const books: readonly Book[] = [
  { id: 'b1', code: 'c1', series: { id: 's1' }, title: 'Atlas of Winds', pages: 320, author: 'w1', sequel: 'b2' },
  { id: 'b2', code: 'c2', series: { id: 's1' }, title: 'Atlas of Tides', pages: null, author: 'w2', sequel: 'b1' },
  { id: 'b3', code: 'c1', series: { id: 's2' }, title: 'Night Trains', pages: 87, author: 'w9', sequel: null },
  { id: 'b4', code: 'c4', series: null, title: 'Loose Leaves', pages: 12, author: null, sequel: 'b9' },
  { id: 'b5', code: 'c5', series: { id: 's2' }, title: 'Broken Spine', pages: 500, author: 'w3', sequel: 'b5' },
];
const writers = [
  { id: 'w1', name: 'Ada Wick', born: 1901, rivals: ['w2', 'w9'] },
  { id: 'w2', name: 'Bo Reyes', born: null, rivals: ['w1'] },
  { id: 'w3', name: null, born: 1950, rivals: [] },
];
const bookOf = (id: string | null) => books.find((one) => one.id === id) ?? null;
const bookAt = (code: string, series: string | undefined) =>
  books.find((one) => one.code === code && one.series?.id === series) ?? null;
const writerRef = (id: string | null) => (id === null ? null : { id });

export const library: Adversary = {
  name: 'library',
  values: {
    id: ['b1', 'b2', 'b3', 'b4', 'b5', 'b9'],
    'Query.writer.id': ['w1', 'w2', 'w3', 'w9'],
    'Book.pageRange.first': [1, 2],
    text: ['Atlas', 'Night', ''],
  },
  subgraphs: [
    {
      name: 'catalogue',
      sdl: `
        type Query {
          books(text: String): [Book!]!
          book(id: ID!): Book
          shelves: [[Book]!]
          strict: [Book!]
        }
        type Book @key(fields: "id") @key(fields: "code series { id }") {
          id: ID!
          code: String!
          series: Series
          title: String!
          pages: Int
          author: Writer
          sequel: Book
          pageRange(first: Int! = 1, last: Int): String
          damaged: String!
        }
        type Series @shareable { id: ID! }
        type Writer @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          books: (_, { text }: { text?: string | null }) => books.filter(({ title }) => title.includes(text ?? '')),
          book: (_, { id }: { id: string }) => bookOf(id),
          shelves: () => [[bookOf('b1'), null, bookOf('b4')], [], [bookOf('b3'), bookOf('b2')]],
          strict: () => books.slice(0, 3),
        },
        Book: {
          __resolveReference: (ref: Book) => (ref.id ? bookOf(ref.id) : bookAt(ref.code, ref.series?.id)),
          author: ({ author }: Book) => writerRef(author),
          sequel: ({ sequel }: Book) => bookOf(sequel),
          pageRange: ({ pages }: Book, { first, last }: { first: number; last?: number | null }) =>
            `${first}-${last === undefined ? 'open' : String(last)} of ${String(pages)}`,
          damaged: ({ id }: Book) => {
            if (id === 'b5') throw new Error('water');
            return id === 'b3' ? null : 'no';
          },
        },
        Writer: { __resolveReference: (ref: unknown) => ref },
      },
    },
    {
      name: 'people',
      sdl: `
        type Query { writer(id: ID!): Writer writers: [Writer]! }
        type Writer @key(fields: "id") {
          id: ID!
          name: String!
          born: Int
          rivals: [Writer!]
          books: [Book!]!
        }
        type Book @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: {
        Query: {
          writer: (_, { id }: { id: string }) => writers.find((one) => one.id === id) ?? null,
          writers: () => [...writers, null],
        },
        Writer: {
          __resolveReference: ({ id }: { id: string }) => writers.find((one) => one.id === id) ?? null,
          rivals: ({ rivals }: { rivals: readonly string[] }) => rivals.map((id) => writers.find((w) => w.id === id)),
          books: ({ id }: { id: string }) => books.filter(({ author }) => author === id),
        },
      },
    },
    {
      name: 'lending',
      sdl: `
        type Query { desk: [Loan!] }
        type Book @key(fields: "code series { id }") {
          code: String!
          series: Series
          title: String! @external
          pages: Int @external
          loans(open: Boolean): [Loan!]!
          heft: Float @requires(fields: "pages")
          label: String! @requires(fields: "title pages grade")
          grade: String @external
        }
        type Series @shareable { id: ID! }
        type Loan @key(fields: "book { code series { id } } reader { card }") {
          book: Book!
          reader: Reader!
          days: Int
        }
        type Reader @key(fields: "card") @key(fields: "desk { number }") {
          card: ID!
          desk: Desk
        }
        type Desk @shareable { number: Int! }
      `,
      resolvers: {
        Query: { desk: () => loans },
        Book: {
          __resolveReference: (ref: Book) => {
            const book = bookAt(ref.code, ref.series?.id);
            return book && { ...book, ...ref };
          },
          loans: ({ code }: Book, { open }: { open?: boolean | null }) =>
            loans.filter((loan) => loan.book.code === code && (open == null || (loan.days === null) === open)),
          heft: ({ pages }: Book) => (pages == null ? null : pages / 10),
          label: ({ title, pages, grade }: Book & { grade?: string }) => `${title}/${String(pages)}/${String(grade)}`,
        },
        Loan: { __resolveReference: (ref: unknown) => ref },
        Reader: {
          __resolveReference: (ref: { card?: string }) => readers.find((one) => one.card === ref.card) ?? null,
        },
      },
    },
    {
      name: 'ratings',
      sdl: `
        type Query { best: Book }
        type Book @key(fields: "id") {
          id: ID!
          pages: Int @external
          heft: Float @external
          grade: String @requires(fields: "pages")
          verdict: String @requires(fields: "heft")
          stars: [[Int]]
          fans: [Reader]
        }
        type Reader @key(fields: "desk { number }") {
          desk: Desk
          nickname: String!
        }
        type Desk @shareable { number: Int! }
        type Loan @key(fields: "book { code series { id } } reader { card }") {
          book: Book! @external
          reader: Reader! @external
          fine(perDay: Int = 2): Int
        }
        extend type Book { code: String! @external series: Series @external }
        extend type Reader { card: ID! @external }
        type Series @shareable { id: ID! }
      `,
      resolvers: {
        Query: { best: () => ({ id: 'b2' }) },
        Book: {
          __resolveReference: (ref: Book) => (ref.id === 'b4' ? null : ref),
          grade: ({ pages }: Book) => {
            if (pages === 87) throw new Error('no grade');
            return pages == null ? null : pages > 100 ? 'long' : 'short';
          },
          verdict: ({ heft }: { heft?: number | null }) => `heft ${String(heft)}`,
          stars: ({ id }: Book) => (id === 'b1' ? [[5, null], [], null] : [[1]]),
          fans: () => readers.map(({ desk }) => ({ desk })),
        },
        Reader: {
          __resolveReference: ({ desk }: { desk?: { number: number } }) => (desk ? { desk } : null),
          nickname: ({ desk }: { desk?: { number: number } }) =>
            desk?.number === 2 ? null : `desk ${desk?.number ?? '?'}`,
        },
        Loan: {
          __resolveReference: (ref: unknown) => ref,
          fine: ({ reader }: { reader?: { card?: string } }, { perDay }: { perDay?: number | null }) =>
            reader?.card === 'r2' ? null : (perDay ?? 0) * 3,
        },
      },
    },
  ],
};

const readers = [
  { card: 'r1', desk: { number: 1 } },
  { card: 'r2', desk: { number: 2 } },
  { card: 'r3', desk: null },
];
const loans = [
  { book: { code: 'c1', series: { id: 's1' } }, reader: readers[0], days: 3 },
  { book: { code: 'c1', series: { id: 's2' } }, reader: readers[1], days: null },
  { book: { code: 'c5', series: { id: 's2' } }, reader: readers[2], days: 9 },
];
