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

/** Mandado de prisão ou de internação (BNMP, CNJ). */
export type WarrantRecord = HolderRecord & {
  readonly __typename?: 'WarrantRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
  readonly warrantStatus?: Maybe<WarrantStatus>;
  /** Desde quando a situação é esta. */
  readonly statusSince?: Maybe<Scalars['DateTime']['output']>;
  readonly number?: Maybe<Scalars['WarrantNumber']['output']>;
  readonly processNumber?: Maybe<Scalars['String']['output']>;
  readonly kind?: Maybe<WarrantKind>;
  readonly secrecy?: Maybe<WarrantSecrecy>;
  readonly issuedOn?: Maybe<Scalars['Date']['output']>;
  /** Validade da ordem; depois dela, EXPIRADO. */
  readonly validUntil?: Maybe<Scalars['Date']['output']>;
  /** Órgão judiciário expedidor. */
  readonly court?: Maybe<Scalars['String']['output']>;
  readonly courtUf?: Maybe<UF>;
  readonly judge?: Maybe<Scalars['String']['output']>;
  readonly regime?: Maybe<PrisonRegime>;
  readonly sentence?: Maybe<Sentence>;
  readonly charges?: Maybe<ReadonlyArray<Charge>>;
  /** Síntese da decisão. De um mandado restrito ou sigiloso, somente o juízo e o promotor do caso. */
  readonly decisionSummary?: Maybe<Scalars['String']['output']>;
  /** Pessoa procurada, por todas as identidades declaradas. */
  readonly wanted?: Maybe<WantedPerson>;
  /** Cumprimento, quando houve. */
  readonly service?: Maybe<WarrantService>;
  /** A quem telefonar antes de prender. */
  readonly contact?: Maybe<WarrantContact>;
};

export type Sentence = {
  readonly __typename?: 'Sentence';
  readonly years?: Maybe<Scalars['Int']['output']>;
  readonly months?: Maybe<Scalars['Int']['output']>;
  readonly days?: Maybe<Scalars['Int']['output']>;
};

export type Charge = {
  readonly __typename?: 'Charge';
  readonly law?: Maybe<Scalars['String']['output']>;
  readonly article?: Maybe<Scalars['String']['output']>;
  readonly description?: Maybe<Scalars['String']['output']>;
};

export type WantedPerson = {
  readonly __typename?: 'WantedPerson';
  readonly names?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly aliases?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly motherNames?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly fatherNames?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly birthDates?: Maybe<ReadonlyArray<Scalars['Date']['output']>>;
  readonly sex?: Maybe<Sex>;
  readonly cpf?: Maybe<Scalars['CPF']['output']>;
};

export type WarrantService = {
  readonly __typename?: 'WarrantService';
  readonly servedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
};

export type WarrantContact = {
  readonly __typename?: 'WarrantContact';
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly phone?: Maybe<Scalars['String']['output']>;
  readonly municipality?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
};

