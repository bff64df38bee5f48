/** 协理员 by spreadsheet: one line each, all or none. */
import { sql } from '../../../database/sql.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, verdict } from '../../../kernel/sheet/server.ts';
import { registerStaff } from './actions.ts';

defineImport({
  kind: 'village-assistants',
  title: '村级协理员登记',
  help: '每人一行；村（社区）填12位代码。已在岗的同名人员不能重复登记。',
  performers: ['township-clerk', 'county-clerk'],
  columns: [
    { key: 'village', title: '村社区代码', kind: 'code', required: true },
    { key: 'name', title: '姓名', kind: 'text', required: true, max: 50 },
    { key: 'phone', title: '联系电话', kind: 'code', required: true },
    { key: 'otherPosts', title: '兼任岗位', kind: 'text', max: 60 },
    { key: 'fromOn', title: '任职日期', kind: 'date', required: true },
  ],
  async check(tx, rows) {
    const known = await tx.rows<{ division: string; name: string }>(
      sql`select division, name from assistance_staff where kind = 'village-assistant' and to_on is null
        and division = any(${rows.map((r) => String(r.village))}::text[]) limit 5000`,
    );
    const seen = new Set(known.map((k) => `${k.division} ${k.name}`));
    const problemOf = (row: SheetRow): string | null => {
      const village = tx.divisions.get(String(row.village));
      if (village?.level !== 'village' || !inScope(village.code, tx.actor.division ?? tx.city))
        return '没有这个村（社区）代码，或不在您的辖区';
      if (!/^[0-9-]{7,20}$/.test(String(row.phone))) return '联系电话无效';
      return seen.has(`${village.code} ${row.name}`) ? '这个村（社区）已经有同名的在岗协理员' : null;
    };
    return rows.map((row) => verdict(problemOf(row), '登记协理员'));
  },
  once: { zh: '村（社区）和姓名', of: (row) => `${row.village} ${row.name}` },
  async apply(tx, rows) {
    for (const row of rows) {
      const registered = await registerStaff(tx, {
        kind: 'village-assistant',
        division: String(row.village),
        name: String(row.name),
        phone: String(row.phone),
        otherPosts: String(row.otherPosts ?? ''),
        fromOn: String(row.fromOn) as PlainDate,
      });
      if (!registered.ok) return registered;
    }
    return ok(null);
  },
});
