/** Tickets: opened by the hotline, moved by the table of states, told when late. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer, performerName, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { dueDayOf, endOfSpan, type Span } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { filesShown } from '../document/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { countWaiting, defineWaiting } from '../offer/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DivisionCode, formOf, parseInput } from '../schema/index.ts';
import { cursorAt, divisionFilter, isInstant, officeOf, readCursor, tellLate } from '../service/server.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import {
  type NewTicket,
  ratings,
  type TicketAction,
  type TicketCategory,
  type TicketChannel,
  type TicketKind,
  type TicketRow,
  type TicketState,
  type TicketView,
  ticketActions,
  ticketCategories,
  ticketChannels,
  ticketHappenings,
  ticketInputs,
  ticketKinds,
  ticketStates,
  type Urgency,
  urgencies,
} from './index.ts';

defineTemplates({
  'ticket.dispatched': { title: '有工单', text: '{place}有一件{category}工单，请在{due}前办理并答复。' },
  'ticket.overdue': { title: '工单已超期', text: '{place}的一件{category}工单（{state}）已超过时限，请立即办理。' },
});

interface TicketContent {
  matter: string;
  about?: string;
  name?: string;
  phone?: string;
}

interface TicketRecord {
  id: string;
  kind: TicketKind;
  category: TicketCategory;
  channel: TicketChannel;
  urgency: Urgency;
  realName: boolean;
  division: DivisionCode;
  state: TicketState;
  content: Buffer;
  dueAt: string;
  answerBy: string;
  openedAt: string;
  calledBackAt: string | null;
  callable: boolean;
  rating: number | null;
  /** 复杂: the limit of its answer was extended. */
  complex: boolean;
  closedAt: string | null;
  seq: number;
  version: number;
}
const columns = sql`id, kind, category, channel, urgency, real_name, division, state, content, due_at, answer_by, opened_at, called_back_at, callable, rating, complex, closed_at, seq, version`;
const contentPlace = (id: string): string => `ticket.content:${id}`;
const notePlace = (id: string): string => `ticket_event.note:${id}`;

function append(
  tx: Tx,
  ticket: Pick<TicketRecord, 'id' | 'division'>,
  event: { seq: number; action: string; to: string; note?: string | null },
): void {
  const id = newId();
  tx.later(sql`insert into ticket_event (ticket_id, seq, id, division, action, to_state, actor_id, actor_name, actor_role, at, note)
    values (${ticket.id}, ${event.seq}, ${id}, ${ticket.division}, ${event.action}, ${event.to}, ${tx.actor.id}, ${tx.actor.name}, ${tx.actor.duty ?? tx.actor.role}, ${tx.now},
      ${event.note ? tx.keys.seal(event.note, notePlace(id)) : null})`);
}

/** A: dispatched within minutes; B, C: answered within working days. */
async function limits(
  tx: Tx,
  urgency: Urgency,
  division: DivisionCode,
): Promise<Result<{ dispatchBy: string; answerBy: string }, 'PARAM_MISSING'>> {
  const minutes = await wholeParameter(tx, 'TICKET-LIMIT-A', division, tx.today);
  if (!minutes.ok) return minutes;
  const days = await wholeParameter(tx, urgency === 'C' ? 'TICKET-LIMIT-C' : 'TICKET-LIMIT-B', division, tx.today);
  if (!days.ok) return days;
  const end = (span: Span) => endOfSpan(tx.calendar, tx.now, span, division);
  const answerBy = end({ workdays: days.value });
  return ok({ dispatchBy: urgency === 'A' ? end({ minutes: minutes.value }) : end({ workdays: 1 }), answerBy });
}

interface Registered extends Omit<NewTicket, 'phone'> {
  phone?: string;
  /** The digest of the code by which whoever reported reads the answer. */
  receipt?: string;
}

