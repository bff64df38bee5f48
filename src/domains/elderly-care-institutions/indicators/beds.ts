/** Indicators of beds (elderly-care 6: I-01, I-02, I-08, I-09, I-40, I-42, I-43): each home adds what stands in its register. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, plusDays } from '../../../kernel/calendar/index.ts';
import { CITY_PLAN, contributeRows, defineIndicators, olderPersons, type Span } from '../../../kernel/indicator/server.ts';
import { bedNights } from '../beds/nights.ts';
import { operations } from '../register/terms.ts';
import { bedCounts, bedsOn, homeRows, institutionBoard, isRecorded, kindName, nursingOn, OWN, urbanPlaces } from './board.ts';

const homeBeds = homeRows({
  num: sql`i.recorded_beds`,
  den: sql`0`,
  says: sql`${kindName} || '，备案' || i.recorded_beds || '张'`,
  where: isRecorded,
});

const nights = (span: Span) =>
  sql`join (${bedNights(firstDayOf(span.fromMonth), plusDays(span.to, 1))}) n on n.institution_id = i.id`;

defineIndicators(
  institutionBoard,
  {
    key: 'beds-per-thousand',
    zh: '每千名老年人床位数',
    definition: '（养老机构备案床位 + 社区日间照料和全托床位）÷ 户籍和登记的60岁以上老年人 × 1000；家庭养老床位不计',
    kind: 'perThousand',
    unit: '张',
    period: 'now',
    target: 'FIG-CARE-BEDS',
    source: CITY_PLAN,
    plan: 'IND13-04',
    rows: async (tx, span) => sql`(${homeBeds}) union all ${olderPersons(tx, span)}`,
  },
  {
    key: 'nursing-share',
    zh: '护理型床位占比',
    definition: '备案机构的护理型床位（五条都有、现场核过）÷ 备案床位，按期末的备案',
    kind: 'rate',
    period: 'quarter',
    target: 'FIG-CARE-NURSING',
    source: `${CITY_PLAN}（约束性指标）`,
    plan: 'IND14-04',
    rows: async (_, span) =>
      homeRows({
        num: sql`least(n.nursing, r.beds)`,
        den: sql`r.beds`,
        says: sql`${kindName} || '，备案' || r.beds || '张，护理型' || n.nursing || '张'`,
        from: sql`cross join lateral (select ${bedsOn(sql`${span.to}::date`)} as beds) r ${nursingOn(span.to)}`,
        where: sql`r.beds > 0`,
      }),
  },
  {
    key: 'nursing-share-new',
    zh: '新建、改扩建机构护理床位占比',
    definition: '本年首次备案的机构里的护理型床位 ÷ 这些机构的备案床位',
    kind: 'rate',
    period: 'year',
    target: 'FIG-CARE-NURSING-NEW',
    source: CITY_PLAN,
    rows: async (_, span) =>
      homeRows({
        num: sql`least(b.nursing, i.recorded_beds)`,
        den: sql`i.recorded_beds`,
        says: sql`i.recorded_on || '备案' || i.recorded_beds || '张，护理型' || b.nursing || '张'`,
        from: bedCounts,
        where: sql`${isRecorded} and i.recorded_on between ${span.from} and ${span.to}`,
      }),
  },
  {
    key: 'private-share',
    zh: '社会办床位占城市机构床位',
    definition: '城市（社区、街道）养老机构中民办机构的备案床位 ÷ 城市养老机构的备案床位；公建民营的不算社会办',
    kind: 'rate',
    period: 'now',
    target: 'FIG-CARE-PRIVATE',
    source: CITY_PLAN,
    rows: async (tx, span) =>
      homeRows({
        num: sql`case when i.operation = 'private' then i.recorded_beds else 0 end`,
        den: sql`i.recorded_beds`,
        says: sql`(${Object.values(operations)}::text[])[array_position(${Object.keys(operations)}::text[], i.operation)] || '，备案' || i.recorded_beds || '张'`,
        where: sql`${isRecorded} and i.kind <> 'rural-welfare-home' and ${urbanPlaces(tx, span)}`,
      }),
  },
  {
    key: 'bed-growth',
    zh: '机构床位增长率',
    definition: '现在的备案床位 ÷ 上年末的备案床位 − 1；规划的年均增长按同一算法开方',
    kind: 'growth',
    unit: '张',
    period: 'year',
    target: 'FIG-CARE-GROWTH',
    source: CITY_PLAN,
    rows: async (_, span) => {
      const [now, before] = [bedsOn(sql`${span.to}::date`), bedsOn(sql`${plusDays(span.from, -1)}::date`)];
      return sql`select h.* from (${homeRows({ num: now, den: before, says: sql`'上年末' || ${before} || '张，现在' || ${now} || '张'`, where: sql`true` })}) h where h.num > 0 or h.den > 0`;
    },
  },
  {
    key: 'occupancy',
    zh: '入住率',
    definition: '在住的床日（请假保留的算）÷ 可以住的床日（待启用、维修、停用的不算），按每床每天结束时的状态',
    kind: 'rate',
    period: 'month',
    target: 'FIG-CARE-OCCUPANCY',
    source: OWN,
    rows: async (_, span) =>
      homeRows({
        num: sql`n.lived`,
        den: sql`n.usable`,
        says: sql`${kindName} || '，' || n.lived || '÷' || n.usable || '床日'`,
        from: nights(span),
        where: sql`n.usable > 0`,
      }),
  },
  {
    key: 'recorded',
    zh: '备案率',
    definition: '有老人在住的机构中已经备案的 ÷ 有老人在住的机构',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-RECORDED',
    source: '《养老机构管理办法》（民政部令第66号）第十条',
    rows: async () =>
      homeRows({
        num: sql`case when i.recorded_beds > 0 then 1 else 0 end`,
        den: sql`1`,
        says: sql`'在住' || s.living || '人，' || case when i.recorded_beds > 0 then i.recorded_on || '备案' else '还没有备案' end`,
        from: sql`cross join lateral (select count(*)::int as living from care_stay s where s.institution_id = i.id and s.to_on is null) s`,
        where: sql`s.living > 0`,
      }),
  },
);

// 社工由养老服务人员名册算（elderly-care），床位由这里算
contributeRows('social-workers-per-bed', async (_, span) =>
  homeRows({
    num: sql`0`,
    den: sql`r.beds`,
    says: sql`${kindName} || '，备案' || r.beds || '张'`,
    from: sql`cross join lateral (select ${bedsOn(sql`${span.to}::date`)} as beds) r`,
    where: sql`r.beds > 0`,
  }),
);
