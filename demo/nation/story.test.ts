import { describe, expect, it } from 'vitest';
import { parseCnpj } from '#kit/identifiers/cnpj.ts';
import { parsePlate } from '#kit/identifiers/plate.ts';
import { SUPPRESSED } from '#kit/identifiers/weapon-serial.ts';
import { nation, sizeMin, type NationRecord } from './nation.ts';
import { shieldedRoles } from './people.ts';
import { story, type Known } from './story.ts';
import { stolenMark } from './vehicles.ts';

const seed = 2026;
const today = '2026-11-21';
const yesterday = '2026-11-20';
const told = story(seed);
const all = [...nation({ seed, size: sizeMin, today })];

type Of<S extends NationRecord['source']> = Extract<NationRecord, { source: S }>;
const only = <S extends NationRecord['source']>(source: S): readonly Of<S>[] =>
  all.filter((record): record is Of<S> => record.source === source);

const individualsWithCpf = (cpf: string): readonly Of<'individuals'>[] =>
  only('individuals').filter(({ facts }) => facts.cpf === cpf);
const vehiclesWithPlate = (plate: string): readonly Of<'vehicles'>[] =>
  only('vehicles').filter(({ facts }) => facts.plate === plate);
const weaponsWithSerial = (serial: string): readonly Of<'weapons'>[] =>
  only('weapons').filter(({ facts }) => facts.serial === serial);
const warrantNumbered = (number: string): Of<'warrants'>['facts'] => {
  const found = only('warrants').filter(({ facts }) => facts.number === number);
  expect(found).toHaveLength(1);
  return (found[0] as Of<'warrants'>).facts;
};

/** Every holder of the story has the person, with CPF, name, mother and birth date as told. */
function expectKnown(person: Known): void {
  const records = individualsWithCpf(person.cpf).filter(({ facts }) => facts.name === person.name);
  expect(records.map(({ holder }) => holder)).toEqual(person.holders);
  for (const { facts } of records) {
    expect([facts.motherName, facts.birthDate]).toEqual([person.motherName, person.birthDate]);
  }
}

