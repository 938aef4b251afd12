// One spelling of an identifier, for what holders publish and for what callers type: a look-up meets an entry only if both use it.
import type { IdentifierKind } from '#kit/identifiers/readings.ts';
import { parseCnh } from '#kit/identifiers/cnh.ts';
import { parseCnpj } from '#kit/identifiers/cnpj.ts';
import { parseCpf } from '#kit/identifiers/cpf.ts';
import { parseEngineNumber } from '#kit/identifiers/engine-number.ts';
import { normalize } from '#kit/identifiers/parsed.ts';
import type { Parsed } from '#kit/identifiers/parsed.ts';
import { parsePlate } from '#kit/identifiers/plate.ts';
import type { PlateCountry } from '#kit/identifiers/plate.ts';
import { parseProcessNumber } from '#kit/identifiers/process-number.ts';
import { parseRenavam } from '#kit/identifiers/renavam.ts';
import { parseRg } from '#kit/identifiers/rg.ts';
import { parseChassis } from '#kit/identifiers/vin.ts';
import { parseWarrantNumber } from '#kit/identifiers/warrant-number.ts';
import { parseWeaponRegistration, parseWeaponSerial } from '#kit/identifiers/weapon-serial.ts';

const plateCountries: ReadonlySet<string> = new Set<PlateCountry>(['BR', 'AR', 'UY', 'PY']);

const parsers: Readonly<Record<IdentifierKind, (value: string, place?: string) => Parsed>> = {
  CPF: parseCpf,
  CNPJ: parseCnpj,
  RG: (value) => parseRg(value),
  PLATE: (value, country) =>
    parsePlate(value, plateCountries.has(country ?? '') ? (country as PlateCountry) : undefined),
  CHASSIS: parseChassis,
  RENAVAM: parseRenavam,
  ENGINE: parseEngineNumber,
  CNH: parseCnh,
  WEAPON_SERIAL: parseWeaponSerial,
  WEAPON_REGISTRATION: parseWeaponRegistration,
  WARRANT_NUMBER: parseWarrantNumber,
  PROCESS_NUMBER: parseProcessNumber,
  NAME: (value) => ({ ok: true, value }),
};

/**
 * The canonical form; of a value that is no valid identifier, its capitals without separators, because a record with a wrong digit is
 * still a record and is found as it stands.
 */
export function canonical(kind: IdentifierKind, value: string, place?: string): string {
  const parsed = parsers[kind](value, place);
  return parsed.ok ? parsed.value : (normalize(value) ?? value);
}
