/** 虚拟养老院: applied for, answered by the provider with a package, called regularly, one statement a month, left (4.18). */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, firstDayOf, longMonth, monthAfter, monthOf, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type DivisionCode, Mobile, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { placeOrder } from '../orders/open.ts';
import { countyOf } from '../orders/store.ts';
import { OLD } from '../register/terms.ts';
import './errors.ts';
import { type MonthFacts, type Plan, statementOf } from './rules.ts';
import type { CareCall, Ended, Joining, MemberOrder, NewMember, OwnMember, Paid, Replan } from './schema.ts';
import { callPlace, memberPlace } from './sealed.ts';
import { callOutcomes, type MemberState, memberStates } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

defineTemplates({
  'virtual-home.answered': { title: '虚拟养老院入网', text: '{provider}{answer}。{more}' },
  'virtual-home.statement': { title: '虚拟养老院月度账单', text: '{month}账单：共{total}，您付{own}。在“虚拟养老院”里看明细。' },
  'virtual-home.late': { title: '虚拟养老院入网没有答复', text: '{count}位老人申请入网，服务商到期没有答复，请催办。' },
  'virtual-home.call': { title: '关怀电话：{what}', text: '{provider}给{name}打关怀电话，{what}，请看一看。' },
});

export interface Member {
  id: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  providerId: string;
  providerName: string;
  providerPhone: string;
  state: MemberState;
  home: Buffer;
  wishes: Buffer;
  appliedOn: PlainDate;
  answerBy: PlainDate;
  joinedOn: PlainDate | null;
  leftOn: PlainDate | null;
  endReason: string | null;
  calledAt: string | null;
}
export const memberColumns = sql`m.id, m.person_id, e.name as person_name, m.division, m.provider_id, p.name as provider_name, p.telephone as provider_phone, m.state, m.home, m.wishes,
  m.applied_on, m.answer_by, m.joined_on, m.left_on, m.end_reason, m.called_at`;
export const memberTables = sql`virtual_home_member m join person e on e.id = m.person_id join home_care_provider p on p.id = m.provider_id`;
export const homeOf = (tx: Tx, member: Pick<Member, 'id' | 'home'>): { address: string; phone: string } =>
  JSON.parse(tx.keys.open(member.home, memberPlace('home', member.id))) as { address: string; phone: string };

const record = (tx: Tx, action: AuditAction, member: Pick<Member, 'id' | 'personId' | 'division'>) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'virtual-home', id: member.id },
    personId: member.personId,
    division: member.division,
  });

async function memberFor(
  tx: Tx,
  id: string,
  states: readonly MemberState[],
): Promise<Result<Member, 'NOT_FOUND' | 'VHOME_STATE'>> {
  const member = await tx.maybe<Member>(sql`select ${memberColumns} from ${memberTables} where m.id = ${id} for update of m`);
  if (!member) return fail('NOT_FOUND');
  return states.includes(member.state) ? ok(member) : fail('VHOME_STATE', { state: memberStates[member.state].zh });
}

/** Providers of a county that may take members on today. */
export const hostsOf = (tx: Tx, county: DivisionCode): Promise<{ id: string; name: string }[]> =>
  tx.rows(sql`select id, name from home_care_provider where division = ${county} and state = 'active' and agreed_from <= ${tx.today} and agreed_to >= ${tx.today}
    order by name limit 100`);

