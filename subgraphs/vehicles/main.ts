import { start } from '#kit/start.ts';
import { vehicles } from './source.ts';

await start(vehicles);
