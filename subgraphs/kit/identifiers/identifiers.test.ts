import { describe, expect, it } from 'vitest';
import { parseCalibre } from './calibre.ts';
import { cepUf, formatCep, parseCep } from './cep.ts';
import { BadBaseError } from './check-digits.ts';
import { cnhFromBase, parseCnh } from './cnh.ts';
import { cnpjFromBase, formatCnpj, maskCnpj, parseCnpj } from './cnpj.ts';
import { parseCountry } from './country.ts';
import { cpfFromBase, formatCpf, maskCpf, parseCpf } from './cpf.ts';
import { parseDate, parseDateTime } from './dates.ts';
import { maskEngineNumber, parseEngineNumber } from './engine-number.ts';
import { formatCiUy, parseCiPy, parseCiUy, parseDniAr } from './foreign-ids.ts';
import { parseMunicipality } from './municipality.ts';
import type { Parsed, Problem } from './parsed.ts';
import { formatPhone, parsePhone } from './phone.ts';
import { formatPis, parsePis } from './pis.ts';
import { formatPlate, parsePlate, plateCountries, plateForms } from './plate.ts';
import { formatProcessNumber, parseProcessNumber, processNumberFrom } from './process-number.ts';
import { formatRenavam, parseRenavam, renavamFromBase } from './renavam.ts';
import { formatRg, maskRg, parseRg } from './rg.ts';
import { formatVoterId, parseVoterId } from './voter-id.ts';
import { maskChassis, parseChassis, parseLegacyChassis, parseVin, vinCheckDigit, vinFrom } from './vin.ts';
import { formatWarrantNumber, parseWarrantNumber, warrantNumberFrom } from './warrant-number.ts';
import {
  confusableSerialKey,
  parseWeaponRegistration,
  parseWeaponSerial,
  weaponSerialVariants,
} from './weapon-serial.ts';

// All numbers here are synthetic or public test material.

type Refusals = Readonly<Partial<Record<Problem, readonly string[]>>>;

function accepts(parse: (text: string) => Parsed, valid: readonly string[]): void {
  it.each(valid)('accepts %s', (text) => {
    expect(parse(text)).toMatchObject({ ok: true });
  });
}

function refuses(parse: (text: string) => Parsed, invalid: Refusals): void {
  for (const [problem, texts] of Object.entries(invalid)) {
    it.each(texts)(`refuses %j as ${problem}, without quoting it`, (text) => {
      const parsed = parse(text);
      expect(parsed).toMatchObject({ ok: false, problem });
      if (!parsed.ok && text.length > 3) expect(parsed.detail).not.toContain(text);
    });
  }
}

