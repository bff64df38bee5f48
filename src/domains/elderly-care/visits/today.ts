/** 今日走访: what a visitor takes along for the next seven days, so that an hour without a network is no matter. Everybody in it is on record as seen. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, dueDayOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { factOfMany, type PersonId, personPlace } from '../../../kernel/resident/server.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type DutyCause, dutyCauses } from '../../../kernel/task/index.ts';
import { defineVisits, homePoints, officePoint } from '../../../kernel/visit/server.ts';
import type { EmergencyContact } from '../register/terms.ts';
import type { TodayRow, TodayView } from './content.ts';
import { deciders, visitors } from './hands.ts';
import { CalledInput, FoundInput } from './schema.ts';
import { KIND, type Level, type NoAnswerStep } from './terms.ts';

const AHEAD_DAYS = 7;
const SOON_DAYS = 3;
const MOST = 200;

interface DutyRow {
  personId: string;
  division: DivisionCode;
  level: Level;
  cause: DutyCause;
  plannedOn: PlainDate;
  dueAt: string;
  state: 'open' | 'overdue';
  holderName: string | null;
}

/** What may be done about a search, wherever it is shown. */
export const knockOffers = (of: { id: string; step: NoAnswerStep; called: boolean }): Offered[] => [
  {
    action: 'called',
    zh: '记电话找人',
    causes: '写明打给了谁、怎么说；按时打完的不算误时。',
    by: visitors,
    when: !of.called,
    to: `/api/elder-visits/knocks/${of.id}/called`,
    fields: formOf(CalledInput),
    onTheSpot: true,
  },
  {
    action: 'found',
    zh: '找到了',
    causes: '写明在哪里、人怎么样；疑似走失的，马上告诉公安和救助站。',
    by: visitors,
    to: `/api/elder-visits/knocks/${of.id}/found`,
    fields: formOf(FoundInput),
    onTheSpot: true,
  },
  {
    action: 'desk',
    zh: '转应急呼叫台',
    causes: '应急呼叫台马上派人到场，必要时请公安、消防开门。',
    button: '转应急呼叫台（马上派人）',
    danger: true,
    by: deciders,
    when: of.step !== 'desk',
    to: `/api/elder-visits/knocks/${of.id}/desk`,
    onTheSpot: true,
  },
];

export async function visitsToday(tx: Tx): Promise<TodayView> {
  const { lo, hi } = tx.actor;
  const soon = plusDays(tx.today, SOON_DAYS);
  const duties =
    await tx.rows<DutyRow>(sql`select d.person_id, d.division, d.level, d.cause, d.planned_on, d.due_at, d.state, t.holder_name
    from task_duty d join task_plan t on t.id = d.plan_id
    where d.kind = ${KIND} and d.state in ('open', 'overdue') and d.division >= ${lo ?? ''} and d.division < ${hi ?? ''} and d.planned_on <= ${plusDays(tx.today, AHEAD_DAYS)} and t.ended_on is null and t.paused_on is null
    order by (d.state = 'overdue') desc, d.cause = 'period', least(d.planned_on, (d.due_at at time zone 'Asia/Shanghai')::date - ${SOON_DAYS}::int), d.person_id limit ${MOST * 2}`);
  const knocks = await tx.rows<{
    id: string;
    personId: string;
    step: NoAnswerStep;
    callsBy: string;
    secondBy: string;
    called: boolean;
  }>(
    sql`select id, person_id, step, calls_by, second_by, called_at is not null as called from no_answer_case where closed_at is null and division >= ${lo ?? ''} and division < ${hi ?? ''} limit ${MOST}`,
  );
  const byPerson = Map.groupBy(duties, ({ personId }) => personId);
  const ids = [...new Set([...knocks.map(({ personId }) => personId), ...byPerson.keys()])];
  const shown = ids.slice(0, MOST);
  const persons = await tx.rows<{
    id: string;
    name: string;
    birthDate: PlainDate;
    division: DivisionCode;
    phone: Buffer | null;
    level: Level;
    lastSeenOn: PlainDate | null;
  }>(
    sql`select p.id, p.name, p.birth_date, p.division, p.phone, t.level,
        (select max(v.visited_on) from elder_visit v where v.person_id = p.id and v.validity = 'valid') as last_seen_on
      from person p join task_plan t on t.person_id = p.id and t.kind = ${KIND} and t.ended_on is null where p.id = any (${shown}::uuid[])`,
  );
  const points = await homePoints(tx, shown as PersonId[]);
  const contacts = new Map(
    (await factOfMany<EmergencyContact[]>(tx, shown, 'emergency-contacts')).map((f) => [f.subjectId, f.value[0]]),
  );
  if (shown.length > 0) await recordAudit(tx, { action: 'elder-visit.listed', personIds: shown });
  const rows = persons.map((person): TodayRow => {
    const of = byPerson.get(person.id) ?? [];
    const knock = knocks.find(({ personId }) => personId === person.id);
    return {
      personId: person.id,
      name: person.name,
      age: ageOn(person.birthDate, tx.today),
      divisionName: tx.divisions.get(person.division) ? tx.divisions.fullName(person.division) : person.division,
      level: person.level,
      point: points.get(person.id as PersonId) ?? null,
      phone: person.phone && tx.keys.open(person.phone, personPlace('phone', person.id as never)),
      contact: contacts.get(person.id) ?? null,
      holderName: of[0]?.holderName ?? null,
      lastSeenOn: person.lastSeenOn,
      today:
        knock !== undefined ||
        of.some((d) => d.state === 'overdue' || d.plannedOn <= tx.today || d.cause !== 'period' || dueDayOf(d.dueAt) <= soon),
      duties: of.map((d) => ({
        causeZh: dutyCauses[d.cause],
        plannedOn: d.plannedOn,
        dueOn: dueDayOf(d.dueAt),
        dueAt: d.dueAt,
        overdue: d.state === 'overdue',
      })),
      knock: knock
        ? {
            id: knock.id,
            step: knock.step,
            by: knock.called ? knock.secondBy : knock.callsBy,
            offers: offersTo(tx.actor, knockOffers(knock)),
          }
        : null,
    };
  });
  return { now: tx.now, office: await officePoint(tx), rows, more: ids.length > MOST };
}

/** They stand in the walk of the village too. */
defineVisits(KIND, async (tx, limit) => {
  const rows = await tx.rows<{
    personId: string;
    name: string;
    division: DivisionCode;
    dueAt: string;
  }>(sql`select d.person_id, p.name, d.division, min(d.due_at) as due_at
    from task_duty d join person p on p.id = d.person_id join task_plan t on t.id = d.plan_id and t.paused_on is null
    where d.kind = ${KIND} and d.state in ('open', 'overdue') and d.division >= ${tx.actor.lo ?? ''} and d.division < ${tx.actor.hi ?? ''} and d.planned_on <= ${tx.today}
    group by d.person_id, p.name, d.division order by min(d.due_at), d.person_id limit ${limit}`);
  return rows.map(({ dueAt, ...row }) => ({ ...row, zh: '探访', dueOn: dueDayOf(dueAt), href: '/elder-visits/walk' }));
});
