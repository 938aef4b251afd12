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
});
