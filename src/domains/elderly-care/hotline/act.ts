/** A call to the care hotline by its kind (4.20): answered at once, an order within two hours, the emergency desk while the agent stays on the line, or a ticket. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { answerAtOnce, registerTicket } from '../../../kernel/ticket/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { openCall } from '../emergency/intake.ts';
import type { Terrain } from '../emergency/terms.ts';
import { countyOf } from '../offices.ts';
import { orderOnBehalf } from '../orders/on-behalf.ts';
import type { NewOrder } from '../orders/schema.ts';
import type { Said } from './content.ts';
import './errors.ts';
import type { Abuse, Complaint, Enquiry, Otherwise, ServiceWish, Urgent } from './schema.ts';
import { callPlace } from './sealed.ts';
import type { CallKind } from './terms.ts';

defineTemplates({
  'hotline.abuse': { title: '有人举报虐待老人', text: '{place}有人举报虐待老人，请在1小时内核实，看“热线工单”。' },
  'hotline.order-due': { title: '要服务的来电还没有下单', text: '{place}有一通要服务的来电，两小时到了还没有下单，请马上办。' },
});

type Given<S extends z.ZodType> = z.output<S>;
type Done = Promise<Result<{ id: string }>>;

async function keep(
  tx: Tx,
  of: {
    kind: CallKind;
    division: DivisionCode;
    said: Said;
    ticketId?: string;
    incidentId?: string;
    dueAt?: string;
  },
): Done {
  const id = newId();
  await tx.run(sql`insert into care_hotline_call (id, division, kind, received_at, received_by, said, ticket_id, incident_id, due_at)
    values (${id}, ${of.division}, ${of.kind}, ${tx.now}, ${tx.actor.name}, ${tx.keys.sealJson(of.said, callPlace(id))}, ${of.ticketId ?? null}, ${of.incidentId ?? null}, ${of.dueAt ?? null})`);
  await recordAudit(tx, {
    action: 'care-hotline.received',
    subject: { kind: 'care-hotline-call', id },
    division: of.division,
    detail: { kind: of.kind },
  });
  return ok({ id });
}
/** The desk takes calls about its own county; of another one it says so, and gives that one's number. */
const isOwn = (tx: Tx, division: string): boolean =>
  tx.divisions.get(division as DivisionCode) !== undefined && inScope(division as DivisionCode, tx.actor.division ?? tx.city);
const foreign = () => fail('DIVISION_FOREIGN');
const notHere = (path: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message: '请选到村（社区）' }]);
const isVillage = (tx: Tx, division: string): boolean => tx.divisions.get(division as DivisionCode)?.level === 'village';

/** 咨询: answered on the telephone; it stands in the list of tickets as done. */
export async function receiveEnquiry(tx: Tx, given: Given<typeof Enquiry>): Done {
  if (!isOwn(tx, given.division)) return foreign();
  const division = given.division as DivisionCode;
  const ticket = await registerTicket(tx, {
    channel: 'call',
    kind: 'enquiry',
    category: 'elderly',
    urgency: 'C',
    division,
    matter: given.matter,
  });
  if (!ticket.ok) return ticket;
  await answerAtOnce(tx, ticket.value.id, { answer: given.answer, rating: given.rating ? Number(given.rating) : null });
  return keep(tx, { kind: 'enquiry', division, said: { matter: given.matter }, ticketId: ticket.value.id });
}

/** 要服务: an order on behalf within two hours, or a word why not. */
export async function receiveWish(tx: Tx, given: Given<typeof ServiceWish>): Done {
  if (!isOwn(tx, given.division)) return foreign();
  if (!isVillage(tx, given.division)) return notHere('division');
  const limit = await wholeParameter(tx, 'HOTLINE-ORDER', tx.city, tx.today);
  if (!limit.ok) return limit;
  const { division, ...said } = given;
  const dueAt = new Date(Date.parse(tx.now) + limit.value * 60_000).toISOString();
  return keep(tx, { kind: 'service', division: division as DivisionCode, said, dueAt });
}

/** 紧急: rings at the emergency desk at once; the agent stays on the line until it is answered. */
export async function transferUrgent(tx: Tx, given: Given<typeof Urgent>): Done {
  if (!isOwn(tx, given.division)) return foreign();
  if (!isVillage(tx, given.division)) return notHere('division');
  const person = given.idNumber ? await findByIdNumber(tx, given.idNumber) : null;
  const home =
    person &&
    (await tx.maybe<{ id: string; division: DivisionCode; terrain: Terrain }>(
      sql`select id, division, terrain from emergency_home where person_id = ${person.id} and ended_on is null`,
    ));
  const division = given.division as DivisionCode;
  const call = await openCall(tx, {
    division,
    terrain: home?.terrain ?? 'plain',
    source: 'phone',
    homeId: home?.id ?? null,
    personId: person?.id ?? null,
    presumed: 1,
    by: '养老热线转来，话务员还在线上',
    said: `${given.matter}（来电人电话${given.phone}）`,
  });
  return keep(tx, { kind: 'urgent', division, said: { matter: given.matter, phone: given.phone }, incidentId: call.id });
}

