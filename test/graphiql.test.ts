// The explorer on the whole network, as a newcomer meets it: every tab, as patrol and as investigator, in a real browser. What the pages
// looked like is kept in test/screenshots, to be looked at.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { story } from '../demo/nation/story.ts';
import { writeTabs } from '../demo/tabs.ts';
import { startFederation, testSeed } from './federation.ts';
import type { Answer, Federation } from './federation.ts';

const chromiumPath = '/usr/bin/chromium';
const screenshots = fileURLToPath(new URL('./screenshots', import.meta.url));
const told = story(testSeed);

const tabs = [
  'Abordagem',
  'Homônimos',
  'Placa ABC1234',
  'Mandado cumprido ontem',
  'Arma em dois sistemas',
  'Fonte fora do ar',
] as const;
type Tab = (typeof tabs)[number];

const profiles = ['patrol', 'investigator'] as const;
type Profile = (typeof profiles)[number];

type Shown = Pick<Answer, 'data' | 'errors' | 'extensions'>;

const found = /^Encontrado.*Há registros que seu perfil pode consultar, às \d\d:\d\d\./s;
const incomplete = /^Incompleta.*Consulta incompleta, às \d\d:\d\d: .* não conclua que nada existe\./s;

/** The six digits in the middle are all that a masked CPF keeps. */
const cpfSeenBy = (profile: Profile, cpf: string) =>
  profile === 'patrol' ? `***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**` : cpf;

