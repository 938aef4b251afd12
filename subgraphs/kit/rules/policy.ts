// Who may what, as data: profiles, their scopes, purposes and limits on values. Evaluator, gateway and holders read this one table; a
// change here is a new `policyVersion`, which every journal entry carries.
import type { Asker, Profile, Purpose } from '../caller.ts';

export const policyVersion = 1;

/** Every right that a schema may name in `@requiresScopes`, `@masked(unless)` or a `scope:` term. */
export const scopes = [
  'person',
  'person:document',
  'person:filiation',
  'person:cpf',
  'person:profile',
  'person:photo',
  'person:signs',
  'person:health',
  'person:address',
  'person:history',
  'person:vehicles',
  'person:weapons',
  'person:weapon-count',
  'person:weapons-open',
  'vehicle',
  'vehicle:chassis',
  'vehicle:owner',
  'vehicle:owner-open',
  'foreign-vehicle',
  'foreign-vehicle:owner',
  'weapon',
  'weapon:open',
  'weapon:history',
  'warrant:flag',
  'warrant',
  'warrant:detail',
  'company',
  'search',
  'search:name',
  'search:free',
  'search:pattern',
] as const;
export type Scope = (typeof scopes)[number];

export interface ProfilePolicy {
  /** Why the profile may see what it sees, for refusals, audits and the data sheet. */
  readonly basis: string;
  /** False: the profile has no business with source data, and index entries open to all are not open to it. */
  readonly queries: boolean;
  readonly scopes: readonly Scope[];
  /** What the profile may state as its purpose; any other counts as none stated. */
  readonly purposes: readonly Purpose[];
  readonly limits: ValueLimits;
}

export interface ValueLimits {
  /** Plates in one look-up. */
  readonly platesMax: number;
  readonly platesWithCaseMax: number;
}

// At the roadside: is it stolen, may he drive, is he wanted, is it dangerous. Addresses and the list of a person's weapons are not part
// of that question, and a person's vehicles are a search by owner.
const roadside: readonly Scope[] = [
  'person',
  'person:document',
  'person:filiation',
  'person:photo',
  'person:signs',
  'person:history',
  'person:weapon-count',
  'vehicle',
  'vehicle:chassis',
  'vehicle:owner',
  'vehicle:owner-open',
  'foreign-vehicle',
  'foreign-vehicle:owner',
  'weapon',
  'weapon:open',
  'warrant:flag',
  'warrant',
  'warrant:detail',
  'company',
  'search',
  'search:name',
];

const inquiry: readonly Scope[] = [
  ...roadside,
  'person:cpf',
  'person:profile',
  'person:address',
  'person:vehicles',
  'person:weapons',
  'weapon:history',
];

const onePlate: ValueLimits = { platesMax: 1, platesWithCaseMax: 1 };
const noPlate: ValueLimits = { platesMax: 0, platesWithCaseMax: 0 };

