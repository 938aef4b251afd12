// Everything that can go wrong, as a client sees it: one closed union of codes, each with its sentence in three languages and, where it
// refuses the whole request, its HTTP status. Nothing else leaves: no stack, address, SQL, value, or text of a holder.
import { GraphQLError } from 'graphql';
import type { SourceLocation } from 'graphql';
import { badIdentifierMessage } from '#kit/identifiers/scalars.ts';

export const languages = ['pt-BR', 'en', 'es'] as const;
export type Language = (typeof languages)[number];

type Messages = readonly [portuguese: string, english: string, spanish: string];
/** `{limit}` in a message is the number of the limit that was passed. */
interface Refusal {
  readonly status: number;
  readonly messages: Messages;
}

/** The whole request is refused. */
const refusals = {
  NO_TOKEN: refusal(401, 'Apresente um token de acesso.', 'Present an access token.', 'Presente un token de acceso.'),
  BAD_TOKEN: refusal(
    401,
    'O token de acesso não é aceito.',
    'The access token is not accepted.',
    'El token de acceso no es aceptado.',
  ),
  TOKEN_EXPIRED: refusal(
    401,
    'O token de acesso expirou; entre novamente.',
    'The access token has expired; sign in again.',
    'El token de acceso venció; ingrese de nuevo.',
  ),
  TOKEN_REVOKED: refusal(
    401,
    'O token de acesso foi revogado; entre novamente.',
    'The access token was revoked; sign in again.',
    'El token de acceso fue revocado; ingrese de nuevo.',
  ),
  ISSUER_UNAVAILABLE: refusal(
    503,
    'O emissor de tokens não responde; tente em instantes.',
    'The token issuer does not answer; try again shortly.',
    'El emisor de tokens no responde; intente en instantes.',
  ),
  REVOCATIONS_UNAVAILABLE: refusal(
    503,
    'Não há como conferir se o token foi revogado; tente em instantes.',
    'Whether the token was revoked cannot be checked; try again shortly.',
    'No es posible verificar si el token fue revocado; intente en instantes.',
  ),
  BAD_PURPOSE: refusal(
    400,
    'A finalidade informada não existe ou não cabe ao seu perfil.',
    'The stated purpose does not exist or is not for your profile.',
    'La finalidad informada no existe o no corresponde a su perfil.',
  ),
  CASE_REQUIRED: refusal(
    400,
    'Esta finalidade exige o número do procedimento.',
    'This purpose requires the number of the case.',
    'Esta finalidad exige el número del procedimiento.',
  ),
  BAD_CASE: refusal(
    400,
    'O número do procedimento não tem a forma esperada.',
    'The number of the case does not have the expected form.',
    'El número del procedimiento no tiene la forma esperada.',
  ),
  CASE_NOT_EXPECTED: refusal(
    400,
    'Esta finalidade não admite número de procedimento.',
    'This purpose takes no case number.',
    'Esta finalidad no admite número de procedimiento.',
  ),
  JUSTIFICATION_TOO_LONG: refusal(
    400,
    'A justificativa é longa demais.',
    'The justification is too long.',
    'La justificación es demasiado larga.',
  ),
  BAD_JUSTIFICATION: refusal(
    400,
    'A justificativa não é um texto simples.',
    'The justification is not plain text.',
    'La justificación no es un texto simple.',
  ),
  METHOD_NOT_ALLOWED: refusal(405, 'Use POST.', 'Use POST.', 'Use POST.'),
  UNSUPPORTED_MEDIA_TYPE: refusal(415, 'Envie application/json.', 'Send application/json.', 'Envíe application/json.'),
  NOT_ACCEPTABLE: refusal(
    406,
    'A resposta só existe em JSON.',
    'The answer exists in JSON only.',
    'La respuesta solo existe en JSON.',
  ),
  BAD_JSON: refusal(400, 'O corpo não é JSON.', 'The body is not JSON.', 'El cuerpo no es JSON.'),
  BAD_REQUEST: refusal(
    400,
    'O pedido não tem a forma esperada.',
    'The request does not have the expected form.',
    'La solicitud no tiene la forma esperada.',
  ),
  BATCH_REFUSED: refusal(
    400,
    'Envie um pedido por vez.',
    'Send one request at a time.',
    'Envíe una solicitud por vez.',
  ),
  PAYLOAD_TOO_LARGE: refusal(
    413,
    'O corpo passa de {limit} bytes.',
    'The body exceeds {limit} bytes.',
    'El cuerpo supera {limit} bytes.',
  ),
  HEADERS_TOO_LARGE: refusal(
    431,
    'Os cabeçalhos são grandes demais.',
    'The headers are too large.',
    'Los encabezados son demasiado grandes.',
  ),
  REQUEST_TIMED_OUT: refusal(
    408,
    'O pedido não chegou inteiro a tempo.',
    'The request did not arrive whole in time.',
    'La solicitud no llegó entera a tiempo.',
  ),
  NOT_FOUND: refusal(404, 'Não há nada neste endereço.', 'There is nothing here.', 'No hay nada en esta dirección.'),
  BAD_TEXT: refusal(
    400,
    'Um texto do pedido tem o que nenhum texto tem: NUL ou metade de um caractere.',
    'A text of the request holds what no text holds: NUL or half a character.',
    'Un texto de la solicitud tiene lo que ningún texto tiene: NUL o medio carácter.',
  ),
  VALUES_TOO_DEEP: refusal(
    400,
    'Os valores do pedido passam de {limit} níveis.',
    'The values of the request exceed {limit} levels.',
    'Los valores de la solicitud superan {limit} niveles.',
  ),
  TOO_MANY_SUBJECTS: refusal(
    400,
    'O pedido procura mais de {limit} números ou nomes.',
    'The request looks for more than {limit} numbers or names.',
    'La solicitud busca más de {limit} números o nombres.',
  ),
  TOO_MANY_PLATES: refusal(
    400,
    'Placas demais: o limite do seu perfil é de {limit} por pedido.',
    'Too many plates: the limit of your profile is {limit} per request.',
    'Demasiadas placas: el límite de su perfil es de {limit} por solicitud.',
  ),
  TOO_MANY_SEARCHES: refusal(
    400,
    'Textos demais na caixa única: o limite do seu perfil é de {limit} por pedido.',
    'Too many texts in the one box: the limit of your profile is {limit} per request.',
    'Demasiados textos en la caja única: el límite de su perfil es de {limit} por solicitud.',
  ),
  TOO_MANY_CPFS: refusal(
    400,
    'CPFs demais: o limite do seu perfil é de {limit} por pedido.',
    'Too many CPFs: the limit of your profile is {limit} per request.',
    'Demasiados CPF: el límite de su perfil es de {limit} por solicitud.',
  ),
  GRAPHQL_PARSE_FAILED: refusal(
    400,
    'O texto da consulta não é GraphQL.',
    'The text of the query is not GraphQL.',
    'El texto de la consulta no es GraphQL.',
  ),
  GRAPHQL_VALIDATION_FAILED: refusal(
    400,
    'A consulta não cabe no esquema.',
    'The query does not fit the schema.',
    'La consulta no se ajusta al esquema.',
  ),
  OPERATION_NOT_FOUND: refusal(
    400,
    'O documento não tem a operação indicada, ou tem várias e nenhuma foi indicada.',
    'The document does not have the named operation, or has several and none was named.',
    'El documento no tiene la operación indicada, o tiene varias y ninguna fue indicada.',
  ),
  OPERATION_TYPE_REFUSED: refusal(
    400,
    'Este tipo de operação não é atendido.',
    'This type of operation is not served.',
    'Este tipo de operación no se atiende.',
  ),
  TOO_MANY_TOKENS: refusal(
    400,
    'A consulta passa de {limit} símbolos.',
    'The query exceeds {limit} tokens.',
    'La consulta supera {limit} símbolos.',
  ),
  TOO_DEEP: refusal(
    400,
    'A consulta passa de {limit} níveis.',
    'The query exceeds {limit} levels.',
    'La consulta supera {limit} niveles.',
  ),
  TOO_MANY_ALIASES: refusal(
    400,
    'A consulta passa de {limit} apelidos.',
    'The query exceeds {limit} aliases.',
    'La consulta supera {limit} alias.',
  ),
  TOO_MANY_DIRECTIVES: refusal(
    400,
    'A consulta passa de {limit} diretivas.',
    'The query exceeds {limit} directives.',
    'La consulta supera {limit} directivas.',
  ),
  TOO_MANY_ROOT_FIELDS: refusal(
    400,
    'A consulta passa de {limit} campos de primeiro nível.',
    'The query exceeds {limit} root fields.',
    'La consulta supera {limit} campos de primer nivel.',
  ),
  TOO_MANY_SELECTIONS: refusal(
    400,
    'A consulta, com os fragmentos no lugar, passa de {limit} campos.',
    'The query, its fragments in place, exceeds {limit} fields.',
    'La consulta, con los fragmentos en su lugar, supera {limit} campos.',
  ),
  OPERATION_TOO_EXPENSIVE: refusal(
    400,
    'A consulta custa mais que {limit} unidades; peça menos de cada vez.',
    'The query costs more than {limit} units; ask for less at a time.',
    'La consulta cuesta más que {limit} unidades; pida menos por vez.',
  ),
  OPERATION_NOT_PLANNED: refusal(
    503,
    'Não se achou a tempo como responder a esta consulta; peça menos de cada vez.',
    'How to answer this query was not found in time; ask for less at a time.',
    'No se halló a tiempo cómo responder esta consulta; pida menos por vez.',
  ),
  PERSISTED_QUERY_NOT_FOUND: refusal(
    400,
    'Nenhuma operação registrada tem este resumo; envie o texto.',
    'No registered operation has this hash; send the text.',
    'Ninguna operación registrada tiene este resumen; envíe el texto.',
  ),
  PERSISTED_QUERY_HASH_MISMATCH: refusal(
    400,
    'O resumo informado não é o do texto.',
    'The stated hash is not that of the text.',
    'El resumen informado no es el del texto.',
  ),
  OPERATION_NOT_REGISTERED: refusal(
    403,
    'Só operações registradas são atendidas.',
    'Only registered operations are served.',
    'Solo se atienden operaciones registradas.',
  ),
  RATE_LIMITED: refusal(429, 'Muitos pedidos; aguarde.', 'Too many requests; wait.', 'Demasiadas solicitudes; espere.'),
  OVERLOADED: refusal(
    503,
    'A rede está no limite; tente em instantes.',
    'The network is at its limit; try again shortly.',
    'La red está al límite; intente en instantes.',
  ),
  JOURNAL_UNAVAILABLE: refusal(
    503,
    'O registro de acessos não está disponível, e sem ele nada se mostra; tente em instantes.',
    'The journal of accesses is not available, and nothing is shown without it; try again shortly.',
    'El registro de accesos no está disponible, y sin él nada se muestra; intente en instantes.',
  ),
  INTERNAL: refusal(500, 'Falha interna.', 'Internal failure.', 'Falla interna.'),
} as const satisfies Record<string, Refusal>;

