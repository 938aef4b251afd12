// A car is stopped: its plate is read, and the patrol needs to know what stands before it. Whether the car is stolen, whether its papers
// are another's, who owns it and whether he is wanted comes from six registers in one answer. Five stories, one nation.
import { maskCnpj } from '#kit/identifiers/cnpj.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation } from '../federation.ts';
import type { Federation } from '../federation.ts';
import {
  askStored,
  guardAtAStop,
  holdersAsked,
  investigatorWithACase,
  maskedCpf,
  patrolAtAStop,
  patrolAtTheBorder,
  told,
  visible,
} from './telling.ts';

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({ patient: true });
});
afterAll(() => federation?.close());

// A patrol in Pernambuco stops a car and types its plate.
// The car was stolen three days ago; both registers say so, each in its own record.
// The man at the wheel owns it, and a court of the state wants him: the warrant is asked for live.
describe('a stolen car whose owner is wanted', () => {
  const { plate, reportNumber, owner } = told.stolenPlate;

  it('is told with everything that the patrol must do, from five holders in one answer', async () => {
    federation.received();
    const answer = await askStored(federation, 'abordagem');
    const [car, ...others] = answer.data.vehicles[0].subjects;
    expect(others).toEqual([]);
    expect(car).toMatchObject({ plates: [{ plate, country: 'BR' }], chassis: told.stolenPlate.chassis });

    expect(car.records.map(({ holder }: { holder: string }) => holder).sort()).toEqual(['PE', 'SENATRAN']);
    for (const record of car.records)
      expect(record).toMatchObject({
        stolen: true,
        restrictions: ['ROUBO_FURTO'],
        alerts: [{ severity: 'STOP', kind: 'STOLEN' }],
        occurrences: [{ status: 'ATIVA', uf: 'PE', reportNumber, occurredOn: '2026-11-18' }],
        owner: { kind: 'FISICA', name: owner.name, document: maskedCpf(owner.cpf) },
      });

    expect(car.parties).toMatchObject([
      { role: 'OWNER', since: '2022-02-14', holders: ['PE', 'SENATRAN'], party: { __typename: 'Individual' } },
    ]);
    const { party } = car.parties[0];
    expect(party).toMatchObject({
      name: owner.name,
      motherName: owner.motherName,
      birthDate: owner.birthDate,
      cpf: maskedCpf(owner.cpf),
      identityDisputed: false,
      weaponCount: 0,
    });
    expect(party.records.map(({ holder }: { holder: string }) => holder).sort()).toEqual(['PE', 'SP']);
    expect(party.warrants).toMatchObject({
      totalCount: 1,
      edges: [
        {
          match: { band: 'CERTAIN', reasons: ['mesmo CPF'] },
          node: {
            number: owner.warrantNumber,
            record: {
              holder: 'CNJ',
              warrantStatus: 'PENDENTE_DE_CUMPRIMENTO',
              alerts: [{ severity: 'STOP', kind: 'WANTED' }],
              contact: { unit: 'DELEGACIA DE CAPTURAS/PE', uf: 'PE' },
            },
          },
        },
      ],
    });

    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { vehicles: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'vehicles/SENATRAN': 'ANSWERED',
        'vehicles/PE': 'ANSWERED',
        'individuals/PE': 'ANSWERED',
        'individuals/SP': 'ANSWERED',
        'warrants/CNJ': 'ANSWERED',
        // Neither neighbour was asked: the plate can only be Brazilian.
        mercosul: 'NO_POINTER',
      },
      masked: [
        'vehicles.0.subjects.0.parties.0.party.cpf',
        'vehicles.0.subjects.0.records.0.owner.document',
        'vehicles.0.subjects.0.records.1.owner.document',
      ],
    });
    expect(answer.extensions.notice).toBe('Não é certidão de antecedentes.');
    expect(holdersAsked(federation)).toEqual([
      'individuals/PE',
      'individuals/SP',
      'vehicles/PE',
      'vehicles/SENATRAN',
      'warrants/CNJ',
    ]);
  });

  it('shows the number of the owner nowhere in the answer', async () => {
    const answer = await askStored(federation, 'abordagem');
    expect(answer.text).toContain(maskedCpf(owner.cpf));
    expect(answer.text).not.toContain(owner.cpf);
  });
});

