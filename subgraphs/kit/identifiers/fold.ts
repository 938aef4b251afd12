/** Letters that Unicode does not take apart into a letter and an accent. */
const undivided: Readonly<Record<string, string>> = { Ø: 'O', Ł: 'L', Đ: 'D', Æ: 'AE', Œ: 'OE', Þ: 'TH' };

/** Capitals without accents; Ç stays only where `keepCedilla` asks for it, since its sound is S and C's may be K. */
export function foldLetters(text: string, keepCedilla = false): string {
  const capitals = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[ØŁĐÆŒÞ]/g, (letter) => undivided[letter] ?? letter);
  if (!keepCedilla) return capitals.normalize('NFD').replace(/\p{M}/gu, '');
  return capitals
    .split('Ç')
    .map((piece) => piece.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('Ç');
}

/**
 * Apostrophes of every make, before NFKC turns ´ into a space: after a single letter they part a particle
 * (D'ÁVILA -> D AVILA), elsewhere they are dropped (SANT'ANA -> SANTANA).
 */
export function resolveApostrophes(text: string): string {
  return text
    .replace(/['’‘´`ʼ′]/g, "'")
    .replace(/(?<!\p{L})(\p{L})'\s*/gu, '$1 ')
    .replace(/'/g, '');
}
