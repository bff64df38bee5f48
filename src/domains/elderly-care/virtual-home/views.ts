/** The virtual nursing homes as their provider and the offices see them. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { monthAfter, plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type DivisionCode,
  type Fen,
  type FormField,
  formOf,
  type PlainDate,
  Uuid,
  type YearMonth,
} from '../../../kernel/schema/index.ts';
import { countyOf } from '../orders/store.ts';
import { itemChoices, withChoices } from '../orders/views.ts';
import { homeOf, hostsOf, type Member, memberColumns, memberTables, plansOf } from './act.ts';
import type { MemberFile, MemberList, MemberRow, StatementView } from './content.ts';
import type { StatementLine } from './rules.ts';
import { CareCall, Ended, Joining, MemberOrder, NewMember, Paid, Replan } from './schema.ts';
import { callPlace, memberPlace } from './sealed.ts';
import { type CallOutcome, callOutcomes, hosts, memberStates, vhAskers } from './terms.ts';

export const MemberFilter = z.strictObject({ cursor: Uuid.optional() });
const PAGE = 50;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function offersOf(tx: Tx, member: Member): Offer[] {
  const to = (what: string) => `/api/virtual-homes/members/${member.id}/${what}`;
  const fixed = () => ({ requestId: newId() });
  const joined = member.state === 'joined';
  return offersTo(tx.actor, [
    {
      action: 'join',
      zh: '接收入网',
      causes: '和老人、家属商量好的服务包，从下个月起（1日接收的从本月起）。每月一张账单。',
      by: hosts,
      when: member.state === 'applied',
      to: to('joining'),
      fields: formOf(Joining),
      initial: { orders: 4, meals: 0, calls: 4, visits: 0, device: 'no', fee: 0 },
      fixed: fixed(),
    },
    {
      action: 'refuse',
      zh: '不接收',
      causes: '老人收到原因，可以另选一家。',
      danger: true,
      by: hosts,
      when: member.state === 'applied',
      to: to('refusal'),
      fields: formOf(Ended),
      fixed: fixed(),
    },
    {
      action: 'call',
      zh: '记关怀电话',
      causes: '有事要办的乡镇（街道）收到，没有人接的村（社区）去看。',
      by: hosts,
      when: joined,
      to: to('calls'),
      fields: formOf(CareCall),
      fixed: fixed(),
    },
    {
      action: 'order',
      zh: '给会员约上门服务',
      causes: '住址、电话照入网时登记的；有额度先用额度。做完由老人确认。',
      by: hosts,
      when: joined,
      to: to('orders'),
      fieldsAt: `/api/virtual-homes/members/${member.id}/order-form`,
      fixed: fixed(),
    },
    {
      action: 'replan',
      zh: '改服务包',
      causes: '从填的月份起。',
      by: hosts,
      when: joined,
      to: to('plan'),
      fields: formOf(Replan),
      initial: { from: monthAfter(tx.today), orders: 4, meals: 0, calls: 4, visits: 0, device: 'no', fee: 0 },
      fixed: fixed(),
    },
    {
      action: 'leave',
      zh: '退网',
      causes: '当月照常出账单，以后不再出。',
      danger: true,
      by: hosts,
      when: joined,
      to: to('leaving'),
      fields: formOf(Ended),
      fixed: fixed(),
    },
  ]);
}

const rowOf = (tx: Tx, member: Member, callDays: number): MemberRow => ({
  id: member.id,
  personName: member.personName,
  placeZh: tx.divisions.fullName(member.division),
  providerName: member.providerName,
  stateZh: memberStates[member.state].zh,
  tone: memberStates[member.state].tone,
  answerBy: member.state === 'applied' ? member.answerBy : null,
  late: member.state === 'applied' && member.answerBy < tx.today,
  joinedOn: member.joinedOn,
  calledAt: member.calledAt,
  callDue:
    member.state === 'joined' &&
    plusDays(member.calledAt ? plainDateOf(member.calledAt) : member.joinedOn!, callDays) <= tx.today,
  offers: offersOf(tx, member),
});

export async function memberList(tx: Tx, { cursor }: z.infer<typeof MemberFilter>): Promise<Result<MemberList, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'VHOME-CALL-DAYS', tx.city, tx.today);
  if (!days.ok) return days;
  const found = await tx.rows<Member>(
    sql`select ${memberColumns} from ${memberTables} where m.id < ${cursor ?? LAST} order by m.id desc limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'virtual-home.listed', personIds: page.map(({ personId }) => personId) });
  return ok({
    rows: page.map((member) => rowOf(tx, member, days.value)),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    offers: offersTo(tx.actor, [
      {
        action: 'apply',
        zh: '替老人申请入网',
        causes: '服务商答复，商量好服务包；到期没有答复的县里催办。',
        by: vhAskers,
        to: '/api/virtual-homes/members',
        fieldsAt: '/api/virtual-homes/form',
        fixed: { requestId: newId() },
      },
    ]),
  });
}

export async function applyForm(tx: Tx): Promise<{ fields: FormField[] }> {
  const county = countyOf((tx.actor.division ?? tx.city) as DivisionCode) as DivisionCode;
  const choices = (await hostsOf(tx, county)).map(({ id, name }) => ({ value: id, label: name }));
  return { fields: withChoices(formOf(NewMember), 'providerId', choices) };
}

export async function memberOrderForm(
  tx: Tx,
  id: string,
): Promise<Result<{ fields: FormField[]; initial: Record<string, unknown> }, 'NOT_FOUND'>> {
  const member = await tx.maybe<{ division: DivisionCode }>(
    sql`select division from virtual_home_member where id = ${id} and state = 'joined'`,
  );
  if (!member) return fail('NOT_FOUND');
  return ok({
    fields: withChoices(formOf(MemberOrder), 'itemId', await itemChoices(tx, countyOf(member.division))),
    initial: { on: plusDays(tx.today, 1), time: '09:00' },
  });
}

export async function statementsOf(tx: Tx, where: ReturnType<typeof sql>, paying: boolean): Promise<StatementView[]> {
  const rows = await tx.rows<{
    id: string;
    month: YearMonth;
    lines: StatementLine[];
    totalFen: Fen;
    ownFen: Fen;
    issuedAt: string;
    paidOn: PlainDate | null;
    paidHow: string | null;
  }>(
    sql`select id, month, lines, total_fen, own_fen, issued_at, paid_on, paid_how from virtual_home_statement where ${where} order by month desc limit 24`,
  );
  return rows.map(({ paidOn, paidHow, ...row }) => ({
    ...row,
    paidZh: paidOn && `${paidOn}已付，${paidHow}`,
    offers: offersTo(tx.actor, [
      {
        action: 'pay',
        zh: '登记收款',
        causes: '本人付的收到了，写明怎么收的。',
        by: hosts,
        when: paying && paidOn === null && row.ownFen > 0,
        to: `/api/virtual-homes/statements/${row.id}/payment`,
        fields: formOf(Paid),
        initial: { on: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  }));
}

export const planText = (plan: {
  orders: number;
  meals: number;
  calls: number;
  visits: number;
  device: boolean;
  feeFen: Fen;
}): string =>
  [
    plan.orders > 0 && `上门服务${plan.orders}次`,
    plan.meals > 0 && `助餐${plan.meals}餐`,
    `关怀电话${plan.calls}次`,
    plan.visits > 0 && `上门探访${plan.visits}次`,
    plan.device && '紧急呼叫设备',
    plan.feeFen > 0 ? `月服务费${yuan(plan.feeFen)}` : '不收服务费',
  ]
    .filter(Boolean)
    .join('，');

export async function memberFile(tx: Tx, id: string): Promise<Result<MemberFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'VHOME-CALL-DAYS', tx.city, tx.today);
  if (!days.ok) return days;
  const member = await tx.maybe<Member>(sql`select ${memberColumns} from ${memberTables} where m.id = ${id}`);
  if (!member) return fail('NOT_FOUND');
  const calls = await tx.rows<{ id: string; at: string; outcome: CallOutcome; said: Buffer | null; byName: string }>(
    sql`select id, at, outcome, said, by_name from virtual_home_call where member_id = ${id} order by at desc, id desc limit 60`,
  );
  await recordAudit(tx, {
    action: 'virtual-home.read',
    subject: { kind: 'virtual-home', id },
    personId: member.personId,
    division: member.division,
  });
  return ok({
    ...rowOf(tx, member, days.value),
    ...homeOf(tx, member),
    wishes: tx.keys.open(member.wishes, memberPlace('wishes', id)),
    plans: (await plansOf(tx, id)).map((plan) => ({ from: plan.fromMonth, says: planText(plan), note: plan.note })),
    calls: calls.map(({ outcome, said, ...call }) => ({
      ...call,
      zh: callOutcomes[outcome],
      said: said && tx.keys.open(said, callPlace(call.id)),
    })),
    statements: await statementsOf(tx, sql`member_id = ${id}`, true),
  });
}
