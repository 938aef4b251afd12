// Take any one rule out of any schema, and somebody must notice: composition with a sentence, or the table of decisions with a difference.
import { Kind, parse, print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { accessDirectives, harvestRules, harvestSubjects } from '#kit/rules/harvest.ts';
import { decide } from '#kit/rules/evaluate.ts';
import type { Decision, RuleTable } from '#kit/rules/rule.ts';
import { checks } from '../../gateway/supergraph/checks.ts';
import { readGraph } from '../../gateway/supergraph/checks/graph.ts';
import { checkRuled } from '../../gateway/supergraph/checks/ruled.ts';
import { composeSupergraph, CompositionRefused } from '../../gateway/supergraph/compose.ts';
import { prepareSupergraph } from '../../gateway/supergraph/prepare.ts';
import { askerOf, askersAt, levels } from './askers.ts';
import { readDecisions } from './decisions.ts';
import type { Expected } from './decisions.ts';
import { applicationsOf, documents, schemas, without, withoutRules } from './schema-edits.ts';
import type { Application } from './schema-edits.ts';

const prepared = prepareSupergraph(composeSupergraph(schemas));
const decisions = readDecisions(prepared.apiSchema);
const everybody = levels.flatMap((level) => askersAt(level)).map((asker) => ({ asker, as: askerOf(asker) }));
const words: Readonly<Record<Decision['kind'], Expected>> = { ALLOW: 'A', MASK: 'M', DENY: '-', DEFER: 'D' };
const ruleDirectives = [...accessDirectives, 'masked'] as const;
const sources = [...schemas.keys()];

/** The first difference between a table of rules and the table of decisions, over everybody, on the fields that are given. */
function difference(rules: RuleTable, fields: Iterable<string>): string | undefined {
  for (const field of fields)
    for (const { asker, as } of everybody) {
      const expected = decisions.expected(field, asker);
      const decided = words[decide(rules.get(field), as).kind];
      if (decided !== expected) return `${field}: ${asker.name} at level ${asker.level}: ${decided}, not ${expected}`;
    }
  return undefined;
}

/** Sentences of the checks, with one source's document in the place of its own. */
function refusals(source: string, document: DocumentNode): readonly string[] {
  const all = [...documents].map(([name, own]) => ({ name, document: name === source ? document : own }));
  const graph = readGraph(all);
  return checks.flatMap((check) => check(graph));
}

const own = new Map(sources.map((source) => [source, harvestRules(documents.get(source) as DocumentNode)]));
const isField = (coordinate: string) => coordinate.includes('.') && !coordinate.startsWith('HolderRecord.');

/**
 * Who notices, or undefined: the table of decisions first, which costs less than all checks of composition. What a source demands is what
 * its holders enforce, whatever another source says of the same type.
 */
function noticed(application: Application): string | undefined {
  const document = without(application);
  const before = own.get(application.source) as RuleTable;
  const after = harvestRules(document);
  const changed = [...before.keys()].filter(
    (field) => isField(field) && JSON.stringify(before.get(field)) !== JSON.stringify(after.get(field)),
  );
  return difference(after, changed) ?? refusals(application.source, document)[0];
}

/**
 * Rules on which no decision turns today, because whoever gets so far has the right anyway: they stand for the profiles of tomorrow, and
 * are written down here so that taking one out is noticed too.
 */
const latent: Readonly<Record<string, readonly string[]>> = {
  individuals: ['IndividualRecord.healthNotes @requiresScopes'],
  mercosul: ['ForeignVehicleRecord.chassis @masked'],
  warrants: ['WantedPerson.motherNames @masked', 'WantedPerson.fatherNames @masked', 'WantedPerson.birthDates @masked'],
};

describe('the rules as they are', () => {
  it('decide as the table does, at the gateway', () => {
    expect(difference(prepared.rules, decisions.fields)).toBeUndefined();
  });

  it.each(sources)('decide as the table does, at every holder of %s', (source) => {
    const rules = own.get(source) as RuleTable;
    const fields = [...rules.keys()].filter(isField);
    expect(fields.length).toBeGreaterThan(10);
    expect(difference(rules, fields)).toBeUndefined();
  });

  it('are the same at a holder and at the gateway', () => {
    const [different] = sources.flatMap((source) =>
      [...(own.get(source) as RuleTable)]
        .filter(([field]) => isField(field))
        .filter(([field, { scopes, policies, masked }]) => {
          const there = prepared.rules.get(field);
          return (
            JSON.stringify([scopes, policies, masked]) !==
            JSON.stringify([there?.scopes, there?.policies, there?.masked])
          );
        })
        .map(([field]) => `${source}: ${field}`),
    );
    expect(different).toBeUndefined();
  });
});

describe('a rule that is taken out', () => {
  it.each(sources)('of %s is noticed, whichever it is', (source) => {
    const applications = applicationsOf(source, ruleDirectives);
    expect(applications.length).toBeGreaterThan(10);
    const unnoticed = applications.filter((one) => noticed(one) === undefined);
    expect(unnoticed.map(({ coordinate, directive }) => `${coordinate} @${directive}`)).toEqual(latent[source] ?? []);
  });

  // Composition takes a second, so one rule of each source stands for the others: the shortcut above must come to the same.
  const sample = sources.flatMap((source, at) => {
    const directive = ruleDirectives[at % ruleDirectives.length] ?? 'policy';
    return applicationsOf(source, [directive]).slice(-1);
  });
  it.each(sample.map((one) => [`${one.source}: ${one.coordinate} @${one.directive}`, one] as const))(
    'is noticed after a whole composition too: %s',
    (_, application) => {
      const edited = new Map([...schemas, [application.source, print(without(application))]]);
      let rules: RuleTable | undefined;
      try {
        rules = prepareSupergraph(composeSupergraph(edited)).rules;
      } catch (error) {
        if (!(error instanceof CompositionRefused)) throw error;
      }
      expect(rules === undefined || difference(rules, decisions.fields) !== undefined).toBe(true);
    },
  );
});

describe('a field without a rule', () => {
  it.each(sources)('of %s does not compose, whichever it is', (source) => {
    const passed: string[] = [];
    let count = 0;
    for (const definition of documents.get(source)?.definitions ?? []) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const field of definition.fields ?? []) {
        const [type, name] = [definition.name.value, field.name.value];
        const document = withoutRules(source, type, name, ruleDirectives);
        const sentences = checkRuled(readGraph([{ name: source, document }]));
        if (!sentences.includes(`${source}: ${type}.${name} has no rule`)) passed.push(`${type}.${name}`);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(10);
    expect(passed).toEqual([]);
  });

  it.each(sources)('of %s is refused by composition itself', (source) => {
    const sdl = `${schemas.get(source)}\ntype Unruled { field: String }\n`;
    expect(() => composeSupergraph(new Map([...schemas, [source, sdl]]))).toThrow(
      `${source}: Unruled.field has no rule`,
    );
  });
});

// What the other directives of ours say is written down here once more, since no decision turns on them.
const kinds: Readonly<Record<string, string>> = {
  ...{ Individual: 'INDIVIDUAL', Company: 'COMPANY', Vehicle: 'VEHICLE', Weapon: 'WEAPON', Warrant: 'WARRANT' },
  ...{ IndividualRecord: 'INDIVIDUAL_RECORD', VehicleRecord: 'VEHICLE_RECORD', WeaponRecord: 'WEAPON_RECORD' },
  ...{ ForeignVehicleRecord: 'FOREIGN_VEHICLE_RECORD', WarrantRecord: 'WARRANT_RECORD' },
};
const typed: Readonly<Record<string, string>> = {
  'Query.search(text:)': 'SEARCH_TEXT',
  'Query.individuals(cpf:)': 'CPF',
  'Query.individualsByDocument(rg:)': 'RG',
  'Query.vehicles(plates:)': 'PLATE',
  'Query.vehiclesByRenavam(renavam:)': 'RENAVAM',
  'Query.vehiclesByChassis(chassis:)': 'CHASSIS',
  'Query.vehiclesByEngine(engine:)': 'ENGINE',
  'Query.weaponsBySerial(serial:)': 'WEAPON_SERIAL',
  'Query.weaponsByRegistration(registration:)': 'WEAPON_REGISTRATION',
  'Query.warrants(number:)': 'WARRANT_NUMBER',
};
const typedInInputs: Readonly<Record<string, string>> = {
  'IndividualSearch.name': 'NAME',
  'IndividualSearch.rg': 'RG',
  'IndividualFreeSearch.name': 'NAME',
  'IndividualFreeSearch.alias': 'NAME',
  'VehicleSearch.platePattern': 'PLATE',
  'VehicleSearch.chassisEnd': 'CHASSIS',
  'VehicleSearch.ownerCpf': 'CPF',
  'VehicleSearch.ownerCnpj': 'CNPJ',
};

describe('what the journal, the conclusions and old holders go by', () => {
  it.each(sources)('stands on every subject and record of %s', (source) => {
    const { types } = harvestSubjects(documents.get(source) as DocumentNode);
    const declared = (documents.get(source)?.definitions ?? []).flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION && Object.hasOwn(kinds, one.name.value) ? [one.name.value] : [],
    );
    expect(declared.length).toBeGreaterThan(0);
    expect(Object.fromEntries([...types].map(([type, { kind }]) => [type, kind]))).toEqual(
      Object.fromEntries(declared.map((type) => [type, kinds[type]])),
    );
  });

  it('stands on every argument that names somebody or something', () => {
    const subjects = harvestSubjects(documents.get('national-index') as DocumentNode);
    expect(Object.fromEntries(subjects.arguments)).toEqual(typed);
    expect(Object.fromEntries(subjects.inputFields)).toEqual(typedInInputs);
  });

  it('says of every edge what it is drawn from: composition refuses it otherwise, or it is a number', () => {
    const applications = applicationsOf('national-index', ['draws']);
    expect(applications.length).toBeGreaterThan(15);
    const unnoticed = applications.filter((one) => refusals(one.source, without(one)).length === 0);
    expect(unnoticed.map(({ coordinate }) => coordinate)).toEqual(['Individual.weaponCount']);
    expect(prepared.rules.get('Individual.weaponCount')?.draws?.from).toEqual(['weapons']);
  });

  it('says of every field which version of its source brought it', () => {
    const since = [...prepared.rules.values()].flatMap((rule) =>
      rule.since === undefined ? [] : [[rule.id, rule.since]],
    );
    expect(Object.fromEntries(since)).toEqual({ 'IndividualRecord.socialName': 2, 'VehicleRecord.openRecall': 2 });
  });
});

it('an edit of the printed schema is an edit of the schema', () => {
  for (const sdl of schemas.values()) expect(print(parse(print(parse(sdl))))).toBe(print(parse(sdl)));
});
