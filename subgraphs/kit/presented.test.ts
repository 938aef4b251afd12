// The refusals here are the compiler's: `tsc` fails on an expectation that nothing answers, and on an error that nothing expects.
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './presented.ts';
import type { Presented } from './presented.ts';

/** As the generator writes a record type. */
type CarRecord = {
  readonly __typename?: 'CarRecord';
  readonly holder: string;
  readonly recordId: string;
  readonly updatedAt?: Date | string | null;
  readonly asOf?: Date | string | null;
  readonly alerts?: readonly { readonly kind: 'STOLEN'; readonly doNext?: string | null }[] | null;
  readonly plate?: string | null;
  readonly situation?: 'RUNNING' | 'SCRAPPED' | null;
  readonly owner?: {
    readonly __typename?: 'Owner';
    readonly name?: string | null;
    readonly since?: string | null;
  } | null;
};
interface CarFacts {
  readonly plate: string;
  readonly situation: string;
  readonly owner?: { readonly name: string; readonly since?: string };
}
const facts: CarFacts = { plate: 'ABC1234', situation: 'RUNNING' };

describe('a presented record', () => {
  it('is the facts themselves, with what is made', () => {
    const presented: Presented<CarRecord> = { ...fieldsOf(facts), alerts: [{ kind: 'STOLEN' }] };
    expect(presented).toEqual({ ...facts, alerts: [{ kind: 'STOLEN' }] });
    expect(fieldsOf(facts)).toBe(facts);
  });

  it('does not compile without a field of the schema', () => {
    const { plate: _, ...others } = fieldsOf(facts);
    // @ts-expect-error plate is missing
    const presented: Presented<CarRecord> = { ...others, alerts: [] };
    expect(presented).not.toHaveProperty('plate');
  });

  it('does not compile without its alerts', () => {
    // @ts-expect-error alerts are missing
    const presented: Presented<CarRecord> = { ...fieldsOf(facts) };
    expect(presented).not.toHaveProperty('alerts');
  });

  it('does not compile without a field inside an object of the schema', () => {
    const owner: { readonly name: string } = { name: 'ANA' };
    // @ts-expect-error owner.since is missing
    const presented: Presented<CarRecord> = { ...fieldsOf(facts), owner: fieldsOf(owner), alerts: [] };
    expect(presented.owner).toEqual({ name: 'ANA' });
  });

  it('does not compile with a word that the enumeration does not know', () => {
    // @ts-expect-error LOST is no situation
    const situated: Presented<CarRecord> = { ...fieldsOf(facts), situation: 'LOST', alerts: [] };
    // @ts-expect-error SEEN is no kind of alert
    const alerted: Presented<CarRecord> = { ...fieldsOf(facts), alerts: [{ kind: 'SEEN' }] };
    expect([situated.situation, alerted.alerts]).toEqual(['LOST', [{ kind: 'SEEN' }]]);
  });

  it('does not compile with a value of another type', () => {
    // @ts-expect-error plate is a text
    const presented: Presented<CarRecord> = { ...fieldsOf(facts), plate: 7, alerts: [] };
    expect(presented.plate).toBe(7);
  });
});
