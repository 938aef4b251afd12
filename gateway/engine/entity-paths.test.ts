import { describe, expect, it } from 'vitest';
import { pathsOfRepresentations } from './entity-paths.ts';

const car = (recordId: string) => ({ __typename: 'VehicleRecord', holder: 'SP', recordId });
const gun = (recordId: string) => ({ __typename: 'WeaponRecord', holder: 'PF', recordId });

describe('the places of representations', () => {
  it('are counted among objects of their own types alone', () => {
    const data = { hits: [{ records: [gun('1')] }, { records: [car('2'), null, car('3')] }, { records: null }] };
    const paths = pathsOfRepresentations(data, ['hits', '@', 'records', '@'], [car('2'), car('3')]);
    expect(paths).toEqual([
      ['hits', 1, 'records', 0],
      ['hits', 1, 'records', 2],
    ]);
  });

  it('go through single objects and lists of lists', () => {
    expect(pathsOfRepresentations({ a: { b: car('1') } }, ['a', 'b'], [car('1')])).toEqual([['a', 'b']]);
    expect(pathsOfRepresentations({ a: [[car('1')], [car('2')]] }, ['a', '@', '@'], [car('1'), car('2')])).toEqual([
      ['a', 0, 0],
      ['a', 1, 0],
    ]);
  });

  it('are too wide, never a neighbour’s, where the counts differ', () => {
    const data = { records: [car('1'), car('2')] };
    expect(pathsOfRepresentations(data, ['records', '@'], [car('2')])).toEqual([['records']]);
  });

  it('are not looked for in prototypes', () => {
    expect(pathsOfRepresentations({}, ['constructor'], [car('1')])).toEqual([['constructor']]);
  });
});
