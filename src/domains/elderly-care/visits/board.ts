/** 探访关爱 as township, county and city see it: what is behind, place by place; the rate of the month; each figure opens the people whom it counts. */
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import {
  ageOn,
  dueDayOf,
  firstDayOf,
  longDate,
  monthOf,
  plainDateOf,
  shortDate,
  timeOfDay,
} from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { shown } from '../../../kernel/indicator/index.ts';
import {
  countWaiting,
  defineWaiting,
  type Offer,
  type Offered,
  offersTo,
  type WaitingRow,
} from '../../../kernel/offer/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type DutyCause, dutyCauses } from '../../../kernel/task/index.ts';
import { type OrderState, orderStates } from '../orders/terms.ts';
import type { BoardView, ListedRow, PlaceFigures, RowView } from './content.ts';
import { deciders, declarers, needOrderers, visitors } from './hands.ts';
import { wholeOf } from './parameters.ts';
import { ledger, ReviewInput, reviewedSince } from './review.ts';
import { CloseInput, GiveInput, JudgeInput, LowerInput, WarningInput } from './schema.ts';
import { standingPlace } from './sealed.ts';
import type { StandingContent } from './standing.ts';
import {
  groups,
  type Hazard,
  hazards,
  KIND,
  type Level,
  levels,
  type Mode,
  modes,
  type Need,
  type NoAnswerStep,
  needStates,
  needs,
  noAnswerSteps,
  outcomes,
  serviceOf,
  type Urgency,
} from './terms.ts';
import { knockOffers } from './today.ts';

/** Those whom the rate of the month counts (5.7): in on its first and last day, and not away all of it; visited: once, validly. */
export const monthRows = (of: { from: PlainDate; to: PlainDate; lo: string; hi: string }): Sql => sql`
  select t.id, t.person_id, t.division, exists (select from elder_visit v where v.person_id = t.person_id and v.validity = 'valid' and v.visited_on between ${of.from} and ${of.to}) as visited
  from task_plan t where t.kind = ${KIND} and t.division >= ${of.lo} and t.division < ${of.hi} and t.active_on <= ${of.from} and (t.ended_on is null or t.ended_on > ${of.to})
    and not exists (select from task_pause s where s.plan_id = t.id and s.from_on <= ${of.from} and (s.to_on is null or s.to_on >= ${of.to}))`;

const span = (tx: Tx): { from: PlainDate; to: PlainDate } => ({
  from: firstDayOf(monthOf(tx.today)),
  to: tx.today,
});

const nothing = { people: 0, today: 0, overdue: 0, knocks: 0, suspects: 0, needs: 0, lower: 0, stale: 0, due: 0, visited: 0 };
type Counts = typeof nothing;

/** Where the codes of the places below end. */
const partLength = (level: string): number => (level === 'city' ? 6 : level === 'county' ? 9 : 12);

