// Failures that stop a process at its start, and how a process says so.

/** A setting is missing or wrong. The message names the setting and what is expected, never the value. */
export class ConfigError extends Error {
  readonly code = 'BAD_SETTING';
  readonly setting: string;

  constructor(setting: string, expectation: string) {
    super(`${setting}: ${expectation}`);
    this.name = 'ConfigError';
    this.setting = setting;
  }
}

/** Ends the process with one sentence: bad configuration is not a crash and prints no stack. */
export function exitWith(error: unknown): never {
  const known = error instanceof Error && 'code' in error;
  process.stderr.write(
    `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'unknown failure'}\n`,
  );
  process.exit(1);
}
