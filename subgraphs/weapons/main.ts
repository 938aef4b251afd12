import { start } from '#kit/start.ts';
import { weapons } from './source.ts';

await start(weapons);
