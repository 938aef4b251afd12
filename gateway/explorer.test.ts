import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerExplorer, type ExplorerConfig } from './explorer.ts';

const CHROMIUM = '/usr/bin/chromium';
const SCREENSHOTS = process.env['EXPLORER_SCREENSHOTS'];

const config: ExplorerConfig = {
  demo: true,
  profiles: [
    { id: 'patrol', label: 'Patrulha (PM/SP)' },
    { id: 'investigator', label: 'Investigação (PC/SP)' },
  ],
  purposes: [
    { id: 'STOP', label: 'Abordagem', needsCase: false },
    { id: 'INVESTIGATION', label: 'Investigação', needsCase: true, caseHint: 'IP-2026-000123' },
  ],
  tabs: [
    {
      title: 'Abordagem',
      query: 'query StopACar($plate: String!) {\n  vehicle(plate: $plate) {\n    plate\n    colour\n  }\n}\n',
      variables: '{\n  "plate": "ABC1D23"\n}',
      headers: { purpose: 'STOP', justification: 'Blitz na Av. São João' },
    },
    {
      title: 'Mandados',
      query: 'query Wanted {\n  warrants\n}\n',
      headers: { purpose: 'INVESTIGATION', case: 'IP-2026-000123' },
    },
  ],
};

const SHARED = `type Query { vehicle(plate: String!): Vehicle  warrants: [String] @MORE@ }  type Vehicle { plate: String  colour: String }`;
const schemas: Record<string, GraphQLSchema> = {
  patrol: buildSchema(SHARED.replace('@MORE@', '')),
  investigator: buildSchema(SHARED.replace('@MORE@', 'wiretaps: [String]')),
};
const data = { vehicle: { plate: 'ABC1D23', colour: 'PRATA' }, warrants: null, wiretaps: [] };

const healthy = {
  sources: [
    { source: 'vehicles', holder: 'SENATRAN', status: 'ANSWERED' },
    { source: 'warrants', status: 'NO_POINTER' },
  ],
  outcomes: [{ field: 'vehicle', outcome: 'HIT', sentence: 'Um veículo encontrado, às 14:32.' }],
  masked: [['vehicle', 'owner']],
  traceId: '4bf92f3577b34da6',
  notice: 'Não é certidão de antecedentes.',
};
const timedOut = {
  sources: [
    { source: 'warrants', holder: 'CNJ', status: 'TIMED_OUT', contact: 'plantão CNJ' },
    { source: 'individuals', holder: 'RJ', status: 'WITHHELD', rule: 'sealed' },
  ],
  outcomes: [{ field: 'warrants', outcome: 'INCOMPLETE', sentence: 'O CNJ não respondeu: nada se pode concluir.' }],
};

const NAME_OF_FOCUS = `(() => {
  const focused = document.activeElement;
  return focused.dataset.testid ?? focused.ariaLabel ?? focused.textContent;
})()`;

