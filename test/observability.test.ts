// What an operator sees of the network: one trace from the request to each holder's SQL, metrics on every process, a dashboard and alarms
// that name only what is there, and nothing of anybody in any of it.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { createLog } from '#kit/log.ts';
import { startTracing } from '#kit/telemetry.ts';
import { plantedRecords, story } from '../demo/nation/story.ts';
import { createWorld } from '../demo/nation/world.ts';
import { operationsFolder, readOperations } from '../gateway/operations.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import type { Answer, Federation } from './federation.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';
import type { ExportedSpan, OtlpReceiver } from './otlp-receiver.ts';

const { owner, plate } = story(testSeed).stolenPlate;
const stored = readOperations(operationsFolder).find(({ file }) => file === 'investigacao.graphql');
const clientTrace = randomBytes(16).toString('hex');
const clientSpan = randomBytes(8).toString('hex');
const unsampledTrace = randomBytes(16).toString('hex');
const justification = 'Levantamento do investigado FULANO.';
const caseNumber = 'IP-2026-000123';

let receiver: OtlpReceiver;
let federation: Federation;
let stopTracing = async () => undefined as void;
let token = '';
let investigation: Answer;
let withoutHolder: Answer;
let unsampled: Answer;
let refused: Answer;
let spans: readonly ExportedSpan[] = [];
const lines: string[] = [];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  stopTracing = await startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, 'infoseg-test');
  federation = await startFederation({
    records: plantedRecords(createWorld(testSeed, testToday)),
    log: createLog('infoseg-test', { write: (line) => void lines.push(line) }),
    patient: true,
  });
  token = await federation.token('investigator');
  const investigate = (headers: Readonly<Record<string, string>>) =>
    federation.ask(
      stored?.text ?? '',
      { cpf: owner.cpf },
      { token, purpose: 'INVESTIGATION', case: caseNumber, justification, headers },
    );
  investigation = await investigate({ traceparent: `00-${clientTrace}-${clientSpan}-01` });
  unsampled = await investigate({ traceparent: `00-${unsampledTrace}-${clientSpan}-00` });
  refused = await federation.ask(
    `{ individuals(cpf: "${owner.cpf}") { __typename } }`,
    {},
    { token: 'no token at all' },
  );
  await federation.stop('warrants/CNJ');
  withoutHolder = await investigate({});
  await federation.start('warrants/CNJ');
  // Sends what waits.
  await stopTracing();
  spans = receiver.spans();
});
afterAll(async () => {
  await stopTracing();
  await federation?.close();
  await receiver?.close();
});

function traceOf({ extensions }: Answer): readonly ExportedSpan[] {
  return spans.filter(({ traceId }) => traceId === extensions.traceId);
}

function childrenOf(parent: ExportedSpan | undefined, all: readonly ExportedSpan[]): readonly ExportedSpan[] {
  return all.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
}

