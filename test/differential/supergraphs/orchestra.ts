// Merging: shared root fields, shared value types, enums and input objects of which only the common part is left, fields that moved,
// fields that nobody may see, types that differ in nullability from subgraph to subgraph, and mutations whose order can be seen.
import type { Adversary } from '../adversary.ts';

interface Player {
  readonly id: string;
  readonly name: string;
  readonly section: string;
  readonly chair: number | null;
}

const players: readonly Player[] = [
  { id: 'm1', name: 'Ilse', section: 'STRINGS', chair: 1 },
  { id: 'm2', name: 'Tomas', section: 'BRASS', chair: null },
  { id: 'm3', name: 'Yun', section: 'WIND', chair: 2 },
];
const hall = { city: 'Lund', seats: 800, plan: [['A1', 'A2'], [], ['C1', null]], boxes: null };
let journal: string[] = [];
const written = (line: string) => {
  journal.push(line);
  return { at: journal.length, line };
};
const playerOf = ({ id }: { readonly id: string }) => players.find((one) => one.id === id) ?? null;

export const orchestra: Adversary = {
  name: 'orchestra',
  reset: () => {
    journal = [];
  },
  certain: [
    '{ player(id: "m1") { stand { shared { badge rival { badge } } } } }',
    // The labels may be null on a tape and never on a disc.
    `query ($c: Boolean!) { lineup { ... on Player { rival { rival { recordings { id ... @include(if: $c) { label } ... on Disc { constructor: label } } } } } } }`,
    '{ recordings { ... on Tape { x: label } ... on Disc { x: side } ... on Disc { a: label } } }',
  ],
  values: {
    'Query.player.id': ['m1', 'm2', 'm3', 'm9'],
    'Mutation.seat.player': ['m1', 'm2', 'm9'],
    section: ['STRINGS', 'WIND'],
    line: ['adagio', 'presto'],
    first: [1, 2, 5],
  },
  subgraphs: [
    {
      name: 'programme',
      sdl: `
        type Query {
          hall: Hall @shareable
          players(filter: PlayerFilter, first: Int = 2): [Player!]! @shareable
          pieces: [Piece]
          piece(key: PieceKey!): Piece
        }
        type Mutation { announce(line: String!): Entry! cancel(line: String): Entry }
        type Entry @shareable { at: Int! line: String }
        type Hall @shareable { city: String! seats: Int plan: [[String]] boxes: [String!] }
        input PlayerFilter { section: Choice = STRINGS chair: Int ids: [ID!] secret: String }
        input PieceKey { opus: Int! part: [Int!] near: PlayerFilter }
        enum Choice { STRINGS WIND TRIANGLE }
        enum Section { STRINGS WIND }
        type Player @key(fields: "id") {
          id: ID! name: String! @shareable section: Section @shareable chair: Int @shareable oldNote: String
        }
        type Piece @key(fields: "opus") @key(fields: "opus part { index }") {
          opus: Int! part: Part title: String! soloist: Player conductorNote: String @inaccessible
        }
        type Part @shareable { index: Int! hidden: String @inaccessible }
      `,
      resolvers: {
        Query: {
          hall: () => hall,
          players: (_, args: PlayerArgs) => filtered(args),
          pieces: () => [piece(1), null, piece(2), piece(3)],
          piece: (_, { key }: { key: { opus: number } }) => piece(key.opus),
        },
        Mutation: {
          announce: (_, { line }: { line: string }) => written(`announce ${line}`),
          cancel: (_, { line }: { line?: string | null }) => {
            if (line === 'presto') throw new Error('too late');
            return line == null ? null : written(`cancel ${line}`);
          },
        },
        Player: {
          __resolveReference: playerOf,
          section: ({ section }: Player) => (section === 'BRASS' ? null : section),
          oldNote: () => 'from programme',
        },
        Piece: { __resolveReference: (ref: { opus: number }) => piece(ref.opus) },
      },
    },
    {
      name: 'stage',
      sdl: `
        type Query {
          hall: Hall @shareable
          players(filter: PlayerFilter, first: Int = 2): [Player!]! @shareable
          entries: [Entry!]!
          lineup: [Performer!]!
        }
        type Mutation { seat(player: ID! chair: Int): Player log(line: String! times: Int! = 1): [Entry]! }
        type Entry @shareable { at: Int! line: String }
        type Hall @shareable { city: String seats: Int! plan: [[String]] boxes: [String!] }
        input PlayerFilter { section: Choice = STRINGS chair: Int ids: [ID!] }
        enum Choice { STRINGS WIND }
        enum Section { STRINGS WIND BRASS }
        type Player @key(fields: "id") {
          id: ID! @shareable
          chair: Int @shareable
          oldNote: String @override(from: "programme")
          stand: Stand!
          rival: Player
        }
        extend type Player { name: String @shareable section: Section @shareable }
        type Stand { colour: String! shared: [Player] }
        union Performer = Player | Ensemble
        type Ensemble { name: String members: [Player!] }
      `,
      resolvers: {
        Query: {
          hall: () => hall,
          players: (_, args: PlayerArgs) => filtered(args),
          entries: () => journal.map((line, at) => ({ at: at + 1, line })),
          lineup: () => [
            { __typename: 'Ensemble', name: null, members: [players[0], players[2]] },
            { __typename: 'Player', ...players[1] },
          ],
        },
        Mutation: {
          seat: (_, { player, chair }: { player: string; chair?: number | null }) => {
            written(`seat ${player} ${String(chair)}`);
            return playerOf({ id: player });
          },
          log: (_, { line, times }: { line: string; times: number }) =>
            Array.from({ length: Math.min(Math.max(times, 0), 3) }, (_none, at) =>
              at === 1 ? null : written(`log ${line}`),
            ),
        },
        Performer: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        Player: {
          __resolveReference: playerOf,
          section: ({ section }: Player) => (section === 'BRASS' ? null : section),
          oldNote: ({ id }: Player) => (id === 'm2' ? null : 'from stage'),
          stand: ({ id }: Player) => (id === 'm3' ? null : { colour: id === 'm1' ? 'red' : 'blue' }),
          rival: ({ id }: Player) => (id === 'm1' ? players[1] : id === 'm2' ? players[2] : null),
        },
        Stand: { shared: () => [players[0], null, players[2]] },
      },
    },
    {
      name: 'archive',
      sdl: `
        type Query { player(id: ID!): Player recordings: [Recording]! }
        type Mutation { note(line: String!): Entry! }
        type Entry @shareable { at: Int! line: String }
        type Player @key(fields: "id") { id: ID! section: Section @external chair: Int @external
          badge: String! @requires(fields: "chair section")
          recordings(first: Int): [Recording!]
        }
        enum Section { STRINGS WIND }
        interface Recording { id: ID! label: String length(unit: String): Float }
        type Tape implements Recording @key(fields: "id") { id: ID! label: String length(unit: String): Float worn: Boolean tracks: [[Track]] }
        type Disc implements Recording @key(fields: "id") { id: ID! label: String! length(unit: String): Float! side: String tracks: [[Track]] }
        type Track { piece: Piece name: String! }
        type Piece @key(fields: "opus part { index }") { opus: Int! part: Part takes: Int! critics: [String!] }
        type Part @shareable { index: Int! }
      `,
      resolvers: {
        Query: {
          player: (_, ref: { id: string }) => (playerOf(ref) ? ref : null),
          recordings: () => [...recordings, null],
        },
        Mutation: { note: (_, { line }: { line: string }) => written(`note ${line}`) },
        Player: {
          __resolveReference: (ref: unknown) => ref,
          badge: ({ id, chair, section }: Player) => (id === 'm3' ? null : `${String(section)}-${String(chair)}`),
          recordings: ({ id }: Player, { first }: { first?: number | null }) =>
            id === 'm2' ? null : recordings.slice(0, first ?? undefined),
        },
        Recording: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        Tape: { length: (_, { unit }: { unit?: string | null }) => (unit === undefined ? 1.5 : null) },
        Disc: {
          length: ({ id }: { id: string }) => {
            if (id === 'd2') throw new Error('scratched');
            return 40;
          },
        },
        Piece: {
          __resolveReference: (ref: unknown) => ref,
          takes: ({ opus }: { opus: number }) => opus * 2,
          critics: ({ opus }: { opus: number }) => (opus === 2 ? ['dull', null] : ['fine']),
        },
      },
    },
  ],
};

