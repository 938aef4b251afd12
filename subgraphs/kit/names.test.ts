import { describe, expect, it } from 'vitest';
import { compareNames, matchPeople, nameTokens, normalizeName, searchKey, type PersonClues } from './names.ts';

describe('a normalised name', () => {
  it.each([
    ['  joão   de souza ', 'JOAO DE SOUZA'],
    ['CONCEIÇÃO', 'CONCEICAO'],
    ['Conceic\u0327a\u0303o', 'CONCEICAO'],
    ['D’Ávila', 'D AVILA'],
    ["D'ÁVILA", 'D AVILA'],
    ['D´AVILA', 'D AVILA'],
    ['DAVILA', 'D AVILA'],
    ['DE AVILA', 'DE AVILA'],
    ["SANT'ANA", 'SANTANA'],
    ['Sant´Ana', 'SANTANA'],
    ['Vilas-Boas', 'VILAS BOAS'],
    ['Dr. Paulo Nunes', 'PAULO NUNES'],
    ['CEL SGT Dra. Ana', 'ANA'],
    ['ＭＡＲＩＡ', 'MARIA'],
    ['MARIA\u0000SILVA\u001b', 'MARIA SILVA'],
    ['Łukasz Sørensen', 'LUKASZ SORENSEN'],
    ['__proto__', 'PROTO'],
  ])('of %j is %j', (text, normalized) => {
    expect(normalizeName(text)).toBe(normalized);
  });

  it.each([
    ...['NAO INFORMADO', 'NAO INFORMADA', 'não declarado', 'NÃO DECLARADA', 'NAO CONSTA', 'Não Consta', 'IGNORADO'],
    ...['DESCONHECIDO', 'NC', '-', '', '   ', '...', '123', '\u0000', 'N/C'],
  ])('of the placeholder %j is null', (text) => {
    expect(normalizeName(text)).toBeNull();
    expect(searchKey(text)).toBeNull();
    expect(nameTokens(text).tokens).toEqual([]);
  });

  it('of fifty thousand characters, and of what is no text, is null', () => {
    expect(normalizeName('A'.repeat(50_000))).toBeNull();
    expect(normalizeName("D'".repeat(25_000))).toBeNull();
    expect(normalizeName(undefined as unknown as string)).toBeNull();
  });

  it('is itself when normalised again', () => {
    for (const text of ["João d'Ávila e Silva Jr.", 'Dr. José Sant’Ana Filho']) {
      const once = normalizeName(text);
      expect(normalizeName(once ?? '')).toBe(once);
    }
  });
});

describe('the tokens of a name', () => {
  it('keep particles and agnome apart', () => {
    expect(nameTokens('José Carlos de Souza e Silva Jr.')).toEqual({
      tokens: ['JOSE', 'CARLOS', 'SOUZA', 'SILVA'],
      particles: ['DE', 'E'],
      suffix: 'JUNIOR',
    });
    expect(nameTokens('Pedro Alves III').suffix).toBe('TERCEIRO');
  });

  it('hold an agnome only at the end of a longer name', () => {
    expect(nameTokens('Junior da Silva')).toMatchObject({ tokens: ['JUNIOR', 'SILVA'], suffix: null });
    expect(nameTokens('Neto')).toMatchObject({ tokens: ['NETO'], suffix: null });
  });

  it('make the search key, agnome last', () => {
    expect(searchKey('José Carlos de Souza e Silva Jr.')).toBe('JOSE CARLOS SOUZA SILVA JUNIOR');
    expect(searchKey("ANA D'ÁVILA")).toBe(searchKey('ANA DE AVILA'));
    expect(searchKey('da')).toBeNull();
  });

  it('are at most twenty', () => {
    expect(nameTokens('AB '.repeat(60)).tokens).toHaveLength(20);
  });
});