function valueOf(parsed: Parsed): string {
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

function suggestionsOf(parsed: Parsed): readonly string[] {
  return parsed.ok ? [] : (parsed.suggestions ?? []);
}

describe('CPF', () => {
  const valid = [
    '52998224725',
    '11144477735',
    '39053344705',
    '98765432100',
    '04711508350',
    '86014539298',
    '00000000191',
  ];
  accepts(parseCpf, [...valid, '529.982.247-25', ' 529 982 247 25 ', '12345678909']);
  refuses(parseCpf, {
    BAD_CHECK_DIGIT: ['52998224726', '39053344704'],
    BAD_FORMAT: ['1234567890', '', '529982247251', '5299822472A'],
    KNOWN_DUMMY: [...'0123456789'].map((digit) => digit.repeat(11)),
  });

  it('keeps leading zeros and drops punctuation', () => {
    expect(valueOf(parseCpf('000.000.001-91'))).toBe('00000000191');
    expect(formatCpf('00000000191')).toBe('000.000.001-91');
  });

  it('reads full-width digits', () => {
    expect(valueOf(parseCpf('５２９９８２２４７２５'))).toBe('52998224725');
  });

  it('is rebuilt from its base', () => {
    for (const cpf of valid) expect(cpfFromBase(cpf.slice(0, 9))).toBe(cpf);
    expect(() => cpfFromBase('111111111')).toThrow(BadBaseError);
    expect(() => cpfFromBase('12345678')).toThrow(BadBaseError);
  });

  it('tells the failing position and offers what one slip would explain', () => {
    const wrong = parseCpf('52998224726');
    expect(wrong).toMatchObject({ detail: expect.stringContaining('na posição 11') });
    expect(suggestionsOf(wrong)).toContain('52998224725');
    const swapped = parseCpf('25998224725');
    expect(swapped).toMatchObject({ detail: expect.stringContaining('troca dos vizinhos nas posições 1 e 2') });
    expect(suggestionsOf(swapped)[0]).toBe('52998224725');
  });

  it('offers only valid values', () => {
    for (const text of ['52998224726', '25998224725', '12345678900', '11111111112']) {
      for (const suggestion of suggestionsOf(parseCpf(text))) expect(parseCpf(suggestion).ok).toBe(true);
    }
  });

  it('is masked on both sides, twice as once, and whole where it is no CPF', () => {
    expect(maskCpf('52998224725')).toBe('***.982.247-**');
    expect(maskCpf('529.982.247-25')).toBe('***.982.247-**');
    expect(maskCpf(maskCpf('52998224725'))).toBe('***.982.247-**');
    for (const odd of ['*52998224725', '5299822472', '', 'x'.repeat(50_000)])
      expect(maskCpf(odd)).toBe('***.***.***-**');
  });
});

describe('CNPJ', () => {
  const numeric = ['11222333000181', '00000000000191', '33592965000170', '12345678000195', '19131415000203'];
  const alphanumeric = [
    '12ABC34501DE35',
    '1A2B3C4D000179',
    'ZZ9YX8WV7UTS93',
    '00AB0CD0000149',
    '7Q4R5T6M000151',
    'A1B2C3D4000193',
  ];
  accepts(parseCnpj, [...numeric, ...alphanumeric, '12abc34501de35', '11.222.333/0001-81']);
  refuses(parseCnpj, {
    KNOWN_DUMMY: ['00000000000000'],
    BAD_CHECK_DIGIT: ['11222333000180', '12ABC34501DE36', '1A2B3C4D000115'],
    BAD_FORMAT: ['12ABC34501DEA5', '1122233300018', '112223330001811', '12ABC34501D_35'],
  });

  it('is rebuilt from its base, without the letters that new numbers avoid', () => {
    for (const cnpj of [...numeric, '12ABC34501DE35', '1A2B3C4D000179', 'A1B2C3D4000193']) {
      expect(cnpjFromBase(cnpj.slice(0, 12))).toBe(cnpj);
    }
    for (const letter of 'IOQF') expect(() => cnpjFromBase(`12AB${letter}34501DE`)).toThrow(BadBaseError);
  });

  it('is formatted and masked', () => {
    expect(formatCnpj('12ABC34501DE35')).toBe('12.ABC.345/01DE-35');
    expect(maskCnpj('11222333000181')).toBe('**.222.333/****-**');
    expect(maskCnpj(maskCnpj('11222333000181'))).toBe('**.222.333/****-**');
    expect(maskCnpj('*11222333000181')).toBe('**.***.***/****-**');
  });
});

describe('Renavam', () => {
  const valid = [
    '00639884962',
    '00123456789',
    '12345678900',
    '00987654322',
    '00543219879',
    '10293847565',
    '01000000009',
  ];
  accepts(parseRenavam, valid);
  refuses(parseRenavam, {
    BAD_CHECK_DIGIT: ['63988496212', '00123456788'],
    BAD_FORMAT: ['6398849621', '639884962123'],
    KNOWN_DUMMY: ['00000000000', '000000000'],
  });

  it('pads the nine digits of an older document', () => {
    expect(valueOf(parseRenavam('639884962'))).toBe('00639884962');
    expect(formatRenavam('00639884962')).toBe('0063988496-2');
  });

  it('is rebuilt from its base', () => {
    for (const renavam of valid) expect(renavamFromBase(renavam.slice(0, 10))).toBe(renavam);
  });
});

describe('CNH', () => {
  const plain = ['62472927196', '12345678900', '00000001244', '53215678430', '61048293796', '70000000195'];
  // One for each residue that the discount of 2 can meet and that common web variants get wrong, and three they do not.
  const discounted = ['10226484709', '10205895300', '10185305900', '10164716501', '11719216202', '11358901708'];
  accepts(parseCnh, [...plain, ...discounted]);
  refuses(parseCnh, {
    BAD_CHECK_DIGIT: ['62472927638', '12345678901'],
    KNOWN_DUMMY: ['11111111111', '00000000000'],
    BAD_FORMAT: ['1234567890'],
  });

  it('is rebuilt from its base', () => {
    for (const cnh of [...plain, ...discounted]) expect(cnhFromBase(cnh.slice(0, 9))).toBe(cnh);
  });
});

describe('PIS', () => {
  const valid = [
    '12045123458',
    '17056589039',
    '10000000008',
    '12345678900',
    '19076255345',
    '26700011114',
    '13000000070',
  ];
  accepts(parsePis, valid);
  refuses(parsePis, {
    BAD_CHECK_DIGIT: ['12045123451', '17056589038'],
    KNOWN_DUMMY: ['00000000000'],
    BAD_FORMAT: ['1204512345'],
  });

  it('shares one number with the Renavam and the CNH, so that the kind must travel with it', () => {
    expect([parsePis, parseRenavam, parseCnh, parseCpf].map((parse) => parse('12345678900').ok)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(formatPis('12045123458')).toBe('120.45123.45-8');
  });
});

describe('título de eleitor', () => {
  accepts(parseVoterId, [
    ...['102385010671', '004356870906', '123456780191', '876543210221', '000000110361'],
    ...['554433222828', '100000000124', '030000000299'],
  ]);
  refuses(parseVoterId, {
    BAD_CHECK_DIGIT: ['102385010672', '004356871906'],
    BAD_FORMAT: ['123456789012', '10238501067'],
    KNOWN_DUMMY: ['000000000000'],
  });

  it('is written in fours', () => {
    expect(formatVoterId('102385010671')).toBe('1023 8501 0671');
  });
});

describe('plate', () => {
  const of = (country: 'BR' | 'AR' | 'UY' | 'PY') => (text: string) => parsePlate(text, country);
  describe('of Brazil', () => {
    accepts(of('BR'), ['ABC1234', 'ABC-1234', 'abc1d23', 'BRA2E19', 'AAA0A00', 'ABC1C34']);
    refuses(of('BR'), { BAD_FORMAT: ['ABCD123', 'AB12345', 'ABC12D3', 'ABC123', 'AB123CD'] });
  });
  describe('of Uruguay', () => {
    accepts(of('UY'), ['SAA1234', 'AAB5678', 'BEA0001', 'FAB1234', 'HKX9876', 'LMN4567']);
    refuses(of('UY'), { BAD_FORMAT: ['SAA123A', 'ÑAA1234', 'SA1234', 'SAAA123'] });
  });
  describe('of Argentina', () => {
    accepts(of('AR'), ['ABC123', 'AAA000', 'XYZ987', 'AB123CD', 'AA000AA', 'AG999ZZ', 'A123BCD', '123ABC']);
    refuses(of('AR'), { BAD_FORMAT: ['AB12CD', 'ABC1234', 'AB123C4'] });
    it('has one shape for motorcycles only', () => {
      expect(parsePlate('A123BCD', 'AR', 'CAR')).toMatchObject({ ok: false, problem: 'BAD_FORMAT' });
      expect(parsePlate('A123BCD', 'AR', 'MOTORCYCLE').ok).toBe(true);
    });
  });
  describe('of Paraguay', () => {
    accepts(of('PY'), ['ABCD123', 'AAAA001', 'BBCD999', 'HJKL450', 'ABC123', 'AAB001']);
    refuses(of('PY'), { BAD_FORMAT: ['ABCD12', 'AB123CD', 'ABCDE12', '1234ABC'] });
  });

  it.each([
    ['ABC1234', 'ABC1C34'],
    ['XYZ0900', 'XYZ0J00'],
    ['AAA0000', 'AAA0A00'],
  ])('has one key in both forms: %s and %s', (old, mercosul) => {
    expect(plateForms(old)).toEqual([old, mercosul]);
    expect(plateForms(mercosul)).toEqual([old, mercosul]);
    expect(valueOf(parsePlate(mercosul))).toBe(old);
    expect(valueOf(parsePlate(old))).toBe(old);
  });

  it('has no old form where the fifth letter is past J', () => {
    expect(plateForms('ABC1K34')).toEqual(['ABC1K34']);
    expect(valueOf(parsePlate('ABC1K34'))).toBe('ABC1K34');
    expect(plateForms('AB123CD')).toEqual(['AB123CD']);
  });

  it('does not tell its country', () => {
    expect(plateCountries('ABC1234')).toEqual(['BR', 'UY']);
    expect(plateCountries('ABC123')).toEqual(['AR', 'UY', 'PY']);
    expect(plateCountries('ABC1K34')).toEqual(['BR']);
    expect(plateCountries('?')).toEqual([]);
  });

  it('is offered with letters and digits of one look put right', () => {
    expect(suggestionsOf(parsePlate('ABCO123', 'BR'))).toContain('ABC0123');
  });

  it('is written as its country writes it', () => {
    expect(formatPlate('ABC1234')).toBe('ABC-1234');
    expect(formatPlate('ABC1234', 'UY')).toBe('ABC 1234');
    expect(formatPlate('AB123CD')).toBe('AB 123 CD');
    expect(formatPlate('***')).toBe('***');
  });
});

describe('chassis', () => {
  const holding = [
    '1M8GDM9AXKP042788',
    '9BWZZZ372VT004251',
    '93HFA66361Z100001',
    '8AP17206X02000001',
    'JHMCM56557C404453',
  ];
  it.each([...holding, '11111111111111111'])('has a check digit that holds: %s', (vin) => {
    expect(vinCheckDigit(vin)).toBe(vin[8]);
    expect(parseVin(vin).ok).toBe(true);
  });

  it('stands with a warning where the check digit fails, which Brazil does not demand', () => {
    expect(parseVin('9BWZZZ377VT004251')).toMatchObject({ ok: true, warnings: [expect.stringContaining('posição 9')] });
    for (const vin of holding) expect(parseVin(vin)).toEqual({ ok: true, value: vin });
  });

  it('stands with a warning where all characters are one', () => {
    expect(parseVin('11111111111111111')).toMatchObject({ ok: true, warnings: [expect.stringContaining('iguais')] });
  });

  refuses(parseVin, {
    BAD_FORMAT: ['9BWZZZ377VT00425O', '9BWIZZ377VT004251', '9BWZZZ377VT00425', '9BWZZZ377VT0042511'],
  });
  refuses(parseChassis, { BAD_FORMAT: ['9BWZZZ377VT00425', '9BWZZZ377VT0042511', 'ABC'] });

  it('is offered with the forbidden letters read as digits', () => {
    expect(suggestionsOf(parseVin('9BWZZZ377VT00425O'))).toEqual(['9BWZZZ377VT004250']);
  });

  it('may be short before 1986', () => {
    expect(parseLegacyChassis('BO-123456')).toMatchObject({ ok: true, value: 'BO123456' });
    expect(parseChassis('BO-123456')).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('LEGACY_CHASSIS')],
    });
    expect(parseChassis('9BWZZZ372VT004251')).toEqual({ ok: true, value: '9BWZZZ372VT004251' });
  });

  it('is built with its check digit', () => {
    for (const vin of holding) {
      expect(vinFrom({ wmi: vin.slice(0, 3), descriptor: vin.slice(3, 8), indicator: vin.slice(9) })).toBe(vin);
    }
    expect(() => vinFrom({ wmi: '9BO', descriptor: 'ZZZ37', indicator: 'VT004251' })).toThrow(BadBaseError);
  });

  it('is masked to its end, twice as once, never shown whole', () => {
    expect(maskChassis('9BWZZZ372VT004251')).toBe('***********004251');
    expect(maskChassis(maskChassis('9BWZZZ372VT004251'))).toBe('***********004251');
    expect(maskChassis('12345')).toBe('***45');
    expect(maskEngineNumber('BPA012345')).toBe('***012345');
    expect(maskEngineNumber('AB')).toBe('**');
  });
});

