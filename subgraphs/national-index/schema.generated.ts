// Made by npm run codegen; not edited by hand.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  CNPJ: { input: string; output: string };
  CPF: { input: string; output: string };
  Country: { input: string; output: string };
  Date: { input: string; output: string };
  DateTime: { input: string; output: Date | string };
  HolderCode: { input: string; output: string };
  Plate: { input: string; output: string };
  Renavam: { input: string; output: string };
  WarrantNumber: { input: string; output: string };
};

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

export type Freshness =
  /** The index and, where it cannot answer, probes. */
  | 'INDEX'
  /** Every responsible holder is asked live, past the index; the journal marks it. */
  | 'LIVE';

export type WeaponSystem = 'SINARM' | 'SIGMA';

export type Publication = 'FULL' | 'KEYS' | 'NONE';

export type Query = {
  readonly __typename?: 'Query';
  /** Quem sou eu para a rede, e o que posso. */
  readonly me?: Maybe<Me>;
  /** Detentores e seus contatos. */
  readonly holders?: Maybe<ReadonlyArray<Holder>>;
  /** Quão atual está o índice para cada detentor. */
  readonly indexStatus?: Maybe<ReadonlyArray<HolderKnowledge>>;
  /** O que a regra de um campo significa para quem pergunta: o que vê, o que falta, em que se funda e a quem pedir. */
  readonly explainAccess?: Maybe<AccessExplanation>;
  /** A caixa única: tenta toda leitura possível do texto e rotula cada uma. */
  readonly search?: Maybe<SearchResult>;
  readonly individual?: Maybe<Individual>;
  readonly individuals?: Maybe<IndividualLookup>;
  readonly individualsByDocument?: Maybe<IndividualLookup>;
  /** Nome com mãe, nascimento ou RG. */
  readonly findIndividuals?: Maybe<IndividualConnection>;
  /** Busca livre por nome: investigação, com procedimento. */
  readonly findIndividualsFreely?: Maybe<IndividualConnection>;
  /** Uma resposta por placa, na ordem das placas; até 50. */
  readonly vehicles?: Maybe<ReadonlyArray<VehicleLookup>>;
  readonly vehiclesByRenavam?: Maybe<VehicleLookup>;
  readonly vehiclesByChassis?: Maybe<VehicleLookup>;
  readonly vehiclesByEngine?: Maybe<VehicleLookup>;
  /** Busca por padrão de placa, proprietário, marca e cor: investigação, com procedimento. */
  readonly findVehicles?: Maybe<VehicleConnection>;
  readonly weaponsBySerial?: Maybe<WeaponLookup>;
  readonly weaponsByRegistration?: Maybe<WeaponLookup>;
  readonly warrants?: Maybe<WarrantLookup>;
};

export type QueryexplainAccessArgs = {
  type: Scalars['String']['input'];
  field: Scalars['String']['input'];
};

export type QuerysearchArgs = {
  text: Scalars['String']['input'];
};

export type QueryindividualArgs = {
  id: Scalars['ID']['input'];
};

export type QueryindividualsArgs = {
  cpf: Scalars['CPF']['input'];
  freshness?: Freshness;
};

export type QueryindividualsByDocumentArgs = {
  rg: Scalars['String']['input'];
  uf: UF;
};

