// npm run trace-picture: asks one investigation of a network on this machine, takes the spans that its processes export, and draws them
// (demo/dashboard/trace.svg). Of the people in it nothing is drawn: nothing of them is in the spans.
import { writeFileSync } from 'node:fs';
import { startTracing } from '#kit/telemetry.ts';
import { plantedRecords, story } from '../demo/nation/story.ts';
import { createWorld } from '../demo/nation/world.ts';
import { operationsFolder, readOperations } from '../gateway/operations.ts';
import { startFederation, testSeed, testToday } from './federation.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';
import type { ExportedSpan } from './otlp-receiver.ts';

const target = new URL('../demo/dashboard/trace.svg', import.meta.url);
/** Until plans and compiled queries are kept, as they are in a network that is at work. */
const warmUps = 40;
/** Of these the one that took as long as most is drawn. */
const candidates = 21;

const colours = {
  request: '#57606a',
  stage: '#8c959f',
  call: '#54aeff',
  holder: '#0550ae',
  statement: '#ffb77c',
} as const;

const stored = readOperations(operationsFolder).find(({ file }) => file === 'investigacao.graphql');
if (!stored) throw new TypeError('gateway/operations/investigacao.graphql is the operation that is drawn');
const receiver = await startOtlpReceiver();
const stopTracing = await startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, 'infoseg');
const federation = await startFederation({ records: plantedRecords(createWorld(testSeed, testToday)), patient: true });
const traceIds: string[] = [];
try {
  const token = await federation.token(stored.profile);
  const { owner } = story(testSeed).stolenPlate;
  const why = {
    ...(stored.purpose && { purpose: stored.purpose }),
    ...(stored.case && { case: stored.case }),
    ...(stored.justification && { justification: stored.justification }),
  };
  for (let at = 0; at < warmUps + candidates; at++) {
    const answer = await federation.ask(stored.text, { cpf: owner.cpf }, { token, ...why });
    if (answer.status !== 200) throw new TypeError(`the investigation was refused with ${answer.status}`);
    if (at >= warmUps) traceIds.push(answer.extensions.traceId);
  }
} finally {
  await stopTracing();
  await federation.close();
  await receiver.close();
}
const spans = middleOf(traceIds.map((traceId) => receiver.spans().filter((span) => span.traceId === traceId)));
writeFileSync(target, draw(spans));
process.stdout.write(`demo/dashboard/trace.svg: ${spans.length} spans\n`);

function middleOf(traces: readonly (readonly ExportedSpan[])[]): readonly ExportedSpan[] {
  const took = (trace: readonly ExportedSpan[]) =>
    Math.max(...trace.map(({ endedAt }) => endedAt)) - Math.min(...trace.map(({ startedAt }) => startedAt));
  return [...traces].sort((one, other) => took(one) - took(other))[Math.floor(traces.length / 2)] ?? [];
}

interface Row {
  readonly label: string;
  readonly depth: number;
  readonly span: ExportedSpan;
  /** What happened within, at the holder. */
  readonly inner: readonly ExportedSpan[];
  readonly note: string;
}

function draw(all: readonly ExportedSpan[]): string {
  const childrenOf = (parent: ExportedSpan) =>
    all.filter(({ parentSpanId }) => parentSpanId === parent.spanId).sort((a, b) => a.startedAt - b.startedAt);
  const below = (parent: ExportedSpan): readonly ExportedSpan[] =>
    childrenOf(parent).flatMap((child) => [child, ...below(child)]);
  const root = all.find(({ parentSpanId }) => parentSpanId === '');
  if (!root) throw new TypeError('the trace has no beginning');
  const rows: Row[] = [];
  const add = (span: ExportedSpan, depth: number) => {
    const isCall = span.kind === 3;
    const inner = isCall ? below(span) : [];
    const statements = inner.filter(({ attributes }) => 'db.system.name' in attributes).length;
    const note = isCall ? ` · ${statements} SQL` : '';
    rows.push({ label: span.name.replace(/^POST (?=[a-z])/, ''), depth, span, inner, note });
    if (!isCall) for (const child of childrenOf(span)) add(child, depth + 1);
  };
  add(root, 0);

  const [left, right, rowHeight, top] = [250, 110, 20, 58];
  const width = 1000;
  const height = top + rows.length * rowHeight + 34;
  const scale = (width - left - right) / (root.endedAt - root.startedAt);
  const x = (at: number) => (left + (at - root.startedAt) * scale).toFixed(1);
  const bar = (span: ExportedSpan, y: number, barHeight: number, colour: string) =>
    `<rect x="${x(span.startedAt)}" y="${y}" width="${Math.max(1.2, (span.endedAt - span.startedAt) * scale).toFixed(1)}" height="${barHeight}" rx="1.5" fill="${colour}"/>`;
  const ms = ({ startedAt, endedAt }: ExportedSpan) =>
    `${(endedAt - startedAt).toFixed(endedAt - startedAt < 10 ? 2 : 1)} ms`;

  const body = rows.map(({ label, depth, span, inner, note }, at) => {
    const y = top + at * rowHeight;
    const ofHolder = inner.filter(({ kind }) => kind === 2);
    const statements = inner.filter(({ attributes }) => 'db.system.name' in attributes);
    const end = Math.min(Number(x(span.endedAt)) + 6, width - right + 6);
    return [
      ...(at % 2 ? [] : [`<rect x="0" y="${y}" width="${width}" height="${rowHeight}" fill="#f6f8fa"/>`]),
      `<text x="${12 + depth * 14}" y="${y + 14}">${label}</text>`,
      bar(span, y + 5, 10, inner.length > 0 ? colours.call : depth === 0 ? colours.request : colours.stage),
      ...ofHolder.map((one) => bar(one, y + 5, 10, colours.holder)),
      ...statements.map((one) => bar(one, y + 8, 4, colours.statement)),
      `<text class="t" x="${end.toFixed(1)}" y="${y + 14}">${ms(span)}${note}</text>`,
    ].join('');
  });
  const legend = Object.entries({
    request: 'request',
    stage: 'stage of the gateway',
    call: 'call, signed',
    holder: 'in the holder’s process',
    statement: 'SQL',
  }).map(([key, words], at) => {
    const place = 12 + at * 165;
    const colour = colours[key as keyof typeof colours];
    return `<rect x="${place}" y="${height - 20}" width="12" height="10" rx="1.5" fill="${colour}"/><text class="t" x="${place + 18}" y="${height - 11}">${words}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2328">
<style>.t{fill:#59636e;font-size:11px}.h{font-size:15px;font-weight:600}</style>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text class="h" x="12" y="24">One investigation, from the request to the SQL of each holder</text>
<text class="t" x="12" y="43">${all.length} spans of one trace (OpenTelemetry), ${ms(root)}; the whole network in one process on one machine</text>
${body.join('\n')}
${legend.join('\n')}
</svg>
`;
}