/** The one intake of tickets, whoever brings them. */
export async function register(tx: Tx, given: Registered): Promise<Result<{ id: string; answerBy: string }>> {
  const { division, urgency } = given;
  const until = await limits(tx, urgency, division);
  if (!until.ok) return until;
  const id = newId();
  const content: TicketContent = {
    matter: given.matter,
    ...(given.phone ? { phone: given.phone } : {}),
    ...(given.about ? { about: given.about } : {}),
    ...(given.name ? { name: given.name } : {}),
  };
  await tx.run(sql`insert into ticket (id, kind, category, channel, urgency, real_name, callable, receipt, division, content, due_at, answer_by, opened_at, opened_by)
    values (${id}, ${given.kind}, ${given.category}, ${given.channel}, ${urgency}, ${Boolean(given.name)}, ${Boolean(given.phone)}, ${given.receipt ?? null}, ${division},
      ${tx.keys.sealJson(content, contentPlace(id))}, ${until.value.dispatchBy}, ${until.value.answerBy}, ${tx.now}, ${tx.actor.id})`);
  append(tx, { id, division }, { seq: 1, action: 'register', to: 'registered' });
  if (division === tx.city) await tellDoer(tx, { division, category: given.category, answerBy: until.value.answerBy });
  await recordAudit(tx, { action: 'ticket.opened', subject: { kind: 'ticket', id }, division });
  await emit(tx, {
    type: 'ticket.opened',
    subject: { kind: 'ticket', id },
    division,
    payload: {
      ticketId: id,
      kind: given.kind,
      category: given.category,
      division,
      channel: given.channel,
      urgency,
      dueAt: until.value.dispatchBy,
    },
  });
  return ok({ id, answerBy: until.value.answerBy });
}

