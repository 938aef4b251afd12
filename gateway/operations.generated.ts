// Made by npm run codegen; not edited by hand.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type UF =
  | 'AC'
  | 'AL'
  | 'AM'
  | 'AP'
  | 'BA'
  | 'CE'
  | 'DF'
  | 'ES'
  | 'GO'
  | 'MA'
  | 'MG'
  | 'MS'
  | 'MT'
  | 'PA'
  | 'PB'
  | 'PE'
  | 'PI'
  | 'PR'
  | 'RJ'
  | 'RN'
  | 'RO'
  | 'RR'
  | 'RS'
  | 'SC'
  | 'SE'
  | 'SP'
  | 'TO';

export type Sex = 'MASCULINO' | 'FEMININO' | 'NAO_INFORMADO';

export type AlertSeverity = 'STOP' | 'CAUTION' | 'INFO';

export type AlertKind =
  | 'WANTED'
  | 'STOLEN'
  | 'SEIZE'
  | 'CANNOT_DRIVE'
  | 'ARMED'
  | 'CONTACT_UNIT'
  | 'IDENTITY_DISPUTED'
  | 'DECEASED'
  | 'IN_CUSTODY'
  | 'CLONE_SUSPECTED'
  | 'DIVERGENT'
  | 'EXPIRED';

export type IdentifierKind =
  | 'CPF'
  | 'CNPJ'
  | 'RG'
  | 'PLATE'
  | 'CHASSIS'
  | 'RENAVAM'
  | 'ENGINE'
  | 'CNH'
  | 'WEAPON_SERIAL'
  | 'WEAPON_REGISTRATION'
  | 'WARRANT_NUMBER'
  | 'PROCESS_NUMBER'
  | 'NAME';

/** How sure a link is: CERTAIN by an exact identifier, LIKELY by name, mother and birth date or by a serial that can repeat. */
export type MatchBand = 'CERTAIN' | 'STRONG' | 'LIKELY' | 'POSSIBLE';

export type WeaponSystem = 'SINARM' | 'SIGMA';

/** Situação do veículo (RENAVAM). */
export type VehicleSituation =
  'EM_CIRCULACAO' | 'BAIXADO' | 'TRANSFERIDO_PARA_EXTERIOR' | 'EM_TRANSFERENCIA' | 'NAO_LICENCIADO';

/** Restrições: um conjunto, sem ordem. */
export type VehicleRestriction =
  | 'RENAINF'
  | 'COMUNICACAO_DE_VENDA'
  | 'ALIENACAO_FIDUCIARIA'
  | 'RESERVA_DE_DOMINIO'
  | 'ARRENDAMENTO'
  | 'JUDICIAL'
  | 'ADMINISTRATIVA'
  | 'BENEFICIO_TRIBUTARIO'
  | 'ROUBO_FURTO';

export type OwnerKind = 'FISICA' | 'JURIDICA' | 'ESTRANGEIRO';

export type OccurrenceType = 'ROUBO' | 'FURTO' | 'APROPRIACAO_INDEBITA' | 'ESTELIONATO' | 'CLONE_SUSPEITA';

export type OccurrenceStatus = 'ATIVA' | 'RECUPERADO' | 'DEVOLVIDO' | 'CANCELADA';

/** Situação da ordem. EXPIRADO é calculado pela validade na data da resposta, nunca gravado. */
export type WarrantStatus = 'PENDENTE_DE_CUMPRIMENTO' | 'CUMPRIDO' | 'REVOGADO' | 'CANCELADO' | 'EXPIRADO';

/** Espécie de prisão (Res. CNJ 251/2018, anexo). */
export type WarrantKind =
  | 'PREVENTIVA'
  | 'PREVENTIVA_CONVERSAO_FLAGRANTE'
  | 'PREVENTIVA_DECISAO_CONDENATORIA'
  | 'TEMPORARIA'
  | 'DEFINITIVA'
  | 'DEPORTACAO_EXTRADICAO_EXPULSAO'
  | 'RECAPTURA'
  | 'CIVIL'
  | 'CONVERSAO_TEMPORARIA_EM_PREVENTIVA'
  | 'AGUARDANDO_FIANCA'
  | 'INTERNACAO';

/** Sigilo (Res. CNJ 251/2018, art. 11). */
export type WarrantSecrecy = 'PUBLICO' | 'RESTRITO' | 'SIGILOSO';

export type PrisonRegime = 'FECHADO' | 'SEMIABERTO' | 'ABERTO';

export type WeaponSpecies =
  'REVOLVER' | 'PISTOLA' | 'ESPINGARDA' | 'CARABINA' | 'RIFLE' | 'FUZIL' | 'GARRUCHA' | 'SUBMETRALHADORA' | 'OUTRA';

export type WeaponUse = 'PERMITIDO' | 'RESTRITO' | 'PROIBIDO';