/** A direct question to the holder about a warrant number, asked when the index cannot answer for it. */
export type WarrantProbe = {
  readonly __typename?: 'WarrantProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly number: Scalars['WarrantNumber']['output'];
  readonly records?: Maybe<ReadonlyArray<WarrantRecord>>;
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
  WarrantRecord: WarrantRecord;
  WarrantProbe: WarrantProbe;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  WarrantRecord: { __typename: 'WarrantRecord' } & GraphQLRecursivePick<
    FederationTypes['WarrantRecord'],
    { holder: true; recordId: true }
  >;
  WarrantProbe: { __typename: 'WarrantProbe' } & GraphQLRecursivePick<
    FederationTypes['WarrantProbe'],
    { holder: true; number: true }
  >;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  HolderRecord: WarrantRecord;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CPF: ResolverTypeWrapper<Scalars['CPF']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  WarrantNumber: ResolverTypeWrapper<Scalars['WarrantNumber']['output']>;
  UF: UF;
  Sex: Sex;
  AlertSeverity: AlertSeverity;
  AlertKind: AlertKind;
  WarrantStatus: WarrantStatus;
  WarrantKind: WarrantKind;
  WarrantSecrecy: WarrantSecrecy;
  PrisonRegime: PrisonRegime;
  Alert: ResolverTypeWrapper<Alert>;
  HolderRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['HolderRecord']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  WarrantRecord: ResolverTypeWrapper<WarrantRecord>;
  Sentence: ResolverTypeWrapper<Sentence>;
  Charge: ResolverTypeWrapper<Charge>;
  WantedPerson: ResolverTypeWrapper<WantedPerson>;
  WarrantService: ResolverTypeWrapper<WarrantService>;
  WarrantContact: ResolverTypeWrapper<WarrantContact>;
  WarrantProbe: ResolverTypeWrapper<WarrantProbe>;
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
  WarrantNumber: Scalars['WarrantNumber']['output'];
  Alert: Alert;
  HolderRecord: ResolversInterfaceTypes<ResolversParentTypes>['HolderRecord'];
  ID: Scalars['ID']['output'];
  WarrantRecord: WarrantRecord | FederationReferenceTypes['WarrantRecord'];
  Sentence: Sentence;
  Charge: Charge;
  WantedPerson: WantedPerson;
  WarrantService: WarrantService;
  WarrantContact: WarrantContact;
  WarrantProbe: WarrantProbe | FederationReferenceTypes['WarrantProbe'];
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

export interface WarrantNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['WarrantNumber'], any> {
  name: 'WarrantNumber';
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
  __resolveType: TypeResolveFn<'WarrantRecord', ParentType, ContextType>;
};

export type WarrantRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantRecord'] = ResolversParentTypes['WarrantRecord'],
  FederationReferenceType extends FederationReferenceTypes['WarrantRecord'] = FederationReferenceTypes['WarrantRecord'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['WarrantRecord']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Alert']>>, ParentType, ContextType>;
  warrantStatus?: Resolver<Maybe<ResolversTypes['WarrantStatus']>, ParentType, ContextType>;
  statusSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['WarrantNumber']>, ParentType, ContextType>;
  processNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['WarrantKind']>, ParentType, ContextType>;
  secrecy?: Resolver<Maybe<ResolversTypes['WarrantSecrecy']>, ParentType, ContextType>;
  issuedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  validUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  court?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  courtUf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  judge?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regime?: Resolver<Maybe<ResolversTypes['PrisonRegime']>, ParentType, ContextType>;
  sentence?: Resolver<Maybe<ResolversTypes['Sentence']>, ParentType, ContextType>;
  charges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Charge']>>, ParentType, ContextType>;
  decisionSummary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  wanted?: Resolver<Maybe<ResolversTypes['WantedPerson']>, ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['WarrantService']>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['WarrantContact']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SentenceResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Sentence'] = ResolversParentTypes['Sentence'],
> = {
  years?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  months?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  days?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ChargeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['Charge'] = ResolversParentTypes['Charge'],
> = {
  law?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  article?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WantedPersonResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WantedPerson'] = ResolversParentTypes['WantedPerson'],
> = {
  names?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  aliases?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  motherNames?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  fatherNames?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  birthDates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Date']>>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  cpf?: Resolver<Maybe<ResolversTypes['CPF']>, ParentType, ContextType>;
};

export type WarrantServiceResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantService'] = ResolversParentTypes['WarrantService'],
> = {
  servedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type WarrantContactResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantContact'] = ResolversParentTypes['WarrantContact'],
> = {
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type WarrantProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WarrantProbe'] = ResolversParentTypes['WarrantProbe'],
  FederationReferenceType extends FederationReferenceTypes['WarrantProbe'] = FederationReferenceTypes['WarrantProbe'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['WarrantProbe']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['WarrantNumber'], ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WarrantRecord']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  CPF?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  WarrantNumber?: GraphQLScalarType;
  Alert?: AlertResolvers<ContextType>;
  HolderRecord?: HolderRecordResolvers<ContextType>;
  WarrantRecord?: WarrantRecordResolvers<ContextType>;
  Sentence?: SentenceResolvers<ContextType>;
  Charge?: ChargeResolvers<ContextType>;
  WantedPerson?: WantedPersonResolvers<ContextType>;
  WarrantService?: WarrantServiceResolvers<ContextType>;
  WarrantContact?: WarrantContactResolvers<ContextType>;
  WarrantProbe?: WarrantProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  since?: sinceDirectiveResolver<any, any, ContextType>;
};
