// Are these two names, and these two people, the same? Names are compared by spelling rules, aliases and order; the
// answer always comes with its reasons. No phonetic key yet.
import { parseCpf } from './identifiers/cpf.ts';
import { parseDate } from './identifiers/dates.ts';
import { foldLetters, resolveApostrophes } from './identifiers/fold.ts';
import { aliasGroups, frequentNames } from './name-aliases.ts';

const nameCharsMax = 200;
const tokensMax = 20;

const particles: ReadonlySet<string> = new Set('DA DE DO DAS DOS E D DI DEL LA VAN VON'.split(' '));
const titles: ReadonlySet<string> = new Set('DR DRA SR SRA PROF PROFA CEL TEN MAJ CAP SGT CB SD'.split(' '));
/** Agnomes in their one spelling. */
const suffixes: ReadonlyMap<string, string> = new Map([
  ['FILHO', 'FILHO'],
  ['NETO', 'NETO'],
  ['NETTO', 'NETO'],
  ['BISNETO', 'BISNETO'],
  ['SOBRINHO', 'SOBRINHO'],
  ['JUNIOR', 'JUNIOR'],
  ['JR', 'JUNIOR'],
  ['SEGUNDO', 'SEGUNDO'],
  ['II', 'SEGUNDO'],
  ['III', 'TERCEIRO'],
]);
/** What registers hold in the place of a name. */
const placeholders: ReadonlySet<string> = new Set([
  ...['NAO INFORMADO', 'NAO INFORMADA', 'NAO DECLARADO', 'NAO DECLARADA', 'NAO CONSTA', 'NADA CONSTA', 'NC', 'NI'],
  ...[
    'IGNORADO',
    'IGNORADA',
    'DESCONHECIDO',
    'DESCONHECIDA',
    'SEM INFORMACAO',
    'PAI NAO DECLARADO',
    'MAE NAO DECLARADA',
  ],
  ...['PAI DESCONHECIDO', 'MAE DESCONHECIDA', 'PAI IGNORADO', 'MAE IGNORADA', 'N C', 'N I'],
]);
/** D' written into the name: the particle cannot be told from DANIEL's D without a list. */
const fusedParticles: ReadonlySet<string> = new Set('DAVILA DALMEIDA DARC DANGELO DAQUINO DOLIVEIRA'.split(' '));
/** Abbreviations of more than an initial, each with what it may stand for. */
const abbreviations: ReadonlyMap<string, string> = new Map([
  ['MA', 'MARIA'],
  ['AP', 'APARECIDA'],
  ['FCO', 'FRANCISCO'],
  ['ANT', 'ANTONIO'],
  ['STO', 'SANTO'],
  ['STA', 'SANTA'],
]);

/** A name in words of A-Z (and Ç where asked), fused particles parted, titles gone; undefined where it is no name. */
function wordsOf(text: string, keepCedilla: boolean): readonly string[] | undefined {
  if (typeof text !== 'string' || text.length > nameCharsMax) return undefined;
  const folded = foldLetters(resolveApostrophes(text), keepCedilla);
  const plain = folded.replace(/[^A-ZÇ]+/g, ' ').trim();
  if (plain === '' || placeholders.has(plain.replace(/Ç/g, 'C'))) return undefined;
  const words = plain.split(' ').flatMap((word) => (fusedParticles.has(word) ? ['D', word.slice(1)] : [word]));
  let start = 0;
  while (start < words.length - 1 && titles.has(words[start] ?? '')) start++;
  return words.slice(start);
}

/** The name in capitals without accents, titles and apostrophes (Ç as C), or null for a placeholder and for no name. */
export function normalizeName(text: string): string | null {
  return wordsOf(text, false)?.join(' ') ?? null;
}

export interface NameTokens {
  /** First names and surnames in order, at most twenty, without particles and agnome. */
  readonly tokens: readonly string[];
  readonly particles: readonly string[];
  /** FILHO, NETO, JUNIOR… in one spelling. */
  readonly suffix: string | null;
}

