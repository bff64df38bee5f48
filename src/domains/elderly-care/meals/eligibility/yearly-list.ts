/** 年度名单 (EL-11): once a year the village puts up who has subsidised meals, by name alone: who was decided on, and who ate with a subsidy in the year. Applications stand on the public page too. */
import { z } from 'zod';
import { sql } from '../../../../database/sql.ts';
import { recordAudit } from '../../../../kernel/audit/server.ts';
import { addMonths, longDate } from '../../../../kernel/calendar/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { issueAt } from '../../../../kernel/document/server.ts';
import { wholeParameter } from '../../../../kernel/policy/server.ts';
import { defineErrors, fail, ok, type Result } from '../../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../../kernel/schema/index.ts';
import { postNotice } from '../../../../kernel/service/server.ts';
import { contactAt, townshipOf } from '../../offices.ts';
import { mealPapers, yearlyList } from './papers.ts';

defineErrors({
  MEAL_LIST_POSTED: { http: 409, zh: '今年的名单已经在{on}张贴公示。' },
  MEAL_LIST_EMPTY: { http: 409, zh: '本村（社区）没有享受助餐补贴的人，不用公示。' },
});
export const NewMealList = z.strictObject({
  place: z.string().trim().min(2, '请填写张贴地点').max(60).default('村（居）委会公示栏').meta({ label: '张贴地点' }),
});

/** A village has some dozens. */
const MOST = 500;
const YEAR = 12;

/** `tx`: the platform's, as people of a village eat in canteens of other places too. */
export async function postMealList(
  tx: Tx,
  division: DivisionCode,
  { place }: z.infer<typeof NewMealList>,
): Promise<Result<{ persons: number }>> {
  const year = Number(tx.today.slice(0, 4));
  const before = await mealListOfYear(tx, division);
  if (before) return fail('MEAL_LIST_POSTED', { on: longDate(before.postedOn) });
  const rows = await tx.rows<{ personId: string; name: string; caseId: string | null }>(sql`
    select p.id as person_id, p.name, e.case_id from person p left join meal_eligibility e on e.person_id = p.id and e.ended_on is null
    where p.division = ${division} and p.life_state <> 'dead' and p.merged_into is null
      and (e.id is not null or exists (select from care_meal m where m.person_id = p.id and m.subsidy_fen > 0 and m.voided_at is null and m.on_date > ${addMonths(tx.today, -YEAR)}))
    order by p.name, p.id limit ${MOST}`);
  if (rows.length === 0) return fail('MEAL_LIST_EMPTY');
  const days = await wholeParameter(tx, 'MEAL-LIST-NOTICE', division, tx.today);
  if (!days.ok) return days;
  const endsOn = tx.calendar.addWorkdays(tx.today, days.value, division);
  const at = townshipOf({ division });
  const contact = contactAt(tx, at);
  const sheet = await issueAt(tx, {
    kind: mealPapers.list,
    letter: yearlyList({
      village: tx.divisions.get(division)!.name,
      year,
      names: rows.map(({ name }) => name),
      postedOn: tx.today,
      endsOn,
      contact,
    }),
    ...{ at, division, personId: null, caseId: null },
  });
  if (!sheet.ok) return sheet;
  await tx.run(sql`insert into meal_notice (division, year, posted_on, ends_on, persons, document_id, posted_by)
    values (${division}, ${year}, ${tx.today}, ${endsOn}, ${rows.length}, ${sheet.value.id}, ${tx.actor.id})`);
  for (const { caseId } of rows)
    if (caseId)
      await postNotice(tx, {
        ...{ caseId: caseId as never, kind: 'granted', division, memberCount: 1, amountFen: null, place },
        text: `${year}年享受助餐补贴`,
        telephone: contact.telephone,
        ...{ postedOn: tx.today, endsOn },
      });
  await recordAudit(tx, {
    action: 'meal-list.posted',
    personIds: rows.map((row) => row.personId),
    division,
    detail: { year, place },
  });
  return ok({ persons: rows.length });
}

/** Of a village and this year. */
export const mealListOfYear = (
  tx: Tx,
  division: string,
): Promise<{ postedOn: PlainDate; persons: number; documentId: string } | null> =>
  tx.maybe(sql`select posted_on, persons, document_id from meal_notice
    where division = ${division} and year = ${Number(tx.today.slice(0, 4))}`);
