/**
 * 年度认证 asked for by the resident himself or by his family (EL-35). What has seen him within the window confirms at once and nobody comes; else the village is asked to
 * come, to call by video, or to expect him. Signing in proves nothing: a telephone may be in anybody's hand. Faces are looked at by the platforms of the nation and the
 * province alone, whose answer comes in as `life.proved`.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, formOf, Mobile, type PlainDate, ResidentId } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../offices.ts';
import { nextCheck } from './awards.ts';
import { checkPlace } from './sealed.ts';
import { settle } from './settle.ts';
import { type CheckWay, checkWays, type MyCheck, type WantedWay, wantedWays } from './terms.ts';

const wanted = {
  way: choice(wantedWays).meta({ label: '怎么认证', choices: wantedWays }),
  phone: Mobile.meta({ label: '村（社区）联系您的手机号码', protect: true }),
};
export const AskedCheck = z.strictObject(wanted);
export const AskedForElder = z.strictObject({
  elderName: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '老人姓名' }),
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  ...wanted,
});

interface Due {
  entitlementId: string;
  personId: string;
  name: string;
  division: DivisionCode;
  checkDueOn: PlainDate;
}

/** Writes that the check of a year is done, beside whoever asked for it; the next one is due a year later. */
export async function closeCheck(
  tx: Tx,
  of: Pick<Due, 'entitlementId' | 'personId' | 'division' | 'checkDueOn'>,
  how: { way: Exclude<CheckWay, 'void'>; seenOn: PlainDate; by: string },
): Promise<void> {
  const { entitlementId, personId, division, checkDueOn } = of;
  const done = sql`due_on = ${checkDueOn}, done_on = ${tx.today}, way = ${how.way}, seen_on = ${how.seenOn}, by_name = ${how.by}`;
  const open = await tx.run(sql`update life_check set ${done}, contact = null where person_id = ${personId} and done_on is null`);
  if (open === 0)
    await tx.run(sql`insert into life_check (id, entitlement_id, person_id, division, due_on, done_on, way, seen_on, by_name)
      values (${newId()}, ${entitlementId}, ${personId}, ${division}, ${checkDueOn}, ${tx.today}, ${how.way}, ${how.seenOn}, ${how.by})`);
  await tx.run(
    sql`update old_age_award set check_due_on = ${nextCheck({ seenOn: how.seenOn, checkDueOn })}, changed_at = ${tx.now} where entitlement_id = ${entitlementId}`,
  );
}

const windowOf = (tx: Tx, division: DivisionCode) => wholeParameter(tx, 'HAA-LIFE-DAYS', division, tx.today);

async function ask(
  tx: Tx,
  due: Due,
  given: z.infer<typeof AskedCheck> & { how: 'self' | 'family' },
): Promise<Result<{ done: boolean; says: string }>> {
  const { entitlementId, personId, name, division, checkDueOn } = due;
  const window = await windowOf(tx, division);
  if (!window.ok) return window;
  const from = plusDays(checkDueOn, -window.value);
  if (tx.today < from) return fail('LIFE_CHECK_EARLY', { due: longDate(checkDueOn), from: longDate(from) });
  const trace = await tx.maybe<{ seenOn: PlainDate }>(
    sql`select seen_on from life_trace where person_id = ${personId} and seen_on >= ${from}`,
  );
  if (trace) {
    await closeCheck(tx, due, { way: 'data', seenOn: trace.seenOn, by: tx.actor.name });
    await settle(tx, personId);
    await onRecord(tx, due, { way: 'data', how: given.how });
    return ok({ done: true, says: `${longDate(trace.seenOn)}已经见过本人，认证完成，不用再跑。` });
  }
  const days = await wholeParameter(tx, 'HAA-LIFE-ANSWER', division, tx.today);
  if (!days.ok) return days;
  const by = tx.calendar.addWorkdays(tx.today, days.value, division);
  const id = newId();
  const made =
    await tx.run(sql`insert into life_check (id, entitlement_id, person_id, division, due_on, asked_at, asked_how, wanted, contact, answer_by)
    values (${id}, ${entitlementId}, ${personId}, ${division}, ${checkDueOn}, ${tx.now}, ${given.how}, ${given.way}, ${tx.keys.seal(given.phone, checkPlace(id))}, ${by})
    on conflict do nothing`);
  if (made === 0) return fail('LIFE_CHECK_ASKED', { name });
  await onRecord(tx, due, { way: given.way, how: given.how });
  await notify(tx, {
    to: { performer: 'village-worker', division },
    template: 'allowance.check-asked',
    params: { name, way: wantedWays[given.way], by: longDate(by) },
  });
  return ok({ done: false, says: `村（社区）在${longDate(by)}前联系，${wantedWays[given.way]}。` });
}

