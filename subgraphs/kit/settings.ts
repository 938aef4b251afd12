// Settings come from the environment, one by one, each with its type and limits; a wrong one stops the process with a sentence.
import { ConfigError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError when the setting is missing and has no default, or does not match */
export function textSetting(
  env: Environment,
  name: string,
  options: { readonly otherwise?: string; readonly pattern?: RegExp } = {},
): string {
  const value = env[name] === '' ? undefined : env[name];
  if (value === undefined) {
    if (options.otherwise === undefined) throw new ConfigError(name, 'is required and not set');
    return options.otherwise;
  }
  if (value.length > 4096 || (options.pattern && !options.pattern.test(value)))
    throw new ConfigError(name, options.pattern ? `must match ${options.pattern.source}` : 'is too long');
  return value;
}

/** @throws ConfigError unless the value is a whole number from `min` to `max` */
export function integerSetting(
  env: Environment,
  name: string,
  options: { readonly otherwise?: number; readonly min: number; readonly max: number },
): number {
  const { min, max, otherwise } = options;
  const text = textSetting(env, name, otherwise === undefined ? {} : { otherwise: String(otherwise) });
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw new ConfigError(name, `must be a whole number from ${min} to ${max}`);
  return value;
}
