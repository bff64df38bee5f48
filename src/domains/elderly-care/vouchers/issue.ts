/** Vouchers by the month: issued on its first day to whoever is due one, lapsed when nothing can be taken off any more; the end by death, level or 特困. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { firstDayOf, longDate, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { inCity } from '../circumstances.ts';
import { lapsesOn, voucherClauses } from './rules.ts';
import { type Award, activeAward, awardColumns, factsOf } from './store.ts';

export async function grantVouchers(tx: Tx, kase: Case, fromMonth: YearMonth): Promise<Result<null>> {
  const written = await tx.run(sql`insert into care_voucher_award (id, person_id, division, from_month, case_id, granted_on)
    values (${newId()}, ${kase.applicantPersonId}, ${kase.division}, ${fromMonth}, ${kase.id}, ${tx.today}) on conflict do nothing`);
  if (written === 0) return fail('VOUCHER_HELD');
  const award = (await activeAward(tx, kase.applicantPersonId))!;
  if (fromMonth <= monthOf(tx.today)) await issueTo(tx, award);
  return ok(null);
}

async function endAward(tx: Tx, award: Award, end: { lastMonth: YearMonth; reason: string }): Promise<void> {
  await tx.run(sql`update care_voucher_award set last_month = ${end.lastMonth}, reason = ${end.reason} where id = ${award.id}`);
  if (end.reason.endsWith('死亡')) return;
  await notify(tx, {
    to: { personId: award.personId },
    template: 'care-voucher.ended',
    params: { month: longMonth(end.lastMonth) },
  });
}

/** The voucher of this month, or the end: judged anew every month. */
async function issueTo(tx: Tx, award: Award): Promise<void> {
  const month = monthOf(tx.today);
  const facts = await factsOf(tx, award.personId);
  const parameters = await parametersOf(tx);
  const clauses = voucherClauses(facts, month, parameters);
  if (!clauses.ok) throw new Error(`voucher of ${month} in ${award.division}: ${clauses.code}`);
  const unmet = clauses.value.find((clause) => clause.verdict === 'unmet');
  if (facts.diedOn || unmet) {
    const reason = facts.diedOn ? `${facts.diedOn}死亡` : `不再符合：${unmet!.name}`;
    return endAward(tx, award, { lastMonth: plusMonths(month, -1), reason });
  }
  const face = parameters.on('CCV-FACE', award.division, firstDayOf(month));
  const grace = parameters.on('CCV-GRACE-DAY', award.division, firstDayOf(month));
  if (!face.ok || !grace.ok) throw new Error(`voucher of ${month} in ${award.division}: a standard is missing`);
  const faceFen = Number(face.value.value);
  const written = await tx.run(sql`insert into care_voucher (id, award_id, person_id, division, month, face_fen, lapses_on)
    values (${newId()}, ${award.id}, ${award.personId}, ${award.division}, ${month}, ${faceFen}, ${lapsesOn(month, Number(grace.value.value))})
    on conflict do nothing`);
  if (written === 0) return;
  await emit(tx, {
    type: 'voucher.issued',
    subject: { kind: 'person', id: award.personId },
    division: award.division,
    payload: { personId: award.personId, month, amountFen: faceFen },
  });
  await notify(tx, {
    to: { personId: award.personId },
    template: 'care-voucher.issued',
    params: {
      month: longMonth(month),
      amount: yuanDigits(faceFen),
      date: longDate(plusDays(firstDayOf(plusMonths(month, 1)), -1)),
    },
  });
}

const BATCH = 50;

const withoutVoucher = (tx: Tx) => sql`care_voucher_award a where last_month is null and from_month <= ${monthOf(tx.today)}
    and not exists (select from care_voucher v where v.person_id = a.person_id and v.month = ${monthOf(tx.today)})`;
const lapsed = (tx: Tx) => sql`care_voucher where closed_on is null and lapses_on < ${tx.today}`;

async function issueSome(tx: Tx): Promise<number> {
  const due = await tx.rows<Award>(sql`select ${awardColumns} from ${withoutVoucher(tx)} order by id limit ${BATCH} for update`);
  for (const award of due) await issueTo(tx, award);
  return due.length;
}

async function lapseSome(tx: Tx): Promise<number> {
  const due = await tx.rows<{
    personId: string;
    division: string;
    month: YearMonth;
    leftFen: number;
  }>(sql`update care_voucher set closed_on = ${tx.today}
    where id in (select id from ${lapsed(tx)} order by lapses_on, id limit ${BATCH})
    returning person_id, division, month, face_fen - used_fen as left_fen`);
  for (const { personId, division, month, leftFen } of due)
    await emit(tx, {
      type: 'voucher.expired',
      subject: { kind: 'person', id: personId },
      division: division as never,
      payload: { personId, month, amountFen: Number(leftFen) },
    });
  return due.length;
}

export const voucherDaily = whenDue(
  (tx) => anyRow(tx, lapsed(tx), withoutVoucher(tx)),
  async (context) => {
    const city = systemActor('care-voucher', context.city);
    for (const work of [lapseSome, issueSome]) while ((await context.write(city, work)) === BATCH);
  },
);

/** 死亡: no more vouchers; what is left of the one that runs is void. Taken back, it goes on with the next month. */
export async function followDeathOfVouchers(tx: Tx, personId: string): Promise<void> {
  const { diedOn } = await factsOf(tx, personId);
  const award = await activeAward(tx, personId);
  if (diedOn) {
    if (award)
      await endAward(tx, award, {
        lastMonth: [monthOf(diedOn), plusMonths(award.fromMonth, -1)].sort().at(-1)!,
        reason: `${diedOn}死亡`,
      });
    await tx.run(
      sql`update care_voucher set lapses_on = least(lapses_on, greatest(${diedOn}::date, ${tx.today}::date - 1)) where person_id = ${personId} and closed_on is null`,
    );
    return;
  }
  if (!award)
    await tx.run(sql`update care_voucher_award set last_month = null, reason = null where id =
      (select id from care_voucher_award where person_id = ${personId} order by from_month desc limit 1) and reason like '%死亡'`);
}

/** 搬家: by residence, so the vouchers and the card go along; the same one goes on, whatever the county. */
export async function followMoveOfVouchers(tx: Tx, moved: { personId: string; toDivision: string }): Promise<void> {
  const { personId, toDivision } = moved;
  if (!inCity(tx, toDivision as never)) return;
  await tx.run(sql`update care_voucher_award set division = ${toDivision} where person_id = ${personId} and last_month is null`);
  await tx.run(sql`update care_voucher set division = ${toDivision} where person_id = ${personId} and closed_on is null`);
  await tx.run(sql`update care_card set division = ${toDivision} where person_id = ${personId}`);
}

/** A result of 2 or more, and no voucher yet: told once by what the assessment says. */
export async function offerVoucher(tx: Tx, personId: string): Promise<void> {
  const facts = await factsOf(tx, personId);
  if (facts.diedOn || (await activeAward(tx, personId))) return;
  const asked = await tx.maybe(
    sql`select 1 as open from service_case where applicant_person_id = ${personId} and flow = 'care-voucher' and closed_at is null`,
  );
  const clauses = voucherClauses(facts, plusMonths(monthOf(tx.today), 1), await parametersOf(tx));
  if (clauses.ok && clauses.value.every((clause) => clause.verdict === 'met') && !asked)
    await notify(tx, { to: { personId }, template: 'care-voucher.offer' });
}
