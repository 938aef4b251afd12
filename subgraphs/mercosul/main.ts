import { start } from '#kit/start.ts';
import { mercosul } from './source.ts';

await start(mercosul);
