// A source that does not answer looks like a source that has nothing, and somebody is let go. Here sources fall silent in every way they
// have: stopped, late, unread by the index, without the record or without the field. Each time the answer says who is silent and why, the
// rest is there, and nobody reads "none". Six stories, one nation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointEntry } from '#kit/directory.ts';
import { endpointName } from '#kit/directory.ts';
import { nation } from '../../demo/nation/nation.ts';
import type { NationRecord } from '../../demo/nation/nation.ts';
import { individuals } from '../../subgraphs/individuals/source.ts';
import { startFederation, testSeed, testToday } from '../federation.ts';
import type { Answer, Federation } from '../federation.ts';
import { startRelay } from '../relay.ts';
import type { Relay } from '../relay.ts';
import {
  askStored,
  holdersAsked,
  investigatorWithACase,
  patrolAtAStop,
  patrolAtTheBorder,
  told,
  until,
  visible,
} from './telling.ts';

const people = [...nation({ seed: testSeed, size: 200, today: testToday })];

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true, records: [...people, ...alsoKnownInTheNorth()] });
});
afterAll(() => federation?.close());

type IndividualRecord = Extract<NationRecord, { readonly source: 'individuals' }>;

function recordOf(holder: string, cpf: string): IndividualRecord {
  const found = people.find(
    (record): record is IndividualRecord =>
      record.source === 'individuals' && record.holder === holder && record.facts.cpf === cpf,
  );
  if (!found) throw new TypeError(`${holder} has no record of this person`);
  return found;
}

/** The woman with a social name has been to Acre and Roraima, too. */
function alsoKnownInTheNorth(): readonly IndividualRecord[] {
  const { facts } = recordOf('RJ', told.socialName.cpf);
  const photos = [{ reference: 'F000000001', takenOn: '2024-05-02', view: 'FRONTAL' }];
  return ['AC', 'RR'].map((holder) => ({
    source: 'individuals',
    holder,
    facts: { ...facts, recordId: 'I000000001', photos },
  }));
}

/** Changes an endpoint's entry in the directory. */
function changeEndpoint(name: string, entry: Partial<EndpointEntry>): Promise<void> {
  return federation.changeDirectory((directory) => ({
    ...directory,
    endpoints: directory.endpoints.map((one) => (endpointName(one) === name ? { ...one, ...entry } : one)),
  }));
}

function entryOf(name: string): EndpointEntry {
  const found = federation.directory().endpoints.find((one) => endpointName(one) === name);
  if (!found) throw new TypeError(`${name} is not in the directory`);
  return found;
}

/** Leads the way to an endpoint over a road that can be blocked, for the length of a story. */
async function overARoad(name: string, story: (road: Relay) => Promise<void>): Promise<void> {
  const { url, deadlineMs } = entryOf(name);
  const road = await startRelay(url);
  try {
    await changeEndpoint(name, { url: road.url });
    await story(road);
  } finally {
    await changeEndpoint(name, { url, deadlineMs });
    await road.stop();
    await untilCurrentWith(name);
  }
}

async function isBehind(name: string): Promise<boolean | undefined> {
  const { data } = await federation.ask('{ indexStatus { source holder behind } }', {}, { profile: 'auditor' });
  const states: readonly { source: string; holder: string; behind: boolean }[] = data.indexStatus;
  return states.find((state) => endpointName(state) === name)?.behind;
}

const untilBehind = (name: string) => until(async () => (await isBehind(name)) === true);
const untilCurrentWith = (name: string) => until(async () => (await isBehind(name)) !== true);

function sourceLine({ extensions }: Answer, name: string, status: string) {
  return extensions.sources.find((line) => `${line.source}/${line.holder}` === name && line.status === status);
}

