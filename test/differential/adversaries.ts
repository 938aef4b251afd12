import type { Adversary } from './adversary.ts';
import { harbour } from './supergraphs/harbour.ts';
import { library } from './supergraphs/library.ts';
import { market } from './supergraphs/market.ts';
import { orchestra } from './supergraphs/orchestra.ts';

export const adversaries: readonly Adversary[] = [library, harbour, orchestra, market];
