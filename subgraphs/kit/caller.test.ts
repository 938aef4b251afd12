import { afterEach, describe, expect, it } from 'vitest';
import { AskersError, askersMax, parseAskers, parseCaller, profiles, stateCodes } from './caller.ts';

const caller = {
  id: 'b2c4',
  body: 'Polícia Militar do Estado de São Paulo',
  state: 'SP',
  unit: '1º Batalhão',
  shift: 'A',
  profile: 'patrol',
  level: 2,
  entitlements: ['SINIVEM'],
  tokenId: '5c1d0a52-2c1b-4b57-9a55-1c9d3b0d3a10',
};
const asker = {
  caller,
  purpose: 'INVESTIGATION',
  caseNumber: 'IP-2024-000123',
  justification: 'veículo visto no local',
  representations: [0, 2, 5],
};

const onTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const withCaller = (changed: object) => [{ ...asker, caller: { ...caller, ...changed } }];
const withAsker = (changed: object) => [{ ...asker, ...changed }];

function refusal(value: unknown): string {
  try {
    parseAskers(value);
  } catch (error) {
    if (error instanceof AskersError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('askers', () => {
  it('come back as they were sent, frozen through', () => {
    const askers = parseAskers(onTheWire([asker, { caller }]));
    expect(askers).toEqual([asker, { caller }]);
    for (const part of [
      askers,
      askers[0],
      askers[0]?.caller,
      askers[0]?.caller.entitlements,
      askers[0]?.representations,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('share nothing with what was sent', () => {
    const sent = onTheWire([asker]) as [typeof asker];
    const askers = parseAskers(sent);
    sent[0].caller.entitlements.push('DESARMA');
    sent[0].representations.length = 0;
    expect(askers).toEqual([asker]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty list', []],
    ['an object with a length', { length: 1, 0: asker }],
    ['one too many', Array.from({ length: askersMax + 1 }, () => asker)],
    ['a list in the list', [[asker]]],
    ['a hole', new Array(1)],
    ['text', JSON.stringify([asker])],
  ])('are refused as %s', (_what, value) => {
    expect(refusal(value)).toMatch(/^askers/);
  });

  it.each([
    ['askers[0] has a member', withAsker({ admin: true })],
    ['askers[0].purpose is null', withAsker({ purpose: null })],
    ['askers[0]: BAD_PURPOSE', withAsker({ purpose: 'CURIOSITY' })],
    ['askers[0]: BAD_PURPOSE', withAsker({ purpose: ['STOP'] })],
    ['askers[0]: CASE_REQUIRED', withAsker({ caseNumber: undefined })],
    ['askers[0]: CASE_NOT_EXPECTED', withAsker({ purpose: 'STOP' })],
    ['askers[0]: BAD_CASE', withAsker({ caseNumber: { toString: () => 'IP-2024-000123' } })],
    ['askers[0]: BAD_JUSTIFICATION', withAsker({ justification: 'a\u0000' })],
    ['askers[0]: JUSTIFICATION_TOO_LONG', withAsker({ justification: 'a'.repeat(501) })],
    ['askers[0].representations', withAsker({ representations: [] })],
    ['askers[0].representations', withAsker({ representations: [1, 1] })],
    ['askers[0].representations', withAsker({ representations: [2, 1] })],
    ['askers[0].representations', withAsker({ representations: [-1] })],
    ['askers[0].representations', withAsker({ representations: [0.5] })],
    ['askers[0].representations', withAsker({ representations: ['0'] })],
    ['askers[0].representations', withAsker({ representations: [1000] })],
    ['askers[0].representations', withAsker({ representations: Array.from({ length: 1001 }, (_, at) => at) })],
    ['askers[0].caller is an object', withAsker({ caller: undefined })],
    ['askers[0].caller has a member', withCaller({ isAdmin: true })],
    ['askers[0].caller.id', withCaller({ id: '' })],
    ['askers[0].caller.id', withCaller({ id: 'a b' })],
    ['askers[0].caller.id', withCaller({ id: 'a'.repeat(129) })],
    ['askers[0].caller.id', withCaller({ id: 7 })],
    ['askers[0].caller.tokenId', withCaller({ tokenId: undefined })],
    ['askers[0].caller.body', withCaller({ body: ' ' })],
    ['askers[0].caller.body', withCaller({ body: 'PM\u202eSP' })],
    ['askers[0].caller.body', withCaller({ body: 'a'.repeat(121) })],
    ['askers[0].caller.state', withCaller({ state: 'XX' })],
    ['askers[0].caller.state', withCaller({ state: 'sp' })],
    ['askers[0].caller.unit', withCaller({ unit: 'a\nb' })],
    ['askers[0].caller.profile', withCaller({ profile: 'toString' })],
    ['askers[0].caller.profile', withCaller({ profile: undefined })],
    ['askers[0].caller.level', withCaller({ level: '3' })],
    ['askers[0].caller.level', withCaller({ level: 4 })],
    ['askers[0].caller.entitlements', withCaller({ entitlements: undefined })],
    ['askers[0].caller.entitlements', withCaller({ entitlements: 'SINIVEM' })],
    ['askers[0].caller.entitlements', withCaller({ entitlements: [''] })],
    ['askers[0].caller.entitlements', withCaller({ entitlements: Array.from({ length: 65 }, () => 'A') })],
  ])('are refused with a message that begins %j', (message, value) => {
    expect(refusal(value)).toContain(message);
  });

  it('are refused by the place of the fault, without the value', () => {
    const message = refusal([asker, ...withCaller({ state: 'SEGREDO' })]);
    expect(message).toContain('askers[1].caller.state');
    expect(message).not.toContain('SEGREDO');
  });
});

describe('a prototype', () => {
  afterEach(() => {
    delete (Object.prototype as Record<string, unknown>)['purpose'];
    delete (Object.prototype as Record<string, unknown>)['court'];
  });

  it('cannot be sent', () => {
    const body = JSON.stringify([asker]);
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      expect(refusal(JSON.parse(body.replace('{"caller"', `{"${name}":{"purpose":"AUDIT"},"caller"`)))).toContain(
        'has a member',
      );
      expect(refusal(JSON.parse(body.replace('{"id"', `{"${name}":{"level":3},"id"`)))).toContain('has a member');
    }
    expect(({} as Record<string, unknown>)['level']).toBeUndefined();
  });

  it('supplies nothing that was not sent', () => {
    Object.assign(Object.prototype, { purpose: 'BORDER', court: '8.26.0100' });
    const [one] = parseAskers(onTheWire([{ caller }]));
    expect(Object.hasOwn(one ?? {}, 'purpose')).toBe(false);
    expect(Object.hasOwn(one?.caller ?? {}, 'court')).toBe(false);
    expect(refusal([Object.create({ caller })])).toContain('askers[0].caller');
  });
});

describe('a caller', () => {
  it('may have any of the ten profiles and any of the 27 states', () => {
    expect(profiles).toHaveLength(10);
    expect(new Set(stateCodes).size).toBe(27);
    for (const profile of profiles) expect(parseCaller({ ...caller, profile }, 'token').profile).toBe(profile);
    for (const state of stateCodes) expect(parseCaller({ ...caller, state }, 'token').state).toBe(state);
  });

  it('of a federal body has no state', () => {
    const { state: _state, ...federal } = caller;
    expect(parseCaller({ ...federal, state: undefined }, 'token')).not.toHaveProperty('state');
  });
});