export async function visitBoard(tx: Tx, division: DivisionCode | undefined): Promise<Result<BoardView, 'NOT_FOUND'>> {
  const own = tx.actor.division ?? tx.city;
  const at = division ?? own;
  const unit = tx.divisions.get(at);
  const { lo, hi } = scopeRange(at);
  if (!unit || lo < (tx.actor.lo ?? '') || hi > (tx.actor.hi ?? '')) return fail('NOT_FOUND');
  const part = partLength(unit.level);
  const counted = new Map<string, Counts>();
  const add = async (key: keyof Counts, rows: Sql): Promise<void> => {
    for (const { place, n } of await tx.rows<{ place: string; n: number }>(
      sql`select left(division, ${part}::int) as place, count(*)::int as n from (${rows}) r where division >= ${lo} and division < ${hi} group by 1`,
    ))
      counted.set(place, { ...(counted.get(place) ?? nothing), [key]: n });
  };
  await add('people', sql`select division from task_plan where kind = ${KIND} and ended_on is null`);
  await add(
    'today',
    sql`select division from task_duty where kind = ${KIND} and state in ('open', 'overdue') and state = 'open' and planned_on <= ${tx.today}`,
  );
  await add(
    'overdue',
    sql`select division from task_duty where kind = ${KIND} and state in ('open', 'overdue') and state = 'overdue'`,
  );
  await add('knocks', sql`select division from no_answer_case where closed_at is null`);
  await add('suspects', sql`select division from elder_visit where validity = 'suspect'`);
  await add('needs', sql`select division from care_need where state <> 'closed'`);
  await add('lower', sql`select division from visit_standing where proposed is not null`);
  const since = await reviewedSince(tx, tx.today);
  await add('stale', sql`select division from (${ledger}) l where reviewed_on < ${since}`);
  const month = monthRows({ ...span(tx), lo, hi });
  await add('due', sql`select division from (${month}) m`);
  await add('visited', sql`select division from (${month}) m where visited`);
  const parts = unit.level === 'village' ? [unit] : tx.divisions.children(at);
  const places = parts.map(({ code, name }) => figuresOf(code, name, counted.get(code.slice(0, part)) ?? nothing));
  const all = [...counted.values()].reduce<Counts>(
    (sum, one) => Object.fromEntries(Object.entries(sum).map(([key, n]) => [key, n + one[key as keyof Counts]])) as Counts,
    nothing,
  );
  return ok({
    divisionName: unit.name,
    total: figuresOf(at, unit.name, all),
    places,
    warning: await lastWarning(tx, at),
    offers: numbered(
      offersTo(tx.actor, [
        {
          action: 'warning',
          zh: '极端天气走访',
          causes: '独居的、三级以上失能的、装了紧急呼叫设备的老人，24小时内都要看一遍；各村马上收到通知。',
          button: '启动（各村24小时内走一遍）',
          danger: true,
          by: declarers,
          to: '/api/elder-visits/warnings',
          fields: formOf(WarningInput),
        },
      ]),
    ),
  });
}

/** Sent once, however often the button is pressed; what is filled in on the spot has the number of its draft. */
const numbered = (offers: readonly Offer[]): Offer[] =>
  offers.map((offer) => (offer.onTheSpot ? offer : { ...offer, fixed: { ...offer.fixed, requestId: newId() } }));

const figuresOf = (division: string, name: string, counts: Counts): PlaceFigures => ({
  division,
  name,
  ...counts,
  rate: shown({ num: counts.visited, den: counts.due }, null).percent,
});

/** The newest one that still runs, or that ran out less than three days ago with people nobody has seen. */
const WARNING_SHOWN_MS = 3 * 86_400_000;
async function lastWarning(tx: Tx, at: DivisionCode): Promise<BoardView['warning']> {
  const above = [at, `${at.slice(0, 9)}000`, `${at.slice(0, 6)}000000`, tx.city];
  const { lo, hi } = scopeRange(at);
  const since = new Date(Date.parse(tx.now) - WARNING_SHOWN_MS).toISOString();
  const row = await tx.maybe<{ hazard: Hazard; dueAt: string; byName: string }>(
    sql`select hazard, due_at, declared_by as by_name from visit_warning where division = any (${above}::text[]) and due_at > ${since} order by declared_at desc limit 1`,
  );
  if (!row) return null;
  const { dueAt, byName } = row;
  const counts = await tx.one<{ people: number; done: number; overdue: number }>(
    sql`select count(*)::int as people, (count(*) filter (where state = 'met'))::int as done,
        (count(*) filter (where state in ('open', 'overdue') and due_at <= ${tx.now}))::int as overdue
      from task_duty where kind = ${KIND} and cause = 'warning' and due_at = ${dueAt} and division >= ${lo} and division < ${hi}`,
  );
  return dueAt > tx.now || counts.overdue > 0 ? { hazardZh: hazards[row.hazard], ...counts, dueAt, byName } : null;
}

interface Found {
  id: string;
  personId: string;
  name: string;
  division: DivisionCode;
  level: Level;
  [more: string]: unknown;
}