// The CNJ is down, and somebody with a warrant stands before the patrol.
// The answer is INCOMPLETE and says that the CNJ is missing; the pointer to the warrant, and whom to call, stay.
// When the CNJ is back, so is the status.
describe('a holder that is down', () => {
  const where = 'individuals.subjects.0.warrants.edges.0.node.record';

  it('leaves its part open, and the rest as it was', async () => {
    await federation.stop('warrants/CNJ');
    await untilBehind('warrants/CNJ');
    const answer = await askStored(federation, 'fonte-fora-do-ar');
    const [person] = answer.data.individuals.subjects;
    expect(person).toMatchObject({
      name: told.servedYesterday.name,
      warrants: {
        totalCount: 1,
        edges: [
          {
            match: { band: 'CERTAIN' },
            node: {
              number: told.servedYesterday.warrantNumber,
              contactUnit: { unit: 'DELEGACIA DE CAPTURAS/PE' },
              record: { holder: 'CNJ', warrantStatus: null, statusSince: null, alerts: null },
            },
          },
        ],
      },
    });
    expect(person.warrants.edges[0].node.record.recordId).toMatch(/^W\d+$/);
    expect(person.records).toHaveLength(3);
    expect(person.knowledge).toContainEqual(
      expect.objectContaining({ source: 'warrants', holder: 'CNJ', behind: true }),
    );

    expect(visible(answer)).toEqual({
      errors: [`HOLDER_UNAVAILABLE ${where}`],
      outcomes: { individuals: 'INCOMPLETE' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'individuals/PB': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/SP': 'ANSWERED',
        'warrants/CNJ': 'INDEX_BEHIND UNAVAILABLE',
      },
      masked: [],
    });
    expect(sourceLine(answer, 'warrants/CNJ', 'UNAVAILABLE')).toMatchObject({
      paths: [where.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))],
      contact: expect.stringContaining('CNJ') as string,
    });
    const [{ sentence } = { sentence: '' }] = answer.extensions.outcomes;
    expect(sentence).toMatch(/^Consulta incompleta, às \d\d:\d\d/);
    expect(sentence).toContain('não conclua que nada existe');
  });

  it('is never "none", even for somebody without a warrant', async () => {
    const answer = await askStored(federation, 'fonte-fora-do-ar', {
      variables: { cpf: told.undeclaredParents.cpf },
    });
    expect(answer.data.individuals.subjects[0].warrants).toMatchObject({ edges: [] });
    expect(visible(answer)).toMatchObject({ errors: [], outcomes: { individuals: 'INCOMPLETE' } });
    expect(sourceLine(answer, 'warrants/CNJ', 'INDEX_BEHIND')).toMatchObject({ paths: [['individuals']] });
  });

  it('is answered for again as soon as it is back', async () => {
    await federation.start('warrants/CNJ');
    await untilCurrentWith('warrants/CNJ');
    const answer = await askStored(federation, 'fonte-fora-do-ar');
    expect(answer.data.individuals.subjects[0].warrants.edges[0].node.record).toMatchObject({
      warrantStatus: 'CUMPRIDO',
    });
    expect(visible(answer)).toMatchObject({
      errors: [],
      outcomes: { individuals: 'HIT' },
      sources: { 'warrants/CNJ': 'ANSWERED' },
    });
  });
});

// Two plates at the border; the first can be Argentine or Uruguayan, and both countries are asked.
// Argentina does not answer in its time. Uruguay's answers are there, and so are the Brazilian registers'.
// Argentina alone is late, and that the first car is clean is not said.
describe('a neighbour that is late', () => {
  const question = `query ($plates: [String!]!) {
    vehicles(plates: $plates) {
      subjects { plates { plate } records { holder stolen } }
      probes { holder records { plate } }
      foreignProbes { holder plate records { holder country stolen alerts { kind } } }
    }
  }`;
  const plates = [told.argentinePlate, told.plateABC1234];

  it('costs its own part of the answer and no other', async () => {
    await overARoad('mercosul/AR', async (road) => {
      await changeEndpoint('mercosul/AR', { url: road.url, deadlineMs: 300 });
      road.questions = 'held';
      const late = await federation.ask(question, { plates }, patrolAtTheBorder);
      expect(late.data.vehicles).toMatchObject([
        {
          subjects: [],
          foreignProbes: [
            { holder: 'AR', plate: told.argentinePlate, records: null },
            { holder: 'UY', plate: told.argentinePlate, records: [] },
          ],
        },
        {
          subjects: [{ plates: [{ plate: 'ABC1234' }] }],
          foreignProbes: [{ holder: 'UY', plate: 'ABC1234', records: [{ holder: 'UY', stolen: false }] }],
        },
      ]);
      expect(visible(late)).toMatchObject({
        errors: ['HOLDER_TIMED_OUT vehicles.0.foreignProbes.0'],
        outcomes: { vehicles: 'INCOMPLETE' },
        sources: {
          'national-index/SENASP': 'ANSWERED',
          'vehicles/SENATRAN': 'ANSWERED',
          'vehicles/SP': 'ANSWERED',
          'mercosul/UY': 'ANSWERED',
          'mercosul/AR': 'TIMED_OUT',
        },
      });

      road.questions = 'open';
      const inTime = await federation.ask(question, { plates }, patrolAtTheBorder);
      expect(inTime.data.vehicles[0].foreignProbes).toMatchObject([
        { holder: 'AR', records: [{ holder: 'AR', country: 'AR', stolen: true, alerts: [{ kind: 'STOLEN' }] }] },
        { holder: 'UY', records: [] },
      ]);
      expect(visible(inTime)).toMatchObject({
        errors: [],
        outcomes: { vehicles: 'HIT' },
        sources: { 'mercosul/AR': 'ANSWERED', 'mercosul/UY': 'ANSWERED' },
      });
    });
  });
});

