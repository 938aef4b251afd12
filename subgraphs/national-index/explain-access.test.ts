import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '#kit/errors.ts';
import type { Asker } from '#kit/caller.ts';
import { supergraphPath } from '../../demo/settings.ts';
import type { IndexContext } from './context.ts';
import { explainAccess } from './explain-access.ts';
import { networkRules } from './network-rules.ts';

const directory = () => ({
  endpoints: [{ source: 'national-index', holder: 'SENASP' }],
  holders: { SENASP: { name: 'SENASP', contact: { unit: 'CENTRAL/SENASP', phone: '6130000000' } } },
});

function explain(
  coordinate: string,
  asker: Pick<Asker, 'purpose' | 'caseNumber'> & { readonly profile?: string } = {},
) {
  const { profile = 'patrol', ...stated } = asker;
  const caller = { id: 'p-1', body: 'PMSP', state: 'SP', profile, level: 2, entitlements: [], tokenId: 't-1' };
  const [type = '', field = ''] = coordinate.split('.');
  const context = {
    asker: { caller, ...stated },
    networkRules: networkRules(supergraphPath, () => undefined),
    directory,
  };
  return explainAccess({ type, field }, context as unknown as IndexContext);
}

describe('what a rule means for who asks', () => {
  it('a value that they see needs nothing and nobody', () => {
    expect(explain('VehicleRecord.plate')).toMatchObject({ decision: 'ALLOW', needs: [], masks: null, contact: null });
  });

  it('a masked value says how it is masked, and in what the rule is founded', () => {
    const { decision, masks, basis } = explain('Individual.cpf');
    expect({ decision, masks }).toEqual({ decision: 'MASK', masks: 'CPF' });
    expect(basis.join(' ')).toContain('Pessoa: CPF sem máscara: Decreto 6.138/2007, art. 1º');
    expect(basis.at(-1)).toContain('CF, art. 144');
  });

  it('a denied one says what is missing, in these conditions, and whom to ask', () => {
    expect(explain('IndividualRecord.addresses', { profile: 'investigator' })).toMatchObject({
      decision: 'DENY',
      rule: 'IndividualRecord.addresses',
      needs: ['case'],
      contact: 'CENTRAL/SENASP, 6130000000',
    });
    const withCase = { profile: 'investigator', purpose: 'INVESTIGATION', caseNumber: 'IP-2026-000001' } as const;
    expect(explain('IndividualRecord.addresses', withCase).decision).toBe('ALLOW');
    expect(explain('IndividualRecord.addresses').needs).toEqual(['scope:person:address', 'case']);
  });

  it('what only the holder can tell is said so', () => {
    expect(explain('WarrantRecord.decisionSummary')).toMatchObject({
      decision: 'DEFER',
      needs: ['record:own-case', 'record:public'],
    });
  });

  it('a field of an interface asks what every type behind it asks', () => {
    expect(explain('HolderRecord.alerts', { profile: 'municipal-guard' }).decision).toBe('DENY');
  });

  it.each(['Nothing.at', 'Individual.secret', 'Individual.', '__proto__.constructor', 'Individual.__proto__'])(
    'a field that the network does not have (%s) is refused without repeating it',
    (coordinate) => {
      expect(() => explain(coordinate)).toThrow('A rede não tem este campo');
    },
  );
});

describe('the rules of the network', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'infoseg-rules-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('follow the file, and stay as they were when it is changed for the worse', () => {
    const path = join(folder, 'supergraph.graphql');
    let at = 1_000;
    const write = (text: string) => {
      writeFileSync(path, text);
      utimesSync(path, at, (at += 1));
    };
    write('type Query { a: String @authenticated }');
    const lines: string[] = [];
    const rules = networkRules(path, (line) => lines.push(line));
    expect([...rules().keys()]).toEqual(['Query.a']);
    write('type Query { a: String @authenticated b: String @authenticated }');
    expect([...rules().keys()]).toEqual(['Query.a', 'Query.b']);
    write('type Query { a: String @requiresScopes(');
    expect([...rules().keys()]).toEqual(['Query.a', 'Query.b']);
    expect(lines).toEqual(['the supergraph cannot be read; rules are explained as they were']);
  });

  it('must be there at the start', () => {
    expect(() => networkRules(join(folder, 'missing.graphql'), () => undefined)).toThrow(ConfigError);
  });
});