/** The pair table: one token a side. */
const mustMatch = [
  ...['SOUZA/SOUSA', 'CONCEIÇÃO/CONCEICAO', 'LUIZ/LUIS', 'CARDOZO/CARDOSO', 'WALTER/VALTER', 'MENEZES/MENESES'],
  ...['PHILIPPE/FELIPE', 'QUEIROZ/QUEIROS', 'THIAGO/TIAGO', 'TEIXEIRA/TEICHEIRA', 'HELENA/ELENA', 'ASSUMPÇÃO/ASSUNÇÃO'],
  ...['MATHEUS/MATEUS', 'BAPTISTA/BATISTA', 'CHRISTIANO/CRISTIANO', 'AFFONSO/AFONSO', 'GONÇALVES/GONSALVES'],
  ...[
    'JACQUELINE/JAQUELINE',
    'JOSÉ/JOSE',
    'NASCIMENTO/NACIMENTO',
    'THEREZA/TERESA',
    'XAVIER/CHAVIER',
    'RAPHAEL/RAFAEL',
  ],
  ...[
    'CÉZAR/CÉSAR',
    'KÁTIA/CÁTIA',
    'MOACYR/MOACIR',
    'YARA/IARA',
    'LOURDES/LURDES',
    'VICTOR/VITOR',
    'STEPHANIE/ESTEFANI',
  ],
  ...['NATHÁLIA/NATALIA', 'HUGO/UGO', 'WILLIAN/WILLIAM', 'REZENDE/RESENDE', 'WELLINGTON/UELINTON', 'MELLO/MELO'],
  ...['JEAN/GEAN', 'CORRÊA/CORREIA', 'GIOVANNA/GEOVANA', 'JÚLIA/JULIA', 'IZABEL/ISABEL', 'EMANUEL/EMMANUEL'],
  'ELISABETH/ELIZABETE',
];
const mustDiffer = [
  ...['MARIA/MARIO', 'PEREIRA/PEREZ', 'PAULO/PAULA', 'SANTOS/SANTANA', 'FERNANDO/FERNANDA', 'COSTA/CASTRO'],
  ...['CARLOS/CARLA', 'ALVES/ÁLVARES', 'JOSÉ/JOSUÉ', 'NUNES/NEVES', 'MARCOS/MÁRCIO', 'RAMOS/ROMA', 'SILVA/SILVEIRA'],
  ...['LUCAS/LÚCIA', 'JOÃO/JOANA', 'JORGE/JAIR', 'DANIEL/DANIELA', 'BRITO/BRAGA', 'LIMA/LEME', 'RODRIGUES/RODRIGO'],
];
const wholeNamesMatch = [
  'MARIA DA SILVA/MARIA SILVA',
  'JOÃO DE SOUZA E SILVA/JOAO SOUSA SILVA',
  "ANA D'ÁVILA/ANA DE AVILA",
  'JOSÉ CARLOS PEREIRA JR/JOSE C PEREIRA JUNIOR',
  'MARIA APARECIDA ALVES/MARIA AP ALVES',
  'LUIZ INÁCIO DOS SANTOS/LUIS INACIO SANTOS',
];
const wholeNamesDiffer = [
  'ANTONIO LIMA FILHO/ANTONIO LIMA NETO',
  'JOSE SILVA/JOSE SILVA FILHO',
  'MARIA JOSE SANTOS/JOSE MARIA SANTOS',
  'ANA PAULA SOUZA/PAULA ANA SOUZA',
  'CARLOS COSTA/CARLOS CASTRO',
];

// What the spelling rules and aliases still decide wrongly. Each is asserted as it stands: a better rule shows here.
const missedMatches = [
  ...['MANOEL/MANUEL', 'WASHINGTON/UOSHINTON', 'LUCIENE/LUCIENI', 'ANA MORAES/ANA MORAIS', 'ANDREA/ANDREIA'],
  ...['ANA CAVALCANTE/ANA CAVALCANTI', 'ROZINALVA LIMA/ROSINAVA LIMA'],
];
const falseMatches = [
  'SEVERINA LIMA/SEVERIANA LIMA',
  'JOSINALDO LIMA/JOSIVALDO LIMA',
  'ANA FERRARI/ANA FERRERI',
  'ANA JOSINALDO/ANA JOSIVALDO',
];

const pair = (text: string): [string, string] => {
  const [a = '', b = ''] = text.split('/');
  return [a, b];
};

