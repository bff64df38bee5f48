/** The division tree: where it begins is read from the city pack; every change that has taken effect is laid over it. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readTable, TableError } from '../csv/server.ts';
import { Division as DivisionCodeText } from '../schema/index.ts';
import type { Tables } from './changes.ts';
import type { Outline } from './geometry.ts';
import { kinds, levels, makeDivisions } from './index.ts';
import './audited.ts';

export {
  applyDueChanges,
  type ChangeRecord,
  type NewChange,
  type Preview,
  previewChange,
  type Rehomed,
  recordChange,
  refreshDivisions,
  rehomedOf,
  splitCodes,
} from './taking-effect.ts';

const text = z.string().min(1);

const DivisionRow = z
  .strictObject({
    code: DivisionCodeText,
    name: text,
    raw_name: text,
    core: text,
    level: z.enum(levels),
    kind: z.enum(kinds),
    parent_code: z.union([z.literal('').transform(() => null), DivisionCodeText]),
    pinyin: text,
    legal: z.enum(['true', 'false']).transform((value) => value === 'true'),
  })
  .transform(({ raw_name, parent_code, ...row }) => ({
    ...row,
    rawName: raw_name,
    parent: parent_code,
    validFrom: null,
    validTo: null,
  }));

const AliasRow = z.strictObject({ text, code: DivisionCodeText, scope: DivisionCodeText, kind: text, note: z.string() });

const Point = z.tuple([z.number().min(73).max(136), z.number().min(3).max(54)]);
const same = (a: readonly number[] | undefined, b: readonly number[] | undefined): boolean =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1];
const Ring = z
  .array(Point)
  .min(4)
  .refine((ring) => same(ring[0], ring.at(-1)), { message: '线没有闭合 / ring is not closed' })
  .refine((ring) => ring.every((point, i) => i === 0 || !same(point, ring[i - 1])), { message: '有重复的点 / repeated point' });
const Polygon = z.array(Ring).min(1);
const Feature = z.object({
  id: DivisionCodeText,
  properties: z.object({ name: text, cp: Point.optional() }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: Polygon }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Polygon).min(1) }),
  ]),
});
const Features = z.object({ features: z.array(Feature).min(1) });

/** `boundaries.geojson`: optional, a city without geometry has none. */
function readOutlines(file: string): Outline[] {
  if (!existsSync(file)) return [];
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TableError(file, 0, (error as Error).message.split('\n')[0]!);
  }
  const parsed = Features.safeParse(data);
  if (parsed.success) return parsed.data.features;
  const issue = parsed.error.issues[0]!;
  throw new TableError(file, 0, `${issue.path.join('.')}: ${issue.message}`);
}

/** Reads `divisions.csv`, `division-aliases.csv` and, where there is one, `boundaries.geojson`. Throws a TableError that names file and line. */
export function loadDivisionTables(files: { divisions: string; aliases: string; boundaries?: string }): Tables {
  const outlines = files.boundaries ? readOutlines(files.boundaries) : [];
  const tables = {
    rows: readTable(files.divisions, DivisionRow),
    aliases: readTable(files.aliases, AliasRow),
    successions: [],
    outlines,
  };
  const divisions = makeDivisions(tables.rows, tables.aliases);
  for (const { id } of outlines)
    if (divisions.get(id)?.level !== 'county')
      throw new TableError('boundaries.geojson', 0, `${id} 不是县级区划代码 / no county`);
  return tables;
}