/** Who asks too often, and who asks for too many people by CPF. */
export type RateKind = 'ADDRESS' | 'CALLER' | 'AGENCY' | 'CPF_MINUTE' | 'CPF_HOUR';

/** RATE_LIMITED, where it is known whose limit was passed. */
const rateMessages: Readonly<Record<RateKind, Messages>> = {
  ADDRESS: [
    'Este endereço de rede passou do limite de {limit} pedidos por minuto; aguarde.',
    'This network address has passed the limit of {limit} requests a minute; wait.',
    'Esta dirección de red superó el límite de {limit} solicitudes por minuto; espere.',
  ],
  CALLER: [
    'Você passou do seu limite de {limit} pedidos por minuto; aguarde.',
    'You have passed your limit of {limit} requests a minute; wait.',
    'Usted superó su límite de {limit} solicitudes por minuto; espere.',
  ],
  AGENCY: [
    'Seu órgão passou do limite de {limit} pedidos por minuto; aguarde.',
    'Your agency has passed the limit of {limit} requests a minute; wait.',
    'Su organismo superó el límite de {limit} solicitudes por minuto; espere.',
  ],
  CPF_MINUTE: [
    'Você passou do seu limite de {limit} CPFs diferentes por minuto; aguarde.',
    'You have passed your limit of {limit} different CPFs a minute; wait.',
    'Usted superó su límite de {limit} CPF diferentes por minuto; espere.',
  ],
  CPF_HOUR: [
    'Você passou do seu limite de {limit} CPFs diferentes por hora; aguarde.',
    'You have passed your limit of {limit} different CPFs an hour; wait.',
    'Usted superó su límite de {limit} CPF diferentes por hora; espere.',
  ],
};

