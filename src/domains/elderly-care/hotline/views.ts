/** 养老热线 as the desk sees it: what waits for an order first, then the calls of the last days, and the buttons for the next call. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { type DivisionCode, type FormField, formOf } from '../../../kernel/schema/index.ts';
import { type TicketState, ticketStates } from '../../../kernel/ticket/index.ts';
import type { CallState } from '../emergency/terms.ts';
import { type OrderState, orderStates } from '../orders/terms.ts';
import { orderForm } from '../orders/views.ts';
import type { HotlineBoard, Said } from './content.ts';
import { Abuse, Complaint, Enquiry, Otherwise, ServiceWish, Urgent } from './schema.ts';
import { callPlace } from './sealed.ts';
import { agents, type CallKind, type CallOutcome, callKinds, outcomes } from './terms.ts';

const DAYS = 7;
const SHOWN = 200;
interface Row {
  id: string;
  kind: CallKind;
  division: DivisionCode;
  receivedAt: string;
  receivedBy: string;
  said: Buffer;
  dueAt: string | null;
  doneAt: string | null;
  outcome: CallOutcome | null;
  ticketId: string | null;
  ticketState: TicketState | null;
  incidentId: string | null;
  callState: CallState | null;
  operatorName: string | null;
  orderId: string | null;
  orderState: OrderState | null;
}

const stateOf = (row: Row): string => {
  if (row.kind === 'urgent') return row.operatorName ? `坐席${row.operatorName}已接` : '正在转坐席，请不要挂断';
  if (row.orderState) return `${outcomes.ordered}，${orderStates[row.orderState]}`;
  if (row.kind === 'service') return row.outcome ? outcomes[row.outcome] : '还没有下单';
  return ticketStates[row.ticketState!];
};
const linkOf = (row: Row): string | null =>
  row.ticketId ? `/tickets/${row.ticketId}` : row.orderId ? `/home-care/orders/${row.orderId}` : null;

const to = (id: string, what: string): string => `/api/care-hotline/calls/${id}/${what}`;
const rowOffers = (tx: Tx, row: Row): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'order',
      zh: '代下单',
      causes: '按来电说的下一张居家服务工单。',
      by: agents,
      when: row.kind === 'service' && row.doneAt === null,
      to: to(row.id, 'order'),
      fieldsAt: to(row.id, 'order'),
      fixed: { requestId: newId() },
    },
    {
      action: 'otherwise',
      zh: '不下单',
      causes: '写明为什么，这通电话就此办结。',
      by: agents,
      when: row.kind === 'service' && row.doneAt === null,
      to: to(row.id, 'otherwise'),
      fields: formOf(Otherwise),
      fixed: { requestId: newId() },
    },
  ]);

const forms: readonly Pick<Offered, 'action' | 'zh' | 'causes' | 'fields'>[] = [
  { action: 'urgent', zh: '紧急，转坐席', causes: '应急呼叫台马上响铃。坐席接起来以前不要挂断。', fields: formOf(Urgent) },
  { action: 'service', zh: '要服务', causes: '两小时内代下单，到时没有下单会提醒。', fields: formOf(ServiceWish) },
  { action: 'enquiry', zh: '咨询', causes: '电话里答复，当场办结。', fields: formOf(Enquiry) },
  {
    action: 'complaint',
    zh: '投诉举报',
    causes: '1个工作日内派单，5个工作日内答复；复杂的可以延长到15个工作日。要回访。',
    fields: formOf(Complaint),
  },
  {
    action: 'abuse',
    zh: '举报虐待老人',
    causes: '15分钟内派单，县里马上知道。来电人可以不留名、不留电话。',
    fields: formOf(Abuse),
  },
];

export async function hotlineBoard(tx: Tx): Promise<HotlineBoard> {
  const since = new Date(Date.parse(tx.now) - DAYS * 86_400_000).toISOString();
  const rows =
    await tx.rows<Row>(sql`select c.id, c.kind, c.division, c.received_at, c.received_by, c.said, c.due_at, c.done_at, c.outcome, c.ticket_id, t.state as ticket_state,
      c.incident_id, i.state as call_state, i.operator_name, c.order_id, o.state as order_state
    from care_hotline_call c left join ticket t on t.id = c.ticket_id left join emergency_incident i on i.id = c.incident_id left join home_care_order o on o.id = c.order_id
    where c.received_at >= ${since} or (c.kind = 'service' and c.done_at is null)
    order by (c.kind = 'urgent' and i.t1 is null) desc, (c.kind = 'service' and c.done_at is null) desc, c.received_at desc limit ${SHOWN}`);
  const counts = await tx.rows<{ kind: CallKind; n: number }>(
    sql`select kind, count(*)::int as n from care_hotline_call where received_at >= ${since} group by kind`,
  );
  const atDesk = isOneOf(tx.actor, agents);
  if (rows.length > 0) await recordAudit(tx, { action: 'care-hotline.listed', detail: { calls: rows.length, opened: atDesk } });
  return {
    rows: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      kindZh: callKinds[row.kind],
      placeZh: tx.divisions.fullName(row.division),
      receivedAt: row.receivedAt,
      receivedBy: row.receivedBy,
      // 谁举报的，只在工单里看。
      said:
        atDesk && row.kind !== 'complaint' && row.kind !== 'abuse' ? tx.keys.openJson<Said>(row.said, callPlace(row.id)) : null,
      stateZh: stateOf(row),
      waits: row.kind === 'service' ? row.doneAt === null : row.kind === 'urgent' && row.operatorName === null,
      late: row.kind === 'service' && row.doneAt === null && Date.parse(row.dueAt!) < Date.parse(tx.now),
      dueAt: row.doneAt === null ? row.dueAt : null,
      to: linkOf(row),
      offers: rowOffers(tx, row),
    })),
    counts: (Object.keys(callKinds) as CallKind[]).map((kind) => ({
      kind,
      zh: callKinds[kind],
      n: counts.find((one) => one.kind === kind)?.n ?? 0,
    })),
    offers: offersTo(
      tx.actor,
      forms.map((form) => ({
        ...form,
        by: agents,
        to: `/api/care-hotline/${form.action}`,
        danger: form.action === 'urgent',
        fixed: { requestId: newId() },
      })),
    ),
  };
}

/** 代下单 begins with what was said on the telephone. */
export async function orderFormFor(
  tx: Tx,
  id: string,
): Promise<{ fields: readonly FormField[]; initial: Readonly<Record<string, unknown>> }> {
  const call = await tx.maybe<{ division: DivisionCode; said: Buffer }>(
    sql`select division, said from care_hotline_call where id = ${id} and kind = 'service'`,
  );
  const said = call && tx.keys.openJson<Said>(call.said, callPlace(id));
  return {
    fields: (await orderForm(tx)).fields,
    initial: said ? { division: call.division, phone: said.phone, note: said.matter.slice(0, 200), anySex: 'no' } : {},
  };
}
