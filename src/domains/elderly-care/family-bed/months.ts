/**
 * A month of a bed: days on which somebody came (home services of its body that were verified, valid visits at home), hours in which a device of the home reported,
 * or hours that the body typed with proof. The county checks; what is due is paid once.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { endEntitlement, grantEntitlement } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { FileRef, type YearMonth, YearMonthText } from '../../../kernel/schema/index.ts';
import { determineMonth, type MonthFacts } from './rules.ts';
import { type FamilyBed, lockBed } from './store.ts';
import { MONTH_PROGRAMME } from './terms.ts';

const midnight = (day: string): string => `${day}T00:00:00+08:00`;

/** Days of the month on which somebody was at the home of the bed `b`. */
function visitsOf(month: YearMonth): Sql {
  const [from, to] = [firstDayOf(month), firstDayOf(plusMonths(month, 1))];
  return sql`(select count(*)::int from (
      select planned_on as day from home_care_order where person_id = b.person_id and provider_id = b.provider_id
        and planned_on >= ${from} and planned_on < ${to} and state in ('verified', 'evaluated', 'settled')
      union
      select visited_on from elder_visit where person_id = b.person_id and mode = 'home' and validity = 'valid'
        and visited_on >= ${from} and visited_on < ${to}) d)`;
}

/** Hours in which at least one device of its home reported. */
function hoursReported(month: YearMonth): Sql {
  const [from, to] = [midnight(firstDayOf(month)), midnight(firstDayOf(plusMonths(month, 1)))];
  return sql`(select count(distinct r.hour)::int from care_device_hour r
    join care_device d on d.id = r.device_id join emergency_home h on h.id = d.home_id
    where h.person_id = b.person_id and r.hour >= ${from}::timestamptz and r.hour < ${to}::timestamptz)`;
}

export const hoursIn = (month: YearMonth): number => Number(plusDays(firstDayOf(plusMonths(month, 1)), -1).slice(8)) * 24;

interface MonthRow {
  hoursTyped: number | null;
  typedBy: string | null;
  state: 'open' | 'paid' | 'not-due';
  visits: number | null;
  hoursOnline: number | null;
  hoursTotal: number | null;
  amountFen: number | null;
}
const monthRow = (tx: Tx, bedId: string, month: YearMonth): Promise<MonthRow | null> =>
  tx.maybe<MonthRow>(sql`select hours_typed, typed_by, state, visits, hours_online, hours_total, amount_fen
    from family_bed_month where bed_id = ${bedId} and month = ${month}`);

/** What the list shows of a month that ran whole: what was kept of it, and what came to pass until now. */
export interface MonthSeen extends MonthRow {
  readonly bedId: string;
  readonly visitsNow: number;
  readonly hoursNow: number;
}
/** The month of many beds, asked for at once. */
export async function monthsOf(
  tx: Tx,
  beds: readonly { id: string }[],
  month: YearMonth,
): Promise<ReadonlyMap<string, MonthSeen>> {
  const rows =
    await tx.rows<MonthSeen>(sql`select b.id as bed_id, m.hours_typed, m.typed_by, coalesce(m.state, 'open') as state, m.visits, m.hours_online, m.hours_total,
      m.amount_fen, case when coalesce(m.state, 'open') = 'open' then ${visitsOf(month)} else 0 end as visits_now,
      case when coalesce(m.state, 'open') = 'open' and m.hours_typed is null then ${hoursReported(month)} else 0 end as hours_now
    from family_bed b left join family_bed_month m on m.bed_id = b.id and m.month = ${month} where b.id = any(${beds.map(({ id }) => id)}::uuid[])`);
  return new Map(rows.map((row) => [row.bedId, row]));
}

/** Only months that the bed ran whole. */
export const ranWhole = (bed: Pick<FamilyBed, 'fromOn' | 'endedOn'>, month: YearMonth): boolean =>
  bed.fromOn !== null &&
  bed.fromOn <= firstDayOf(month) &&
  (bed.endedOn === null || bed.endedOn >= firstDayOf(plusMonths(month, 1)));

async function factsOfMonth(tx: Tx, bed: FamilyBed, month: YearMonth): Promise<MonthFacts> {
  const seen = (await monthsOf(tx, [bed], month)).get(bed.id)!;
  return {
    division: bed.division,
    month,
    visits: seen.visitsNow,
    hoursOnline: seen.hoursTyped ?? seen.hoursNow,
    hoursTotal: hoursIn(month),
  };
}

const ensure = (tx: Tx, bed: FamilyBed, month: YearMonth): Promise<number> =>
  tx.run(
    sql`insert into family_bed_month (bed_id, month, person_id, division) values (${bed.id}, ${month}, ${bed.personId}, ${bed.division}) on conflict do nothing`,
  );

