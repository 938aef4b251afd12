// Every status of `extensions.sources`, provoked over a real socket through engine, holder client and completeness.
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdersWords } from '../../test/stub-holder.ts';
import type { StubHolder, StubMode } from '../../test/stub-holder.ts';
import { investigator, startStubNetwork } from '../../test/stub-network.ts';
import type { Asked, StubNetwork } from '../../test/stub-network.ts';
import { endpoints, find, investigation, root } from '../../test/stub-people.ts';

let network: StubNetwork;
beforeAll(async () => {
  network = await startStubNetwork({ root, endpoints, find });
});
beforeEach(() => network.reset());
afterAll(() => network?.stop());

const known = { cpf: '52998224725' };

function stub(endpoint: string): StubHolder {
  const found = network.holders.get(endpoint);
  if (found === undefined) throw new Error(`no stub ${endpoint}`);
  return found;
}

const records = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id records { holder recordId name } } probes { records { name } } } }`;
const rioRecord = ['individuals', 'subjects', 0, 'records', 1] as const;

function recordsOf(asked: Asked): unknown {
  const { individuals } = asked.data as { individuals: { subjects: { records: unknown }[] } };
  return individuals.subjects[0]?.records;
}

describe('a healthy network', () => {
  it('answers an investigation with one call to each endpoint and says ANSWERED of each', async () => {
    const asked = await network.ask(investigation, { variables: known });
    expect(asked.errors).toEqual([]);
    expect(Object.fromEntries(asked.report.calls)).toEqual({
      'national-index/SENASP': 1,
      'individuals/SP': 1,
      'individuals/RJ': 1,
      'vehicles/SENATRAN': 1,
      'vehicles/SP': 1,
      'weapons/PF': 1,
      'warrants/CNJ': 1,
    });
    for (const endpoint of asked.report.calls.keys()) expect(asked.statusesOf(endpoint)).toEqual(['ANSWERED']);
    expect(asked.extensions.outcomes).toEqual([
      { field: 'individuals', outcome: 'HIT', sentence: 'Há registros que seu perfil pode consultar, às 14:32.' },
    ]);
  });

  it('lists every member of an entry, and no other', async () => {
    const asked = await network.ask(records, { variables: known });
    const [line] = asked.line('individuals/RJ');
    expect(line).toEqual({
      source: 'individuals',
      holder: 'RJ',
      status: 'ANSWERED',
      paths: [['individuals', 'subjects', '@', 'records', '@']],
      indexAsOf: '2026-11-21T11:59:00Z',
      asOf: '2026-11-21T12:00:00Z',
      elapsedMs: expect.any(Number) as number,
      reason: null,
      rule: null,
      contact: null,
    });
    expect(asked.extensions.notice).toBe('Não é certidão de antecedentes.');
    expect(asked.extensions.traceId).toBe('a'.repeat(32));
  });
});

interface Case {
  readonly mode: StubMode;
  readonly status: string;
  readonly code: string;
  readonly reason: string;
}

const cases: readonly Case[] = [
  { mode: 'slow', status: 'TIMED_OUT', code: 'HOLDER_TIMED_OUT', reason: 'DEADLINE' },
  { mode: 'drip', status: 'TIMED_OUT', code: 'HOLDER_TIMED_OUT', reason: 'DEADLINE' },
  { mode: 'refused', status: 'REFUSED', code: 'HOLDER_REFUSED', reason: 'HTTP_401' },
  { mode: 'forbidden', status: 'REFUSED', code: 'HOLDER_REFUSED', reason: 'HTTP_403' },
  { mode: 'busy', status: 'BUSY', code: 'HOLDER_BUSY', reason: 'HTTP_429' },
  { mode: 'overloaded', status: 'BUSY', code: 'HOLDER_BUSY', reason: 'HTTP_503' },
  { mode: 'crashed', status: 'UNAVAILABLE', code: 'HOLDER_UNAVAILABLE', reason: 'HTTP_500' },
  { mode: 'reset', status: 'UNAVAILABLE', code: 'HOLDER_UNAVAILABLE', reason: 'CONNECTION_LOST' },
  { mode: 'redirect', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'HTTP_302' },
  { mode: 'malformed', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'NOT_JSON' },
  { mode: 'notUtf8', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'NOT_JSON' },
  { mode: 'html', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'CONTENT_TYPE' },
  { mode: 'plain', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'CONTENT_TYPE' },
  { mode: 'gzip', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'CONTENT_ENCODING' },
  { mode: 'array', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_TYPE' },
  { mode: 'dataMissing', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_TYPE' },
  { mode: 'entitiesNotAList', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_TYPE' },
  { mode: 'missing', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_COUNT' },
  { mode: 'wrongTypename', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'WRONG_RECORD' },
  { mode: 'hugeDeclared', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'TOO_LARGE' },
  { mode: 'huge', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'TOO_LARGE' },
  { mode: 'error', status: 'INVALID_ANSWER', code: 'HOLDER_INVALID_ANSWER', reason: 'HOLDER_ERROR' },
];

describe('one holder that fails', () => {
  for (const { mode, status, code, reason } of cases) {
    it(`is ${status} (${reason}) when it is ${mode}, and costs its own record alone`, async () => {
      stub('individuals/RJ').mode = mode;
      if (status === 'TIMED_OUT') network.change('individuals/RJ', { deadlineMs: 250 });
      const asked = await network.ask(records, { variables: known });

      const [line, ...others] = asked.line('individuals/RJ');
      expect(others).toEqual([]);
      expect(line).toMatchObject({ status, reason, paths: [[...rioRecord]], contact: 'Plantão RJ, 61 3000-0000' });
      expect(asked.codesAt(...rioRecord)).toEqual([code]);
      expect(asked.errors).toHaveLength(1);
      expect(recordsOf(asked)).toEqual([
        { holder: 'SP', recordId: '1', name: 'individuals/SP 1' },
        { holder: 'RJ', recordId: '2', name: null },
      ]);
      expect(asked.statusesOf('individuals/SP')).toEqual(['ANSWERED']);
      expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
      const text = JSON.stringify(asked);
      expect(text).not.toContain(holdersWords);
      expect(text).not.toContain('127.0.0.1');
    });
  }

  it('is UNAVAILABLE when nobody listens', async () => {
    const free = await freeAddress();
    network.change('individuals/RJ', { url: free });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([
      { status: 'UNAVAILABLE', reason: 'CONNECT', paths: [[...rioRecord]] },
    ]);
    expect(asked.codesAt(...rioRecord)).toEqual(['HOLDER_UNAVAILABLE']);
  });

  it('stops a body without end soon after the limit', async () => {
    stub('individuals/RJ').mode = 'huge';
    await network.ask(records, { variables: known });
    expect(stub('individuals/RJ').bytesWritten).toBeLessThan(20_000_000);
  });

  it('is not waited for beyond the deadline of the request', async () => {
    stub('individuals/RJ').mode = 'slow';
    const before = performance.now();
    const asked = await network.ask(records, { variables: known, deadlineMs: 300 });
    expect(performance.now() - before).toBeLessThan(1500);
    expect(asked.statusesOf('individuals/RJ')).toEqual(['TIMED_OUT']);
    expect(asked.statusesOf('individuals/SP')).toEqual(['ANSWERED']);
  });
});

describe('what the directory says', () => {
  it('makes an endpoint REFUSED without a call while it is paused', async () => {
    network.change('individuals/RJ', { paused: { since: '2026-11-01T00:00:00Z', reason: 'AUDIT' } });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([{ status: 'REFUSED', reason: 'AUDIT' }]);
    expect(asked.codesAt(...rioRecord)).toEqual(['HOLDER_REFUSED']);
    expect(stub('individuals/RJ').take()).toEqual([]);
  });

  it('makes an endpoint REFUSED without a call when its agreement has ended', async () => {
    network.change('individuals/RJ', { agreement: { basis: 'test', validTo: '2020-01-01T00:00:00Z' } });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([{ status: 'REFUSED', reason: 'AGREEMENT_ENDED' }]);
    expect(stub('individuals/RJ').take()).toEqual([]);
  });

  it('makes an endpoint MAINTENANCE without a call in its window', async () => {
    const maintenance = [{ from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z', reason: 'UPGRADE' }];
    network.change('individuals/RJ', { maintenance });
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([{ status: 'MAINTENANCE', reason: 'UPGRADE' }]);
    expect(asked.codesAt(...rioRecord)).toEqual(['HOLDER_MAINTENANCE']);
    expect(stub('individuals/RJ').take()).toEqual([]);
  });

  it('makes a holder that left REFUSED, at its record', async () => {
    network.leave('individuals/RJ');
    const asked = await network.ask(records, { variables: known });
    expect(asked.line('individuals/RJ')).toMatchObject([
      { status: 'REFUSED', reason: 'NOT_IN_DIRECTORY', paths: [[...rioRecord]] },
    ]);
    expect(asked.codesAt(...rioRecord)).toEqual(['HOLDER_REFUSED']);
  });

  it('makes an endpoint BUSY beyond the calls that it takes at once', async () => {
    network.change('individuals/RJ', { maxConcurrent: 1, deadlineMs: 250 });
    stub('individuals/RJ').mode = 'slow';
    const [first, second] = await Promise.all([
      network.ask(records, { variables: known }),
      network.ask(records, { variables: known, asker: { ...investigator, caseNumber: 'IP-2026-000002' } }),
    ]);
    const lines = [...first.line('individuals/RJ'), ...second.line('individuals/RJ')].map(({ status, reason }) => [
      status,
      reason,
    ]);
    expect(lines.sort()).toEqual([
      ['BUSY', 'CONCURRENCY_LIMIT'],
      ['TIMED_OUT', 'DEADLINE'],
    ]);
    expect(stub('individuals/RJ').take()).toHaveLength(1);
  });

  it('makes an endpoint BUSY beyond the calls that it takes a second', async () => {
    network.change('vehicles/SENATRAN', { perSecond: 1 });
    const query = `{ vehicles(plates: ["ABC1D23"]) { subjects { records { make } } } }`;
    const statuses = new Set<string>();
    for (let call = 0; call < 3; call += 1)
      (await network.ask(query)).statusesOf('vehicles/SENATRAN').forEach((one) => statuses.add(one));
    expect(statuses).toContain('BUSY');
  });

  it('leaves a field that the holder does not hold out of the question and marks it NOT_HELD', async () => {
    network.change('individuals/RJ', { fieldsNotHeld: ['IndividualRecord.photos'] });
    const asked = await network.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { name photos { reference } } } probes { holder } } }`,
      { variables: known },
    );
    expect(stub('individuals/RJ').take()[0]?.query).not.toContain('photos');
    expect(stub('individuals/SP').take()[0]?.query).toContain('photos');
    expect(asked.statusesOf('individuals/RJ')).toEqual(['ANSWERED', 'NOT_HELD']);
    expect(asked.line('individuals/RJ')[1]?.paths).toEqual([[...rioRecord, 'photos']]);
    expect(asked.codesAt(...rioRecord, 'photos')).toEqual(['FIELD_NOT_HELD']);
    expect(recordsOf(asked)).toEqual([
      { name: 'individuals/SP 1', photos: [{ reference: 'f1' }] },
      { name: 'individuals/RJ 2', photos: null },
    ]);
  });

  it('does not call a holder that lacks all that is asked', async () => {
    network.change('individuals/RJ', { fieldsNotHeld: ['IndividualRecord.photos'] });
    const asked = await network.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { photos { reference } } } probes { holder } } }`,
      { variables: known },
    );
    expect(stub('individuals/RJ').take()).toEqual([]);
    expect(asked.statusesOf('individuals/RJ')).toEqual(['NOT_HELD']);
  });

  it('leaves a field of a later version out of the question and marks it NOT_SUPPORTED', async () => {
    network.change('individuals/RJ', { schemaVersion: 1 });
    const asked = await network.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { name also: socialName } } probes { holder } } }`,
      { variables: known },
    );
    expect(stub('individuals/RJ').take()[0]?.query).not.toContain('socialName');
    expect(asked.statusesOf('individuals/RJ')).toEqual(['ANSWERED', 'NOT_SUPPORTED']);
    expect(asked.codesAt(...rioRecord, 'also')).toEqual(['FIELD_NOT_SUPPORTED']);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });
});

