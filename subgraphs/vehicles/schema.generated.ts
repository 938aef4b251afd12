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
  Date: { input: string; output: string };
  DateTime: { input: string; output: Date | string };
  HolderCode: { input: string; output: string };
  Plate: { input: string; output: string };
  Renavam: { input: string; output: string };
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

/** Registro de veículo: o nacional (SENATRAN) ou o de um DETRAN. Lado a lado, nunca fundidos. */
export type VehicleRecord = HolderRecord & {
  readonly __typename?: 'VehicleRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
  readonly plate?: Maybe<Scalars['Plate']['output']>;
  readonly renavam?: Maybe<Scalars['Renavam']['output']>;
  readonly chassis?: Maybe<Scalars['String']['output']>;
  /** Remarcação do chassi. */
  readonly chassisRestamped?: Maybe<Scalars['Boolean']['output']>;
  readonly engine?: Maybe<Scalars['String']['output']>;
  /** Tipo: AUTOMOVEL, MOTOCICLETA, CAMINHAO… */
  readonly vehicleType?: Maybe<Scalars['String']['output']>;
  /** Espécie: PASSAGEIRO, CARGA, MISTO… */
  readonly species?: Maybe<Scalars['String']['output']>;
  /** Categoria: PARTICULAR, ALUGUEL, OFICIAL… */
  readonly category?: Maybe<Scalars['String']['output']>;
  readonly make?: Maybe<Scalars['String']['output']>;
  readonly model?: Maybe<Scalars['String']['output']>;
  readonly colour?: Maybe<Scalars['String']['output']>;
  readonly fuel?: Maybe<Scalars['String']['output']>;
  readonly yearOfManufacture?: Maybe<Scalars['Int']['output']>;
  readonly modelYear?: Maybe<Scalars['Int']['output']>;
  /** Procedência: NACIONAL ou IMPORTADO. */
  readonly provenance?: Maybe<Scalars['String']['output']>;
  readonly municipality?: Maybe<Scalars['String']['output']>;
  /** Código SIAFI do município de emplacamento (não é o do IBGE). */
  readonly municipalitySiafi?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
  readonly situation?: Maybe<VehicleSituation>;
  readonly restrictions?: Maybe<ReadonlyArray<VehicleRestriction>>;
  /** Indicador de roubo ou furto. */
  readonly stolen?: Maybe<Scalars['Boolean']['output']>;
  readonly occurrences?: Maybe<ReadonlyArray<VehicleOccurrence>>;
  /** Exercício do último licenciamento pago. */
  readonly licensedYear?: Maybe<Scalars['Int']['output']>;
  readonly crlvIssuedOn?: Maybe<Scalars['Date']['output']>;
  /** Recall pendente. */
  readonly openRecall?: Maybe<Scalars['Boolean']['output']>;
  readonly owner?: Maybe<VehicleOwner>;
};

export type VehicleOwner = {
  readonly __typename?: 'VehicleOwner';
  readonly kind?: Maybe<OwnerKind>;
  readonly name?: Maybe<Scalars['String']['output']>;
  /** CPF ou CNPJ. */
  readonly document?: Maybe<Scalars['String']['output']>;
  readonly since?: Maybe<Scalars['Date']['output']>;
  /** Endereço do proprietário. */
  readonly address?: Maybe<Scalars['String']['output']>;
};

/** Ocorrência de roubo, furto e outras; pertence ao estado que registrou. */
export type VehicleOccurrence = {
  readonly __typename?: 'VehicleOccurrence';
  readonly type?: Maybe<OccurrenceType>;
  readonly status?: Maybe<OccurrenceStatus>;
  readonly occurredOn?: Maybe<Scalars['Date']['output']>;
  /** Número do boletim de ocorrência. */
  readonly reportNumber?: Maybe<Scalars['String']['output']>;
  readonly policeUnit?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
  readonly recoveredOn?: Maybe<Scalars['Date']['output']>;
};

