import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Asker } from '#kit/caller.ts';
import type { Profile } from '#kit/profiles.ts';
import { createAuthorizer } from '../authorize.ts';
import type { EngineError, ResponsePath } from '../engine/engine.ts';
import { prepareSupergraph } from '../supergraph/prepare.ts';
import { complete } from './completeness.ts';
import type { CompletedAnswer } from './completeness.ts';
import { readGraphFacts } from './graph-facts.ts';
import { SourceReport } from './report.ts';

const sdl = readFileSync(new URL('../supergraph/supergraph.generated.graphql', import.meta.url), 'utf8');
const prepared = prepareSupergraph(sdl);
const facts = readGraphFacts(parse(sdl));
const authorizer = createAuthorizer(prepared);
const directory = {
  ...{ version: 1, environment: 'test', gateway: { exchangeKey: {} } },
  ...{ holders: {}, sources: {}, endpoints: [] },
} as const;

const asker = (profile: Profile, stated: Partial<Asker> = {}): Asker => ({
  caller: { id: 'u', body: 'B', state: 'SP', profile, level: 2, entitlements: [], tokenId: 't' },
  ...stated,
});
const patrol = asker('patrol', { purpose: 'STOP' });
const investigator = asker('investigator', { purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' });

/** What the client and the journal get of an engine's answer. */
function completed(
  query: string,
  data: Readonly<Record<string, unknown>>,
  errors: readonly EngineError[] = [],
  { by = patrol, variables = {} }: { readonly by?: Asker; readonly variables?: Readonly<Record<string, unknown>> } = {},
): CompletedAnswer {
  const document = parse(query);
  expect(validate(prepared.apiSchema, document)).toEqual([]);
  const { operation } = authorizer.authorize({ document, variables, asker: by });
  return complete({
    answer: { data, errors },
    ...{ operation, variables, facts, directory, report: new SourceReport() },
    ...{ now: 0, language: 'en', traceId: 'a' },
  });
}

const hidden = (...paths: readonly ResponsePath[]): readonly EngineError[] =>
  paths.map((path) => ({ code: 'HIDDEN', path }));

/** A pointer as the engine gives it: with its keys under our names, whatever was asked. */
const pointer = (recordId: string, shown: Readonly<Record<string, unknown>> = {}) => ({
  ...{ infosegKey_holder: 'SP', infosegKey_recordId: recordId },
  ...shown,
});
const subject = (id: string, shown: Readonly<Record<string, unknown>> = {}) => ({ infosegKey_id: id, ...shown });

describe('a hidden record', () => {
  const cpf = '52998224725';

  it('is hidden under every alias, and takes the subject with it', () => {
    const { data, subjects, records } = completed(
      `{ individuals(cpf: "${cpf}") { subjects { id k: records { holder recordId } records { holder sex } } } }`,
      {
        individuals: {
          subjects: [
            subject('S', { id: 'S', k: [pointer('1', { holder: 'SP' })], records: [pointer('1', { holder: 'SP' })] }),
          ],
        },
      },
      hidden(['individuals', 'subjects', 0, 'records', 0]),
    );
    expect(data).toEqual({ individuals: { subjects: [] } });
    expect([subjects, records]).toEqual([[], []]);
  });

  it('leaves the subject its other record, under every alias', () => {
    const { data, records } = completed(
      `{ individuals(cpf: "${cpf}") { subjects { k: records { recordId } records { sex } } } }`,
      {
        individuals: {
          subjects: [
            subject('S', {
              k: [pointer('1', { recordId: '1' }), pointer('2', { recordId: '2' })],
              records: [pointer('1', { sex: null }), pointer('2', { sex: 'FEMININO' })],
            }),
          ],
        },
      },
      hidden(['individuals', 'subjects', 0, 'records', 0]),
    );
    expect(data).toEqual({ individuals: { subjects: [{ k: [{ recordId: '2' }], records: [{ sex: 'FEMININO' }] }] } });
    expect(records).toEqual([{ kind: 'INDIVIDUAL_RECORD', holder: 'SP', recordId: '2' }]);
  });

  it('takes its subject from every other look-up of the answer', () => {
    const { data } = completed(
      `{ a: individuals(cpf: "${cpf}") { subjects { records { sex } } } b: individuals(cpf: "${cpf}") { subjects { name } } c: individual(id: "S") { name } }`,
      {
        a: { subjects: [subject('S', { records: [pointer('1', { sex: null })] })] },
        b: { subjects: [subject('S', { name: 'MARIA' }), subject('T', { name: 'ANA' })] },
        c: subject('S', { name: 'MARIA' }),
      },
      hidden(['a', 'subjects', 0, 'records', 0]),
    );
    expect(data).toEqual({ a: { subjects: [] }, b: { subjects: [{ name: 'ANA' }] }, c: null });
  });

  it('takes no namesake of its number at another holder', () => {
    const { data } = completed(
      `{ individuals(cpf: "${cpf}") { subjects { records { holder sex } } } }`,
      {
        individuals: {
          subjects: [
            subject('S', {
              records: [
                pointer('1', { holder: 'SP' }),
                { infosegKey_holder: 'RJ', infosegKey_recordId: '1', holder: 'RJ', sex: 'FEMININO' },
              ],
            }),
          ],
        },
      },
      hidden(['individuals', 'subjects', 0, 'records', 0]),
    );
    expect(data).toEqual({ individuals: { subjects: [{ records: [{ holder: 'RJ', sex: 'FEMININO' }] }] } });
  });

  it('hides what was wrong with it under another alias', () => {
    const { errors, extensions } = completed(
      `{ individuals(cpf: "${cpf}") { subjects { a: records { name } b: records { occupation cpf } } } }`,
      {
        individuals: {
          subjects: [
            subject('S', {
              a: [pointer('1', { name: null }), pointer('2', { name: 'MARIA' })],
              b: [pointer('1', { cpf }), pointer('2', { cpf })],
            }),
          ],
        },
      },
      hidden(['individuals', 'subjects', 0, 'a', 0]),
    );
    expect(errors.map(({ path }) => path)).toEqual([['individuals', 'subjects', 0, 'b', 0, 'occupation']]);
    expect(extensions.masked).toEqual([['individuals', 'subjects', 0, 'b', 0, 'cpf']]);
  });
});

describe('a connection that loses an entry to a hidden record', () => {
  const warrant = (id: string, shown: Readonly<Record<string, unknown>> = {}) => ({
    cursor: `c-${id}`,
    node: subject(id, { id, record: pointer(id, { holder: 'CNJ' }), ...shown }),
  });

  it('counts it under no alias and on no page', () => {
    const { data } = completed(
      `{ individual(id: "S") { c: warrants(first: 1) { totalCount } d: warrants(after: "x") { n: totalCount } warrants { totalCount edges { node { record { warrantStatus } } } } vehicles { totalCount } } }`,
      {
        individual: subject('S', {
          c: { totalCount: 2 },
          d: { n: 2 },
          warrants: { totalCount: 2, edges: [warrant('w1'), warrant('w2')] },
          vehicles: { totalCount: 2 },
        }),
      },
      hidden(['individual', 'warrants', 'edges', 0, 'node', 'record']),
      { by: investigator },
    );
    expect(data).toMatchObject({
      individual: { c: { totalCount: 1 }, d: { n: 1 }, warrants: { totalCount: 1 }, vehicles: { totalCount: 2 } },
    });
  });

  it('shows it under no alias: neither what names it nor its cursor alone', () => {
    const query = `{ individual(id: "S") {
      warrants(first: 2) { edges { node { record { warrantStatus } } } }
      names: warrants(first: 5) { totalCount edges { node { id } } }
      cursors: warrants(first: 2) { edges { cursor } }
    } }`;
    const { data } = completed(
      query,
      {
        individual: subject('S', {
          warrants: { edges: [warrant('w1'), warrant('w2')] },
          names: { totalCount: 2, edges: [warrant('w1'), warrant('w2')] },
          cursors: { edges: [{ cursor: 'c-w1' }, { cursor: 'c-w2' }] },
        }),
      },
      hidden(['individual', 'warrants', 'edges', 1, 'node', 'record']),
    );
    expect(data).toMatchObject({
      individual: {
        names: { totalCount: 1, edges: [{ node: { id: 'w1' } }] },
        cursors: { edges: [{ cursor: 'c-w1' }] },
      },
    });
    expect(JSON.stringify(data)).not.toContain('w2');
  });

  it('does not count it for the same question in other words: variables, and members in another order', () => {
    const page = `{ totalCount edges { node { records { sex } } } }`;
    const { data } = completed(
      `query ($name: String!) {
        a: findIndividuals(search: { name: "MARIA", motherName: "ANA" }) ${page}
        b: findIndividuals(search: { motherName: "ANA", name: $name }, first: 1) { totalCount }
        c: findIndividuals(search: { motherName: "RITA", name: $name }) { totalCount }
      }`,
      {
        a: { totalCount: 2, edges: [1, 2].map((id) => ({ node: subject(`${id}`, { records: [pointer(`${id}`)] }) })) },
        b: { totalCount: 2 },
        c: { totalCount: 2 },
      },
      hidden(['a', 'edges', 0, 'node', 'records', 0]),
      { variables: { name: 'MARIA' } },
    );
    expect(data).toMatchObject({ a: { totalCount: 1 }, b: { totalCount: 1 }, c: { totalCount: 2 } });
  });

  const paged = (edges: readonly unknown[], hasNextPage: boolean, asked: string, info = 'hasNextPage endCursor') =>
    completed(
      `{ individual(id: "S") { warrants { pageInfo { ${info} } edges { ${asked} node { record { warrantStatus } } } } } }`,
      { individual: subject('S', { warrants: { pageInfo: { hasNextPage, endCursor: 'c-w2' }, edges } }) },
      hidden(['individual', 'warrants', 'edges', edges.length - 1, 'node', 'record']),
    ).data;
  const ends = (info: object) => ({ individual: { warrants: { pageInfo: info } } });

  it('ends at the last entry that stayed', () => {
    const both = [warrant('w1'), warrant('w2')];
    expect(paged(both, true, 'cursor')).toMatchObject(ends({ hasNextPage: true, endCursor: 'c-w1' }));
    // Sealed, and the client has nothing to compare it with.
    expect(paged(both, true, '')).toMatchObject(ends({ hasNextPage: true, endCursor: 'c-w2' }));
  });

  it('has no end where nothing stayed, unless more follows: the way there must remain', () => {
    expect(paged([warrant('w2')], false, 'cursor')).toMatchObject(ends({ hasNextPage: false, endCursor: null }));
    expect(paged([warrant('w2')], false, '', 'endCursor')).toMatchObject(ends({ endCursor: null }));
    expect(paged([warrant('w2')], true, 'cursor')).toMatchObject(ends({ hasNextPage: true, endCursor: 'c-w2' }));
  });
});

describe('a field that is masked to null', () => {
  const inspector = asker('inspector', { purpose: 'INSPECTION', caseNumber: 'OF-2026-000001' });
  const ask = (birthDate: string | null) =>
    completed(
      `{ individuals(cpf: "52998224725") { subjects { birthDate sex } } }`,
      { individuals: { subjects: [subject('S', { birthDate, sex: 'FEMININO' })] } },
      [],
      { by: inspector },
    );

  it('is listed whether it has a value or not', () => {
    expect(ask('1990-01-01').data).toEqual(ask(null).data);
    for (const value of ['1990-01-01', null])
      expect(ask(value).extensions.masked).toEqual([['individuals', 'subjects', 0, 'birthDate']]);
  });

  it('is journalled as masked and not as shown, whether it has a value or not', () => {
    for (const value of ['1990-01-01', null]) {
      const { fields, maskedFields } = ask(value);
      expect(fields).not.toContain('Individual.birthDate');
      expect(fields).toContain('Individual.sex');
      expect(maskedFields).toEqual([{ field: 'Individual.birthDate', rule: 'Individual.birthDate' }]);
    }
  });
});

describe('what the journal gets', () => {
  it('names a denied field that was tried on nobody', () => {
    const { withheld, errors } = completed(
      `{ individuals(cpf: "52998224725") { subjects { records { healthNotes addresses { street } } } } search(text: "x") { hits { edges { node { subject { ... on Individual { vehicles { totalCount } } } } } } } }`,
      { individuals: { subjects: [] }, search: { hits: { edges: [] } } },
    );
    expect(errors).toEqual([]);
    expect(withheld).toEqual(
      ['IndividualRecord.healthNotes', 'IndividualRecord.addresses', 'Individual.vehicles'].map((field) => ({
        ...{ field, rule: field },
      })),
    );
  });

  it('names a withheld field by the type that it stands in, whatever other type has its alias', () => {
    const { withheld } = completed(
      `{ search(text: "x") { hits { edges { node { subject {
        ... on Individual { x: name } ... on Vehicle { x: colour } ... on Weapon { x: make } } } } } } }`,
      {
        search: {
          hits: {
            edges: ['Vehicle', 'Weapon'].map((type) => ({
              node: { subject: { ...subject(type), infosegTypename: type, x: null } },
            })),
          },
        },
      },
      [
        {
          ...{ code: 'UNAUTHORIZED_FIELD_OR_TYPE', rule: 'overlay/1', source: 'vehicles', holder: 'SP' },
          path: ['search', 'hits', 'edges', 0, 'node', 'subject', 'x'],
        },
        {
          ...{ code: 'RECORD_WITHHELD', source: 'weapons', holder: 'PF' },
          path: ['search', 'hits', 'edges', 1, 'node', 'subject', 'x'],
        },
      ],
    );
    expect(withheld).toEqual([
      { field: 'Vehicle.colour', rule: 'overlay/1', by: 'vehicles/SP' },
      { field: 'Weapon.make', rule: 'HOLDER', by: 'weapons/PF' },
    ]);
  });

  it('names what a holder masked by a rule of its own, once with what the shared rules mask', () => {
    const { maskedFields } = completed(
      `{ individuals(cpf: "52998224725") { subjects { records { name number: cpf } } } }`,
      { individuals: { subjects: [subject('S', { records: [pointer('1', { name: 'M. S.', number: '***' })] })] } },
      [
        {
          ...{ code: 'MASKED', rule: 'overlay/2/IndividualRecord.name', source: 'individuals', holder: 'RJ' },
          path: ['individuals', 'subjects', 0, 'records', 0, 'name'],
        },
        {
          ...{ code: 'MASKED', rule: 'IndividualRecord.cpf', source: 'individuals', holder: 'RJ' },
          path: ['individuals', 'subjects', 0, 'records', 0, 'number'],
        },
      ],
    );
    expect(maskedFields).toEqual([
      { field: 'IndividualRecord.cpf', rule: 'IndividualRecord.cpf' },
      { field: 'IndividualRecord.name', rule: 'overlay/2/IndividualRecord.name', by: 'individuals/RJ' },
    ]);
  });
});