export function openTicket(
  context: Context,
  actor: Actor,
  given: NewTicket & { requestId: string },
): Promise<Result<{ id: string }>> {
  return context.once(actor, { action: 'ticket.open', requestId: given.requestId, body: given }, async (tx) => {
    if (!tx.divisions.get(given.division) || !inScope(given.division, actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
    const opened = await register(tx, given);
    return opened.ok ? ok({ id: opened.value.id }) : opened;
  });
}

/** 当场答复: answered while it was told; nothing is left to be done, and nobody need be called back. */
export async function answerAtOnce(tx: Tx, id: string, given: { answer: string; rating: number | null }): Promise<void> {
  const ticket =
    await tx.one<TicketRecord>(sql`update ticket set state = 'closed', callable = false, rating = ${given.rating}, closed_at = ${tx.now}, seq = seq + 2, version = version + 1
    where id = ${id} and state = 'registered' returning ${columns}`);
  append(tx, ticket, { seq: ticket.seq - 1, action: 'answer', to: 'answered', note: given.answer });
  append(tx, ticket, { seq: ticket.seq, action: 'close', to: 'closed' });
  await recordAudit(tx, { action: 'ticket.answer', subject: { kind: 'ticket', id }, division: ticket.division });
  await told(tx, ticket);
}

/** 直接派单: what a domain's own page takes in goes to whoever acts in the place, without a hand in between. */
export async function dispatchAtOnce(tx: Tx, id: string, given: { to: string; note: string }): Promise<void> {
  const ticket =
    await tx.one<TicketRecord>(sql`update ticket set state = 'dispatched', due_at = answer_by, seq = seq + 1, version = version + 1
    where id = ${id} and state = 'registered' returning ${columns}`);
  append(tx, ticket, { seq: ticket.seq, action: 'dispatch', to: 'dispatched', note: `转${given.to}。${given.note}` });
  await tellDoer(tx, ticket);
}

/** A domain's own page has done what the ticket asked: it waits for the call back, as any other. False: it was answered before. */
export async function answerDispatched(tx: Tx, id: string, answer: string): Promise<boolean> {
  const ticket = await tx.maybe<TicketRecord>(sql`update ticket set state = 'answered', seq = seq + 1, version = version + 1
    where id = ${id} and state in ('dispatched', 'handling') returning ${columns}`);
  if (!ticket) return false;
  append(tx, ticket, { seq: ticket.seq, action: 'answer', to: 'answered', note: answer });
  await recordAudit(tx, { action: 'ticket.answer', subject: { kind: 'ticket', id }, division: ticket.division });
  return true;
}

/** The last answer that was recorded; null before. */
export async function answerOf(tx: Tx, ticketId: string): Promise<string | null> {
  const event = await tx.maybe<{ id: string; note: Buffer }>(
    sql`select id, note from ticket_event where ticket_id = ${ticketId} and action = 'answer' and note is not null order by seq desc limit 1`,
  );
  return event && tx.keys.open(event.note, notePlace(event.id));
}

/** Who does what is asked: the township of the place, or the county or the city where the place is one. */
function doerAt(tx: Tx, division: DivisionCode): 'township-clerk' | 'county-clerk' | 'city-clerk' {
  if (division === tx.city) return 'city-clerk';
  return tx.divisions.get(division)?.level === 'county' ? 'county-clerk' : 'township-clerk';
}

/** The city has no hotline of its own: what is told to it alone, its clerk takes, answers and closes. */
const handsOf = (tx: Tx, division: DivisionCode, by: readonly Performer[]): readonly Performer[] =>
  division === tx.city ? ['city-clerk'] : by;

const tellDoer = (tx: Tx, ticket: Pick<TicketRecord, 'division' | 'category' | 'answerBy'>): Promise<void> => {
  const doer = doerAt(tx, ticket.division);
  return notify(tx, {
    to: { performer: doer, division: officeOf(doer, ticket.division) },
    template: 'ticket.dispatched',
    params: {
      place: tx.divisions.fullName(ticket.division),
      category: ticketCategories[ticket.category],
      due: dueDayOf(ticket.answerBy),
    },
  });
};

/** What a call said, for a domain that takes it up. */
export async function ticketContent(
  tx: Tx,
  id: string,
): Promise<(TicketContent & { division: DivisionCode; urgency: Urgency }) | null> {
  const row = await tx.maybe<TicketRecord>(sql`select ${columns} from ticket where id = ${id}`);
  return (
    row && { ...tx.keys.openJson<TicketContent>(row.content, contentPlace(id)), division: row.division, urgency: row.urgency }
  );
}

export interface TicketCommand {
  ticketId: string;
  action: string;
  version: number;
  requestId: string;
  input: unknown;
}

export function actOnTicket(
  context: Context,
  actor: Actor,
  command: TicketCommand,
): Promise<Result<{ id: string; version: number; state: TicketState }>> {
  return context.once(actor, { action: `ticket.${command.action}`, requestId: command.requestId, body: command }, async (tx) => {
    const ticket = await tx.maybe<TicketRecord>(sql`select ${columns} from ticket where id = ${command.ticketId} for update`);
    if (!ticket || !Object.hasOwn(ticketActions, command.action)) return fail('NOT_FOUND');
    const action = command.action as TicketAction;
    const spec = ticketActions[action];
    if (command.version !== ticket.version) return fail('VERSION_CONFLICT');
    if (!spec.from.includes(ticket.state)) return fail('TICKET_NOT_NOW', { state: ticketStates[ticket.state], action: spec.zh });
    const hands = handsOf(tx, ticket.division, spec.by);
    if (!isOneOf(tx.actor, hands))
      return fail('TICKET_NOT_YOURS', { action: spec.zh, performers: hands.map(performerName).join('、') });
    const parsed = parseInput(ticketInputs[action], command.input ?? {});
    if (!parsed.ok) return parsed;
    const input = parsed.value as {
      to?: string;
      note?: string;
      answer?: string;
      said?: string;
      reached?: boolean;
      rating?: string;
    };
    if (action === 'callBack' && !ticket.callable) return fail('TICKET_NO_PHONE');
    if (action === 'close' && ticket.calledBackAt === null && ticket.callable) return fail('TICKET_NOT_REACHED');
    if (action === 'extend' && !mayExtend(ticket)) return fail('TICKET_EXTENDED');
    const longer = action === 'extend' ? await complexLimit(tx, ticket) : ok(null);
    if (!longer.ok) return longer;
    const reached = action === 'callBack' && input.reached === true;
    const note = [input.to && `转${input.to}`, input.note, input.answer, input.said, input.reached === false && '电话未打通']
      .filter(Boolean)
      .join('。');
    if (longer.value) await tx.run(sql`update ticket set complex = true, answer_by = ${longer.value} where id = ${ticket.id}`);
    await tx.run(sql`update ticket set state = ${spec.to}, due_at = answer_by, escalated_state = case when answer_by > ${tx.now} then null else escalated_state end,
      called_back_at = case when ${reached} then ${tx.now} else called_back_at end, rating = coalesce(${input.rating ? Number(input.rating) : null}, rating),
      closed_at = ${action === 'close' ? tx.now : null}, seq = seq + 1, version = version + 1 where id = ${ticket.id}`);
    append(tx, ticket, { seq: ticket.seq + 1, action, to: spec.to, note: note || null });
    await recordAudit(tx, { action: `ticket.${action}`, subject: { kind: 'ticket', id: ticket.id }, division: ticket.division });
    if (action === 'dispatch') await tellDoer(tx, ticket);
    if (action === 'close') await told(tx, ticket);
    return ok({ id: ticket.id, version: ticket.version + 1, state: spec.to });
  });
}

const mayExtend = ({ kind, complex }: TicketRecord): boolean => kind === 'complaint' && !complex;

/** Counted from the registration, like the shorter one. */
async function complexLimit(tx: Tx, { openedAt, division }: TicketRecord): Promise<Result<string, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'TICKET-LIMIT-COMPLEX', division, tx.today);
  return days.ok ? ok(endOfSpan(tx.calendar, new Date(openedAt).toISOString(), { workdays: days.value }, division)) : days;
}