/** A part of the answer is missing, and this says why. */
const fieldMessages = {
  UNAUTHORIZED_FIELD_OR_TYPE: [
    'Seu perfil não consulta este campo nas condições informadas.',
    'Your profile does not see this field under the stated conditions.',
    'Su perfil no consulta este campo en las condiciones informadas.',
  ],
  HOLDER_TIMED_OUT: [
    'O detentor não respondeu a tempo; a ausência de dado não significa ausência de registro.',
    'The holder did not answer in time; no data here does not mean that there is none.',
    'El titular no respondió a tiempo; la ausencia de datos no significa ausencia de registros.',
  ],
  HOLDER_UNAVAILABLE: [
    'O detentor está fora do ar; a ausência de dado não significa ausência de registro.',
    'The holder is down; no data here does not mean that there is none.',
    'El titular está fuera de servicio; la ausencia de datos no significa ausencia de registros.',
  ],
  HOLDER_BUSY: [
    'O detentor está no limite de consultas; tente em instantes.',
    'The holder is at its limit of queries; try again shortly.',
    'El titular está en su límite de consultas; intente en instantes.',
  ],
  HOLDER_MAINTENANCE: [
    'O detentor está em manutenção.',
    'The holder is under maintenance.',
    'El titular está en mantenimiento.',
  ],
  HOLDER_REFUSED: [
    'O detentor recusou o pedido.',
    'The holder declined the request.',
    'El titular rechazó la solicitud.',
  ],
  HOLDER_INVALID_ANSWER: [
    'A resposta do detentor não pôde ser aceita.',
    "The holder's answer could not be accepted.",
    'La respuesta del titular no pudo ser aceptada.',
  ],
  RECORD_WITHHELD: [
    'O detentor não mostra este registro ao seu perfil.',
    'The holder does not show this record to your profile.',
    'El titular no muestra este registro a su perfil.',
  ],
  RECORD_GONE: [
    'O registro já não existe no detentor.',
    'The record no longer exists at the holder.',
    'El registro ya no existe en el titular.',
  ],
  FIELD_NOT_HELD: [
    'O detentor não tem este campo.',
    'The holder does not have this field.',
    'El titular no tiene este campo.',
  ],
  FIELD_NOT_SUPPORTED: [
    'A versão do detentor ainda não tem este campo.',
    "The holder's version does not have this field yet.",
    'La versión del titular aún no tiene este campo.',
  ],
  INDEX_UNAVAILABLE: [
    'O índice nacional não respondeu.',
    'The national index did not answer.',
    'El índice nacional no respondió.',
  ],
  BAD_ARGUMENT: ['Um argumento não é aceito.', 'An argument is not accepted.', 'Un argumento no es aceptado.'],
  BAD_IDENTIFIER: [
    'Um número informado não é válido.',
    'A number that was given is not valid.',
    'Un número informado no es válido.',
  ],
  TOO_BROAD: [
    'A busca é ampla demais; acrescente dados.',
    'The search is too broad; add to it.',
    'La búsqueda es demasiado amplia; agregue datos.',
  ],
} as const satisfies Record<string, Messages>;

