/** 年度公示: once a year the village puts up who draws the allowance, and the same names stand on the public page: no number, no account, nothing of health. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { postNotice } from '../../../kernel/service/server.ts';
import { contactAt, townshipOf } from '../offices.ts';
import { allowancePapers, yearlyNotice } from './papers.ts';
import { ALLOWANCE, bandIn, bandNames } from './rules.ts';

export const NewNotice = z.strictObject({
  place: z.string().trim().min(2, '请填写张贴地点').max(60).default('村（居）委会公示栏').meta({ label: '张贴地点' }),
});

interface Row {
  personId: string;
  caseId: string | null;
  name: string;
  birthDate: PlainDate;
  amountFen: Fen;
}

/** A village has some dozens. */
const MOST = 500;

export async function postYearlyNotice(tx: Tx, { place }: z.infer<typeof NewNotice>): Promise<Result<{ persons: number }>> {
  const division = tx.actor.division!;
  const year = Number(tx.today.slice(0, 4));
  const before = await tx.maybe<{ postedOn: PlainDate }>(
    sql`select posted_on from old_age_notice where division = ${division} and year = ${year}`,
  );
  if (before) return fail('ALLOWANCE_NOTICE_POSTED', { on: longDate(before.postedOn) });
  const rows =
    await tx.rows<Row>(sql`select a.person_id, a.case_id, p.name, p.birth_date, a.amount_fen from old_age_award a join person p on p.id = a.person_id
    where a.division = ${division} and a.state <> 'ended' order by p.birth_date, a.person_id limit ${MOST}`);
  if (rows.length === 0) return fail('ALLOWANCE_NOTICE_EMPTY');
  const days = await wholeParameter(tx, 'HAA-NOTICE', division, tx.today);
  if (!days.ok) return days;
  const endsOn = tx.calendar.addWorkdays(tx.today, days.value, division);
  const at = townshipOf({ division });
  const contact = contactAt(tx, at);
  const sheet = await issueAt(tx, {
    kind: allowancePapers.notice,
    letter: yearlyNotice({
      village: tx.divisions.get(division)!.name,
      year,
      rows: rows.map(({ name, birthDate, amountFen }) => ({
        name,
        band: bandNames[bandIn(birthDate, monthOf(tx.today)) ?? 80],
        amountFen,
      })),
      postedOn: tx.today,
      endsOn,
      contact,
    }),
    at,
    division,
    personId: null,
    caseId: null,
  });
  if (!sheet.ok) return sheet;
  await tx.run(sql`insert into old_age_notice (division, year, posted_on, ends_on, persons, document_id, posted_by)
    values (${division}, ${year}, ${tx.today}, ${endsOn}, ${rows.length}, ${sheet.value.id}, ${tx.actor.id})`);
  for (const { caseId, amountFen } of rows)
    if (caseId)
      await postNotice(tx, {
        caseId: caseId as never,
        kind: 'granted',
        division,
        memberCount: 1,
        amountFen,
        text: `${year}年享受${ALLOWANCE}`,
        place,
        telephone: contact.telephone,
        postedOn: tx.today,
        endsOn,
      });
  await recordAudit(tx, {
    action: 'old-age-notice.posted',
    personIds: rows.map((row) => row.personId),
    division,
    detail: { year, place },
  });
  return ok({ persons: rows.length });
}

/** Of the actor's own village and this year. */
export const noticeOfYear = (
  tx: Tx,
): Promise<{ postedOn: PlainDate; endsOn: PlainDate; persons: number; documentId: string } | null> =>
  tx.maybe(sql`select posted_on, ends_on, persons, document_id from old_age_notice
    where division = ${tx.actor.division ?? ''} and year = ${Number(tx.today.slice(0, 4))}`);
