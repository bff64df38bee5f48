/** The division tree of a city pack, read from its two CSV files. */
import { z } from 'zod';
import { readTable } from '../csv/server.ts';
import { Division as DivisionCodeText } from '../schema/index.ts';
import { type Divisions, kinds, levels, makeDivisions } from './index.ts';

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

/** Reads `divisions.csv` and `division-aliases.csv`. Throws a TableError that names file and line. */
export function loadDivisions(files: { divisions: string; aliases: string }): Divisions {
  return makeDivisions(readTable(files.divisions, DivisionRow), readTable(files.aliases, AliasRow));
}