export type RefusalCode = keyof typeof refusals;
export type FieldCode = keyof typeof fieldMessages;
export type ErrorCode = RefusalCode | FieldCode;

/** The HTTP status of a code that refuses the whole request; undefined for the code of a part of the answer. */
export function statusOf(code: ErrorCode): number | undefined {
  return isFieldCode(code) ? undefined : refusals[code].status;
}

export const refusalCodes = Object.freeze(Object.keys(refusals)) as readonly RefusalCode[];
export const fieldCodes = Object.freeze(Object.keys(fieldMessages)) as readonly FieldCode[];

export interface RefusalDetail {
  /** The number of the limit that was passed. */
  readonly limit?: number;
  readonly retryAfterS?: number;
  /** Whose rate was passed. */
  readonly rate?: RateKind;
  /** False: counted by the metrics and not journalled, as one of many alike of which the journal has another. */
  readonly recorded?: boolean;
  readonly locations?: readonly SourceLocation[];
  /** What is wrong, in words that hold no value: see describeInvalid. */
  readonly problems?: readonly Problem[];
}

export interface Problem {
  readonly text: string;
  readonly locations: readonly SourceLocation[];
}

/** Ends a request before anything is asked of anybody. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly code: RefusalCode;
  readonly status: number;
  readonly detail: RefusalDetail;

  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(code);
    this.code = code;
    this.status = refusals[code].status;
    this.detail = Object.freeze({ ...detail });
  }
}

export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly SourceLocation[];
  readonly extensions: { readonly code: ErrorCode } & Readonly<Record<string, unknown>>;
}

/** What may stand beside the code of a field: words of ours, and of a holder what explains its rule. */
export interface FieldErrorDetail {
  readonly rule?: string;
  readonly needs?: readonly string[];
  readonly contact?: string;
  /** The sentence with which a holder explains its rule. */
  readonly reason?: string;
  readonly source?: string;
  readonly holder?: string;
}