export type WeaponStatus =
  | 'REGULAR'
  | 'REGISTRO_VENCIDO'
  | 'FURTADA'
  | 'ROUBADA'
  | 'EXTRAVIADA'
  | 'APREENDIDA'
  | 'ENTREGUE_DESARMA'
  | 'DESTRUIDA'
  | 'RECUPERADA';

export type WeaponOwnerCategory =
  | 'CIDADAO'
  | 'POLICIAL'
  | 'CAC_CACADOR'
  | 'CAC_ATIRADOR'
  | 'CAC_COLECIONADOR'
  | 'EMPRESA_SEGURANCA'
  | 'ORGAO_PUBLICO'
  | 'MILITAR';

export type AbordagemQueryVariables = Exact<{
  plate: string;
}>;

export type AbordagemQuery = {
  readonly vehicles: ReadonlyArray<{
    readonly plate: string | null;
    readonly subjects: ReadonlyArray<{
      readonly make: string | null;
      readonly model: string | null;
      readonly colour: string | null;
      readonly year: number | null;
      readonly cloneSuspected: boolean | null;
      readonly id: string;
      readonly country: string | null;
      readonly chassis: string | null;
      readonly renavam: string | null;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly stolen: boolean | null;
        readonly situation: VehicleSituation | null;
        readonly restrictions: ReadonlyArray<VehicleRestriction> | null;
        readonly plate: string | null;
        readonly chassis: string | null;
        readonly chassisRestamped: boolean | null;
        readonly make: string | null;
        readonly model: string | null;
        readonly colour: string | null;
        readonly modelYear: number | null;
        readonly licensedYear: number | null;
        readonly municipality: string | null;
        readonly uf: UF | null;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly occurrences: ReadonlyArray<{
          readonly type: OccurrenceType | null;
          readonly status: OccurrenceStatus | null;
          readonly occurredOn: string | null;
          readonly reportNumber: string | null;
          readonly policeUnit: string | null;
          readonly uf: UF | null;
        }> | null;
        readonly owner: {
          readonly name: string | null;
          readonly kind: OwnerKind | null;
          readonly document: string | null;
        } | null;
      }> | null;
      readonly parties: ReadonlyArray<{
        readonly role: string;
        readonly since: string | null;
        readonly holders: ReadonlyArray<string>;
        readonly party:
          | {
              readonly __typename: 'Individual';
              readonly name: string | null;
              readonly motherName: string | null;
              readonly birthDate: string | null;
              readonly cpf: string | null;
              readonly weaponCount: number | null;
              readonly identityDisputed: boolean | null;
              readonly id: string;
              readonly warrants: {
                readonly totalCount: number | null;
                readonly edges: ReadonlyArray<{
                  readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
                  readonly node: {
                    readonly number: string | null;
                    readonly contactUnit: { readonly unit: string; readonly phone: string | null } | null;
                    readonly record: {
                      readonly holder: string;
                      readonly warrantStatus: WarrantStatus | null;
                      readonly statusSince: string | null;
                      readonly kind: WarrantKind | null;
                      readonly recordId: string;
                      readonly asOf: string | null;
                      readonly alerts: ReadonlyArray<{
                        readonly severity: AlertSeverity;
                        readonly kind: AlertKind;
                        readonly text: string;
                        readonly doNext: string | null;
                      }> | null;
                      readonly contact: {
                        readonly unit: string | null;
                        readonly phone: string | null;
                        readonly municipality: string | null;
                        readonly uf: UF | null;
                      } | null;
                    } | null;
                  } | null;
                }> | null;
              } | null;
              readonly records: ReadonlyArray<{
                readonly holder: string;
                readonly name: string | null;
                readonly socialName: string | null;
                readonly recordId: string;
                readonly asOf: string | null;
                readonly alerts: ReadonlyArray<{
                  readonly severity: AlertSeverity;
                  readonly kind: AlertKind;
                  readonly text: string;
                  readonly doNext: string | null;
                }> | null;
                readonly photos: ReadonlyArray<{
                  readonly reference: string | null;
                  readonly takenOn: string | null;
                  readonly view: string | null;
                }> | null;
                readonly physicalSigns: ReadonlyArray<{
                  readonly kind: string | null;
                  readonly bodyPart: string | null;
                  readonly description: string | null;
                }> | null;
                readonly entries: ReadonlyArray<{
                  readonly kind: string | null;
                  readonly number: string | null;
                  readonly role: string | null;
                  readonly stage: string | null;
                  readonly subject: string | null;
                  readonly date: string | null;
                  readonly uf: UF | null;
                }> | null;
                readonly contact: { readonly unit: string | null; readonly phone: string | null } | null;
              }> | null;
            }
          | {
              readonly __typename: 'Company';
              readonly id: string;
              readonly name: string | null;
              readonly cnpj: string | null;
            }
          | null;
      }> | null;
      readonly plates: ReadonlyArray<{
        readonly plate: string;
        readonly country: string;
        readonly otherForm: string | null;
      }> | null;
    }> | null;
    readonly probes: ReadonlyArray<{
      readonly holder: string;
      readonly plate: string;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly stolen: boolean | null;
        readonly situation: VehicleSituation | null;
        readonly restrictions: ReadonlyArray<VehicleRestriction> | null;
        readonly plate: string | null;
        readonly chassis: string | null;
        readonly chassisRestamped: boolean | null;
        readonly make: string | null;
        readonly model: string | null;
        readonly colour: string | null;
        readonly modelYear: number | null;
        readonly licensedYear: number | null;
        readonly municipality: string | null;
        readonly uf: UF | null;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly occurrences: ReadonlyArray<{
          readonly type: OccurrenceType | null;
          readonly status: OccurrenceStatus | null;
          readonly occurredOn: string | null;
          readonly reportNumber: string | null;
          readonly policeUnit: string | null;
          readonly uf: UF | null;
        }> | null;
        readonly owner: {
          readonly name: string | null;
          readonly kind: OwnerKind | null;
          readonly document: string | null;
        } | null;
      }> | null;
    }> | null;
    readonly foreignProbes: ReadonlyArray<{
      readonly holder: string;
      readonly plate: string;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly stolen: boolean | null;
        readonly country: string | null;
        readonly plate: string | null;
        readonly make: string | null;
        readonly model: string | null;
        readonly colour: string | null;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
      }> | null;
    }> | null;
    readonly readings: ReadonlyArray<{
      readonly kind: IdentifierKind;
      readonly country: string | null;
      readonly normalized: string;
      readonly problems: ReadonlyArray<string>;
      readonly suggestions: ReadonlyArray<string>;
    }> | null;
  }> | null;
};

