// What is generated is committed, and is what its sources say.
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph, readSchemas, supergraphFile } from '../gateway/supergraph/compose.ts';
import { generate, staleFiles } from '../subgraphs/codegen.ts';
import { harvestRules } from '#kit/rules/harvest.ts';
import { pageIn } from '#kit/rules/page.ts';
import { policy } from '#kit/rules/policy.ts';

describe('generated files', () => {
  it('are as fresh as their schemas and operations, for every source', async () => {
    const files = await generate();
    expect(staleFiles(files)).toEqual([]);
    const paths = files.map(({ path }) => path).sort();
    const sources = [...readSchemas().keys()].map((source) => `subgraphs/${source}/schema.generated.ts`);
    expect(paths).toEqual([...sources, 'gateway/operations.generated.ts'].sort());
  });

  it('hold a supergraph that is what the schemas compose to', () => {
    const committed = readFileSync(supergraphFile, 'utf8')
      .replace(/^#.*\n/, '')
      .trimEnd();
    expect(committed).toBe(composeSupergraph(readSchemas()).trimEnd());
  });

  it('hold the page of the rules as the rules make it', () => {
    const readme = readFileSync(new URL('../subgraphs/kit/rules/README.md', import.meta.url), 'utf8');
    const rules = harvestRules(parse(readFileSync(supergraphFile, 'utf8')));
    expect(readme).toContain('`VehicleRecord`: alerts, ');
    expect(readme).toBe(pageIn(readme, { policy, rules }));
  });
});
