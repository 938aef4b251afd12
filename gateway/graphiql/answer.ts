/** What an answer says of itself, read without trusting its shape. */
export interface Reading {
  readonly outcomes: readonly { readonly field: string; readonly kind: string; readonly sentence: string }[];
  /** The sources that did not simply answer: each must be seen, since silence is never "nothing found". */
  readonly silent: readonly Silence[];
  /** What the holders say that the reader must know first, the gravest first; an alert that several give stands once. */
  readonly alerts: readonly RaisedAlert[];
  readonly maskedCount: number;
  readonly errors: readonly string[];
  readonly notice: string;
  readonly traceId: string;
}
export interface Silence {
  readonly holder: string;
  readonly source: string;
  readonly status: string;
  readonly meaning: string;
  readonly severity: 'red' | 'amber';
  readonly detail: string;
}

export interface RaisedAlert {
  readonly severity: string;
  readonly text: string;
  readonly doNext: string;
  readonly holders: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const QUIET = new Set(['ANSWERED', 'NO_POINTER']);

const MEANINGS: Readonly<Record<string, readonly [severity: 'red' | 'amber', meaning: string]>> = {
  TIMED_OUT: ['red', 'não respondeu no prazo'],
  UNAVAILABLE: ['red', 'fora do ar'],
  INVALID_ANSWER: ['red', 'resposta inválida, descartada'],
  REFUSED: ['red', 'recusou o pedido'],
  BUSY: ['red', 'ocupada'],
  MAINTENANCE: ['red', 'em manutenção'],
  PARTIAL: ['amber', 'respondeu em parte'],
  INDEX_BEHIND: ['amber', 'índice atrasado'],
  WITHHELD: ['amber', 'retido por regra'],
  RECORD_GONE: ['amber', 'registro não existe mais'],
  NOT_HELD: ['amber', 'não guarda este dado'],
  NOT_SUPPORTED: ['amber', 'versão não oferece este campo'],
};

/** Reads `extensions` and `errors` of a GraphQL answer. */
export function readAnswer(body: unknown): Reading {
  const answer = fields(body);
  const extensions = fields(answer['extensions']);
  return {
    outcomes: entries(extensions['outcomes']).map(([key, outcome]) => ({
      field: text(outcome['field']) || text(outcome['path']) || key,
      kind: text(outcome['outcome']) || text(outcome['status']),
      sentence: text(outcome['sentence']) || text(outcome['message']),
    })),
    silent: list(extensions['sources'])
      .map(fields)
      .filter((source) => !QUIET.has(text(source['status'])))
      .map(silence),
    alerts: alertsIn(answer['data']),
    maskedCount: list(extensions['masked']).length,
    errors: list(answer['errors']).map((error) => text(fields(error)['message'])),
    notice: text(extensions['notice']),
    traceId: text(extensions['traceId']),
  };
}

function silence(source: Fields): Silence {
  const status = text(source['status']);
  const [severity, meaning] = MEANINGS[status] ?? ['red', ''];
  const detail = [source['reason'], source['rule'], source['contact']].map(text).filter(Boolean).join(' · ');
  return { holder: text(source['holder']), source: text(source['source']), status, meaning, severity, detail };
}

const GRAVITY = ['STOP', 'CAUTION', 'INFO'];

/** Every `alerts` list of the data, wherever it stands, with the holder of the record that it is read from. */
function alertsIn(data: unknown): readonly RaisedAlert[] {
  const raised = new Map<string, RaisedAlert>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    const record = fields(value);
    const holder = text(record['holder']) || text(record['system']);
    for (const alert of list(record['alerts']).map(fields)) {
      const said = { severity: text(alert['severity']), text: text(alert['text']), doNext: text(alert['doNext']) };
      if (said.text === '') continue;
      const key = JSON.stringify(said);
      const holders = raised.get(key)?.holders ?? [];
      raised.set(key, { ...said, holders: holder === '' || holders.includes(holder) ? holders : [...holders, holder] });
    }
    Object.values(record).forEach(visit);
  };
  visit(data);
  return [...raised.values()].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}

/** One outcome a root field: a list, or an object keyed by the field's response name. */
function entries(value: unknown): [string, Fields][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), fields(item)]);
  return Object.entries(fields(value)).map(([key, item]) => [
    key,
    typeof item === 'string' ? { outcome: item } : fields(item),
  ]);
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(text).join('.');
  return Object.values(fields(value)).map(text).filter(Boolean).join(', ');
}