export type ArmaEmDoisSistemasQueryVariables = Exact<{
  serial: string;
}>;

export type ArmaEmDoisSistemasQuery = {
  readonly weaponsBySerial: {
    readonly subjects: ReadonlyArray<{
      readonly make: string | null;
      readonly calibre: string | null;
      readonly serial: string | null;
      readonly id: string;
      readonly records: ReadonlyArray<{
        readonly system: WeaponSystem | null;
        readonly weaponStatus: WeaponStatus | null;
        readonly registration: string | null;
        readonly crafValid: boolean | null;
        readonly serial: string | null;
        readonly weaponSpecies: WeaponSpecies | null;
        readonly make: string | null;
        readonly model: string | null;
        readonly calibre: string | null;
        readonly holder: string;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly owner: {
          readonly name: string | null;
          readonly category: WeaponOwnerCategory | null;
          readonly document: string | null;
        } | null;
      }> | null;
      readonly links: ReadonlyArray<{
        readonly holder: string;
        readonly recordId: string;
        readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
      }> | null;
      readonly owners: ReadonlyArray<
        | {
            readonly __typename: 'Individual';
            readonly id: string;
            readonly name: string | null;
            readonly cpf: string | null;
          }
        | {
            readonly __typename: 'Company';
            readonly id: string;
            readonly name: string | null;
            readonly cnpj: string | null;
          }
      > | null;
    }> | null;
    readonly probes: ReadonlyArray<{
      readonly holder: string;
      readonly serial: string;
      readonly records: ReadonlyArray<{
        readonly system: WeaponSystem | null;
        readonly weaponStatus: WeaponStatus | null;
        readonly registration: string | null;
        readonly crafValid: boolean | null;
        readonly serial: string | null;
        readonly weaponSpecies: WeaponSpecies | null;
        readonly make: string | null;
        readonly model: string | null;
        readonly calibre: string | null;
        readonly holder: string;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly owner: {
          readonly name: string | null;
          readonly category: WeaponOwnerCategory | null;
          readonly document: string | null;
        } | null;
      }> | null;
    }> | null;
  } | null;
};

export type FonteForaDoArQueryVariables = Exact<{
  cpf: string;
}>;

export type FonteForaDoArQuery = {
  readonly individuals: {
    readonly subjects: ReadonlyArray<{
      readonly name: string | null;
      readonly motherName: string | null;
      readonly birthDate: string | null;
      readonly id: string;
      readonly warrants: {
        readonly totalCount: number | null;
        readonly edges: ReadonlyArray<{
          readonly node: {
            readonly number: string | null;
            readonly id: string;
            readonly record: {
              readonly holder: string;
              readonly warrantStatus: WarrantStatus | null;
              readonly statusSince: string | null;
              readonly recordId: string;
              readonly asOf: string | null;
              readonly alerts: ReadonlyArray<{
                readonly severity: AlertSeverity;
                readonly kind: AlertKind;
                readonly text: string;
                readonly doNext: string | null;
              }> | null;
              readonly contact: { readonly unit: string | null; readonly phone: string | null } | null;
            } | null;
            readonly contactUnit: { readonly unit: string; readonly phone: string | null } | null;
          } | null;
          readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
        }> | null;
      } | null;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly name: string | null;
        readonly motherName: string | null;
        readonly birthDate: string | null;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly custody: { readonly unit: string | null; readonly since: string | null } | null;
        readonly contact: { readonly unit: string | null; readonly phone: string | null } | null;
      }> | null;
      readonly knowledge: ReadonlyArray<{
        readonly source: string;
        readonly holder: string;
        readonly asOf: string | null;
        readonly behind: boolean;
      }> | null;
    }> | null;
    readonly probes: ReadonlyArray<{
      readonly holder: string;
      readonly cpf: string;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly recordId: string;
        readonly name: string | null;
      }> | null;
    }> | null;
  } | null;
};

