// Both engines over one small supergraph, asked the same.
import { parse } from 'graphql';
import { apiSchemaOf } from '../../gateway/supergraph/api-schema.ts';
import { openAdversary, noFaults } from '../differential/adversary.ts';
import type { Adversary } from '../differential/adversary.ts';
import type { Answered } from '../differential/answer.ts';
import { startCompiled } from '../differential/compiled.ts';
import { startStock } from '../differential/stock.ts';

export interface Engines {
  /** The answer of the engine of this project, in its open form. */
  ask(text: string, variables?: Readonly<Record<string, unknown>>): Promise<Answered>;
  /** That of the stock gateway; `failed` where it has none. */
  askStock(text: string, variables?: Readonly<Record<string, unknown>>): Promise<Answered | 'failed'>;
  stop(): Promise<void>;
}

export async function startEngines(source: Adversary): Promise<Engines> {
  const adversary = openAdversary(source);
  const compiled = await startCompiled(adversary, apiSchemaOf(parse(adversary.supergraphSdl)));
  const stock = await startStock(adversary);
  return {
    ask(text, variables = {}) {
      adversary.reset();
      return compiled.run({ text, variables }, noFaults);
    },
    async askStock(text, variables = {}) {
      adversary.reset();
      return stock.run({ text, variables }, noFaults).catch((): 'failed' => 'failed');
    },
    async stop() {
      await Promise.all([compiled.stop(), stock.stop()]);
    },
  };
}
