import { describe, expect, it } from 'vitest';
import { gatewayConfig } from './config.ts';

const needed = {
  DIRECTORY: 'directory.json',
  GATEWAY_KEY: 'gateway.jwk',
  JOURNAL_KEY: 'journal.key',
  JOURNAL_DATABASE_URL: 'postgres://u:p@db.example/journal',
  ISSUER: 'https://issuer.example',
  JWKS_URL: 'https://issuer.example/jwks.json',
};

describe('the settings of the gateway', () => {
  it('list the origins of pages that may read answers', () => {
    expect(gatewayConfig(needed).corsOrigins).toEqual([]);
    const CORS_ORIGINS = 'https://one.example,http://127.0.0.1:8080';
    expect(gatewayConfig({ ...needed, CORS_ORIGINS }).corsOrigins).toEqual(CORS_ORIGINS.split(','));
  });

  it.each(['*', 'null', 'one.example', 'https://one.example/', 'https://one.example/path', 'https://*.example '])(
    'refuse an origin that names nobody: %s',
    (CORS_ORIGINS) => {
      expect(() => gatewayConfig({ ...needed, CORS_ORIGINS })).toThrow('CORS_ORIGINS');
    },
  );

  it.each(Object.keys(needed))('name the one that is missing: %s', (name) => {
    expect(() => gatewayConfig({ ...needed, [name]: undefined })).toThrow(name);
  });

  it.each([
    'RATE_ADDRESS_PER_MINUTE',
    'RATE_CALLER_PER_MINUTE',
    'RATE_AGENCY_PER_MINUTE',
    'RATE_CPF_PER_MINUTE',
    'RATE_CPF_PER_HOUR',
    'IN_FLIGHT_MAX',
    'CONCURRENT_MAX',
    'QUEUE_MAX',
    'QUEUE_PER_AGENCY_MAX',
    'QUEUE_WAIT_MS',
    'COST_MAX',
  ])('are whole numbers within bounds, and a wrong one is named: %s', (name) => {
    for (const wrong of ['0', '-1', '1.5', 'many', '1e3', '99999999999'])
      expect(() => gatewayConfig({ ...needed, [name]: wrong })).toThrow(new RegExp(`^${name}: must be a whole number`));
  });

  it('fit together: no longer wait than the whole answer may take, and room for all who wait and are served', () => {
    expect(() => gatewayConfig({ ...needed, QUEUE_WAIT_MS: '100', DEADLINE_MS: '100' })).toThrow(
      /^QUEUE_WAIT_MS: must/,
    );
    expect(gatewayConfig({ ...needed, QUEUE_WAIT_MS: '99', DEADLINE_MS: '100' }).queueWaitMs).toBe(99);
    const queue = { CONCURRENT_MAX: '10', QUEUE_MAX: '90' };
    expect(() => gatewayConfig({ ...needed, ...queue, IN_FLIGHT_MAX: '99' })).toThrow(/^IN_FLIGHT_MAX: must/);
    expect(gatewayConfig({ ...needed, ...queue, IN_FLIGHT_MAX: '100' }).inFlightMax).toBe(100);
  });

  it.each(['nonsense', 'redis://a:1,', 'nonsense,redis://b:1', 'a:6379,b:6379', 'http://a:6379', 'redis:///0'])(
    'name REDIS_URL where it is none: %s',
    (REDIS_URL) => {
      expect(() => gatewayConfig({ ...needed, REDIS_URL })).toThrow(/^REDIS_URL: must be redis:/);
    },
  );

  it('take one Redis, or the nodes of a cluster', () => {
    for (const REDIS_URL of ['redis://127.0.0.1:6379', 'rediss://u:p@redis.example:6380/1', 'redis://a:1, redis://b:2'])
      expect(gatewayConfig({ ...needed, REDIS_URL }).redisUrl).toBe(REDIS_URL);
  });

  it.each(['TRUSTED_PROXIES', 'METRICS_FROM'])('are addresses, and a wrong one is named: %s', (name) => {
    for (const wrong of ['everybody', '10.0.0.0/40', '0.0.0.0/0', '0.0.0.0/1,128.0.0.0/1', '::/1,8000::/1'])
      expect(() => gatewayConfig({ ...needed, [name]: wrong })).toThrow(new RegExp(`^${name}: must be addresses`));
  });

  it('believe no proxy, and show the metrics to the machine itself, unless they are told', () => {
    const { trustedProxies, metricsFrom } = gatewayConfig(needed);
    expect(trustedProxies.has('127.0.0.1')).toBe(false);
    expect(metricsFrom.has('127.0.0.1')).toBe(true);
    expect(metricsFrom.has('192.0.2.1')).toBe(false);
    const told = gatewayConfig({ ...needed, TRUSTED_PROXIES: '192.0.2.0/24', METRICS_FROM: '192.0.2.1' });
    expect(told.trustedProxies.has('192.0.2.9')).toBe(true);
    expect(told.metricsFrom.has('127.0.0.1')).toBe(false);
  });

  it('leave room: an agency may wait and be served within what one address may hold', () => {
    const { concurrentMax, queuePerAgencyMax, queueMax, inFlightMax, queueWaitMs, deadlineMs, rateLimits } =
      gatewayConfig(needed);
    expect(concurrentMax + queuePerAgencyMax).toBeLessThan(inFlightMax / 4);
    expect(concurrentMax + queueMax).toBeLessThan(inFlightMax);
    expect(queueWaitMs).toBeLessThan(deadlineMs);
    expect(rateLimits.CALLER).toBeLessThan(rateLimits.AGENCY);
    expect(rateLimits.AGENCY).toBeLessThan(rateLimits.ADDRESS);
  });
});
