/** 规划 as the city pack has them: `plans.csv`, with what the text of a plan says of its projects. What was imported since stays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import { PlainDateText } from '../../../kernel/schema/index.ts';

const text = z.string().min(1);
const whole = z.string().regex(/^\d{0,15}$/);
const PlanRow = z.strictObject({
  code: z.string().regex(/^[0-9A-Z-]{2,12}$/),
  name: text,
  from: PlainDateText,
  to: PlainDateText,
  project_types: whole,
  project_count: whole,
  project_investment_fen: whole,
  /** One unit of the last digit that the text prints, in fen. */
  project_precision_fen: whole,
  source: text,
});
const orNull = (value: string): string | null => (value === '' ? null : value);

export async function loadPlans(tx: Tx, folder: string): Promise<number> {
  const file = join(folder, 'plans.csv');
  if (!existsSync(file)) return 0;
  const rows = readTable(file, PlanRow);
  return tx.run(sql`insert into plan (code, name, division, from_date, to_date, project_types, project_count, project_investment_fen, project_precision_fen, source)
    select code, name, ${tx.city}, from_date, to_date, types, count, investment, precision, source
    from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.from)}::date[], ${rows.map((r) => r.to)}::date[],
      ${rows.map((r) => orNull(r.project_types))}::int[], ${rows.map((r) => orNull(r.project_count))}::int[], ${rows.map((r) => orNull(r.project_investment_fen))}::bigint[],
      ${rows.map((r) => orNull(r.project_precision_fen))}::bigint[], ${rows.map((r) => r.source)}::text[])
      p(code, name, from_date, to_date, types, count, investment, precision, source)
    on conflict (code) do nothing`);
}
