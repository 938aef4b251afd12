import { describe, expect, it } from 'vitest';
import { checkEntry, checkEvent, EntryError } from './entry-check.ts';
import { personEntry, vehicleEntry } from '../../test/index-under-test.ts';

const origin = { source: 'individuals', holder: 'SP', publication: 'FULL' } as const;
const event = { recordId: 'a', version: 1 };
const entry = personEntry('SP', 'a', { names: ['Maria Souza'], cpf: '52998224725', birthDate: '1980-03-07' });

function problemOf(value: unknown, from: Parameters<typeof checkEntry>[1] = origin): readonly [string, string] | null {
  try {
    checkEntry(value, from, event);
    return null;
  } catch (error) {
    if (!(error instanceof EntryError)) throw error;
    expect(error.message).not.toContain('52998224725');
    expect(error.message).not.toContain('Maria');
    return [error.code, error.place];
  }
}

describe('an entry', () => {
  it('is taken as it stands', () => {
    expect(checkEntry(entry, origin, event)).toEqual(entry);
  });

  it.each([
    ['of another holder', { ...entry, holder: 'RJ' }, 'FOREIGN_NAMESPACE', 'entry.holder'],
    ['of another source', { ...entry, source: 'warrants' }, 'FOREIGN_NAMESPACE', 'entry.holder'],
    ['of another record than its event', { ...entry, recordId: 'b' }, 'BAD_FIELD', 'entry.recordId'],
    ['of another version than its event', { ...entry, version: 2 }, 'BAD_FIELD', 'entry.recordId'],
    ['of a schema to come', { ...entry, schema: 2 }, 'UNKNOWN_SCHEMA', 'entry.schema'],
    ['with a field more', { ...entry, status: 'PROCURADO' }, 'UNKNOWN_FIELD', 'entry'],
    [
      'with a basic fact more',
      { ...entry, basics: { person: { ...entry.basics.person, fatherName: 'X' } } },
      'UNKNOWN_FIELD',
      'entry.basics.person',
    ],
    [
      'with a flag among the basics',
      { ...entry, basics: { person: entry.basics.person, flags: {} } },
      'UNKNOWN_FIELD',
      'entry.basics',
    ],
    [
      'with two basics',
      { ...entry, basics: { person: entry.basics.person, company: { name: 'A', cnpj: '1' } } },
      'BAD_FIELD',
      'entry.basics',
    ],
    ['with no basics', { ...entry, basics: {} }, 'BAD_FIELD', 'entry.basics'],
    ['with a prototype of its own', JSON.parse(`{"__proto__":{},"schema":1}`), 'UNKNOWN_FIELD', 'entry'],
    [
      'with a date that is none',
      { ...entry, basics: { person: { names: ['A B'], birthDate: '1980-02-30' } } },
      'BAD_FIELD',
      'entry.basics.person.birthDate',
    ],
    ['with an instant that is none', { ...entry, asOf: 'yesterday' }, 'BAD_FIELD', 'entry.asOf'],
    [
      'with a control character in a name',
      { ...entry, basics: { person: { names: ['A\u0000B'] } } },
      'BAD_FIELD',
      'entry.basics.person.names[0]',
    ],
    [
      'with a name without end',
      { ...entry, basics: { person: { names: ['A'.repeat(161)] } } },
      'BAD_FIELD',
      'entry.basics.person.names[0]',
    ],
    [
      'with names without end',
      { ...entry, basics: { person: { names: Array(21).fill('A B') } } },
      'TOO_MANY',
      'entry.basics.person.names',
    ],
    [
      'with an audience that nobody knows',
      { ...entry, audience: [{ token: 'everybody', shows: 'OPEN' }] },
      'BAD_FIELD',
      'entry.audience[0].token',
    ],
    [
      'with a company that goes by a CPF',
      { ...entry, edges: [{ role: 'OWNER', kind: 'company', identifier: { kind: 'CPF', value: '1' } }] },
      'BAD_FIELD',
      'entry.edges[0].identifier.kind',
    ],
    ['that is a list', [entry], 'BAD_FIELD', 'entry'],
    ['keyed, from who publishes all', { ...entry, keyed: true }, 'NOT_PUBLISHED', 'entry.keyed'],
  ])('is refused: %s', (_, value, code, place) => {
    expect(problemOf(value)).toEqual([code, place]);
  });

  it('comes under keys from who publishes KEYS, and from nobody who publishes NONE', () => {
    expect(problemOf(entry, { ...origin, publication: 'KEYS' })).toEqual(['NOT_PUBLISHED', 'entry.keyed']);
    expect(problemOf(entry, { ...origin, publication: 'NONE' })).toEqual(['NOT_PUBLISHED', 'entry.keyed']);
    const keyed = { ...entry, identifiers: [{ kind: 'CPF', value: 'A'.repeat(43) }], basics: {}, keyed: true };
    expect(problemOf(keyed, { ...origin, publication: 'KEYS' })).toBeNull();
    expect(problemOf({ ...keyed, basics: entry.basics }, { ...origin, publication: 'KEYS' })).toEqual([
      'BAD_FIELD',
      'entry.basics',
    ]);
    expect(problemOf({ ...keyed, identifiers: entry.identifiers }, { ...origin, publication: 'KEYS' })).toEqual([
      'BAD_FIELD',
      'entry.identifiers[0].value',
    ]);
  });

  it('of a vehicle keeps every fact of the list', () => {
    const vehicle = vehicleEntry('SENATRAN', 'a', {
      ...{ plates: ['ABC1234'], chassis: '9BWZZZ372VT004251', renavam: '00639884962', engine: 'BJK123456' },
      ...{ make: 'VW', model: 'GOL', colour: 'PRATA', year: 1997, state: 'SP' },
    });
    expect(checkEntry(vehicle, { source: 'vehicles', holder: 'SENATRAN', publication: 'FULL' }, event)).toEqual(
      vehicle,
    );
  });
});

describe('an event', () => {
  it.each([
    [{ recordId: '', version: 1 }],
    [{ recordId: 'a', version: 0 }],
    [{ recordId: 'a', version: 1.5 }],
    [{ version: 1 }],
    [{ recordId: 7, version: 1 }],
  ])('is refused without a record or a version: %j', (value) => {
    expect(() => checkEvent(value as never)).toThrow(EntryError);
  });
});