export const policy: Readonly<Record<Profile, ProfilePolicy>> = Object.freeze({
  patrol: {
    basis:
      'CF, art. 144, §§ 2º e 5º; Decreto 6.138/2007: policiamento ostensivo, na abordagem e no cumprimento de mandado.',
    queries: true,
    scopes: roadside,
    purposes: ['STOP', 'CAPTURE', 'BORDER'],
    limits: { platesMax: 50, platesWithCaseMax: 50 },
  },
  'municipal-guard': {
    basis:
      'CF, art. 144, § 8º; Lei 13.022/2014; Portarias Senasp 48/2012 e 34/2017: somente indivíduos, CNH e veículos.',
    queries: true,
    scopes: [
      'person',
      'person:filiation',
      'person:photo',
      'vehicle',
      'vehicle:owner',
      'vehicle:owner-open',
      'warrant:flag',
      'warrant',
      'company',
      'search',
      'search:name',
    ],
    purposes: ['STOP'],
    limits: onePlate,
  },
  investigator: {
    basis: 'CF, art. 144, §§ 1º e 4º; CPP, art. 6º; Lei 12.830/2013, art. 2º: apuração em inquérito.',
    queries: true,
    scopes: [...inquiry, 'search:free', 'search:pattern'],
    purposes: ['INVESTIGATION', 'CAPTURE'],
    limits: { platesMax: 1, platesWithCaseMax: 50 },
  },
  prosecutor: {
    basis: 'CF, art. 129; LC 75/1993, art. 8º; Lei 8.625/1993, art. 26: persecução penal, no processo indicado.',
    queries: true,
    scopes: [...inquiry, 'person:weapons-open'],
    purposes: ['PROSECUTION'],
    limits: onePlate,
  },
  judge: {
    basis:
      'CF, art. 93 e art. 5º, LXI; CPP, art. 289-A; Resoluções CNJ 251/2018 e 417/2021: jurisdição, no processo indicado.',
    queries: true,
    scopes: [...inquiry, 'person:weapons-open', 'person:health'],
    purposes: ['JUDGMENT'],
    limits: onePlate,
  },
  inspector: {
    basis: 'Decreto 6.138/2007, art. 1º: controle e fiscalização, por ordem de fiscalização.',
    queries: true,
    scopes: [
      'person',
      'vehicle',
      'vehicle:chassis',
      'vehicle:owner',
      'foreign-vehicle',
      'foreign-vehicle:owner',
      'weapon',
      'warrant:flag',
      'company',
      'search',
    ],
    purposes: ['INSPECTION'],
    limits: onePlate,
  },
  military: {
    basis:
      'CF, art. 142; LC 97/1999, arts. 15 a 18: segurança das próprias instalações e do serviço, e faixa de fronteira.',
    queries: true,
    scopes: roadside,
    purposes: ['STOP', 'CAPTURE', 'BORDER'],
    limits: { platesMax: 50, platesWithCaseMax: 50 },
  },
  auditor: {
    basis: 'Decreto 6.138/2007, art. 6º: auditoria de acessos por procedimento formal, sem dado de fonte.',
    queries: false,
    scopes: [],
    purposes: ['AUDIT'],
    limits: noPlate,
  },
  'help-desk': {
    basis: 'Atendimento a usuários: nenhum dado.',
    queries: false,
    scopes: [],
    purposes: [],
    limits: noPlate,
  },
  'holder-operator': {
    basis: 'Decreto 6.138/2007, art. 2º, § 2º: gestão dos próprios registros e do que o índice difere deles.',
    queries: false,
    scopes: [],
    purposes: ['DATA_QUALITY'],
    limits: noPlate,
  },
});

const scopeSets = new Map<Profile, ReadonlySet<string>>(
  (Object.keys(policy) as Profile[]).map((profile) => [profile, new Set<string>(policy[profile].scopes)]),
);
const noScopes: ReadonlySet<string> = new Set();

/** The standing rights of a profile; none for one that the table does not know. */
export function scopesOf(profile: Profile): ReadonlySet<string> {
  return scopeSets.get(profile) ?? noScopes;
}

export function purposesOf(profile: Profile): readonly Purpose[] {
  return scopeSets.has(profile) ? policy[profile].purposes : [];
}

/** What counts of the stated purpose and case: nothing, where the profile may not state that purpose. */
export function statedBy(asker: Asker): { readonly purpose?: Purpose; readonly caseNumber?: string } {
  const { purpose, caseNumber } = asker;
  if (purpose === undefined || !purposesOf(asker.caller.profile).includes(purpose)) return {};
  return caseNumber === undefined ? { purpose } : { purpose, caseNumber };
}

/** How many plates one look-up of this asker may carry; 0 where it may carry none. */
export function platesMax(asker: Asker): number {
  const limits = scopeSets.has(asker.caller.profile) ? policy[asker.caller.profile].limits : noPlate;
  return statedBy(asker).caseNumber === undefined ? limits.platesMax : limits.platesWithCaseMax;
}

/**
 * The tokens that an index entry's audience must overlap for this asker, sorted: `all`, `profile:X`, `body:X`, `state:UF`, `unit:X`,
 * `court:X`, `case:NUMBER`. Caches and batches are keyed by them, never by person.
 */
export function audienceTokens(asker: Asker): readonly string[] {
  const { profile, body, state, unit, court } = asker.caller;
  const { caseNumber } = statedBy(asker);
  const tokens = [`profile:${profile}`, `body:${body}`];
  if (scopeSets.has(profile) && policy[profile].queries) tokens.push('all');
  if (state !== undefined) tokens.push(`state:${state}`);
  if (unit !== undefined) tokens.push(`unit:${unit}`);
  if (court !== undefined) tokens.push(`court:${court}`);
  if (caseNumber !== undefined) tokens.push(`case:${caseNumber}`);
  return Object.freeze(tokens.sort());
}