export type HomonimosQueryVariables = Exact<{
  name: string;
  birthDate: string;
  motherName: string;
}>;

export type HomonimosQuery = {
  readonly byBirthDate: {
    readonly totalCount: number | null;
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly name: string | null;
        readonly motherName: string | null;
        readonly birthDate: string | null;
        readonly cpf: string | null;
        readonly identityDisputed: boolean | null;
        readonly id: string;
        readonly warrants: {
          readonly totalCount: number | null;
          readonly edges: ReadonlyArray<{
            readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
            readonly node: {
              readonly number: string | null;
              readonly contactUnit: { readonly unit: string; readonly phone: string | null } | null;
              readonly record: {
                readonly holder: string;
                readonly warrantStatus: WarrantStatus | null;
                readonly statusSince: string | null;
                readonly recordId: string;
                readonly asOf: string | null;
                readonly alerts: ReadonlyArray<{
                  readonly severity: AlertSeverity;
                  readonly kind: AlertKind;
                  readonly text: string;
                  readonly doNext: string | null;
                }> | null;
                readonly contact: { readonly unit: string | null; readonly phone: string | null } | null;
              } | null;
            } | null;
          }> | null;
        } | null;
        readonly records: ReadonlyArray<{
          readonly holder: string;
          readonly name: string | null;
          readonly socialName: string | null;
          readonly aliases: ReadonlyArray<string> | null;
          readonly motherName: string | null;
          readonly fatherName: string | null;
          readonly birthDate: string | null;
          readonly birthPlace: string | null;
          readonly recordId: string;
          readonly asOf: string | null;
          readonly alerts: ReadonlyArray<{
            readonly severity: AlertSeverity;
            readonly kind: AlertKind;
            readonly text: string;
            readonly doNext: string | null;
          }> | null;
          readonly documents: ReadonlyArray<{
            readonly kind: string | null;
            readonly number: string | null;
            readonly issuer: string | null;
            readonly uf: UF | null;
          }> | null;
          readonly photos: ReadonlyArray<{
            readonly reference: string | null;
            readonly takenOn: string | null;
            readonly view: string | null;
          }> | null;
          readonly physicalSigns: ReadonlyArray<{
            readonly kind: string | null;
            readonly bodyPart: string | null;
            readonly description: string | null;
          }> | null;
        }> | null;
        readonly identities: ReadonlyArray<{
          readonly source: string;
          readonly holder: string;
          readonly asOf: string | null;
          readonly names: ReadonlyArray<string> | null;
          readonly aliases: ReadonlyArray<string> | null;
          readonly motherName: string | null;
          readonly birthDate: string | null;
          readonly cpf: string | null;
        }> | null;
      } | null;
      readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
    }> | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  } | null;
  readonly byMother: {
    readonly totalCount: number | null;
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string | null;
        readonly motherName: string | null;
        readonly birthDate: string | null;
      } | null;
      readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
    }> | null;
  } | null;
};

export type InvestigacaoQueryVariables = Exact<{
  cpf: string;
}>;