interface Asked {
  readonly operation: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** The page with a gateway of one toy schema a profile; `asked` records what reaches it. */
async function startGateway(
  given: ExplorerConfig,
  asked: Asked[] = [],
): Promise<{ app: FastifyInstance; url: string }> {
  const app = Fastify();
  // As in the gateway, where a body is bytes until it is known to be JSON.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const issued = { value: 0 };
  await registerExplorer(app, {
    config: () => given,
    ...(given.demo && { issueDemoToken: async (profile: string) => `token-of-${profile}-${++issued.value}` }),
  });
  app.post<{ Body: Buffer }>('/graphql', async (request, reply) => {
    const { query, variables, operationName } = JSON.parse(request.body.toString()) as Sent;
    const introspection = operationName === 'IntrospectionQuery';
    asked.push({ operation: operationName, headers: request.headers });
    const profile = /^Bearer token-of-([a-z]+)-\d+$/.exec(request.headers.authorization ?? '')?.[1];
    const schema = schemas[profile ?? ''];
    if (!schema) return reply.code(401).send({ errors: [{ message: 'Acesso não reconhecido.' }] });
    const result = await graphql({
      schema,
      source: query,
      rootValue: data,
      variableValues: variables,
      operationName,
    });
    if (introspection) return result;
    return { ...result, extensions: query.includes('warrants') ? timedOut : healthy };
  });
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

describe('the routes of the explorer', () => {
  let app: FastifyInstance;
  beforeAll(async () => ({ app } = await startGateway(config)));
  afterAll(() => app.close());

  const askToken = (payload: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/graphiql/token',
      payload,
      headers: { host: 'infoseg.test', 'content-type': 'application/json', ...headers },
    });
  const codeOf = (body: string): unknown => JSON.parse(body).errors[0].extensions.code;

  it('serves the page under a policy that admits its own origin only', async () => {
    const page = await app.inject('/graphiql/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<title>Rede INFOSEG — GraphiQL</title>');
    expect(page.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
  });

  it('sends /graphiql to /graphiql/', async () => {
    const answer = await app.inject('/graphiql');
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/graphiql/']);
  });

  it('lets hashed assets be kept forever, and configuration and tokens never', async () => {
    const page = await app.inject('/graphiql/');
    const script = /src="(\/graphiql\/assets\/[^"]+\.js)"/.exec(page.body)?.[1];
    expect((await app.inject(script!)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await app.inject('/graphiql/config.json')).headers['cache-control']).toBe('no-store');
    expect((await askToken('{"profile":"patrol"}')).headers['cache-control']).toBe('no-store');
  });

  it('gives no file from outside the built folder', async () => {
    for (const path of [
      '/graphiql/../package.json',
      '/graphiql/%2e%2e/package.json',
      '/graphiql/assets/..%2f..%2f..%2fpackage.json',
    ]) {
      expect((await app.inject(path)).statusCode).toBe(404);
    }
  });

  it('issues a token of a known profile as text', async () => {
    const answer = await askToken('{"profile":"patrol"}', { origin: 'http://infoseg.test' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(answer.body).toMatch(/^token-of-patrol-\d+$/);
  });

  it.each(['{"profile":"admin"}', '{"profile":["patrol"]}', '{"profile":"__proto__"}', '{}', '[]', 'null'])(
    'refuses the profile of %s',
    async (body) => {
      const answer = await askToken(body);
      expect([answer.statusCode, codeOf(answer.body)]).toEqual([400, 'UNKNOWN_PROFILE']);
    },
  );

  it.each(['http://evil.test', 'null', 'http://infoseg.test.evil.test', 'http://infoseg.test:8080'])(
    'refuses a token to the origin %s',
    async (origin) => {
      const answer = await askToken('{"profile":"patrol"}', { origin });
      expect([answer.statusCode, codeOf(answer.body)]).toEqual([403, 'FOREIGN_ORIGIN']);
    },
  );

  it('refuses a body above 1 kB, one that is not JSON and one of another type, without quoting it', async () => {
    const answers = [
      await askToken(JSON.stringify({ profile: 'x'.repeat(2000) })),
      await askToken('{"profile": 12345678909'),
      await askToken('profile=patrol', { 'content-type': 'application/x-www-form-urlencoded' }),
    ];
    expect(answers.map(({ statusCode, body }) => [statusCode, codeOf(body)])).toEqual([
      [413, 'BODY_TOO_LARGE'],
      [400, 'BODY_NOT_JSON'],
      [415, 'BODY_NOT_JSON'],
    ]);
    expect(answers[1]!.body).not.toContain('12345678909');
  });

  it('hides why a token was not issued', async () => {
    const failing = Fastify();
    await registerExplorer(failing, {
      config: () => config,
      issueDemoToken: () => Promise.reject(new Error('key 4711')),
    });
    const answer = await failing.inject({ method: 'POST', url: '/graphiql/token', payload: { profile: 'patrol' } });
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([503, 'TOKEN_NOT_ISSUED']);
    expect(answer.body).not.toContain('4711');
    await failing.close();
  });

  it('has no token route outside the demonstration', async () => {
    const { app: production } = await startGateway({ ...config, demo: false });
    const answer = await production.inject({ method: 'POST', url: '/graphiql/token', payload: { profile: 'patrol' } });
    expect(answer.statusCode).toBe(404);
    await production.close();
  });

  it('refuses to start when demo and issueDemoToken disagree', async () => {
    await expect(registerExplorer(Fastify(), { config: () => config })).rejects.toMatchObject({
      code: 'EXPLORER_OPTION_INVALID',
    });
  });
});

// Without a browser these are skipped on a desk, and fail where the build is judged.
describe.skipIf(!existsSync(CHROMIUM) && !process.env['CI'])('the page in a browser', () => {
  const asked: Asked[] = [];
  const departures: string[] = [];
  const violations: string[] = [];
  let app: FastifyInstance;
  let url: string;
  let folder: string;
  let browser: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'explorer-'));
    browser = await chromium.launchPersistentContext(folder, {
      executablePath: CHROMIUM,
      viewport: { width: 1360, height: 820 },
      colorScheme: SCREENSHOTS?.endsWith('dark') ? 'dark' : 'light',
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    browser.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) departures.push(request.url());
    });
    browser.on('console', (message) => {
      if (message.type() === 'error') violations.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (given: ExplorerConfig): Promise<void> => {
    asked.length = departures.length = violations.length = 0;
    ({ app, url } = await startGateway(given, asked));
    page = await browser.newPage();
    await page.goto(`${url}/graphiql/`);
  };
  afterEach(async () => {
    await page.close();
    await app.close();
  });

  const byId = (id: string) => page.getByTestId(id);
  const runState = (state: string) => page.waitForSelector(`[data-testid=run-state][data-state=${state}]`);
  const run = () => page.getByRole('button', { name: /^Executar consulta/ }).click();
  const lookAt = async (name: string): Promise<void> => {
    if (!SCREENSHOTS) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };

  describe('of the demonstration', () => {
    beforeEach(async () => {
      await open(config);
      await runState('idle');
    });

    it('opens as the first profile, with the given tabs and no blank editor', async () => {
      expect(await page.title()).toBe('Rede INFOSEG — GraphiQL');
      expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR');
      expect(await page.locator('.graphiql-tab-button').allInnerTexts()).toEqual(['Abordagem', 'Mandados']);
      expect(await byId('profile-picker').inputValue()).toBe('patrol');
      expect(await byId('purpose').inputValue()).toBe('STOP');
      await page.getByText('StopACar').waitFor();
      await page.getByText('"ABC1D23"').waitFor();
      expect(await byId('sources-strip').count()).toBe(0);
      expect(asked.map(({ operation, headers }) => [operation, headers['authorization']])).toEqual([
        ['IntrospectionQuery', 'Bearer token-of-patrol-1'],
      ]);
      await lookAt('1-open');
    });

    it('runs a query with its reason and says what the answer means', async () => {
      await run();
      await runState('done');
      const { headers } = asked.at(-1)!;
      expect(headers).toMatchObject({
        authorization: 'Bearer token-of-patrol-1',
        'content-type': 'application/json; charset=utf-8',
        'x-infoseg-purpose': 'STOP',
        'x-infoseg-justification': encodeURIComponent('Blitz na Av. São João'),
      });
      expect(headers).not.toHaveProperty('x-infoseg-case');
      await page.getByText('"PRATA"').waitFor();
      expect(await byId('outcome').innerText()).toContain('Um veículo encontrado, às 14:32.');
      expect(await byId('sources-strip').count()).toBe(0);
      await lookAt('2-hit');
    });

    it('shows in red which holder did not answer', async () => {
      await page.getByRole('button', { name: 'Mandados' }).click();
      await run();
      await byId('sources-strip').waitFor();
      expect(asked.at(-1)!.operation).toBe('Wanted');
      const strip = byId('sources-strip');
      expect(await strip.getAttribute('data-severity')).toBe('red');
      expect(await strip.innerText()).toMatch(/CNJ.*TIMED_OUT/s);
      expect(await strip.innerText()).toMatch(/RJ.*WITHHELD/s);
      expect(await strip.locator('xpath=..').getAttribute('aria-live')).toBe('assertive');
      expect(await byId('outcome').innerText()).toContain('nada se pode concluir');
      await lookAt('3-timed-out');
    });

    it('takes purpose, case and justification from the chosen tab and keeps what was typed there', async () => {
      await byId('justification').fill('outra razão');
      await page.getByRole('button', { name: 'Mandados' }).click();
      expect(await byId('purpose').inputValue()).toBe('INVESTIGATION');
      expect(await byId('case').inputValue()).toBe('IP-2026-000123');
      expect(await byId('justification').inputValue()).toBe('');
      await page.getByRole('button', { name: 'Abordagem', exact: true }).click();
      expect(await byId('case').inputValue()).toBe('');
      expect(await byId('justification').inputValue()).toBe('outra razão');
    });

    it('reads the schema again as the profile that was picked', async () => {
      const offered = async (): Promise<string> => {
        await page.locator('.graphiql-doc-explorer-type-name', { hasText: 'Query' }).first().click();
        return page.locator('.graphiql-doc-explorer-content').innerText();
      };
      await page.getByRole('button', { name: 'Mostrar documentação do esquema' }).click();
      expect(await offered()).not.toContain('wiretaps');
      await byId('profile-picker').selectOption('investigator');
      await page.locator('.graphiql-doc-explorer-content', { hasText: /Tipos de entrada|wiretaps/ }).waitFor();
      await page.waitForFunction("!document.querySelector('.cover')");
      expect(
        asked
          .filter(({ operation }) => operation === 'IntrospectionQuery')
          .map(({ headers }) => headers['authorization']),
      ).toEqual(['Bearer token-of-patrol-1', 'Bearer token-of-investigator-2']);
      await lookAt('4-investigator');
      if (!(await page.locator('.graphiql-doc-explorer-content').innerText()).includes('wiretaps')) {
        expect(await offered()).toContain('wiretaps');
      }
      await run();
      await runState('done');
      expect(asked.at(-1)!.headers['authorization']).toBe('Bearer token-of-investigator-2');
    });

    it('drops the answer of the former profile', async () => {
      await run();
      await page.getByText('"PRATA"').waitFor();
      await byId('profile-picker').selectOption('investigator');
      await runState('idle');
      expect(await page.getByText('"PRATA"').count()).toBe(0);
      expect(await byId('outcome').count()).toBe(0);
    });

    it('reaches every control of the bar, the tabs and the editor by keyboard', async () => {
      const reached: string[] = [];
      await page.locator('body').press('Tab');
      for (let step = 0; step < 16; step++) {
        reached.push(String(await page.evaluate(NAME_OF_FOCUS)));
        await page.keyboard.press('Tab');
      }
      expect(reached.slice(0, 4)).toEqual(['profile-picker', 'purpose', 'case', 'justification']);
      expect(reached).toContain('Abordagem');
      expect(reached).toContain('Executar consulta (Ctrl-Enter)');
      for (const [label, id] of [
        ['Perfil', 'profile-picker'],
        ['Finalidade', 'purpose'],
        ['Caso', 'case'],
        ['Justificativa', 'justification'],
      ] as const) {
        expect(await page.getByLabel(label, { exact: true }).getAttribute('data-testid')).toBe(id);
      }
    });

    it('keeps nothing in the browser, asks nobody else and breaks no policy', async () => {
      await run();
      await runState('done');
      await page.getByText('"PRATA"').waitFor();
      const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
      expect(kept).toBe('[{},{},""]');
      await expect
        .poll(() => page.workers().map((worker) => worker.url()))
        .toEqual(
          expect.arrayContaining([
            expect.stringContaining('/graphql.worker-'),
            expect.stringContaining('/json.worker-'),
          ]),
        );
      expect(departures).toEqual([]);
      expect(violations).toEqual([]);
      // The watch itself sees: a page that tried would be stopped, and noticed here.
      expect(await page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'left', () => 'stopped')")).toBe('stopped');
      expect(violations.join()).toContain('connect-src');
    });
  });

  it('asks a tab as its own profile, and the others as the shared one', async () => {
    const [first, second] = config.tabs;
    await open({ ...config, tabs: [first!, { ...second!, profile: 'investigator' }] });
    await runState('idle');
    await page.getByRole('button', { name: 'Mandados' }).click();
    await run();
    await runState('done');
    expect(asked.at(-1)!.headers['authorization']).toBe('Bearer token-of-investigator-2');
    await page.getByRole('button', { name: 'Abordagem', exact: true }).click();
    await run();
    await runState('done');
    expect(asked.at(-1)!.headers['authorization']).toBe('Bearer token-of-patrol-3');
  });

  it('renews a refused token once in the demonstration', async () => {
    await open(config);
    await runState('idle');
    await page.route(
      '**/graphql',
      (route) => route.fulfill({ status: 401, body: '{"errors":[{"message":"expirou"}]}' }),
      {
        times: 1,
      },
    );
    await run();
    await runState('done');
    expect(asked.at(-1)!.headers['authorization']).toBe('Bearer token-of-patrol-2');
  });

  it('waits for a pasted token outside the demonstration and keeps it in memory', async () => {
    await open({ ...config, demo: false });
    await page.getByText('Cole um token de acesso').waitFor();
    expect(await byId('profile-picker').count()).toBe(0);
    expect(asked).toEqual([]);
    await byId('token').fill('wrong');
    await byId('use-token').click();
    await byId('cover-failure').waitFor();
    expect(await byId('cover-failure').innerText()).toContain('Acesso não reconhecido.');
    await byId('token').fill('Bearer token-of-patrol-9');
    await byId('use-token').click();
    await runState('idle');
    expect(asked.at(-1)!.headers['authorization']).toBe('Bearer token-of-patrol-9');
    await page.getByText('StopACar').waitFor();
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });
});
