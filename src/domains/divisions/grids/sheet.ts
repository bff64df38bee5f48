/** 社区网格 by spreadsheet: one line each under its village or community; a line that is known is brought up to date. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, verdict } from '../../../kernel/sheet/server.ts';
import { gridKeepers } from './terms.ts';

const keyOf = (row: SheetRow): string => `${row.village} ${row.no}`;

const knownOf = async (tx: Tx, rows: readonly SheetRow[]): Promise<ReadonlySet<string>> => {
  const known = await tx.rows<{ division: string; no: string }>(
    sql`select division, no from community_grid where division = any(${rows.map((row) => String(row.village))}::text[]) limit 20000`,
  );
  return new Set(known.map(({ division, no }) => `${division} ${no}`));
};

defineImport({
  kind: 'community-grids',
  title: '社区网格',
  help: '每个网格一行；村（社区）填12位代码，编号在村（社区）里不重复。再导入一次，同一编号的换成新的。',
  performers: gridKeepers,
  columns: [
    { key: 'village', title: '村社区代码', kind: 'code', required: true },
    { key: 'no', title: '网格编号', kind: 'code', required: true, max: 20 },
    { key: 'name', title: '网格名称', kind: 'text', required: true, max: 40 },
    { key: 'extent', title: '范围', kind: 'text', max: 200, help: '四至，或者哪些小区、组' },
    { key: 'households', title: '户数', kind: 'integer' },
  ],
  async check(tx, rows) {
    const known = await knownOf(tx, rows);
    return rows.map((row) => {
      const village = tx.divisions.get(String(row.village));
      const problem =
        village?.level !== 'village' || !inScope(village.code, tx.actor.division ?? tx.city)
          ? '没有这个村（社区）代码，或不在您的辖区'
          : row.households !== null && Number(row.households) < 0
            ? '户数不能小于0'
            : null;
      return verdict(problem, known.has(keyOf(row)) ? '更新网格' : '登记网格');
    });
  },
  once: { zh: '村（社区）和网格编号', of: keyOf },
  async apply(tx, rows) {
    await saveGrids(tx, rows);
    return ok(null);
  },
});

/** Those that are known take what is given; the others are new. */
export async function saveGrids(tx: Tx, rows: readonly SheetRow[]): Promise<void> {
  const given = rows.map((row) => ({ ...row, id: newId(), extent: row.extent ?? '' }));
  await tx.run(sql`insert into community_grid (id, division, no, name, extent, households, updated_at, updated_by)
    select g.id, g.village, g.no, g.name, g.extent, g.households, ${tx.now}, ${tx.actor.id}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, village text, no text, name text, extent text, households integer)
    on conflict (division, no) do update set name = excluded.name, extent = excluded.extent, households = excluded.households,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
  await recordAudit(tx, {
    action: 'community-grid.imported',
    subject: { kind: 'community-grid', id: given[0]!.id },
    division: (tx.actor.division ?? tx.city) as DivisionCode,
    detail: { rows: rows.length },
  });
}