export type InvestigacaoQuery = {
  readonly individuals: {
    readonly subjects: ReadonlyArray<{
      readonly id: string;
      readonly name: string | null;
      readonly motherName: string | null;
      readonly birthDate: string | null;
      readonly sex: Sex | null;
      readonly cpf: string | null;
      readonly identityDisputed: boolean | null;
      readonly identities: ReadonlyArray<{
        readonly source: string;
        readonly holder: string;
        readonly asOf: string | null;
        readonly names: ReadonlyArray<string> | null;
        readonly motherName: string | null;
        readonly birthDate: string | null;
        readonly cpf: string | null;
      }> | null;
      readonly roles: ReadonlyArray<{ readonly role: string; readonly source: string; readonly holder: string }> | null;
      readonly knowledge: ReadonlyArray<{
        readonly source: string;
        readonly holder: string;
        readonly asOf: string | null;
        readonly behind: boolean;
        readonly entries: number | null;
      }> | null;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly recordId: string;
        readonly updatedAt: string | null;
        readonly asOf: string | null;
        readonly name: string | null;
        readonly socialName: string | null;
        readonly aliases: ReadonlyArray<string> | null;
        readonly motherName: string | null;
        readonly fatherName: string | null;
        readonly birthDate: string | null;
        readonly birthPlace: string | null;
        readonly sex: Sex | null;
        readonly nationality: string | null;
        readonly cpf: string | null;
        readonly occupation: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly documents: ReadonlyArray<{
          readonly kind: string | null;
          readonly number: string | null;
          readonly issuer: string | null;
          readonly uf: UF | null;
          readonly issuedOn: string | null;
        }> | null;
        readonly photos: ReadonlyArray<{
          readonly reference: string | null;
          readonly takenOn: string | null;
          readonly view: string | null;
        }> | null;
        readonly physicalSigns: ReadonlyArray<{
          readonly kind: string | null;
          readonly bodyPart: string | null;
          readonly description: string | null;
        }> | null;
        readonly addresses: ReadonlyArray<{
          readonly street: string | null;
          readonly number: string | null;
          readonly district: string | null;
          readonly municipality: string | null;
          readonly uf: UF | null;
          readonly postalCode: string | null;
          readonly informedOn: string | null;
        }> | null;
        readonly phones: ReadonlyArray<{ readonly number: string | null; readonly informedOn: string | null }> | null;
        readonly death: { readonly date: string | null; readonly registration: string | null } | null;
        readonly custody: {
          readonly unit: string | null;
          readonly since: string | null;
          readonly kind: string | null;
        } | null;
        readonly entries: ReadonlyArray<{
          readonly kind: string | null;
          readonly number: string | null;
          readonly unit: string | null;
          readonly uf: UF | null;
          readonly role: string | null;
          readonly stage: string | null;
          readonly subject: string | null;
          readonly date: string | null;
        }> | null;
        readonly contact: {
          readonly unit: string | null;
          readonly phone: string | null;
          readonly municipality: string | null;
          readonly uf: UF | null;
        } | null;
      }> | null;
      readonly vehicles: {
        readonly totalCount: number | null;
        readonly edges: ReadonlyArray<{
          readonly role: string | null;
          readonly node: {
            readonly id: string;
            readonly make: string | null;
            readonly model: string | null;
            readonly colour: string | null;
            readonly year: number | null;
            readonly plates: ReadonlyArray<{ readonly plate: string; readonly country: string }> | null;
            readonly records: ReadonlyArray<{
              readonly holder: string;
              readonly recordId: string;
              readonly updatedAt: string | null;
              readonly asOf: string | null;
              readonly plate: string | null;
              readonly renavam: string | null;
              readonly chassis: string | null;
              readonly engine: string | null;
              readonly make: string | null;
              readonly model: string | null;
              readonly colour: string | null;
              readonly yearOfManufacture: number | null;
              readonly modelYear: number | null;
              readonly municipality: string | null;
              readonly uf: UF | null;
              readonly situation: VehicleSituation | null;
              readonly restrictions: ReadonlyArray<VehicleRestriction> | null;
              readonly stolen: boolean | null;
              readonly alerts: ReadonlyArray<{
                readonly severity: AlertSeverity;
                readonly kind: AlertKind;
                readonly text: string;
                readonly doNext: string | null;
              }> | null;
              readonly occurrences: ReadonlyArray<{
                readonly type: OccurrenceType | null;
                readonly status: OccurrenceStatus | null;
                readonly occurredOn: string | null;
                readonly reportNumber: string | null;
                readonly policeUnit: string | null;
                readonly uf: UF | null;
                readonly recoveredOn: string | null;
              }> | null;
              readonly owner: {
                readonly kind: OwnerKind | null;
                readonly name: string | null;
                readonly document: string | null;
                readonly since: string | null;
                readonly address: string | null;
              } | null;
            }> | null;
          } | null;
        }> | null;
      } | null;
      readonly weapons: {
        readonly totalCount: number | null;
        readonly edges: ReadonlyArray<{
          readonly node: {
            readonly id: string;
            readonly serial: string | null;
            readonly make: string | null;
            readonly calibre: string | null;
            readonly records: ReadonlyArray<{
              readonly holder: string;
              readonly recordId: string;
              readonly updatedAt: string | null;
              readonly asOf: string | null;
              readonly system: WeaponSystem | null;
              readonly registration: string | null;
              readonly serial: string | null;
              readonly weaponSpecies: WeaponSpecies | null;
              readonly make: string | null;
              readonly model: string | null;
              readonly calibre: string | null;
              readonly use: WeaponUse | null;
              readonly weaponStatus: WeaponStatus | null;
              readonly crafValid: boolean | null;
              readonly crafValidUntil: string | null;
              readonly alerts: ReadonlyArray<{
                readonly severity: AlertSeverity;
                readonly kind: AlertKind;
                readonly text: string;
                readonly doNext: string | null;
              }> | null;
              readonly events: ReadonlyArray<{
                readonly kind: string | null;
                readonly date: string | null;
                readonly reportNumber: string | null;
                readonly unit: string | null;
                readonly uf: UF | null;
              }> | null;
              readonly owner: {
                readonly name: string | null;
                readonly category: WeaponOwnerCategory | null;
                readonly document: string | null;
                readonly address: string | null;
              } | null;
            }> | null;
          } | null;
        }> | null;
      } | null;
      readonly warrants: {
        readonly totalCount: number | null;
        readonly edges: ReadonlyArray<{
          readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
          readonly node: {
            readonly id: string;
            readonly number: string | null;
            readonly contactUnit: { readonly unit: string; readonly phone: string | null } | null;
            readonly record: {
              readonly holder: string;
              readonly recordId: string;
              readonly updatedAt: string | null;
              readonly asOf: string | null;
              readonly warrantStatus: WarrantStatus | null;
              readonly statusSince: string | null;
              readonly number: string | null;
              readonly processNumber: string | null;
              readonly kind: WarrantKind | null;
              readonly secrecy: WarrantSecrecy | null;
              readonly issuedOn: string | null;
              readonly validUntil: string | null;
              readonly court: string | null;
              readonly courtUf: UF | null;
              readonly judge: string | null;
              readonly regime: PrisonRegime | null;
              readonly decisionSummary: string | null;
              readonly alerts: ReadonlyArray<{
                readonly severity: AlertSeverity;
                readonly kind: AlertKind;
                readonly text: string;
                readonly doNext: string | null;
              }> | null;
              readonly sentence: {
                readonly years: number | null;
                readonly months: number | null;
                readonly days: number | null;
              } | null;
              readonly charges: ReadonlyArray<{
                readonly law: string | null;
                readonly article: string | null;
                readonly description: string | null;
              }> | null;
              readonly wanted: {
                readonly names: ReadonlyArray<string> | null;
                readonly aliases: ReadonlyArray<string> | null;
                readonly motherNames: ReadonlyArray<string> | null;
                readonly birthDates: ReadonlyArray<string> | null;
                readonly sex: Sex | null;
                readonly cpf: string | null;
              } | null;
              readonly service: {
                readonly servedAt: string | null;
                readonly unit: string | null;
                readonly uf: UF | null;
              } | null;
              readonly contact: {
                readonly unit: string | null;
                readonly phone: string | null;
                readonly municipality: string | null;
                readonly uf: UF | null;
              } | null;
            } | null;
          } | null;
        }> | null;
      } | null;
    }> | null;
    readonly probes: ReadonlyArray<{
      readonly holder: string;
      readonly cpf: string;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly recordId: string;
        readonly updatedAt: string | null;
        readonly asOf: string | null;
        readonly name: string | null;
        readonly socialName: string | null;
        readonly aliases: ReadonlyArray<string> | null;
        readonly motherName: string | null;
        readonly fatherName: string | null;
        readonly birthDate: string | null;
        readonly birthPlace: string | null;
        readonly sex: Sex | null;
        readonly nationality: string | null;
        readonly cpf: string | null;
        readonly occupation: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly documents: ReadonlyArray<{
          readonly kind: string | null;
          readonly number: string | null;
          readonly issuer: string | null;
          readonly uf: UF | null;
          readonly issuedOn: string | null;
        }> | null;
        readonly photos: ReadonlyArray<{
          readonly reference: string | null;
          readonly takenOn: string | null;
          readonly view: string | null;
        }> | null;
        readonly physicalSigns: ReadonlyArray<{
          readonly kind: string | null;
          readonly bodyPart: string | null;
          readonly description: string | null;
        }> | null;
        readonly addresses: ReadonlyArray<{
          readonly street: string | null;
          readonly number: string | null;
          readonly district: string | null;
          readonly municipality: string | null;
          readonly uf: UF | null;
          readonly postalCode: string | null;
          readonly informedOn: string | null;
        }> | null;
        readonly phones: ReadonlyArray<{ readonly number: string | null; readonly informedOn: string | null }> | null;
        readonly death: { readonly date: string | null; readonly registration: string | null } | null;
        readonly custody: {
          readonly unit: string | null;
          readonly since: string | null;
          readonly kind: string | null;
        } | null;
        readonly entries: ReadonlyArray<{
          readonly kind: string | null;
          readonly number: string | null;
          readonly unit: string | null;
          readonly uf: UF | null;
          readonly role: string | null;
          readonly stage: string | null;
          readonly subject: string | null;
          readonly date: string | null;
        }> | null;
        readonly contact: {
          readonly unit: string | null;
          readonly phone: string | null;
          readonly municipality: string | null;
          readonly uf: UF | null;
        } | null;
      }> | null;
    }> | null;
  } | null;
};