// At the border somebody types ABC1234 and does not say what it is.
// It can be a plate of Brazil, a plate of Uruguay and the serial of a weapon; there is one of each.
// All three are looked for at once and each hit says by which reading it was found.
describe('a text with three readings', () => {
  it('is answered for every reading, and each is labelled', async () => {
    federation.received();
    const answer = await askStored(federation, 'placa-abc1234');
    const { readings, hits, probes } = answer.data.search;
    expect(readings).toHaveLength(3);
    expect(readings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'PLATE', country: 'BR', problems: [] }),
        expect.objectContaining({ kind: 'PLATE', country: 'UY', problems: [] }),
        expect.objectContaining({ kind: 'WEAPON_SERIAL', country: null, problems: [] }),
      ]),
    );

    const found = hits.edges.map(({ node }: { node: { matchedOn: string } }) => node);
    expect(hits.totalCount).toBe(2);
    expect(found).toHaveLength(2);
    const byKind = Map.groupBy(found as { matchedOn: string; subject: object }[], ({ matchedOn }) => matchedOn);
    expect(byKind.get('PLATE')).toMatchObject([
      {
        why: { band: 'CERTAIN', reasons: ['placa igual'] },
        subject: {
          __typename: 'Vehicle',
          plates: [{ plate: 'ABC1234', country: 'BR', otherForm: 'ABC1C34' }],
          records: expect.arrayContaining([
            expect.objectContaining({ holder: 'SENATRAN', plate: 'ABC1234', stolen: false }),
            expect.objectContaining({ holder: 'SP', plate: 'ABC1234', stolen: false }),
          ]) as unknown,
        },
      },
    ]);
    expect(byKind.get('WEAPON_SERIAL')).toMatchObject([
      {
        why: { band: 'LIKELY' },
        subject: { __typename: 'Weapon', records: [{ holder: 'PF', system: 'SINARM', serial: 'ABC1234' }] },
      },
    ]);
    // Uruguay publishes nothing: it is asked live, and only it.
    expect(probes).toMatchObject([
      {
        __typename: 'ForeignVehicleProbe',
        holder: 'UY',
        plate: 'ABC1234',
        records: [{ holder: 'UY', country: 'UY', plate: 'ABC1234', stolen: false }],
      },
    ]);

    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { search: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'vehicles/SENATRAN': 'ANSWERED',
        'vehicles/SP': 'ANSWERED',
        'weapons/PF': 'ANSWERED',
        'mercosul/UY': 'ANSWERED',
        individuals: 'NO_POINTER',
        warrants: 'NO_POINTER',
      },
      masked: ['search.probes.0.records.0.owner.document'],
    });
    expect(holdersAsked(federation)).toEqual(['mercosul/UY', 'vehicles/SENATRAN', 'vehicles/SP', 'weapons/PF']);
  });

  it('has no reading as a weapon for a guard, who may not ask for weapons', async () => {
    const answer = await askStored(federation, 'placa-abc1234', { as: guardAtAStop });
    const kinds = answer.data.search.readings.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['PLATE', 'PLATE']);
    expect(answer.data.search.hits.totalCount).toBe(1);
    // What Uruguay has is refused by rule; Uruguay is not asked.
    expect(answer.data.search.probes).toEqual([
      { __typename: 'ForeignVehicleProbe', holder: 'UY', plate: 'ABC1234', records: null },
    ]);
    expect(visible(answer)).toMatchObject({
      errors: ['UNAUTHORIZED_FIELD_OR_TYPE search.probes.0.records'],
      outcomes: { search: 'HIT' },
    });
    expect(visible(answer).sources).not.toHaveProperty('mercosul/UY');
    expect(visible(answer).sources).not.toHaveProperty('weapons/PF');
  });
});