async function told(tx: Tx, ticket: TicketRecord): Promise<void> {
  const { rating } = await tx.one<{ rating: number | null }>(sql`select rating from ticket where id = ${ticket.id}`);
  await emit(tx, {
    type: 'ticket.closed',
    subject: { kind: 'ticket', id: ticket.id },
    division: ticket.division,
    payload: {
      ticketId: ticket.id,
      category: ticket.category,
      division: ticket.division,
      minutes: Math.round((Date.parse(tx.now) - Date.parse(ticket.openedAt)) / 60_000),
      rating,
    },
  });
}

const rowOf = (tx: Tx, t: TicketRecord): TicketRow => ({
  id: t.id,
  kindZh: ticketKinds[t.kind],
  categoryZh: ticketCategories[t.category],
  urgency: t.urgency,
  urgencyZh: urgencies[t.urgency],
  channelZh: ticketChannels[t.channel],
  division: t.division,
  divisionName: tx.divisions.get(t.division) ? tx.divisions.fullName(t.division) : t.division,
  state: t.state,
  stateZh: ticketStates[t.state],
  dueAt: t.dueAt,
  dueOn: t.closedAt ? null : dueDayOf(t.dueAt),
  late: t.closedAt === null && t.dueAt <= tx.now,
  openedAt: t.openedAt,
  closedAt: t.closedAt,
  version: t.version,
});

const PAGE = 20;

