/** 家属满意率 and 评价率 of homes (EC-113), counted as I-18 counts orders: three stars and more are satisfied; who did not evaluate is no star. Nobody is named. */
import { type Sql, sql } from '../../../database/sql.ts';
import { defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { quarterOf, SATISFIED } from '../family/evaluation-rules.ts';
import { institutionBoard, OWN } from './board.ts';

const evaluations = (
  span: Span,
): Sql => sql`select v.id::text as id, v.division, (case when v.overall >= ${SATISFIED} then 1 else 0 end) as num, 1 as den, i.name,
    v.overall || '星' || case when v.answered_at is null then '' else '，机构已答复' end as says, 'institution' as link, i.id::text as link_id
  from care_evaluation v join care_institution i on i.id = v.institution_id
  where v.quarter = ${quarterOf(span.from)} and v.division >= ${span.lo} and v.division < ${span.hi}`;

const stays = (
  span: Span,
): Sql => sql`select s.id::text as id, s.division, (case when v.id is null then 0 else 1 end) as num, 1 as den, i.name,
    coalesce(v.overall || '星', '没有评价') as says, 'institution' as link, i.id::text as link_id
  from care_stay s join care_institution i on i.id = s.institution_id left join care_evaluation v on v.stay_id = s.id and v.quarter = ${quarterOf(span.from)}
  where s.from_on <= ${span.to} and (s.to_on is null or s.to_on > ${span.from}) and s.division >= ${span.lo} and s.division < ${span.hi}`;

defineIndicators(
  institutionBoard,
  {
    key: 'homes-satisfied',
    zh: '养老机构家属满意率',
    definition: '家属评了3星以上的 ÷ 本季度家属的评价',
    kind: 'rate',
    period: 'quarter',
    target: 'FIG-SATISFIED',
    source: OWN,
    rows: async (_, span) => evaluations(span),
  },
  {
    key: 'homes-evaluated',
    zh: '养老机构家属评价率',
    definition: '家属评价过的 ÷ 本季度在机构住过的老人',
    kind: 'rate',
    period: 'quarter',
    source: OWN,
    rows: async (_, span) => stays(span),
  },
);
