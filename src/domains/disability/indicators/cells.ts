/** What the report forms ask of the two subsidies (残疾人福利季报). */
import { sql } from '../../../database/sql.ts';
import { type Cell, defineCells } from '../../../kernel/indicator/server.ts';

const drawing = (key: string, kind: 'living' | 'nursing', zh: string): Cell => ({
  key,
  definition: `期末当月享受${zh}的人（暂停的不计）`,
  of: 'count',
  rows: async (
    _,
    span,
  ) => sql`select a.entitlement_id::text as id, a.division, 1 as num, 1 as den, p.name, '从' || a.from_month || '起领' as says, 'person' as link, a.person_id::text as link_id
    from subsidy_award a left join person p on p.id = a.person_id
    where a.kind = ${kind} and a.from_month <= ${span.toMonth} and (a.last_month is null or a.last_month >= ${span.toMonth})
      and (a.suspended_from is null or a.suspended_from > ${span.toMonth})`,
});

defineCells(drawing('c401', 'living', '困难残疾人生活补贴'), drawing('c402', 'nursing', '重度残疾人护理补贴'));
