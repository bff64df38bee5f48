/** Figures of referrals and of what charities gave. */
import { sql } from '../../../database/sql.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { assistanceBoard } from '../indicators/terms.ts';
import { aidForms, needCodes, referralUnits } from './terms.ts';

const OWN = '社会救助领域统计口径（待确认）';
const named = (names: Readonly<Record<string, string>>) => sql`${JSON.stringify(names)}::jsonb`;

defineIndicators(
  assistanceBoard,
  {
    key: 'referral-on-time',
    zh: '转介按期答复率',
    definition: '本期到期的转介中，对方在期限内答复的 ÷ 本期到期的转介',
    kind: 'rate',
    period: 'month',
    target: 'IND-REFERRAL',
    source: OWN,
    rows: async (
      tx,
      span,
    ) => sql`select r.id::text as id, r.division, (r.replied_on is not null and r.replied_on <= r.due_on)::int as num, 1 as den, r.person_name as name,
        (${named(referralUnits)} ->> r.to_unit) || case when r.replied_on is null then '还没有答复' else r.replied_on || '答复' end || '，期限' || r.due_on as says,
        'case' as link, r.case_id::text as link_id
      from referral r where r.due_on between ${span.from} and ${span.to} and (r.replied_on is not null or r.due_on < ${tx.today})`,
  },
  {
    key: 'charity-aid',
    zh: '慈善帮扶',
    definition: '本年登记的慈善组织帮扶次数和金额（物资、服务折合）',
    kind: 'sum',
    unit: '次',
    period: 'year',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select a.id::text as id, a.division, a.amount_fen as num, 1 as den, coalesce(p.name, '辖区以外') as name,
        a.given_on || '，' || a.charity || '，' || (${named(needCodes)} ->> a.need_code) || '，' || (${named(aidForms)} ->> a.form) as says,
        'person' as link, a.person_id::text as link_id
      from charity_aid a left join person p on p.id = a.person_id where a.given_on between ${span.from} and ${span.to}`,
  },
);