describe('engine number', () => {
  accepts(parseEngineNumber, ['BPA012345', '310A20111234567', 'cfz-123456']);
  refuses(parseEngineNumber, { BAD_FORMAT: ['', '1234', 'MOTOR', 'ÇÃ12345', '1'.repeat(22)] });
});

describe('process number', () => {
  const valid = [
    '0000001-39.2024.8.26.0100',
    '1234567-54.2019.4.03.6181',
    '0000042-12.2021.8.19.0001',
    '0700123-21.2020.8.02.0067',
    '7654321-04.2012.7.00.0000',
    '0100000-59.2023.9.21.0001',
    '0012345-23.2015.6.13.0027',
    '0000002-65.2005.4.05.8100',
  ];
  accepts(parseProcessNumber, valid);
  refuses(parseProcessNumber, {
    BAD_CHECK_DIGIT: ['0000001-00.2024.8.26.0100', '1234567-89.2019.4.03.6181', '0000042-11.2021.8.19.0002'],
    BAD_FORMAT: ['0000001-39.2024.0.26.0100', '0000001-39.2024.8.26', '00000013920248260100A'],
  });

  it('is written and read back', () => {
    for (const text of valid) expect(formatProcessNumber(valueOf(parseProcessNumber(text)))).toBe(text);
  });

  it('reads the leading zeros that a screen hides', () => {
    expect(valueOf(parseProcessNumber('1-39.2024.8.26.0100'))).toBe('00000013920248260100');
    expect(suggestionsOf(parseProcessNumber('13920248260100'))).toEqual(['00000013920248260100']);
  });

  it('is built from its parts', () => {
    expect(processNumberFrom({ sequence: 1, year: 2024, segment: 8, court: 26, origin: 100 })).toBe(
      '00000013920248260100',
    );
    expect(() => processNumberFrom({ sequence: 12345678, year: 2024, segment: 8, court: 26, origin: 1 })).toThrow(
      'processNumberFrom: sequence must have at most 7 digits',
    );
    expect(() => processNumberFrom({ sequence: 1, year: 2024, segment: 0, court: 26, origin: 1 })).toThrow(
      BadBaseError,
    );
  });

  it('comes with a warning for a court outside the table', () => {
    const number = processNumberFrom({ sequence: 1, year: 2024, segment: 8, court: 77, origin: 1 });
    expect(parseProcessNumber(number)).toMatchObject({ ok: true, warnings: [expect.stringContaining('tribunal')] });
  });
});