// The index cannot read Pernambuco's feed; Pernambuco itself is well.
// The index says that it is behind, "none" is not said for Pernambuco, and Pernambuco is asked directly: a person recorded a moment
// ago, whom the index has never heard of, is found. When the feed can be read again, nobody needs to be asked directly.
describe('an index that is behind', () => {
  const question = `query ($cpf: CPF!) {
    individuals(cpf: $cpf) {
      subjects { name records { holder name } }
      probes { holder cpf records { holder recordId name } }
    }
  }`;
  const newcomer = '52998224725';

  it('says so, asks the holder directly, and finds what it has not read yet', async () => {
    await overARoad('individuals/PE', async (road) => {
      road.feed = 'cut';
      await untilBehind('individuals/PE');
      const { facts } = recordOf('PE', told.stolenPlate.owner.cpf);
      const record = { ...facts, recordId: 'I000000002', cpf: newcomer, name: 'RECÉM CHEGADO DA SILVA' };
      await federation.save([{ source: 'individuals', holder: 'PE', facts: record }]);

      federation.received();
      const behind = await federation.ask(question, { cpf: newcomer }, investigatorWithACase);
      expect(behind.data.individuals).toEqual({
        subjects: [],
        probes: [
          { holder: 'PE', cpf: newcomer, records: [{ holder: 'PE', recordId: 'I000000002', name: record.name }] },
        ],
      });
      expect(visible(behind)).toEqual({
        errors: [],
        outcomes: { individuals: 'INCOMPLETE' },
        sources: { 'national-index/SENASP': 'ANSWERED', 'individuals/PE': 'ANSWERED INDEX_BEHIND' },
        masked: [],
      });
      expect(sourceLine(behind, 'individuals/PE', 'INDEX_BEHIND')).toMatchObject({
        paths: [['individuals']],
        indexAsOf: expect.stringMatching(/^\d{4}-/) as string,
      });
      expect(holdersAsked(federation)).toEqual(['individuals/PE']);

      const nobody = await federation.ask(question, { cpf: '39053344705' }, investigatorWithACase);
      expect(nobody.data.individuals).toEqual({
        subjects: [],
        probes: [{ holder: 'PE', cpf: '39053344705', records: [] }],
      });
      expect(visible(nobody).outcomes).toEqual({ individuals: 'INCOMPLETE' });

      road.feed = 'open';
      await untilCurrentWith('individuals/PE');
      federation.received();
      const current = await federation.ask(question, { cpf: newcomer }, investigatorWithACase);
      expect(current.data.individuals).toEqual({
        subjects: [{ name: record.name, records: [{ holder: 'PE', name: record.name }] }],
        probes: [],
      });
      expect(visible(current)).toMatchObject({
        outcomes: { individuals: 'HIT' },
        sources: { 'individuals/PE': 'ANSWERED' },
      });
    });
  });
});