// A plate stands on two cars with two chassis, and a chassis under two plates.
// One of each is a copy; the network cannot know which and says so.
// Both are always shown, each with its own records.
describe('clones', () => {
  const byPlate = /* GraphQL */ `
    query ($plates: [String!]!) {
      vehicles(plates: $plates) {
        subjects {
          chassis
          cloneSuspected
          records {
            holder
            chassis
            alerts {
              kind
            }
          }
        }
        probes {
          records {
            plate
          }
        }
        foreignProbes {
          records {
            plate
          }
        }
      }
    }
  `;

  it('are two cars under one plate, both suspected', async () => {
    const { plate, chassis } = told.clonePlate;
    const answer = await federation.ask(byPlate, { plates: [plate] }, patrolAtAStop);
    const { subjects } = answer.data.vehicles[0];
    expect(subjects).toHaveLength(2);
    expect(subjects.map((car: { chassis: string }) => car.chassis).sort()).toEqual([...chassis].sort());
    for (const car of subjects) {
      expect(car.cloneSuspected).toBe(true);
      expect(car.records.length).toBeGreaterThan(0);
      for (const record of car.records) expect(record.chassis).toBe(car.chassis);
    }
    const [genuine] = subjects.filter((car: { chassis: string }) => car.chassis === chassis[0]);
    expect(genuine.records).toContainEqual(
      expect.objectContaining({ holder: 'SP', alerts: [{ kind: 'CLONE_SUSPECTED' }] }),
    );
    expect(visible(answer)).toMatchObject({ errors: [], outcomes: { vehicles: 'HIT' } });
  });

  it('are one chassis under two plates, in two records of one car', async () => {
    const { chassis, plates } = told.clonedChassis;
    const answer = await federation.ask(
      `query ($chassis: String!) {
        vehiclesByChassis(chassis: $chassis) {
          subjects { chassis cloneSuspected plates { plate } records { holder plate chassisRestamped } }
        }
      }`,
      { chassis },
      patrolAtAStop,
    );
    const [car, ...others] = answer.data.vehiclesByChassis.subjects;
    expect(others).toEqual([]);
    expect(car.cloneSuspected).toBe(true);
    expect(car.plates.map(({ plate }: { plate: string }) => plate).sort()).toEqual([...plates].sort());
    expect(car.records).toHaveLength(2);
    expect(car.records).toEqual(
      expect.arrayContaining([
        { holder: 'SENATRAN', plate: plates[0], chassisRestamped: false },
        { holder: 'SENATRAN', plate: plates[1], chassisRestamped: true },
      ]),
    );
    expect(visible(answer)).toMatchObject({ errors: [], outcomes: { vehiclesByChassis: 'HIT' }, masked: [] });
  });
});

// A company owns the car, under a CNPJ of the new kind, with letters.
// The patrol sees whose car it is and no list of the company's other cars.
// An investigator with a case goes from the company to all of them.
describe('a company as the owner', () => {
  const { plate, company, cnpj } = told.companyPlate;
  const question = /* GraphQL */ `
    query ($plates: [String!]!) {
      vehicles(plates: $plates) {
        subjects {
          id
          parties {
            role
            holders
            party {
              __typename
              ... on Company {
                cnpj
                vehicles {
                  totalCount
                  edges {
                    role
                    node {
                      id
                      plates {
                        plate
                      }
                    }
                  }
                }
              }
            }
          }
          records {
            holder
            owner {
              kind
              name
              document
            }
          }
        }
        probes {
          records {
            plate
          }
        }
        foreignProbes {
          records {
            plate
          }
        }
      }
    }
  `;

  it('is named to the patrol, and its other cars are refused with the reason', async () => {
    const answer = await federation.ask(question, { plates: [plate] }, patrolAtAStop);
    const [car] = answer.data.vehicles[0].subjects;
    expect(car.parties).toEqual([
      {
        role: 'OWNER',
        holders: ['SENATRAN', 'SP'],
        party: { __typename: 'Company', cnpj: maskCnpj(cnpj), vehicles: null },
      },
    ]);
    for (const record of car.records)
      expect(record.owner).toEqual({
        kind: 'JURIDICA',
        name: company,
        document: expect.stringContaining('*') as string,
      });
    expect(visible(answer)).toEqual({
      errors: ['UNAUTHORIZED_FIELD_OR_TYPE vehicles.0.subjects.0.parties.0.party.vehicles'],
      outcomes: { vehicles: 'HIT' },
      sources: {
        'national-index/SENASP': 'ANSWERED',
        'vehicles/SENATRAN': 'ANSWERED',
        'vehicles/SP': 'ANSWERED',
        mercosul: 'NO_POINTER',
      },
      masked: [
        'vehicles.0.subjects.0.parties.0.party.cnpj',
        'vehicles.0.subjects.0.records.0.owner.document',
        'vehicles.0.subjects.0.records.1.owner.document',
      ],
    });
    expect(answer.errors[0]?.extensions).toMatchObject({
      rule: 'Company.vehicles',
      needs: ['scope:person:vehicles', 'case'],
    });
  });

  it('leads an investigator to its cars', async () => {
    const answer = await federation.ask(question, { plates: [plate] }, investigatorWithACase);
    const [car] = answer.data.vehicles[0].subjects;
    expect(car.parties[0].party).toEqual({
      __typename: 'Company',
      cnpj,
      vehicles: { totalCount: 1, edges: [{ role: 'OWNER', node: { id: car.id, plates: [{ plate }] } }] },
    });
    for (const record of car.records) expect(record.owner.document).toBe(cnpj);
    expect(visible(answer)).toMatchObject({ errors: [], outcomes: { vehicles: 'HIT' }, masked: [] });
  });
});

