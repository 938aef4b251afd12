// Invented full names from real frequencies, and the ways in which two offices write one name differently.
import { foldLetters } from '#kit/identifiers/fold.ts';
import { Random, Weighted } from './random.ts';
import { tables } from './tables.ts';

export type Sex = 'MASCULINO' | 'FEMININO';

const words = (text: string): readonly string[] => text.split(' ');

// The census table has no sex. Names that end in A are taken for women's and the rest for men's, apart from these; for a name in use by both
// the commoner is meant. It is a rule of thumb for invented people and must not be used on real ones.
const womenWithoutFinalA: ReadonlySet<string> = new Set(
  words(
    'ALINE BEATRIZ ISABEL RAQUEL ELIANE SIMONE CRISTIANE MARLENE ELAINE DANIELE DAIANE SUELI VIVIANE CAROLINE MARLI TATIANE TAIS MICHELE SOLANGE ' +
      'ALICE THAIS DENISE ROSELI GISELE MARILENE LUCIENE IRENE JOSIANE IVONE LAIS JOICE MIRIAN GABRIELE ELIZABETE ROSILENE NAIR NEIDE FRANCIELE ' +
      'LILIAN JANETE CLEIDE NICOLE YASMIN CONCEICAO INGRID RAIANE ESTER REGIANE EUNICE KELLY CLEONICE IRACI JENIFER LILIANE LIDIANE INES LURDES ' +
      'LUCILENE ROSANE IVONETE LUCIANE LUCIMAR CARMEM SUELEN ROSIMEIRE JANE ELIENE ARIANE MARIANE CLARICE',
  ),
);
const menWithFinalA: ReadonlySet<string> = new Set(['CAUA']);

export function sexOfFirstName(name: string): Sex {
  const woman = name.endsWith('A') ? !menWithFinalA.has(name) : womenWithoutFinalA.has(name);
  return woman ? 'FEMININO' : 'MASCULINO';
}

// The census table has no accents either; these are put back.
const accented: ReadonlyMap<string, string> = new Map(
  words(
    'JOSÉ JOÃO ANTÔNIO LUÍS MÁRCIA FÁBIO PATRÍCIA ANDRÉ MÁRCIO SEBASTIÃO JÉSSICA LETÍCIA JÚLIA SÉRGIO VITÓRIA CLÁUDIA SÔNIA CLÁUDIO JÚLIO NATÁLIA ' +
      'DÉBORA ROSÂNGELA VINÍCIUS ROGÉRIO ANDRÉIA LÚCIA ÂNGELA MÁRIO FLÁVIO LUÍZA CÍCERO FLÁVIA ÉRICA MAURÍCIO MÔNICA TAÍS FÁTIMA CÉLIA VALÉRIA TÂNIA ' +
      'BÁRBARA FABRÍCIO KÁTIA SÍLVIO SÍLVIA HÉLIO VÂNIA LÍVIA CÍNTIA LAÍS TAINÁ MOISÉS ANGÉLICA ADÃO VERÔNICA CÉSAR NÍCOLAS CÍCERA CECÍLIA CONCEIÇÃO ' +
      'OTÁVIO ÍTALO JOSUÉ LÍDIA MARÍLIA CAUÃ INÊS DAMIÃO ISAÍAS ÂNGELO CÉLIO PÂMELA',
  ).map((name) => [foldLetters(name), name]),
);

// Common surnames beyond the thirty whose frequency is published; chosen by hand, all with the same weight.
const otherSurnames = words(
  'TEIXEIRA MOURA FREITAS CARDOSO CAMPOS MELO CORREIA REZENDE QUEIROZ MENEZES XAVIER BARROS PINTO CUNHA CRUZ MONTEIRO NUNES RAMOS MENDES CASTRO MORAES ' +
    'AZEVEDO MACEDO BEZERRA CAVALCANTE LEITE MACHADO REIS MIRANDA DUARTE GUIMARÃES FARIAS BORGES MEDEIROS BRITO COELHO NOGUEIRA SIQUEIRA MAGALHÃES TAVARES ' +
    'VASCONCELOS ASSUNÇÃO PIRES FONSECA AGUIAR COUTINHO DANTAS LACERDA PEIXOTO SALES',
);
const otherSurnameBearers = 600_000;

const particles: ReadonlyMap<string, string> = new Map(
  words(
    'SILVA:DA SANTOS:DOS OLIVEIRA:DE SOUZA:DE SOUSA:DE LIMA:DE COSTA:DA NASCIMENTO:DO ARAÚJO:DE ALMEIDA:DE JESUS:DE CARVALHO:DE ROCHA:DA ANDRADE:DE ' +
      'CRUZ:DA CUNHA:DA MOURA:DE FREITAS:DE MELO:DE BARROS:DE CASTRO:DE MIRANDA:DE BRITO:DE VASCONCELOS:DE ASSUNÇÃO:DA FONSECA:DA REIS:DOS',
  ).map((pair) => pair.split(':') as [string, string]),
);
const particleWords: ReadonlySet<string> = new Set(words('DA DE DO DAS DOS E'));

const secondNames: Readonly<Record<Sex, readonly string[]>> = {
  MASCULINO: words(
    'CARLOS HENRIQUE ANTÔNIO LUIZ EDUARDO PAULO PEDRO AUGUSTO ROBERTO VITOR GABRIEL CÉSAR FELIPE AUGUSTO',
  ),
  FEMININO: [
    'APARECIDA',
    'CRISTINA',
    'LÚCIA',
    'PAULA',
    'BEATRIZ',
    'CLARA',
    'DE FÁTIMA',
    'EDUARDA',
    'LUÍZA',
    'CAROLINA',
    'DAS GRAÇAS',
    'REGINA',
  ],
};

