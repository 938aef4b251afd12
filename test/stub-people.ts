// A handful of records for the stub network: one person known to three states, her vehicle, weapon and warrants.
import type { StubNetworkOptions } from './stub-network.ts';
import type { StubRecord } from './stub-holder.ts';

export const endpoints = [
  'individuals/SP',
  'individuals/RJ',
  'vehicles/SENATRAN',
  'vehicles/SP',
  'mercosul/AR',
  'weapons/PF',
  'warrants/CNJ',
] as const;

const recordType = {
  individuals: 'IndividualRecord',
  vehicles: 'VehicleRecord',
  mercosul: 'ForeignVehicleRecord',
  weapons: 'WeaponRecord',
  warrants: 'WarrantRecord',
} as const;

export function pointer(endpoint: (typeof endpoints)[number], recordId: string): StubRecord {
  const [source = '', holder = ''] = endpoint.split('/');
  return { __typename: recordType[source as keyof typeof recordType], holder, recordId };
}

const page = { hasNextPage: false, endCursor: null };
const connection = (nodes: readonly StubRecord[], more: StubRecord = {}) => ({
  edges: nodes.map((node, at) => ({ cursor: `c${at}`, match: { band: 'CERTAIN', reasons: ['CPF'] }, node })),
  pageInfo: page,
  totalCount: nodes.length,
  ...more,
});

const warrant = (id: string) => ({
  __typename: 'Warrant',
  id,
  number: `000${id}`,
  record: pointer('warrants/CNJ', id),
  contactUnit: { unit: 'DP Centro' },
});

const weapon = { __typename: 'Weapon', id: 'a1', serial: 'ABC123', records: [pointer('weapons/PF', '31')] };

const vehicle = {
  __typename: 'Vehicle',
  id: 'v1',
  country: 'BR',
  chassis: '9BWZZZ377VT004251',
  plates: [{ plate: 'ABC1D23', country: 'BR' }],
  parties: () => [{ role: 'OWNER', holders: ['SENATRAN'], party: maria }],
  records: [pointer('vehicles/SENATRAN', '11'), pointer('vehicles/SP', '12')],
};

export const maria = {
  __typename: 'Individual',
  id: 'p1',
  name: 'Maria Souza',
  motherName: 'Ana Souza',
  cpf: '52998224725',
  records: [pointer('individuals/SP', '1'), pointer('individuals/RJ', '2')],
  vehicles: () => connection([vehicle]),
  weapons: () => connection([weapon]),
  warrants: () => connection([warrant('w1'), warrant('w2')]),
};

const joao = {
  __typename: 'Individual',
  id: 'p2',
  name: 'João Lima',
  records: [],
  vehicles: () => connection([]),
  weapons: () => connection([]),
  warrants: () => connection([]),
};

const people: Readonly<Record<string, readonly StubRecord[]>> = {
  '52998224725': [maria],
  '11144477735': [joao],
  '39053344705': [],
};

export const root: StubNetworkOptions['root'] = {
  individuals: ({ cpf }: { readonly cpf: string }) => ({ subjects: people[cpf] ?? [], probes: [] }),
  individual: ({ id }: { readonly id: string }) =>
    Object.values(people)
      .flat()
      .find((one) => one.id === id) ?? null,
  vehicles: ({ plates }: { readonly plates: readonly string[] }) =>
    plates.map((plate) => ({
      plate,
      subjects: plate === 'ABC1D23' ? [vehicle] : [],
      probes: [],
      foreignProbes: [{ __typename: 'ForeignVehicleProbe', holder: 'AR', plate }],
    })),
  search: () => ({
    readings: [],
    hits: {
      edges: [vehicle, maria, weapon].map((subject, at) => ({
        cursor: `h${at}`,
        node: { subject, matchedOn: 'NAME', why: { band: 'LIKELY', reasons: ['nome'] }, headline: null },
      })),
      pageInfo: page,
      totalCount: 3,
    },
    probes: [
      { __typename: 'ForeignVehicleProbe', holder: 'AR', plate: 'AB123CD' },
      { __typename: 'VehicleProbe', holder: 'SP', plate: 'ABC1D23' },
      { __typename: 'IndividualProbe', holder: 'SP', cpf: '52998224725' },
      { __typename: 'WeaponProbe', holder: 'PF', serial: 'ABC123' },
      { __typename: 'WarrantProbe', holder: 'CNJ', number: '0001' },
    ],
  }),
  weaponsBySerial: () => {
    throw new Error('relation "weapon_index" does not exist');
  },
  holders: () => [{ code: 'SP', name: 'São Paulo' }],
};

/** Every holder has every record that the index points to, and says its own name in it. */
export function find(endpoint: string, reference: StubRecord): StubRecord | null {
  const said = `${endpoint} ${String(reference.recordId)}`;
  switch (reference.__typename) {
    case 'IndividualRecord':
      return {
        ...reference,
        name: said,
        cpf: '52998224725',
        occupation: 'professora',
        photos: [{ reference: 'f1', view: 'FRONTAL' }],
        addresses: [{ street: 'Rua A', number: '1' }],
        entries: [
          { kind: 'INQUERITO', number: '1' },
          { kind: 'PROCESSO', number: '2' },
        ],
        alerts: [{ severity: 'STOP', kind: 'WANTED', text: 'Procurada' }],
      };
    case 'VehicleRecord':
      return {
        ...reference,
        plate: 'ABC1D23',
        make: said,
        stolen: false,
        owner: { name: 'Maria', document: '52998224725' },
      };
    case 'WeaponRecord':
      return { ...reference, serial: 'ABC123', make: said };
    case 'WarrantRecord':
      return { ...reference, warrantStatus: 'PENDENTE_DE_CUMPRIMENTO', court: said };
    case 'ForeignVehicleProbe':
      return {
        ...reference,
        records: [
          { holder: 'AR', recordId: '51', make: 'Fiat' },
          { holder: 'AR', recordId: '52', make: 'Ford' },
        ],
      };
    default:
      return { ...reference, records: [] };
  }
}

/** What a typical investigation asks: one person, all that is known of her, each record live. */
export const investigation = `query ($cpf: CPF!) {
  individuals(cpf: $cpf) {
    subjects {
      id
      name
      records { holder recordId name photos { reference } }
      vehicles { edges { node { id records { holder recordId make stolen } parties { party { ... on Individual { id records { name } } } } } } }
      weapons { edges { node { id records { holder make } } } }
      warrants { totalCount edges { node { id record { holder recordId warrantStatus court } } } }
    }
    probes { holder cpf records { name } }
  }
}`;