describe('what a holder decides', () => {
  it('drops a record without a trace of an entry and says RECORD_GONE', async () => {
    stub('individuals/SP').change = (answer) => ({ ...answer, data: { _entities: [null] } });
    const asked = await network.ask(records, { variables: known });
    expect(recordsOf(asked)).toEqual([{ holder: 'RJ', recordId: '2', name: 'individuals/RJ 2' }]);
    expect(asked.line('individuals/SP')).toMatchObject([
      { status: 'RECORD_GONE', paths: [['individuals', 'subjects', 0, 'records']] },
    ]);
    expect(asked.errors).toEqual([]);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('HIT');
  });

  it('moves the places of errors when an entry before them goes', async () => {
    stub('individuals/SP').verdicts = () => [{ path: ['_entities', 0], verdict: 'GONE' }];
    stub('individuals/RJ').mode = 'crashed';
    const asked = await network.ask(records, { variables: known });
    expect(recordsOf(asked)).toEqual([{ holder: 'RJ', recordId: '2', name: null }]);
    expect(asked.codesAt('individuals', 'subjects', 0, 'records', 0)).toEqual(['HOLDER_UNAVAILABLE']);
    expect(asked.line('individuals/RJ')[0]?.paths).toEqual([['individuals', 'subjects', 0, 'records', 0]]);
  });

  it('shows a withheld record as a pointer, with rule and contact, and does not call the answer incomplete', async () => {
    stub('individuals/RJ').verdicts = () => [
      { path: ['_entities', 0], verdict: 'WITHHOLD', rule: 'rj-7', contact: 'Corregedoria' },
    ];
    const asked = await network.ask(records, { variables: known });
    expect(recordsOf(asked)).toEqual([
      { holder: 'SP', recordId: '1', name: 'individuals/SP 1' },
      { holder: 'RJ', recordId: '2', name: null },
    ]);
    expect(asked.line('individuals/RJ')).toMatchObject([
      { status: 'WITHHELD', rule: 'rj-7', contact: 'Corregedoria', paths: [[...rioRecord]] },
    ]);
    expect(asked.errors).toMatchObject([
      { path: [...rioRecord], extensions: { code: 'RECORD_WITHHELD', rule: 'rj-7' } },
    ]);
    expect(asked.withheld).toEqual([{ field: 'Individual.records', rule: 'rj-7', by: 'individuals/RJ' }]);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('HIT');
  });

  it('blanks a value that came in spite of the denial', async () => {
    stub('individuals/RJ').verdicts = () => [{ path: ['_entities', 0, 'name'], verdict: 'DENY', rule: 'rj-8' }];
    const asked = await network.ask(records, { variables: known });
    expect(recordsOf(asked)).toContainEqual({ holder: 'RJ', recordId: '2', name: null });
    expect(asked.statusesOf('individuals/RJ')).toEqual(['ANSWERED', 'WITHHELD']);
    expect(asked.codesAt(...rioRecord, 'name')).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  it('has a field that it denies explained at the place that the client gave it, and twenty of a long list', async () => {
    const said = {
      rule: 'overlay/3/Photo.view',
      needs: ['profile:judge', 'case'],
      contact: 'Corregedoria',
      reason: 'Por portaria.',
    };
    stub('individuals/RJ').verdicts = () => [{ path: ['_entities', 0, 'called'], verdict: 'DENY', ...said }];
    const asked = await network.ask(
      `query ($cpf: CPF!) { who: individuals(cpf: $cpf) { subjects { papers: records { called: name } } probes { records { name } } } }`,
      { variables: known },
    );
    const path = ['who', 'subjects', 0, 'papers', 1, 'called'];
    expect(asked.errors).toEqual([
      {
        message: 'Seu perfil não consulta este campo nas condições informadas.',
        path,
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', ...said, source: 'individuals', holder: 'RJ' },
      },
    ]);
    const { needs: _, ...line } = said;
    expect(asked.line('individuals/RJ')).toMatchObject([
      { status: 'ANSWERED' },
      { status: 'WITHHELD', ...line, paths: [path] },
    ]);
    expect(asked.extensions.outcomes).toMatchObject([{ outcome: 'HIT' }]);
    expect(asked.withheld).toEqual([{ field: 'IndividualRecord.name', rule: said.rule, by: 'individuals/RJ' }]);

    const many = Array.from({ length: 30 }, (_, at) => ({
      ...{ path: ['_entities', 0, 'photos', at, 'view'], verdict: 'DENY' as const, ...said },
    }));
    stub('individuals/RJ').verdicts = () => many;
    const long = await network.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { photos { view } } } probes { records { name } } } }`,
      { variables: known },
    );
    const denials = long.errors.filter(({ extensions }) => extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE');
    expect(denials).toHaveLength(21);
    expect(denials.at(-1)?.path).toEqual(['individuals', 'subjects', '@', 'records', '@', 'photos', '@', 'view']);
  });

  it('explains its rules in lines of bounded length, and in nothing else', async () => {
    const long = 'x'.repeat(201);
    const cases: readonly object[] = [
      { rule: '<script>', needs: 'case', contact: { unit: 'X' }, reason: 7 },
      { rule: `overlay/${long}`, needs: [long, 'a\nb', 7, null], contact: long, reason: 'a\u202eb' },
      { rule: '', needs: [], contact: '', reason: '' },
    ];
    for (const said of cases) {
      stub('individuals/RJ').verdicts = () => [{ path: ['_entities', 0, 'name'], verdict: 'DENY', ...said }] as never;
      const asked = await network.ask(records, { variables: known });
      expect(asked.errors.map(({ extensions }) => extensions)).toEqual([
        {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          contact: expect.stringContaining('RJ'),
          source: 'individuals',
          holder: 'RJ',
        },
      ]);
      expect(asked.withheld).toEqual([{ field: 'IndividualRecord.name', rule: 'HOLDER', by: 'individuals/RJ' }]);
    }
  });

  it('that forgot to mask is masked here', async () => {
    stub('individuals/RJ').verdicts = () => [];
    const asked = await network.ask(
      `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { records { cpf } } probes { records { name } } } }`,
      { variables: known, asker: { caller: { ...investigator.caller, profile: 'inspector' } } },
    );
    expect(JSON.stringify(asked.data)).toContain('***.982.247-**');
    expect(JSON.stringify(asked.data)).not.toContain('52998224725');
  });

  it('lists a masked place in extensions.masked and nowhere else', async () => {
    stub('individuals/RJ').verdicts = () => [{ path: ['_entities', 0, 'name'], verdict: 'MASK', rule: 'rj-9' }];
    const asked = await network.ask(records, { variables: known });
    expect(asked.extensions.masked).toEqual([[...rioRecord, 'name']]);
    expect(asked.errors).toEqual([]);
    expect(asked.statusesOf('individuals/RJ')).toEqual(['ANSWERED']);
  });

  it('is PARTIAL when it fails for some records, each at its place', async () => {
    stub('warrants/CNJ').mode = 'errorAtFirst';
    const asked = await network.ask(investigation, { variables: known });
    expect(asked.statusesOf('warrants/CNJ')).toEqual(['PARTIAL']);
    const failed = ['individuals', 'subjects', 0, 'warrants', 'edges', 0, 'node', 'record'];
    expect(asked.line('warrants/CNJ')[0]?.paths).toEqual([failed]);
    expect(asked.codesAt(...failed)).toEqual(['HOLDER_INVALID_ANSWER']);
    expect(JSON.stringify(asked.data)).toContain('warrants/CNJ w2');
    expect(JSON.stringify(asked)).not.toContain(holdersWords);
  });

  it('is PARTIAL when its error names no place, and no null of it passes for a record that is gone', async () => {
    stub('individuals/RJ').mode = 'errorNowhere';
    const asked = await network.ask(records, { variables: known });
    expect(asked.statusesOf('individuals/RJ')).toEqual(['PARTIAL']);
    expect(asked.codesAt(...rioRecord)).toEqual(['HOLDER_INVALID_ANSWER']);
  });
});

describe('a hidden record', () => {
  const hide = (stubbed: StubHolder, ...ids: readonly string[]) => {
    stubbed.verdicts = (data, request) =>
      Object.keys(data).flatMap((key) => {
        const [variable = ''] = Object.keys(request.variables ?? {}).filter((name) => name.endsWith('representations'));
        const representations = (request.variables?.[variable] ?? []) as readonly { readonly recordId: string }[];
        return representations.flatMap(({ recordId }, at) =>
          ids.includes(recordId) ? [{ path: [key, at], verdict: 'HIDE' as const }] : [],
        );
      });
  };

  it('takes the subject whose only record it was, its edge and its place in the count', async () => {
    hide(stub('warrants/CNJ'), 'w1');
    const asked = await network.ask(investigation, { variables: known });
    const { individuals } = asked.data as { individuals: { subjects: { warrants: unknown }[] } };
    expect(individuals.subjects[0]?.warrants).toEqual({
      totalCount: 1,
      edges: [
        {
          node: {
            id: 'w2',
            record: {
              holder: 'CNJ',
              recordId: 'w2',
              warrantStatus: 'PENDENTE_DE_CUMPRIMENTO',
              court: 'warrants/CNJ w2',
            },
          },
        },
      ],
    });
    expect(JSON.stringify(asked)).not.toContain('w1');
    expect(asked.statusesOf('warrants/CNJ')).toEqual(['ANSWERED']);
  });

  it('does not take the silence of another holder with it', async () => {
    hide(stub('individuals/SP'), '1');
    stub('individuals/RJ').mode = 'reset';
    const asked = await network.ask(records, { variables: known });
    const { individuals } = asked.data as { individuals: { subjects: unknown[] } };
    expect(individuals.subjects).toHaveLength(1);
    expect(asked.statusesOf('individuals/RJ')).toEqual(['UNAVAILABLE']);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });

  it('leaves the answer of somebody who has none', async () => {
    hide(stub('warrants/CNJ'), 'w1', 'w2');
    const warrants = `query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { warrants { totalCount edges { node { id record { warrantStatus } } } } } probes { holder } } }`;
    const hidden = await network.ask(warrants, { variables: known });
    const none = await network.ask(warrants, { variables: { cpf: '11144477735' } });
    const shown = ({ data, errors, subjects, records, fields, extensions: { sources, outcomes, masked } }: Asked) => ({
      ...{ data, errors, outcomes, masked, records },
      sources: sources.map((line) => ({ ...line, elapsedMs: null })),
      subjects: subjects.map(({ kind }) => kind),
      fields,
    });
    expect(shown(hidden)).toEqual(shown(none));
    expect(hidden.statusesOf('warrants/')).toEqual(['NO_POINTER']);
  });

  it('takes the hit of a search and leaves its neighbours of other types alone', async () => {
    hide(stub('vehicles/SENATRAN'), '11');
    hide(stub('vehicles/SP'), '12');
    const asked = await network.ask(`{ search(text: "x") {
      hits { totalCount edges { node { subject {
        ... on Individual { id records { name } }
        ... on Vehicle { id records { make } }
        ... on Weapon { id records { make } }
      } } } }
    } }`);
    const { search } = asked.data as {
      search: { hits: { totalCount: number; edges: { node: { subject: { id: string } } }[] } };
    };
    expect(search.hits.edges.map(({ node }) => node.subject.id)).toEqual(['p1', 'a1']);
    expect(search.hits.totalCount).toBe(2);
    expect(asked.subjects.map(({ id }) => id)).toEqual(['p1', 'a1']);
  });

  it('leaves a subject that another holder still shows', async () => {
    hide(stub('individuals/SP'), '1');
    const asked = await network.ask(records, { variables: known });
    expect(recordsOf(asked)).toEqual([{ holder: 'RJ', recordId: '2', name: 'individuals/RJ 2' }]);
    expect(asked.records).toEqual([{ kind: 'INDIVIDUAL_RECORD', holder: 'RJ', recordId: '2' }]);
    expect(asked.line('individuals/SP')).toEqual([]);
  });
});

describe('the index', () => {
  it('that has no pointer makes a source NO_POINTER, once, and the answer NO_HIT', async () => {
    const asked = await network.ask(records, { variables: { cpf: '39053344705' } });
    expect(asked.line('individuals/')).toMatchObject([{ source: 'individuals', holder: null, status: 'NO_POINTER' }]);
    expect(asked.extensions.sources).toHaveLength(2);
    expect(asked.extensions.outcomes).toEqual([
      { field: 'individuals', outcome: 'NO_HIT', sentence: 'Nada que seu perfil possa consultar, às 14:32.' },
    ]);
    expect(JSON.stringify(asked)).not.toContain('nada consta');
  });

  it('that is behind a holder may not say none for it', async () => {
    network.index.index = network.index.index?.map((state) => ({ ...state, behind: state.holder === 'RJ' })) ?? [];
    const asked = await network.ask(records, { variables: { cpf: '39053344705' } });
    expect(asked.line('individuals/RJ')).toMatchObject([
      { status: 'INDEX_BEHIND', paths: [['individuals']], indexAsOf: '2026-11-21T11:59:00Z' },
    ]);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });

  it('that says nothing of a holder counts as behind it', async () => {
    network.index.index = network.index.index?.filter(({ holder }) => holder !== 'RJ') ?? [];
    const asked = await network.ask(records, { variables: { cpf: '39053344705' } });
    expect(asked.line('individuals/RJ')).toMatchObject([{ status: 'INDEX_BEHIND', indexAsOf: null }]);
    expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });

  it('that is behind a source which the answer does not draw on changes nothing', async () => {
    network.index.index = network.index.index?.map((state) => ({ ...state, behind: state.source === 'weapons' })) ?? [];
    const asked = await network.ask(records, { variables: { cpf: '39053344705' } });
    expect(asked.extensions.outcomes[0]?.outcome).toBe('NO_HIT');
    expect(asked.line('weapons/PF')).toEqual([]);
  });

  it('that fails makes every root field null with INDEX_UNAVAILABLE, and no source NO_POINTER', async () => {
    network.index.mode = 'crashed';
    const asked = await network.ask(
      `{ holders { name } ${records.slice(records.indexOf('{') + 1).replace('$cpf', '"52998224725"')}`,
    );
    expect(asked.data).toEqual({ holders: null, individuals: null });
    expect(asked.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['holders'], 'INDEX_UNAVAILABLE'],
      [['individuals'], 'INDEX_UNAVAILABLE'],
    ]);
    expect(asked.extensions.sources.map(({ source, status }) => [source, status])).toEqual([
      ['national-index', 'UNAVAILABLE'],
    ]);
    expect(asked.extensions.outcomes.map(({ outcome }) => outcome)).toEqual(['INCOMPLETE', 'INCOMPLETE']);
  });

  it('that fails for one root field leaves the others whole', async () => {
    const asked = await network.ask(`{ holders { name } weaponsBySerial(serial: "ABC123") { subjects { id } } }`);
    expect(asked.data).toEqual({ holders: [{ name: 'São Paulo' }], weaponsBySerial: null });
    expect(asked.errors).toMatchObject([{ path: ['weaponsBySerial'], extensions: { code: 'INDEX_UNAVAILABLE' } }]);
    expect(asked.extensions.outcomes.map(({ field, outcome }) => [field, outcome])).toEqual([
      ['holders', 'HIT'],
      ['weaponsBySerial', 'INCOMPLETE'],
    ]);
    expect(JSON.stringify(asked)).not.toContain('weapon_index');
  });

  it('lets only its own words on what was typed pass', async () => {
    network.index.change = (answer) => ({
      ...answer,
      data: { individuals: null },
      errors: [
        {
          message: 'Dígito verificador errado na posição 11.',
          path: ['individuals'],
          extensions: { code: 'BAD_ARGUMENT' },
        },
      ],
    });
    const asked = await network.ask(records, { variables: known });
    expect(asked.errors).toMatchObject([
      {
        message: 'Dígito verificador errado na posição 11.',
        path: ['individuals'],
        extensions: { code: 'BAD_ARGUMENT' },
      },
    ]);
    expect(asked.statusesOf('national-index/SENASP')).toEqual(['ANSWERED']);
  });
});

describe('an exact look-up without its probes', () => {
  it('is INCOMPLETE while a holder that they would ask publishes less than everything', async () => {
    const without = await network.ask(`{ vehicles(plates: ["XYZ9Z99"]) { subjects { id } probes { holder } } }`);
    expect(without.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
    const asked = await network.ask(
      `{ vehicles(plates: ["XYZ9Z99"]) { subjects { id } probes { records { plate } } foreignProbes { records { plate } } } }`,
    );
    expect(asked.extensions.outcomes[0]?.outcome).toBe('HIT');
  });

  it('is INCOMPLETE where the probes are shown and not asked', async () => {
    const asked = await network.ask(
      `{ vehicles(plates: ["XYZ9Z99"]) { subjects { id } probes { holder } foreignProbes { holder } } }`,
    );
    expect(asked.data).toMatchObject({ vehicles: [{ foreignProbes: [{ holder: 'AR' }] }] });
    expect(asked.extensions.outcomes[0]?.outcome).toBe('INCOMPLETE');
  });

  it('is complete where everybody publishes everything', async () => {
    const asked = await network.ask(`query ($cpf: CPF!) { individuals(cpf: $cpf) { subjects { id } } }`, {
      variables: { cpf: '39053344705' },
    });
    expect(asked.extensions.outcomes[0]?.outcome).toBe('NO_HIT');
  });
});

async function freeAddress(): Promise<string> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve());
    socket.once('connect', () => reject(new Error('somebody listens')));
  });
  return `http://127.0.0.1:${port}`;
}