export interface RefusalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly errors: readonly ClientError[] };
}

/** The sentence of a code. */
export function messageOf(code: ErrorCode, language: Language = 'pt-BR', limit?: number): string {
  return sentence(isFieldCode(code) ? fieldMessages[code] : refusals[code].messages, language, limit);
}

function sentence(messages: Messages, language: Language, limit: number | undefined): string {
  return (messages[languages.indexOf(language)] ?? messages[0]).replace('{limit}', String(limit ?? '-'));
}

/** The answer to a request that ended in an error: any error. What is not one of our refusals is INTERNAL and says no more. */
export function formatRefusal(error: unknown, language: Language = 'pt-BR'): RefusalAnswer {
  const { code, detail } = knownRefusal(error);
  const { limit, rate, retryAfterS, locations, problems } = detail;
  const extensions = {
    code,
    ...(rate === undefined ? {} : { rate }),
    ...(limit === undefined ? {} : { limit }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
  const message = rate ? sentence(rateMessages[rate], language, limit) : messageOf(code, language, limit);
  const errors: ClientError[] = problems?.length
    ? problems.map(({ text, locations: at }) => ({
        message: text ? `${message} ${text}` : message,
        locations: at,
        extensions,
      }))
    : [{ message, ...(locations ? { locations } : {}), extensions }];
  return {
    status: refusals[code].status,
    headers: {
      ...(retryAfterS === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterS))) }),
      ...(code === 'METHOD_NOT_ALLOWED' ? { allow: 'POST' } : {}),
      // RFC 6750 section 3: a 401 names the scheme.
      ...(refusals[code].status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: { errors },
  };
}