async function apply(
  tx: Tx,
  personId: string,
  of: { given: Given<typeof OwnMember>; channel: 'portal' | 'village' },
): Promise<Result<{ id: string; answerBy: PlainDate }>> {
  const person = await tx.maybe<{ name: string; birthDate: PlainDate }>(
    sql`select name, birth_date from person where id = ${personId} and life_state <> 'dead' and merged_into is null`,
  );
  if (!person) return fail('VHOME_PERSON');
  if (ageOn(person.birthDate, tx.today) < OLD) return fail('VHOME_YOUNG');
  const { given, channel } = of;
  const division = given.division as DivisionCode;
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  const provider = (await hostsOf(tx, countyOf(division) as DivisionCode)).find(({ id }) => id === given.providerId);
  if (!provider) return fail('VHOME_PROVIDER');
  const days = await wholeParameter(tx, 'VHOME-ANSWER', tx.city, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const answerBy = tx.calendar.addWorkdays(tx.today, days.value, division);
  const added =
    await tx.run(sql`insert into virtual_home_member (id, person_id, division, provider_id, home, wishes, channel, applied_on, applied_by, applied_name, answer_by)
    values (${id}, ${personId}, ${division}, ${provider.id}, ${tx.keys.seal(JSON.stringify({ address: given.address, phone: given.phone }), memberPlace('home', id))},
      ${tx.keys.seal(given.wishes, memberPlace('wishes', id))}, ${channel}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name}, ${answerBy}) on conflict do nothing`);
  if (added === 0) return fail('VHOME_KNOWN', { name: person.name });
  await record(tx, 'virtual-home.applied', { id, personId, division });
  return ok({ id, answerBy });
}
export const applyOwn = (tx: Tx, personId: string, given: Given<typeof OwnMember>) =>
  apply(tx, personId, { given, channel: 'portal' });
export async function applyFor(tx: Tx, given: Given<typeof NewMember>): Promise<Result<{ id: string; answerBy: PlainDate }>> {
  const person = await findByIdNumber(tx, given.idNumber);
  if (!person || person.name !== given.name) return fail('VHOME_PERSON');
  const { idNumber: _, name: __, ...wish } = given;
  return apply(tx, person.id, { given: wish, channel: 'village' });
}

const writePlan = (tx: Tx, member: Member, from: YearMonth, given: Given<typeof Joining>) =>
  tx.run(sql`insert into virtual_home_plan (member_id, from_month, provider_id, division, orders, meals, calls, visits, device, fee_fen, note, made_at, made_by)
    values (${member.id}, ${from}, ${member.providerId}, ${member.division}, ${given.orders}, ${given.meals}, ${given.calls}, ${given.visits}, ${given.device === 'yes'},
      ${given.fee}, ${given.note}, ${tx.now}, ${tx.actor.name})
    on conflict (member_id, from_month) do update set orders = excluded.orders, meals = excluded.meals, calls = excluded.calls, visits = excluded.visits, device = excluded.device,
      fee_fen = excluded.fee_fen, note = excluded.note, made_at = excluded.made_at, made_by = excluded.made_by`);

/** 接收: with the package that was agreed, from the next month on (on the first day: from this one). */
export async function joinMember(tx: Tx, id: string, given: Given<typeof Joining>): Promise<Result<{ from: YearMonth }>> {
  const found = await memberFor(tx, id, ['applied']);
  if (!found.ok) return found;
  const from = tx.today.endsWith('-01') ? monthOf(tx.today) : monthAfter(tx.today);
  await tx.run(sql`update virtual_home_member set state = 'joined', joined_on = ${tx.today} where id = ${id}`);
  await writePlan(tx, found.value, from, given);
  await record(tx, 'virtual-home.joined', found.value);
  await notify(tx, {
    to: { personId: found.value.personId },
    template: 'virtual-home.answered',
    params: { provider: found.value.providerName, answer: '已经接收您入网', more: `服务包从${longMonth(from)}起。` },
  });
  return ok({ from });
}

const end =
  (states: readonly MemberState[], to: 'refused' | 'withdrawn' | 'left', action: AuditAction) =>
  async (tx: Tx, id: string, { reason }: Given<typeof Ended>): Promise<Result<{ id: string }>> => {
    const found = await memberFor(tx, id, states);
    if (!found.ok) return found;
    await tx.run(
      sql`update virtual_home_member set state = ${to}, end_reason = ${reason}, left_on = ${to === 'left' ? tx.today : null} where id = ${id}`,
    );
    await record(tx, action, found.value);
    if (to === 'refused')
      await notify(tx, {
        to: { personId: found.value.personId },
        template: 'virtual-home.answered',
        params: { provider: found.value.providerName, answer: '这次没有接收您入网', more: `原因：${reason}。可以另选一家。` },
      });
    return ok({ id });
  };
export const refuseMember = end(['applied'], 'refused', 'virtual-home.refused');
export const withdrawMember = end(['applied'], 'withdrawn', 'virtual-home.withdrawn');
export const leaveHome = end(['joined'], 'left', 'virtual-home.left');

/** 改服务包: never for a month whose statement is out. */
export async function replan(tx: Tx, id: string, { from, ...given }: Given<typeof Replan>): Promise<Result<{ id: string }>> {
  const found = await memberFor(tx, id, ['joined']);
  if (!found.ok) return found;
  if (from < monthOf(tx.today)) return fail('VHOME_PLANNED', { month: longMonth(from) });
  await writePlan(tx, found.value, from, given);
  await record(tx, 'virtual-home.planned', found.value);
  return ok({ id });
}

/** 通话关怀: what is to be done goes to the township, nobody answering to the village. */
export async function recordCareCall(
  tx: Tx,
  id: string,
  { outcome, said }: Given<typeof CareCall>,
): Promise<Result<{ id: string }>> {
  const found = await memberFor(tx, id, ['joined']);
  if (!found.ok) return found;
  const member = found.value;
  if (outcome === 'need' && said === '') return wrong('said', '请写明要办什么');
  const callId = newId();
  await tx.run(sql`insert into virtual_home_call (id, member_id, provider_id, division, at, outcome, said, by_id, by_name)
    values (${callId}, ${id}, ${member.providerId}, ${member.division}, ${tx.now}, ${outcome}, ${said ? tx.keys.seal(said, callPlace(callId)) : null}, ${tx.actor.id}, ${tx.actor.name})`);
  if (outcome !== 'no-answer') await tx.run(sql`update virtual_home_member set called_at = ${tx.now} where id = ${id}`);
  await record(tx, 'virtual-home.called', member);
  if (outcome !== 'well')
    await notify(tx, {
      to:
        outcome === 'need'
          ? { performer: 'township-clerk', division: `${member.division.slice(0, 9)}000` as DivisionCode }
          : { performer: 'village-worker', division: member.division },
      template: 'virtual-home.call',
      params: { provider: member.providerName, name: member.personName, what: callOutcomes[outcome] },
    });
  return ok({ id: callId });
}

export async function payStatement(tx: Tx, id: string, { on, how }: Given<typeof Paid>): Promise<Result<{ id: string }>> {
  const found = await tx.maybe<{
    memberId: string;
    personId: string;
    division: DivisionCode;
    paidOn: PlainDate | null;
    issuedAt: string;
  }>(sql`select member_id, person_id, division, paid_on, issued_at from virtual_home_statement where id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.paidOn) return fail('VHOME_PAID');
  if (on > tx.today) return wrong('on', '不能晚于今天');
  await tx.run(
    sql`update virtual_home_statement set paid_on = ${on}, paid_how = ${how}, paid_by = ${tx.actor.name} where id = ${id}`,
  );
  await record(tx, 'virtual-home.paid', { ...found, id: found.memberId });
  return ok({ id });
}

/** 给会员下单: the provider orders, the platform gives out as ever, to whoever is best; the elder confirms. */
export async function orderForMember(
  context: Context,
  actor: Actor,
  of: { id: string; requestId: string; given: Given<typeof MemberOrder> },
): Promise<Result<{ id: string; no: string }>> {
  const member = await context.read(actor, (tx) =>
    tx.maybe<Member>(sql`select ${memberColumns} from ${memberTables} where m.id = ${of.id} and m.state = 'joined'`),
  );
  if (!member) return fail('NOT_FOUND');
  // Until it is given out an order belongs to no provider, so none could write it.
  const acting: Actor = { ...systemActor(`virtual-home:${actor.id}`, context.city), name: actor.name };
  return context.once(
    acting,
    { action: 'virtual-home.order', requestId: of.requestId, body: { ...of.given, id: of.id } },
    (tx) => {
      const { note, ...when } = of.given;
      const { address, phone } = homeOf(tx, member);
      return placeOrder(tx, {
        ...when,
        personId: member.personId,
        division: member.division,
        fund: 'public',
        home: { address, phone: Mobile.parse(phone), note, position: null },
        anySex: false,
        channel: 'virtual-home',
        orderedPersonId: null,
        orderedName: `${member.providerName}，${actor.name}`,
      });
    },
  );
}

interface PlanRow extends Plan {
  fromMonth: YearMonth;
  note: string;
}
export const plansOf = (tx: Tx, memberId: string): Promise<PlanRow[]> =>
  tx.rows<PlanRow>(
    sql`select from_month, orders, meals, calls, visits, device, fee_fen, note from virtual_home_plan where member_id = ${memberId} order by from_month desc limit 60`,
  );

/** What a member had in a month, with the orders that this statement has taken on: each confirmed order stands on one, also where it was confirmed late or disputed for a while. */
async function factsOf(tx: Tx, member: Member, of: { month: YearMonth; statementId: string }): Promise<MonthFacts> {
  const [from, to] = [firstDayOf(of.month), firstDayOf(plusMonths(of.month, 1))];
  const [since, until] = [startOf(from).toISOString(), startOf(to).toISOString()];
  const orders = await tx.rows<
    MonthFacts['orders'][number]
  >(sql`select i.name as zh, count(*)::int as done, sum(o.amount_fen)::bigint as total_fen, sum(o.quota_fen)::bigint as quota_fen,
      sum(o.voucher_fen)::bigint as voucher_fen
    from home_care_order o join home_care_item i on i.id = o.item_id where o.virtual_statement_id = ${of.statementId} group by i.name order by i.name limit 100`);
  const meals = await tx.one<
    MonthFacts['meals']
  >(sql`select count(*)::int as done, coalesce(sum(price_fen), 0)::bigint as total_fen, coalesce(sum(subsidy_fen), 0)::bigint as subsidy_fen
    from care_meal where person_id = ${member.personId} and on_date >= ${from} and on_date < ${to} and voided_at is null`);
  const calls = await tx.one<{ n: number }>(
    sql`select count(*)::int as n from virtual_home_call where member_id = ${member.id} and at >= ${since} and at < ${until} and outcome <> 'no-answer'`,
  );
  const visits = await tx.one<{ n: number }>(
    sql`select count(*)::int as n from elder_visit where person_id = ${member.personId} and visited_on >= ${from} and visited_on < ${to} and validity = 'valid'`,
  );
  const devices = await tx.one<{
    n: number;
  }>(sql`select count(*)::int as n from care_device d join emergency_home h on h.id = d.home_id
    where h.person_id = ${member.personId} and d.registered_at < ${until} and d.state = 'in-use' and (h.ended_on is null or h.ended_on >= ${to})`);
  return { orders, meals, calls: calls.n, visits: visits.n, devices: devices.n };
}

/** 结算: the statement of a whole month of a member, once. */
async function stateMonth(tx: Tx, { id: memberId }: Member, month: YearMonth): Promise<void> {
  const member = await tx.one<Member>(sql`select ${memberColumns} from ${memberTables} where m.id = ${memberId} for update of m`);
  const stated = await tx.maybe(
    sql`select 1 as one from virtual_home_statement where member_id = ${memberId} and month = ${month}`,
  );
  const plans = await plansOf(tx, memberId);
  const plan = plans.find(({ fromMonth }) => fromMonth <= month);
  if (stated || !plan) return;
  const statementId = newId();
  const [begun, until] = [startOf(firstDayOf(plans.at(-1)!.fromMonth)), startOf(firstDayOf(plusMonths(month, 1)))];
  const taken = await tx.rows<{
    id: string;
  }>(sql`select id from home_care_order where person_id = ${member.personId} and virtual_statement_id is null
    and verified_at >= ${begun.toISOString()} and verified_at < ${until.toISOString()} and state in ('verified', 'evaluated', 'settled') order by id limit 500 for update`);
  await tx.run(sql`insert into virtual_home_statement (id, member_id, person_id, provider_id, division, month, issued_at)
    values (${statementId}, ${memberId}, ${member.personId}, ${member.providerId}, ${member.division}, ${month}, ${tx.now})`);
  await tx.run(
    sql`update home_care_order set virtual_statement_id = ${statementId} where id = any(${taken.map(({ id }) => id)}::uuid[])`,
  );
  const { lines, totalFen, ownFen } = statementOf(await factsOf(tx, member, { month, statementId }), plan);
  await tx.run(
    sql`update virtual_home_statement set lines = ${JSON.stringify(lines)}::jsonb, total_fen = ${totalFen}, own_fen = ${ownFen} where id = ${statementId}`,
  );
  await record(tx, 'virtual-home.stated', member);
  await notify(tx, {
    to: { personId: member.personId },
    template: 'virtual-home.statement',
    params: { month: longMonth(month), total: yuan(totalFen), own: yuan(ownFen) },
  });
}

const joinedDead = sql`p.id = m.person_id and p.life_state = 'dead' and m.state = 'joined'`;
const applicantDead = sql`p.id = m.person_id and p.life_state = 'dead' and m.state = 'applied'`;
const unanswered = (tx: Tx) => sql`state = 'applied' and not told and answer_by < ${tx.today}`;

/** Who has no statement of last month, from the day of the month on which it is due. */
async function unstated(tx: Tx): Promise<{ month: YearMonth; members: Member[] } | null> {
  const day = await wholeParameter(tx, 'VHOME-STATEMENT-DAY', tx.city, tx.today);
  if (!day.ok) throw new Error(`virtual homes: ${day.params.key}`);
  if (Number(tx.today.slice(8)) < day.value) return null;
  const month = plusMonths(monthOf(tx.today), -1);
  const members = await tx.rows<Member>(sql`select ${memberColumns} from ${memberTables}
    where m.state in ('joined', 'left') and m.joined_on < ${firstDayOf(monthOf(tx.today))} and (m.left_on is null or m.left_on >= ${firstDayOf(month)})
      and exists (select from virtual_home_plan n where n.member_id = m.id and n.from_month <= ${month})
      and not exists (select from virtual_home_statement s where s.member_id = m.id and s.month = ${month}) order by m.id limit 20000`);
  return { month, members };
}

/** Daily: who died leaves, and has a last statement; last month's statements from their day on, and applications that nobody has answered, told to the county once. Each statement in a transaction of its own. */
export const virtualHomeDaily = whenDue(
  [
    (tx) =>
      anyRow(
        tx,
        sql`virtual_home_member m, person p where ${joinedDead}`,
        sql`virtual_home_member m, person p where ${applicantDead}`,
        sql`virtual_home_member where ${unanswered(tx)}`,
      ),
    async (tx) => (await unstated(tx))?.members ?? [],
  ],
  async (context) => {
    const actor = systemActor('virtual-home', context.city);
    const due = await context.write(actor, async (tx) => {
      await tx.run(sql`update virtual_home_member m set state = 'left', left_on = greatest(m.joined_on, ${tx.today}::date), end_reason = '去世' from person p
      where ${joinedDead}`);
      await tx.run(
        sql`update virtual_home_member m set state = 'withdrawn', end_reason = '去世' from person p where ${applicantDead}`,
      );
      const late = await tx.rows<{ division: DivisionCode }>(
        sql`update virtual_home_member set told = true where ${unanswered(tx)} returning division`,
      );
      for (const [county, some] of Map.groupBy(late, ({ division }) => countyOf(division) as DivisionCode))
        await notify(tx, {
          to: { performer: 'county-clerk', division: county },
          template: 'virtual-home.late',
          params: { count: some.length },
        });
      return unstated(tx);
    });
    for (const member of due?.members ?? []) await context.write(actor, (tx) => stateMonth(tx, member, due!.month));
  },
);
