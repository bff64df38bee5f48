/** What happens every day by itself: amounts follow age and standard, life checks are confirmed by data, told, missed. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths, firstDayOf, longDate, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { reviseEntitlement } from '../../../kernel/payment/server.ts';
import { parametersOf, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { closeCheck, tellUnanswered } from './asked-checks.ts';
import { tellChanged } from './awards.ts';
import { bandIn, bands, lineOf, PROGRAMME } from './rules.ts';
import { settle } from './settle.ts';

/** As far back as the freeze pays differences. */
const MONTHS_BACK = 12;
const BATCH = 200;

interface MonthStandard {
  readonly month: YearMonth;
  readonly lastDay: PlainDate;
  /** By band; a month without one of them is left alone. */
  readonly fen: Readonly<Record<80 | 90 | 100, { readonly fen: Fen; readonly parameterId: string }>>;
}

async function standardsOf(tx: Tx, county: DivisionCode): Promise<MonthStandard[]> {
  const parameters = await parametersOf(tx);
  const last = plusMonths(monthOf(tx.today), 1);
  return Array.from({ length: MONTHS_BACK + 2 }, (_, i) => plusMonths(last, i - MONTHS_BACK - 1)).flatMap((month) => {
    const found = ([80, 90, 100] as const).map((band) => [band, parameters.on(bands[band], county, firstDayOf(month))] as const);
    if (found.some(([, one]) => !one.ok)) return [];
    const fen = Object.fromEntries(
      found.map(([band, one]) => [band, one.ok ? { fen: Number(one.value.value), parameterId: one.value.row.id } : null]),
    ) as MonthStandard['fen'];
    return [{ month, lastDay: plusDays(firstDayOf(plusMonths(month, 1)), -1), fen }];
  });
}

const versionFen = (month: Sql): Sql =>
  sql`(select amount_fen from entitlement_version v where v.entitlement_id = e.id and v.from_month <= ${month} order by no desc limit 1)`;

/** Allowances of a county whose amount for some month is not what age and standard say: the first such month of each. */
async function reviseSome(tx: Tx, county: DivisionCode): Promise<number> {
  const months = await standardsOf(tx, county);
  if (months.length === 0) return 0;
  const { lo, hi } = scopeRange(county);
  const born = (age: number) => months.map((m) => addMonths(m.lastDay, -12 * age));
  const fen = (band: 80 | 90 | 100) => months.map((m) => m.fen[band].fen);
  const due = sql`case when p.birth_date <= s.b100 then s.f100 when p.birth_date <= s.b90 then s.f90 else s.f80 end`;
  const found = await tx.rows<{
    id: string;
    personId: string;
    division: DivisionCode;
    birthDate: PlainDate;
    month: YearMonth;
  }>(sql`
    select e.id, e.person_id, e.division, p.birth_date, min(s.month) as month
    from entitlement e join person p on p.id = e.person_id
      join unnest(${months.map((m) => m.month)}::text[], ${born(90)}::date[], ${born(100)}::date[], ${fen(80)}::bigint[], ${fen(90)}::bigint[], ${fen(100)}::bigint[])
        s(month, b90, b100, f80, f90, f100) on e.months @> month_no(s.month)
    where e.programme = ${PROGRAMME} and e.division >= ${lo} and e.division < ${hi} and ${versionFen(sql`s.month`)} <> ${due}
    group by e.id, e.person_id, e.division, p.birth_date order by e.id limit ${BATCH}`);
  for (const { id, personId, division, birthDate, month } of found) {
    const band = bandIn(birthDate, month)!;
    const standard = months.find((m) => m.month === month)!.fen[band];
    const revised = await reviseEntitlement(tx, {
      id,
      fromMonth: month,
      amountFen: standard.fen,
      breakdown: [lineOf(month, band, standard.fen)],
      decisionId: null,
      parameterIds: [standard.parameterId],
      reason: '年龄档次、标准变化',
    });
    if (!revised.ok) throw new Error(`allowance ${id}: ${revised.code}`);
    const award = await tx.maybe<{ fromMonth: YearMonth; lastMonth: YearMonth | null }>(
      sql`update old_age_award set amount_fen = ${standard.fen}, changed_at = ${tx.now} where entitlement_id = ${id} returning from_month, last_month`,
    );
    if (!award || award.lastMonth !== null) continue;
    await tellChanged(tx, {
      personId,
      division,
      from: award.fromMonth,
      to: null,
      amountFen: standard.fen,
      month,
      reason: 'amount',
    });
    await notify(tx, {
      to: { personId },
      template: 'allowance.raised',
      params: { month: longMonth(month), amount: yuanDigits(standard.fen) },
    });
  }
  return found.length;
}

async function followAmounts(context: Context): Promise<void> {
  const city = systemActor('old-age-amounts', context.city);
  // A later month may carry yet another amount: until nothing differs.
  for (const { code } of context.divisions.all.filter((d) => d.level === 'county'))
    while ((await context.write(city, (tx) => reviseSome(tx, code))) > 0);
}

interface Checked {
  entitlementId: string;
  personId: string;
}

/** Seen within the days before its last day, or since: this year's check is done, without anybody's trip. */
async function confirmByTrace(tx: Tx): Promise<number> {
  const window = await wholeParameter(tx, 'HAA-LIFE-DAYS', tx.city, tx.today);
  if (!window.ok) return 0;
  const rows = await tx.rows<Checked & { division: DivisionCode; seenOn: PlainDate; checkDueOn: PlainDate }>(sql`
    select a.entitlement_id, a.person_id, a.division, t.seen_on, a.check_due_on from old_age_award a join life_trace t on t.person_id = a.person_id
    where a.state <> 'ended' and t.seen_on >= a.check_due_on - ${window.value}::int order by a.entitlement_id limit ${BATCH}`);
  for (const { seenOn, ...due } of rows) {
    await closeCheck(tx, due, { way: 'data', seenOn, by: tx.actor.name });
    await settle(tx, due.personId);
  }
  return rows.length;
}

async function remind(tx: Tx): Promise<number> {
  const days = await wholeParameter(tx, 'HAA-LIFE-REMIND', tx.city, tx.today);
  if (!days.ok) return 0;
  const rows = await tx.rows<Checked & { checkDueOn: PlainDate }>(sql`
    update old_age_award set reminded_for = check_due_on where entitlement_id in (select entitlement_id from old_age_award
      where state <> 'ended' and check_due_on >= ${tx.today} and check_due_on <= ${plusDays(tx.today, days.value)}
        and reminded_for is distinct from check_due_on order by entitlement_id limit ${BATCH})
    returning entitlement_id, person_id, check_due_on`);
  for (const { personId, checkDueOn } of rows)
    await notify(tx, { to: { personId }, template: 'allowance.check', params: { date: longDate(checkDueOn) } });
  return rows.length;
}

/** Not done by its last day: held from the next month. */
async function suspendMissed(tx: Tx): Promise<number> {
  const rows = await tx.rows<Checked>(sql`select entitlement_id, person_id from old_age_award
    where state = 'active' and check_due_on < ${tx.today} order by entitlement_id limit ${BATCH}`);
  for (const { personId } of rows) await settle(tx, personId);
  return rows.length;
}

/** All of it is of awards. */
const drawn = (tx: Tx) => anyRow(tx, sql`old_age_award`);

export const allowanceDaily = whenDue(drawn, async (context) => {
  await followAmounts(context);
  const city = systemActor('old-age-check', context.city);
  for (const work of [confirmByTrace, remind, suspendMissed, tellUnanswered]) while ((await context.write(city, work)) === BATCH);
});