export type QueryfindIndividualsArgs = {
  search: IndividualSearch;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryfindIndividualsFreelyArgs = {
  search: IndividualFreeSearch;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryvehiclesArgs = {
  plates: ReadonlyArray<Scalars['String']['input']>;
  country?: InputMaybe<Scalars['Country']['input']>;
  freshness?: Freshness;
};

export type QueryvehiclesByRenavamArgs = {
  renavam: Scalars['Renavam']['input'];
};

export type QueryvehiclesByChassisArgs = {
  chassis: Scalars['String']['input'];
};

export type QueryvehiclesByEngineArgs = {
  engine: Scalars['String']['input'];
};

export type QueryfindVehiclesArgs = {
  search: VehicleSearch;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryweaponsBySerialArgs = {
  serial: Scalars['String']['input'];
  make?: InputMaybe<Scalars['String']['input']>;
  freshness?: Freshness;
};

export type QueryweaponsByRegistrationArgs = {
  system: WeaponSystem;
  registration: Scalars['String']['input'];
};

export type QuerywarrantsArgs = {
  number: Scalars['WarrantNumber']['input'];
  freshness?: Freshness;
};

/** O chamador, seus direitos permanentes e o que falta para os demais. */
export type Me = {
  readonly __typename?: 'Me';
  readonly id: Scalars['ID']['output'];
  readonly profile: Scalars['String']['output'];
  readonly body: Scalars['String']['output'];
  readonly state?: Maybe<UF>;
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly level: Scalars['Int']['output'];
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  readonly purpose?: Maybe<Scalars['String']['output']>;
  readonly caseNumber?: Maybe<Scalars['String']['output']>;
};

/** O que uma regra decide: o valor, o valor mascarado, nada, ou o que o detentor disser de cada registro. */
export type AccessDecision = 'ALLOW' | 'MASK' | 'DENY' | 'DEFER';

/** A decisão sobre um campo nas condições declaradas neste pedido. */
export type AccessExplanation = {
  readonly __typename?: 'AccessExplanation';
  readonly type: Scalars['String']['output'];
  readonly field: Scalars['String']['output'];
  readonly decision: AccessDecision;
  /** A regra, pelo lugar do esquema em que está. */
  readonly rule: Scalars['String']['output'];
  /** O que falta: alternativas com `|`, o que deve vir junto com `+`. */
  readonly needs: ReadonlyArray<Scalars['String']['output']>;
  /** Fundamento legal da regra e do perfil. */
  readonly basis: ReadonlyArray<Scalars['String']['output']>;
  /** Como o valor aparece, quando mascarado. */
  readonly masks?: Maybe<Scalars['String']['output']>;
  /** A quem pedir o que falta. */
  readonly contact?: Maybe<Scalars['String']['output']>;
};

export type Holder = {
  readonly __typename?: 'Holder';
  readonly code: Scalars['HolderCode']['output'];
  readonly name: Scalars['String']['output'];
  readonly source: Scalars['String']['output'];
  readonly publication: Publication;
  readonly contact?: Maybe<ContactUnit>;
};

/** Quais detentores conhecem a pessoa ou a base, e quão atual está o índice com cada um. */
export type HolderKnowledge = {
  readonly __typename?: 'HolderKnowledge';
  readonly source: Scalars['String']['output'];
  readonly holder: Scalars['HolderCode']['output'];
  /** State of the holder's base that the index reflects. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** True when the index is further behind the holder's feed than the source allows. */
  readonly behind: Scalars['Boolean']['output'];
  readonly entries?: Maybe<Scalars['Int']['output']>;
};

export type ContactUnit = {
  readonly __typename?: 'ContactUnit';
  readonly unit: Scalars['String']['output'];
  readonly phone?: Maybe<Scalars['String']['output']>;
  readonly municipality?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
};

export type MatchExplanation = {
  readonly __typename?: 'MatchExplanation';
  readonly band: MatchBand;
  /** Motivos, em português. */
  readonly reasons: ReadonlyArray<Scalars['String']['output']>;
};

export type Subject = Individual | Company | Vehicle | Weapon | Warrant;

export type Party = Individual | Company;

export type Probe = IndividualProbe | VehicleProbe | ForeignVehicleProbe | WeaponProbe | WarrantProbe;

export type SearchResult = {
  readonly __typename?: 'SearchResult';
  readonly readings: ReadonlyArray<Reading>;
  readonly hits?: Maybe<SearchHitConnection>;
  readonly probes?: Maybe<ReadonlyArray<Probe>>;
};

export type SearchResulthitsArgs = {
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Reading = {
  readonly __typename?: 'Reading';
  readonly kind: IdentifierKind;
  readonly country?: Maybe<Scalars['Country']['output']>;
  readonly normalized: Scalars['String']['output'];
  readonly problems: ReadonlyArray<Scalars['String']['output']>;
  readonly suggestions: ReadonlyArray<Scalars['String']['output']>;
};

export type SearchHitConnection = {
  readonly __typename?: 'SearchHitConnection';
  readonly edges?: Maybe<ReadonlyArray<SearchHitEdge>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type SearchHitEdge = {
  readonly __typename?: 'SearchHitEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node?: Maybe<SearchHit>;
};

export type SearchHit = {
  readonly __typename?: 'SearchHit';
  readonly subject?: Maybe<Subject>;
  readonly matchedOn: IdentifierKind;
  readonly why: MatchExplanation;
  readonly headline?: Maybe<Scalars['String']['output']>;
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type IndividualLookup = {
  readonly __typename?: 'IndividualLookup';
  readonly subjects?: Maybe<ReadonlyArray<Individual>>;
  readonly probes?: Maybe<ReadonlyArray<IndividualProbe>>;
};

export type VehicleLookup = {
  readonly __typename?: 'VehicleLookup';
  /** The plate as asked. */
  readonly plate?: Maybe<Scalars['Plate']['output']>;
  readonly readings?: Maybe<ReadonlyArray<Reading>>;
  readonly subjects?: Maybe<ReadonlyArray<Vehicle>>;
  readonly probes?: Maybe<ReadonlyArray<VehicleProbe>>;
  readonly foreignProbes?: Maybe<ReadonlyArray<ForeignVehicleProbe>>;
};

export type WeaponLookup = {
  readonly __typename?: 'WeaponLookup';
  readonly subjects?: Maybe<ReadonlyArray<Weapon>>;
  readonly probes?: Maybe<ReadonlyArray<WeaponProbe>>;
};

export type WarrantLookup = {
  readonly __typename?: 'WarrantLookup';
  readonly subjects?: Maybe<ReadonlyArray<Warrant>>;
  readonly probes?: Maybe<ReadonlyArray<WarrantProbe>>;
};

/** Pessoa, fundida das entradas que este chamador pode ver. */
export type Individual = {
  readonly __typename?: 'Individual';
  /** Opaque; survives merges and splits as a redirect. */
  readonly id: Scalars['ID']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly motherName?: Maybe<Scalars['String']['output']>;
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  readonly sex?: Maybe<Sex>;
  readonly cpf?: Maybe<Scalars['CPF']['output']>;
  /** O CPF é reivindicado por pessoas que não podem ser a mesma. */
  readonly identityDisputed?: Maybe<Scalars['Boolean']['output']>;
  /** A versão de cada detentor. */
  readonly identities?: Maybe<ReadonlyArray<DeclaredIdentity>>;
  /** Ser dono de um carro não é ser conhecido da polícia. */
  readonly roles?: Maybe<ReadonlyArray<IndexRole>>;
  readonly knowledge?: Maybe<ReadonlyArray<HolderKnowledge>>;
  /** Consulta Detalhada. */
  readonly records?: Maybe<ReadonlyArray<IndividualRecord>>;
  readonly vehicles?: Maybe<VehicleConnection>;
  readonly weapons?: Maybe<WeaponConnection>;
  /** Quantas armas: para a segurança da abordagem, nunca a lista. */
  readonly weaponCount?: Maybe<Scalars['Int']['output']>;
  /** Mandados pelo CPF e, como LIKELY, por nome, mãe e nascimento. */
  readonly warrants?: Maybe<WarrantConnection>;
};

/** Pessoa, fundida das entradas que este chamador pode ver. */
export type IndividualvehiclesArgs = {
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Pessoa, fundida das entradas que este chamador pode ver. */
export type IndividualweaponsArgs = {
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Pessoa, fundida das entradas que este chamador pode ver. */
export type IndividualwarrantsArgs = {
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Como um detentor declara a pessoa. */
export type DeclaredIdentity = {
  readonly __typename?: 'DeclaredIdentity';
  readonly source: Scalars['String']['output'];
  readonly holder: Scalars['HolderCode']['output'];
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly names?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly aliases?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly motherName?: Maybe<Scalars['String']['output']>;
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  readonly sex?: Maybe<Sex>;
  readonly cpf?: Maybe<Scalars['CPF']['output']>;
  readonly documents?: Maybe<ReadonlyArray<DeclaredDocument>>;
};

export type DeclaredDocument = {
  readonly __typename?: 'DeclaredDocument';
  readonly kind: IdentifierKind;
  readonly number: Scalars['String']['output'];
  readonly uf?: Maybe<UF>;
};

export type IndexRole = {
  readonly __typename?: 'IndexRole';
  /** REGISTERED, OWNER, POSSESSOR, LESSEE, WEAPON_OWNER, WANTED. */
  readonly role: Scalars['String']['output'];
  readonly source: Scalars['String']['output'];
  readonly holder: Scalars['HolderCode']['output'];
};

export type Company = {
  readonly __typename?: 'Company';
  readonly id: Scalars['ID']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly cnpj?: Maybe<Scalars['CNPJ']['output']>;
  readonly vehicles?: Maybe<VehicleConnection>;
};

export type CompanyvehiclesArgs = {
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Veículo. As versões nacional e estaduais ficam em `records`, lado a lado. */
export type Vehicle = {
  readonly __typename?: 'Vehicle';
  readonly id: Scalars['ID']['output'];
  readonly country?: Maybe<Scalars['Country']['output']>;
  readonly plates?: Maybe<ReadonlyArray<PlateUse>>;
  readonly chassis?: Maybe<Scalars['String']['output']>;
  readonly renavam?: Maybe<Scalars['Renavam']['output']>;
  readonly make?: Maybe<Scalars['String']['output']>;
  readonly model?: Maybe<Scalars['String']['output']>;
  readonly colour?: Maybe<Scalars['String']['output']>;
  readonly year?: Maybe<Scalars['Int']['output']>;
  /** Outro veículo usa a mesma placa ou o mesmo chassi. */
  readonly cloneSuspected?: Maybe<Scalars['Boolean']['output']>;
  readonly parties?: Maybe<ReadonlyArray<VehicleParty>>;
  readonly records?: Maybe<ReadonlyArray<VehicleRecord>>;
};

export type PlateUse = {
  readonly __typename?: 'PlateUse';
  readonly plate: Scalars['Plate']['output'];
  readonly country: Scalars['Country']['output'];
  /** The same plate in the other Brazilian form, where one exists. */
  readonly otherForm?: Maybe<Scalars['Plate']['output']>;
};

/** Um por papel e pessoa, declare-o um detentor ou vários. */
export type VehicleParty = {
  readonly __typename?: 'VehicleParty';
  /** OWNER, POSSESSOR, LESSEE. */
  readonly role: Scalars['String']['output'];
  /** The earliest date that one of the holders declares. */
  readonly since?: Maybe<Scalars['Date']['output']>;
  /** Who declares it. */
  readonly holders: ReadonlyArray<Scalars['HolderCode']['output']>;
  readonly party?: Maybe<Party>;
};

/** Arma: um sujeito por número de série e marca; dois registros quando SINARM e SIGMA a têm. */
export type Weapon = {
  readonly __typename?: 'Weapon';
  readonly id: Scalars['ID']['output'];
  readonly serial?: Maybe<Scalars['String']['output']>;
  readonly make?: Maybe<Scalars['String']['output']>;
  readonly calibre?: Maybe<Scalars['String']['output']>;
  /** Um registro ligado só pelo número de série é LIKELY: séries se repetem entre marcas. */
  readonly links?: Maybe<ReadonlyArray<RecordLink>>;
  readonly owners?: Maybe<ReadonlyArray<Party>>;
  readonly records?: Maybe<ReadonlyArray<WeaponRecord>>;
};

export type RecordLink = {
  readonly __typename?: 'RecordLink';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly match: MatchExplanation;
};

/** Mandado. A situação vem sempre do CNJ, ao vivo; o índice não a guarda. */
export type Warrant = {
  readonly __typename?: 'Warrant';
  readonly id: Scalars['ID']['output'];
  /** Null when only the existence is shown: fale com a unidade de contato. */
  readonly number?: Maybe<Scalars['WarrantNumber']['output']>;
  readonly declaredIdentities?: Maybe<ReadonlyArray<DeclaredIdentity>>;
  /** Pessoa pelo CPF; ligações LIKELY ficam na pessoa. */
  readonly person?: Maybe<Individual>;
  readonly contactUnit?: Maybe<ContactUnit>;
  readonly record?: Maybe<WarrantRecord>;
};

export type IndividualConnection = {
  readonly __typename?: 'IndividualConnection';
  readonly edges?: Maybe<ReadonlyArray<IndividualEdge>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type IndividualEdge = {
  readonly __typename?: 'IndividualEdge';
  readonly cursor: Scalars['String']['output'];
  readonly match: MatchExplanation;
  readonly node?: Maybe<Individual>;
};

export type VehicleConnection = {
  readonly __typename?: 'VehicleConnection';
  readonly edges?: Maybe<ReadonlyArray<VehicleEdge>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type VehicleEdge = {
  readonly __typename?: 'VehicleEdge';
  readonly cursor: Scalars['String']['output'];
  /** OWNER, POSSESSOR, LESSEE; null outside a person's vehicles. */
  readonly role?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Vehicle>;
};

export type WeaponConnection = {
  readonly __typename?: 'WeaponConnection';
  readonly edges?: Maybe<ReadonlyArray<WeaponEdge>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type WeaponEdge = {
  readonly __typename?: 'WeaponEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node?: Maybe<Weapon>;
};

export type WarrantConnection = {
  readonly __typename?: 'WarrantConnection';
  readonly edges?: Maybe<ReadonlyArray<WarrantEdge>>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type WarrantEdge = {
  readonly __typename?: 'WarrantEdge';
  readonly cursor: Scalars['String']['output'];
  readonly match: MatchExplanation;
  readonly node?: Maybe<Warrant>;
};

/** Nome e ao menos um de: mãe, nascimento, RG com UF. */
export type IndividualSearch = {
  readonly name: Scalars['String']['input'];
  readonly motherName?: InputMaybe<Scalars['String']['input']>;
  readonly birthDate?: InputMaybe<Scalars['Date']['input']>;
  readonly rg?: InputMaybe<Scalars['String']['input']>;
  readonly rgUf?: InputMaybe<UF>;
};

export type IndividualFreeSearch = {
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly alias?: InputMaybe<Scalars['String']['input']>;
  readonly motherName?: InputMaybe<Scalars['String']['input']>;
  readonly fatherName?: InputMaybe<Scalars['String']['input']>;
  readonly birthYearFrom?: InputMaybe<Scalars['Int']['input']>;
  readonly birthYearTo?: InputMaybe<Scalars['Int']['input']>;
  readonly sex?: InputMaybe<Sex>;
  readonly uf?: InputMaybe<UF>;
  readonly municipality?: InputMaybe<Scalars['String']['input']>;
};

export type VehicleSearch = {
  /** `?` is one character, `*` any; at least three fixed characters. */
  readonly platePattern?: InputMaybe<Scalars['String']['input']>;
  /** The last characters of the chassis; at least six. */
  readonly chassisEnd?: InputMaybe<Scalars['String']['input']>;
  readonly ownerCpf?: InputMaybe<Scalars['CPF']['input']>;
  readonly ownerCnpj?: InputMaybe<Scalars['CNPJ']['input']>;
  readonly make?: InputMaybe<Scalars['String']['input']>;
  readonly model?: InputMaybe<Scalars['String']['input']>;
  readonly colour?: InputMaybe<Scalars['String']['input']>;
  readonly yearFrom?: InputMaybe<Scalars['Int']['input']>;
  readonly yearTo?: InputMaybe<Scalars['Int']['input']>;
  readonly uf?: InputMaybe<UF>;
};

export type IndividualRecord = {
  readonly __typename?: 'IndividualRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
};

export type VehicleRecord = {
  readonly __typename?: 'VehicleRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
};

export type WeaponRecord = {
  readonly __typename?: 'WeaponRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
};

export type WarrantRecord = {
  readonly __typename?: 'WarrantRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
};

export type IndividualProbe = {
  readonly __typename?: 'IndividualProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly cpf: Scalars['CPF']['output'];
};

export type VehicleProbe = {
  readonly __typename?: 'VehicleProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly plate: Scalars['Plate']['output'];
};

export type ForeignVehicleProbe = {
  readonly __typename?: 'ForeignVehicleProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly plate: Scalars['Plate']['output'];
};

export type WeaponProbe = {
  readonly __typename?: 'WeaponProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly serial: Scalars['String']['output'];
};

export type WarrantProbe = {
  readonly __typename?: 'WarrantProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly number: Scalars['WarrantNumber']['output'];
};

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
  reference: TReference,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Individual: Individual;
  Company: Company;
  Vehicle: Vehicle;
  Weapon: Weapon;
  Warrant: Warrant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Individual: { __typename: 'Individual' } & GraphQLRecursivePick<FederationTypes['Individual'], { id: true }>;
  Company: { __typename: 'Company' } & GraphQLRecursivePick<FederationTypes['Company'], { id: true }>;
  Vehicle: { __typename: 'Vehicle' } & GraphQLRecursivePick<FederationTypes['Vehicle'], { id: true }>;
  Weapon: { __typename: 'Weapon' } & GraphQLRecursivePick<FederationTypes['Weapon'], { id: true }>;
  Warrant: { __typename: 'Warrant' } & GraphQLRecursivePick<FederationTypes['Warrant'], { id: true }>;
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  Subject:
    | (Omit<Individual, 'roles' | 'vehicles' | 'weapons' | 'warrants'> & {
        roles?: Maybe<ReadonlyArray<_RefType['IndexRole']>>;
        vehicles?: Maybe<_RefType['VehicleConnection']>;
        weapons?: Maybe<_RefType['WeaponConnection']>;
        warrants?: Maybe<_RefType['WarrantConnection']>;
      })
    | (Omit<Company, 'vehicles'> & { vehicles?: Maybe<_RefType['VehicleConnection']> })
    | (Omit<Vehicle, 'plates' | 'parties'> & {
        plates?: Maybe<ReadonlyArray<_RefType['PlateUse']>>;
        parties?: Maybe<ReadonlyArray<_RefType['VehicleParty']>>;
      })
    | (Omit<Weapon, 'links' | 'owners'> & {
        links?: Maybe<ReadonlyArray<_RefType['RecordLink']>>;
        owners?: Maybe<ReadonlyArray<_RefType['Party']>>;
      })
    | (Omit<Warrant, 'person'> & { person?: Maybe<_RefType['Individual']> });
  Party:
    | (Omit<Individual, 'roles' | 'vehicles' | 'weapons' | 'warrants'> & {
        roles?: Maybe<ReadonlyArray<_RefType['IndexRole']>>;
        vehicles?: Maybe<_RefType['VehicleConnection']>;
        weapons?: Maybe<_RefType['WeaponConnection']>;
        warrants?: Maybe<_RefType['WarrantConnection']>;
      })
    | (Omit<Company, 'vehicles'> & { vehicles?: Maybe<_RefType['VehicleConnection']> });
  Probe: IndividualProbe | VehicleProbe | ForeignVehicleProbe | WeaponProbe | WarrantProbe;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CNPJ: ResolverTypeWrapper<Scalars['CNPJ']['output']>;
  CPF: ResolverTypeWrapper<Scalars['CPF']['output']>;
  Country: ResolverTypeWrapper<Scalars['Country']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  Plate: ResolverTypeWrapper<Scalars['Plate']['output']>;
  Renavam: ResolverTypeWrapper<Scalars['Renavam']['output']>;
  WarrantNumber: ResolverTypeWrapper<Scalars['WarrantNumber']['output']>;
  UF: UF;
  Sex: Sex;
  IdentifierKind: IdentifierKind;
  MatchBand: MatchBand;
  Freshness: Freshness;
  WeaponSystem: WeaponSystem;
  Publication: Publication;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Me: ResolverTypeWrapper<Me>;
  AccessDecision: AccessDecision;
  AccessExplanation: ResolverTypeWrapper<AccessExplanation>;
  Holder: ResolverTypeWrapper<Holder>;
  HolderKnowledge: ResolverTypeWrapper<HolderKnowledge>;
  ContactUnit: ResolverTypeWrapper<ContactUnit>;
  MatchExplanation: ResolverTypeWrapper<MatchExplanation>;
  Subject: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Subject']>;
  Party: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Party']>;
  Probe: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Probe']>;
  SearchResult: ResolverTypeWrapper<
    Omit<SearchResult, 'hits' | 'probes'> & {
      hits?: Maybe<ResolversTypes['SearchHitConnection']>;
      probes?: Maybe<ReadonlyArray<ResolversTypes['Probe']>>;
    }
  >;
  Reading: ResolverTypeWrapper<Reading>;
  SearchHitConnection: ResolverTypeWrapper<
    Omit<SearchHitConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['SearchHitEdge']>> }
  >;
  SearchHitEdge: ResolverTypeWrapper<Omit<SearchHitEdge, 'node'> & { node?: Maybe<ResolversTypes['SearchHit']> }>;
  SearchHit: ResolverTypeWrapper<Omit<SearchHit, 'subject'> & { subject?: Maybe<ResolversTypes['Subject']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  IndividualLookup: ResolverTypeWrapper<
    Omit<IndividualLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversTypes['Individual']>> }
  >;
  VehicleLookup: ResolverTypeWrapper<
    Omit<VehicleLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversTypes['Vehicle']>> }
  >;
  WeaponLookup: ResolverTypeWrapper<
    Omit<WeaponLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversTypes['Weapon']>> }
  >;
  WarrantLookup: ResolverTypeWrapper<
    Omit<WarrantLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversTypes['Warrant']>> }
  >;
  Individual: ResolverTypeWrapper<
    Omit<Individual, 'roles' | 'vehicles' | 'weapons' | 'warrants'> & {
      roles?: Maybe<ReadonlyArray<ResolversTypes['IndexRole']>>;
      vehicles?: Maybe<ResolversTypes['VehicleConnection']>;
      weapons?: Maybe<ResolversTypes['WeaponConnection']>;
      warrants?: Maybe<ResolversTypes['WarrantConnection']>;
    }
  >;
  DeclaredIdentity: ResolverTypeWrapper<DeclaredIdentity>;
  DeclaredDocument: ResolverTypeWrapper<DeclaredDocument>;
  IndexRole: ResolverTypeWrapper<IndexRole>;
  Company: ResolverTypeWrapper<Omit<Company, 'vehicles'> & { vehicles?: Maybe<ResolversTypes['VehicleConnection']> }>;
  Vehicle: ResolverTypeWrapper<
    Omit<Vehicle, 'plates' | 'parties'> & {
      plates?: Maybe<ReadonlyArray<ResolversTypes['PlateUse']>>;
      parties?: Maybe<ReadonlyArray<ResolversTypes['VehicleParty']>>;
    }
  >;
  PlateUse: ResolverTypeWrapper<PlateUse>;
  VehicleParty: ResolverTypeWrapper<Omit<VehicleParty, 'party'> & { party?: Maybe<ResolversTypes['Party']> }>;
  Weapon: ResolverTypeWrapper<
    Omit<Weapon, 'links' | 'owners'> & {
      links?: Maybe<ReadonlyArray<ResolversTypes['RecordLink']>>;
      owners?: Maybe<ReadonlyArray<ResolversTypes['Party']>>;
    }
  >;
  RecordLink: ResolverTypeWrapper<RecordLink>;
  Warrant: ResolverTypeWrapper<Omit<Warrant, 'person'> & { person?: Maybe<ResolversTypes['Individual']> }>;
  IndividualConnection: ResolverTypeWrapper<
    Omit<IndividualConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['IndividualEdge']>> }
  >;
  IndividualEdge: ResolverTypeWrapper<Omit<IndividualEdge, 'node'> & { node?: Maybe<ResolversTypes['Individual']> }>;
  VehicleConnection: ResolverTypeWrapper<
    Omit<VehicleConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['VehicleEdge']>> }
  >;
  VehicleEdge: ResolverTypeWrapper<Omit<VehicleEdge, 'node'> & { node?: Maybe<ResolversTypes['Vehicle']> }>;
  WeaponConnection: ResolverTypeWrapper<
    Omit<WeaponConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['WeaponEdge']>> }
  >;
  WeaponEdge: ResolverTypeWrapper<Omit<WeaponEdge, 'node'> & { node?: Maybe<ResolversTypes['Weapon']> }>;
  WarrantConnection: ResolverTypeWrapper<
    Omit<WarrantConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['WarrantEdge']>> }
  >;
  WarrantEdge: ResolverTypeWrapper<Omit<WarrantEdge, 'node'> & { node?: Maybe<ResolversTypes['Warrant']> }>;
  IndividualSearch: IndividualSearch;
  IndividualFreeSearch: IndividualFreeSearch;
  VehicleSearch: VehicleSearch;
  IndividualRecord: ResolverTypeWrapper<IndividualRecord>;
  VehicleRecord: ResolverTypeWrapper<VehicleRecord>;
  WeaponRecord: ResolverTypeWrapper<WeaponRecord>;
  WarrantRecord: ResolverTypeWrapper<WarrantRecord>;
  IndividualProbe: ResolverTypeWrapper<IndividualProbe>;
  VehicleProbe: ResolverTypeWrapper<VehicleProbe>;
  ForeignVehicleProbe: ResolverTypeWrapper<ForeignVehicleProbe>;
  WeaponProbe: ResolverTypeWrapper<WeaponProbe>;
  WarrantProbe: ResolverTypeWrapper<WarrantProbe>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CNPJ: Scalars['CNPJ']['output'];
  CPF: Scalars['CPF']['output'];
  Country: Scalars['Country']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  HolderCode: Scalars['HolderCode']['output'];
  Plate: Scalars['Plate']['output'];
  Renavam: Scalars['Renavam']['output'];
  WarrantNumber: Scalars['WarrantNumber']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Me: Me;
  AccessExplanation: AccessExplanation;
  Holder: Holder;
  HolderKnowledge: HolderKnowledge;
  ContactUnit: ContactUnit;
  MatchExplanation: MatchExplanation;
  Subject: ResolversUnionTypes<ResolversParentTypes>['Subject'];
  Party: ResolversUnionTypes<ResolversParentTypes>['Party'];
  Probe: ResolversUnionTypes<ResolversParentTypes>['Probe'];
  SearchResult: Omit<SearchResult, 'hits' | 'probes'> & {
    hits?: Maybe<ResolversParentTypes['SearchHitConnection']>;
    probes?: Maybe<ReadonlyArray<ResolversParentTypes['Probe']>>;
  };
  Reading: Reading;
  SearchHitConnection: Omit<SearchHitConnection, 'edges'> & {
    edges?: Maybe<ReadonlyArray<ResolversParentTypes['SearchHitEdge']>>;
  };
  SearchHitEdge: Omit<SearchHitEdge, 'node'> & { node?: Maybe<ResolversParentTypes['SearchHit']> };
  SearchHit: Omit<SearchHit, 'subject'> & { subject?: Maybe<ResolversParentTypes['Subject']> };
  PageInfo: PageInfo;
  IndividualLookup: Omit<IndividualLookup, 'subjects'> & {
    subjects?: Maybe<ReadonlyArray<ResolversParentTypes['Individual']>>;
  };
  VehicleLookup: Omit<VehicleLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversParentTypes['Vehicle']>> };
  WeaponLookup: Omit<WeaponLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversParentTypes['Weapon']>> };
  WarrantLookup: Omit<WarrantLookup, 'subjects'> & { subjects?: Maybe<ReadonlyArray<ResolversParentTypes['Warrant']>> };
  Individual:
    | (Omit<Individual, 'roles' | 'vehicles' | 'weapons' | 'warrants'> & {
        roles?: Maybe<ReadonlyArray<ResolversParentTypes['IndexRole']>>;
        vehicles?: Maybe<ResolversParentTypes['VehicleConnection']>;
        weapons?: Maybe<ResolversParentTypes['WeaponConnection']>;
        warrants?: Maybe<ResolversParentTypes['WarrantConnection']>;
      })
    | FederationReferenceTypes['Individual'];
  DeclaredIdentity: DeclaredIdentity;
  DeclaredDocument: DeclaredDocument;
  IndexRole: IndexRole;
  Company:
    | (Omit<Company, 'vehicles'> & { vehicles?: Maybe<ResolversParentTypes['VehicleConnection']> })
    | FederationReferenceTypes['Company'];
  Vehicle:
    | (Omit<Vehicle, 'plates' | 'parties'> & {
        plates?: Maybe<ReadonlyArray<ResolversParentTypes['PlateUse']>>;
        parties?: Maybe<ReadonlyArray<ResolversParentTypes['VehicleParty']>>;
      })
    | FederationReferenceTypes['Vehicle'];
  PlateUse: PlateUse;
  VehicleParty: Omit<VehicleParty, 'party'> & { party?: Maybe<ResolversParentTypes['Party']> };
  Weapon:
    | (Omit<Weapon, 'links' | 'owners'> & {
        links?: Maybe<ReadonlyArray<ResolversParentTypes['RecordLink']>>;
        owners?: Maybe<ReadonlyArray<ResolversParentTypes['Party']>>;
      })
    | FederationReferenceTypes['Weapon'];
  RecordLink: RecordLink;
  Warrant:
    | (Omit<Warrant, 'person'> & { person?: Maybe<ResolversParentTypes['Individual']> })
    | FederationReferenceTypes['Warrant'];
  IndividualConnection: Omit<IndividualConnection, 'edges'> & {
    edges?: Maybe<ReadonlyArray<ResolversParentTypes['IndividualEdge']>>;
  };
  IndividualEdge: Omit<IndividualEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Individual']> };
  VehicleConnection: Omit<VehicleConnection, 'edges'> & {
    edges?: Maybe<ReadonlyArray<ResolversParentTypes['VehicleEdge']>>;
  };
  VehicleEdge: Omit<VehicleEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Vehicle']> };
  WeaponConnection: Omit<WeaponConnection, 'edges'> & {
    edges?: Maybe<ReadonlyArray<ResolversParentTypes['WeaponEdge']>>;
  };
  WeaponEdge: Omit<WeaponEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Weapon']> };
  WarrantConnection: Omit<WarrantConnection, 'edges'> & {
    edges?: Maybe<ReadonlyArray<ResolversParentTypes['WarrantEdge']>>;
  };
  WarrantEdge: Omit<WarrantEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Warrant']> };
  IndividualSearch: IndividualSearch;
  IndividualFreeSearch: IndividualFreeSearch;
  VehicleSearch: VehicleSearch;
  IndividualRecord: IndividualRecord;
  VehicleRecord: VehicleRecord;
  WeaponRecord: WeaponRecord;
  WarrantRecord: WarrantRecord;
  IndividualProbe: IndividualProbe;
  VehicleProbe: VehicleProbe;
  ForeignVehicleProbe: ForeignVehicleProbe;
  WeaponProbe: WeaponProbe;
  WarrantProbe: WarrantProbe;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type maskedDirectiveArgs = {
  as: Scalars['String']['input'];
  unless: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type maskedDirectiveResolver<
  Result,
  Parent,
  ContextType = unknown,
  Args = maskedDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type subjectDirectiveArgs = {
  kind: Scalars['String']['input'];
};

export type subjectDirectiveResolver<
  Result,
  Parent,
  ContextType = unknown,
  Args = subjectDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type drawsDirectiveArgs = {
  from: ReadonlyArray<Scalars['String']['input']>;
  probes?: Scalars['Boolean']['input'];
};

export type drawsDirectiveResolver<
  Result,
  Parent,
  ContextType = unknown,
  Args = drawsDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type sizedByDirectiveArgs = {
  argument: Scalars['String']['input'];
};

export type sizedByDirectiveResolver<
  Result,
  Parent,
  ContextType = unknown,
  Args = sizedByDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface CNPJScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CNPJ'], any> {
  name: 'CNPJ';
}

export interface CPFScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CPF'], any> {
  name: 'CPF';
}

export interface CountryScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Country'], any> {
  name: 'Country';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface HolderCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['HolderCode'], any> {
  name: 'HolderCode';
}

export interface PlateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Plate'], any> {
  name: 'Plate';
}

export interface RenavamScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Renavam'], any> {
  name: 'Renavam';
}

export interface WarrantNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['WarrantNumber'], any> {
  name: 'WarrantNumber';
}

export type QueryResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  me?: Resolver<Maybe<ResolversTypes['Me']>, ParentType, ContextType>;
  holders?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Holder']>>, ParentType, ContextType>;
  indexStatus?: Resolver<Maybe<ReadonlyArray<ResolversTypes['HolderKnowledge']>>, ParentType, ContextType>;
  explainAccess?: Resolver<
    Maybe<ResolversTypes['AccessExplanation']>,
    ParentType,
    ContextType,
    RequireFields<QueryexplainAccessArgs, 'type' | 'field'>
  >;
  search?: Resolver<
    Maybe<ResolversTypes['SearchResult']>,
    ParentType,
    ContextType,
    RequireFields<QuerysearchArgs, 'text'>
  >;
  individual?: Resolver<
    Maybe<ResolversTypes['Individual']>,
    ParentType,
    ContextType,
    RequireFields<QueryindividualArgs, 'id'>
  >;
  individuals?: Resolver<
    Maybe<ResolversTypes['IndividualLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryindividualsArgs, 'cpf' | 'freshness'>
  >;
  individualsByDocument?: Resolver<
    Maybe<ResolversTypes['IndividualLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryindividualsByDocumentArgs, 'rg' | 'uf'>
  >;
  findIndividuals?: Resolver<
    Maybe<ResolversTypes['IndividualConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryfindIndividualsArgs, 'search' | 'first'>
  >;
  findIndividualsFreely?: Resolver<
    Maybe<ResolversTypes['IndividualConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryfindIndividualsFreelyArgs, 'search' | 'first'>
  >;
  vehicles?: Resolver<
    Maybe<ReadonlyArray<ResolversTypes['VehicleLookup']>>,
    ParentType,
    ContextType,
    RequireFields<QueryvehiclesArgs, 'plates' | 'freshness'>
  >;
  vehiclesByRenavam?: Resolver<
    Maybe<ResolversTypes['VehicleLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryvehiclesByRenavamArgs, 'renavam'>
  >;
  vehiclesByChassis?: Resolver<
    Maybe<ResolversTypes['VehicleLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryvehiclesByChassisArgs, 'chassis'>
  >;
  vehiclesByEngine?: Resolver<
    Maybe<ResolversTypes['VehicleLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryvehiclesByEngineArgs, 'engine'>
  >;
  findVehicles?: Resolver<
    Maybe<ResolversTypes['VehicleConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryfindVehiclesArgs, 'search' | 'first'>
  >;
  weaponsBySerial?: Resolver<
    Maybe<ResolversTypes['WeaponLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryweaponsBySerialArgs, 'serial' | 'freshness'>
  >;
  weaponsByRegistration?: Resolver<
    Maybe<ResolversTypes['WeaponLookup']>,
    ParentType,
    ContextType,
    RequireFields<QueryweaponsByRegistrationArgs, 'system' | 'registration'>
  >;
  warrants?: Resolver<
    Maybe<ResolversTypes['WarrantLookup']>,
    ParentType,
    ContextType,
    RequireFields<QuerywarrantsArgs, 'number' | 'freshness'>
  >;
};

export type MeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  profile?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  level?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  purpose?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  caseNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AccessExplanationResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['AccessExplanation'] = ResolversParentTypes['AccessExplanation'],
> = {
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['AccessDecision'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  needs?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  basis?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  masks?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type HolderResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Holder'] = ResolversParentTypes['Holder'],
> = {
  code?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publication?: Resolver<ResolversTypes['Publication'], ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['ContactUnit']>, ParentType, ContextType>;
};

export type HolderKnowledgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['HolderKnowledge'] = ResolversParentTypes['HolderKnowledge'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  behind?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  entries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ContactUnitResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['ContactUnit'] = ResolversParentTypes['ContactUnit'],
> = {
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type MatchExplanationResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['MatchExplanation'] = ResolversParentTypes['MatchExplanation'],
> = {
  band?: Resolver<ResolversTypes['MatchBand'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubjectResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Subject'] = ResolversParentTypes['Subject'],
> = {
  __resolveType: TypeResolveFn<'Individual' | 'Company' | 'Vehicle' | 'Weapon' | 'Warrant', ParentType, ContextType>;
};

export type PartyResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Party'] = ResolversParentTypes['Party'],
> = {
  __resolveType: TypeResolveFn<'Individual' | 'Company', ParentType, ContextType>;
};

export type ProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Probe'] = ResolversParentTypes['Probe'],
> = {
  __resolveType: TypeResolveFn<
    'IndividualProbe' | 'VehicleProbe' | 'ForeignVehicleProbe' | 'WeaponProbe' | 'WarrantProbe',
    ParentType,
    ContextType
  >;
};

export type SearchResultResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult'],
> = {
  readings?: Resolver<ReadonlyArray<ResolversTypes['Reading']>, ParentType, ContextType>;
  hits?: Resolver<
    Maybe<ResolversTypes['SearchHitConnection']>,
    ParentType,
    ContextType,
    RequireFields<SearchResulthitsArgs, 'first'>
  >;
  probes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Probe']>>, ParentType, ContextType>;
};

export type ReadingResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Reading'] = ResolversParentTypes['Reading'],
> = {
  kind?: Resolver<ResolversTypes['IdentifierKind'], ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['Country']>, ParentType, ContextType>;
  normalized?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  suggestions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SearchHitConnectionResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['SearchHitConnection'] = ResolversParentTypes['SearchHitConnection'],
> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SearchHitEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SearchHitEdgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['SearchHitEdge'] = ResolversParentTypes['SearchHitEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['SearchHit']>, ParentType, ContextType>;
};

export type SearchHitResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['SearchHit'] = ResolversParentTypes['SearchHit'],
> = {
  subject?: Resolver<Maybe<ResolversTypes['Subject']>, ParentType, ContextType>;
  matchedOn?: Resolver<ResolversTypes['IdentifierKind'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['MatchExplanation'], ParentType, ContextType>;
  headline?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type IndividualLookupResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualLookup'] = ResolversParentTypes['IndividualLookup'],
> = {
  subjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Individual']>>, ParentType, ContextType>;
  probes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IndividualProbe']>>, ParentType, ContextType>;
};

export type VehicleLookupResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleLookup'] = ResolversParentTypes['VehicleLookup'],
> = {
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
  readings?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Reading']>>, ParentType, ContextType>;
  subjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Vehicle']>>, ParentType, ContextType>;
  probes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleProbe']>>, ParentType, ContextType>;
  foreignProbes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ForeignVehicleProbe']>>, ParentType, ContextType>;
};

export type WeaponLookupResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponLookup'] = ResolversParentTypes['WeaponLookup'],
> = {
  subjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Weapon']>>, ParentType, ContextType>;
  probes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WeaponProbe']>>, ParentType, ContextType>;
};

export type WarrantLookupResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantLookup'] = ResolversParentTypes['WarrantLookup'],
> = {
  subjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Warrant']>>, ParentType, ContextType>;
  probes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WarrantProbe']>>, ParentType, ContextType>;
};

export type IndividualResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Individual'] = ResolversParentTypes['Individual'],
  FederationReferenceType extends FederationReferenceTypes['Individual'] = FederationReferenceTypes['Individual'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Individual']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  motherName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  cpf?: Resolver<Maybe<ResolversTypes['CPF']>, ParentType, ContextType>;
  identityDisputed?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  identities?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DeclaredIdentity']>>, ParentType, ContextType>;
  roles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IndexRole']>>, ParentType, ContextType>;
  knowledge?: Resolver<Maybe<ReadonlyArray<ResolversTypes['HolderKnowledge']>>, ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IndividualRecord']>>, ParentType, ContextType>;
  vehicles?: Resolver<
    Maybe<ResolversTypes['VehicleConnection']>,
    ParentType,
    ContextType,
    RequireFields<IndividualvehiclesArgs, 'first'>
  >;
  weapons?: Resolver<
    Maybe<ResolversTypes['WeaponConnection']>,
    ParentType,
    ContextType,
    RequireFields<IndividualweaponsArgs, 'first'>
  >;
  weaponCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  warrants?: Resolver<
    Maybe<ResolversTypes['WarrantConnection']>,
    ParentType,
    ContextType,
    RequireFields<IndividualwarrantsArgs, 'first'>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeclaredIdentityResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['DeclaredIdentity'] = ResolversParentTypes['DeclaredIdentity'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  names?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  aliases?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  motherName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  cpf?: Resolver<Maybe<ResolversTypes['CPF']>, ParentType, ContextType>;
  documents?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DeclaredDocument']>>, ParentType, ContextType>;
};

export type DeclaredDocumentResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['DeclaredDocument'] = ResolversParentTypes['DeclaredDocument'],
> = {
  kind?: Resolver<ResolversTypes['IdentifierKind'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type IndexRoleResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndexRole'] = ResolversParentTypes['IndexRole'],
> = {
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
};

export type CompanyResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Company'] = ResolversParentTypes['Company'],
  FederationReferenceType extends FederationReferenceTypes['Company'] = FederationReferenceTypes['Company'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Company']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cnpj?: Resolver<Maybe<ResolversTypes['CNPJ']>, ParentType, ContextType>;
  vehicles?: Resolver<
    Maybe<ResolversTypes['VehicleConnection']>,
    ParentType,
    ContextType,
    RequireFields<CompanyvehiclesArgs, 'first'>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VehicleResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Vehicle'] = ResolversParentTypes['Vehicle'],
  FederationReferenceType extends FederationReferenceTypes['Vehicle'] = FederationReferenceTypes['Vehicle'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Vehicle']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['Country']>, ParentType, ContextType>;
  plates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PlateUse']>>, ParentType, ContextType>;
  chassis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  renavam?: Resolver<Maybe<ResolversTypes['Renavam']>, ParentType, ContextType>;
  make?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  colour?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  year?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  cloneSuspected?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  parties?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleParty']>>, ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleRecord']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PlateUseResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['PlateUse'] = ResolversParentTypes['PlateUse'],
> = {
  plate?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['Country'], ParentType, ContextType>;
  otherForm?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
};

export type VehiclePartyResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleParty'] = ResolversParentTypes['VehicleParty'],
> = {
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  holders?: Resolver<ReadonlyArray<ResolversTypes['HolderCode']>, ParentType, ContextType>;
  party?: Resolver<Maybe<ResolversTypes['Party']>, ParentType, ContextType>;
};

export type WeaponResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Weapon'] = ResolversParentTypes['Weapon'],
  FederationReferenceType extends FederationReferenceTypes['Weapon'] = FederationReferenceTypes['Weapon'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Weapon']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  serial?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  make?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  calibre?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  links?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RecordLink']>>, ParentType, ContextType>;
  owners?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Party']>>, ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WeaponRecord']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RecordLinkResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['RecordLink'] = ResolversParentTypes['RecordLink'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  match?: Resolver<ResolversTypes['MatchExplanation'], ParentType, ContextType>;
};

export type WarrantResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Warrant'] = ResolversParentTypes['Warrant'],
  FederationReferenceType extends FederationReferenceTypes['Warrant'] = FederationReferenceTypes['Warrant'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Warrant']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['WarrantNumber']>, ParentType, ContextType>;
  declaredIdentities?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DeclaredIdentity']>>, ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['Individual']>, ParentType, ContextType>;
  contactUnit?: Resolver<Maybe<ResolversTypes['ContactUnit']>, ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['WarrantRecord']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IndividualConnectionResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualConnection'] = ResolversParentTypes['IndividualConnection'],
> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IndividualEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type IndividualEdgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualEdge'] = ResolversParentTypes['IndividualEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  match?: Resolver<ResolversTypes['MatchExplanation'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Individual']>, ParentType, ContextType>;
};

export type VehicleConnectionResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleConnection'] = ResolversParentTypes['VehicleConnection'],
> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type VehicleEdgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleEdge'] = ResolversParentTypes['VehicleEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Vehicle']>, ParentType, ContextType>;
};

export type WeaponConnectionResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponConnection'] = ResolversParentTypes['WeaponConnection'],
> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WeaponEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WeaponEdgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponEdge'] = ResolversParentTypes['WeaponEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Weapon']>, ParentType, ContextType>;
};

export type WarrantConnectionResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantConnection'] = ResolversParentTypes['WarrantConnection'],
> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WarrantEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WarrantEdgeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantEdge'] = ResolversParentTypes['WarrantEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  match?: Resolver<ResolversTypes['MatchExplanation'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Warrant']>, ParentType, ContextType>;
};

export type IndividualRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualRecord'] = ResolversParentTypes['IndividualRecord'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type VehicleRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleRecord'] = ResolversParentTypes['VehicleRecord'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WeaponRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponRecord'] = ResolversParentTypes['WeaponRecord'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WarrantRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantRecord'] = ResolversParentTypes['WarrantRecord'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type IndividualProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualProbe'] = ResolversParentTypes['IndividualProbe'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  cpf?: Resolver<ResolversTypes['CPF'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VehicleProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleProbe'] = ResolversParentTypes['VehicleProbe'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ForeignVehicleProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['ForeignVehicleProbe'] = ResolversParentTypes['ForeignVehicleProbe'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WeaponProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponProbe'] = ResolversParentTypes['WeaponProbe'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  serial?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WarrantProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantProbe'] = ResolversParentTypes['WarrantProbe'],
> = {
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['WarrantNumber'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  CNPJ?: GraphQLScalarType;
  CPF?: GraphQLScalarType;
  Country?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  Plate?: GraphQLScalarType;
  Renavam?: GraphQLScalarType;
  WarrantNumber?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  AccessExplanation?: AccessExplanationResolvers<ContextType>;
  Holder?: HolderResolvers<ContextType>;
  HolderKnowledge?: HolderKnowledgeResolvers<ContextType>;
  ContactUnit?: ContactUnitResolvers<ContextType>;
  MatchExplanation?: MatchExplanationResolvers<ContextType>;
  Subject?: SubjectResolvers<ContextType>;
  Party?: PartyResolvers<ContextType>;
  Probe?: ProbeResolvers<ContextType>;
  SearchResult?: SearchResultResolvers<ContextType>;
  Reading?: ReadingResolvers<ContextType>;
  SearchHitConnection?: SearchHitConnectionResolvers<ContextType>;
  SearchHitEdge?: SearchHitEdgeResolvers<ContextType>;
  SearchHit?: SearchHitResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  IndividualLookup?: IndividualLookupResolvers<ContextType>;
  VehicleLookup?: VehicleLookupResolvers<ContextType>;
  WeaponLookup?: WeaponLookupResolvers<ContextType>;
  WarrantLookup?: WarrantLookupResolvers<ContextType>;
  Individual?: IndividualResolvers<ContextType>;
  DeclaredIdentity?: DeclaredIdentityResolvers<ContextType>;
  DeclaredDocument?: DeclaredDocumentResolvers<ContextType>;
  IndexRole?: IndexRoleResolvers<ContextType>;
  Company?: CompanyResolvers<ContextType>;
  Vehicle?: VehicleResolvers<ContextType>;
  PlateUse?: PlateUseResolvers<ContextType>;
  VehicleParty?: VehiclePartyResolvers<ContextType>;
  Weapon?: WeaponResolvers<ContextType>;
  RecordLink?: RecordLinkResolvers<ContextType>;
  Warrant?: WarrantResolvers<ContextType>;
  IndividualConnection?: IndividualConnectionResolvers<ContextType>;
  IndividualEdge?: IndividualEdgeResolvers<ContextType>;
  VehicleConnection?: VehicleConnectionResolvers<ContextType>;
  VehicleEdge?: VehicleEdgeResolvers<ContextType>;
  WeaponConnection?: WeaponConnectionResolvers<ContextType>;
  WeaponEdge?: WeaponEdgeResolvers<ContextType>;
  WarrantConnection?: WarrantConnectionResolvers<ContextType>;
  WarrantEdge?: WarrantEdgeResolvers<ContextType>;
  IndividualRecord?: IndividualRecordResolvers<ContextType>;
  VehicleRecord?: VehicleRecordResolvers<ContextType>;
  WeaponRecord?: WeaponRecordResolvers<ContextType>;
  WarrantRecord?: WarrantRecordResolvers<ContextType>;
  IndividualProbe?: IndividualProbeResolvers<ContextType>;
  VehicleProbe?: VehicleProbeResolvers<ContextType>;
  ForeignVehicleProbe?: ForeignVehicleProbeResolvers<ContextType>;
  WeaponProbe?: WeaponProbeResolvers<ContextType>;
  WarrantProbe?: WarrantProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  draws?: drawsDirectiveResolver<any, any, ContextType>;
  sizedBy?: sizedByDirectiveResolver<any, any, ContextType>;
};
