/** 政府购买民政服务指导性目录 as the city pack has it: levels 1 and 2; level 3, standards and prices are entered by the officers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { readTable } from '../../../kernel/csv/server.ts';
import { type Field, fields } from '../../../kernel/purchase/index.ts';

const CatalogueRow = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{3,20}$/),
  parent: z.string(),
  field: z.enum(Object.keys(fields) as [Field, ...Field[]]),
  name: z.string().min(1),
  unit: z.string(),
  price_rule: z.string().min(1),
});

export async function loadCatalogue(tx: Tx, folder: string): Promise<number> {
  const file = join(folder, 'purchase-catalogue.csv');
  if (!existsSync(file)) return 0;
  const rows = readTable(file, CatalogueRow);
  return tx.run(sql`insert into purchase_item (code, kind, name, unit, content, level, parent, field, price_rule)
    select r.code, null, r.name, r.unit, '', case when r.parent = '' then 1 else 2 end, nullif(r.parent, ''), r.field, r.rule
    from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.parent)}::text[], ${rows.map((r) => r.field)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.unit)}::text[], ${rows.map((r) => r.price_rule)}::text[]) r(code, parent, field, name, unit, rule)
    on conflict (code) do nothing`);
}
