import { start } from '#kit/start.ts';
import { warrants } from './source.ts';

await start(warrants);