export type ListaQueryVariables = Exact<{
  name: string;
  after?: string | null | undefined;
}>;

export type ListaQuery = {
  readonly findIndividualsFreely: {
    readonly totalCount: number | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly cursor: string;
      readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
      readonly node: {
        readonly id: string;
        readonly name: string | null;
        readonly motherName: string | null;
        readonly birthDate: string | null;
        readonly sex: Sex | null;
        readonly cpf: string | null;
        readonly identityDisputed: boolean | null;
        readonly roles: ReadonlyArray<{
          readonly role: string;
          readonly source: string;
          readonly holder: string;
        }> | null;
      } | null;
    }> | null;
  } | null;
};

export type MandadoCumpridoOntemQueryVariables = Exact<{
  cpf: string;
}>;

export type MandadoCumpridoOntemQuery = {
  readonly individuals: {
    readonly subjects: ReadonlyArray<{
      readonly name: string | null;
      readonly motherName: string | null;
      readonly birthDate: string | null;
      readonly cpf: string | null;
      readonly identityDisputed: boolean | null;
      readonly id: string;
      readonly warrants: {
        readonly totalCount: number | null;
        readonly edges: ReadonlyArray<{
          readonly node: {
            readonly number: string | null;
            readonly id: string;
            readonly record: {
              readonly holder: string;
              readonly warrantStatus: WarrantStatus | null;
              readonly statusSince: string | null;
              readonly kind: WarrantKind | null;
              readonly issuedOn: string | null;
              readonly validUntil: string | null;
              readonly court: string | null;
              readonly courtUf: UF | null;
              readonly regime: PrisonRegime | null;
              readonly secrecy: WarrantSecrecy | null;
              readonly number: string | null;
              readonly processNumber: string | null;
              readonly recordId: string;
              readonly updatedAt: string | null;
              readonly asOf: string | null;
              readonly alerts: ReadonlyArray<{
                readonly severity: AlertSeverity;
                readonly kind: AlertKind;
                readonly text: string;
                readonly doNext: string | null;
              }> | null;
              readonly service: {
                readonly servedAt: string | null;
                readonly unit: string | null;
                readonly uf: UF | null;
              } | null;
              readonly charges: ReadonlyArray<{
                readonly law: string | null;
                readonly article: string | null;
                readonly description: string | null;
              }> | null;
              readonly contact: {
                readonly unit: string | null;
                readonly phone: string | null;
                readonly municipality: string | null;
                readonly uf: UF | null;
              } | null;
            } | null;
            readonly contactUnit: { readonly unit: string; readonly phone: string | null } | null;
          } | null;
          readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
        }> | null;
      } | null;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly name: string | null;
        readonly recordId: string;
        readonly asOf: string | null;
        readonly alerts: ReadonlyArray<{
          readonly severity: AlertSeverity;
          readonly kind: AlertKind;
          readonly text: string;
          readonly doNext: string | null;
        }> | null;
        readonly custody: {
          readonly unit: string | null;
          readonly since: string | null;
          readonly kind: string | null;
        } | null;
        readonly contact: { readonly unit: string | null; readonly phone: string | null } | null;
      }> | null;
    }> | null;
    readonly probes: ReadonlyArray<{
      readonly holder: string;
      readonly cpf: string;
      readonly records: ReadonlyArray<{
        readonly holder: string;
        readonly recordId: string;
        readonly name: string | null;
      }> | null;
    }> | null;
  } | null;
};