// Pernambuco takes a record out of its base; the index still points to it for a moment.
// The entry is gone from the answer, without an error: there is nothing to look for.
// That it was there and is gone stands in the sources, until the index knows it too.
describe('a record that is gone', () => {
  it('leaves the answer at once, and the index as soon as it has heard', async () => {
    const { cpf, name } = told.expiredWarrant;
    const question = `query ($cpf: CPF!) {
      individuals(cpf: $cpf) { subjects { name records { holder recordId name } } probes { records { name } } }
    }`;
    await overARoad('individuals/PE', async (road) => {
      await untilCurrentWith('individuals/PE');
      const before = await federation.ask(question, { cpf }, patrolAtAStop);
      const records: { holder: string; recordId: string }[] = before.data.individuals.subjects[0].records;
      expect(records.map(({ holder }) => holder).sort()).toEqual(['PE', 'RN']);
      expect(visible(before).sources).toMatchObject({ 'individuals/PE': 'ANSWERED', 'individuals/RN': 'ANSWERED' });

      road.feed = 'held';
      const recordId = records.find(({ holder }) => holder === 'PE')?.recordId ?? '';
      await recordsOfPernambuco().remove([recordId]);
      const gone = await federation.ask(question, { cpf }, patrolAtAStop);
      expect(gone.data.individuals.subjects).toEqual([
        { name, records: [{ holder: 'RN', recordId: expect.any(String) as string, name }] },
      ]);
      expect(visible(gone)).toEqual({
        errors: [],
        outcomes: { individuals: 'HIT' },
        sources: {
          'national-index/SENASP': 'ANSWERED',
          'individuals/PE': 'RECORD_GONE',
          'individuals/RN': 'ANSWERED',
        },
        masked: [],
      });
      expect(sourceLine(gone, 'individuals/PE', 'RECORD_GONE')?.paths).toEqual([
        ['individuals', 'subjects', 0, 'records'],
      ]);
      expect(gone.text).not.toContain(recordId);

      road.feed = 'open';
      await until(async () => {
        federation.received();
        await federation.ask(question, { cpf }, patrolAtAStop);
        return !holdersAsked(federation).includes('individuals/PE');
      });
      const heard = await federation.ask(question, { cpf }, patrolAtAStop);
      expect(heard.data).toEqual(gone.data);
      expect(visible(heard).sources).toEqual({ 'national-index/SENASP': 'ANSWERED', 'individuals/RN': 'ANSWERED' });
    });
  });

  function recordsOfPernambuco() {
    const endpoint = { source: 'individuals', holder: 'PE' };
    if (!individuals.records) throw new TypeError('individuals keeps records');
    return individuals.records.records(federation.database('individuals/PE'), endpoint);
  }
});

// Acre still runs the first version of its system, which knows no social names; Roraima keeps no photos.
// Neither is asked for what it cannot have, and each says which of the two it is.
// What they do have is shown, and what Rio has of the same woman is shown in full.
describe('holders that lack a field', () => {
  it('are not asked for it, and the answer says why it is empty', async () => {
    federation.received();
    const answer = await federation.ask(
      `query ($cpf: CPF!) {
        individuals(cpf: $cpf) {
          subjects { records { holder name socialName photos { reference } } }
          probes { records { name } }
        }
      }`,
      { cpf: told.socialName.cpf },
      patrolAtAStop,
    );
    const [{ records }] = answer.data.individuals.subjects;
    const at = (holder: string) => records.findIndex((record: { holder: string }) => record.holder === holder);
    const { name, socialName } = told.socialName;
    expect(records).toHaveLength(4);
    expect(records[at('AC')]).toEqual({ holder: 'AC', name, socialName: null, photos: [{ reference: 'F000000001' }] });
    expect(records[at('RR')]).toEqual({ holder: 'RR', name, socialName, photos: null });
    expect(records[at('RJ')]).toMatchObject({ name, socialName, photos: expect.any(Array) as unknown });
    expect(visible(answer)).toMatchObject({
      errors: [
        `FIELD_NOT_HELD individuals.subjects.0.records.${at('RR')}.photos`,
        `FIELD_NOT_SUPPORTED individuals.subjects.0.records.${at('AC')}.socialName`,
      ],
      outcomes: { individuals: 'INCOMPLETE' },
      sources: {
        'individuals/AC': 'ANSWERED NOT_SUPPORTED',
        'individuals/RR': 'ANSWERED NOT_HELD',
        'individuals/RJ': 'ANSWERED',
        'individuals/PF': 'ANSWERED',
      },
    });
    const asked = new Map(federation.received().map(({ endpoint, query }) => [endpoint, query]));
    expect(asked.get('individuals/AC')).not.toContain('socialName');
    expect(asked.get('individuals/RR')).not.toContain('photos');
    expect(asked.get('individuals/RJ')).toContain('socialName');
    expect(asked.get('individuals/RJ')).toContain('photos');
  });
});

// The index itself is down: nobody knows whom to ask.
// The answer is not an empty list: it says that the index is missing, and for whom to call.
// Basic facts come back with it.
describe('an index that is down', () => {
  it('makes every look-up INCOMPLETE, and none empty', async () => {
    await federation.stop('national-index/SENASP');
    federation.received();
    const answer = await askStored(federation, 'fonte-fora-do-ar');
    expect(answer.data).toEqual({ individuals: null });
    expect(visible(answer)).toEqual({
      errors: ['INDEX_UNAVAILABLE individuals'],
      outcomes: { individuals: 'INCOMPLETE' },
      sources: { 'national-index/SENASP': 'UNAVAILABLE' },
      masked: [],
    });
    expect(holdersAsked(federation)).toEqual([]);

    await federation.start('national-index/SENASP');
    await federation.indexed();
    const back = await askStored(federation, 'fonte-fora-do-ar');
    expect(visible(back)).toMatchObject({ errors: [], outcomes: { individuals: 'HIT' } });
  });
});