describe('a trace', () => {
  it('goes on with the trace of the client, and is told with the answer', () => {
    expect(investigation.status).toBe(200);
    expect(investigation.extensions.traceId).toBe(clientTrace);
    const roots = traceOf(investigation).filter(({ parentSpanId }) => parentSpanId === clientSpan);
    expect(roots.map(({ name, kind }) => [name, kind])).toEqual([['POST /graphql', 2]]);
    expect(roots[0]?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'infoseg.outcome': 'ANSWERED',
    });
  });

  it('has the stages of the request, one after the other', () => {
    const all = traceOf(investigation);
    const root = all.find(({ parentSpanId }) => parentSpanId === clientSpan);
    const stages = [...childrenOf(root, all)].sort((one, other) => one.startedAt - other.startedAt);
    expect(stages.map(({ name }) => name)).toEqual([
      ...['authenticate', 'queue', 'parse', 'cost', 'authorize', 'execute', 'complete', 'journal'],
    ]);
    for (const [at, stage] of stages.entries()) {
      expect(stage.endedAt).toBeGreaterThanOrEqual(stage.startedAt);
      expect(stage.startedAt + 1).toBeGreaterThanOrEqual(stages[at - 1]?.endedAt ?? 0);
    }
  });

  it('reaches index and holders, and in each the statements of its base', () => {
    const all = traceOf(investigation);
    const execute = all.find(({ name }) => name === 'execute');
    const calls = childrenOf(execute, all).filter(({ kind }) => kind === 3);
    const asked = calls.map(({ attributes }) => `${attributes['infoseg.source']}/${attributes['infoseg.holder']}`);
    expect(asked).toContain('national-index/SENASP');
    expect(asked).toContain('warrants/CNJ');
    expect(asked.length).toBeGreaterThanOrEqual(4);
    for (const call of calls) {
      expect(call.attributes).toMatchObject({ 'infoseg.status': 'ANSWERED', 'http.response.status_code': 200 });
      const [server, ...others] = childrenOf(call, all);
      expect(others).toEqual([]);
      expect(server).toMatchObject({ name: 'POST /graphql', kind: 2 });
      expect(server?.attributes['infoseg.holder']).toBe(call.attributes['infoseg.holder']);
      const [execution] = childrenOf(server, all);
      expect(execution?.name).toBe('graphql.execute');
      const statements = childrenOf(execution, all);
      expect(statements.length).toBeGreaterThan(0);
      for (const { name, kind, attributes } of statements) {
        expect([name, kind]).toEqual(['SELECT', 3]);
        expect(attributes).toMatchObject({ 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' });
        expect(attributes['db.query.text']).toMatch(/^select .*\?/);
      }
    }
  });

  it('of a request that is not sampled has no spans, and keeps its name', () => {
    expect(unsampled.status).toBe(200);
    expect(unsampled.extensions.traceId).toBe(unsampledTrace);
    expect(traceOf(unsampled)).toEqual([]);
    expect(receiver.text()).not.toContain(unsampledTrace);
  });

  it('of a refusal says its code', () => {
    const [root, ...others] = traceOf(refused).filter(({ kind }) => kind === 2);
    expect(others).toEqual([]);
    expect(root?.attributes).toMatchObject({ 'http.response.status_code': 401, 'infoseg.outcome': 'BAD_TOKEN' });
  });

  it('shows which holder did not answer', () => {
    const call = traceOf(withoutHolder).find(
      ({ attributes, kind }) => attributes['infoseg.holder'] === 'CNJ' && kind === 3,
    );
    expect(call).toMatchObject({ isError: true, attributes: { 'infoseg.status': 'UNAVAILABLE' } });
  });

  it('has nothing of anybody in any byte that is exported', () => {
    const asked = [owner.cpf, token, token.split('.')[2] ?? '', justification, caseNumber, 'FULANO', 'no token at all'];
    const answered = [owner.name, owner.motherName, owner.birthDate, plate, owner.warrantNumber];
    // What is looked for is what was there to be found.
    for (const one of answered) expect(investigation.text).toContain(one);
    const exported = receiver.text();
    expect(exported.length).toBeGreaterThan(20_000);
    const parts = owner.name.split(' ').filter((part) => part.length > 3);
    for (const one of [...asked, ...answered, ...parts]) {
      expect(one).not.toBe('');
      expect(exported).not.toContain(one);
    }
    // A CPF in any dress, a date of birth, a bearer token, an address.
    expect(exported).not.toMatch(/\d{3}\.\d{3}\.\d{3}-\d{2}|eyJ[\w-]{10}|127\.0\.0\.1|\/tmp\/|\/home\//);
    const texts = spans.flatMap(({ name, attributes }) => [name, ...Object.values(attributes)]);
    expect(texts.filter((text) => /\b\d{11}\b|\b(19|20)\d\d-\d\d-\d\d\b/.test(String(text)))).toEqual([]);
  });
});

async function metricsAt(url: string): Promise<string> {
  const response = await fetch(`${url}/metrics`);
  expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/plain']);
  return response.text();
}

/** One URL a process. */
function processUrls(): readonly string[] {
  const sources = new Map(federation.directory().endpoints.map(({ source, url }) => [source, url]));
  return [federation.url, ...sources.values()];
}

describe('the metrics', () => {
  it('are on every process, under the usual names, each line of the form that Prometheus reads', async () => {
    for (const url of processUrls()) {
      const text = await metricsAt(url);
      for (const name of [
        'http_server_request_duration_seconds',
        'process_cpu_user_seconds_total',
        'nodejs_eventloop_lag_seconds',
      ])
        expect(text).toContain(`# TYPE ${name} `);
      for (const line of text.trimEnd().split('\n'))
        expect(line).toMatch(
          /^(# (HELP|TYPE) .+|[a-z_][a-z0-9_]*(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? (NaN|[\d.e+-]+))$/,
        );
    }
  });

  it('of the gateway count each call by holder and status', async () => {
    const text = await metricsAt(federation.url);
    const calls = (labels: string) => text.includes(`http_client_request_duration_seconds_count{${labels}}`);
    expect(calls('source="national-index",holder="SENASP",status="ANSWERED"')).toBe(true);
    expect(calls('source="warrants",holder="CNJ",status="UNAVAILABLE"')).toBe(true);
    expect(text).toContain('infoseg_breaker_state{source="warrants",holder="CNJ"} ');
    expect(text).toMatch(/infoseg_stage_duration_seconds_count\{stage="journal"\} [3-9]/);
  });

  it('have limits beside what they limit', async () => {
    const text = await metricsAt(federation.url);
    for (const name of ['infoseg_requests_in_flight', 'infoseg_requests_running', 'infoseg_requests_waiting'])
      expect(text).toMatch(new RegExp(`\n${name} \\d+\n[^]*\n${name}_max [1-9]`));
    for (const name of ['infoseg_disk_free_bytes', 'infoseg_disk_size_bytes'])
      expect(text).toMatch(new RegExp(`\n${name} [1-9]`));
  });

  it('of the index tell how far it is behind each holder', async () => {
    const index = federation.directory().endpoints.find(({ source }) => source === 'national-index');
    const text = await metricsAt(index?.url ?? '');
    expect(text).toMatch(/infoseg_feed_lag_seconds\{source="warrants",holder="CNJ"\} [\d.e-]+\n/);
    expect(text).toMatch(/infoseg_feed_behind\{source="weapons",holder="PF"\} [01]\n/);
  });

  it('do not grow with what somebody sends', async () => {
    const labelsOf = async () =>
      new Set((await metricsAt(federation.url)).match(/^http_server_request_duration_seconds_count\S*/gm));
    const send = (path: string, method: string) =>
      fetch(`${federation.url}${path}`, { method }).then((answer) => answer.arrayBuffer());
    await send('/0', 'GET');
    await send('/0', 'PURGE');
    const before = await labelsOf();
    for (let at = 1; at <= 40; at++)
      await send(`/${randomBytes(6).toString('hex')}?cpf=${owner.cpf}`, at % 2 ? 'GET' : 'PURGE');
    expect(await labelsOf()).toEqual(before);
    expect([...before].join()).not.toContain('PURGE');
  });
});

describe('dashboard and alarms', () => {
  const folder = new URL('../demo/dashboard/', import.meta.url);
  const dashboard = readFileSync(new URL('infoseg.json', folder), 'utf8');
  const alarms = readFileSync(new URL('alerts.yml', folder), 'utf8');
  interface Rules {
    readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
  }
  const rules = (parseYaml(alarms) as Rules).groups.flatMap((group) => group.rules);
  const { panels } = JSON.parse(dashboard) as {
    readonly panels: readonly {
      readonly title: string;
      readonly type: string;
      readonly targets?: readonly { readonly expr: string }[];
    }[];
  };
  const expressions = [
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr }))),
    ...rules.map(({ alert, expr }) => ({ title: alert, expr })),
  ];

  it('name only metrics and labels that are there', async () => {
    // Of what was refused there is a count once somebody tried.
    const [{ url } = { url: '' }] = federation.directory().endpoints;
    expect(
      (await fetch(`${url}/graphql`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(401);
    const texts = await Promise.all(processUrls().map(metricsAt));
    const exposed = new Set(texts.join('\n').match(/(?<=^# TYPE )\S+/gm));
    const labels = new Set(texts.join('\n').match(/(?<=[{,])[a-z_]+(?==")/g));
    expect(expressions.length).toBeGreaterThan(50);
    for (const { title, expr } of expressions) {
      const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, inside = '']) => inside);
      const named =
        expr.replaceAll(/\{[^}]*\}|\b(by|without) \([^)]*\)/g, '').match(/\b(infoseg|http|nodejs|process)_\w+/g) ?? [];
      expect(named, title).not.toEqual([]);
      for (const name of named)
        expect(exposed, title).toContain(name.replace(/_(bucket|sum|count)$/, (end) => (exposed.has(name) ? end : '')));
      const used = selectors.flatMap((inside) => inside.match(/\w+(?=[!=]?[=~])/g) ?? []);
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inside = '']) => inside.split(', '));
      for (const label of [...used, ...grouped])
        if (!['le', 'job', 'instance'].includes(label)) expect(labels, `${title}: ${label}`).toContain(label);
    }
  });

  it('have a panel and an alarm for each thing that runs out', () => {
    const said = (list: readonly { readonly expr: string }[]) => list.map(({ expr }) => expr).join('\n');
    const onPanels = said(panels.flatMap(({ targets = [] }) => targets));
    const inAlarms = said(rules);
    for (const name of [
      'infoseg_requests_waiting_max',
      'nodejs_eventloop_time_seconds_total',
      'infoseg_breaker_state',
      'infoseg_feed_',
      'infoseg_plans_total',
      'stage="journal"',
      'infoseg_disk_free_bytes',
      'http_client_request_duration_seconds',
    ]) {
      expect(onPanels).toContain(name);
      expect(inAlarms).toContain(name);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the log', () => {
  it('is one JSON object a line, and names nobody', async () => {
    await fetch(`${federation.url}/graphql`, { method: 'POST', headers: { 'x-forwarded-for': '198.51.100.7' } });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(/^[^\n]+\n$/);
      expect(JSON.parse(line)).toMatchObject({
        time: expect.any(String),
        level: expect.any(String),
        service: 'infoseg-test',
      });
    }
    for (const one of [owner.cpf, owner.name, token, justification, '198.51.100.7'])
      expect(lines.join('')).not.toContain(one);
  });
});