// A revolver is found. SINARM has its serial as one man's, and regular; SIGMA has it as another's, and stolen.
// SIGMA publishes hashed serials only, so the index links its record as LIKELY and says why.
// Both are shown side by side; a guard has no business with either.
describe('a weapon in two systems', () => {
  const { make, owners } = told.twoSystemsSerial;
  const [sinarm, sigma] = owners;

  it('is one weapon with two records that disagree, for an investigator with a case', async () => {
    federation.received();
    const answer = await askStored(federation, 'arma-em-dois-sistemas');
    const [weapon, ...others] = answer.data.weaponsBySerial.subjects;
    expect(others).toEqual([]);
    expect(weapon).toMatchObject({ serial: told.twoSystemsSerial.serial, make });
    expect(weapon.links).toMatchObject([
      { holder: 'PF', match: { band: 'CERTAIN' } },
      { holder: 'EB', match: { band: 'LIKELY', reasons: [expect.stringContaining('séries se repetem entre marcas')] } },
    ]);
    expect(weapon.records).toMatchObject([
      {
        holder: 'PF',
        system: 'SINARM',
        weaponStatus: 'REGULAR',
        alerts: [],
        owner: { name: sinarm.name, document: sinarm.cpf },
      },
      {
        holder: 'EB',
        system: 'SIGMA',
        weaponStatus: 'ROUBADA',
        alerts: [{ severity: 'STOP', kind: 'STOLEN' }],
        owner: { name: sigma.name, document: sigma.cpf },
      },
    ]);
    expect(visible(answer)).toEqual({
      errors: [],
      outcomes: { weaponsBySerial: 'HIT' },
      sources: { 'national-index/SENASP': 'ANSWERED', 'weapons/PF': 'ANSWERED', 'weapons/EB': 'ANSWERED' },
      masked: [],
    });
    expect(holdersAsked(federation)).toEqual(['weapons/EB', 'weapons/PF']);
  });

  it('is refused to a guard without asking anybody', async () => {
    federation.received();
    const answer = await askStored(federation, 'arma-em-dois-sistemas', { as: guardAtAStop });
    expect(answer.data).toEqual({ weaponsBySerial: null });
    expect(visible(answer)).toEqual({
      errors: ['UNAUTHORIZED_FIELD_OR_TYPE weaponsBySerial'],
      outcomes: { weaponsBySerial: 'NO_HIT' },
      sources: {},
      masked: [],
    });
    expect(federation.received()).toEqual([]);
  });

  it('is never found by its owner: the list of a man’s weapons is not for the patrol', async () => {
    federation.received();
    const question = `query ($cpf: CPF!) {
      individuals(cpf: $cpf) { subjects { weaponCount weapons { totalCount } } probes { records { name } } }
    }`;
    const atAStop = await federation.ask(question, { cpf: sinarm.cpf }, patrolAtAStop);
    expect(atAStop.data.individuals.subjects).toEqual([{ weaponCount: 1, weapons: null }]);
    expect(visible(atAStop).errors).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE individuals.subjects.0.weapons']);
    const atTheBorder = await federation.ask(question, { cpf: sinarm.cpf }, patrolAtTheBorder);
    expect(atTheBorder.data.individuals.subjects).toEqual([{ weaponCount: null, weapons: null }]);
    expect(holdersAsked(federation)).toEqual([]);
  });
});
