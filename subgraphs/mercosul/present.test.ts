import { describe, expect, it } from 'vitest';
import { present } from './present.ts';
import type { ForeignVehicleFacts } from './record.ts';

const facts: ForeignVehicleFacts = {
  recordId: 'r1',
  country: 'UY',
  plate: 'ABC1234',
  make: 'FIAT',
  model: 'UNO',
  stolen: false,
  sourceAuthority: 'SUCIVE',
};

describe('a foreign vehicle', () => {
  it('is shown as its country has it, without the key that the kit adds', () => {
    const { recordId: _, ...shown } = facts;
    expect(present(facts)).toEqual({ ...shown, alerts: [] });
  });

  it('stops the agent when its country says that it is stolen', () => {
    expect(present({ ...facts, stolen: true }).alerts).toMatchObject([{ severity: 'STOP', kind: 'STOLEN' }]);
  });
});
