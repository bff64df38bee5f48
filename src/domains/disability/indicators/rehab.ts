/** Indicators of section 6 on facilities and community rehabilitation. What counts persons in confidential cases is told as counts only. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { CITY_PLAN, defineIndicators, givenRows, type Span, unitRows } from '../../../kernel/indicator/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { countedCases } from '../rehab/caseload.ts';
import { isTrained } from '../rehab/rules.ts';
import { disabilityBoard } from './board.ts';

const NATIONAL = '民发〔2022〕104号';

/** Counties with a facility or a body of community rehabilitation. */
const countiesServed = async (tx: Tx, span: Span) => {
  const here = sql`from rehab_institution b where b.active and left(b.division, 6) = left(u.code, 6)`;
  return unitRows(tx, span, {
    level: 'county',
    met: sql`exists (select ${here})`,
    has: sql`(select string_agg(b.name, '、' order by b.name) ${here})`,
    lacks: sql`'还没有'`,
  });
};

async function trainedStaff(tx: Tx, span: Span) {
  const year = Number(span.to.slice(0, 4)) - 1;
  const staff = await tx.rows<{ id: string; name: string; body: string; division: DivisionCode; quarterHours: number }>(sql`
    select s.id, s.name, i.name as body, s.division, coalesce((select sum(t.quarter_hours) from rehab_training t
        where t.staff_id = s.id and t.held_on between ${`${year}-01-01`} and ${`${year}-12-31`}), 0)::int as quarter_hours
    from rehab_staff s join rehab_institution i on i.id = s.institution_id where s.active order by s.id limit 100000`);
  const trained = withParameters({ parameters: await parametersOf(tx), division: tx.city, date: span.to }, (read) =>
    staff.map((s) => isTrained(read, s.quarterHours)),
  );
  return givenRows(
    staff.map(({ id, name, body, division, quarterHours }, i) => ({
      id,
      division,
      num: trained.ok && trained.value[i] ? 1 : 0,
      den: 1,
      name,
      says: `${body}，上年${quarterHours / 4}学时`,
    })),
  );
}

defineIndicators(
  disabilityBoard,
  {
    key: 'facility-city',
    zh: '精神康复福利设施覆盖率（市级设施）',
    definition: '已投用的市级设施数 ÷ 规划的1处；规划原文“新建1处市级”的读法',
    kind: 'rate',
    period: 'now',
    target: 'FIG-FACILITY',
    source: `${CITY_PLAN}指标第10项（约束性）`,
    plan: 'IND14-10',
    rows: async (tx) => sql`select 'city' as id, ${tx.city}::text as division, (b.name is not null)::int as num, 1 as den,
        coalesce(b.name, '市级精神康复福利设施') as name, case when b.name is null then '还没有投用' else coalesce(b.opened_on::text, '已') || '投用' end as says,
        'facility' as link, null::text as link_id
      from (select 1) one left join lateral (select name, opened_on from rehab_institution where active and level = 'city' order by opened_on, name limit 1) b on true`,
  },
  {
    key: 'facility-county',
    zh: '精神康复福利设施覆盖率（按县）',
    definition: '有设施或者康复机构的县（市、区）数 ÷ 全部县（市、区）数；与市级设施的读法并列，供比较',
    kind: 'units',
    period: 'now',
    target: 'FIG-FACILITY',
    source: `${CITY_PLAN}指标第10项（约束性）`,
    rows: countiesServed,
  },
  {
    key: 'rehab-county',
    zh: '社区康复县覆盖率',
    definition: '有社区康复机构的县（市、区）数 ÷ 全部县（市、区）数',
    kind: 'units',
    period: 'now',
    target: 'REH-COUNTY-RATE',
    source: NATIONAL,
    rows: countiesServed,
  },
  {
    key: 'rehab-standard',
    zh: '登记对象规范服务率',
    definition: '已签计划、连续三个月每月有服务、三个月内有阶段评估的人数 ÷ 登记人数',
    kind: 'rate',
    period: 'now',
    target: 'REH-STD-RATE',
    source: NATIONAL,
    confidential: true,
    rows: async (tx) => {
      const cases = await countedCases(tx);
      return givenRows(
        (cases.ok ? cases.value : []).map((c) => ({
          id: c.caseId,
          division: c.division,
          num: c.standard ? 1 : 0,
          den: 1,
          name: '',
          says: '',
        })),
      );
    },
  },
  {
    key: 'rehab-refer',
    zh: '转介及时率',
    definition: '本年登记的，5个工作日内转介的件数 ÷ 已到期限或者已转介的件数',
    kind: 'rate',
    period: 'year',
    target: 'FIG-REFER',
    source: NATIONAL,
    confidential: true,
    rows: async (
      _,
      span,
    ) => sql`select r.case_id::text as id, r.division, (r.referred_on is not null and r.referred_on <= r.refer_due)::int as num, 1 as den,
        '' as name, '' as says, null::text as link, null::text as link_id
      from rehab_case r where r.registered_on between ${span.from} and ${span.to} and (r.referred_on is not null or r.refer_due < ${span.to})`,
  },
  {
    key: 'rehab-training',
    zh: '培训达标率',
    definition: '上年培训满20学时的服务人员数 ÷ 服务人员数',
    kind: 'rate',
    period: 'year',
    target: 'FIG-TRAINING',
    source: NATIONAL,
    rows: trainedStaff,
  },
);
