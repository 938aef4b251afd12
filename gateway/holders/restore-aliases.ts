// The engine's answer under the names that the client gave: aliases that are the names of keys went to the engine under names of ours.
import { aliasPrefix } from '../operation-tree.ts';
import type { AuthorizedOperation } from '../operation-tree.ts';
import type { EngineAnswer } from '../engine/engine.ts';
import { readOnce } from '../read-once.ts';
import { isRecord, setOwn } from './answer-shape.ts';

/** The same answer where the operation has no such alias. */
export function restoreAliases(answer: EngineAnswer, operation: AuthorizedOperation): EngineAnswer {
  if (!hasAliases(operation)) return answer;
  return {
    ...answer,
    data: answer.data && (restored(answer.data) as Record<string, unknown>),
    errors: answer.errors.map((error) => (error.path ? { ...error, path: error.path.map(clientKey) } : error)),
  };
}

const hasAliases = readOnce(({ text }: AuthorizedOperation) => text.includes(aliasPrefix));

function restored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restored);
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  // The key itself may stand there too; the client did not ask for it under its own name.
  for (const [key, below] of Object.entries(value))
    if (!Object.hasOwn(value, aliasPrefix + key)) setOwn(copy, clientKey(key), restored(below));
  return copy;
}

function clientKey<Step extends string | number>(step: Step): Step | string {
  return typeof step === 'string' && step.startsWith(aliasPrefix) ? step.slice(aliasPrefix.length) : step;
}