// Without a browser these are skipped on a desk, and fail where the build is judged.
describe.skipIf(!existsSync(chromiumPath) && !process.env['CI'])('the explorer on the whole network', () => {
  const departures: string[] = [];
  const complaints: string[] = [];
  let federation: Federation;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'infoseg-tabs-'));
    federation = await startFederation({ patient: true, env: { DEMO_TABS: writeTabs(folder, told) } });
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic'],
    });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'pt-BR',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== federation.url && protocol !== 'data:') departures.push(request.url());
    });
    // A breach of the page's policy is reported there too.
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    page = await context.newPage();
    await page.goto(`${federation.url}/graphiql`);
  });
  afterAll(async () => {
    await browser?.close();
    await federation?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const byId = (id: string) => page.getByTestId(id);
  const runState = (state: string) => page.waitForSelector(`[data-testid=run-state][data-state=${state}]`);
  const screenshotOf = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  const choose = async (tab: Tab, profile: Profile): Promise<void> => {
    await page.getByRole('button', { name: tab, exact: true }).click();
    if ((await byId('profile-picker').inputValue()) !== profile) await byId('profile-picker').selectOption(profile);
    await page.waitForSelector('[data-testid=run-state]:is([data-state=idle], [data-state=done])');
  };

  /** What the result pane shows without scrolling; the editor draws spaces that do not break. */
  const inSight = async () =>
    (await page.locator('.result-window .view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');

  /** The whole answer, copied out of the result pane. */
  async function copied(): Promise<Shown> {
    await page.locator('.result-window .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    return JSON.parse(String(await page.evaluate('navigator.clipboard.readText()'))) as Shown;
  }

  /** Chooses tab, profile and, for the investigator, the reason; runs, and reads the result pane. */
  async function run(tab: Tab, profile: Profile, moment = ''): Promise<Shown> {
    await choose(tab, profile);
    if (profile === 'investigator') {
      await byId('purpose').selectOption('INVESTIGATION');
      await byId('case').fill('IP-2026-000123');
      await byId('justification').fill('Verificação no curso do inquérito.');
    }
    await page.getByRole('button', { name: /^Executar consulta/ }).click();
    await runState('done');
    await page
      .getByText(/"(data|errors)"/)
      .first()
      .waitFor();
    await screenshotOf(`${tabs.indexOf(tab) + 1}-${tab.toLowerCase().replaceAll(' ', '-')}-${profile}${moment}`);
    return copied();
  }

  const outcome = () => byId('outcome').innerText();
  const alerts = async () => ((await byId('alerts').count()) > 0 ? byId('alerts').innerText() : '');

  it('opens as patrol with the six tabs, a query in the editor and its variable', async () => {
    await runState('idle');
    expect(await page.locator('.graphiql-tab-button').allInnerTexts()).toEqual([...tabs]);
    expect(await byId('profile-picker').inputValue()).toBe('patrol');
    expect(await byId('purpose').inputValue()).toBe('STOP');
    await page.getByText('query Abordagem').waitFor();
    await page.getByText(`"${told.stolenPlate.plate}"`).waitFor();
    await screenshotOf('0-open');
  });

  describe.each(profiles)('as %s', (profile) => {
    it('shows a stolen car and its wanted owner', async () => {
      const { data } = await run('Abordagem', profile);
      const [vehicle] = data.vehicles[0].subjects;
      const stolen = vehicle.records.map((record: { holder: string; stolen: boolean }) => [
        record.holder,
        record.stolen,
      ]);
      expect(Object.fromEntries(stolen)).toEqual({ PE: true, SENATRAN: true });
      const [{ party: owner }] = vehicle.parties;
      const { name, cpf } = told.stolenPlate.owner;
      expect([owner.name, owner.cpf]).toEqual([name, cpfSeenBy(profile, cpf)]);
      expect(owner.warrants.edges[0].node.record).toMatchObject({
        holder: 'CNJ',
        warrantStatus: 'PENDENTE_DE_CUMPRIMENTO',
      });
      expect(await outcome()).toMatch(found);
      expect(await byId('sources-strip').count()).toBe(0);
    });

    it('tells on the first screen that the car is stolen and its owner wanted', async () => {
      await choose('Abordagem', profile);
      await page.locator('.result-window .view-lines').click();
      await page.keyboard.press('ControlOrMeta+Home');
      await expect.poll(inSight).toContain('"stolen": true');
      expect(await alerts()).toMatch(/Pare\s*Veículo com ocorrência ativa de roubo ou furto\. .*SENATRAN/);
      expect(await alerts()).toMatch(/Pare\s*Mandado pendente de cumprimento\. CNJ/);
    });

    it('tells two namesakes of one birth date apart by their mothers', async () => {
      const { data } = await run('Homônimos', profile);
      const [first, second] = told.namesakes.people;
      const people = data.byBirthDate.edges.map(({ node }: { node: { name: string; motherName: string } }) => node);
      expect(new Set(people.map(({ name }: { name: string }) => name))).toEqual(new Set([told.namesakes.name]));
      expect(people.map(({ motherName }: { motherName: string }) => motherName).sort()).toEqual(
        [first.motherName, second.motherName].sort(),
      );
      expect(people.map(({ cpf }: { cpf: string }) => cpf).sort()).toEqual(
        [cpfSeenBy(profile, first.cpf), cpfSeenBy(profile, second.cpf)].sort(),
      );
      expect(data.byMother.edges.map(({ node }: { node: { motherName: string } }) => node.motherName)).toEqual([
        first.motherName,
      ]);
      expect(await outcome()).toMatch(found);
      expect((await outcome()).match(/Encontrado/g)).toHaveLength(2);
    });

    it('reads one text as two plates and a serial, and asks Uruguay', async () => {
      const { data } = await run('Placa ABC1234', profile);
      const readings = data.search.readings.map(({ kind, country }: { kind: string; country: string | null }) =>
        [kind, country].filter(Boolean).join(' '),
      );
      expect(readings).toEqual(['PLATE BR', 'PLATE UY', 'WEAPON_SERIAL']);
      const kinds = data.search.hits.edges.map(
        ({ node }: { node: { subject: { __typename: string } } }) => node.subject.__typename,
      );
      expect(kinds).toEqual(['Vehicle', 'Weapon']);
      const [probe, ...others] = data.search.probes;
      expect(others).toEqual([]);
      expect(probe).toMatchObject({ __typename: 'ForeignVehicleProbe', holder: 'UY', plate: 'ABC1234' });
      expect(probe.records).toMatchObject([{ holder: 'UY', country: 'UY', stolen: false }]);
      expect(probe.records[0].owner.document).toMatch(profile === 'patrol' ? /^\*+\d{3}$/ : /^[\dA-Z.-]{7,}$/);
      expect(await outcome()).toMatch(found);
    });

    it('shows that the warrant was served yesterday', async () => {
      const { data } = await run('Mandado cumprido ontem', profile);
      const [person] = data.individuals.subjects;
      const { name, cpf, warrantNumber } = told.servedYesterday;
      expect([person.name, person.cpf]).toEqual([name, cpfSeenBy(profile, cpf)]);
      expect(person.warrants.edges.map(({ node }: { node: { number: string } }) => node.number)).toEqual([
        warrantNumber,
      ]);
      const { record } = person.warrants.edges[0].node;
      expect(record).toMatchObject({ holder: 'CNJ', warrantStatus: 'CUMPRIDO' });
      expect(record.service.servedAt).toBe(record.statusSince);
      expect(await alerts()).toMatch(/Aviso\s*Mandado encerrado: não autoriza prisão\. CNJ/);
      expect(await alerts()).not.toContain('Pare');
      expect(await outcome()).toMatch(found);
    });

    it('sets what SINARM and SIGMA say of one weapon side by side', async () => {
      const { data, errors } = await run('Arma em dois sistemas', profile);
      expect(errors).toBeUndefined();
      const [weapon, ...others] = data.weaponsBySerial.subjects;
      expect(others).toEqual([]);
      const [sinarm, sigma] = told.twoSystemsSerial.owners;
      const systems = weapon.records.map(
        ({ system, owner }: { system: string; owner: { name: string; document: string } }) => [
          system,
          { name: owner.name, document: owner.document },
        ],
      );
      expect(Object.fromEntries(systems)).toEqual({
        SINARM: { name: sinarm.name, document: cpfSeenBy(profile, sinarm.cpf) },
        SIGMA: { name: sigma.name, document: cpfSeenBy(profile, sigma.cpf) },
      });
      const stolen = weapon.records.find(({ system }: { system: string }) => system === 'SIGMA');
      expect(stolen.weaponStatus).toBe('ROUBADA');
      expect(await outcome()).toMatch(found);
    });
  });

  describe('with CNJ stopped', () => {
    beforeAll(() => federation.stop('warrants/CNJ'));
    afterAll(() => federation.start('warrants/CNJ'));

    it.each(profiles)('tells %s which source is silent, and that nothing may be concluded', async (profile) => {
      const { data, errors } = await run('Fonte fora do ar', profile);
      const [person] = data.individuals.subjects;
      expect(person.name).toBe(told.servedYesterday.name);
      expect(person.records).toHaveLength(told.servedYesterday.holders.length);
      expect(person.warrants.edges[0].node.record).toMatchObject({ holder: 'CNJ', warrantStatus: null });
      expect(errors[0]?.extensions['code']).toBe('HOLDER_UNAVAILABLE');
      const strip = await byId('sources-strip').innerText();
      expect(strip).toMatch(/^Resposta incompleta: 1 fonte\b/);
      expect(strip).toMatch(/CNJ \(warrants\) UNAVAILABLE fora do ar/);
      expect(await byId('sources-strip').getAttribute('data-severity')).toBe('red');
      expect(await outcome()).toMatch(incomplete);
    });
  });

  it('shows the warrant again when CNJ is back', async () => {
    await federation.indexed();
    const { data } = await run('Fonte fora do ar', 'patrol', '-again');
    expect(data.individuals.subjects[0].warrants.edges[0].node.record.warrantStatus).toBe('CUMPRIDO');
    expect(await byId('sources-strip').count()).toBe(0);
    expect(await outcome()).toMatch(found);
  });

  it('runs a tab at once as whichever profile is picked', async () => {
    await choose('Arma em dois sistemas', 'patrol');
    expect(await byId('purpose').inputValue()).toBe('STOP');
    expect(await byId('case').inputValue()).toBe('');
    const offered = await byId('purpose').locator('option').allInnerTexts();
    expect(offered).toEqual(['— nenhuma —', 'Abordagem', 'Captura', 'Fronteira']);
    await byId('profile-picker').selectOption('prosecutor');
    await runState('idle');
    await page.getByRole('button', { name: /^Executar consulta/ }).click();
    await runState('done');
    expect(await outcome()).toMatch(found);
  });

  it('documents the schema that the picked profile may ask', async () => {
    const searches = async (profile: Profile): Promise<string> => {
      await choose('Abordagem', profile);
      const root = page.locator('.graphiql-doc-explorer-content').getByText('Query', { exact: true });
      await root
        .or(page.getByText('findIndividuals', { exact: true }))
        .first()
        .waitFor();
      if (await root.count()) await root.click();
      await page.getByText('findIndividuals', { exact: true }).waitFor();
      return page.locator('.graphiql-doc-explorer-content').innerText();
    };
    await page.getByRole('button', { name: 'Mostrar documentação do esquema' }).click();
    expect(await searches('patrol')).not.toContain('findIndividualsFreely');
    await screenshotOf('7-documentation-patrol');
    expect(await searches('investigator')).toContain('findIndividualsFreely');
    await page.getByText('findIndividualsFreely', { exact: true }).click();
    await page.getByText(/Requer: .*x-infoseg-case/).waitFor();
    await screenshotOf('7-documentation-investigator');
  });

  it('has asked nobody else, complained of nothing and broken no policy', async () => {
    expect(departures).toEqual([]);
    expect(complaints).toEqual([]);
    // The watch itself sees: a page that tried would be stopped, and noticed here.
    expect(await page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'left', () => 'stopped')")).toBe('stopped');
    expect(complaints.join()).toContain('connect-src');
  });
});