export interface FullName {
  readonly given: string;
  /** As written, particles included: `DA SILVA`. */
  readonly surnames: readonly string[];
  readonly suffix: string;
}

export function written(name: FullName): string {
  return [name.given, ...name.surnames, name.suffix].filter((part) => part !== '').join(' ');
}

interface Pools {
  readonly first: Readonly<Record<Sex, readonly Weighted<string>[]>>;
  readonly surnames: Weighted<string>;
}

let pools: Pools | undefined;

function readPools(): Pools {
  const { firstNames, surnames } = tables();
  const byDecade = (sex: Sex): readonly Weighted<string>[] => {
    const own = firstNames.filter(({ name }) => sexOfFirstName(name) === sex);
    const decades = own[0]?.bearers.length ?? 0;
    return Array.from(
      { length: decades },
      // A name without bearers in a decade keeps a little weight, so that no decade is without choice.
      (_, decade) =>
        new Weighted(own.map(({ name, bearers }) => [accented.get(name) ?? name, (bearers[decade] ?? 0) + 1] as const)),
    );
  };
  return {
    first: { MASCULINO: byDecade('MASCULINO'), FEMININO: byDecade('FEMININO') },
    surnames: new Weighted([
      ...surnames.map(({ surname, bearers }) => [surname, bearers] as const),
      ...otherSurnames.map((surname) => [surname, otherSurnameBearers] as const),
    ]),
  };
}

/** A given name, perhaps double, in fashion in the decade of birth. */
export function givenName(random: Random, sex: Sex, birthYear: number): string {
  pools ??= readPools();
  const decades = pools.first[sex];
  const decade = Math.min(decades.length - 1, Math.max(0, Math.ceil((birthYear - 1940) / 10)));
  const first = (decades[decade] as Weighted<string>).pick(random);
  if (!random.chance(0.38)) return first;
  const second = random.pick(secondNames[sex]);
  return second === first ? first : `${first} ${second}`;
}

/** One surname as written, with its particle more often than not. */
export function surname(random: Random): string {
  pools ??= readPools();
  const bare = pools.surnames.pick(random);
  const particle = particles.get(bare);
  return particle !== undefined && random.chance(0.7) ? `${particle} ${bare}` : bare;
}

export function withoutParticle(text: string): string {
  const space = text.indexOf(' ');
  return space > 0 && particleWords.has(text.slice(0, space)) ? text.slice(space + 1) : text;
}

// Spellings that sound alike: what one clerk writes for the other. Both are real names; neither is an error.
const soundsLike: ReadonlyMap<string, string> = new Map(
  words(
    'SOUZA:SOUSA CARDOSO:CARDOZO MENEZES:MENESES QUEIROZ:QUEIROS REZENDE:RESENDE MELO:MELLO CORREIA:CORRÊA BATISTA:BAPTISTA GONÇALVES:GONSALVES ' +
      'ASSUNÇÃO:ASSUMPÇÃO MORAES:MORAIS FARIAS:FARIA CAVALCANTE:CAVALCANTI LUIZ:LUÍS THIAGO:TIAGO MATHEUS:MATEUS VICTOR:VITOR RAFAEL:RAPHAEL WALTER:VALTER ' +
      'FELIPE:FILIPE NATÁLIA:NATHÁLIA TEREZA:TERESA ISABEL:IZABEL JÉSSICA:GÉSSICA CÉSAR:CÉZAR KÁTIA:CÁTIA LURDES:LOURDES HELENA:ELENA ELIZABETE:ELISABETH ' +
      'WILLIAN:WILLIAM CRISTIANO:CHRISTIANO DÉBORA:DÉBORAH SÍLVIO:SYLVIO GEOVANA:GIOVANNA RAFAELA:RAPHAELA MANOEL:MANUEL ARTUR:ARTHUR EDUARDA:EDUARDA',
  ).flatMap((pair): [string, string][] => {
    const [one = '', other = ''] = pair.split(':');
    return one === other
      ? []
      : [
          [one, other],
          [other, one],
        ];
  }),
);

function respelled(name: string): string {
  return name
    .split(' ')
    .map((word) => soundsLike.get(word) ?? word)
    .join(' ');
}

const withoutParticles = (name: string): string =>
  name
    .split(' ')
    .filter((word) => !particleWords.has(word))
    .join(' ');

function abbreviated(name: string): string {
  const parts = name.split(' ');
  const middle = parts.findIndex(
    (word, at) => at > 0 && at < parts.length - 1 && word.length > 3 && !particleWords.has(word),
  );
  return middle < 0 ? name : parts.map((word, at) => (at === middle ? `${word.charAt(0)}.` : word)).join(' ');
}

/** The name as another office might have it; the same name where nothing can be written differently. */
export function otherSpelling(random: Random, name: string): string {
  const ways = [respelled, respelled, withoutParticles, abbreviated, foldLetters];
  const from = random.between(0, ways.length - 1);
  for (let step = 0; step < ways.length; step++) {
    const other = (ways[(from + step) % ways.length] as (text: string) => string)(name);
    if (other !== name) return other;
  }
  return name;
}

/** How systems really store a parent whom nobody declared. */
export const notDeclared = ['NÃO INFORMADO', 'NÃO INFORMADA', 'NAO CONSTA', 'NÃO DECLARADA', 'IGNORADO'] as const;
