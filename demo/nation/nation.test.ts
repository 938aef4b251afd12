import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseCalibre } from '#kit/identifiers/calibre.ts';
import { cepUf } from '#kit/identifiers/cep.ts';
import { parseCnh } from '#kit/identifiers/cnh.ts';
import { parseCnpj } from '#kit/identifiers/cnpj.ts';
import { parseCpf } from '#kit/identifiers/cpf.ts';
import { parseDate, parseDateTime } from '#kit/identifiers/dates.ts';
import { parseEngineNumber } from '#kit/identifiers/engine-number.ts';
import { parseCiUy, parseDniAr } from '#kit/identifiers/foreign-ids.ts';
import type { Parsed } from '#kit/identifiers/parsed.ts';
import { parsePhone } from '#kit/identifiers/phone.ts';
import { parsePlate, plateForms } from '#kit/identifiers/plate.ts';
import { parseProcessNumber } from '#kit/identifiers/process-number.ts';
import { parseRenavam } from '#kit/identifiers/renavam.ts';
import { parseRg } from '#kit/identifiers/rg.ts';
import { parseChassis } from '#kit/identifiers/vin.ts';
import { parseWarrantNumber } from '#kit/identifiers/warrant-number.ts';
import { parseWeaponRegistration, parseWeaponSerial, SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import { dateOf, dayOf, yearsAfter } from './calendar.ts';
import { notDeclared } from './names.ts';
import { nation, NationError, recordsOfPerson, type NationOptions, type NationRecord } from './nation.ts';
import { castSize, personAt, shieldedRoles } from './people.ts';
import { stolenMark } from './vehicles.ts';
import { createWorld } from './world.ts';

const today = '2026-11-21';
const seed = 2026;
const size = 20_000;

type Of<S extends NationRecord['source']> = Extract<NationRecord, { source: S }>;
const only = <S extends NationRecord['source']>(source: S, records: readonly NationRecord[]): readonly Of<S>[] =>
  records.filter((record): record is Of<S> => record.source === source);

const all = [...nation({ seed, size, today })];
const individuals = only('individuals', all);
const vehicles = only('vehicles', all);
const national = vehicles.filter(({ holder }) => holder === 'SENATRAN');
const weapons = only('weapons', all);
const warrants = only('warrants', all);
const foreign = only('mercosul', all);

const share = <T>(list: readonly T[], holds: (item: T) => boolean): number => list.filter(holds).length / list.length;

function fingerprint(options: NationOptions): string {
  const hash = createHash('sha256');
  for (const record of nation(options)) hash.update(JSON.stringify(record));
  return hash.digest('hex');
}

describe('a nation', () => {
  it('is the same for the same seed and day, and another for another seed', () => {
    const options = { seed, size: 1500, today };
    expect(fingerprint(options)).toBe(fingerprint({ ...options }));
    expect(fingerprint(options)).not.toBe(fingerprint({ ...options, seed: seed + 1 }));
  });

  it('keeps every identifier when the day changes', () => {
    const identifiers = (day: string): unknown[] =>
      [...nation({ seed, size: 1000, today: day })].map(({ source, holder, facts }) => {
        const { plate, chassis, serial, cpf, number, name, birthDate } = facts as unknown as Record<string, unknown>;
        return [source, holder, facts.recordId, plate, chassis, serial, cpf, number, name, birthDate];
      });
    expect(identifiers('2027-03-01')).toEqual(identifiers(today));
  });

  it('gives person N the same records in a nation of any size', () => {
    const small = [...nation({ seed, size: 300, today })];
    expect(all.slice(0, small.length)).toEqual(small);
    const wanted = [4711, 12_345, 19_999].map((ordinal) => [...recordsOfPerson({ seed, today }, ordinal)]);
    const known = new Map(all.map((record) => [`${record.source} ${record.holder} ${record.facts.recordId}`, record]));
    for (const record of wanted.flat()) {
      expect(known.get(`${record.source} ${record.holder} ${record.facts.recordId}`)).toEqual(record);
    }
    expect(wanted.flat().length).toBeGreaterThan(0);
  });

  it('holds no more memory after fifty thousand people than after five thousand', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapAfter = (people: number): number => {
      for (const record of nation({ seed, size: people, today })) void record;
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = heapAfter(5000);
    expect(heapAfter(50_000) - before).toBeLessThan(4 * 1024 * 1024);
  });

  it('refuses bad options by their name and never by their value', () => {
    const bad: readonly (readonly [option: string, options: NationOptions])[] = [
      ['seed', { seed: -1, size, today }],
      ['seed', { seed: 1.5, size, today }],
      ['size', { seed, size: 199, today }],
      ['size', { seed, size: Number.NaN, today }],
      ['today', { seed, size, today: '2026-02-30' }],
      ['today', { seed, size, today: '2020-01-01' }],
    ];
    for (const [option, options] of bad) {
      expect(() => nation(options)).toThrow(NationError);
      expect(() => nation(options)).toThrow(new RegExp(`^${option}: `));
      expect(() => nation(options)).not.toThrow(String(options[option as keyof NationOptions]));
    }
    expect(() => recordsOfPerson({ seed, today }, castSize - 1)).toThrow(NationError);
  });
});

describe('the shares of a nation', () => {
  it('has about 0.75 individual records a person, at 28 holders', () => {
    expect(individuals.length / size).toBeGreaterThan(0.72);
    expect(individuals.length / size).toBeLessThan(0.78);
    expect(new Set(individuals.map(({ holder }) => holder)).size).toBe(28);
  });

  it('has about 0.55 vehicles, 0.06 weapons, 0.04 warrants and 0.05 foreign vehicles a person', () => {
    const each = [national.length, weapons.length, warrants.length, foreign.length].map((count) => count / size);
    const target = [0.55, 0.06, 0.04, 0.05];
    each.forEach((value, at) => expect(Math.abs(value / (target[at] ?? 1) - 1)).toBeLessThan(0.12));
    expect(new Set(weapons.map(({ holder }) => holder))).toEqual(new Set(['PF', 'EB']));
    expect(new Set(foreign.map(({ holder }) => holder))).toEqual(new Set(['AR', 'UY']));
  });

  it('has at SENATRAN every vehicle, and at the DETRANs of SP and PE exactly those registered there', () => {
    expect(new Set(vehicles.map(({ holder }) => holder))).toEqual(new Set(['SENATRAN', 'SP', 'PE']));
    for (const uf of ['SP', 'PE']) {
      const state = vehicles.filter(({ holder }) => holder === uf).map(({ facts }) => facts.renavam);
      const registered = national.filter(({ facts }) => facts.uf === uf).map(({ facts }) => facts.renavam);
      expect(state).toEqual(registered);
    }
  });

  it('lets a few state records disagree with the national one', () => {
    const byRenavam = new Map(national.map(({ facts }) => [facts.renavam, facts]));
    const compared = vehicles
      .filter(({ holder }) => holder !== 'SENATRAN')
      .map(({ facts }) => ({ state: facts, nation: byRenavam.get(facts.renavam) }));
    const disagree = share(
      compared,
      ({ state, nation }) =>
        state.colour !== nation?.colour ||
        state.chassisRestamped !== nation.chassisRestamped ||
        state.restrictions.join() !== nation.restrictions.join(),
    );
    expect(disagree).toBeGreaterThan(0.015);
    expect(disagree).toBeLessThan(0.08);
    const theft = compared.filter(
      ({ state, nation }) => state.restrictions.includes(stolenMark) !== nation?.restrictions.includes(stolenMark),
    );
    expect(theft.length).toBeGreaterThan(0);
  });

  it('leaves a third of the warrants without CPF', () => {
    expect(Math.abs(share(warrants, ({ facts }) => facts.wanted.cpf === undefined) - 1 / 3)).toBeLessThan(0.05);
  });
});

describe('the numbers of a nation', () => {
  it('are accepted by the parsers of the kit and already normalised', () => {
    const problems: string[] = [];
    const check = (what: string, value: string | undefined, parse: (text: string) => Parsed): void => {
      if (value === undefined) return;
      const parsed = parse(value);
      if (!parsed.ok || parsed.value !== value) problems.push(`${what} ${value}`);
    };
    for (const { facts } of individuals) {
      check('cpf', facts.cpf, parseCpf);
      for (const { kind, number, uf } of facts.documents) {
        if (kind === 'RG') check('rg', number, (text) => parseRg(text, uf));
        if (kind === 'CNH') check('cnh', number, parseCnh);
        if (kind === 'CIN') check('cin', number, parseCpf);
      }
      for (const { number } of facts.phones) check('phone', number, parsePhone);
      check('phone', facts.contact.phone, parsePhone);
      for (const { postalCode, uf } of facts.addresses)
        if (cepUf(postalCode) !== uf) problems.push(`cep ${postalCode}`);
    }
    for (const { facts } of vehicles) {
      check('plate', facts.plate, (text) => parsePlate(text, 'BR'));
      check('renavam', facts.renavam, parseRenavam);
      check('chassis', facts.chassis, parseChassis);
      check('engine', facts.engine, parseEngineNumber);
      if (facts.owner?.kind === 'FISICA') check('owner', facts.owner.document, parseCpf);
      if (facts.owner?.kind === 'JURIDICA') check('owner', facts.owner.document, parseCnpj);
    }
    for (const { facts } of weapons) {
      check('serial', facts.serial, parseWeaponSerial);
      check('registration', facts.registration, parseWeaponRegistration);
      check('calibre', facts.calibre, parseCalibre);
      const company = facts.owner?.category === 'EMPRESA_SEGURANCA';
      check('weapon owner', facts.owner?.document, company ? parseCnpj : parseCpf);
    }
    for (const { facts } of warrants) {
      check('warrant', facts.number, parseWarrantNumber);
      check('process', facts.processNumber, parseProcessNumber);
      check('cpf', facts.wanted.cpf, parseCpf);
      check('phone', facts.contact.phone, parsePhone);
      if (facts.number.slice(0, 20) !== facts.processNumber) problems.push(`piece ${facts.number}`);
      if ((parseProcessNumber(facts.processNumber) as { warnings?: unknown }).warnings !== undefined)
        problems.push('court');
    }
    for (const { holder, facts } of foreign) {
      check('plate', facts.plate, (text) => parsePlate(text, holder));
      check('chassis', facts.chassis, parseChassis);
      check('document', facts.owner?.document, holder === 'AR' ? parseDniAr : parseCiUy);
    }
    expect(problems).toEqual([]);
  });

  it('are issued once: record ids at each holder, Renavams and warrants in the whole', () => {
    const twice = (values: readonly string[]): string[] => {
      const seen = new Set<string>();
      return values.filter((value) => seen.size === seen.add(value).size);
    };
    expect(twice(all.map(({ source, holder, facts }) => `${source} ${holder} ${facts.recordId}`))).toEqual([]);
    expect(twice(national.map(({ facts }) => facts.renavam ?? ''))).toEqual([]);
    expect(twice(warrants.map(({ facts }) => facts.number))).toEqual([]);
    expect(twice(national.map(({ facts }) => facts.plate)).length).toBe(1);
    expect(twice(national.map(({ facts }) => facts.chassis ?? '')).length).toBe(1);
  });

  it('tell by the ninth digit of the CPF the region of birth', () => {
    const world = createWorld(seed, today);
    const regions = new Map<string, Set<string>>();
    for (let ordinal = castSize; ordinal < 1500; ordinal++) {
      const { cpf, birthUf } = personAt(world, ordinal);
      const digits = regions.get(birthUf) ?? new Set();
      regions.set(birthUf, digits.add(cpf.charAt(8)));
    }
    expect(regions.get('SP')).toContain('8');
    expect(regions.get('PE')).toContain('4');
    const digitCounts = [...regions.values()].map((digits) => digits.size);
    // A disputed CPF may have been issued elsewhere; all others agree.
    expect(digitCounts.reduce((sum, count) => sum + count - 1, 0)).toBeLessThan(6);
  });

  it('write plates in the canonical form: old until 2017, Mercosul without an old form from 2020', () => {
    for (const { facts } of national) {
      if (facts.yearOfManufacture < 2018 && facts.plate !== 'ABC1234') expect(facts.plate).toMatch(/^[A-Z]{3}\d{4}$/);
      if (facts.yearOfManufacture > 2019) {
        expect(facts.plate).toMatch(/^[A-Z]{3}\d[K-Z]\d{2}$/);
        expect(plateForms(facts.plate)).toHaveLength(1);
      }
    }
  });

  it('have telephones that nobody can be reached by', () => {
    const phones = [
      ...individuals.flatMap(({ facts }) => [facts.contact.phone, ...facts.phones.map(({ number }) => number)]),
      ...warrants.map(({ facts }) => facts.contact.phone),
    ];
    expect(phones.filter((phone) => !/^\+55[1-9]\d90000\d{4}$/.test(phone))).toEqual([]);
  });

  it('avoid I, O, Q and F in alphanumeric CNPJs, of which there are some', () => {
    const documents = national.flatMap(({ facts }) =>
      facts.owner?.kind === 'JURIDICA' ? [facts.owner.document ?? ''] : [],
    );
    const alphanumeric = documents.filter((document) => /[A-Z]/.test(document));
    expect(alphanumeric.length).toBeGreaterThan(20);
    expect(alphanumeric.filter((document) => /[IOQF]/.test(document))).toEqual([]);
  });
});

describe('the dates of a nation', () => {
  it('exist, and none but a validity lies after today', () => {
    const future = new Set(['validUntil', 'crafValidUntil']);
    const problems: string[] = [];
    const walk = (key: string, value: unknown): void => {
      if (typeof value === 'string') {
        if (/^\d{4}-\d{2}-\d{2}$/.test(value)) {
          if (!parseDate(value).ok || (value > today && !future.has(key))) problems.push(`${key} ${value}`);
        } else if (/^\d{4}-\d{2}-\d{2}T/.test(value)) {
          if (!parseDateTime(value).ok || value.slice(0, 10) > today) problems.push(`${key} ${value}`);
        }
      } else if (typeof value === 'object' && value !== null) {
        for (const [name, member] of Object.entries(value)) walk(name, member);
      }
    };
    for (const record of all) walk('', record.facts);
    expect(problems).toEqual([]);
  });

  it('follow a life: birth, licence at eighteen or later, death last', () => {
    const problems: string[] = [];
    for (const { facts } of individuals) {
      const { birthDate, documents, entries, death, addresses, photos, custody } = facts;
      if (birthDate === undefined || birthDate === '1900-01-01') continue;
      const licence = documents.find(({ kind }) => kind === 'CNH')?.issuedOn;
      // Half a year of grace: some copies have day and month exchanged.
      if (licence !== undefined && dayOf(licence) < yearsAfter(dayOf(birthDate), 18) - 365) problems.push('licence');
      const lived = [
        ...documents.map(({ issuedOn }) => issuedOn),
        ...entries.map(({ date }) => date),
        addresses[0]?.informedOn,
        photos[0]?.takenOn,
      ];
      for (const date of lived) {
        if (date !== undefined && (date < birthDate || (death !== undefined && date > death.date))) problems.push(date);
      }
      if (custody !== undefined && death !== undefined) problems.push('custody');
    }
    for (const { facts } of warrants) {
      const { issuedOn, statusSince, validUntil, wanted, service } = facts;
      if (statusSince.slice(0, 10) < issuedOn) problems.push('status before issue');
      if (validUntil !== undefined && validUntil < issuedOn) problems.push('validity before issue');
      if (wanted.birthDates.some((date) => dayOf(issuedOn) < yearsAfter(dayOf(date), 18)))
        problems.push('wanted too young');
      if ((service === undefined) !== (facts.status !== 'CUMPRIDO')) problems.push('service');
    }
    for (const { facts } of vehicles) {
      for (const { occurredOn, recoveredOn, status } of facts.occurrences) {
        if (occurredOn < `${facts.yearOfManufacture}-01-01`) problems.push('stolen before made');
        if (recoveredOn !== undefined && (recoveredOn < occurredOn || status === 'ATIVA')) problems.push('recovered');
      }
    }
    expect(problems).toEqual([]);
  });
});

describe('life as registers have it', () => {
  it('has namesakes: one name, and one name with one birth date, of different mothers', () => {
    const mothers = new Map<string, Set<string>>();
    const births = new Map<string, Set<string>>();
    for (const { facts } of individuals) {
      if (facts.cpf === undefined || facts.birthDate === undefined) continue;
      const key = `${facts.name} ${facts.birthDate}`;
      mothers.set(key, (mothers.get(key) ?? new Set()).add(facts.cpf));
      births.set(facts.name, (births.get(facts.name) ?? new Set()).add(facts.birthDate));
    }
    expect([...births.values()].filter((dates) => dates.size > 1).length).toBeGreaterThan(50);
    expect([...mothers.values()].filter((cpfs) => cpfs.size > 1).length).toBeGreaterThan(5);
  });

  it('writes parents whom nobody declared as real systems do', () => {
    const placeholders = new Set<string>(notDeclared);
    expect(share(individuals, ({ facts }) => placeholders.has(facts.motherName ?? ''))).toBeGreaterThan(0.01);
    expect(share(individuals, ({ facts }) => placeholders.has(facts.fatherName ?? ''))).toBeGreaterThan(0.04);
    expect(individuals.some(({ facts }) => facts.motherName === 'NÃO INFORMADO')).toBe(true);
    expect(warrants.some(({ facts }) => facts.wanted.motherNames.some((name) => placeholders.has(name)))).toBe(true);
  });

  it('knows some people in several states, with other spellings and a CPF missing in one', () => {
    const records = new Map<string, { names: Set<string>; without: number; holders: number }>();
    const world = createWorld(seed, today);
    for (let ordinal = castSize; ordinal < 3000; ordinal++) {
      const { cpf } = personAt(world, ordinal);
      for (const record of recordsOfPerson({ seed, today }, ordinal)) {
        if (record.source !== 'individuals') continue;
        const seen = records.get(cpf) ?? { names: new Set(), without: 0, holders: 0 };
        records.set(cpf, {
          names: seen.names.add(record.facts.name),
          without: seen.without + (record.facts.cpf === undefined ? 1 : 0),
          holders: seen.holders + 1,
        });
      }
    }
    const several = [...records.values()].filter(({ holders }) => holders > 1);
    expect(several.length).toBeGreaterThan(150);
    expect(several.filter(({ names }) => names.size > 1).length).toBeGreaterThan(50);
    expect(several.filter(({ without, holders }) => without > 0 && without < holders).length).toBeGreaterThan(30);
  });

  it('has disputed CPFs beyond the planted one: two birth dates under one number', () => {
    const births = new Map<string, Set<string>>();
    for (const { facts } of individuals) {
      if (facts.cpf === undefined || facts.birthDate === undefined || facts.motherName === undefined) continue;
      births.set(facts.cpf, (births.get(facts.cpf) ?? new Set()).add(facts.birthDate.slice(0, 4)));
    }
    births.forEach((years) => years.delete('1900'));
    expect([...births.values()].filter((years) => years.size > 1).length).toBeGreaterThan(1);
  });

  it('keeps victims, witnesses, acquittals and adolescents rare but present, and adolescents flagged by role and subject', () => {
    const entries = individuals.flatMap(({ facts }) => facts.entries);
    for (const role of shieldedRoles) {
      const part = share(entries, (entry) => entry.role === role);
      expect(part).toBeGreaterThan(0.001);
      expect(part).toBeLessThan(0.05);
    }
    for (const { role, subject } of entries) {
      expect(subject?.startsWith('Ato Infracional') === true).toBe(role === 'ADOLESCENTE');
    }
  });

  it('has aliases, social names, deaths and custody', () => {
    const facts = individuals.map((record) => record.facts);
    expect(facts.filter(({ aliases }) => aliases.length > 0).length).toBeGreaterThan(500);
    expect(facts.filter(({ socialName }) => socialName !== undefined).length).toBeGreaterThan(20);
    expect(facts.filter(({ death }) => death !== undefined).length).toBeGreaterThan(50);
    expect(facts.filter(({ custody }) => custody !== undefined).length).toBeGreaterThan(50);
  });

  it('has warrants of every status and secrecy, expired ones, and a named unit in those that are not public', () => {
    const facts = warrants.map((record) => record.facts);
    const active = facts.filter(({ status }) => status === 'PENDENTE_DE_CUMPRIMENTO');
    expect(new Set(facts.map(({ status }) => status)).size).toBe(4);
    expect(new Set(facts.map(({ secrecy }) => secrecy)).size).toBe(3);
    expect(active.filter(({ validUntil }) => validUntil !== undefined && validUntil < today).length).toBeGreaterThan(
      10,
    );
    for (const { secrecy, namedUnit } of facts) expect(namedUnit === undefined).toBe(secrecy === 'PUBLICO');
  });

  it('has stolen vehicles with the report and the restriction, and recovered ones without', () => {
    for (const { facts } of national) {
      const active = facts.occurrences.some(
        ({ status, type }) => status === 'ATIVA' && (type === 'ROUBO' || type === 'FURTO'),
      );
      expect(facts.restrictions.includes(stolenMark)).toBe(active);
    }
    expect(national.filter(({ facts }) => facts.restrictions.includes(stolenMark)).length).toBeGreaterThan(100);
    expect(
      national.filter(({ facts }) => facts.occurrences.some(({ status }) => status === 'RECUPERADO')).length,
    ).toBeGreaterThan(20);
  });

  it('has owners of every kind', () => {
    const kinds = national.map(({ facts }) => facts.owner?.kind);
    expect(share(kinds, (kind) => kind === 'FISICA')).toBeGreaterThan(0.75);
    expect(share(kinds, (kind) => kind === 'JURIDICA')).toBeGreaterThan(0.13);
    expect(share(kinds, (kind) => kind === 'ESTRANGEIRO')).toBeGreaterThan(0.01);
  });

  it('has serials that repeat across makes, filed-off serials, and weapons in both systems', () => {
    const makes = new Map<string, Set<string>>();
    const systems = new Map<string, Set<string>>();
    for (const { facts } of weapons) {
      if (facts.serial === SUPPRESSED) continue;
      makes.set(facts.serial, (makes.get(facts.serial) ?? new Set()).add(facts.make));
      systems.set(
        `${facts.serial} ${facts.make}`,
        (systems.get(`${facts.serial} ${facts.make}`) ?? new Set()).add(facts.system),
      );
    }
    expect([...makes.values()].filter((of) => of.size > 1).length).toBeGreaterThan(0);
    expect([...systems.values()].filter((of) => of.size > 1).length).toBeGreaterThan(1);
    expect(weapons.filter(({ facts }) => facts.serial === SUPPRESSED).length).toBeGreaterThan(1);
  });

  it('has Uruguayan plates of Brazilian shape, some of which exist in Brazil', () => {
    const brazilian = new Set(national.map(({ facts }) => facts.plate));
    const uruguayan = foreign.filter(({ holder }) => holder === 'UY').map(({ facts }) => facts.plate);
    expect(uruguayan.every((plate) => parsePlate(plate, 'BR').ok)).toBe(true);
    expect(uruguayan.filter((plate) => brazilian.has(plate)).length).toBeGreaterThan(1);
  });

  it('puts the people of arrest warrants into custody where they live', () => {
    const world = createWorld(seed, today);
    let arrests = 0;
    for (let ordinal = castSize; ordinal < 6000; ordinal++) {
      const records = [...recordsOfPerson({ seed, today }, ordinal)];
      const served = only('warrants', records).flatMap(({ facts }) => facts.service?.servedAt.slice(0, 10) ?? []);
      const custody = only('individuals', records).find(({ facts }) => facts.custody?.kind === 'PROVISORIA')?.facts
        .custody;
      if (served.length > 0 && custody !== undefined && served.includes(custody.since)) arrests++;
      const { deathDay } = personAt(world, ordinal);
      if (deathDay !== undefined) expect(served.every((date) => date <= dateOf(deathDay))).toBe(true);
    }
    expect(arrests).toBeGreaterThan(3);
  });
});
