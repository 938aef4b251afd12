// Runs cases against the network and gathers what was wrong.
import type { GraphQLSchema } from 'graphql';
import type { Family, HostileCase, Sent, World } from './case.ts';
import { describe, isCutByLoad, judgeCase } from './judge.ts';
import { dataOf } from './requests.ts';
import type { Outcome, Sender } from './send.ts';

export interface Finding {
  readonly name: string;
  readonly problems: readonly string[];
  /** Status and codes of what came. */
  readonly answered: string;
}

export interface Attacked {
  readonly cases: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
}

const atOnce = 12;

/**
 * Sends it, and sends it again where it was answered: what holders compile and the gateway keeps at the first asking must not change the
 * second answer.
 */
export async function sendTwice(
  sender: Sender,
  sent: Sent,
  judge: (outcome: Outcome) => readonly string[],
  isAskedAgain = true,
): Promise<{ readonly outcome: Outcome; readonly problems: readonly string[] }> {
  const outcome = await sender.send(sent);
  const [reply] = outcome.replies;
  const problems = judge(outcome);
  const isAnswered = reply?.status === 200 && reply.text.includes('"data"');
  if (!isAskedAgain || sent.kind === 'raw' || sent.origin !== undefined || !isAnswered) return { outcome, problems };
  const second = await sender.send(sent);
  const [other] = second.replies;
  const differs = !other || describe(other) !== describe(reply) || dataOf(other.text) !== dataOf(reply.text);
  const isLoad = isCutByLoad(outcome) || isCutByLoad(second);
  return {
    outcome,
    problems: [
      ...problems,
      ...judge(second).map((problem) => `asked again: ${problem}`),
      ...(differs && !isLoad ? ['asked again, it is answered otherwise'] : []),
    ],
  };
}

/** All cases of a family, a dozen at a time. */
export async function attack(
  family: Family,
  world: World,
  sender: Sender,
  schema: GraphQLSchema,
  onOutcome: (attacked: HostileCase) => void = () => undefined,
): Promise<Attacked> {
  const cases = family.cases(world);
  const { isAskedAgain = false } = family;
  const findings: Finding[] = [];
  let slowestMs = 0;
  await inParallel(atOnce, cases, async (one) => {
    const { outcome, problems } = await sendTwice(
      sender,
      one.sent,
      (seen) => judgeCase(one, seen, schema),
      isAskedAgain,
    );
    onOutcome(one);
    slowestMs = Math.max(slowestMs, outcome.tookMs);
    const answered = outcome.replies.map(describe).join(' | ') || 'closed';
    if (problems.length > 0) findings.push({ name: one.name, problems, answered });
  });
  return { cases: cases.length, findings, slowestMs };
}

/** `work` on each item, at most `count` at a time. */
export async function inParallel<Item>(
  count: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