function tokensOf(text: string, keepCedilla: boolean): NameTokens {
  const words = wordsOf(text, keepCedilla) ?? [];
  const significant = words.filter((word) => !particles.has(word));
  const suffix = significant.length > 1 ? suffixes.get(significant.at(-1) ?? '') : undefined;
  return {
    tokens: Object.freeze((suffix === undefined ? significant : significant.slice(0, -1)).slice(0, tokensMax)),
    particles: Object.freeze(words.filter((word) => particles.has(word))),
    suffix: suffix ?? null,
  };
}

/** The significant tokens of a name, its particles and its agnome apart; empty where it is no name. */
export function nameTokens(text: string): NameTokens {
  return Object.freeze(tokensOf(text, false));
}

/** What is stored and indexed: tokens without particles, the agnome last, joined by a space; null for no name. */
export function searchKey(text: string): string | null {
  const { tokens, suffix } = tokensOf(text, false);
  const words = suffix === null ? tokens : [...tokens, suffix];
  return words.length > 0 ? words.join(' ') : null;
}

// Old and careless spellings of one Portuguese sound, in order, each over the whole token.
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^TH$/, 'T'],
  [/TH$/, 'TE'], // RUTH, ELISABETH
  [/PH/g, 'F'],
  [/TH/g, 'T'],
  [/MP(?=[CÇ])/g, 'N'], // ASSUMPÇÃO
  [/[PC](?=T)/g, ''], // BAPTISTA, VICTOR
  [/CAO$/, 'ÇAO'],
  [/Y/g, 'I'],
  [/^W|^U(?=[AEIO])/, 'V'],
  [/^S(?=[TCP])/, 'ES'],
  [/CH(?=[AEIOU])|SH/g, 'X'],
  [/(?<![CLN])H/g, ''],
  [/CH/g, 'C'], // CHRISTIANO
  [/C(?=[KQ])/g, ''],
  [/QU(?=[EI])|Q/g, 'K'],
  [/SC(?=[EI])/g, 'S'],
  [/Ç|C(?=[EI])/g, 'S'],
  [/C/g, 'K'],
  [/G(?=[EI])/g, 'J'],
  [/Z/g, 'S'],
  [/N$/, 'M'], // WILLIAN
  [/([A-QSTUVWXZ])\1/g, '$1'],
  [/SS/g, 'S'],
];

/** One spelling for spellings that sound alike; the vowels stay, so that MARIA and MARIO do. */
function rewriteSpelling(token: string): string {
  return rewrites.reduce((spelling, [from, to]) => spelling.replace(from, to), token);
}

const aliasGroupOf: ReadonlyMap<string, number> = new Map(
  aliasGroups.flatMap((group, i) => group.map((name) => [rewriteSpelling(name), i] as const)),
);

class Token {
  readonly folded: string;
  readonly #typed: string;
  #spellings: readonly string[] | undefined;

  constructor(typed: string) {
    this.#typed = typed;
    this.folded = typed.replace(/Ç/g, 'C');
  }

