import { describe, expect, it } from 'vitest';
import { PlanError } from './plan.ts';
import { splitBatch } from './split-batch.ts';

const batch = `query($r0:[_Any!]!,$r1:[_Any!]!,$n:Int,$m:Int){
  _e0:_entities(representations:$r0){...F}
  _e1:_entities(representations:$r1){...on B{size(n:$m)}}
} fragment F on A{...G} fragment G on A{name(n:$n)}`;
const aliases = [
  { alias: '_e0', representationsVariableName: 'r0' },
  { alias: '_e1', representationsVariableName: 'r1' },
];

describe('a batch', () => {
  it('becomes one operation a list, each with its own fragments and variables', () => {
    expect(splitBatch(batch, aliases)).toEqual([
      'query($representations:[_Any!]!$n:Int){_entities(representations:$representations){...F}}fragment F on A{...G}fragment G on A{name(n:$n)}',
      'query($representations:[_Any!]!$m:Int){_entities(representations:$representations){...on B{size(n:$m)}}}',
    ]);
  });

  it('that lacks a list is refused', () => {
    expect(() => splitBatch(batch, [{ alias: '_e2', representationsVariableName: 'r0' }])).toThrow(PlanError);
  });
});