describe('the story', () => {
  it('is told by the seed alone, and other seeds tell another', () => {
    expect(story(seed)).toEqual(told);
    expect(story(seed + 1)).not.toEqual(told);
    const later = [...nation({ seed, size: sizeMin, today: '2028-01-01' })];
    expect(later.some(({ facts }) => 'plate' in facts && facts.plate === told.stolenPlate.plate)).toBe(true);
  });

  it('holds for many seeds', () => {
    for (let other = 0; other < 25; other++) {
      const { servedYesterday, likelyWarrant, stolenPlate } = story(other);
      expect(servedYesterday.namesake.motherName).not.toBe(servedYesterday.motherName);
      expect(new Set([servedYesterday.cpf, likelyWarrant.cpf, stolenPlate.owner.cpf]).size).toBe(3);
    }
  });

  it('has a stolen car whose owner is known in two states and wanted by a court of PE', () => {
    const { plate, renavam, chassis, reportNumber, owner } = told.stolenPlate;
    const records = vehiclesWithPlate(plate);
    expect(records.map(({ holder }) => holder)).toEqual(['SENATRAN', 'PE']);
    for (const { facts } of records) {
      expect(facts).toMatchObject({ renavam, chassis, owner: { kind: 'FISICA', document: owner.cpf } });
      expect(facts.restrictions).toContain(stolenMark);
      expect(facts.occurrences).toMatchObject([{ status: 'ATIVA', uf: 'PE', occurredOn: '2026-11-18', reportNumber }]);
    }
    expectKnown(owner);
    expect(owner.holders).toHaveLength(2);
    const warrant = warrantNumbered(owner.warrantNumber);
    expect(warrant).toMatchObject({ status: 'PENDENTE_DE_CUMPRIMENTO', secrecy: 'PUBLICO', courtUf: 'PE' });
    expect(warrant.processNumber.slice(13, 16)).toBe('817');
    expect(warrant.wanted.cpf).toBe(owner.cpf);
    expect((warrant.validUntil ?? '') > today).toBe(true);
  });

  it('has a warrant served yesterday, three holders, and a namesake', () => {
    const { namesake, warrantNumber, ...person } = told.servedYesterday;
    expectKnown(person);
    expectKnown(namesake);
    expect(person.holders).toHaveLength(3);
    expect([namesake.name, namesake.birthDate]).toEqual([person.name, person.birthDate]);
    expect(namesake.motherName).not.toBe(person.motherName);
    expect(namesake.cpf).not.toBe(person.cpf);
    const warrant = warrantNumbered(warrantNumber);
    expect(warrant.status).toBe('CUMPRIDO');
    expect(warrant.service?.servedAt.slice(0, 10)).toBe(yesterday);
    expect(warrant.statusSince.slice(0, 10)).toBe(yesterday);
    const custody = individualsWithCpf(person.cpf).map(({ holder, facts }) => [holder, facts.custody?.since]);
    expect(custody).toEqual([
      ['PE', yesterday],
      ['PB', undefined],
      ['SP', undefined],
    ]);
  });

  it('has a serial that SINARM and SIGMA disagree about', () => {
    const { serial, make, owners } = told.twoSystemsSerial;
    const [sinarm, sigma] = weaponsWithSerial(serial);
    expect([sinarm?.holder, sigma?.holder]).toEqual(['PF', 'EB']);
    expect([sinarm?.facts.make, sigma?.facts.make]).toEqual([make, make]);
    expect(sinarm?.facts.status).not.toBe(sigma?.facts.status);
    expect([sinarm?.facts.owner?.document, sigma?.facts.owner?.document]).toEqual(owners.map(({ cpf }) => cpf));
    owners.forEach(expectKnown);
  });

  it('has one serial of two makes, and one filed off', () => {
    const { serial, makes } = told.repeatedSerial;
    expect(weaponsWithSerial(serial).map(({ facts }) => facts.make)).toEqual(makes);
    const filedOff = only('weapons').filter(({ facts }) => facts.registration === told.suppressedRegistration);
    expect(filedOff.map(({ facts }) => facts.serial)).toEqual([SUPPRESSED]);
  });

  it('has ABC1234 in Brazil, in Uruguay and on a weapon', () => {
    expect(vehiclesWithPlate(told.plateABC1234).map(({ holder }) => holder)).toEqual(['SENATRAN', 'SP']);
    const foreign = only('mercosul').filter(({ facts }) => facts.plate === told.plateABC1234);
    expect(foreign.map(({ holder, facts }) => [holder, facts.subdivision])).toEqual([['UY', 'Canelones']]);
    expect(weaponsWithSerial(told.plateABC1234)).toHaveLength(1);
  });

  it('has namesakes with one birth date and two mothers, and one born in another year', () => {
    const [first, second, third] = told.namesakes.people;
    for (const person of told.namesakes.people) {
      expectKnown(person);
      expect(person.name).toBe(told.namesakes.name);
    }
    expect(second.birthDate).toBe(first.birthDate);
    expect(second.motherName).not.toBe(first.motherName);
    expect(third.birthDate.slice(0, 4)).not.toBe(first.birthDate.slice(0, 4));
    expect(new Set(told.namesakes.people.map(({ cpf }) => cpf)).size).toBe(3);
  });

  it('has one CPF that two people claim, whose records conflict', () => {
    const records = individualsWithCpf(told.disputedCpf.cpf);
    expect(records).toHaveLength(2);
    expect(new Set(records.map(({ facts }) => facts.motherName)).size).toBe(2);
    expect(new Set(records.map(({ facts }) => facts.birthDate)).size).toBe(2);
    told.disputedCpf.people.forEach(expectKnown);
  });

  it('has two chassis under one plate, and one chassis under two plates', () => {
    const { plate, chassis } = told.clonePlate;
    const national = vehiclesWithPlate(plate).filter(({ holder }) => holder === 'SENATRAN');
    expect(national.map(({ facts }) => facts.chassis)).toEqual(chassis);
    expect(new Set(national.map(({ facts }) => facts.renavam)).size).toBe(2);
    expect(national[0]?.facts.occurrences[0]?.type).toBe('CLONE_SUSPEITA');
    const stamped = only('vehicles').filter(({ facts }) => facts.chassis === told.clonedChassis.chassis);
    expect(stamped.map(({ facts }) => facts.plate)).toEqual(told.clonedChassis.plates);
  });

  it('has a company with an alphanumeric CNPJ and a foreigner as owners', () => {
    const { plate, company, cnpj } = told.companyPlate;
    expect(vehiclesWithPlate(plate)[0]?.facts.owner).toMatchObject({ kind: 'JURIDICA', name: company, document: cnpj });
    expect(cnpj).toMatch(/[A-Z]/);
    expect(parseCnpj(cnpj).ok).toBe(true);
    expect(vehiclesWithPlate(told.foreignOwnerPlate)[0]?.facts.owner?.kind).toBe('ESTRANGEIRO');
  });

  it('has a recovered vehicle, and one on which state and nation disagree', () => {
    const recovered = vehiclesWithPlate(told.recoveredPlate);
    expect(recovered.length).toBe(2);
    for (const { facts } of recovered) {
      expect(facts.restrictions).not.toContain(stolenMark);
      expect(facts.occurrences[0]?.status).not.toBe('ATIVA');
    }
    const [nation, state] = vehiclesWithPlate(told.disagreeingPlate);
    expect([nation?.holder, state?.holder]).toEqual(['SENATRAN', 'SP']);
    expect([nation?.facts.colour, nation?.facts.chassisRestamped, nation?.facts.restrictions]).toEqual([
      'PRATA',
      false,
      [],
    ]);
    expect([state?.facts.colour, state?.facts.chassisRestamped, state?.facts.restrictions]).toEqual([
      'PRETA',
      true,
      [stolenMark],
    ]);
  });

  it('has a stolen Argentine vehicle', () => {
    const [vehicle] = only('mercosul').filter(({ facts }) => facts.plate === told.argentinePlate);
    expect(vehicle?.facts).toMatchObject({ country: 'AR', stolen: true });
    expect(parsePlate(told.argentinePlate, 'AR').ok).toBe(true);
  });

  it('has warrants restricted, secret, expired, revoked and cancelled, of people who are known', () => {
    const { restrictedWarrant, secretWarrant, expiredWarrant, revokedWarrant, cancelledWarrant } = told;
    const cases = [restrictedWarrant, secretWarrant, expiredWarrant, revokedWarrant, cancelledWarrant];
    const facts = cases.map(({ warrantNumber }) => warrantNumbered(warrantNumber));
    cases.forEach(expectKnown);
    expect(facts.map(({ secrecy }) => secrecy)).toEqual(['RESTRITO', 'SIGILOSO', 'PUBLICO', 'PUBLICO', 'PUBLICO']);
    expect(facts.slice(0, 2).map(({ namedUnit }) => namedUnit)).toEqual([
      restrictedWarrant.namedUnit,
      secretWarrant.namedUnit,
    ]);
    expect(facts.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 3 }, () => 'PENDENTE_DE_CUMPRIMENTO'),
      'REVOGADO',
      'CANCELADO',
    ]);
    expect(facts.map(({ validUntil = '' }) => validUntil < today)).toEqual([false, false, true, false, false]);
    expect(facts.map(({ wanted }) => wanted.cpf)).toEqual(cases.map(({ cpf }) => cpf));
  });

  it('has an active warrant without CPF whose name, mother and birth date are those of somebody with one', () => {
    const warrant = warrantNumbered(told.likelyWarrant.warrantNumber);
    expectKnown(told.likelyWarrant);
    expect(warrant.wanted.cpf).toBeUndefined();
    expect(warrant).toMatchObject({ status: 'PENDENTE_DE_CUMPRIMENTO', secrecy: 'PUBLICO' });
    expect(warrant.wanted).toMatchObject({
      names: [told.likelyWarrant.name],
      motherNames: [told.likelyWarrant.motherName],
      birthDates: [told.likelyWarrant.birthDate],
    });
  });

  it('has one person in three spellings, in one of them without CPF', () => {
    const { names, cpf } = told.threeSpellings;
    const spelt = Object.entries(names).map(([holder, name]) =>
      only('individuals').find((record) => record.holder === holder && record.facts.name === name),
    );
    expect(new Set(Object.values(names)).size).toBe(3);
    expect(spelt.map((record) => record?.facts.cpf)).toEqual([cpf, cpf, undefined]);
    expect(new Set(spelt.map((record) => record?.facts.motherName)).size).toBe(1);
  });

  it('has undeclared parents, a social name with an alias, a death and a custody that one holder has not heard of', () => {
    const [orphan] = individualsWithCpf(told.undeclaredParents.cpf);
    expect([orphan?.facts.motherName, orphan?.facts.fatherName]).toEqual(['NÃO INFORMADO', 'NÃO INFORMADO']);
    const renamed = individualsWithCpf(told.socialName.cpf);
    expect(renamed.map(({ facts }) => facts.socialName)).toEqual([
      told.socialName.socialName,
      told.socialName.socialName,
    ]);
    expect(renamed[0]?.facts.aliases).toEqual([told.socialName.alias]);
    expect(individualsWithCpf(told.deceased.cpf).map(({ facts }) => facts.death?.date)).toEqual([
      '2024-08-17',
      undefined,
    ]);
    expect(individualsWithCpf(told.inCustody.cpf).map(({ facts }) => facts.custody?.kind)).toEqual([
      'DEFINITIVA',
      undefined,
    ]);
  });

  it('has a history of which most may not be shown to everybody', () => {
    const [record] = individualsWithCpf(told.shieldedHistory.cpf);
    const roles = record?.facts.entries.map(({ role }) => role) ?? [];
    expect(roles).toEqual(expect.arrayContaining([...shieldedRoles]));
    expect(roles).toContain('INDICIADO');
  });
});
