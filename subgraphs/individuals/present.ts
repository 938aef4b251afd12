// A person's record as the schema shows it, to this asker, now.
import type { Profile } from '#kit/caller.ts';
import { foldLetters } from '#kit/identifiers/fold.ts';
import { fieldsOf } from '#kit/presented.ts';
import type { Presented } from '#kit/presented.ts';
import type { Presentation } from '#kit/record-source.ts';
import type { IndividualFacts } from './record.ts';
import type { Alert, IndividualRecord } from './schema.generated.ts';

/** The field that each kind of alert tells of. */
export const alertsTell = { IN_CUSTODY: 'custody', DECEASED: 'death' } as const satisfies {
  readonly [Kind in Alert['kind']]?: keyof IndividualRecord;
};
type Told = Alert & { readonly kind: keyof typeof alertsTell };

/** Profiles that see every entry; the others see what still matters at the roadside. */
const seesWholeHistory: readonly Profile[] = ['investigator', 'prosecutor', 'judge'];
/**
 * Who answers for the matter. A list of what may be shown: victim, witness, acquitted and rehabilitated (CP art. 93, CPP art. 748) go by
 * many words (OFENDIDO, COMUNICANTE, VITIMA DE ROUBO), and a word that nobody thought of stays with those who see everything.
 */
const answeringRoles = [
  ...['INDICIADO', 'INDICIADA', 'INVESTIGADO', 'INVESTIGADA', 'REU', 'RE'],
  ...['CONDENADO', 'CONDENADA', 'AUTOR DO FATO', 'AUTORA DO FATO'],
];
/** What is still under way; for the same reason a list of what may be shown. */
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
  const open = facts.entries.filter((entry) => profile === 'judge' || !isOfAdolescent(entry));
  if (seesWholeHistory.includes(profile)) return open;
  return open.filter(({ role, stage }) => answeringRoles.includes(plain(role)) && activeStages.includes(plain(stage)));
}

/** The court's alone (ECA art. 143), whichever word of the entry says so. */
function isOfAdolescent({ kind, role, subject = '' }: IndividualFacts['entries'][number]): boolean {
  return (
    plain(role).startsWith('ADOLESCENTE') ||
    plain(kind).includes('ADOLESCENTE') ||
    [kind, role, subject].some((word) => /\bATOS? INFRACIONA/.test(plain(word)))
  );
}

/** Offices write the same word with and without capitals, accents and underscores. */
function plain(word: string): string {
  return foldLetters(word)
    .replaceAll(/[_\s]+/g, ' ')
    .trim();
}

function alertsOf(facts: IndividualFacts): readonly Told[] {
  const alerts: Told[] = [];
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
