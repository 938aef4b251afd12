// npm run policy -- page: writes the tables of subgraphs/kit/rules/README.md from the rules in force.
// npm run policy -- diff OLD NEW: prints who sees more and who sees less, field by field, between two states of the policy and the
// schemas. OLD and NEW are a folder with a checkout of the project (`.` is this one) or a revision that git knows (HEAD~1, v1.2).
// Ends with 0 where nothing becomes wider, 1 where something does or has to be looked at, 2 where the two cannot be compared.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { harvestRules } from '#kit/rules/harvest.ts';
import { changedDecisions, changedGrants, rewrittenRules, wordOf } from '#kit/rules/policy-diff.ts';
import type { DecisionChange, RuledPolicy } from '#kit/rules/policy-diff.ts';
import { pageIn } from '#kit/rules/page.ts';
import { readPolicy } from '#kit/rules/policy-document.ts';
import { situationsOf } from '#kit/rules/situations.ts';
import type { Situation } from '#kit/rules/situations.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const policyPath = 'subgraphs/kit/rules/policy.json';
const supergraphPath = 'gateway/supergraph/supergraph.generated.graphql';
const readmePath = fileURLToPath(new URL('kit/rules/README.md', import.meta.url));
const usage =
  'npm run policy -- diff OLD NEW   (a folder with a checkout, or a git revision), or: npm run policy -- page';

class Unusable extends Error {}

try {
  const [verb, old, next, ...more] = process.argv.slice(2);
  if (verb === 'page' && old === undefined)
    writeFileSync(readmePath, pageIn(readFileSync(readmePath, 'utf8'), read(root)));
  else if (verb !== 'diff' || old === undefined || next === undefined || more.length > 0) throw new Unusable(usage);
  else process.exitCode = print(read(old), read(next));
} catch (error) {
  const known = error instanceof Unusable || (error instanceof Error && 'code' in error);
  process.stderr.write(`${known ? (error as Error).message : String(error)}\n`);
  process.exitCode = 2;
}

function read(place: string): RuledPolicy {
  const text = isFolder(place)
    ? (path: string) => readFile(join(place, path), place)
    : (path: string) => readRevision(place, path);
  const supergraph = text(supergraphPath);
  return { policy: readPolicy(JSON.parse(text(policyPath))), rules: harvestRules(parse(supergraph)) };
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readFile(path: string, place: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Unusable(`${place}: holds no checkout of the project (${policyPath} and ${supergraphPath} are read)`);
  }
}

function readRevision(revision: string, path: string): string {
  if (revision.startsWith('-')) throw new Unusable(usage);
  try {
    return execFileSync('git', ['show', `${revision}:./${path}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    throw new Unusable(`${revision}: neither a folder nor a revision of git that holds ${path}`);
  }
}

function print(before: RuledPolicy, after: RuledPolicy): number {
  const all = Map.groupBy(situationsOf(after.policy), ({ profile }) => profile);
  const changes = changedDecisions(before, after);
  for (const [coordinate, ofField] of Map.groupBy(changes, (change) => change.coordinate)) {
    say(coordinate);
    const alike = Map.groupBy(ofField, (change) => `${change.isWider ? 'MORE' : 'less'}  ${turnOf(change)}`);
    for (const [turn, same] of alike)
      say(
        `  ${turn}: ${whoIn(
          same.map(({ situation }) => situation),
          all,
        )}`,
      );
  }
  const grants = changedGrants(before, after);
  for (const { sentence, isWider } of grants) say(`${isWider ? 'MORE' : 'less'}  ${sentence}`);
  const rewritten = rewrittenRules(before, after, changes);
  if (rewritten.length > 0)
    say(`LOOK  written otherwise, where body, state, agreement or record decide: ${rewritten.join(', ')}`);
  const wider = changes.filter(({ isWider }) => isWider).length;
  say(
    `policy ${before.policy.version} -> ${after.policy.version}: ${changes.length} decisions changed, ${wider} show more, ${changes.length - wider} less`,
  );
  return wider > 0 || grants.some(({ isWider }) => isWider) || rewritten.length > 0 ? 1 : 0;
}

function turnOf({ before, after }: DecisionChange): string {
  return `${wordOf(before)} -> ${wordOf(after)}`;
}

/** Purposes and levels are named only where they make a difference. */
function whoIn(situations: readonly Situation[], all: ReadonlyMap<string, readonly Situation[]>): string {
  const byProfile = Map.groupBy(situations, ({ profile }) => profile);
  return [...byProfile]
    .map(([profile, own]) => {
      if (own.length === all.get(profile)?.length) return profile;
      const byReason = Map.groupBy(own, ({ purpose, withCase }) => reasonOf(purpose, withCase));
      const reasons = [...byReason].map(([reason, same]) =>
        same.length === 3 ? reason : `${reason} at level ${same.map(({ level }) => level).join(' and ')}`,
      );
      return `${profile} (${reasons.join(', ')})`;
    })
    .join('; ');
}

function reasonOf(purpose: string | undefined, withCase: boolean): string {
  if (purpose === undefined) return 'no purpose';
  return purpose === 'DATA_QUALITY' ? `${purpose} ${withCase ? 'with' : 'without'} a procedure` : purpose;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
