// npm run holder -- start|stop|list [CODE], where CODE is a holder (CNJ) or source/holder (weapons/PF).
import { resolve } from 'node:path';
import { askControl, isAction } from './control.ts';

const [action, code] = process.argv.slice(2);
try {
  if (!isAction(action))
    throw new Error('say start, stop or list, and for start and stop a holder: npm run holder -- stop CNJ');
  if (action !== 'list' && code === undefined)
    throw new Error(`say which holder to ${action}: npm run holder -- ${action} CNJ`);
  process.stdout.write(`${await askControl(resolve(process.env['DATA_DIR'] || '.data'), action, code)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'failed'}\n`);
  process.exitCode = 1;
}
