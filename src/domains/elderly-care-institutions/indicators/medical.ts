/** I-35, I-36a, I-36c: rural homes that have become regional centres, homes with medical care. Of green channels of hospitals (I-36b) there is no register. */
import { type Sql, sql } from '../../../database/sql.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { homeRows, institutionBoard, isRecorded, kindName } from './board.ts';

/** How many links of the home `i` are live on a day. */
const links = (
  day: PlainDate,
): Sql => sql`cross join lateral (select count(*)::int as n, min(m.partner) as partner from care_medical_link m
  where m.institution_id = i.id and m.from_on <= ${day} and (m.to_on is null or m.to_on >= ${day}) and (m.ended_on is null or m.ended_on > ${day})) m`;

const served = (where: Sql) => async (_: unknown, span: { to: PlainDate }) =>
  homeRows({
    num: sql`case when m.n > 0 then 1 else 0 end`,
    den: sql`1`,
    says: sql`${kindName} || '，' || coalesce(m.partner, '还没有医养结合')`,
    from: links(span.to),
    where,
  });

defineIndicators(
  institutionBoard,
  {
    key: 'rural-converted',
    zh: '农村福利院转型率',
    definition: '转型为乡镇区域养老服务中心的农村福利院 ÷ 农村福利院',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-CONVERTED',
    source: '咸宁市养老服务业发展“十三五”规划',
    rows: async (_, span) =>
      homeRows({
        num: sql`case when v.on_date <= ${span.to} then 1 else 0 end`,
        den: sql`1`,
        says: sql`coalesce(v.on_date || '转型，' || v.document_no, '还没有转型')`,
        from: sql`left join care_conversion v on v.institution_id = i.id`,
        where: sql`i.kind = 'rural-welfare-home' and i.state not in ('preparing', 'ended', 'deregistered')`,
      }),
  },
  {
    key: 'medical-served',
    zh: '养老机构医疗卫生服务率',
    definition: '有有效的医养结合（内设、毗邻、协议没有过期）的备案机构 ÷ 备案机构',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-MEDICAL',
    source: '咸宁市民政事业发展“十四五”规划',
    rows: served(isRecorded),
  },
  {
    key: 'tekun-medical',
    zh: '县级和区域性特困机构医养服务率',
    definition: '有有效的医养结合的县级、区域性特困供养机构 ÷ 这两类机构',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-MEDICAL',
    source: '咸宁市民政事业发展“十四五”规划',
    rows: served(
      sql`i.kind in ('county-tekun-home', 'regional-tekun-centre') and i.state not in ('preparing', 'ended', 'deregistered')`,
    ),
  },
);
