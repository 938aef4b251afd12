/** A term of `@policy` as people read it, in Portuguese. */
export function termInWords(term: string): string {
  const at = term.indexOf(':');
  const argument = term.slice(at + 1);
  switch (at < 0 ? term : term.slice(0, at)) {
    case 'case':
      return 'número do procedimento';
    case 'purpose':
      return `finalidade ${argument}`;
    case 'level':
      return `autenticação de nível ${argument}`;
    case 'scope':
      return `\`${argument}\``;
    case 'body':
      return `órgão ${argument}`;
    case 'state':
      return `UF ${argument}`;
    case 'agreement':
      return `convênio que abranja ${argument}`;
    default:
      return recordTerms[argument] ?? `decisão do detentor, por registro (${argument})`;
  }
}

const recordTerms: Readonly<Record<string, string>> = { public: 'registro público', 'own-case': 'caso próprio' };
