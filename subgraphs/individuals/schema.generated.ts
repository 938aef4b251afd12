// Made by npm run codegen; not edited by hand.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  CPF: { input: string; output: string };
  Date: { input: string; output: string };
  DateTime: { input: string; output: Date | string };
  HolderCode: { input: string; output: string };
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

/** Alerta: o que o agente precisa saber antes de tudo. */
export type Alert = {
  readonly __typename?: 'Alert';
  readonly severity: AlertSeverity;
  readonly kind: AlertKind;
  /** Frase em português para a tela. */
  readonly text: Scalars['String']['output'];
  /** O que fazer agora. */
  readonly doNext?: Maybe<Scalars['String']['output']>;
};

/** What every record of every holder has. Frozen: a common field enters every record type first, this interface last. */
export type HolderRecord = {
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  /** When the holder last changed the record. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** State of the holder's own base when it answered. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
};

/** Registro de indivíduo na base de um estado ou da Polícia Federal (Consulta Detalhada). */
export type IndividualRecord = HolderRecord & {
  readonly __typename?: 'IndividualRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
  /** Nome de registro. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Nome social, mostrado primeiro quando existe. */
  readonly socialName?: Maybe<Scalars['String']['output']>;
  /** Alcunhas e outros nomes usados. */
  readonly aliases?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly motherName?: Maybe<Scalars['String']['output']>;
  readonly fatherName?: Maybe<Scalars['String']['output']>;
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  /** Município e UF, ou país, de nascimento. */
  readonly birthPlace?: Maybe<Scalars['String']['output']>;
  readonly sex?: Maybe<Sex>;
  readonly nationality?: Maybe<Scalars['String']['output']>;
  readonly cpf?: Maybe<Scalars['CPF']['output']>;
  /** Documentos declarados: RG e outros. */
  readonly documents?: Maybe<ReadonlyArray<IdentityDocument>>;
  readonly occupation?: Maybe<Scalars['String']['output']>;
  readonly photos?: Maybe<ReadonlyArray<Photo>>;
  /** Sinais físicos; separam homônimos. */
  readonly physicalSigns?: Maybe<ReadonlyArray<PhysicalSign>>;
  /** Condições de saúde que o custodiador precisa conhecer. Somente o juízo. */
  readonly healthNotes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly addresses?: Maybe<ReadonlyArray<Address>>;
  readonly phones?: Maybe<ReadonlyArray<Phone>>;
  /** Óbito comunicado. */
  readonly death?: Maybe<Death>;
  /** Custódia atual, se houver. */
  readonly custody?: Maybe<Custody>;
  /** Registros policiais e judiciais informados pelo detentor. Nunca vítima ou testemunha para o patrulhamento. */
  readonly entries?: Maybe<ReadonlyArray<PoliceEntry>>;
  /** Unidade responsável pelo registro. */
  readonly contact?: Maybe<RecordContact>;
};

export type IdentityDocument = {
  readonly __typename?: 'IdentityDocument';
  /** RG, CIN, CTPS, PASSAPORTE, RNM. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /** O de uma CIN é o CPF. */
  readonly number?: Maybe<Scalars['String']['output']>;
  readonly issuer?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
  readonly issuedOn?: Maybe<Scalars['Date']['output']>;
};

export type Photo = {
  readonly __typename?: 'Photo';
  readonly reference?: Maybe<Scalars['ID']['output']>;
  readonly takenOn?: Maybe<Scalars['Date']['output']>;
  /** FRONTAL, PERFIL_DIREITO, PERFIL_ESQUERDO, SINAL. */
  readonly view?: Maybe<Scalars['String']['output']>;
};

export type PhysicalSign = {
  readonly __typename?: 'PhysicalSign';
  /** TATUAGEM, CICATRIZ, ALTURA, CABELO, OLHOS, COMPLEICAO, OUTRO. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  readonly bodyPart?: Maybe<Scalars['String']['output']>;
  readonly description?: Maybe<Scalars['String']['output']>;
};

export type Address = {
  readonly __typename?: 'Address';
  readonly street?: Maybe<Scalars['String']['output']>;
  readonly number?: Maybe<Scalars['String']['output']>;
  readonly district?: Maybe<Scalars['String']['output']>;
  readonly municipality?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
  /** CEP, oito dígitos. */
  readonly postalCode?: Maybe<Scalars['String']['output']>;
  readonly informedOn?: Maybe<Scalars['Date']['output']>;
};

export type Phone = {
  readonly __typename?: 'Phone';
  readonly number?: Maybe<Scalars['String']['output']>;
  readonly informedOn?: Maybe<Scalars['Date']['output']>;
};

export type Death = {
  readonly __typename?: 'Death';
  readonly date?: Maybe<Scalars['Date']['output']>;
  /** Cartório e matrícula, quando informados. */
  readonly registration?: Maybe<Scalars['String']['output']>;
};

export type Custody = {
  readonly __typename?: 'Custody';
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly since?: Maybe<Scalars['Date']['output']>;
  /** PROVISORIA, DEFINITIVA, CIVIL. */
  readonly kind?: Maybe<Scalars['String']['output']>;
};

/** Registro policial ou judicial em que a pessoa figura. */
export type PoliceEntry = {
  readonly __typename?: 'PoliceEntry';
  /** INQUERITO, TERMO_CIRCUNSTANCIADO, BOLETIM_OCORRENCIA, PROCESSO, AUTO_PRISAO_FLAGRANTE. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  readonly number?: Maybe<Scalars['String']['output']>;
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
  /** INDICIADO, INVESTIGADO, REU, CONDENADO, AUTOR_DO_FATO. */
  readonly role?: Maybe<Scalars['String']['output']>;
  readonly stage?: Maybe<Scalars['String']['output']>;
  /** Assunto da tabela unificada do CNJ. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  readonly date?: Maybe<Scalars['Date']['output']>;
};

export type RecordContact = {
  readonly __typename?: 'RecordContact';
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly phone?: Maybe<Scalars['String']['output']>;
  readonly municipality?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
};

/** A direct question to one holder about a CPF, asked when the index cannot answer for that holder. */
export type IndividualProbe = {
  readonly __typename?: 'IndividualProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly cpf: Scalars['CPF']['output'];
  readonly records?: Maybe<ReadonlyArray<IndividualRecord>>;
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
  IndividualRecord: IndividualRecord;
  IndividualProbe: IndividualProbe;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  IndividualRecord: { __typename: 'IndividualRecord' } & GraphQLRecursivePick<
    FederationTypes['IndividualRecord'],
    { holder: true; recordId: true }
  >;
  IndividualProbe: { __typename: 'IndividualProbe' } & GraphQLRecursivePick<
    FederationTypes['IndividualProbe'],
    { holder: true; cpf: true }
  >;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  HolderRecord: IndividualRecord;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CPF: ResolverTypeWrapper<Scalars['CPF']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  UF: UF;
  Sex: Sex;
  AlertSeverity: AlertSeverity;
  AlertKind: AlertKind;
  Alert: ResolverTypeWrapper<Alert>;
  HolderRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['HolderRecord']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IndividualRecord: ResolverTypeWrapper<IndividualRecord>;
  IdentityDocument: ResolverTypeWrapper<IdentityDocument>;
  Photo: ResolverTypeWrapper<Photo>;
  PhysicalSign: ResolverTypeWrapper<PhysicalSign>;
  Address: ResolverTypeWrapper<Address>;
  Phone: ResolverTypeWrapper<Phone>;
  Death: ResolverTypeWrapper<Death>;
  Custody: ResolverTypeWrapper<Custody>;
  PoliceEntry: ResolverTypeWrapper<PoliceEntry>;
  RecordContact: ResolverTypeWrapper<RecordContact>;
  IndividualProbe: ResolverTypeWrapper<IndividualProbe>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CPF: Scalars['CPF']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  HolderCode: Scalars['HolderCode']['output'];
  Alert: Alert;
  HolderRecord: ResolversInterfaceTypes<ResolversParentTypes>['HolderRecord'];
  ID: Scalars['ID']['output'];
  IndividualRecord: IndividualRecord | FederationReferenceTypes['IndividualRecord'];
  IdentityDocument: IdentityDocument;
  Photo: Photo;
  PhysicalSign: PhysicalSign;
  Address: Address;
  Phone: Phone;
  Death: Death;
  Custody: Custody;
  PoliceEntry: PoliceEntry;
  RecordContact: RecordContact;
  IndividualProbe: IndividualProbe | FederationReferenceTypes['IndividualProbe'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
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

export type sinceDirectiveArgs = {
  version: Scalars['Int']['input'];
};

export type sinceDirectiveResolver<
  Result,
  Parent,
  ContextType = unknown,
  Args = sinceDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface CPFScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CPF'], any> {
  name: 'CPF';
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

export type AlertResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Alert'] = ResolversParentTypes['Alert'],
> = {
  severity?: Resolver<ResolversTypes['AlertSeverity'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AlertKind'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  doNext?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type HolderRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['HolderRecord'] = ResolversParentTypes['HolderRecord'],
> = {
  __resolveType: TypeResolveFn<'IndividualRecord', ParentType, ContextType>;
};

export type IndividualRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualRecord'] = ResolversParentTypes['IndividualRecord'],
  FederationReferenceType extends FederationReferenceTypes['IndividualRecord'] =
    FederationReferenceTypes['IndividualRecord'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['IndividualRecord']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Alert']>>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  socialName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  aliases?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  motherName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fatherName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  birthPlace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  nationality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cpf?: Resolver<Maybe<ResolversTypes['CPF']>, ParentType, ContextType>;
  documents?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IdentityDocument']>>, ParentType, ContextType>;
  occupation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  photos?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Photo']>>, ParentType, ContextType>;
  physicalSigns?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PhysicalSign']>>, ParentType, ContextType>;
  healthNotes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  addresses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Address']>>, ParentType, ContextType>;
  phones?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Phone']>>, ParentType, ContextType>;
  death?: Resolver<Maybe<ResolversTypes['Death']>, ParentType, ContextType>;
  custody?: Resolver<Maybe<ResolversTypes['Custody']>, ParentType, ContextType>;
  entries?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PoliceEntry']>>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['RecordContact']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdentityDocumentResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IdentityDocument'] = ResolversParentTypes['IdentityDocument'],
> = {
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  issuer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  issuedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PhotoResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Photo'] = ResolversParentTypes['Photo'],
> = {
  reference?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  takenOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  view?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PhysicalSignResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['PhysicalSign'] = ResolversParentTypes['PhysicalSign'],
> = {
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  bodyPart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AddressResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address'],
> = {
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  district?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  informedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PhoneResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Phone'] = ResolversParentTypes['Phone'],
> = {
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  informedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type DeathResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Death'] = ResolversParentTypes['Death'],
> = {
  date?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  registration?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CustodyResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Custody'] = ResolversParentTypes['Custody'],
> = {
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PoliceEntryResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['PoliceEntry'] = ResolversParentTypes['PoliceEntry'],
> = {
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  date?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type RecordContactResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['RecordContact'] = ResolversParentTypes['RecordContact'],
> = {
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type IndividualProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['IndividualProbe'] = ResolversParentTypes['IndividualProbe'],
  FederationReferenceType extends FederationReferenceTypes['IndividualProbe'] =
    FederationReferenceTypes['IndividualProbe'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['IndividualProbe']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  cpf?: Resolver<ResolversTypes['CPF'], ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IndividualRecord']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  CPF?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  Alert?: AlertResolvers<ContextType>;
  HolderRecord?: HolderRecordResolvers<ContextType>;
  IndividualRecord?: IndividualRecordResolvers<ContextType>;
  IdentityDocument?: IdentityDocumentResolvers<ContextType>;
  Photo?: PhotoResolvers<ContextType>;
  PhysicalSign?: PhysicalSignResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  Phone?: PhoneResolvers<ContextType>;
  Death?: DeathResolvers<ContextType>;
  Custody?: CustodyResolvers<ContextType>;
  PoliceEntry?: PoliceEntryResolvers<ContextType>;
  RecordContact?: RecordContactResolvers<ContextType>;
  IndividualProbe?: IndividualProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  since?: sinceDirectiveResolver<any, any, ContextType>;
};
