// Texts as people and attackers write them: composed and decomposed, from right to left, invisible, alike. What is the same is found the same;
// what only looks it is not.
import { answered, either, fails, findsNothing } from './case.ts';
import type { Family, HostileCase, Look, Right, World } from './case.ts';
import { ask } from './requests.ts';

const byMother = `query Q($name: String!, $motherName: String!) {
  findIndividuals(search: { name: $name, motherName: $motherName }) { edges { node { cpf } } } }`;
const boxed = 'query Q($text: String!) { search(text: $text) { readings { kind } hits { totalCount } } }';

const unread = fails('BAD_ARGUMENT');
const tooBroad = fails('TOO_BROAD');
const nothing = answered(findsNothing);

export const unicode: Family = {
  name: 'Unicode',
  cases(world: World): readonly HostileCase[] {
    const { cpf, name, motherName } = world.story.stolenPlate.owner;
    const found: Look = (data) => (JSON.stringify(data).includes(cpf) ? undefined : 'the person is not found');
    const sameName: readonly (readonly [what: string, name: string])[] = [
      ['composed', name.normalize('NFC')],
      ['decomposed', name.normalize('NFD')],
      ['without accents', name.normalize('NFD').replace(/\p{M}/gu, '')],
      ['in small letters', name.toLowerCase()],
      ['in small letters, decomposed', name.toLowerCase().normalize('NFD')],
      [
        'in letters of full width',
        name.replace(/[A-Z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
      ],
      [
        'in bold letters of mathematics',
        name.replace(/[A-Z]/g, (letter) => String.fromCodePoint(0x1d400 + letter.charCodeAt(0) - 65)),
      ],
      ['with spaces that do not break', name.replaceAll(' ', '\u00a0')],
      ['with ideographic spaces', name.replaceAll(' ', '\u3000')],
      ['with spaces round it', `  ${name}\t`],
    ];
    const otherNames: readonly (readonly [what: string, name: string, right: Right])[] = [
      ['in letters of Cyrillic that look alike', 'МАRІА ВЕТО НОВО', either(nothing, tooBroad)],
      ['in Greek', 'ΜΑΡΙΑ ΒΕΤΟ', either(nothing, tooBroad, unread)],
      ['in Han', '李小龍', either(nothing, tooBroad, unread)],
      ['in Arabic, from right to left', 'محمد علي', either(nothing, tooBroad, unread)],
      ['of pictures', '👮🚔👮🚔', tooBroad],
      ['of one picture of many parts', '👨‍👩‍👧‍👦', tooBroad],
      ['of flags', '🇧🇷🇧🇷🇧🇷', tooBroad],
      ['of accents alone', '\u0301\u0302\u0303\u0304', tooBroad],
      ['of characters of no width', '\u200b\u200c\u200d\u2060\ufeff', tooBroad],
      ['of overrides of direction', '\u202a\u202b\u202c\u202d\u202e', tooBroad],
      ['of variation selectors', '\ufe0f\ufe0e\u{e0100}', tooBroad],
      ['of tags', '\u{e0041}\u{e0042}\u{e0043}', tooBroad],
      ['of controls', '\u0001\u0002\u0003\u0080\u009f', tooBroad],
      ['of separators of lines', '\u2028\u2029\u0085', tooBroad],
      ['of what is no character', '\ufffe\uffff\u{1ffff}', tooBroad],
      ['of replacement characters', '\ufffd\ufffd\ufffd', tooBroad],
      ['of the private use area', '\ue000\uf8ff\u{10ffff}', tooBroad],
      ['of one letter and a hundred accents', `Z${'\u0301'.repeat(100)}`, tooBroad],
      ['of the word that grows eighteen times', '\ufdfa'.repeat(100), either(nothing, tooBroad, unread)],
      ['of Hangul that decomposes', '각'.repeat(60), either(nothing, tooBroad, unread)],
      ['of a dotted capital I', 'İİİ İİİ', either(nothing, tooBroad)],
      ['of a dotless i', 'ııı ııı', either(nothing, tooBroad)],
      ['of ligatures', 'ﬀﬁﬂ ﬃﬄ', either(nothing, tooBroad)],
      ['of Roman numerals', 'ⅣⅧⅫ', either(nothing, tooBroad)],
    ];
    return [
      ...sameName.map(([what, written]) => ({
        name: `a name ${what} is the same name`,
        sent: ask(world, byMother, { name: written, motherName }),
        right: answered(found),
      })),
      ...sameName.map(([what, written]) => ({
        name: `the one box takes a name ${what}`,
        sent: ask(world, boxed, { text: written }),
        right: tooBroad,
      })),
      ...otherNames.map(([what, written, right]) => ({
        name: `a name ${what} is nobody’s`,
        sent: ask(world, byMother, { name: written, motherName: 'ZYXWVUT QRSTUV' }),
        right,
      })),
      ...otherNames.map(([what, written]) => ({
        name: `the one box takes a text ${what}`,
        sent: ask(world, boxed, { text: written.slice(0, 200) }),
        right: either(unread, tooBroad, nothing),
      })),
      {
        name: 'a plate in letters of Cyrillic is no plate',
        sent: ask(world, 'query Q($plate: String!) { vehicles(plates: [$plate]) { subjects { id } } }', {
          plate: 'АВС1234',
        }),
        right: unread,
      },
      {
        name: 'an alias of letters that only look like ours is no name at all',
        sent: ask(world, '{ mе: me { profile } }'),
        right: { kind: 'refused', codes: ['GRAPHQL_PARSE_FAILED'] },
      },
    ];
  },
};
