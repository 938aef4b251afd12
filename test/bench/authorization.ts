// npm run bench -- authorization: what the rules cost of one typical investigation, in CPU time of this process alone: at the gateway
// (normalise, decide, take out what is denied), first and again, and at the holders (a decision at each field of each record).
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { parse } from 'graphql';
import type { Asker } from '#kit/caller.ts';
import type { Purpose } from '#kit/profiles.ts';
import { decide } from '#kit/rules/evaluate.ts';
import { createAuthorizer } from '../../gateway/authorize.ts';
import type { SelectionTree } from '../../gateway/operation-tree.ts';
import { operationsFolder, readOperations } from '../../gateway/operations.ts';
import { prepareSupergraph } from '../../gateway/supergraph/prepare.ts';
import { supergraphPath } from '../../demo/settings.ts';
import { bounded, print } from './options.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20000' } } });
const rounds = bounded('rounds', values.rounds, 100, 10_000_000);

const prepared = prepareSupergraph(readFileSync(supergraphPath, 'utf8'));
const stored = readOperations(operationsFolder).find(({ file }) => file === 'investigacao.graphql');
if (!stored) throw new TypeError('gateway/operations/investigacao.graphql is the operation that is measured');
const document = parse(stored.text);

/** Another person each time, with the same rights, as in a day's traffic. */
function asker(at: number): Asker {
  const caller = {
    id: `p-${at}`,
    body: 'PCSP',
    state: 'SP',
    unit: '1ª Delegacia',
    profile: stored!.profile,
    level: 2,
    entitlements: [],
    tokenId: `t-${at}`,
  } as const;
  return { caller, purpose: stored!.purpose as Purpose, caseNumber: stored!.case as string };
}
const askers = Array.from({ length: 1000 }, (_, at) => asker(at));
const variables = { cpf: '11144477735' };

const first = measured(100, () => {
  createAuthorizer(prepared).authorize({ document: parse(stored.text), variables, asker: askers[0]! });
});
const authorizer = createAuthorizer(prepared);
const again = measured(rounds, (at) => {
  authorizer.authorize({ document, variables, asker: askers[at % askers.length]! });
});
const { tree } = authorizer.authorize({ document, variables, asker: askers[0]! }).operation;
const coordinates = coordinatesOf(tree);
const atHolders = measured(rounds, (at) => {
  const who = askers[at % askers.length]!;
  for (const coordinate of coordinates) decide(prepared.rules.get(coordinate), who);
});

print(`${coordinates.length} fields of ${stored.file}, ${rounds} rounds, 1000 callers`);
print(`gateway, the first time an operation is seen: ${first.toFixed(1)} CPU µs`);
print(`gateway, again:                               ${again.toFixed(2)} CPU µs`);
print(`a decision for each of its fields:            ${atHolders.toFixed(2)} CPU µs`);

/** CPU microseconds a call, after a warm-up. */
function measured(times: number, call: (at: number) => void): number {
  for (let at = 0; at < Math.min(times, 2000); at++) call(at);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let at = 0; at < times && performance.now() - startedAt < 60_000; at++) call(at);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

function coordinatesOf(selection: SelectionTree): readonly string[] {
  return [...selection.byType].flatMap(([type, fields]) =>
    fields.flatMap((field) => [
      ...(field.name.startsWith('__') ? [] : [`${type}.${field.name}`]),
      ...(field.selection ? coordinatesOf(field.selection) : []),
    ]),
  );
}
