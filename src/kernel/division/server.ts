/** The division tree: where it begins is read from the city pack; every change that has taken effect is laid over it. */
import { z } from 'zod';
import { readTable } from '../csv/server.ts';
import { Division as DivisionCodeText } from '../schema/index.ts';
import type { Tables } from './changes.ts';
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

/** Reads `divisions.csv` and `division-aliases.csv`. Throws a TableError that names file and line. */
export function loadDivisionTables(files: { divisions: string; aliases: string }): Tables {
  const tables = { rows: readTable(files.divisions, DivisionRow), aliases: readTable(files.aliases, AliasRow), successions: [] };
  makeDivisions(tables.rows, tables.aliases);
  return tables;
}
