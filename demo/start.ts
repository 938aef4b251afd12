// npm start: the whole network, a nation in it, and the first answers checked before the banner is shown.
import { exitWith } from '#kit/errors.ts';
import { endpointCount } from './directory.ts';
import { firstAnswers } from './first-answers.ts';
import { changeOneRecord, loadNation, requireSameNation } from './loaded-nation.ts';
import { story } from './nation/story.ts';
import { startNetwork } from './network.ts';
import type { Network } from './network.ts';
import { createProgress } from './progress.ts';
import { demoSettings, requireDataDir, requireFreePort } from './settings.ts';
import type { DemoSettings } from './settings.ts';
import { writeTabs } from './tabs.ts';

const startedAt = performance.now();
const progress = createProgress(process.stdout);
const leaving = new AbortController();
let starting: Promise<Network> | undefined;
let ending: Promise<never> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end('Stopping …', 0));

try {
  const settings = demoSettings(process.env);
  requireDataDir(settings.dataDir);
  requireSameNation(settings);
  await requireFreePort(settings.port);
  progress.step('PostgreSQL, sources and index …');
  starting = startNetwork(settings, progress.step);
  const network = await starting;
  await ending;
  void network.databaseLost.then(() => end('PostgreSQL ended by itself, so everything stops: npm start again.', 1));
  const banner = await bringUp(settings, network);
  if (!ending) process.stdout.write(banner);
} catch (error) {
  // Whatever fails while everything stops fails because of that.
  await ending;
  progress.end();
  await (await starting?.catch(() => undefined))?.stop();
  exitWith(error);
}

/** Everything stops once, in order; further signals change nothing. */
function end(sentence: string, exitCode: number): Promise<never> {
  ending ??= (async () => {
    progress.step(sentence);
    leaving.abort();
    await (await starting?.catch(() => undefined))?.stop();
    return process.exit(exitCode);
  })();
  return ending;
}

async function bringUp(settings: DemoSettings, network: Network): Promise<string> {
  const { dataDir, nationSeed, nationSize } = settings;
  const { signal } = leaving;
  const planted = story(nationSeed);
  await Promise.all([
    network.ready,
    loadNation({ settings, network, onProgress: progress.bar, signal }),
    network.startGateway(writeTabs(dataDir, planted)),
  ]);
  progress.end();
  const { lagS, lines } = await firstAnswers({
    url: network.url,
    dataDir,
    story: planted,
    people: nationSize,
    change: () => changeOneRecord(settings, network),
    waiting: progress.wait,
    signal,
  });
  progress.end();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return [
    `Ready in ${seconds} s · ${nationSize.toLocaleString('en-US')} people · ${endpointCount} endpoints up · index lag ${lagS.toFixed(1)} s`,
    `GraphiQL  ${network.url}/graphiql   (opens as patrol)`,
    ...lines,
    'Break it  npm run holder -- stop CNJ   (answers become INCOMPLETE, never "none")',
    'All data is synthetic. Ctrl-C stops.',
    '',
  ].join('\n');
}