const onRecord = (tx: Tx, { personId, division }: Due, detail: { way: string; how: string }) =>
  recordAudit(tx, {
    action: 'life-check.asked',
    subject: { kind: 'person', id: personId },
    personId,
    division,
    detail,
  });

const dueOf = (tx: Tx, personId: string): Promise<Due | null> =>
  tx.maybe<Due>(sql`select a.entitlement_id, a.person_id, p.name, a.division, a.check_due_on from old_age_award a join person p on p.id = a.person_id
    where a.person_id = ${personId} and a.state <> 'ended' and p.life_state <> 'dead' for update of a`);

export async function askOwnCheck(
  tx: Tx,
  personId: string,
  given: z.infer<typeof AskedCheck>,
): Promise<Result<{ done: boolean; says: string }>> {
  const due = await dueOf(tx, personId);
  return due ? ask(tx, due, { ...given, how: 'self' }) : fail('LIFE_CHECK_NONE');
}

/** By the family: nothing is told of anybody whose name does not belong to the number. */
export async function askCheckFor(
  tx: Tx,
  { elderName, idNumber, ...given }: z.infer<typeof AskedForElder>,
): Promise<Result<{ done: boolean; says: string }>> {
  const found = await findByIdNumber(tx, idNumber);
  const due = found?.name === elderName ? await dueOf(tx, found.id) : null;
  return due ? ask(tx, due, { ...given, how: 'family' }) : fail('LIFE_CHECK_WHO');
}

const RECORDS = 10;
/** What the resident sees: whether it can be done now, what was asked for, and each check that was done (认证记录). */
export async function myCheck(
  tx: Tx,
  personId: string,
  award: { checkDueOn: PlainDate; division: DivisionCode; ended: boolean },
): Promise<MyCheck> {
  const rows = await tx.rows<{
    doneOn: PlainDate | null;
    way: CheckWay | null;
    seenOn: PlainDate | null;
    byName: string | null;
    wanted: WantedWay | null;
    answerBy: PlainDate | null;
  }>(sql`select done_on, way, seen_on, by_name, wanted, answer_by from life_check
    where person_id = ${personId} and way is distinct from 'void' order by done_on desc nulls first, id desc limit ${RECORDS}`);
  const open = rows.find(({ doneOn }) => doneOn === null);
  const window = await windowOf(tx, award.division);
  const from = window.ok ? plusDays(award.checkDueOn, -window.value) : null;
  return {
    asked: open ? `已经约了${wantedWays[open.wanted!]}，村（社区）在${longDate(open.answerBy!)}前联系您` : null,
    fields: award.ended || open || from === null || tx.today < from ? null : formOf(AskedCheck),
    records: rows
      .filter(({ doneOn }) => doneOn !== null)
      .map(({ doneOn, way, seenOn, byName }) => ({
        on: doneOn!,
        says: way === 'data' ? `${longDate(seenOn!)}有见到本人的记录，自动认证` : `${checkWays[way!]}，${byName}`,
      })),
  };
}

const BATCH = 200;
/** What the village has not answered in time is told to the township, once. */
export async function tellUnanswered(tx: Tx): Promise<number> {
  const late = await tx.rows<{ division: DivisionCode; name: string; wanted: WantedWay }>(sql`
    with due as (update life_check set told_late = true where id in (select id from life_check
        where done_on is null and not told_late and answer_by < ${tx.today} order by answer_by, id limit ${BATCH})
      returning person_id, division, wanted)
    select d.division, p.name, d.wanted from due d join person p on p.id = d.person_id`);
  for (const of of late)
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(of) },
      template: 'allowance.check-late',
      params: { name: of.name, way: wantedWays[of.wanted] },
    });
  return late.length;
}
