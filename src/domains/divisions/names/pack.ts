/** What a city pack says of place names: the units themselves, further names, generics, words. What people have changed since stays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import type { Division } from '../../../kernel/division/index.ts';
import { Division as DivisionText, PlainDateText } from '../../../kernel/schema/index.ts';
import { addPlaces, type NewPlace } from './register.ts';
import { approvalLevels, type Category, categories, protectionClasses } from './terms.ts';

const keysOfRecord = <T extends string>(record: Readonly<Record<T, string>>) => Object.keys(record) as [T, ...T[]];
const Metres = z
  .string()
  .regex(/^\d*$/, '须是整数')
  .transform((text) => (text === '' ? null : Number(text)));
const orEmpty = <T extends z.ZodType>(type: T) => z.union([z.literal(''), type]);

const NameRow = z.strictObject({
  unit_code: orEmpty(DivisionText),
  division: DivisionText,
  category: z.enum(keysOfRecord(categories)),
  specific: z.string().min(1),
  generic: z.string().min(1),
  whereabouts: z.string(),
  width: Metres,
  length: Metres,
  area: Metres,
  origin: z.string(),
  meaning: z.string(),
  protection_class: orEmpty(z.enum(keysOfRecord(protectionClasses))),
  former: z.string(),
  former_until: orEmpty(PlainDateText),
  basis: z.string(),
  source: z.string().min(2),
});
type NameRow = z.infer<typeof NameRow>;

const GenericRow = z.strictObject({
  category: z.enum(keysOfRecord(categories)),
  generic: z.string().min(1),
  measure: orEmpty(z.enum(['width', 'area'])),
  least: Metres,
  most: Metres,
});
const ApprovalRow = z.strictObject({
  category: z.enum(keysOfRecord(categories)),
  level: z.enum(keysOfRecord(approvalLevels)),
  basis: z.string().min(1),
});
const WordRow = z.strictObject({ list: z.enum(['leader', 'foreign', 'brand', 'odd']), word: z.string().min(1) });

const read = <T>(folder: string, name: string, row: z.ZodType<T>): T[] => {
  const file = join(folder, name);
  return existsSync(file) ? readTable(file, row) : [];
};

const placeOf = (row: NameRow): NewPlace => ({
  division: row.division,
  ...(row.unit_code ? { unitCode: row.unit_code } : { packKey: `${row.category} ${row.division} ${row.specific}${row.generic}` }),
  category: row.category,
  specific: row.specific,
  generic: row.generic,
  whereabouts: row.whereabouts,
  widthMetres: row.width,
  lengthMetres: row.length,
  areaMetres: row.area,
  origin: row.origin,
  meaning: row.meaning,
  protectionClass: row.protection_class || null,
  source: row.basis ? `${row.source}：${row.basis}` : row.source,
  since: null,
  ...(row.former && row.former_until ? { former: { name: row.former, until: row.former_until } } : {}),
});

/** The name of a unit as it is in force: 汀泗桥 and 镇. */
export const unitName = ({ code, name, core, level }: Division): NewPlace => ({
  division: code,
  unitCode: code,
  category: (level === 'village' ? 'committee' : 'division') satisfies Category,
  specific: core,
  generic: name.slice(core.length),
  source: '区划代码表',
  since: null,
});

/** Functional zones are no divisions, and a name without a generic part is none of this register. */
export const isNamed = ({ level, legal, name, core }: Division): boolean =>
  level !== 'nation' && level !== 'province' && legal && name.startsWith(core) && name.length > core.length;

export async function loadPlaceNames(tx: Tx, folder: string): Promise<number> {
  const inForce = tx.divisions.all.filter((unit) => isNamed(unit) && unit.code.startsWith(tx.city.slice(0, 4)));
  const codes = new Set(inForce.map(({ code }) => code));
  const named = read(folder, 'place-names.csv', NameRow)
    .map(placeOf)
    .filter(({ unitCode }) => !unitCode || codes.has(unitCode));
  const told = new Set(named.map(({ unitCode }) => unitCode));
  const units = inForce.filter(({ code }) => !told.has(code)).map(unitName);
  // What is known already need not be spelt again at every start.
  const known = await tx.rows<{ key: string }>(
    sql`select coalesce(unit_code, pack_key) as key from place_name where coalesce(unit_code, pack_key) is not null`,
  );
  const kept = new Set(known.map(({ key }) => key));
  let rows = (
    await addPlaces(
      tx,
      [...named, ...units].filter(({ unitCode, packKey }) => !kept.has(unitCode ?? packKey!)),
    )
  ).length;
  for (const { category, generic, measure, least, most } of read(folder, 'place-generics.csv', GenericRow))
    rows += await tx.run(
      sql`insert into place_generic (category, generic, measure, least, most) values (${category}, ${generic}, ${measure || null}, ${least}, ${most}) on conflict do nothing`,
    );
  for (const { category, level, basis } of read(folder, 'place-approvals.csv', ApprovalRow))
    rows += await tx.run(sql`insert into place_approval (category, level, basis) values (${category}, ${level}, ${basis})
      on conflict (category) do update set level = excluded.level, basis = excluded.basis where (place_approval.level, place_approval.basis) <> (excluded.level, excluded.basis)`);
  for (const { list, word } of read(folder, 'place-words.csv', WordRow))
    rows += await tx.run(sql`insert into place_word (word, list) values (${word}, ${list}) on conflict do nothing`);
  return rows;
}