const PAGE = 50;

/** Each list by the ids of its records; what a line says and what may be done with it. */
const lists: Readonly<
  Record<
    RowView,
    {
      rows: (tx: Tx, since: PlainDate) => Sql;
      says: (tx: Tx, row: never) => string;
      offers?: (row: never, answerBy: PlainDate) => Offered[];
    }
  >
> = {
  today: {
    rows: (tx) =>
      sql`select d.id, d.person_id, d.division, d.level, d.cause, d.due_at from task_duty d where d.kind = ${KIND} and d.state in ('open', 'overdue') and d.state = 'open' and d.planned_on <= ${tx.today}`,
    says: (_, row: { cause: DutyCause; dueAt: string }) => `${dutyCauses[row.cause]}，${longDate(dueDayOf(row.dueAt))}前`,
  },
  overdue: {
    rows: () =>
      sql`select d.id, d.person_id, d.division, d.level, d.cause, d.due_at from task_duty d where d.kind = ${KIND} and d.state in ('open', 'overdue') and d.state = 'overdue'`,
    says: (_, row: { cause: DutyCause; dueAt: string }) => `${dutyCauses[row.cause]}，${longDate(dueDayOf(row.dueAt))}到期没有走`,
  },
  knocks: {
    rows: () =>
      sql`select d.id, d.person_id, d.division, d.level, d.step, d.opened_at, d.second_by, d.called_at is not null as called from no_answer_case d where d.closed_at is null`,
    says: (_, row: { step: NoAnswerStep; openedAt: string; secondBy: string }) =>
      `${noAnswerSteps[row.step]}；${moment(row.openedAt)}敲门，${moment(row.secondBy)}前要有下落`,
    offers: (row: { id: string; step: NoAnswerStep; called: boolean }) => knockOffers(row),
  },
  suspects: {
    rows: () =>
      sql`select d.id, d.person_id, d.division, d.level, d.mode, d.outcome, d.started_at, d.visitor_name, d.reasons from elder_visit d where d.validity = 'suspect'`,
    says: (_, row: { mode: Mode; outcome: keyof typeof outcomes; startedAt: string; visitorName: string; reasons: string[] }) =>
      `${moment(row.startedAt)}${row.visitorName}${modes[row.mode]}，${outcomes[row.outcome]}：${row.reasons.join('，')}`,
    offers: (row: { id: string }) => [
      {
        action: 'judge',
        zh: '核实',
        causes: '属实的算一次探访；不属实的不算，要重新走。',
        by: deciders,
        to: `/api/elder-visits/records/${row.id}/judge`,
        fields: formOf(JudgeInput),
      },
    ],
  },
  needs: {
    rows: () =>
      sql`select d.id, d.person_id, d.division, t.level, d.code, d.urgency, d.state, d.owner, d.due_on, d.order_id, o.state as order_state from care_need d join task_plan t on t.person_id = d.person_id and t.kind = ${KIND} and t.ended_on is null
        left join home_care_order o on o.id = d.order_id where d.state <> 'closed'`,
    says: (
      tx,
      row: {
        code: Need;
        urgency: Urgency;
        state: keyof typeof needStates;
        owner: string | null;
        dueOn: PlainDate;
        orderState: OrderState | null;
      },
    ) =>
      [
        `${needs[row.code]}${row.urgency === 'urgent' ? '（急）' : ''}`,
        row.orderState ? `${row.owner}，${orderStates[row.orderState]}` : row.owner ? `${row.owner}在办` : needStates[row.state],
        `${longDate(row.dueOn)}前${row.state === 'found' ? '交办' : '办完'}${row.dueOn < tx.today ? '，已超期' : ''}`,
      ].join('，'),
    offers: (row: { id: string; state: keyof typeof needStates; code: Need; orderId: string | null }, answerBy: PlainDate) => [
      {
        action: 'order',
        zh: '下居家服务单',
        causes: '马上派人；工单核实了，这项需求自动办结。地址、电话用登记的，不用再填。',
        by: needOrderers,
        when: row.orderId === null && serviceOf[row.code] !== undefined,
        to: `/api/elder-visits/needs/${row.id}/order`,
        fieldsAt: `/api/elder-visits/needs/${row.id}/order/form`,
      },
      {
        action: 'give',
        zh: row.state === 'found' ? '交办' : '改交别人',
        causes: '写明谁来办、哪天前办完；办完写结果。',
        by: deciders,
        when: row.orderId === null,
        to: `/api/elder-visits/needs/${row.id}/give`,
        fields: formOf(GiveInput),
        initial: { dueOn: answerBy },
      },
      {
        action: 'close',
        zh: '办结',
        causes: '结果记在老人的档案里。',
        by: visitors,
        when: row.state === 'given' && row.orderId === null,
        to: `/api/elder-visits/needs/${row.id}/close`,
        fields: formOf(CloseInput),
      },
    ],
  },
  unseen: {
    rows: (
      tx,
    ) => sql`select m.id, m.person_id, m.division, t.level, (select max(v.visited_on) from elder_visit v where v.person_id = m.person_id and v.validity = 'valid') as last_on
      from (${monthRows({ ...span(tx), lo: tx.actor.lo ?? '', hi: tx.actor.hi ?? '' })}) m join task_plan t on t.id = m.id where not m.visited`,
    says: (_, row: { lastOn: PlainDate | null }) => (row.lastOn ? `上一次有效探访${longDate(row.lastOn)}` : '还没有有效的探访'),
  },
  lower: {
    rows: () =>
      sql`select d.person_id as id, d.person_id, d.division, t.level, d.proposed, t.level_since from visit_standing d join task_plan t on t.person_id = d.person_id and t.kind = ${KIND} and t.ended_on is null where d.proposed is not null`,
    says: (_, row: { level: Level; proposed: Level; levelSince: string }) =>
      `${levels[row.level]}级从${longDate(plainDateOf(row.levelSince))}起，按现在的分数是${levels[row.proposed]}级`,
    offers: (row: { personId: string }) => [
      {
        action: 'lower',
        zh: '降级',
        causes: '从下一个完整的周期起，走访次数减少；现等级要满30日。',
        by: deciders,
        to: `/api/elder-visits/${row.personId}/lower`,
        fields: formOf(LowerInput),
      },
    ],
  },
  stale: {
    rows: (_, since) => sql`select * from (${ledger}) l where l.reviewed_on < ${since}`,
    says: (_, row: { reviewedOn: PlainDate; reviewedName: string | null }) =>
      row.reviewedName
        ? `上一次${longDate(row.reviewedOn)}由${row.reviewedName}复核`
        : `${longDate(row.reviewedOn)}进册以后还没有复核过`,
    offers: (row: { personId: string }) => [
      {
        action: 'review',
        zh: '年度复核',
        causes: '核对居住、联系人、身体和家里的情况还对不对；从今天起一年以内不用再核。',
        by: visitors,
        to: `/api/elder-visits/${row.personId}/review`,
        fields: formOf(ReviewInput),
        initial: { answer: 'same' },
      },
    ],
  },
  people: {
    rows: () => sql`select t.id, t.person_id, t.division, t.level, t.holder_name, t.paused_on, s.content, p.birth_date from task_plan t join person p on p.id = t.person_id
      left join visit_standing s on s.person_id = t.person_id where t.kind = ${KIND} and t.ended_on is null`,
    says: (
      tx,
      row: {
        personId: string;
        birthDate: PlainDate;
        holderName: string | null;
        pausedOn: PlainDate | null;
        content: Buffer | null;
      },
    ) => {
      const content = row.content && tx.keys.openJson<StandingContent>(row.content, standingPlace(row.personId));
      const open = tx.actor.role === 'village-worker' ? null : content;
      return [
        `${ageOn(row.birthDate, tx.today)}岁`,
        open ? `${open.groups.map((group) => groups[group]).join('、')}，${open.score}分` : null,
        row.holderName ? `联系人${row.holderName}` : '没有定联系人',
        row.pausedOn ? `${longDate(row.pausedOn)}起暂停` : null,
      ]
        .filter(Boolean)
        .join('，');
    },
    offers: (row: { personId: string }) => [
      {
        action: 'risk',
        zh: '登记情况',
        causes: '按登记的情况重新评分；更危险的马上多走，好转的由乡镇定。',
        by: visitors,
        to: `/api/elder-visits/${row.personId}/risk`,
        fieldsAt: `/api/elder-visits/${row.personId}/risk`,
      },
      {
        action: 'hand-over',
        zh: '换联系人',
        causes: '写明交接的事；新的联系人从现在起负责。',
        by: visitors,
        to: `/api/elder-visits/${row.personId}/hand-over`,
        fieldsAt: `/api/elder-visits/${row.personId}/hand-over`,
      },
    ],
  },
};