  /** With Ç as S, and with C as it stands where the other side lacks the cedilla. Most tokens are never asked. */
  get spellings(): readonly string[] {
    this.#spellings ??=
      this.#typed === this.folded
        ? [rewriteSpelling(this.folded)]
        : [rewriteSpelling(this.#typed), rewriteSpelling(this.folded)];
    return this.#spellings;
  }
}

interface ReadName {
  readonly tokens: readonly Token[];
  readonly suffix: string | null;
}

function readName(text: string): ReadName {
  const { tokens, suffix } = tokensOf(text, true);
  return { suffix, tokens: tokens.map((token) => new Token(token)) };
}

type Likeness = 'EQUAL' | 'SPELLING' | 'ALIAS' | 'SLIP' | 'ABBREVIATION' | 'INITIAL';

const weightOf: Readonly<Record<Likeness, number>> = {
  EQUAL: 1,
  SPELLING: 0.98,
  ALIAS: 0.97,
  SLIP: 0.93,
  ABBREVIATION: 0.95,
  INITIAL: 0.85,
};

const slipCharsMin = 7;

/** One letter changed, dropped, added, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (a.length > b.length) return restA.slice(1) === restB;
  if (a.length < b.length) return restA === restB.slice(1);
  return (
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

/** Whether a difference of one letter is a slip of the pen, and not another name. */
function isSlip(a: string, b: string, place: 'FIRST' | 'REST'): boolean {
  // In shorter tokens one letter makes another name (PIRES, PERES); at the end it makes another sex.
  if (Math.min(a.length, b.length) < slipCharsMin || a.at(-1) !== b.at(-1) || a[0] !== b[0]) return false;
  const frequent = [a, b].filter((token) => frequentNames.has(token)).length;
  if (frequent === 2) return false;
  // Rare first names are put together from parts (JUCI + NALDO, JUCI + VALDO): there a slip is one of a frequent name.
  if (place === 'FIRST' && frequent === 0) return false;
  return isOneSlip(a, b);
}

/** How two tokens are one name, or undefined where they are two. */
function likeness(a: Token, b: Token, place: 'FIRST' | 'REST'): Likeness | undefined {
  if (a.folded === b.folded) return 'EQUAL';
  const [short, long] = a.folded.length <= b.folded.length ? [a.folded, b.folded] : [b.folded, a.folded];
  if (short.length === 1) return long.startsWith(short) ? 'INITIAL' : undefined;
  if (abbreviations.get(short) === long) return 'ABBREVIATION';
  if (a.spellings.some((spelling) => b.spellings.includes(spelling))) return 'SPELLING';
  const group = aliasGroupOf.get(a.spellings[0] ?? '');
  if (group !== undefined && group === aliasGroupOf.get(b.spellings[0] ?? '')) return 'ALIAS';
  return isSlip(a.folded, b.folded, place) ? 'SLIP' : undefined;
}

interface Alignment {
  readonly likenesses: readonly Likeness[];
  readonly sum: number;
  /** Whether the last token of each has its match. */
  readonly lastMatched: boolean;
}

/** The best matching of two lists of tokens that keeps their order. */
function align(a: readonly Token[], b: readonly Token[]): Alignment {
  const none: Alignment = { likenesses: [], sum: 0, lastMatched: false };
  let below: Alignment[] = Array.from({ length: b.length + 1 }, () => none);
  for (let i = a.length - 1; i >= 0; i--) {
    const row: Alignment[] = Array.from({ length: b.length + 1 }, () => none);
    for (let j = b.length - 1; j >= 0; j--) {
      const skipA = below[j] ?? none;
      const skipB = row[j + 1] ?? none;
      let best = skipA.sum >= skipB.sum ? skipA : skipB;
      const [tokenA, tokenB] = [a[i], b[j]];
      const like = tokenA !== undefined && tokenB !== undefined ? likeness(tokenA, tokenB, 'REST') : undefined;
      if (like !== undefined) {
        const rest = below[j + 1] ?? none;
        const sum = rest.sum + weightOf[like];
        if (sum > best.sum) {
          const last = rest.lastMatched || (i === a.length - 1 && j === b.length - 1);
          best = { likenesses: [like, ...rest.likenesses], sum, lastMatched: last };
        }
      }
      row[j] = best;
    }
    below = row;
  }
  return below[0] ?? none;
}

export interface NameComparison {
  /** One name as far as names can tell: nothing in either contradicts the other. */
  readonly same: boolean;
  /** 0 to 1; from 0.92 the name agrees strongly. */
  readonly score: number;
  /** pt-BR; never quote the names. */
  readonly reasons: readonly string[];
}

interface Detail extends NameComparison {
  readonly firstNameAgrees: boolean;
  readonly suffixes: 'EQUAL' | 'NONE' | 'ONE_SIDED' | 'DIFFERENT';
  /** Nothing but the agnome keeps the two from being one name. */
  readonly sameButSuffix: boolean;
}

const likenessReasons: Readonly<Record<Exclude<Likeness, 'EQUAL'>, string>> = {
  SPELLING: 'grafia variante',
  ALIAS: 'forma variante conhecida',
  SLIP: 'uma letra de diferença',
  ABBREVIATION: 'nome abreviado',
  INITIAL: 'inicial no lugar do nome',
};

const round = (score: number): number => Math.round(score * 1000) / 1000;

function compareInDetail(a: ReadName, b: ReadName): Detail {
  const suffixState =
    a.suffix === b.suffix
      ? a.suffix === null
        ? 'NONE'
        : 'EQUAL'
      : a.suffix === null || b.suffix === null
        ? 'ONE_SIDED'
        : 'DIFFERENT';
  const answer = (same: boolean, score: number, reasons: readonly string[], firstNameAgrees: boolean): Detail => {
    const told = [...reasons];
    if (suffixState === 'EQUAL') told.push('mesmo agnome');
    if (suffixState === 'ONE_SIDED') told.push('agnome em só um dos nomes: confirme a data de nascimento');
    if (suffixState === 'DIFFERENT') told.push('agnomes diferentes: pessoas diferentes da mesma família');
    const blocked = suffixState === 'DIFFERENT' || suffixState === 'ONE_SIDED';
    const capped = suffixState === 'DIFFERENT' ? 0.5 : suffixState === 'ONE_SIDED' ? 0.85 : 1;
    return Object.freeze({
      same: same && !blocked,
      score: round(Math.min(score, capped)),
      reasons: Object.freeze(told),
      firstNameAgrees,
      suffixes: suffixState,
      sameButSuffix: same,
    });
  };

  const [firstA, firstB] = [a.tokens[0], b.tokens[0]];
  if (firstA === undefined || firstB === undefined) return answer(false, 0, ['nome ausente'], false);
  const first = likeness(firstA, firstB, 'FIRST');
  const [restA, restB] = [a.tokens.slice(1), b.tokens.slice(1)];
  const rest = align(restA, restB);
  const [fewer, more] = [Math.min(restA.length, restB.length), Math.max(restA.length, restB.length)];
  const overlap = more === 0 ? 1 : rest.likenesses.length / more;
  if (first === undefined) return answer(false, 0.4 * overlap, ['prenomes diferentes'], false);

  const likenesses = [first, ...rest.likenesses];
  const reasons = [...new Set(likenesses)].flatMap((like) => (like === 'EQUAL' ? [] : [likenessReasons[like]]));
  const inFull = rest.likenesses.filter((like) => like !== 'INITIAL').length;
  if (fewer === 0 && more > 0)
    return answer(false, 0.6, [...reasons, 'só o prenome coincide: falta o sobrenome'], true);
  if (rest.likenesses.length < fewer) {
    const why =
      rest.likenesses.length === 0 ? 'sobrenomes diferentes' : 'parte dos sobrenomes diverge ou está em outra ordem';
    return answer(false, 0.5 + 0.35 * overlap, [...reasons, why], true);
  }
  // An initial agrees with a twenty-sixth of all names: one word in full must stand beside it.
  if ((first === 'INITIAL' && inFull < 2) || (fewer > 0 && inFull === 0)) {
    return answer(false, 0.7, [...reasons, 'iniciais demais para dizer'], true);
  }
  const missing = more - fewer;
  const mean = (weightOf[first] + rest.sum) / likenesses.length;
  const lastDropped = missing > 0 && !rest.lastMatched;
  if (missing > 0)
    reasons.push(lastDropped ? 'falta o último sobrenome em um dos nomes' : 'faltam nomes do meio em um dos nomes');
  const score = mean - Math.min(0.1, 0.02 * missing) - (lastDropped ? 0.06 : 0);
  return answer(true, score, reasons.length > 0 ? reasons : ['nomes iguais'], true);
}

/**
 * Compares two names: the first name must match, the surnames of the shorter must stand in the longer in order, and
 * agnomes must agree. Initials, abbreviations, old spellings and known variants match.
 */
export function compareNames(a: string, b: string): NameComparison {
  const { same, score, reasons } = compareInDetail(readName(a), readName(b));
  return Object.freeze({ same, score, reasons });
}

export interface PersonClues {
  /** Registered name, social name, aliases: any may match. */
  readonly names: readonly string[];
  readonly mother?: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate?: string | null;
  readonly cpf?: string | null;
}

/** STRONG: one person by every sign. LIKELY: by two of three. POSSIBLE: cannot be excluded. DIFFERENT: two people. */
export type MatchBand = 'STRONG' | 'LIKELY' | 'POSSIBLE' | 'DIFFERENT';

export interface PersonMatch {
  readonly band: MatchBand;
  /** Score of the best pair of names. */
  readonly nameScore: number;
  /** pt-BR; never quote names, dates or numbers. */
  readonly reasons: readonly string[];
  /** Which of each one's names agreed best, by position. */
  readonly matchedNames?: { readonly a: number; readonly b: number };
}

const nameStrong = 0.92;
const motherStrong = 0.9;
const namesMax = 20;

type MotherSign = 'EQUAL' | 'FIRST_NAME_ONLY' | 'DIFFERENT' | 'UNKNOWN';
type BirthSign = 'EQUAL' | 'SWAPPED' | 'YEAR_OFF' | 'CLOSE' | 'FAR' | 'UNKNOWN';

function compareMothers(a: string | null | undefined, b: string | null | undefined): MotherSign {
  if (normalizeName(a ?? '') === null || normalizeName(b ?? '') === null) return 'UNKNOWN';
  const mothers = compareInDetail(readName(a ?? ''), readName(b ?? ''));
  if (mothers.same && mothers.score >= motherStrong) return 'EQUAL';
  return mothers.firstNameAgrees ? 'FIRST_NAME_ONLY' : 'DIFFERENT';
}

function compareBirthDates(a: string | null | undefined, b: string | null | undefined): BirthSign {
  const [dateA, dateB] = [parseDate(a ?? ''), parseDate(b ?? '')];
  if (!dateA.ok || !dateB.ok) return 'UNKNOWN';
  if (dateA.value === dateB.value) return 'EQUAL';
  const [yearA = '', monthA, dayA] = dateA.value.split('-');
  const [yearB = '', monthB, dayB] = dateB.value.split('-');
  if (yearA === yearB && monthA === dayB && dayA === monthB) return 'SWAPPED';
  if (monthA === monthB && dayA === dayB && Math.abs(Number(yearA) - Number(yearB)) === 1) return 'YEAR_OFF';
  const days = Math.abs(Date.parse(dateA.value) - Date.parse(dateB.value)) / 86_400_000;
  return days <= 366 ? 'CLOSE' : 'FAR';
}

const motherReasons: Readonly<Record<MotherSign, string>> = {
  EQUAL: 'mesmo nome da mãe',
  FIRST_NAME_ONLY: 'prenome da mãe igual, sobrenome diferente',
  DIFFERENT: 'nome da mãe diferente',
  UNKNOWN: 'filiação não informada em um dos lados: não conta',
};
const birthReasons: Readonly<Record<BirthSign, string>> = {
  EQUAL: 'mesma data de nascimento',
  SWAPPED: 'dia e mês de nascimento trocados',
  YEAR_OFF: 'ano de nascimento com diferença de um',
  CLOSE: 'datas de nascimento próximas, mas diferentes',
  FAR: 'datas de nascimento com mais de um ano de diferença',
  UNKNOWN: 'data de nascimento ausente em um dos lados: não conta',
};

/** The band of two people whose names are one name, by mother (rows) and birth date (columns). */
const bandsBySigns: Readonly<Record<MotherSign, Readonly<Record<BirthSign, MatchBand>>>> = {
  EQUAL: {
    EQUAL: 'STRONG',
    SWAPPED: 'POSSIBLE',
    YEAR_OFF: 'POSSIBLE',
    CLOSE: 'POSSIBLE',
    FAR: 'POSSIBLE',
    UNKNOWN: 'LIKELY',
  },
  FIRST_NAME_ONLY: {
    ...{ EQUAL: 'POSSIBLE', SWAPPED: 'POSSIBLE', YEAR_OFF: 'POSSIBLE', CLOSE: 'POSSIBLE' },
    ...{ FAR: 'DIFFERENT', UNKNOWN: 'POSSIBLE' },
  },
  DIFFERENT: {
    ...{ EQUAL: 'POSSIBLE', SWAPPED: 'POSSIBLE', YEAR_OFF: 'POSSIBLE', CLOSE: 'DIFFERENT' },
    ...{ FAR: 'DIFFERENT', UNKNOWN: 'DIFFERENT' },
  },
  // Filiation unknown neither adds nor subtracts; a bare name excludes nobody and identifies nobody.
  UNKNOWN: {
    EQUAL: 'LIKELY',
    SWAPPED: 'POSSIBLE',
    YEAR_OFF: 'POSSIBLE',
    CLOSE: 'DIFFERENT',
    FAR: 'DIFFERENT',
    UNKNOWN: 'POSSIBLE',
  },
};

const weaker: Readonly<Record<MatchBand, MatchBand>> = {
  STRONG: 'LIKELY',
  LIKELY: 'POSSIBLE',
  POSSIBLE: 'POSSIBLE',
  DIFFERENT: 'DIFFERENT',
};

interface BestNames {
  readonly detail: Detail;
  readonly a: number;
  readonly b: number;
}

function bestNames(a: readonly string[], b: readonly string[]): BestNames | undefined {
  const named = (names: readonly string[]): readonly (readonly [ReadName, number])[] =>
    names.flatMap((name, i) => (i < namesMax && normalizeName(name) !== null ? [[readName(name), i] as const] : []));
  const others = named(b);
  let best: BestNames | undefined;
  for (const [nameA, i] of named(a)) {
    for (const [nameB, j] of others) {
      const detail = compareInDetail(nameA, nameB);
      const better =
        best === undefined ||
        (detail.same && !best.detail.same) ||
        (detail.same === best.detail.same && detail.score > best.detail.score);
      if (better) best = { detail, a: i, b: j };
    }
  }
  return best;
}

function bandOf(name: Detail | undefined, mother: MotherSign, birth: BirthSign): MatchBand {
  const familyAgrees = mother === 'EQUAL' && birth === 'EQUAL';
  if (name === undefined) {
    if (familyAgrees) return 'LIKELY';
    return mother === 'DIFFERENT' || birth === 'CLOSE' || birth === 'FAR' ? 'DIFFERENT' : 'POSSIBLE';
  }
  if (name.same) {
    const band = bandsBySigns[mother][birth];
    return name.score >= nameStrong ? band : weaker[band];
  }
  // Another first name with one mother and one date is a twin; with another date, a sibling.
  if (!name.firstNameAgrees) return 'DIFFERENT';
  if (name.suffixes === 'ONE_SIDED' && name.sameButSuffix) {
    // Father and son have neither mother nor date in common; the son alone may be written without his agnome.
    if (familyAgrees) return 'LIKELY';
    return birth === 'EQUAL' && mother !== 'DIFFERENT' ? 'POSSIBLE' : 'DIFFERENT';
  }
  // Surnames change on marriage.
  return familyAgrees ? 'POSSIBLE' : 'DIFFERENT';
}

/**
 * Whether two sets of clues are one person: a band with its reasons, never a merge. Only an exact CPF identifies alone, and
 * not against mother and birth date. Null clues are neutral.
 */
export function matchPeople(a: PersonClues, b: PersonClues): PersonMatch {
  const best = bestNames(a.names, b.names);
  const mother = compareMothers(a.mother, b.mother);
  const birth = compareBirthDates(a.birthDate, b.birthDate);
  const [cpfA, cpfB] = [parseCpf(a.cpf ?? ''), parseCpf(b.cpf ?? '')];
  const reasons = [
    ...(best === undefined ? ['nome ausente em um dos lados: não conta'] : best.detail.reasons),
    motherReasons[mother],
    birthReasons[birth],
  ];
  const answer = (band: MatchBand, ...first: readonly string[]): PersonMatch =>
    Object.freeze({
      band,
      nameScore: best?.detail.score ?? 0,
      reasons: Object.freeze([...first, ...reasons]),
      ...(best === undefined ? {} : { matchedNames: Object.freeze({ a: best.a, b: best.b }) }),
    });

  if (cpfA.ok && cpfB.ok) {
    if (cpfA.value !== cpfB.value) return answer('DIFFERENT', 'CPFs diferentes');
    // A changed first name (a social name) stands where mother and date agree; otherwise the number may be another's.
    const nameDisputed =
      best !== undefined && !best.detail.firstNameAgrees && !(mother === 'EQUAL' && birth === 'EQUAL');
    const disputed = mother === 'DIFFERENT' || birth === 'FAR' || nameDisputed;
    return disputed
      ? answer('POSSIBLE', 'mesmo CPF, mas nome, filiação ou nascimento não conferem: identidade em disputa')
      : answer('STRONG', 'mesmo CPF');
  }
  if (best !== undefined && !best.detail.firstNameAgrees && mother === 'EQUAL' && birth === 'EQUAL') {
    return answer('DIFFERENT', 'mesma mãe e mesma data com prenomes diferentes: gêmeos');
  }
  return answer(bandOf(best?.detail, mother, birth));
}
