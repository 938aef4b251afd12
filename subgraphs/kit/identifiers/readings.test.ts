import { describe, expect, it } from 'vitest';
import { parseCpf } from './cpf.ts';
import { readingsOf, type IdentifierKind, type Reading } from './readings.ts';

const labels = (text: string): string[] =>
  readingsOf(text).map(
    (reading) =>
      reading.kind + (reading.country ? ` ${reading.country}` : '') + (reading.problems.length > 0 ? ' ✗' : ''),
  );

function readingOf(text: string, kind: IdentifierKind): Reading {
  const found = readingsOf(text).find((reading) => reading.kind === kind);
  if (found === undefined) throw new Error(`no reading as ${kind}`);
  return found;
}

describe('the readings of a text', () => {
  it.each(['ABC1234', 'ABC-1234', 'abc 1234', 'ＡＢＣ１２３４'])(
    '%s is a plate of two countries and a weapon serial',
    (text) => {
      expect(labels(text)).toEqual(['PLATE BR', 'PLATE UY', 'WEAPON_SERIAL']);
      for (const reading of readingsOf(text)) expect(reading.normalized).toBe('ABC1234');
    },
  );

  it('12345678900 is a CNH, a Renavam and a wrong CPF, and may number a weapon', () => {
    expect(labels('12345678900')).toEqual(['CPF ✗', 'CNH', 'RENAVAM', 'WEAPON_SERIAL', 'WEAPON_REGISTRATION']);
    const cpf = readingOf('12345678900', 'CPF');
    expect(cpf.problems[0]).toMatch(/^CPF: dígito verificador não confere na posição 11; causa provável: /);
    expect(cpf.suggestions).toContain('12345678909');
    for (const suggestion of cpf.suggestions) expect(parseCpf(suggestion).ok).toBe(true);
  });

  it('a valid CPF is also a wrong CNH and a wrong Renavam', () => {
    expect(labels('529.982.247-25').slice(0, 3)).toEqual(['CPF', 'CNH ✗', 'RENAVAM ✗']);
  });

  it('a swap of neighbours is named and put right', () => {
    const cpf = readingOf('259.982.247-25', 'CPF');
    expect(cpf.problems[0]).toContain('troca dos vizinhos nas posições 1 e 2');
    expect(cpf.suggestions[0]).toBe('52998224725');
  });

  it('eleven equal digits are a dummy CPF', () => {
    expect(readingOf('11111111111', 'CPF').problems).toEqual(['CPF: onze algarismos iguais não são um CPF']);
  });

  it('ABC123 is Argentine, Uruguayan and Paraguayan', () => {
    expect(labels('ABC123')).toEqual(['PLATE AR', 'PLATE UY', 'PLATE PY', 'WEAPON_SERIAL']);
  });

  it('a converted plate is read in its canonical form', () => {
    expect(readingOf('ABC1C34', 'PLATE')).toMatchObject({ country: 'BR', normalized: 'ABC1234', problems: [] });
  });

  it('a partial number says what is missing', () => {
    expect(readingOf('529982247', 'CPF').problems).toEqual(['CPF: faltam 2 dígitos: são 11']);
    expect(readingOf('529982247', 'CPF').suggestions).toEqual(['52998224725']);
    expect(readingOf('ABC1C3', 'PLATE').problems).toEqual(['Placa: falta 1 caractere: são 7']);
    expect(readingOf('ABC1', 'PLATE').problems).toEqual(['Placa: faltam 3 caracteres: são 7']);
    expect(readingOf('9BWZZZ377VT0042', 'CHASSIS').problems).toEqual(['Chassi: faltam 2 caracteres: são 17']);
    expect(readingOf('0000001-39.2024.8.26', 'PROCESS_NUMBER').problems).toEqual([
      'Processo: faltam 4 dígitos: são 20',
    ]);
    expect(readingOf('0000001-39.2024.8.26.0100.01', 'WARRANT_NUMBER').problems).toEqual([
      'Mandado: faltam 6 dígitos: são 28',
    ]);
    expect(readingOf('1122233300018', 'CNPJ').problems).toEqual(['CNPJ: falta 1 caractere: são 14']);
  });

  it('a CPF that lost its leading zeros is offered with them', () => {
    expect(readingOf('4711508350', 'CPF').suggestions).toContain('04711508350');
  });

  it('a chassis stands with its doubt as a warning, not a problem', () => {
    expect(readingOf('9BWZZZ377VT004251', 'CHASSIS')).toMatchObject({
      problems: [],
      warnings: [expect.stringContaining('Chassi: dígito verificador da posição 9')],
    });
    expect(readingOf('9BWZZZ377VT00425O', 'CHASSIS').suggestions).toEqual(['9BWZZZ377VT004250']);
  });

  it('process and warrant numbers are read with punctuation, without it, and with hidden zeros', () => {
    for (const text of ['0000001-39.2024.8.26.0100', '00000013920248260100', '1-39.2024.8.26.0100']) {
      expect(readingOf(text, 'PROCESS_NUMBER')).toMatchObject({ normalized: '00000013920248260100', problems: [] });
    }
    expect(labels('0000001-39.2024.8.26.0100.01.0001-26')).toEqual(['WARRANT_NUMBER']);
  });

  it('an alphanumeric CNPJ is read', () => {
    expect(readingOf('12.abc.345/01de-35', 'CNPJ')).toMatchObject({ normalized: '12ABC34501DE35', problems: [] });
  });

  it('an engine number and a state identity are read', () => {
    expect(readingOf('BPA012345', 'ENGINE').problems).toEqual([]);
    expect(readingOf('24.678.131-2', 'RG').problems).toEqual([]);
  });

  it('letters are a name', () => {
    expect(labels('Maria da Silva')).toEqual(['NAME']);
    expect(labels('Maria\u00a0da\u00a0Silva')).toEqual(['NAME']);
    expect(readingOf("João D'Ávila", 'NAME').normalized).toBe('JOAO D AVILA');
    expect(labels('Sant’Ana')).toEqual(['NAME']);
    expect(labels('José')).toEqual(['NAME']);
    expect(labels('Jo')).toEqual([]);
    expect(labels('raspada')).toEqual(['WEAPON_SERIAL', 'NAME']);
  });

  it('a plate with a letter in the place of a digit is offered put right', () => {
    expect(readingOf('ABCI2O4', 'PLATE')).toMatchObject({ country: 'BR', suggestions: ['ABC1204'] });
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['punctuation', '--..//'],
    ['fifty thousand digits', '1'.repeat(50_000)],
    ['fifty thousand letters', 'a '.repeat(25_000)],
    ['201 letters', 'a'.repeat(201)],
    ['NUL', 'ABC1234\u0000'],
    ['control characters', 'ABC\u001b1234'],
    ['a prototype name', '__proto__'],
    ['SQL', "'; drop table x; --"],
    ['markup', '<script>alert(1)</script>'],
  ])('%s reads as nothing', (_name, text) => {
    expect(readingsOf(text)).toEqual([]);
  });

  it('a problem never quotes the value', () => {
    for (const text of ['52998224726', '11222333000180', '9BWZZZ377VT00425O', '0000001-00.2024.8.26.0100', 'ABC12']) {
      for (const reading of readingsOf(text)) {
        for (const problem of reading.problems) {
          expect(problem).not.toContain(reading.normalized);
          expect(problem).not.toContain(text);
        }
      }
    }
  });
});
