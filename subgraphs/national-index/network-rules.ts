// The rules of the whole network, read from the composed supergraph, so that the index can explain any field of any source.
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'graphql';
import { ConfigError } from '#kit/errors.ts';
import { harvestRules } from '#kit/rules/harvest.ts';
import type { RuleTable } from '#kit/rules/rule.ts';

/**
 * The rules in force: a file that changed is read again when they are next asked for, and one that changed for the worse is refused with
 * a line in the log, the old rules staying. @throws ConfigError SUPERGRAPH at the start
 */
export function networkRules(path: string, log: (line: string) => void): () => RuleTable {
  let readAtMs = 0;
  let rules: RuleTable;
  try {
    rules = read();
  } catch {
    throw new ConfigError('SUPERGRAPH', 'must name the file of the composed supergraph');
  }
  return () => {
    try {
      if (statSync(path).mtimeMs !== readAtMs) rules = read();
    } catch {
      log('the supergraph cannot be read; rules are explained as they were');
    }
    return rules;
  };

  function read(): RuleTable {
    readAtMs = statSync(path).mtimeMs;
    return harvestRules(parse(readFileSync(path, 'utf8')));
  }
}
