// What a process tells its operator: one JSON object a line, one line an event, whatever the texts in it hold (CWE-117).

export type LogLevel = 'info' | 'warn' | 'error';

/** Words of ours and identifiers of the trace; never what somebody typed, never a value from a record. */
export interface LogFields {
  readonly level?: LogLevel;
  readonly traceId?: string;
  readonly source?: string;
  readonly holder?: string;
  /** Where it happened; without messages, which may repeat what was typed. */
  readonly stack?: readonly string[];
  /** Of `capacity`. */
  readonly bound?: string;
  readonly used?: number;
  readonly max?: number;
}

/** A sentence, without personal data; `fields` say what it is about. */
export type Log = (message: string, fields?: LogFields) => void;

export interface LogOptions {
  /** Takes whole lines; default: standard error. */
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

const messageMaxChars = 4000;
/** JSON leaves them as they are, and a terminal or a reader of lines may take them for the end of one, or run the text backwards. */
const disguises = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function createLog(service: string, options: LogOptions = {}): Log {
  const { write = (line) => void process.stderr.write(line), now = () => new Date() } = options;
  return (message, { level = 'info', ...fields } = {}) => {
    const record = { time: now().toISOString(), level, service, message: message.slice(0, messageMaxChars), ...fields };
    write(`${JSON.stringify(record).replace(disguises, escaped)}\n`);
  };
}

/** Ends the process at an error that nobody caught, with one record and without its message. */
export function logCrash(log: Log): void {
  process.on('uncaughtException', (error) => {
    log(`ended by an error that was not expected: ${nameOf(error)}`, { level: 'error', stack: framesOf(error) });
    process.exit(1);
  });
}

/** The stable code of an error, or else its class. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  return 'code' in error && typeof error.code === 'string' && /^[\w.]{1,60}$/.test(error.code)
    ? error.code
    : error.name;
}

/** Where it failed, not what it said. */
export function framesOf(error: unknown): readonly string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