describe('warrant number', () => {
  const valid = [
    '0000001-39.2024.8.26.0100.01.0001-26',
    '0000042-12.2021.8.19.0001.01.0002-19',
    '0700123-21.2020.8.02.0067.10.0001-02',
    '1234567-54.2019.4.03.6181.01.0001-07',
    '0012345-23.2015.6.13.0027.01.0003-13',
    '0100000-59.2023.9.21.0001.01.0001-22',
  ];
  accepts(parseWarrantNumber, valid);
  refuses(parseWarrantNumber, {
    BAD_CHECK_DIGIT: ['0000001-38.2024.8.26.0100.01.0001-26'],
    BAD_FORMAT: [
      '000000139202482601000100012',
      '0000001-39.2024.8.26.0100.00.0001-26',
      '0000001-39.2024.8.26.0100.01.000A-26',
      '000000139202482601000001',
    ],
  });

  it('is written and read back, hidden zeros included', () => {
    for (const text of valid) expect(formatWarrantNumber(valueOf(parseWarrantNumber(text)))).toBe(text);
    expect(valueOf(parseWarrantNumber('1-39.2024.8.26.0100.01.0001-26'))).toBe('0000001392024826010001000126');
  });

  it('is built from its parts', () => {
    const process = processNumberFrom({ sequence: 42, year: 2021, segment: 8, court: 19, origin: 1 });
    expect(formatWarrantNumber(warrantNumberFrom({ process, pieceType: 1, sequence: 2, suffix: 19 }))).toBe(valid[1]);
    expect(() => warrantNumberFrom({ process, pieceType: 0, sequence: 2, suffix: 19 })).toThrow(BadBaseError);
  });

  it('offers the whole number where the process inside it has a slip', () => {
    const suggestions = suggestionsOf(parseWarrantNumber('0000001-38.2024.8.26.0100.01.0001-26'));
    expect(suggestions).toContain('0000001392024826010001000126');
  });
});

