/** Indicators of 养老服务人才 (I-11, I-12, I-13, I-16, I-21): each opens the people whom it counts, by name of the post. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { CITY_PLAN, defineIndicators, givenRows, olderPersons, type Span } from '../../../kernel/indicator/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { posts } from '../../../kernel/workforce/index.ts';
import { workerTables } from '../workers/store.ts';
import { elderlyBoard, OWN } from './board.ts';

const postName = sql`(${Object.values(posts)}::text[])[array_position(${Object.keys(posts)}::text[], w.post)]`;
const inPost = (span: Span): Sql => sql`w.hired_on <= ${span.to} and (w.left_on is null or w.left_on > ${span.to})`;

/** Social workers in post with a certificate that was verified and holds. */
const socialWorkers = (
  span: Span,
  where: Sql,
): Sql => sql`select w.id::text as id, w.division, 1::bigint as num, 0::bigint as den, c.name, w.employer_name || '，社会工作者' as says,
    null::text as link, null::text as link_id
  from ${workerTables} where w.post = 'social-worker' and ${inPost(span)} and ${where} and exists (
    select from care_certificate k where k.worker_id = c.id and k.scheme = 'social' and k.valid and k.verified_on <= ${span.to} and (k.valid_to is null or k.valid_to >= ${span.to}))`;

/** What each post was paid in the span. */
const paid = (
  span: Span,
): Sql => sql`(select m.employment_id, count(*)::int as months, sum(m.pay_fen)::bigint as fen from care_month m
  where m.month between ${span.fromMonth} and ${span.toMonth} and m.pay_fen > 0 group by m.employment_id)`;

const trained = async (tx: Tx, span: Span): Promise<Sql> => {
  const hours = await wholeParameters(tx, ['CW-HOURS-PRE-POST'], tx.city, span.to);
  if (!hours.ok) return givenRows([]);
  return sql`select w.id::text as id, w.division, (t.on_date is not null)::int as num, 1 as den, c.name,
      w.employer_name || case when t.on_date is null then '，没有岗前培训' else '，' || t.on_date || '岗前培训合格' end as says, null::text as link, null::text as link_id
    from ${workerTables} cross join lateral (select min(t.ended_on) as on_date from care_training t where t.worker_id = c.id and t.kind = 'pre-post' and t.passed
      and t.hours >= ${hours.value['CW-HOURS-PRE-POST']} and (t.class_id is not null or t.confirmed_on is not null) and t.ended_on <= ${span.to}) t
    where w.post = 'carer' and ${inPost(span)}`;
};

defineIndicators(
  elderlyBoard,
  {
    key: 'workers-trained',
    zh: '护理员培训上岗率',
    definition: '期末在岗的护理员中，岗前培训满学时、合格的 ÷ 期末在岗的护理员；补登的培训县里看过证明才算',
    kind: 'rate',
    period: 'quarter',
    target: 'FIG-CW-TRAINED',
    source: CITY_PLAN,
    rows: trained,
  },
  {
    key: 'social-workers-per-bed',
    zh: '每百张床位社工数',
    definition: '养老机构里在岗、证书核验过的社会工作者 ÷ 养老机构备案床位 × 100',
    kind: 'perHundred',
    unit: '人',
    period: 'year',
    target: 'FIG-CW-SOCIAL-BEDS',
    source: CITY_PLAN,
    rows: async (_, span) => socialWorkers(span, sql`w.institution_id is not null`),
  },
  {
    key: 'social-workers-per-elder',
    zh: '每千名老年人社工数',
    definition: '养老服务机构、服务商里在岗、证书核验过的社会工作者 ÷ 60岁以上老年人 × 1000',
    kind: 'perThousand',
    unit: '人',
    period: 'year',
    target: 'FIG-CW-SOCIAL-ELDERS',
    source: CITY_PLAN,
    rows: async (tx, span) => sql`(${socialWorkers(span, sql`true`)}) union all (${olderPersons(tx, span)})`,
  },
  {
    key: 'workers-pay',
    zh: '行业平均薪酬比',
    definition: '养老服务人员本年的应发工资 ÷ 按本市服务业上年平均工资、同样的月数算的工资',
    kind: 'money',
    period: 'year',
    target: 'FIG-CW-PAY',
    source: CITY_PLAN,
    rows: async (tx, span) => {
      const base = await wholeParameters(tx, ['CW-PAY-BASE'], tx.city, span.to);
      if (!base.ok) return givenRows([]);
      return sql`select w.id::text as id, w.division, p.fen as num, (${base.value['CW-PAY-BASE']}::bigint * p.months / 12) as den, c.name,
          w.employer_name || '，' || ${postName} || '，' || p.months || '个月' as says, null::text as link, null::text as link_id
        from ${workerTables} join ${paid(span)} p on p.employment_id = w.id`;
    },
  },
  {
    key: 'care-jobs',
    zh: '养老服务就业岗位数',
    definition: '本年有一个月以上领工资的养老服务人员，换了单位的只算一次',
    kind: 'count',
    unit: '人',
    period: 'year',
    target: 'FIG-CW-JOBS',
    source: OWN,
    rows: async (_, span) => sql`select distinct on (w.worker_id) w.worker_id::text as id, w.division, 1 as num, 1 as den, c.name,
        w.employer_name || '，' || ${postName} as says, null::text as link, null::text as link_id
      from ${workerTables} join ${paid(span)} p on p.employment_id = w.id order by w.worker_id, w.hired_on desc`,
  },
);
