import { startSource } from '#kit/start.ts';
import { textSetting } from '#kit/settings.ts';
import { readCertificates } from '#kit/wire/authorities.ts';
import { openIndex, readIndexSecret } from './endpoint.ts';
import { nationalIndex } from './source.ts';

await startSource(nationalIndex, (options) =>
  openIndex({
    ...options,
    secret: readIndexSecret(textSetting(process.env, 'INDEX_SECRET')),
    caCertificates: readCertificates(process.env['CA_CERTIFICATES']),
    supergraphPath: textSetting(process.env, 'SUPERGRAPH'),
  }),
);