interface PlayerArgs {
  readonly filter?: { readonly section?: string | null; readonly ids?: readonly string[] | null } | null;
  readonly first?: number | null;
}

function filtered({ filter, first }: PlayerArgs): readonly Player[] {
  const ids = filter?.ids;
  return players
    .filter(({ section }) => filter?.section == null || section === filter.section)
    .filter(({ id }) => ids == null || ids.includes(id))
    .slice(0, first ?? undefined);
}

function piece(opus: number) {
  const known = [
    { opus: 1, part: { index: 3, hidden: 'h' }, title: 'Slow March', soloist: players[0] },
    {
      opus: 2,
      part: { index: 1, hidden: 'h' },
      title: 'Rondo',
      soloist: { id: 'm9', name: 'Ghost', section: null, chair: null },
    },
    { opus: 3, part: null, title: 'Unfinished', soloist: null },
  ];
  return known.find((one) => one.opus === opus) ?? null;
}

const track = (opus: number | null, name: string | null) => ({
  piece: opus === null ? null : { opus, part: opus === 3 ? null : { index: opus === 1 ? 3 : 1 } },
  name,
});
const recordings = [
  { __typename: 'Tape', id: 't1', label: null, worn: true, tracks: [[track(1, 'one'), null], [track(null, 'two')]] },
  { __typename: 'Disc', id: 'd1', label: 'First', side: 'A', tracks: [[track(2, 'three')], null, [track(3, 'four')]] },
  { __typename: 'Disc', id: 'd2', label: 'Second', side: null, tracks: [[track(1, null)]] },
];
