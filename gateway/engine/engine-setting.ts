// ENGINE: which engine runs the plans.
import { ConfigError } from '#kit/errors.ts';
import type { Environment } from '#kit/settings.ts';

export type EngineName = 'compiled' | 'reference';

/** @throws ConfigError naming ENGINE */
export function engineSetting({ ENGINE: name = '' }: Environment): EngineName {
  if (name === '' || name === 'compiled') return 'compiled';
  if (name === 'reference') return name;
  throw new ConfigError('ENGINE', 'must be compiled, or reference for its oracle');
}