export type PlacaABC1234QueryVariables = Exact<{
  text: string;
}>;

export type PlacaABC1234Query = {
  readonly search: {
    readonly readings: ReadonlyArray<{
      readonly kind: IdentifierKind;
      readonly country: string | null;
      readonly problems: ReadonlyArray<string>;
    }>;
    readonly hits: {
      readonly totalCount: number | null;
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly headline: string | null;
          readonly matchedOn: IdentifierKind;
          readonly why: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
          readonly subject:
            | { readonly __typename: 'Individual'; readonly id: string; readonly name: string | null }
            | { readonly __typename: 'Company'; readonly id: string; readonly name: string | null }
            | {
                readonly __typename: 'Vehicle';
                readonly cloneSuspected: boolean | null;
                readonly id: string;
                readonly records: ReadonlyArray<{
                  readonly holder: string;
                  readonly stolen: boolean | null;
                  readonly situation: VehicleSituation | null;
                  readonly restrictions: ReadonlyArray<VehicleRestriction> | null;
                  readonly plate: string | null;
                  readonly chassis: string | null;
                  readonly make: string | null;
                  readonly model: string | null;
                  readonly colour: string | null;
                  readonly modelYear: number | null;
                  readonly uf: UF | null;
                  readonly recordId: string;
                  readonly asOf: string | null;
                  readonly alerts: ReadonlyArray<{
                    readonly severity: AlertSeverity;
                    readonly kind: AlertKind;
                    readonly text: string;
                    readonly doNext: string | null;
                  }> | null;
                }> | null;
                readonly plates: ReadonlyArray<{
                  readonly plate: string;
                  readonly country: string;
                  readonly otherForm: string | null;
                }> | null;
              }
            | {
                readonly __typename: 'Weapon';
                readonly id: string;
                readonly records: ReadonlyArray<{
                  readonly system: WeaponSystem | null;
                  readonly weaponStatus: WeaponStatus | null;
                  readonly registration: string | null;
                  readonly crafValid: boolean | null;
                  readonly serial: string | null;
                  readonly weaponSpecies: WeaponSpecies | null;
                  readonly make: string | null;
                  readonly model: string | null;
                  readonly calibre: string | null;
                  readonly holder: string;
                  readonly recordId: string;
                  readonly asOf: string | null;
                  readonly alerts: ReadonlyArray<{
                    readonly severity: AlertSeverity;
                    readonly kind: AlertKind;
                    readonly text: string;
                    readonly doNext: string | null;
                  }> | null;
                }> | null;
                readonly links: ReadonlyArray<{
                  readonly holder: string;
                  readonly recordId: string;
                  readonly match: { readonly band: MatchBand; readonly reasons: ReadonlyArray<string> };
                }> | null;
              }
            | {
                readonly __typename: 'Warrant';
                readonly id: string;
                readonly number: string | null;
                readonly record: {
                  readonly holder: string;
                  readonly recordId: string;
                  readonly warrantStatus: WarrantStatus | null;
                } | null;
              }
            | null;
        } | null;
      }> | null;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    } | null;
    readonly probes: ReadonlyArray<
      | {
          readonly __typename: 'IndividualProbe';
          readonly holder: string;
          readonly cpf: string;
          readonly records: ReadonlyArray<{
            readonly holder: string;
            readonly recordId: string;
            readonly name: string | null;
          }> | null;
        }
      | {
          readonly __typename: 'VehicleProbe';
          readonly holder: string;
          readonly plate: string;
          readonly records: ReadonlyArray<{
            readonly holder: string;
            readonly stolen: boolean | null;
            readonly situation: VehicleSituation | null;
            readonly restrictions: ReadonlyArray<VehicleRestriction> | null;
            readonly plate: string | null;
            readonly chassis: string | null;
            readonly make: string | null;
            readonly model: string | null;
            readonly colour: string | null;
            readonly modelYear: number | null;
            readonly uf: UF | null;
            readonly recordId: string;
            readonly asOf: string | null;
            readonly alerts: ReadonlyArray<{
              readonly severity: AlertSeverity;
              readonly kind: AlertKind;
              readonly text: string;
              readonly doNext: string | null;
            }> | null;
          }> | null;
        }
      | {
          readonly __typename: 'ForeignVehicleProbe';
          readonly holder: string;
          readonly plate: string;
          readonly records: ReadonlyArray<{
            readonly holder: string;
            readonly stolen: boolean | null;
            readonly reportedOn: string | null;
            readonly country: string | null;
            readonly plate: string | null;
            readonly chassis: string | null;
            readonly make: string | null;
            readonly model: string | null;
            readonly colour: string | null;
            readonly year: number | null;
            readonly subdivision: string | null;
            readonly sourceAuthority: string | null;
            readonly recordId: string;
            readonly asOf: string | null;
            readonly alerts: ReadonlyArray<{
              readonly severity: AlertSeverity;
              readonly kind: AlertKind;
              readonly text: string;
              readonly doNext: string | null;
            }> | null;
            readonly owner: {
              readonly name: string | null;
              readonly document: string | null;
              readonly country: string | null;
            } | null;
          }> | null;
        }
      | {
          readonly __typename: 'WeaponProbe';
          readonly holder: string;
          readonly serial: string;
          readonly records: ReadonlyArray<{
            readonly system: WeaponSystem | null;
            readonly weaponStatus: WeaponStatus | null;
            readonly registration: string | null;
            readonly crafValid: boolean | null;
            readonly serial: string | null;
            readonly weaponSpecies: WeaponSpecies | null;
            readonly make: string | null;
            readonly model: string | null;
            readonly calibre: string | null;
            readonly holder: string;
            readonly recordId: string;
            readonly asOf: string | null;
            readonly alerts: ReadonlyArray<{
              readonly severity: AlertSeverity;
              readonly kind: AlertKind;
              readonly text: string;
              readonly doNext: string | null;
            }> | null;
          }> | null;
        }
      | {
          readonly __typename: 'WarrantProbe';
          readonly holder: string;
          readonly number: string;
          readonly records: ReadonlyArray<{
            readonly holder: string;
            readonly recordId: string;
            readonly warrantStatus: WarrantStatus | null;
          }> | null;
        }
    > | null;
  } | null;
};