describe('weapon', () => {
  accepts(parseWeaponSerial, ['KDT12345', 'ABC1234', '123456', 'T0G98765', 'SUPPRESSED', '9A-00421']);
  refuses(parseWeaponSerial, { BAD_FORMAT: ['', '12', 'ÇÃ12345', 'A'.repeat(25)] });
  accepts(parseWeaponRegistration, ['000123456789', '987654321']);
  refuses(parseWeaponRegistration, { BAD_FORMAT: ['', '1'.repeat(16), '12A'] });

  it('keeps the separators out and the leading zeros in', () => {
    expect(valueOf(parseWeaponSerial('9a-00421'))).toBe('9A00421');
    expect(valueOf(parseWeaponRegistration('000123456789'))).toBe('000123456789');
  });

  it('reads a filed-off serial as a value', () => {
    for (const word of ['suprimida', 'RASPADO', 'Suppressed'])
      expect(valueOf(parseWeaponSerial(word))).toBe('SUPPRESSED');
  });

  it('finds look-alikes in a second tier, labelled', () => {
    const variants = weaponSerialVariants('T0G98765');
    expect(variants[0]).toEqual({ tier: 'EXACT', value: 'T0G98765' });
    expect(variants).toContainEqual({ tier: 'CONFUSABLE', value: 'TOG98765' });
    expect(variants).toContainEqual({ tier: 'CONFUSABLE', value: 'TOG9B76S' });
    expect(confusableSerialKey('TOG9B76S')).toBe(confusableSerialKey('T0G98765'));
    expect(weaponSerialVariants('SUPPRESSED')).toEqual([{ tier: 'EXACT', value: 'SUPPRESSED' }]);
  });

  it('offers no more look-alikes than asked for', () => {
    expect(weaponSerialVariants('0101I5I5B8O0LL1ILOO0')).toHaveLength(32);
    expect(weaponSerialVariants('O0O0', 5)).toHaveLength(5);
  });
});