describe('two names', () => {
  it.each([...mustMatch, ...wholeNamesMatch])('%s are one, either way round', (text) => {
    const [a, b] = pair(text);
    expect(compareNames(a, b)).toMatchObject({ same: true });
    expect(compareNames(a, b).score).toBeGreaterThanOrEqual(0.92);
    expect(compareNames(b, a)).toEqual(compareNames(a, b));
  });

  it.each([...mustDiffer, ...wholeNamesDiffer])('%s are two, either way round', (text) => {
    const [a, b] = pair(text);
    expect(compareNames(a, b)).toMatchObject({ same: false });
    expect(compareNames(a, b).score).toBeLessThan(0.92);
    expect(compareNames(b, a)).toEqual(compareNames(a, b));
  });

  it.each(mustMatch)('%s are one inside a whole name', (text) => {
    const [a, b] = pair(text);
    expect(compareNames(`ANA ${a} LIMA`, `ANA ${b} LIMA`).same).toBe(true);
  });

  it.each(mustDiffer)('%s are two inside a whole name', (text) => {
    const [a, b] = pair(text);
    expect(compareNames(`ANA ${a} LIMA`, `ANA ${b} LIMA`).same).toBe(false);
  });

  it.each(missedMatches)('known miss: %s are not yet one', (text) => {
    expect(compareNames(...pair(text)).same).toBe(false);
  });

  it.each(falseMatches)('known miss: %s are taken for one', (text) => {
    expect(compareNames(...pair(text)).same).toBe(true);
  });

  it('of the same letters score 1', () => {
    expect(compareNames('Maria da Silva', 'MARIA SILVA')).toEqual({ same: true, score: 1, reasons: ['nomes iguais'] });
  });

  it('bear a dropped surname, but less than a dropped middle name', () => {
    const middle = compareNames('MARIA SOUZA LIMA', 'MARIA LIMA');
    const last = compareNames('MARIA SOUZA LIMA', 'MARIA SOUZA');
    expect([middle.same, last.same]).toEqual([true, true]);
    expect(middle.score).toBeGreaterThan(last.score);
    expect(last.reasons).toContain('falta o último sobrenome em um dos nomes');
  });

  it('do not bear another surname, another order, or a bare first name', () => {
    expect(compareNames('MARIA SOUZA LIMA', 'MARIA SOUZA COSTA').same).toBe(false);
    expect(compareNames('MARIA LIMA SOUZA', 'MARIA SOUZA LIMA').same).toBe(false);
    expect(compareNames('MARIA', 'MARIA SOUZA')).toMatchObject({ same: false, score: 0.6 });
  });

  it('are not one by initials alone', () => {
    expect(compareNames('J S', 'JOSE SILVA').same).toBe(false);
    expect(compareNames('JOSE C', 'JOSE CARLOS PEREIRA').same).toBe(false);
    expect(compareNames('J CARLOS PEREIRA', 'JOSE CARLOS PEREIRA').same).toBe(true);
  });

  it('with one slip in a long rare word are one; in a frequent or short one they are two', () => {
    expect(compareNames('ANA ALBUQUERQUE', 'ANA ALBUQUREQUE').same).toBe(true);
    expect(compareNames('MARIANA ALBUQUERQUE', 'MARINA ALBUQUERQUE').same).toBe(false);
    expect(compareNames('MARILENE COSTA', 'MARLENE COSTA').same).toBe(false);
    expect(compareNames('JOSE PIRES', 'JOSE PERES').same).toBe(false);
    expect(compareNames('JUCINALDO LIMA', 'JUCIVALDO LIMA').same).toBe(false);
  });

  it('are not one where either is missing', () => {
    for (const text of ['', 'NAO CONSTA', 'x'.repeat(50_000), '\u0000']) {
      expect(compareNames(text, 'MARIA SILVA')).toMatchObject({ same: false, score: 0 });
      expect(compareNames(text, text)).toMatchObject({ same: false, score: 0 });
    }
  });

  it('of prototype words are words like any other', () => {
    expect(compareNames('__proto__', 'constructor').same).toBe(false);
    expect(compareNames('CONSTRUCTOR SILVA', 'CONSTRUCTOR SILVA').score).toBe(1);
  });

  it('are never quoted in the reasons', () => {
    for (const text of [...mustMatch, ...wholeNamesMatch, ...wholeNamesDiffer]) {
      const [a, b] = pair(text);
      const reasons = compareNames(a, b).reasons.join(' ').toUpperCase();
      for (const name of [a, b]) expect(reasons).not.toContain(name);
    }
  });
});

