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

export type WeaponSystem = 'SINARM' | 'SIGMA';

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

/** Arma no SINARM (Polícia Federal) ou no SIGMA (Exército). Divergências aparecem, nunca são fundidas. */
export type WeaponRecord = HolderRecord & {
  readonly __typename?: 'WeaponRecord';
  readonly holder: Scalars['HolderCode']['output'];
  readonly recordId: Scalars['ID']['output'];
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  readonly alerts?: Maybe<ReadonlyArray<Alert>>;
  readonly system?: Maybe<WeaponSystem>;
  /** Número de cadastro no sistema. */
  readonly registration?: Maybe<Scalars['String']['output']>;
  /** Número de série gravado no cano; SUPPRESSED quando suprimido. */
  readonly serial?: Maybe<Scalars['String']['output']>;
  readonly weaponSpecies?: Maybe<WeaponSpecies>;
  readonly make?: Maybe<Scalars['String']['output']>;
  readonly model?: Maybe<Scalars['String']['output']>;
  readonly calibre?: Maybe<Scalars['String']['output']>;
  readonly capacity?: Maybe<Scalars['Int']['output']>;
  /** Quantidade de canos. */
  readonly barrels?: Maybe<Scalars['Int']['output']>;
  readonly barrelLengthMm?: Maybe<Scalars['Int']['output']>;
  readonly use?: Maybe<WeaponUse>;
  readonly weaponStatus?: Maybe<WeaponStatus>;
  /** Certificado de Registro (CRAF) em vigor na data da resposta. */
  readonly crafValid?: Maybe<Scalars['Boolean']['output']>;
  readonly crafValidUntil?: Maybe<Scalars['Date']['output']>;
  readonly events?: Maybe<ReadonlyArray<WeaponEvent>>;
  readonly owner?: Maybe<WeaponOwner>;
};

export type WeaponOwner = {
  readonly __typename?: 'WeaponOwner';
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly category?: Maybe<WeaponOwnerCategory>;
  /** CPF ou CNPJ. */
  readonly document?: Maybe<Scalars['String']['output']>;
  /** Endereço residencial: lista de alvos nas mãos erradas. */
  readonly address?: Maybe<Scalars['String']['output']>;
};

/** Perda, furto, roubo, apreensão, recuperação ou transferência. */
export type WeaponEvent = {
  readonly __typename?: 'WeaponEvent';
  readonly kind?: Maybe<Scalars['String']['output']>;
  readonly date?: Maybe<Scalars['Date']['output']>;
  readonly reportNumber?: Maybe<Scalars['String']['output']>;
  readonly unit?: Maybe<Scalars['String']['output']>;
  readonly uf?: Maybe<UF>;
};

/** A direct question to one register about a serial number, asked when the index cannot answer for it. */
export type WeaponProbe = {
  readonly __typename?: 'WeaponProbe';
  readonly holder: Scalars['HolderCode']['output'];
  readonly serial: Scalars['String']['output'];
  readonly records?: Maybe<ReadonlyArray<WeaponRecord>>;
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
  WeaponRecord: WeaponRecord;
  WeaponProbe: WeaponProbe;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  WeaponRecord: { __typename: 'WeaponRecord' } & GraphQLRecursivePick<
    FederationTypes['WeaponRecord'],
    { holder: true; recordId: true }
  >;
  WeaponProbe: { __typename: 'WeaponProbe' } & GraphQLRecursivePick<
    FederationTypes['WeaponProbe'],
    { holder: true; serial: true }
  >;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  HolderRecord: WeaponRecord;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HolderCode: ResolverTypeWrapper<Scalars['HolderCode']['output']>;
  UF: UF;
  AlertSeverity: AlertSeverity;
  AlertKind: AlertKind;
  WeaponSystem: WeaponSystem;
  WeaponSpecies: WeaponSpecies;
  WeaponUse: WeaponUse;
  WeaponStatus: WeaponStatus;
  WeaponOwnerCategory: WeaponOwnerCategory;
  Alert: ResolverTypeWrapper<Alert>;
  HolderRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['HolderRecord']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  WeaponRecord: ResolverTypeWrapper<WeaponRecord>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  WeaponOwner: ResolverTypeWrapper<WeaponOwner>;
  WeaponEvent: ResolverTypeWrapper<WeaponEvent>;
  WeaponProbe: ResolverTypeWrapper<WeaponProbe>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  HolderCode: Scalars['HolderCode']['output'];
  Alert: Alert;
  HolderRecord: ResolversInterfaceTypes<ResolversParentTypes>['HolderRecord'];
  ID: Scalars['ID']['output'];
  WeaponRecord: WeaponRecord | FederationReferenceTypes['WeaponRecord'];
  Boolean: Scalars['Boolean']['output'];
  WeaponOwner: WeaponOwner;
  WeaponEvent: WeaponEvent;
  WeaponProbe: WeaponProbe | FederationReferenceTypes['WeaponProbe'];
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
  __resolveType: TypeResolveFn<'WeaponRecord', ParentType, ContextType>;
};

export type WeaponRecordResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponRecord'] = ResolversParentTypes['WeaponRecord'],
  FederationReferenceType extends FederationReferenceTypes['WeaponRecord'] = FederationReferenceTypes['WeaponRecord'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['WeaponRecord']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Alert']>>, ParentType, ContextType>;
  system?: Resolver<Maybe<ResolversTypes['WeaponSystem']>, ParentType, ContextType>;
  registration?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serial?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  weaponSpecies?: Resolver<Maybe<ResolversTypes['WeaponSpecies']>, ParentType, ContextType>;
  make?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  calibre?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  capacity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  barrels?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  barrelLengthMm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  use?: Resolver<Maybe<ResolversTypes['WeaponUse']>, ParentType, ContextType>;
  weaponStatus?: Resolver<Maybe<ResolversTypes['WeaponStatus']>, ParentType, ContextType>;
  crafValid?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  crafValidUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  events?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WeaponEvent']>>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['WeaponOwner']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WeaponOwnerResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponOwner'] = ResolversParentTypes['WeaponOwner'],
> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['WeaponOwnerCategory']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WeaponEventResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponEvent'] = ResolversParentTypes['WeaponEvent'],
> = {
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  date?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  reportNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uf?: Resolver<Maybe<ResolversTypes['UF']>, ParentType, ContextType>;
};

export type WeaponProbeResolvers<
  ContextType = unknown,
  ParentType extends ResolversParentTypes['WeaponProbe'] = ResolversParentTypes['WeaponProbe'],
  FederationReferenceType extends FederationReferenceTypes['WeaponProbe'] = FederationReferenceTypes['WeaponProbe'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['WeaponProbe']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  holder?: Resolver<ResolversTypes['HolderCode'], ParentType, ContextType>;
  serial?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  records?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WeaponRecord']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  HolderCode?: GraphQLScalarType;
  Alert?: AlertResolvers<ContextType>;
  HolderRecord?: HolderRecordResolvers<ContextType>;
  WeaponRecord?: WeaponRecordResolvers<ContextType>;
  WeaponOwner?: WeaponOwnerResolvers<ContextType>;
  WeaponEvent?: WeaponEventResolvers<ContextType>;
  WeaponProbe?: WeaponProbeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = unknown> = {
  masked?: maskedDirectiveResolver<any, any, ContextType>;
  subject?: subjectDirectiveResolver<any, any, ContextType>;
  since?: sinceDirectiveResolver<any, any, ContextType>;
};