describe('calibre', () => {
  it.each([
    ['.380 ACP', '.380 ACP'],
    ['380 AUTO', '.380 ACP'],
    ['9x17', '.380 ACP'],
    ['9 mm', '9x19 Parabellum'],
    ['9x19 Parabellum', '9x19 Parabellum'],
    ['9 × 19', '9x19 Parabellum'],
    ['.38 spl', '.38 SPL'],
    ['.40 S&W', '.40 S&W'],
    ['45 ACP', '.45 ACP'],
    ['12 GA', '12 GA'],
    ['22LR', '.22 LR'],
    ['5.56x45', '5,56x45'],
    ['7,62x51', '7,62x51'],
  ])('reads %s as %s', (alias, name) => {
    expect(valueOf(parseCalibre(alias))).toBe(name);
  });
  refuses(parseCalibre, { BAD_FORMAT: ['', '.99 XYZ', '__proto__', 'constructor'] });
});

describe('RG', () => {
  accepts(parseRg, ['24678131-2', 'MG-12.345.678', '12345', '1234567890123X']);
  refuses(parseRg, { BAD_FORMAT: ['1234', 'X'.repeat(6), '123456789012345', '12X45'] });

  describe('of São Paulo', () => {
    const parseSp = (text: string): Parsed => parseRg(text, 'SP');
    accepts(parseSp, [
      '24678131-2',
      '39752841-3',
      '10000000-9',
      '12345678-2',
      '20846157-7',
      '38000000-3',
      '3.021.415-4',
    ]);
    refuses(parseSp, { BAD_CHECK_DIGIT: ['24678131-3', '39752841-X', '12345678-3'], BAD_FORMAT: ['1234-5'] });
  });

  it('is never refused by arithmetic in another state', () => {
    for (const text of ['24678131-3', '39752841-X', '12345678-3', '1234-5']) expect(parseRg(text, 'MG').ok).toBe(true);
  });

  it('is formatted and masked', () => {
    expect(formatRg('246781312', 'SP')).toBe('24.678.131-2');
    expect(maskRg('246781312')).toBe('******312');
    expect(maskRg(maskRg('246781312'))).toBe('******312');
  });
});