/** A month that may be looked at: over, and run whole. */
async function bedOver(tx: Tx, id: string, month: YearMonth): Promise<Result<FamilyBed>> {
  const bed = await lockBed(tx, id);
  if (!bed) return fail('NOT_FOUND');
  if (month >= monthOf(tx.today)) return wrong('month', '这个月还没有过完');
  if (!ranWhole(bed, month)) return fail('BED_NOT_WHOLE');
  await ensure(tx, bed, month);
  const row = await monthRow(tx, id, month);
  return row!.state === 'open' ? ok(bed) : fail('BED_MONTH_CLOSED');
}

export const TypedHours = z.strictObject({
  month: YearMonthText.meta({ label: '哪个月', widget: 'month' }),
  hours: z.int().min(0).max(744, '不能多于744小时').meta({ label: '设备在线多少小时', unit: '小时' }),
  proof: FileRef.meta({ label: '证明', paper: 'device-hours', help: '设备平台的在线记录截图、导出的清单' }),
});
/** By the body itself, of its own beds, where the devices do not report to this platform. */
export async function typeHours(tx: Tx, id: string, given: z.infer<typeof TypedHours>): Promise<Result<null>> {
  const over = await bedOver(tx, id, given.month);
  if (!over.ok) return over;
  const bed = over.value;
  if (bed.providerId !== tx.actor.unitId) return fail('NOT_FOUND');
  if (given.hours > hoursIn(given.month)) return wrong('hours', `这个月一共${hoursIn(given.month)}小时`);
  const bound = await bindFiles(tx, [given.proof], { caseId: bed.caseId, personId: bed.personId, division: bed.division });
  if (!bound.ok) return bound;
  await tx.run(sql`update family_bed_month set hours_typed = ${given.hours}, hours_proof = ${given.proof}, typed_by = ${tx.actor.id}
    where bed_id = ${id} and month = ${given.month}`);
  await audited(tx, bed, 'family-bed.hours-typed', { month: given.month, hours: given.hours });
  return ok(null);
}

const audited = (
  tx: Tx,
  bed: FamilyBed,
  action: 'family-bed.hours-typed' | 'family-bed.month-checked',
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'family-bed', id: bed.id },
    personId: bed.personId as never,
    division: bed.division,
    detail,
  });

export const CheckedMonth = z.strictObject({ month: YearMonthText.meta({ label: '哪个月', widget: 'month' }) });
/** The county's check: what came to pass decides, nobody's word. */
export async function checkMonth(
  tx: Tx,
  id: string,
  { month }: z.infer<typeof CheckedMonth>,
): Promise<Result<{ amountFen: number }>> {
  const over = await bedOver(tx, id, month);
  if (!over.ok) return over;
  const bed = over.value;
  const typed = (await monthRow(tx, id, month))!;
  if (isOwnHand(tx.actor, typed.typedBy, tx.today)) return fail('WORKS_SAME_OFFICER');
  const facts = await factsOfMonth(tx, bed, month);
  const made = determineMonth(facts, await parametersOf(tx), tx.today);
  if (!made.ok) return made;
  const paid = await payMonth(tx, bed, { facts, decision: made.value });
  if (!paid.ok) return paid;
  const amountFen = made.value.amountFen ?? 0;
  await tx.run(sql`update family_bed_month set state = ${paid.value ? 'paid' : 'not-due'}, visits = ${facts.visits}, hours_online = ${Math.min(facts.hoursOnline, facts.hoursTotal)},
      hours_total = ${facts.hoursTotal}, amount_fen = ${amountFen}, checked_on = ${tx.today}, checked_by = ${tx.actor.id}, entitlement_id = ${paid.value}
    where bed_id = ${id} and month = ${month}`);
  await audited(tx, bed, 'family-bed.month-checked', { month, amountFen });
  return ok({ amountFen });
}

/** The entitlement of the month, or null where nothing is due. */
async function payMonth(tx: Tx, bed: FamilyBed, of: { facts: MonthFacts; decision: Decision }): Promise<Result<string | null>> {
  const { facts, decision } = of;
  const { personId, division } = bed;
  const decisionId = await saveDecision(tx, {
    caseId: bed.caseId as never,
    kind: 'final',
    division,
    personId: personId as never,
    decision,
    facts,
  });
  if (decision.outcome !== 'eligible') return ok(null);
  const granted = await grantEntitlement(tx, {
    programme: MONTH_PROGRAMME,
    exclusiveGroups: [MONTH_PROGRAMME],
    householdId: null,
    personId: personId as never,
    division,
    memberIds: [personId as never],
    fromMonth: facts.month,
    amountFen: decision.amountFen!,
    breakdown: decision.breakdown,
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
    cause: `${bed.id}:${facts.month}`,
  });
  if (!granted.ok) return granted;
  const { id } = granted.value;
  const ended = await endEntitlement(tx, { id, lastMonth: facts.month, reason: '按月核定' });
  return ended.ok ? ok(id) : ended;
}
