// A person's record as the schema shows it, to this asker, now.
import type { Profile } from '#kit/caller.ts';
import { foldLetters } from '#kit/identifiers/fold.ts';
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { Presentation } from '#kit/record-source.ts';
import type { IndividualFacts } from './record.ts';
import type { Alert, IndividualRecord } from './schema.generated.ts';

/** Profiles that see every entry; the others see what still matters at the roadside. */
const seesWholeHistory: readonly Profile[] = ['investigator', 'prosecutor', 'judge'];
/** Never found through a person by patrol; acquittal and rehabilitation (CP art. 93, CPP art. 748), adolescents (ECA art. 143). */
const protectedRoles = ['VITIMA', 'TESTEMUNHA', 'ABSOLVIDO', 'REABILITADO', 'ADOLESCENTE'];
/** What is still under way. A list of what may be shown: a stage that nobody thought of stays with those who see everything. */
const activeStages = [
  'EM ANDAMENTO',
  'INSTAURADO',
  'RELATADO',
  'CONVERTIDO EM INQUERITO',
  'ENCAMINHADO AO JUIZADO',
  'DENUNCIADO',
  'INSTRUCAO',
  'CONDENADO',
  'EXECUCAO',
];

export function present(facts: IndividualFacts, { asker }: Presentation): Presented<IndividualRecord> {
  const { recordId: _, ...shown } = fieldsOf(facts);
  return { ...shown, entries: fieldsOf(entriesFor(facts, asker.caller.profile)), alerts: alertsOf(facts) };
}

function entriesFor(facts: IndividualFacts, profile: Profile): IndividualFacts['entries'] {
  const open = facts.entries.filter(({ role }) => plain(role) !== 'ADOLESCENTE' || profile === 'judge');
  if (seesWholeHistory.includes(profile)) return open;
  return open.filter(({ role, stage }) => !protectedRoles.includes(plain(role)) && activeStages.includes(plain(stage)));
}

/** Offices write the same word with and without accents and underscores. */
function plain(word: string): string {
  return foldLetters(word).replaceAll('_', ' ').trim();
}

function alertsOf(facts: IndividualFacts): readonly Alert[] {
  const alerts: Alert[] = [];
  if (facts.custody)
    alerts.push({
      severity: 'CAUTION',
      kind: 'IN_CUSTODY',
      text: 'Consta como pessoa em custódia.',
      doNext: 'Confirme a situação com a unidade de custódia antes de agir.',
    });
  if (facts.death)
    alerts.push({
      severity: 'CAUTION',
      kind: 'DECEASED',
      text: 'Há óbito comunicado para este registro.',
      doNext: 'Confira se os documentos não estão em uso por outra pessoa.',
    });
  return alerts;
}
