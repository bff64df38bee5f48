/** What the division register itself counts for the report forms: townships, villages and communities that exist by law. */
import { sql } from '../../../database/sql.ts';
import { type Cell, defineCells } from '../../../kernel/indicator/server.ts';

const registered = (key: string, level: 'township' | 'village', kind: string, zh: string): Cell => ({
  key,
  definition: `行政区划册上现在的${zh}（功能区和虚拟单位不计）`,
  of: 'count',
  rows: async (tx, span) => {
    const units = tx.divisions.all.filter(
      (d) => d.level === level && d.kind === kind && d.legal && d.code >= span.lo && d.code < span.hi,
    );
    return sql`select u.code as id, u.code as division, 1 as num, 1 as den, u.name, ${zh}::text as says, null::text as link, null::text as link_id
      from unnest(${units.map((d) => d.code)}::text[], ${units.map((d) => d.name)}::text[]) as u (code, name)`;
  },
});

defineCells(
  registered('c601', 'village', '村', '村'),
  registered('c602', 'village', '社区', '社区'),
  registered('c621', 'township', '镇', '镇'),
  registered('c622', 'township', '乡', '乡'),
  registered('c623', 'township', '街道', '街道'),
);