describe('municipality', () => {
  const table = new Set(['3550308', '3304557', '5300108', '2111300', '4314902', '2201919']);
  const parse = (text: string): Parsed => parseMunicipality(text, table);
  accepts(parse, [...table, '355030']);
  refuses(parse, { BAD_CHECK_DIGIT: ['3550309'], BAD_FORMAT: ['9900000', '3450308', '3500105', '35503'] });

  it('completes the six digits of the health system, official exceptions included', () => {
    expect(valueOf(parseMunicipality('355030'))).toBe('3550308');
    expect(valueOf(parseMunicipality('220191'))).toBe('2201919');
  });

  it('is not refused by arithmetic without a table', () => {
    expect(parseMunicipality('3550309')).toMatchObject({ ok: true, warnings: [expect.any(String)] });
    expect(parseMunicipality('2201919')).toEqual({ ok: true, value: '2201919' });
    expect(parseMunicipality('9900000').ok).toBe(false);
    expect(parseMunicipality('3450308').ok).toBe(false);
  });
});

describe('telephone', () => {
  accepts(parsePhone, ['11987654321', '1132654321', '61999990000', '6120252900', '+5511987654321', '8533334444']);
  refuses(parsePhone, { BAD_FORMAT: ['01132654321', '11007654321', '2098765432', '119876543', '', 'ramal 12'] });

  it('is kept in E.164 and written with its area', () => {
    expect(valueOf(parsePhone('(11) 98765-4321'))).toBe('+5511987654321');
    expect(formatPhone('+5511987654321')).toBe('(11) 98765-4321');
    expect(formatPhone('+551132654321')).toBe('(11) 3265-4321');
  });

  it('of an older shape is kept with a warning', () => {
    expect(parsePhone('11887654321')).toMatchObject({ ok: true, warnings: [expect.any(String)] });
    expect(parsePhone('1198765432')).toMatchObject({ ok: true, warnings: [expect.stringContaining('nono dígito')] });
  });
});

describe('CEP', () => {
  accepts(parseCep, ['70064900', '01310100', '20040002', '69900000', '90010000', '57000000', '70064-900']);
  refuses(parseCep, { BAD_FORMAT: ['7006490', '70064-9000', 'ABCDE000', '10500000'], KNOWN_DUMMY: ['00000000'] });

  it('tells its state', () => {
    expect(['70064900', '01310100', '69900000', '69350000', '72850000'].map(cepUf)).toEqual([
      'DF',
      'SP',
      'AC',
      'RR',
      'GO',
    ]);
    expect(formatCep('70064900')).toBe('70064-900');
  });
});

