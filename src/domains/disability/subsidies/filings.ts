/**
 * 异地收件 (跨省通办): the window that takes an application in is not where the person is registered. It pushes within three working days; the place
 * of registration decides and pays; the window tells the person within three working days of the result.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, parseInput } from '../../../kernel/schema/index.ts';
import { openCaseIn } from '../../../kernel/service/server.ts';
import { townshipOf } from '../letters.ts';
import { SubsidyApplication } from './application.ts';
import type { FilingRow } from './views.ts';

const columns = sql`id, direction, division, window_name, payer, payer_name, applicant_name, filed_on, complete_on, push_by, pushed_on, case_id, decided_on, feedback_by, fed_back_on, result`;
const place = (id: string): string => `subsidy_filing.content:${id}`;

type NewFiling = Pick<
  FilingRow,
  'direction' | 'division' | 'windowName' | 'payer' | 'payerName' | 'filedOn' | 'completeOn' | 'pushedOn' | 'caseId'
> & {
  form: SubsidyApplication;
};

async function write(tx: Tx, given: NewFiling): Promise<Result<FilingRow, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'SUBSIDY-LIMIT-PUSH', given.division, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const person = await findByIdNumber(tx, given.form.applicant.idNumber);
  const pushBy = tx.calendar.addWorkdays(given.completeOn, days.value, given.division);
  const row =
    await tx.one<FilingRow>(sql`insert into subsidy_filing (id, direction, division, window_name, payer, payer_name, applicant_name, content, filed_on, complete_on, push_by, pushed_on, case_id, person_id, recorded_at, recorded_by)
    values (${id}, ${given.direction}, ${given.division}, ${given.windowName}, ${given.payer}, ${given.payerName}, ${given.form.applicant.name}, ${tx.keys.sealJson(given.form, place(id))},
      ${given.filedOn}, ${given.completeOn}, ${pushBy}, ${given.pushedOn}, ${given.caseId}, ${person?.id ?? null}, ${tx.now}, ${tx.actor.id}) returning ${columns}`);
  await recordAudit(tx, {
    action: 'subsidy-filing.recorded',
    subject: { kind: 'subsidy-filing', id },
    ...(person ? { personId: person.id } : {}),
    division: given.division,
    detail: { direction: given.direction },
  });
  return ok(row);
}

const known = (tx: Tx, code: DivisionCode): boolean => tx.divisions.get(code) !== undefined;

/** Our window takes in an application for somewhere else: of this city, or of another (`payerName` says where). */
export async function fileElsewhere(tx: Tx, given: { form: unknown; payerName: string }): Promise<Result<FilingRow>> {
  const parsed = parseInput(SubsidyApplication, given.form);
  if (!parsed.ok) return parsed;
  const form = parsed.value;
  const own = tx.actor.division!;
  const payer = form.applicant.division;
  if (inScope(payer, own)) return fail('FILING_HERE');
  return write(tx, {
    direction: 'out',
    division: own,
    windowName: tx.divisions.fullName(own),
    payer,
    payerName: known(tx, payer) ? tx.divisions.fullName(payer) : given.payerName,
    filedOn: tx.today,
    completeOn: tx.today,
    pushedOn: null,
    caseId: null,
    form,
  });
}

/** Received from a window elsewhere, over the exchange or by letter: opens the case here. The same person again is shown the first one's number. */
export async function receiveFiling(
  tx: Tx,
  given: { form: unknown; windowName: string; filedOn: PlainDate; completeOn: PlainDate },
): Promise<Result<FilingRow>> {
  const parsed = parseInput(SubsidyApplication, given.form);
  if (!parsed.ok) return parsed;
  const form = parsed.value;
  const { division } = form.applicant;
  if (!known(tx, division) || (tx.actor.division && !inScope(division, tx.actor.division))) return fail('FILING_NOT_HERE');
  if (given.completeOn < given.filedOn || given.completeOn > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'completeOn', message: '材料齐全的日期应在收件之后、今天以前' }]);
  const itemId = form.wanted === 'nursing' ? 'DB-02' : 'DB-01';
  const opened = await openCaseIn(tx, { itemId, channel: 'window', form });
  if (!opened.ok) return opened;
  const township = townshipOf({ division });
  await notify(tx, {
    to: { performer: 'township-clerk', division: township },
    template: 'disability.pushed',
    params: { window: given.windowName, name: form.applicant.name },
    caseId: opened.value.id,
  });
  return write(tx, {
    direction: 'in',
    division: township,
    windowName: given.windowName,
    payer: division,
    payerName: tx.divisions.fullName(division),
    filedOn: given.filedOn,
    completeOn: given.completeOn,
    pushedOn: tx.today,
    caseId: opened.value.id,
    form,
  });
}

/**
 * Pushes to the place of registration: in this city the case is opened there, by the platform in one transaction, as neither window sees the other's
 * people; of another city the push through the provincial platform is put on record.
 */
