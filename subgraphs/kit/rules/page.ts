// The rules as a page that a lawyer can follow: from a field to what its rule asks, to whom it opens, to the law behind it. In Portuguese,
// and made from the rules themselves, so that it cannot say anything else.
import { createEvaluator } from './evaluate.ts';
import type { RuledPolicy } from './policy-diff.ts';
import { reasonsOf } from './basis.ts';
import { policyView } from './policy.ts';
import { askerIn, situationsOf } from './situations.ts';
import type { Situation } from './situations.ts';
import { termInWords } from './term-in-words.ts';
import type { Decision, MaskKind, Rule } from './rule.ts';

const maskNames: Readonly<Record<MaskKind, string>> = {
  CPF: 'os seis dígitos do meio',
  CPF_WITHIN: 'os seis dígitos do meio, onde o número é um CPF',
  DOCUMENT: 'o documento em parte',
  LAST_6: 'os seis últimos caracteres',
  INITIALS: 'as iniciais',
  NULL: 'nada',
};

/** Markdown: a table of the rules, fields of equal rules in one row. */
export function rulesPage({ policy, rules }: RuledPolicy): string {
  const { decide } = createEvaluator(policyView(policy));
  const fields = [...rules.values()].filter(({ id }) => id.includes('.')).sort((a, b) => (a.id < b.id ? -1 : 1));
  const alike = Map.groupBy(fields, ({ scopes, policies, masked }) =>
    JSON.stringify([scopes, policies, masked ?? null]),
  );
  const rows = [...alike.values()]
    .sort((one, other) => (keyOf(one[0]) < keyOf(other[0]) ? -1 : 1))
    .map((same) => {
      const [rule] = same as [Rule, ...Rule[]];
      const who = (kinds: readonly Decision['kind'][]) =>
        peopleIn(
          situationsOf(policy).filter((situation) => kinds.includes(decide(rule, askerIn(situation)).kind)),
          policy,
        );
      const masked = rule.masked ? `${who(['MASK'])}: ${maskNames[rule.masked.as]}` : '';
      return [
        namesOf(same),
        askedBy(rule),
        [who(['ALLOW']), deferredTo(who(['DEFER']))].filter((one) => one !== '').join('; ') || 'ninguém',
        masked.startsWith(':') ? '' : masked,
        basisOf(rule, policy),
      ];
    });
  return [['Campos', 'O que a regra pede', 'Quem vê', 'Mascarado', 'Fundamento'], Array(5).fill('---'), ...rows]
    .map((cells: readonly string[]) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Profiles, purposes and scopes, each with its basis. */
export function reasonsPage({ policy }: RuledPolicy): string {
  const table = (rows: readonly (readonly string[])[]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [
    table([
      ['Perfil', 'Finalidades que pode declarar', 'Fundamento'],
      ['---', '---', '---'],
      ...Object.entries(policy.profiles).map(([id, { name, purposes, basis }]) => [
        `\`${id}\` ${name}`,
        purposes.join(', ') || 'nenhuma',
        basis,
      ]),
    ]),
    table([
      ['Finalidade', 'O que é', 'Fundamento'],
      ['---', '---', '---'],
      ...Object.entries(policy.purposes).map(([id, { what, basis }]) => [`\`${id}\``, what, basis]),
    ]),
    table([
      ['Direito', 'O que abre', 'Fundamento'],
      ['---', '---', '---'],
      ...Object.entries(policy.scopes).map(([id, { what, basis }]) => [`\`${id}\``, what, basis]),
    ]),
  ].join('\n\n');
}

function keyOf(rule: Rule | undefined): string {
  return rule ? `${rule.scopes.join()} ${rule.policies.join()} ${rule.masked?.as ?? ''}` : '';
}

/** `VehicleRecord`: fuel, make. */
function namesOf(rules: readonly Rule[]): string {
  const byType = Map.groupBy(rules, ({ id }) => id.slice(0, id.indexOf('.')));
  return [...byType]
    .map(([type, own]) => `\`${type}\`: ${own.map(({ id }) => id.slice(type.length + 1)).join(', ')}`)
    .join('; ');
}

function askedBy({ scopes, policies }: Rule): string {
  const sets = (requirement: Rule['scopes'], inWords: (word: string) => string) =>
    requirement.map((words) => words.map(inWords).join(' e ')).join(', ou ');
  const asked = [sets(scopes, (scope) => `\`${scope}\``), sets(policies, termInWords)].filter((one) => one !== '');
  return asked.join('; e ') || 'autenticação';
}

/** Profiles; with the purposes and the levels that it takes, where it takes some. */
function peopleIn(situations: readonly Situation[], policy: RuledPolicy['policy']): string {
  const all = Map.groupBy(situationsOf(policy), ({ profile }) => profile);
  if (situations.length === situationsOf(policy).length) return 'todos os perfis';
  return [...Map.groupBy(situations, ({ profile }) => profile)]
    .map(([profile, own]) => {
      if (own.length === all.get(profile)?.length) return `\`${profile}\``;
      const reasons = [...Map.groupBy(own, ({ purpose }) => purpose ?? 'sem finalidade')].map(([reason, same]) => {
        const levels = new Set(same.map(({ level }) => level));
        return levels.size === 3 ? reason : `${reason}, nível ${[...levels].join(' e ')}`;
      });
      return `\`${profile}\` (${reasons.join(', ')})`;
    })
    .join(', ');
}

function deferredTo(people: string): string {
  return people === '' ? '' : `${people}: o detentor decide, por registro`;
}

function basisOf(rule: Rule, policy: RuledPolicy['policy']): string {
  const bases = reasonsOf(rule, policy).flatMap(({ basis }) => basis.split('; '));
  return [...new Set(bases)].join('; ') || 'Decreto 6.138/2007, art. 1º';
}

/** The README with its tables as the rules in force make them. */
export function pageIn(readme: string, state: RuledPolicy): string {
  const put = (text: string, name: string, page: string) =>
    text.replace(
      new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`),
      () => `<!-- ${name} -->\n\n${page}\n\n<!-- /${name} -->`,
    );
  return put(put(readme, 'rules', rulesPage(state)), 'reasons', reasonsPage(state));
}