const moment = (at: string): string => `${shortDate(plainDateOf(at))}${timeOfDay(at)}`;

const waits = {
  overdue: { zh: '超期没有走的探访', tone: 'bad', by: visitors },
  knocks: { zh: '敲门无应答，还没有下落', tone: 'bad', by: visitors },
  today: { zh: '今天该走的探访', tone: 'now', by: visitors },
  suspects: { zh: '有疑点的探访，等核实', tone: 'warn', by: deciders },
} as const satisfies Partial<Record<RowView, { zh: string; tone: WaitingRow['tone']; by: readonly Performer[] }>>;

defineWaiting({
  key: 'elder-visits',
  by: visitors,
  rows: async (tx) => {
    const { lo, hi } = tx.actor;
    const since = await reviewedSince(tx, tx.today);
    const found: WaitingRow[] = [];
    for (const [view, { zh, tone, by }] of Object.entries(waits))
      if (isOneOf(tx.actor, by))
        found.push({
          zh,
          tone,
          count: await countWaiting(
            tx,
            sql`select r.id from (${lists[view as RowView].rows(tx, since)}) r where r.division >= ${lo} and r.division < ${hi}`,
          ),
          to: '/elder-visits/board',
          search: { view },
        });
    return found;
  },
});

/** The people behind a figure, page by page; each of them is on record as seen. */
export async function visitRows(
  tx: Tx,
  of: { view: RowView; division?: DivisionCode | undefined; cursor?: string | undefined },
): Promise<Result<{ rows: ListedRow[]; next: string | null }, 'NOT_FOUND'>> {
  const { lo, hi } = scopeRange(of.division ?? tx.actor.division ?? tx.city);
  if (lo < (tx.actor.lo ?? '') || hi > (tx.actor.hi ?? '')) return fail('NOT_FOUND');
  const list = lists[of.view];
  const found =
    await tx.rows<Found>(sql`select r.*, p.name from (${list.rows(tx, await reviewedSince(tx, tx.today))}) r join person p on p.id = r.person_id
    where r.division >= ${lo} and r.division < ${hi} and r.id > ${of.cursor ?? '00000000-0000-0000-0000-000000000000'}::uuid order by r.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const answerBy = tx.calendar.addWorkdays(tx.today, await wholeOf(tx, 'VISIT-NEED-ANSWER'));
  if (page.length > 0)
    await recordAudit(tx, { action: 'elder-visit.listed', personIds: [...new Set(page.map(({ personId }) => personId))] });
  return ok({
    rows: page.map((row) => ({
      id: row.id,
      personId: row.personId,
      name: row.name,
      division: row.division,
      divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
      levelZh: levels[row.level],
      says: list.says(tx, row as never),
      orderId: (row as { orderId?: string | null }).orderId ?? null,
      offers: numbered(offersTo(tx.actor, list.offers?.(row as never, answerBy) ?? [])),
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  });
}
