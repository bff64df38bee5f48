/** 规划印出的数 as the city pack has them: `plan-figures.csv`, every table value and every number of the text. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import { Division } from '../../../kernel/schema/index.ts';
import { figureDomains, valueTypes } from './terms.ts';

const text = z.string().min(1);
const keys = <T extends Record<string, string>>(of: T) => z.enum(Object.keys(of) as [keyof T & string, ...(keyof T & string)[]]);
const FigureRow = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{3,40}$/),
  name: text,
  unit: z.string(),
  kind: z.enum(['约束性', '预期性', '未注明']),
  /** A year, or a span of them: 2011-2015. */
  year: z.string().regex(/^\d{4}(-\d{4})?$/),
  value_type: keys(valueTypes),
  qualifier: z.enum(['=', '≥', '≤', '≈']),
  value: z.string().regex(/^\d+(\.\d+)?$/),
  division: Division,
  plan: text,
  section: text,
  phrase: text,
  domain: keys(figureDomains),
});

export async function loadFigures(tx: Tx, folder: string): Promise<number> {
  const file = join(folder, 'plan-figures.csv');
  if (!existsSync(file)) return 0;
  const rows = readTable(file, FigureRow);
  return tx.run(sql`insert into plan_figure (row_no, plan, indicator, name, unit, kind, year, value_type, qualifier, value, division, section, phrase, domain)
    select * from unnest(${rows.map((_, i) => i + 1)}::int[], ${rows.map((r) => r.plan)}::text[], ${rows.map((r) => r.id)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.unit)}::text[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.year)}::text[], ${rows.map((r) => r.value_type)}::text[],
      ${rows.map((r) => r.qualifier)}::text[], ${rows.map((r) => r.value)}::text[], ${rows.map((r) => r.division)}::text[], ${rows.map((r) => r.section)}::text[],
      ${rows.map((r) => r.phrase)}::text[], ${rows.map((r) => r.domain)}::text[])
    on conflict (row_no) do nothing`);
}