export async function pushFiling(
  context: Context,
  actor: Actor,
  given: { id: string; requestId: string },
): Promise<Result<FilingRow>> {
  const { id, requestId } = given;
  const seen = await context.read(actor, (tx) =>
    tx.maybe(sql`select 1 as seen from subsidy_filing where id = ${id} and direction = 'out'`),
  );
  if (!seen) return fail('NOT_FOUND');
  const platform = systemActor('subsidy-push', context.city);
  return context.once(
    platform,
    { action: 'subsidy.push', requestId, body: { id, by: actor.id } },
    async (tx): Promise<Result<FilingRow>> => {
      const row = await tx.one<FilingRow & { content: Buffer }>(
        sql`select ${columns}, content from subsidy_filing where id = ${id} for update`,
      );
      if (row.pushedOn !== null) return fail('FILING_PUSHED');
      let caseId: string | null = null;
      if (known(tx, row.payer)) {
        const form = tx.keys.openJson<SubsidyApplication>(row.content, place(id));
        const received = await receiveFiling(tx, {
          form,
          windowName: row.windowName,
          filedOn: row.filedOn,
          completeOn: row.completeOn,
        });
        if (!received.ok) return received;
        caseId = received.value.caseId;
      }
      await recordAudit(tx, {
        action: 'subsidy-filing.pushed',
        subject: { kind: 'subsidy-filing', id },
        division: row.division,
        detail: { by: actor.id },
      });
      return ok(
        await tx.one<FilingRow>(
          sql`update subsidy_filing set pushed_on = ${tx.today}, case_id = ${caseId} where id = ${id} returning ${columns}`,
        ),
      );
    },
  );
}

/** The result of a case reaches the filings that it came from; the window tells the person. Run with the whole city in sight. */
export async function decideFilings(tx: Tx, of: { caseId: string; result: string }): Promise<void> {
  const rows = await tx.rows<FilingRow>(
    sql`select ${columns} from subsidy_filing where case_id = ${of.caseId} and decided_on is null limit 2`,
  );
  for (const row of rows) {
    const days = await wholeParameter(tx, 'SUBSIDY-LIMIT-FEEDBACK', row.division, tx.today);
    if (!days.ok) throw new Error(`no feedback limit in ${row.division}`);
    const feedbackBy = tx.calendar.addWorkdays(tx.today, days.value, row.division);
    await tx.run(
      sql`update subsidy_filing set decided_on = ${tx.today}, feedback_by = ${feedbackBy}, result = ${of.result} where id = ${row.id}`,
    );
    await notify(tx, {
      to: { performer: 'township-clerk', division: row.division },
      template: 'disability.feedback',
      params: { name: row.applicantName, result: of.result, date: feedbackBy },
    });
  }
}

/** The window has told the applicant. Of a filing sent to another city, the result came by letter. */
export async function feedBack(tx: Tx, given: { id: string; result: string | null }): Promise<Result<FilingRow>> {
  const row = await tx.maybe<FilingRow>(sql`select ${columns} from subsidy_filing where id = ${given.id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.fedBackOn !== null) return fail('FILING_FED_BACK');
  const result = row.result ?? given.result;
  if (row.pushedOn === null || result === null || (row.caseId !== null && row.decidedOn === null))
    return fail('FILING_UNDECIDED');
  return ok(
    await tx.one<FilingRow>(sql`update subsidy_filing set fed_back_on = ${tx.today}, result = ${result},
      decided_on = coalesce(decided_on, ${tx.today}::date), feedback_by = coalesce(feedback_by, ${tx.today}::date) where id = ${given.id} returning ${columns}`),
  );
}

/** Open ones first by the day to push, of the actor's scope; 50 a page. One audit row. */
export async function filingList(tx: Tx, cursor: string | null): Promise<{ rows: FilingRow[]; next: string | null }> {
  const { lo, hi } = tx.actor;
  const found = await tx.rows<
    FilingRow & { personId: string | null }
  >(sql`select ${columns}, person_id from subsidy_filing where division >= ${lo} and division < ${hi}
    and (${cursor}::uuid is null or id < ${cursor}::uuid) order by id desc limit 51`);
  const shown = found.slice(0, 50);
  if (shown.length > 0)
    await recordAudit(tx, {
      action: 'subsidy-filing.listed',
      personIds: [...new Set(shown.flatMap((row) => row.personId ?? []))],
      detail: { count: shown.length },
    });
  return { rows: shown.map(({ personId: _, ...row }) => row), next: found.length > 50 ? shown.at(-1)!.id : null };
}

/** On the page of a case: where it was handed in. */
export async function filingShown(tx: Tx, caseId: string): Promise<{ label: string; value: string }[] | null> {
  const row = await tx.maybe<FilingRow>(
    sql`select ${columns} from subsidy_filing where case_id = ${caseId} and direction = 'in'`,
  );
  if (!row) return null;
  return [
    { label: '受理窗口', value: row.windowName },
    { label: '收件日期', value: row.filedOn },
    { label: '材料齐全', value: row.completeOn },
    { label: '应推送', value: `${longDate(row.pushBy)}前` },
    { label: '收到推送', value: row.pushedOn ?? '' },
    ...(row.feedbackBy ? [{ label: '应告知申请人', value: `${longDate(row.feedbackBy)}前` }] : []),
    ...(row.fedBackOn ? [{ label: '已告知', value: row.fedBackOn }] : []),
  ];
}