describe('identity numbers of the neighbours', () => {
  accepts(parseCiUy, ['12345672', '50000000', '09876549', '43210983', '1.234.567-2']);
  refuses(parseCiUy, { BAD_CHECK_DIGIT: ['50000007'], BAD_FORMAT: ['1234561', '123'], KNOWN_DUMMY: ['00000000'] });
  accepts(parseDniAr, ['12345678', '1.234.567']);
  refuses(parseDniAr, { BAD_FORMAT: ['123456', '123456789', 'A2345678'] });
  accepts(parseCiPy, ['12345', '1234567']);
  refuses(parseCiPy, { BAD_FORMAT: ['1234', '12345678'] });

  it('offers a cédula with its leading zero where that makes it hold', () => {
    expect(suggestionsOf(parseCiUy('9876549'))).toEqual(['09876549']);
    expect(formatCiUy('12345672')).toBe('1.234.567-2');
  });
});

describe('dates and countries', () => {
  accepts(parseDate, ['1988-10-05', '2024-02-29', '2000-02-29']);
  refuses(parseDate, {
    BAD_FORMAT: ['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '05/10/1988', '2024-1-1', ''],
  });
  accepts(parseDateTime, ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.123456-03:00', '2024-02-29 12:00:00z']);
  refuses(parseDateTime, {
    BAD_FORMAT: [
      '2024-02-29T12:00:00',
      '2024-02-30T12:00:00Z',
      '2024-02-29T24:00:00Z',
      '2024-02-29',
      '2024-02-29T12:00:60Z',
    ],
  });
  accepts(parseCountry, ['BR', 'ar', 'UY', 'PY']);
  refuses(parseCountry, { BAD_FORMAT: ['ZZ', 'BRA', '', 'UK', '__proto__'] });

  it('brings an instant to UTC', () => {
    expect(valueOf(parseDateTime('2024-02-29T22:30:00-03:00'))).toBe('2024-03-01T01:30:00.000Z');
  });
});

describe('every parser under abuse', () => {
  const parsers: Readonly<Record<string, (text: string) => Parsed>> = {
    ...{
      parseCpf,
      parseCnpj,
      parseRenavam,
      parseCnh,
      parsePis,
      parseVoterId,
      parsePlate,
      parseVin,
      parseLegacyChassis,
    },
    ...{ parseChassis, parseEngineNumber, parseProcessNumber, parseWarrantNumber, parseWeaponSerial },
    ...{ parseWeaponRegistration, parseRg, parseMunicipality, parsePhone, parseCep, parseDniAr, parseCiUy, parseCiPy },
    ...{ parseCalibre, parseDate, parseDateTime, parseCountry },
  };
  const hostile: Readonly<Record<string, string>> = {
    'fifty thousand digits': '1'.repeat(50_000),
    'fifty thousand spaces and a digit': `${' '.repeat(50_000)}1`,
    'fifty thousand characters of brackets': '('.repeat(50_000),
    'sixty-four ligatures that NFKC makes long': 'ﷺ'.repeat(64),
    ['__proto__']: '__proto__',
    'a prototype by index': 'constructor["prototype"]',
    NUL: '5299822472\u0000',
    'NUL inside': '529982\u000024725',
    'control characters': '529\t982\n247\u001b25',
    'right-to-left override': '\u202e52998224725',
    'lone surrogate': '\ud800',
    emoji: '🚓🚓🚓',
    'Cyrillic look-alikes': 'АВС1234',
  };

  for (const [name, parse] of Object.entries(parsers)) {
    it.each(Object.keys(hostile))(`${name} refuses %s as BAD_FORMAT and says nothing of it`, (key) => {
      const text = hostile[key] ?? '';
      const parsed = parse(text);
      expect(parsed).toMatchObject({ ok: false, problem: 'BAD_FORMAT' });
      if (!parsed.ok) expect(parsed.detail.length).toBeLessThan(140);
    });

    it(`${name} refuses what is no text`, () => {
      for (const odd of [null, undefined, 52998224725, {}, []]) {
        expect(parse(odd as unknown as string)).toMatchObject({ ok: false, problem: 'BAD_FORMAT' });
      }
    });
  }
});
