/** The library of facility projects as the city pack has it: `facility-projects.csv`. What was reported since stays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import { Division } from '../../../kernel/schema/index.ts';

const text = z.string().min(1);
const ProjectRow = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{4,20}$/),
  name: text,
  division: Division,
  place: text,
  body: text,
  planned_fen: z.string().regex(/^[1-9]\d{0,13}$/),
  source: text,
});

export async function loadProjects(tx: Tx, folder: string): Promise<number> {
  const file = join(folder, 'facility-projects.csv');
  if (!existsSync(file)) return 0;
  const rows = readTable(file, ProjectRow);
  return tx.run(sql`insert into facility_project (code, name, division, place, body, planned_fen, source)
    select * from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.division)}::text[], ${rows.map((r) => r.place)}::text[],
      ${rows.map((r) => r.body)}::text[], ${rows.map((r) => r.planned_fen)}::bigint[], ${rows.map((r) => r.source)}::text[]) on conflict (code) do nothing`);
}
