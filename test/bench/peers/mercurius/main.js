// Mercurius gateway over Federation 1, with compiled queries.  node main.js NAME=URL,NAME=URL… PORT
import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const [, , urls, port] = process.argv;
const services = urls.split(',').map((entry) => {
  const [name, url] = entry.split('=');
  return { name, url: url.replace(/\/graphql$/, '/federation1'), mandatory: true };
});
const app = Fastify({ logger: false });
await app.register(gateway, { gateway: { services }, jit: 1 });
await app.listen({ host: '127.0.0.1', port: Number(port) });
