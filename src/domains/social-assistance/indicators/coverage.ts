/** Indicators of section 6 that count places: counties, townships, villages, items. Only legal units count (platform 5.10). */
import { sql } from '../../../database/sql.ts';
import { CITY_PLAN, defineIndicators, unitRows } from '../../../kernel/indicator/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { serviceItems } from '../../../kernel/service/server.ts';
import { staffingOf } from '../stations/rules.ts';
import { assistanceBoard } from './terms.ts';

defineIndicators(
  assistanceBoard,
  {
    key: 'reserve-coverage',
    zh: '备用金覆盖率',
    definition: '建立临时救助备用金的乡镇（街道）÷ 全部乡镇（街道）',
    kind: 'units',
    period: 'now',
    target: 'IND-RESERVE',
    source: `${CITY_PLAN}（全面建立备用金制度）`,
    rows: async (tx, span) =>
      unitRows(tx, span, {
        level: 'township',
        met: sql`exists (select from ledger_account a where a.kind = 'reserve' and a.unit = 'fen' and a.division = u.code collate "C")`,
        has: sql`'有'`,
        lacks: sql`'还没有拨付备用金'`,
        link: 'township',
      }),
  },
  {
    key: 'village-assistants',
    zh: '村级协理员覆盖率',
    definition: '有在岗协理员的村（社区）÷ 全部村（社区）',
    kind: 'units',
    period: 'now',
    target: 'IND-VILLAGE-ASSISTANT',
    source: `${CITY_PLAN}（每村1名民政协理员）`,
    rows: async (tx, span) =>
      unitRows(tx, span, {
        level: 'village',
        met: sql`exists (select from assistance_staff s where s.division = u.code collate "C" and s.kind = 'village-assistant' and s.to_on is null)`,
        has: sql`'有'`,
        lacks: sql`'还没有协理员'`,
        link: 'township',
      }),
  },
  {
    key: 'township-staffing',
    zh: '乡镇配员达标率',
    definition: '政府购买服务岗位达到配员标准的乡镇（街道）÷ 登记了常住人口的乡镇（街道）；富余不能抵别处的缺额',
    kind: 'units',
    period: 'now',
    target: 'IND-TOWNSHIP-STAFF',
    source: `${CITY_PLAN}第六章第五节`,
    rows: async (tx, span) => {
      const parameters = await parametersOf(tx);
      const counted = await tx.rows<{
        township: string;
        persons: number;
        posts: number;
      }>(sql`select distinct on (p.township) p.township, p.persons,
          (select count(*)::int from assistance_staff s where s.division = p.township and s.kind = 'purchased-post' and s.to_on is null) as posts
        from township_population p where p.township >= ${span.lo} and p.township < ${span.hi} and p.year < ${Number(span.to.slice(0, 4))} order by p.township, p.year desc limit 500`);
      const judged = counted.flatMap((t) => {
        const staffing = staffingOf(t, parameters, span.to, tx.plan);
        return staffing.ok ? [{ ...t, ...staffing.value }] : [];
      });
      return sql`select u.code as id, u.code as division, (u.lacks = 0)::int as num, 1 as den, u.name,
          '常住人口' || u.persons || '人，应有' || u.required || '人，缺' || u.lacks || '人' as says, 'township' as link, u.code as link_id
        from unnest(${judged.map((t) => t.township)}::text[], ${judged.map((t) => tx.divisions.get(t.township)?.name ?? t.township)}::text[],
          ${judged.map((t) => t.persons)}::int[], ${judged.map((t) => t.required)}::int[], ${judged.map((t) => t.shortage)}::int[]) as u (code, name, persons, required, lacks)`;
    },
  },
  {
    key: 'care-facility',
    zh: '失能特困照护设施县覆盖率',
    definition: '有失能特困人员照护设施的县（市、区）÷ 全部县（市、区）',
    kind: 'units',
    period: 'now',
    target: 'IND-CARE-FACILITY',
    source: `${CITY_PLAN}（约束性指标，2022年底前每县1所）`,
    plan: 'IND14-01',
    rows: async (tx, span) =>
      unitRows(tx, span, {
        level: 'county',
        met: sql`exists (select from assistance_unit a where a.kind = 'care-facility' and a.closed_on is null and left(a.division, 6) = left(u.code, 6))`,
        has: sql`'有'`,
        lacks: sql`'还没有登记'`,
        link: 'township',
      }),
  },
  {
    key: 'hotline',
    zh: '社会救助热线开通',
    definition: '有热线话务岗位的县（市、区）÷ 全部县（市、区）',
    kind: 'units',
    period: 'now',
    target: 'IND-HOTLINE',
    source: `${CITY_PLAN}（普遍开通）`,
    rows: async (tx, span) =>
      unitRows(tx, span, {
        level: 'county',
        met: sql`exists (select from duty d where d.duty = 'hotline-agent' and left(d.division, 6) = left(u.code, 6) and d.valid_from <= ${span.to} and (d.valid_to is null or d.valid_to > ${span.to}))`,
        has: sql`'有'`,
        lacks: sql`'还没有开通'`,
        link: 'township',
      }),
  },
  {
    key: 'items-online',
    zh: '网上可办率',
    definition: '能在网上从申请办到结果的救助事项 ÷ 全部救助事项',
    kind: 'units',
    period: 'now',
    target: 'IND-ITEMS-ONLINE',
    source: '社会救助领域统计口径（待确认）',
    rows: async (tx, span) => {
      const items = (await serviceItems(tx)).filter((item) => item.itemId.startsWith('SA-'));
      return sql`select i.id, ${span.division}::text as division, i.online::int as num, 1 as den, i.name, case when i.online then '可以网上办' else '到窗口或由村（社区）代办' end as says,
          null::text as link, null::text as link_id
        from unnest(${items.map((i) => i.itemId)}::text[], ${items.map((i) => i.name)}::text[], ${items.map((i) => i.template !== 'guide')}::boolean[]) as i (id, name, online)`;
    },
  },
);