/** A page of 20: open ones due first, closed ones newest first. */
export async function ticketList(
  tx: Tx,
  filter: { view: 'open' | 'done'; cursor?: string },
): Promise<{ rows: TicketRow[]; next: string | null }> {
  const open = filter.view === 'open';
  const cursor = readCursor(filter.cursor, isInstant);
  const filters: Sql[] = [
    tx.actor.division ? divisionFilter(tx.actor) : sql`false`,
    open ? sql`closed_at is null` : sql`closed_at is not null`,
  ];
  if (cursor)
    filters.push(
      open
        ? sql`(due_at, id) > (${cursor.key}::timestamptz, ${cursor.id}::uuid)`
        : sql`(closed_at, id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`,
    );
  const found = await tx.rows<TicketRecord>(
    sql`select ${columns} from ticket where ${and(filters)} order by ${open ? sql`due_at, id` : sql`closed_at desc, id desc`} limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map((t) => rowOf(tx, t)),
    next: found.length > PAGE && last ? cursorAt(open ? last.dueAt : last.closedAt!, last.id) : null,
  };
}

defineWaiting({
  key: 'tickets',
  by: ['township-clerk', 'county-clerk'],
  rows: async (tx) => {
    const open = sql`select id from ticket where ${divisionFilter(tx.actor)} and closed_at is null`;
    return [{ zh: '没有办结的热线工单', count: await countWaiting(tx, open), tone: 'now', to: '/tickets', search: {} }];
  },
});

const ANSWER_IS_READ = '记下办理结果；举报人凭查询码看得到这段话，别人家的收入、病情不要写进去。';

/** Opening a ticket is on record. Who rated it is not shown to those who handled it before it is closed. */
/** Whether it is one that the actor sees. */
export const isTicketOf = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.maybe(sql`select id from ticket where id = ${id}`)) !== null;

export async function ticketView(tx: Tx, id: string): Promise<Result<TicketView, 'NOT_FOUND'>> {
  const ticket = await tx.maybe<TicketRecord>(sql`select ${columns} from ticket where id = ${id}`);
  if (!ticket) return fail('NOT_FOUND');
  const content = tx.keys.openJson<TicketContent>(ticket.content, contentPlace(id));
  const events = await tx.rows<{
    seq: number;
    id: string;
    action: string;
    toState: TicketState;
    actorName: string;
    actorRole: string;
    at: string;
    note: Buffer | null;
  }>(
    sql`select seq, id, action, to_state, actor_name, actor_role, at, note from ticket_event where ticket_id = ${id} order by seq limit 200`,
  );
  await recordAudit(tx, { action: 'ticket.view', subject: { kind: 'ticket', id }, division: ticket.division });
  const showsRating = ticket.closedAt !== null || isOneOf(tx.actor, handsOf(tx, ticket.division, ['hotline-agent']));
  return ok({
    ...rowOf(tx, ticket),
    matter: content.matter,
    about: content.about ?? null,
    name: content.name ?? null,
    phone: content.phone ?? null,
    photos: (await filesShown(tx, id)).map(({ id: fileId, name }) => ({ id: fileId, name })),
    ratingZh: showsRating && ticket.rating ? ratings[String(ticket.rating) as keyof typeof ratings] : null,
    allowedActions: Object.entries(ticketActions)
      .filter(
        ([action, spec]) =>
          spec.from.includes(ticket.state) &&
          isOneOf(tx.actor, handsOf(tx, ticket.division, spec.by)) &&
          (action !== 'close' || ticket.calledBackAt !== null || !ticket.callable) &&
          (action !== 'callBack' || ticket.callable) &&
          (action !== 'extend' || mayExtend(ticket)),
      )
      .map(([action, spec]) => ({
        action,
        zh: spec.zh,
        causes: action === 'answer' && ticket.channel === 'portal' ? ANSWER_IS_READ : spec.causes,
        danger: false,
        fields: formOf(ticketInputs[action as TicketAction]),
        initial:
          action === 'dispatch'
            ? { to: tx.divisions.get(officeOf(doerAt(tx, ticket.division), ticket.division))?.name ?? '' }
            : {},
      })),
    events: events.map((e) => ({
      seq: e.seq,
      zh: ticketHappenings[e.action] ?? e.action,
      toZh: ticketStates[e.toState],
      actorName: e.actorName,
      roleZh: e.actorRole === 'system' ? '' : performerName(e.actorRole as Performer),
      at: e.at,
      note: e.note ? tx.keys.open(e.note, notePlace(e.id)) : null,
    })),
  });
}

const BATCH = 200;

const lateTickets = (tx: Tx): Sql =>
  sql`ticket where closed_at is null and due_at <= ${tx.now} and escalated_state is distinct from state`;

/** Tells what is late, each step of a ticket once. Returns how many. */
export const raiseTicketAlerts = whenDue(
  (tx) => anyRow(tx, lateTickets(tx)),
  (context) =>
    context.write(systemActor('ticket-alerts', context.city), async (tx) => {
      const late = await tx.rows<TicketRecord>(sql`update ticket set escalated_state = state, seq = seq + 1
      where id in (select id from ${lateTickets(tx)} order by due_at, id limit ${BATCH} for update skip locked)
      returning ${columns}`);
      for (const ticket of late) {
        append(tx, ticket, { seq: ticket.seq, action: 'escalate', to: ticket.state });
        const agent = ticket.state === 'registered' || ticket.state === 'answered' || ticket.state === 'called-back';
        await tellLate(tx, {
          holder: agent && ticket.division !== tx.city ? 'hotline-agent' : doerAt(tx, ticket.division),
          division: ticket.division,
          template: 'ticket.overdue',
          params: {
            place: tx.divisions.get(ticket.division) ? tx.divisions.fullName(ticket.division) : ticket.division,
            category: ticketCategories[ticket.category],
            state: ticketStates[ticket.state],
          },
        });
      }
      return late.length;
    }),
);
