/** 老年协会 as it is read, and the rate of communities that have an active one (I-14). */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { daysBefore } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, unitRows } from '../../../kernel/indicator/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { elderlyBoard, OWN } from '../indicators/board.ts';
import { Election, Log, MoveForm, NewAssociation, Plan } from './act.ts';
import type { AssociationList, AssociationRow } from './content.ts';
import { isActive, planOverdue } from './rules.ts';
import { type AssociationState, associationStates, deciders, keepers } from './terms.ts';

export const AssociationFilter = z.strictObject({ cursor: Uuid.optional() });

const PAGE = 50;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
interface Row {
  id: string;
  name: string;
  division: DivisionCode;
  head: string;
  members: number;
  state: AssociationState;
  registration: string | null;
  termTo: PlainDate | null;
  lastOn: PlainDate | null;
  planned: boolean;
  activities: number;
}

function offersOf(tx: Tx, { id, state }: Row) {
  const to = (what: string) => `/api/senior-associations/${id}/${what}`;
  const fixed = () => ({ requestId: newId() });
  const open = state !== 'closed';
  return offersTo(tx.actor, [
    {
      action: 'log',
      zh: '记一次活动',
      causes: '90天没有活动日志的，不算在活动。',
      by: keepers,
      when: open,
      to: to('log'),
      fields: formOf(Log),
      initial: { on: tx.today },
      fixed: fixed(),
    },
    {
      action: 'plan',
      zh: '登记年度计划',
      causes: '一年一份，3月31日以前通过。',
      by: keepers,
      when: open,
      to: to('plan'),
      fields: formOf(Plan),
      initial: { year: Number(tx.today.slice(0, 4)), approvedOn: tx.today },
      fixed: fixed(),
    },
    {
      action: 'elect',
      zh: '换届',
      causes: '会长、会员数和任期照新的。',
      by: deciders,
      when: open,
      to: to('election'),
      fields: formOf(Election),
      initial: { on: tx.today },
      fixed: fixed(),
    },
    {
      action: 'move',
      zh: '登记、备案、注销',
      causes: '登记或备案以后，有活动的计入覆盖率；注销以后不计。',
      by: deciders,
      when: open,
      to: to('stage'),
      fields: formOf(MoveForm),
      initial: { on: tx.today },
      fixed: fixed(),
    },
  ]);
}

export async function associationList(
  tx: Tx,
  { cursor }: z.infer<typeof AssociationFilter>,
): Promise<Result<AssociationList, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'ASSOC-ACTIVE', tx.city, tx.today);
  if (!days.ok) return days;
  const year = Number(tx.today.slice(0, 4));
  const found = await tx.rows<Row>(sql`select s.id, s.name, s.division, s.head, s.members, s.state, s.registration, s.term_to,
      (select max(l.on_date) from association_log l where l.association_id = s.id) as last_on,
      (select count(*)::int from association_log l where l.association_id = s.id and l.on_date >= ${`${year}-01-01`}) as activities,
      exists (select from association_plan p where p.association_id = s.id and p.year = ${year}) as planned
    from senior_association s where s.id < ${cursor ?? LAST} order by s.id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  return ok({
    days: days.value,
    year,
    rows: page.map(
      (row): AssociationRow => ({
        id: row.id,
        name: row.name,
        placeZh: tx.divisions.fullName(row.division),
        head: row.head,
        members: row.members,
        stateZh: associationStates[row.state].zh,
        tone: associationStates[row.state].tone,
        registration: row.registration,
        termTo: row.termTo,
        lastOn: row.lastOn,
        active: isActive(row, tx.today, days.value),
        planned: row.planned,
        planLate: row.state !== 'closed' && planOverdue(tx.today, year, row.planned),
        activities: row.activities,
        offers: offersOf(tx, row),
      }),
    ),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记一个协会',
        causes: '先是筹备，登记或备案以后计入覆盖率。',
        by: keepers,
        to: '/api/senior-associations',
        fields: formOf(NewAssociation),
        initial: { since: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

defineIndicators(elderlyBoard, {
  key: 'senior-associations',
  zh: '老年协会覆盖率',
  definition: '有登记或备案、90天以内有活动的老年协会的村（社区） ÷ 全部村（社区）',
  kind: 'rate',
  period: 'now',
  target: 'FIG-ASSOC',
  source: OWN,
  rows: async (tx, span) => {
    const days = await wholeParameter(tx, 'ASSOC-ACTIVE', tx.city, span.to);
    const from = daysBefore(span.to, days.ok ? days.value : 0);
    const active = sql`from senior_association s where s.division = u.code and s.state in ('registered', 'filed') and s.state_on <= ${span.to}
      and exists (select from association_log l where l.association_id = s.id and l.on_date between ${from} and ${span.to})`;
    return unitRows(tx, span, {
      level: 'village',
      met: sql`exists (select ${active})`,
      has: sql`(select string_agg(s.name, '、' order by s.name) ${active})`,
      lacks: sql`'没有在活动的老年协会'`,
    });
  },
});
