// The three operations that every gateway is asked, and the variables of each: 256 values, so that no peer answers from what it answered.
import { alternatives, foreignPlateOf, personName, personOf } from './engines-people.ts';

export interface MeasuredOperation {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** One set of variables per alternative. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
  /** Calls that a good plan makes. */
  readonly calls: number;
}

const all = Array.from({ length: alternatives }, (_, at) => at);

const lookUp = /* GraphQL */ `
  query Consulta($cpf: CPF!) {
    individuals(cpf: $cpf) {
      subjects {
        id
        name
        birthDate
        sex
      }
    }
  }
`;

const investigation = /* GraphQL */ `
  query Investigacao($cpf: CPF!, $plates: [String!]!) {
    individuals(cpf: $cpf) {
      subjects {
        id
        name
        motherName
        birthDate
        sex
        records {
          holder
          recordId
          name
          birthDate
          sex
          entries {
            kind
            number
            stage
          }
        }
        vehicles(first: 2) {
          totalCount
          edges {
            role
            node {
              id
              make
              model
              records {
                holder
                recordId
                plate
                make
                model
                situation
                stolen
              }
            }
          }
        }
        weapons(first: 2) {
          totalCount
          edges {
            node {
              id
              serial
              records {
                holder
                recordId
                system
                calibre
                weaponStatus
              }
            }
          }
        }
        warrants(first: 1) {
          totalCount
          edges {
            node {
              id
              record {
                holder
                recordId
                warrantStatus
                kind
                issuedOn
              }
            }
          }
        }
      }
    }
    vehicles(plates: $plates, country: "AR") {
      plate
      foreignProbes {
        holder
        plate
        records {
          holder
          recordId
          country
          make
          model
          stolen
        }
      }
    }
  }
`;

const list = /* GraphQL */ `
  query Lista($name: String!) {
    findIndividualsFreely(search: { name: $name }, first: 50) {
      totalCount
      edges {
        cursor
        node {
          id
          name
          motherName
          birthDate
          sex
          vehicles(first: 4) {
            edges {
              role
              node {
                id
                records {
                  holder
                  recordId
                  plate
                  make
                  model
                  stolen
                }
              }
            }
          }
          warrants(first: 3) {
            edges {
              node {
                id
                record {
                  holder
                  recordId
                  warrantStatus
                  kind
                  issuedOn
                }
              }
            }
          }
        }
      }
    }
  }
`;

export const operations: readonly MeasuredOperation[] = [
  {
    name: 'Q1',
    title: 'one person by CPF',
    text: lookUp,
    variables: all.map((at) => ({ cpf: personOf(at).cpf })),
    calls: 1,
  },
  {
    name: 'Q2',
    title: 'the typical investigation: 2 vehicles, 2 weapons, a warrant, 3 state records, 1 foreign vehicle',
    text: investigation,
    variables: all.map((at) => ({ cpf: personOf(at).cpf, plates: [foreignPlateOf(at)] })),
    calls: 6,
  },
  {
    name: 'Q3',
    title: 'a list of 50 people, each with 4 vehicles and 3 warrants',
    text: list,
    variables: all.map((at) => ({ name: personName(at) })),
    calls: 3,
  },
];