/** The error of one part of the answer. */
export function formatFieldError(
  code: FieldCode,
  path: readonly (string | number)[],
  detail: FieldErrorDetail = {},
  language: Language = 'pt-BR',
): ClientError {
  const { rule, needs, contact, reason, source, holder } = detail;
  return {
    message: messageOf(code, language),
    path,
    extensions: {
      code,
      ...(rule === undefined ? {} : { rule }),
      ...(needs === undefined || needs.length === 0 ? {} : { needs }),
      ...(contact === undefined ? {} : { contact }),
      ...(reason === undefined ? {} : { reason }),
      ...(source === undefined ? {} : { source }),
      ...(holder === undefined ? {} : { holder }),
    },
  };
}

/** The first language of an Accept-Language header that is ours; Portuguese otherwise (RFC 9110 section 12.5.4). */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 256)
    .split(',')
    .map((item, at) => {
      const [tag = '', ...parameters] = item.trim().toLowerCase().split(';');
      const quality = Number(
        parameters
          .find((one) => one.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { tag: tag.split('-')[0] ?? '', quality: Number.isFinite(quality) ? quality : 0, at };
    })
    .sort((a, b) => b.quality - a.quality || a.at - b.at);
  for (const { tag, quality } of wanted) {
    const found = quality > 0 ? languages.find((language) => language.split('-')[0] === tag) : undefined;
    if (found) return found;
  }
  return 'pt-BR';
}

// Sentences of graphql-js that name only fields, types, arguments and variables; any other could repeat a value that was typed.
const harmless = [
  /^Cannot query field "\w+" on type "\w+"\.$/,
  /^Field "\w+" of type "[\w[\]!]+" must have a selection of subfields\.$/,
  /^Field "\w+" must not have a selection since type "[\w[\]!]+" has no subfields\.$/,
  /^Unknown argument "\w+" on field "[\w.]+"\.$/,
  /^Field "\w+" argument "\w+" of type "[\w[\]!]+" is required, but it was not provided\.$/,
  /^Unknown (type|fragment|directive) "@?\w+"\.$/,
  /^Variable "\$\w+" is not defined( by operation "\w+")?\.$/,
  /^Variable "\$\w+" is never used( in operation "\w+")?\.$/,
  /^Variable "\$\w+" of type "[\w[\]!]+" used in position expecting type "[\w[\]!]+"\.$/,
  /^Variable "\$\w+" of required type "[\w[\]!]+" was not provided\.$/,
  /^Fragment "\w+" is never used\.$/,
];

/** A complaint of graphql-js without suggestions (they would list fields) and without anything that was typed as a value. */
export function describeInvalid(error: GraphQLError): Problem {
  const sentence = error.message.replace(/ Did you mean .*$/s, '');
  const identifier = badIdentifierMessage(error);
  return {
    text: identifier ?? (harmless.some((pattern) => pattern.test(sentence)) ? sentence : ''),
    locations: (error.locations ?? []).slice(0, 5),
  };
}

function knownRefusal(error: unknown): { readonly code: RefusalCode; readonly detail: RefusalDetail } {
  if (error instanceof RequestRefused) return error;
  // Refusals of other parts (token, intent) carry a code of this union and nothing else that may be shown.
  const code: unknown =
    error instanceof Error && !(error instanceof GraphQLError) && 'code' in error ? error.code : undefined;
  const known = refusalCodes.find((one) => one === code);
  return { code: known ?? 'INTERNAL', detail: {} };
}

function isFieldCode(code: ErrorCode): code is FieldCode {
  return Object.hasOwn(fieldMessages, code);
}

function refusal(status: number, ...messages: Messages): Refusal {
  return Object.freeze({ status, messages });
}
