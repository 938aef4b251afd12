import { start } from '#kit/start.ts';
import { individuals } from './source.ts';

await start(individuals);
