// Every word that the nation's holders keep can leave by its schema. A coded word of a base is a text to the compiler: whether an
// enumeration or a scalar takes it is seen here.
import { getNullableType, isLeafType, isListType, isObjectType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Presentation } from '#kit/record-source.ts';
import { nation } from '../demo/nation/nation.ts';
import type { NationRecord } from '../demo/nation/nation.ts';
import { individuals } from '../subgraphs/individuals/source.ts';
import { mercosul } from '../subgraphs/mercosul/source.ts';
import { vehicles } from '../subgraphs/vehicles/source.ts';
import { warrants } from '../subgraphs/warrants/source.ts';
import { weapons } from '../subgraphs/weapons/source.ts';

const sources = { individuals, mercosul, vehicles, warrants, weapons };
type SourceName = keyof typeof sources;

function shown(record: NationRecord): { readonly type: GraphQLOutputType; readonly value: unknown } {
  const source = sources[record.source];
  const { recordType, present } = source.records as NonNullable<typeof source.records>;
  const caller = { id: 'u1', body: 'TJPE', profile: 'judge', level: 3, entitlements: [], tokenId: 't1' } as const;
  const about: Presentation = {
    endpoint: { source: record.source, holder: record.holder },
    asker: { caller },
    now: new Date('2026-11-21T15:00:00Z'),
  };
  const type = source.schema.getType(recordType);
  if (!isObjectType(type)) throw new Error(`${record.source} has no ${recordType}`);
  return {
    type,
    value: { ...present(record.facts as never, about), holder: record.holder, recordId: record.facts.recordId },
  };
}

/** Coordinates whose value cannot leave. */
function refusedIn(type: GraphQLOutputType, value: unknown, place: string): readonly string[] {
  if (value === undefined || value === null) return [];
  const plain = getNullableType(type);
  if (isListType(plain)) return (value as readonly unknown[]).flatMap((item) => refusedIn(plain.ofType, item, place));
  if (isObjectType(plain))
    return Object.values(plain.getFields()).flatMap((field) =>
      refusedIn(field.type, (value as Readonly<Record<string, unknown>>)[field.name], `${plain.name}.${field.name}`),
    );
  if (!isLeafType(plain)) return [`${place}: neither a leaf nor an object`];
  try {
    plain.serialize(value);
    return [];
  } catch {
    return [place];
  }
}

describe('what the nation holds', () => {
  const records: NationRecord[] = [];
  beforeAll(() => {
    records.push(...nation({ seed: 2026, size: 2000, today: '2026-11-21' }));
  });

  it.each(Object.keys(sources) as SourceName[])('can be shown by %s, to the last word', (name) => {
    const own = records.filter(({ source }) => source === name);
    expect(own.length).toBeGreaterThan(0);
    const refused = own.flatMap((record) => {
      const { type, value } = shown(record);
      return refusedIn(type, value, name);
    });
    expect([...new Set(refused)]).toEqual([]);
  });

  it('would be found out with a word that the schema does not know', () => {
    const record = records.find(({ source }) => source === 'vehicles');
    if (record?.source !== 'vehicles') throw new Error('the nation has no vehicle');
    const { type, value } = shown({ ...record, facts: { ...record.facts, situation: 'PARADO' } });
    expect(refusedIn(type, value, '')).toEqual(['VehicleRecord.situation']);
  });
});
