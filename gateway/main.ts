// The network's gateway; or, where the setting says so, the open one: any supergraph, for tests and measurements. Each loads only its own.
import { exitWith } from '#kit/errors.ts';
import { isOpen } from './open/config.ts';

if (isOpenOrEnd()) {
  const { startOpenGateway } = await import('./open/start.ts');
  await startOpenGateway(process.env);
} else {
  const { startGateway } = await import('./start.ts');
  await startGateway(process.env);
}

function isOpenOrEnd(): boolean {
  try {
    return isOpen(process.env);
  } catch (error) {
    return exitWith(error);
  }
}
