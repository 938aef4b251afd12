// GraphiQL at /graphiql: in the demo it fetches tokens by itself, and opens as patrol with the stories of the loaded nation.
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Profile } from '#kit/caller.ts';
import { purposesOf } from '#kit/rules/policy.ts';
import type { GatewayConfig } from './config.ts';
import { registerExplorer } from './explorer.ts';
import type { ExplorerConfig, ExplorerPurpose, ExplorerTab } from './explorer.ts';
import { operationsFolder, readOperations } from './operations.ts';

// What the page offers is the policy's; here it gets the words, and a case that its form accepts.
const words: readonly ExplorerPurpose[] = [
  { id: 'STOP', label: 'Abordagem', needsCase: false },
  { id: 'CAPTURE', label: 'Captura', needsCase: true, caseHint: '0000001-39.2024.8.26.0100.01.0001-16' },
  { id: 'BORDER', label: 'Fronteira', needsCase: false },
  { id: 'INVESTIGATION', label: 'Investigação', needsCase: true, caseHint: 'IP-2026-000123' },
  { id: 'PROSECUTION', label: 'Ação penal', needsCase: true, caseHint: '0000001-39.2024.8.26.0100' },
  { id: 'JUDGMENT', label: 'Julgamento', needsCase: true, caseHint: '0000001-39.2024.8.26.0100' },
  { id: 'INSPECTION', label: 'Fiscalização', needsCase: true, caseHint: 'OF-2026-000123' },
  { id: 'AUDIT', label: 'Auditoria', needsCase: true, caseHint: 'PAD-2026-000123' },
];

const labels: Readonly<Partial<Record<Profile, string>>> = {
  patrol: 'Patrulha',
  investigator: 'Investigador',
  'municipal-guard': 'Guarda municipal',
  prosecutor: 'Ministério Público',
  judge: 'Judiciário',
  inspector: 'Fiscalização',
  military: 'Forças Armadas',
  auditor: 'Auditoria',
};

/** What the page is told. Outside the demonstration it offers no profile: the pasted token has one. */
export function demoExplorerConfig(isDemo: boolean, tabs: readonly ExplorerTab[]): ExplorerConfig {
  const profiles = Object.entries(labels).map(([id, label]) => ({ id, label, purposes: purposesOf(id as Profile) }));
  return Object.freeze({ demo: isDemo, profiles: isDemo ? profiles : [], purposes: words, tabs });
}

export async function registerDemoExplorer(app: FastifyInstance, config: GatewayConfig): Promise<void> {
  const { demoTokenUrl, demoTabsPath } = config;
  const tabs = demoTabsPath ? (JSON.parse(readFileSync(demoTabsPath, 'utf8')) as readonly ExplorerTab[]) : plainTabs();
  const explorer = demoExplorerConfig(demoTokenUrl !== undefined, tabs);
  await registerExplorer(app, {
    config: () => explorer,
    ...(demoTokenUrl && { issueDemoToken: (profile: string) => fetchDemoToken(demoTokenUrl, profile) }),
  });
}

const tokenTimeoutMs = 3000;

/** Outside the demo: the operations as they stand, without anybody's identifiers. */
function plainTabs(): readonly ExplorerTab[] {
  const tabs = readOperations(operationsFolder).filter(({ tab }) => tab !== undefined);
  return tabs.map(({ title, text }) => ({ title, query: text }));
}

async function fetchDemoToken(url: string, profile: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ profile }),
    signal: AbortSignal.timeout(tokenTimeoutMs),
  });
  if (!response.ok) throw new Error('the demo issuer gave no token');
  return response.text();
}