/** 投诉举报: a ticket with its limits, called back and rated. */
export async function receiveComplaint(tx: Tx, given: Given<typeof Complaint>): Done {
  return complain(tx, 'complaint', given);
}
/** 举报虐待: with or without a name; the county is told at once, and whoever is to look into it hears of it within minutes. */
export async function receiveAbuse(tx: Tx, given: Given<typeof Abuse>): Done {
  if (!isOwn(tx, given.division)) return foreign();
  if (!isVillage(tx, given.division)) return notHere('division');
  const done = await complain(tx, 'abuse', given);
  if (!done.ok) return done;
  const county = countyOf({ division: given.division as DivisionCode });
  for (const performer of ['county-clerk', 'county-leader'] as const)
    await notify(tx, {
      to: { performer, division: county },
      template: 'hotline.abuse',
      params: { place: tx.divisions.fullName(given.division as DivisionCode) },
    });
  return done;
}

async function complain(tx: Tx, kind: 'complaint' | 'abuse', given: Given<typeof Abuse>): Done {
  if (!isOwn(tx, given.division)) return foreign();
  const division = given.division as DivisionCode;
  const { about, matter, name, phone } = given;
  const ticket = await registerTicket(tx, {
    channel: 'call',
    kind: 'complaint',
    category: 'elderly',
    urgency: kind === 'abuse' ? 'A' : 'C',
    division,
    matter: kind === 'abuse' ? `举报虐待老人。${matter}` : matter,
    about,
    ...(name ? { name } : {}),
    ...(phone ? { phone } : {}),
  });
  return ticket.ok ? keep(tx, { kind, division, said: { matter, about, name, phone }, ticketId: ticket.value.id }) : ticket;
}

async function openWish(
  tx: Tx,
  id: string,
): Promise<Result<{ division: DivisionCode; said: Buffer }, 'NOT_FOUND' | 'HOTLINE_DONE'>> {
  const call = await tx.maybe<{ division: DivisionCode; said: Buffer; doneAt: string | null }>(
    sql`select division, said, done_at from care_hotline_call where id = ${id} and kind = 'service' for update`,
  );
  if (!call) return fail('NOT_FOUND');
  return call.doneAt === null ? ok(call) : fail('HOTLINE_DONE');
}

/** 代下单 on the call: the order and what became of the call in one step. */
export async function orderForCall(tx: Tx, id: string, given: NewOrder): Promise<Result<{ id: string; no: string }>> {
  const call = await openWish(tx, id);
  if (!call.ok) return call;
  const order = await orderOnBehalf(tx, given);
  if (!order.ok) return order;
  await tx.run(
    sql`update care_hotline_call set order_id = ${order.value.id}, outcome = 'ordered', done_at = ${tx.now} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'care-hotline.ordered',
    subject: { kind: 'care-hotline-call', id },
    division: call.value.division,
  });
  return order;
}

export async function endWithoutOrder(tx: Tx, id: string, { note }: Given<typeof Otherwise>): Done {
  const call = await openWish(tx, id);
  if (!call.ok) return call;
  const said = { ...tx.keys.openJson<Said>(call.value.said, callPlace(id)), otherwise: note };
  await tx.run(
    sql`update care_hotline_call set said = ${tx.keys.sealJson(said, callPlace(id))}, outcome = 'otherwise', done_at = ${tx.now} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'care-hotline.otherwise',
    subject: { kind: 'care-hotline-call', id },
    division: call.value.division,
  });
  return ok({ id });
}

const unordered = (tx: Tx) =>
  sql`select id from care_hotline_call where kind = 'service' and done_at is null and told_at is null and due_at <= ${tx.now} order by due_at limit 100`;

/** Two hours and no order: told once, to the hotline and to those who dispatch. */
export const watchHotline = whenDue(
  (tx) => tx.rows(unordered(tx)),
  (context) =>
    context.write(systemActor('care-hotline-watch', context.city), async (tx) => {
      const late = await tx.rows<{ division: DivisionCode }>(sql`update care_hotline_call set told_at = ${tx.now}
      where id in (${unordered(tx)} for update skip locked) returning division`);
      for (const { division } of late)
        for (const performer of ['hotline-agent', 'home-care-dispatcher'] as const)
          await notify(tx, {
            to: { performer, division: countyOf({ division }) },
            template: 'hotline.order-due',
            params: { place: tx.divisions.fullName(division) },
          });
      return late.length;
    }),
);
