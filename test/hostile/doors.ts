// Every other way in: the explorer and its tokens, health and readiness, and the endpoints of holders, which listen to the gateway alone.
import { either, page, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { post } from './requests.ts';

const entities = JSON.stringify({
  query:
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on IndividualRecord { holder recordId name cpf } } }',
  variables: { r: [{ __typename: 'IndividualRecord', holder: 'SP', recordId: '1' }] },
  extensions: {
    protocol: '1',
    askers: [{ caller: { id: 'x', profile: 'judge', body: 'TJSP', level: 3, entitlements: [], tokenId: 'x' } }],
  },
});
const sdl = JSON.stringify({ query: '{ _service { sdl } }' });
const introspection = JSON.stringify({ query: '{ __schema { types { name } } }' });

/** Nothing of what a holder has or knows: an answer without data, or none. */
const unsigned: Right = either(page(401, noData()), page(403, noData()), page(400, noData()));

function noData(): RegExp {
  return /^(?!.*"(data|sdl|__schema|cpf)").*$/s;
}

export const doors: Family = {
  name: 'other doors',
  cases(world: World): readonly HostileCase[] {
    const plain = post(world, '');
    const at = (
      method: string,
      path: string,
      body: string | null = null,
      headers: Readonly<Record<string, string>> = {},
    ) => ({
      ...plain,
      method,
      path,
      headers: { ...(body !== null && { 'content-type': 'application/json' }), ...headers },
      body: body === null ? null : Buffer.from(body),
    });
    const token = (body: string, headers: Readonly<Record<string, string>> = {}) =>
      at('POST', '/graphiql/token', body, headers);
    const holderCases = [...world.holders]
      .filter(([name]) =>
        [
          'national-index/SENASP',
          'individuals/SP',
          'vehicles/SENATRAN',
          'weapons/PF',
          'warrants/CNJ',
          'mercosul/AR',
        ].includes(name),
      )
      .flatMap(([name, origin]): readonly HostileCase[] => {
        const to = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => ({
          ...at('POST', path, body, headers),
          origin,
        });
        const signature = {
          'signature-input': 'sig1=("@method" "@path" "content-digest");created=1;keyid="x";alg="hmac-sha256"',
          signature: 'sig1=:AAAA:',
          'content-digest': 'sha-256=:AAAA:',
        };
        return [
          { name: `${name}: entities without a signature`, sent: to('/graphql', entities), right: unsigned },
          {
            name: `${name}: entities with the token of a judge`,
            sent: to('/graphql', entities, { authorization: `Bearer ${world.tokens.judge}` }),
            right: unsigned,
          },
          {
            name: `${name}: entities with a signature of nobody`,
            sent: to('/graphql', entities, signature),
            right: unsigned,
          },
          { name: `${name}: its schema without a signature`, sent: to('/graphql', sdl), right: unsigned },
          { name: `${name}: introspection without a signature`, sent: to('/graphql', introspection), right: unsigned },
          { name: `${name}: no JSON without a signature`, sent: to('/graphql', '{'), right: unsigned },
          { name: `${name}: its feed without a signature`, sent: to('/feed', '{"after":0}'), right: unsigned },
          {
            name: `${name}: a query by GET`,
            sent: { ...at('GET', '/graphql?query=%7B_service%7Bsdl%7D%7D'), origin },
            right: page(404, noData()),
          },
          {
            name: `${name}: another path`,
            sent: { ...at('GET', '/../etc/passwd'), origin },
            right: page(404, noData()),
          },
          {
            name: `${name}: a body of two megabytes`,
            sent: to('/graphql', `"${'x'.repeat(2_000_000)}"`),
            right: either(page(413, noData()), page(401, noData())),
          },
        ];
      });
    return [
      { name: 'a token for an unknown profile', sent: token('{"profile":"root"}'), right: page(400) },
      { name: 'a token for a profile of prototypes', sent: token('{"profile":"__proto__"}'), right: page(400) },
      { name: 'a token for nobody', sent: token('{}'), right: page(400) },
      { name: 'a token for a list', sent: token('{"profile":["patrol"]}'), right: page(400) },
      { name: 'a token by __proto__', sent: token('{"__proto__":{"profile":"patrol"}}'), right: page(400) },
      {
        name: 'a token by constructor',
        sent: token('{"constructor":{"prototype":{"profile":"judge"}}}'),
        right: page(400),
      },
      {
        name: 'a token with a level of its own',
        sent: token('{"profile":"root","level":3,"sub":"x"}'),
        right: page(400),
      },
      { name: 'a token from no JSON', sent: token('{'), right: page(400) },
      { name: 'a token from null', sent: token('null'), right: page(400) },
      {
        name: 'a token from a form',
        sent: at('POST', '/graphiql/token', 'profile=patrol', { 'content-type': 'application/x-www-form-urlencoded' }),
        right: page(415),
      },
      { name: 'a token from two kilobytes', sent: token(`{"profile":"${'x'.repeat(2000)}"}`), right: page(413) },
      {
        name: 'a token for a page of somebody else',
        sent: token('{"profile":"patrol"}', { origin: 'https://evil.example' }),
        right: page(403),
      },
      {
        name: 'a token for a page of nobody',
        sent: token('{"profile":"patrol"}', { origin: 'null' }),
        right: page(403),
      },
      { name: 'a token by GET', sent: at('GET', '/graphiql/token'), right: refused('NOT_FOUND') },
      { name: 'health with a body', sent: at('POST', '/health', '{}'), right: refused('NOT_FOUND') },
      {
        name: 'the metrics are numbers',
        sent: at('GET', '/metrics'),
        right: page(200, /^(#.*\n|[a-z_][a-z\d_]*(\{[^}\n]*\})? (NaN|[\d.e+-]+)\n)*$/i),
      },
      {
        name: 'readiness says no more than it must',
        sent: at('GET', '/ready'),
        right: page(200, /^\{"status":"ready"\}$/),
      },
      ...[
        '/debug',
        '/admin',
        '/actuator/env',
        '/.env',
        '/server-status',
        '/wp-login.php',
        '/graphql/console',
        '/playground',
        '/voyager',
        '/altair',
        '/api',
        '/feed',
        '/_entities',
        '/graphiql/assets/',
        '/graphiql/nothing.js',
        '/graphiql/config.json.bak',
      ].map((path) => ({
        name: `nothing at ${path}`,
        sent: at('GET', path),
        right: refused('NOT_FOUND'),
      })),
      ...holderCases,
    ];
  },
};
