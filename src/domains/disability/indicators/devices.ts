/** Indicators of section 6 on assistive devices and on the library of facility projects. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { CITY_PLAN, defineIndicators, givenRows, type Span, unitRows } from '../../../kernel/indicator/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { type Project, projects } from '../facilities/projects.ts';
import { isOpen, stages } from '../facilities/terms.ts';
import { disabilityBoard, OWN } from './board.ts';

/** Counties, or townships, with a point where one can rent. */
const pointsIn = (level: 'county' | 'township') => async (tx: Tx, span: Span) => {
  const digits = level === 'county' ? 6 : 9;
  const here = sql`from device_station s where s.active and s.kind in ('point', 'centre') and left(s.division, ${digits}) = left(u.code, ${digits})`;
  return unitRows(tx, span, {
    level,
    met: sql`exists (select ${here})`,
    has: sql`(select string_agg(s.name, '、' order by s.name) ${here})`,
    lacks: sql`'还没有'`,
  });
};

const projectRows = (part: (project: Project) => { num: number; den: number }) => async (tx: Tx) =>
  givenRows(
    (await projects(tx)).map((p) => ({
      id: p.code,
      division: p.division,
      ...part(p),
      name: p.name,
      says: `${stages[p.stage]}，累计支付${yuan(p.paidFen)}，概算${yuan(p.plannedFen)}`,
      link: 'facility' as const,
    })),
  );

defineIndicators(
  disabilityBoard,
  {
    key: 'fitting-delivered',
    zh: '免费配置辅具',
    definition: '本年交付的件数',
    kind: 'count',
    unit: '件',
    period: 'year',
    source: CITY_PLAN,
    rows: async (
      _,
      span,
    ) => sql`select a.id::text as id, a.division, 1 as num, 1 as den, p.name, i.name || '，' || a.delivered_on || '交付' as says,
        'case' as link, a.case_id::text as link_id
      from device_allocation a join device_item i on i.code = a.item_code left join person p on p.id = a.person_id
      where a.delivered_on between ${span.from} and ${span.to}`,
  },
  {
    key: 'points-county',
    zh: '租赁网点覆盖率（县）',
    definition: '有租赁网点或者服务中心的县（市、区）数 ÷ 全部县（市、区）数',
    kind: 'units',
    period: 'now',
    target: 'FIG-POINTS',
    source: CITY_PLAN,
    rows: pointsIn('county'),
  },
  {
    key: 'points-township',
    zh: '租赁网点覆盖率（乡镇、街道）',
    definition: '有租赁网点或者服务中心的乡镇（街道）数 ÷ 全部乡镇（街道）数',
    kind: 'units',
    period: 'now',
    source: CITY_PLAN,
    rows: pointsIn('township'),
  },
  {
    key: 'reuse',
    zh: '循环使用率',
    definition: '本年租出次数 ÷ 可以出租的辅具件数',
    kind: 'times',
    unit: '次',
    period: 'year',
    target: 'FIG-REUSE',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select u.id::text as id, u.division, n.times as num, 1 as den, i.name, s.name || '，' || u.code || '，本年租出' || n.times || '次' as says,
        null::text as link, null::text as link_id
      from device_unit u join device_item i on i.code = u.item_code join device_station s on s.id = u.station_id
        cross join lateral (select count(*) as times from rental_order o where o.unit_id = u.id and o.start_on between ${span.from} and ${span.to}) n
      where i.rentable and u.state not in ('scrapped', 'recalled', 'allocated')`,
  },
  {
    // 租出前又收回过的，要有比收回更晚的合格洗消；新购第一次出库的没有可比的。
    key: 'clean',
    zh: '洗消合格率',
    definition: '租出前有合格洗消记录（首次出库的新购辅具除外）的次数 ÷ 租出次数',
    kind: 'rate',
    period: 'month',
    target: 'FIG-CLEAN',
    source: OWN,
    rows: async (_, span) => sql`select o.id::text as id, o.division, (d.at is null or exists (select from cleaning_record c
          where c.unit_id = u.id and c.passed and c.cleaned_at >= d.at and c.cleaned_at <= e.at))::int as num, 1 as den,
        i.name, s.name || '，' || u.code || '，' || o.start_on || '租出' as says, null::text as link, null::text as link_id
      from rental_order o join device_unit u on u.id = o.unit_id join device_item i on i.code = o.item_code join device_station s on s.id = o.station_id
        left join lateral (select at, seq from device_unit_event v where v.unit_id = u.id and v.to_state = 'rented' and (v.at at time zone 'Asia/Shanghai')::date = o.start_on order by seq limit 1) e on true
        left join lateral (select at from device_unit_event v where v.unit_id = u.id and v.to_state = 'to-clean' and v.seq < e.seq order by seq desc limit 1) d on true
      where o.start_on between ${span.from} and ${span.to}`,
  },
  {
    key: 'trained',
    zh: '辅具知识培训',
    definition: '本年参加辅具知识讲座和培训并签到的人次',
    kind: 'count',
    unit: '人次',
    period: 'year',
    source: CITY_PLAN,
    rows: async (
      _,
      span,
    ) => sql`select c.id::text as id, c.division, n.persons as num, n.persons as den, c.title as name, c.held_on || '，' || n.persons || '人签到' as says,
        null::text as link, null::text as link_id
      from device_course c cross join lateral (select count(*) as persons from device_course_sign_in g where g.course_id = c.id) n
      where c.held_on between ${span.from} and ${span.to}`,
  },
  {
    key: 'project-opened',
    zh: '设施项目完成率（处）',
    definition: '已投用的项目数 ÷ 项目库的21处',
    kind: 'units',
    period: 'now',
    target: 'FIG-PROJECT',
    source: `${CITY_PLAN}项目库`,
    rows: projectRows((p) => ({ num: isOpen(p.stage) ? 1 : 0, den: 1 })),
  },
  {
    key: 'project-paid',
    zh: '设施项目完成率（资金）',
    definition: '累计支付 ÷ 项目库的1.564亿元，按元计算',
    kind: 'money',
    period: 'now',
    target: 'FIG-PROJECT',
    source: `${CITY_PLAN}项目库`,
    rows: projectRows((p) => ({ num: p.paidFen, den: p.plannedFen })),
  },
);
