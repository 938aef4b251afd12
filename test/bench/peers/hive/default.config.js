// Hive Gateway as it comes; only its log is off, as it is for the other peers.
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({ logging: false });
