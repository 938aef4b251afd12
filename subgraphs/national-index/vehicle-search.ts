// Vehicles by what a witness remembers: part of a plate, the end of the chassis, the owner, make, model, colour, years.
import { checkFirst } from './connection.ts';
import type { PageArguments } from './connection.ts';
import type { IndexContext } from './context.ts';
import { reversed, searchText } from './entry-rows.ts';
import { indexError } from './errors.ts';
import { vehiclesOfIds } from './look-ups.ts';
import type { VehicleQuery } from './records.ts';
import { companyId, personId } from './subject-ids.ts';

export interface VehicleSearch {
  readonly platePattern?: string | null;
  readonly chassisEnd?: string | null;
  readonly ownerCpf?: string | null;
  readonly ownerCnpj?: string | null;
  readonly make?: string | null;
  readonly model?: string | null;
  readonly colour?: string | null;
  readonly yearFrom?: number | null;
  readonly yearTo?: number | null;
  readonly uf?: string | null;
}

export async function findVehicles(search: VehicleSearch, page: PageArguments, context: IndexContext) {
  const first = checkFirst(page.first);
  const question = ['findVehicles', search];
  const [after] = context.cursors.open(question, page.after) ?? [];
  const found = await context.records.vehiclesLike(context.audience, queryOf(search, context), {
    first: first + 1,
    after: after === undefined ? null : String(after),
  });
  const vehicles = await vehiclesOfIds(found.subjectIds.slice(0, first), context);
  const edges = vehicles.map((node) => ({ cursor: context.cursors.seal(question, [node.id]), role: null, node }));
  return {
    edges,
    pageInfo: { hasNextPage: found.subjectIds.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: found.total,
  };
}

const plateFixedMin = 3;
const chassisEndMin = 6;

function queryOf(search: VehicleSearch, context: IndexContext): VehicleQuery {
  if (search.ownerCpf && search.ownerCnpj)
    throw indexError('BAD_ARGUMENT', 'Informe um só proprietário: `ownerCpf` ou `ownerCnpj`.');
  const plate = search.platePattern ? platePattern(search.platePattern) : null;
  const ownerId = search.ownerCpf
    ? personId(context.ids, search.ownerCpf)
    : search.ownerCnpj
      ? companyId(context.ids, search.ownerCnpj)
      : null;
  const chassisBack = search.chassisEnd ? reversed(chassisEnd(search.chassisEnd)) : null;
  if (plate === null && chassisBack === null && ownerId === null)
    throw indexError(
      'TOO_BROAD',
      'Acrescente parte da placa, o fim do chassi ou o proprietário; os demais campos apenas restringem.',
    );
  return {
    marks: plate?.marks ?? [],
    platePattern: plate?.like ?? null,
    chassisBack,
    ownerId,
    make: narrowing('make', search.make),
    model: narrowing('model', search.model),
    colour: narrowing('colour', search.colour),
    yearFrom: search.yearFrom ?? null,
    yearTo: search.yearTo ?? null,
    state: search.uf ?? null,
  };
}

/** A text without a letter or a digit (`%`) narrows to nothing that is there; left out, it would narrow to nothing at all. */
function narrowing(argument: string, text: string | null | undefined): string | null {
  const words = searchText(text ?? undefined);
  if (words === null && text) throw indexError('BAD_ARGUMENT', `\`${argument}\`: informe letras ou algarismos.`);
  return words;
}

/**
 * `?` is one character, `*` any number. At least three fixed characters must stand at a known place, counted from the start (before the
 * first `*`) or from the end (after the last), because only those are indexed.
 */
export function platePattern(text: string): { readonly marks: readonly string[]; readonly like: string } {
  const pattern = text.toUpperCase().replace(/[\s.-]/g, '');
  // Nothing but letters, digits and the two signs gets as far as LIKE, so nothing there needs an escape.
  if (!/^[A-Z0-9?*]{1,16}$/.test(pattern))
    throw indexError(
      'BAD_ARGUMENT',
      '`platePattern`: letras, algarismos, `?` (um caractere) e `*` (qualquer quantidade).',
    );
  const star = pattern.indexOf('*');
  const head = star < 0 ? pattern : pattern.slice(0, star);
  const tail = star < 0 ? '' : pattern.slice(pattern.lastIndexOf('*') + 1);
  const marks = [
    ...[...head].flatMap((character, at) => (character === '?' ? [] : [`${at + 1}${character}`])),
    ...[...tail].flatMap((character, at) => (character === '?' ? [] : [`${at - tail.length}${character}`])),
  ];
  if (marks.length < plateFixedMin)
    throw indexError(
      'TOO_BROAD',
      `\`platePattern\`: ao menos ${plateFixedMin} caracteres certos no começo ou no fim da placa.`,
    );
  return { marks, like: pattern.replace(/\*+/g, '%').replaceAll('?', '_') };
}

function chassisEnd(text: string): string {
  const end = text.toUpperCase().replace(/[\s.-]/g, '');
  if (!/^[A-Z0-9]{1,17}$/.test(end)) throw indexError('BAD_ARGUMENT', '`chassisEnd`: letras e algarismos, até 17.');
  if (end.length < chassisEndMin)
    throw indexError('TOO_BROAD', `\`chassisEnd\`: ao menos os ${chassisEndMin} últimos caracteres.`);
  return end;
}