describe('two people', () => {
  const joao: PersonClues = {
    names: ['JOÃO CARLOS DE SOUZA LIMA'],
    mother: 'MARIA APARECIDA DE SOUZA',
    birthDate: '1988-10-05',
    cpf: null,
  };
  const band = (clues: Partial<PersonClues>, of: PersonClues = joao): string => {
    const there = matchPeople(of, { ...of, ...clues });
    expect(matchPeople({ ...of, ...clues }, of).band).toBe(there.band);
    return there.band;
  };

  it('are STRONG by name, mother and birth date', () => {
    expect(band({})).toBe('STRONG');
    expect(band({ names: ['Joao C. Sousa Lima'], mother: 'Maria Ap. Souza' })).toBe('STRONG');
  });

  it('are LIKELY by two of three with the third missing', () => {
    expect(band({ mother: null })).toBe('LIKELY');
    expect(band({ mother: 'NÃO CONSTA' })).toBe('LIKELY');
    expect(band({ birthDate: null })).toBe('LIKELY');
    expect(band({ names: ['NAO INFORMADO'] })).toBe('LIKELY');
  });

  it('are POSSIBLE by name and one partial sign', () => {
    expect(band({ birthDate: '1988-05-10' })).toBe('POSSIBLE');
    expect(band({ birthDate: '1988-05-10', mother: null })).toBe('POSSIBLE');
    expect(band({ birthDate: '1989-10-05' })).toBe('POSSIBLE');
    expect(band({ mother: 'MARIA PEREIRA', birthDate: null })).toBe('POSSIBLE');
    expect(band({ mother: 'MARIA PEREIRA' })).toBe('POSSIBLE');
  });

  it('are not excluded by a bare name, nor identified by it', () => {
    expect(band({ mother: null, birthDate: null })).toBe('POSSIBLE');
  });

  it('are DIFFERENT where birth is more than a year off and the mother is another', () => {
    expect(band({ birthDate: '1975-01-01', mother: 'JOANA PEREIRA' })).toBe('DIFFERENT');
    expect(band({ birthDate: '1975-01-01', mother: 'MARIA PEREIRA' })).toBe('DIFFERENT');
    expect(band({ birthDate: '1975-01-01', mother: null })).toBe('DIFFERENT');
    expect(band({ mother: 'JOANA PEREIRA', birthDate: null })).toBe('DIFFERENT');
  });

  it('are DIFFERENT where they are twins, or brothers', () => {
    const twin = matchPeople(joao, { ...joao, names: ['PEDRO CARLOS DE SOUZA LIMA'] });
    expect(twin.band).toBe('DIFFERENT');
    expect(twin.reasons[0]).toContain('gêmeos');
    expect(band({ names: ['PEDRO DE SOUZA LIMA'], birthDate: '1990-01-01' })).toBe('DIFFERENT');
  });

  it('are DIFFERENT as father and son, and LIKELY where only the agnome was left out', () => {
    expect(band({ names: ['JOÃO CARLOS DE SOUZA LIMA FILHO'], mother: 'ANA LIMA', birthDate: '2010-01-01' })).toBe(
      'DIFFERENT',
    );
    expect(band({ names: ['JOÃO CARLOS DE SOUZA LIMA FILHO'] })).toBe('LIKELY');
    expect(band({ names: ['JOÃO CARLOS DE SOUZA LIMA FILHO'], mother: null })).toBe('POSSIBLE');
    expect(band({ names: ['JOÃO CARLOS DE SOUZA LIMA FILHO'], mother: null, birthDate: null })).toBe('DIFFERENT');
  });

  it('are POSSIBLE across a change of surname where mother and date agree', () => {
    expect(band({ names: ['JOÃO PEREIRA'] })).toBe('POSSIBLE');
    expect(band({ names: ['JOÃO PEREIRA'], mother: null })).toBe('DIFFERENT');
  });

  it('match by any of their names, and it is told which', () => {
    const found = matchPeople(joao, { ...joao, names: ['ZECA', 'JOAO CARLOS SOUZA LIMA'] });
    expect(found).toMatchObject({ band: 'STRONG', matchedNames: { a: 0, b: 1 } });
  });

  it('are STRONG by CPF where nothing conflicts, a social name included', () => {
    const known = { ...joao, cpf: '529.982.247-25' };
    expect(band({ cpf: '52998224725', mother: null, birthDate: null }, known)).toBe('STRONG');
    expect(band({ names: ['JOANA DE SOUZA LIMA'] }, known)).toBe('STRONG');
  });

  it('are in dispute by one CPF with another mother, date or name', () => {
    const known = { ...joao, cpf: '52998224725' };
    expect(band({ mother: 'JOANA PEREIRA' }, known)).toBe('POSSIBLE');
    expect(band({ birthDate: '1975-01-01' }, known)).toBe('POSSIBLE');
    expect(band({ names: ['PEDRO ALVES'], mother: null, birthDate: null }, known)).toBe('POSSIBLE');
  });

  it('are DIFFERENT by two CPFs, however alike', () => {
    expect(band({ cpf: '11144477735' }, { ...joao, cpf: '52998224725' })).toBe('DIFFERENT');
  });

  it('are not told apart or joined by a CPF that is none', () => {
    expect(band({ cpf: '11111111111' }, { ...joao, cpf: '52998224725' })).toBe('STRONG');
    expect(band({ names: ['PEDRO ALVES'], mother: null }, { ...joao, cpf: '11111111111' })).toBe('DIFFERENT');
  });

  it('take a date that the calendar has not for none', () => {
    expect(band({ birthDate: '1988-02-31' })).toBe('LIKELY');
  });

  it('are compared within bounds', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `NOME ${'ABCDEFGHIJ'.charAt(i % 10)} SOBRENOME`);
    expect(matchPeople({ names: many }, { names: many }).band).toBe('POSSIBLE');
    expect(matchPeople({ names: [] }, { names: [] }).band).toBe('POSSIBLE');
  });

  it('are never quoted in the reasons', () => {
    const { reasons } = matchPeople({ ...joao, cpf: '52998224725' }, { ...joao, cpf: '52998224725' });
    for (const secret of ['LIMA', 'APARECIDA', '1988', '52998224725'])
      expect(reasons.join(' ').toUpperCase()).not.toContain(secret);
  });
});
