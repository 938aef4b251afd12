import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import { createAuthorizer } from '../authorize.ts';
import { prepareSupergraph } from '../supergraph/prepare.ts';
import { shapeAnswer } from './answer-tree.ts';
import { readGraphFacts } from './graph-facts.ts';

const sdl = readFileSync(new URL('../supergraph/supergraph.generated.graphql', import.meta.url), 'utf8');
const facts = readGraphFacts(parse(sdl));
const authorizer = createAuthorizer(prepareSupergraph(sdl));
const patrol: Asker = {
  caller: { id: 'u', body: 'B', state: 'SP', profile: 'patrol', level: 2, entitlements: [], tokenId: 't' },
  purpose: 'STOP',
};

const query = `{ individuals(cpf: "52998224725") { subjects {
  __typename constructor: name cpf birthDate
  records { holder name cpf physicalSigns { kind } addresses { street } }
  vehicles(first: 5) { totalCount edges { role node { id records { plate } } } }
} } }`;
const record = (id: string) => ({
  ...{ infosegKey_holder: 'SP', infosegKey_recordId: id, holder: 'SP', name: 'ANA', cpf: '52998224725' },
  ...{ physicalSigns: [{ kind: 'SCAR' }, null], addresses: [{ street: 'RUA A' }] },
});
const person = (id: string) => ({
  ...{ infosegKey_id: id, constructor: 'ANA', cpf: '52998224725', birthDate: null, records: [record(`${id}1`), null] },
  vehicles: { totalCount: 1, edges: [{ role: 'OWNER', node: { infosegKey_id: 'V', id: 'V', records: null } }] },
});
const data = { individuals: { subjects: [person('S'), person('T'), null] } };

describe('the shape of an answer', () => {
  const { operation } = authorizer.authorize({ document: parse(query), asker: patrol });
  const shape = () => shapeAnswer(data, [], operation.tree, facts, {});

  it('is the thousandth time what it was the first', () => {
    const first = shape();
    for (let time = 0; time < 1000; time++) shape();
    const last = shape();
    expect(last).toEqual(first);
    expect(JSON.stringify(last)).toBe(JSON.stringify(first));
    expect(first.masked.length).toBeGreaterThan(0);
    expect(first.denied.length).toBeGreaterThan(0);
  });

  it('is fresh every time, and leaves what the engine gave as it was', () => {
    const before = JSON.stringify(data);
    const [one, other] = [shape().data, shape().data];
    expect(one).toEqual(other);
    expect(one.individuals).not.toBe(other.individuals);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('shows no key of ours, and names each subject and record once', () => {
    const { data: shown, subjects, records } = shape();
    expect(JSON.stringify(shown)).not.toContain('infoseg');
    expect(subjects.map(({ id }) => id)).toEqual(['S', 'T']);
    expect(records.map(({ recordId }) => recordId)).toEqual(['S1', 'T1']);
  });

  it('is the same for those who stay when somebody is hidden', () => {
    const hidden = shapeAnswer(
      data,
      [{ code: 'HIDDEN', path: ['individuals', 'subjects', 1] }],
      operation.tree,
      facts,
      {},
    );
    const alone = shapeAnswer(
      { individuals: { subjects: [data.individuals.subjects[0], null] } },
      [],
      operation.tree,
      facts,
      {},
    );
    expect(hidden).toEqual(alone);
  });
});
