// How much one request may ask for of what the policy rations: plates, texts in the one box, people by CPF. A limit of one field is passed
// by twenty aliases; these are limits of the whole request. How many CPFs in a minute and an hour is a rate's to say.
import type { Asker } from '#kit/caller.ts';
import { platesMax, scopesOf } from '#kit/rules/policy.ts';
import { RequestRefused } from '../errors.ts';
import type { RationedSubjects } from '../journal/argument-subjects.ts';

/**
 * What the one box takes of those who have no batch: a number read aloud, and the same one corrected twice. A batch of it is a batch of
 * plates, serials and names.
 */
export const searchesMax = 3;

/** Those in one car at a stop. Who sees every CPF has nothing to guess, and no limit but cost. */
export const cpfsMax = 5;

/** @throws RequestRefused TOO_MANY_PLATES, TOO_MANY_SEARCHES, TOO_MANY_CPFS */
export function checkSubjects({ plates, searches, cpfs }: RationedSubjects, asker: Asker): void {
  // Who may ask for none is refused the field, like any other.
  const platesLimit = Math.max(1, platesMax(asker));
  if (plates > platesLimit) throw new RequestRefused('TOO_MANY_PLATES', { limit: platesLimit });
  if (platesLimit === 1 && searches > searchesMax)
    throw new RequestRefused('TOO_MANY_SEARCHES', { limit: searchesMax });
  if (isShownMaskedCpfs(asker) && cpfs.length > cpfsMax) throw new RequestRefused('TOO_MANY_CPFS', { limit: cpfsMax });
}

/**
 * A mask leaves six of nine digits: a thousand numbers remain, and each look-up by CPF says of one whether it is the one. Those who are shown
 * the mask may look up few.
 */
export function isShownMaskedCpfs({ caller }: Pick<Asker, 'caller'>): boolean {
  return !scopesOf(caller.profile).has('person:cpf');
}
