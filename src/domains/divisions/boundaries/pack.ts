/** The lines between the counties of a city, as its pack lists them; lengths, agreements and rounds are entered by whoever has the papers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import { Division } from '../../../kernel/schema/index.ts';

const LineRow = z.strictObject({
  name: z.string().min(2),
  level: z.enum(['county', 'township', 'village']),
  division: Division,
  other_division: Division,
});

export async function loadBoundaryLines(tx: Tx, folder: string): Promise<number> {
  const file = join(folder, 'boundary-lines.csv');
  if (!existsSync(file)) return 0;
  let added = 0;
  for (const row of readTable(file, LineRow))
    added += await tx.run(sql`insert into boundary_line (id, name, level, division, other_division, created_at, created_by)
      values (${newId()}, ${row.name}, ${row.level}, ${row.division}, ${row.other_division}, ${tx.now}, ${tx.actor.id}) on conflict (division, other_division) do nothing`);
  return added;
}