/** A direct question to one holder about a plate, asked when the index cannot answer for that holder. */
export type VehicleProbe = {
  readonly __typename?: 'VehicleProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly plate: Scalars['Plate']['output'];
  readonly records?: Maybe<ReadonlyArray<VehicleRecord>>;
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
  VehicleRecord: VehicleRecord;
  VehicleProbe: VehicleProbe;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  VehicleRecord: { __typename: 'VehicleRecord' } & GraphQLRecursivePick<
    FederationTypes['VehicleRecord'],
    { holder: true; recordId: true }
  >;
  VehicleProbe: { __typename: 'VehicleProbe' } & GraphQLRecursivePick<
    FederationTypes['VehicleProbe'],
    { holder: true; plate: true }
  >;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  HolderRecord: VehicleRecord;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  Plate: ResolverTypeWrapper<Scalars['Plate']['output']>;
  Renavam: ResolverTypeWrapper<Scalars['Renavam']['output']>;
  UF: UF;
  AlertSeverity: AlertSeverity;
  AlertKind: AlertKind;
  VehicleSituation: VehicleSituation;
  VehicleRestriction: VehicleRestriction;
  OwnerKind: OwnerKind;
  OccurrenceType: OccurrenceType;
  OccurrenceStatus: OccurrenceStatus;
  Alert: ResolverTypeWrapper<Alert>;
  HolderRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['HolderRecord']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  VehicleRecord: ResolverTypeWrapper<VehicleRecord>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  VehicleOwner: ResolverTypeWrapper<VehicleOwner>;
  VehicleOccurrence: ResolverTypeWrapper<VehicleOccurrence>;
  VehicleProbe: ResolverTypeWrapper<VehicleProbe>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  HolderCode: Scalars['HolderCode']['output'];
  Plate: Scalars['Plate']['output'];
  Renavam: Scalars['Renavam']['output'];
  Alert: Alert;
  HolderRecord: ResolversInterfaceTypes<ResolversParentTypes>['HolderRecord'];
  ID: Scalars['ID']['output'];
  VehicleRecord: VehicleRecord | FederationReferenceTypes['VehicleRecord'];
  Boolean: Scalars['Boolean']['output'];
  VehicleOwner: VehicleOwner;
  VehicleOccurrence: VehicleOccurrence;
  VehicleProbe: VehicleProbe | FederationReferenceTypes['VehicleProbe'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
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
  __resolveType: TypeResolveFn<'VehicleRecord', ParentType, ContextType>;
};

export type VehicleRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleRecord'] = ResolversParentTypes['VehicleRecord'],
  FederationReferenceType extends FederationReferenceTypes['VehicleRecord'] = FederationReferenceTypes['VehicleRecord'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['VehicleRecord']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Alert']>>, ParentType, ContextType>;
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
  renavam?: Resolver<Maybe<ResolversTypes['Renavam']>, ParentType, ContextType>;
  chassis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  chassisRestamped?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  engine?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vehicleType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  species?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  make?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  colour?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fuel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  yearOfManufacture?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  modelYear?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  provenance?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipality?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  municipalitySiafi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  situation?: Resolver<Maybe<ResolversTypes['VehicleSituation']>, ParentType, ContextType>;
  restrictions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleRestriction']>>, ParentType, ContextType>;
  stolen?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  occurrences?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleOccurrence']>>, ParentType, ContextType>;
  licensedYear?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  crlvIssuedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  openRecall?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['VehicleOwner']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VehicleOwnerResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleOwner'] = ResolversParentTypes['VehicleOwner'],
> = {
  kind?: Resolver<Maybe<ResolversTypes['OwnerKind']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VehicleOccurrenceResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleOccurrence'] = ResolversParentTypes['VehicleOccurrence'],
> = {
  type?: Resolver<Maybe<ResolversTypes['OccurrenceType']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['OccurrenceStatus']>, ParentType, ContextType>;
  occurredOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  reportNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policeUnit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
  recoveredOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type VehicleProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['VehicleProbe'] = ResolversParentTypes['VehicleProbe'],
  FederationReferenceType extends FederationReferenceTypes['VehicleProbe'] = FederationReferenceTypes['VehicleProbe'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['VehicleProbe']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VehicleRecord']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  Plate?: GraphQLScalarType;
  Renavam?: GraphQLScalarType;
  Alert?: AlertResolvers<ContextType>;
  HolderRecord?: HolderRecordResolvers<ContextType>;
  VehicleRecord?: VehicleRecordResolvers<ContextType>;
  VehicleOwner?: VehicleOwnerResolvers<ContextType>;
  VehicleOccurrence?: VehicleOccurrenceResolvers<ContextType>;
  VehicleProbe?: VehicleProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  since?: sinceDirectiveResolver<any, any, ContextType>;
};
