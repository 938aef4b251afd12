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
  Country: { input: string; output: string };
  Date: { input: string; output: string };
  DateTime: { input: string; output: Date | string };
  HolderCode: { input: string; output: string };
  Plate: { input: string; output: string };
};

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

/** Veículo registrado na Argentina ou no Uruguai (SISME, MERCOSUL). */
export type ForeignVehicleRecord = HolderRecord & {
  readonly __typename?: 'ForeignVehicleRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
  readonly country?: Maybe<Scalars['Country']['output']>;
  readonly plate?: Maybe<Scalars['Plate']['output']>;
  readonly chassis?: Maybe<Scalars['String']['output']>;
  readonly make?: Maybe<Scalars['String']['output']>;
  readonly model?: Maybe<Scalars['String']['output']>;
  readonly colour?: Maybe<Scalars['String']['output']>;
  readonly year?: Maybe<Scalars['Int']['output']>;
  /** Província ou departamento de registro. */
  readonly subdivision?: Maybe<Scalars['String']['output']>;
  readonly stolen?: Maybe<Scalars['Boolean']['output']>;
  readonly reportedOn?: Maybe<Scalars['Date']['output']>;
  /** Autoridade de origem. */
  readonly sourceAuthority?: Maybe<Scalars['String']['output']>;
  readonly owner?: Maybe<ForeignOwner>;
};

export type ForeignOwner = {
  readonly __typename?: 'ForeignOwner';
  readonly name?: Maybe<Scalars['String']['output']>;
  /** DNI (AR) ou cédula (UY). */
  readonly document?: Maybe<Scalars['String']['output']>;
  readonly country?: Maybe<Scalars['Country']['output']>;
};

/** A direct question to one country about a plate: neither country publishes to the index. */
export type ForeignVehicleProbe = {
  readonly __typename?: 'ForeignVehicleProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly plate: Scalars['Plate']['output'];
  readonly records?: Maybe<ReadonlyArray<ForeignVehicleRecord>>;
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
  ForeignVehicleRecord: ForeignVehicleRecord;
  ForeignVehicleProbe: ForeignVehicleProbe;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ForeignVehicleRecord: { __typename: 'ForeignVehicleRecord' } & GraphQLRecursivePick<
    FederationTypes['ForeignVehicleRecord'],
    { holder: true; recordId: true }
  >;
  ForeignVehicleProbe: { __typename: 'ForeignVehicleProbe' } & GraphQLRecursivePick<
    FederationTypes['ForeignVehicleProbe'],
    { holder: true; plate: true }
  >;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  HolderRecord: ForeignVehicleRecord;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Country: ResolverTypeWrapper<Scalars['Country']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  Plate: ResolverTypeWrapper<Scalars['Plate']['output']>;
  AlertSeverity: AlertSeverity;
  AlertKind: AlertKind;
  Alert: ResolverTypeWrapper<Alert>;
  HolderRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['HolderRecord']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ForeignVehicleRecord: ResolverTypeWrapper<ForeignVehicleRecord>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ForeignOwner: ResolverTypeWrapper<ForeignOwner>;
  ForeignVehicleProbe: ResolverTypeWrapper<ForeignVehicleProbe>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Country: Scalars['Country']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  HolderCode: Scalars['HolderCode']['output'];
  Plate: Scalars['Plate']['output'];
  Alert: Alert;
  HolderRecord: ResolversInterfaceTypes<ResolversParentTypes>['HolderRecord'];
  ID: Scalars['ID']['output'];
  ForeignVehicleRecord: ForeignVehicleRecord | FederationReferenceTypes['ForeignVehicleRecord'];
  Boolean: Scalars['Boolean']['output'];
  ForeignOwner: ForeignOwner;
  ForeignVehicleProbe: ForeignVehicleProbe | FederationReferenceTypes['ForeignVehicleProbe'];
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
  __resolveType: TypeResolveFn<'ForeignVehicleRecord', ParentType, ContextType>;
};

export type ForeignVehicleRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['ForeignVehicleRecord'] = ResolversParentTypes['ForeignVehicleRecord'],
  FederationReferenceType extends FederationReferenceTypes['ForeignVehicleRecord'] =
    FederationReferenceTypes['ForeignVehicleRecord'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['ForeignVehicleRecord']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Alert']>>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['Country']>, ParentType, ContextType>;
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
  chassis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  make?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  colour?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  year?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  subdivision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stolen?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  reportedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  sourceAuthority?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['ForeignOwner']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ForeignOwnerResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['ForeignOwner'] = ResolversParentTypes['ForeignOwner'],
> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['Country']>, ParentType, ContextType>;
};

export type ForeignVehicleProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['ForeignVehicleProbe'] = ResolversParentTypes['ForeignVehicleProbe'],
  FederationReferenceType extends FederationReferenceTypes['ForeignVehicleProbe'] =
    FederationReferenceTypes['ForeignVehicleProbe'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['ForeignVehicleProbe']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ForeignVehicleRecord']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  Country?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  Plate?: GraphQLScalarType;
  Alert?: AlertResolvers<ContextType>;
  HolderRecord?: HolderRecordResolvers<ContextType>;
  ForeignVehicleRecord?: ForeignVehicleRecordResolvers<ContextType>;
  ForeignOwner?: ForeignOwnerResolvers<ContextType>;
  ForeignVehicleProbe?: ForeignVehicleProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  since?: sinceDirectiveResolver<any, any, ContextType>;
};
