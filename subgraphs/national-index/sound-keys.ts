// By what a name is looked up: one coarse key a word, equal for spellings that sound alike. It only has to bring the candidates together;
// whether two names are one is for `#kit/names.ts` to say. Measured on a million names, similarity by trigrams took seconds where these
// keys take milliseconds: half of a nation shares the trigrams of MARIA and SILVA.

const agnomes: ReadonlySet<string> = new Set('FILHO NETO BISNETO SOBRINHO JUNIOR SEGUNDO TERCEIRO'.split(' '));

// In order, each over the whole word.
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/PH/g, 'F'],
  [/[PC](?=T)/g, ''], // BAPTISTA, VICTOR
  [/MP(?=C)/g, 'N'], // ASSUMPCAO
  [/[CS]H/g, 'X'],
  [/X(?=[RLT])/g, 'K'], // CHRISTIANO
  [/H/g, ''],
  [/Y/g, 'I'],
  [/^U(?=[AEIO])|W/g, 'V'],
  [/^E(?=S[TCP])/g, ''],
  [/S?C(?=[EI])|Z/g, 'S'],
  [/CAO$/, 'SAO'],
  [/G(?=[EI])/g, 'J'],
  [/QU?|C/g, 'K'],
  [/N(?=[BP])|N$/g, 'M'],
  [/(.)\1+/g, '$1'],
  // Vowels are what careless spellings differ in most; the first one stays, since a word must not vanish.
  [/(?<=.)[AEIOU]+/g, ''],
];

/** `TEREZA` and `THERESA` are both `TRS`. Words are of A to Z, as search keys have them. */
export function soundKey(word: string): string {
  return rewrites.reduce((key, [from, to]) => key.replace(from, to), word);
}

export interface NameSounds {
  /** The first name, which two spellings of one name always share. */
  readonly first: string;
  /** The others, of which they share at least one. */
  readonly others: readonly string[];
}

/** Of a search key. Keys of a mother's name are told apart from those of a name. */
export function soundsOf(searchKey: string, of: 'name' | 'mother'): NameSounds {
  const [first = '', ...others] = searchKey.split(' ').filter((word) => !agnomes.has(word));
  const [mark, otherMark] = of === 'name' ? ['1', '2'] : ['3', '4'];
  return {
    first: `${mark}${soundKey(first)}`,
    others: [...new Set(others.filter((word) => word.length > 1).map((word) => `${otherMark}${soundKey(word)}`))],
  };
}
