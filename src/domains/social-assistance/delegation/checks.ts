/** 抽查清单: the county looks at what was drawn and says whether the decision stands; what is wrong is put right in a case of its own. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { sentence } from '../../../kernel/document/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, isPlainDate, type PlainDate, parseInput, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, cursorAt, getCase, openChildCase, Reason, readCursor } from '../../../kernel/service/server.ts';
import { townshipOf } from '../family/places.ts';
import { reviewAnew } from '../review/appeals.ts';
import { tekunFlow } from '../tekun/flow.ts';
import { lockOpenProfile } from '../tekun/store.ts';
import { openYearly } from '../tekun/yearly.ts';
import { type CheckView, type DrawView, type TownshipDecision, townshipDecisions, type Verdict, verdicts } from './terms.ts';

interface Row {
  caseId: string;
  personId: string;
  division: string;
  county: string;
  what: TownshipDecision;
  month: YearMonth;
  decidedOn: PlainDate;
  decidedBy: string;
  decidedName: string;
  dueOn: PlainDate;
  verdict: Verdict | null;
  note: Buffer | null;
  checkedOn: PlainDate | null;
  checkedName: string | null;
  remedyCaseId: string | null;
}
const columns = sql`d.case_id, d.person_id, d.division, d.county, d.what, d.month, d.decided_on, d.decided_by, d.decided_name, d.due_on, d.verdict, d.note, d.checked_on, d.checked_name, d.remedy_case_id`;
const notePlace = (caseId: string): string => `township_decision.note:${caseId}`;

const Agreed = z.strictObject({
  note: z.string().trim().max(500, '不超过500字').default('').meta({ label: '看到的情况', widget: 'textarea' }),
});
const Wrong = z.strictObject({ note: Reason.meta({ label: '哪里不对', help: '乡镇（街道）负责人看得到', widget: 'textarea' }) });

/** What the officers of the county may say of a decision. */
const judgements = {
  agreed: { zh: '没有问题', causes: '这件抽查办结，原来的决定不变。', danger: false, input: Agreed },
  wrong: {
    zh: '不对，重新办理',
    causes: '待遇、认定还在的，开出复核，由县级决定；不予确认的，按原来的申请另开一件重新审核，由县级确认。',
    danger: true,
    input: Wrong,
  },
} as const;

const checkers = ['county-clerk', 'county-confirmer'] as const;

const actionsOf = (tx: Tx, row: Row): CheckView['actions'] =>
  row.verdict === null && isOneOf(tx.actor, checkers)
    ? Object.entries(judgements).map(([action, { input, ...says }]) => ({
        action: action as Verdict,
        ...says,
        fields: formOf(input),
      }))
    : [];

/** Opens the review of what is in force by a decision; null where nothing is. */
async function inForceBy(tx: Tx, kase: Case, decisionId: string, reason: string): Promise<Result<Pick<Case, 'id'> | null>> {
  if (kase.flow !== tekunFlow.name) return reviewAnew(tx, { kase, decisionId }, { kind: 'supervision', reason });
  const profile = await lockOpenProfile(tx, kase.applicantPersonId);
  return profile?.caseId === kase.id ? openYearly(tx, profile.personId, reason, { supervision: true }) : ok(null);
}

/** Puts right what was found wrong; null where there is nothing to do any more: the benefit has ended, or the family has applied anew. */
async function putRight(tx: Tx, kase: Case, reason: string): Promise<Result<string | null>> {
  const decision = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'final');
  if (!decision) return ok(null);
  const review = await inForceBy(tx, kase, decision.id, `县级抽查：${reason}`);
  if (!review.ok) return review.code === 'SAME_APPLICATION_OPEN' ? ok(null) : review;
  if (review.value || kase.outcome !== 'refused') return ok(review.value?.id ?? null);
  const anew = await openChildCase(tx, kase, { itemId: kase.itemId, form: kase.form });
  if (!anew.ok) return anew.code === 'SAME_APPLICATION_OPEN' ? ok(null) : anew;
  return ok(anew.value.id);
}

/** One decision judged, once, by somebody else than whoever made it. */
export async function judgeTownshipDecision(
  tx: Tx,
  caseId: string,
  given: { action: Verdict; input: unknown },
): Promise<Result<{ remedyCaseId: string | null }>> {
  const row = await tx.maybe<Row>(
    sql`select ${columns} from township_decision d where d.case_id = ${caseId} and d.sampled for update`,
  );
  const found = row && (await getCase(tx, caseId));
  if (!found?.ok) return fail('NOT_FOUND');
  if (row!.verdict) return fail('TOWNSHIP_CHECKED', { verdict: verdicts[row!.verdict] });
  if (row!.decidedBy === tx.actor.id) return fail('TOWNSHIP_CHECK_OWN');
  const parsed = parseInput(judgements[given.action].input, given.input);
  if (!parsed.ok) return parsed;
  const { note } = parsed.value as { note: string };
  const kase = found.value;
  const remedy = given.action === 'wrong' ? await putRight(tx, kase, sentence(note)) : ok(null);
  if (!remedy.ok) return remedy;
  await tx.run(sql`update township_decision set verdict = ${given.action}, note = ${note ? tx.keys.seal(note, notePlace(caseId)) : null},
    checked_on = ${tx.today}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name}, remedy_case_id = ${remedy.value} where case_id = ${caseId}`);
  await recordAudit(tx, {
    action: 'township-check.judged',
    subject: { kind: 'case', id: caseId },
    personId: kase.applicantPersonId,
    caseId,
    division: kase.division,
    detail: { verdict: given.action },
  });
  if (given.action === 'wrong')
    await notify(tx, {
      to: { performer: 'township-leader', division: townshipOf(kase) },
      template: 'township-sample.wrong',
      params: { name: kase.applicantName, what: townshipDecisions[row!.what] },
      caseId: remedy.value ?? caseId,
    });
  return ok({ remedyCaseId: remedy.value });
}

const PAGE = 20;
export interface CheckFilter {
  readonly view: 'open' | 'done';
  readonly month?: YearMonth;
  readonly cursor?: string;
}

/** What was drawn: first what is due first; of what has been judged the newest first. */
export async function townshipChecks(tx: Tx, filter: CheckFilter): Promise<{ rows: CheckView[]; next: string | null }> {
  const open = filter.view === 'open';
  const at = readCursor(filter.cursor, isPlainDate);
  const after: Sql = !at
    ? sql`true`
    : open
      ? sql`(d.due_on, d.case_id) > (${at.key}::date, ${at.id}::uuid)`
      : sql`(d.checked_on, d.case_id) < (${at.key}::date, ${at.id}::uuid)`;
  const found = await tx.rows<Row & { applicantName: string }>(sql`select ${columns}, c.applicant_name
    from township_decision d join service_case c on c.id = d.case_id
    where d.sampled and ${open ? sql`d.verdict is null` : sql`d.verdict is not null`}
      and ${filter.month ? sql`d.month = ${filter.month}` : sql`true`} and ${after}
    order by ${open ? sql`d.due_on, d.case_id` : sql`d.checked_on desc, d.case_id desc`} limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'township-check.listed',
      personIds: page.map((row) => row.personId),
      detail: { view: filter.view, month: filter.month ?? null },
    });
  return {
    next: found.length > PAGE && last ? cursorAt(open ? last.dueOn : last.checkedOn!, last.caseId) : null,
    rows: page.map((row) => ({
      id: row.caseId,
      caseId: row.caseId,
      applicantName: row.applicantName,
      placeName: tx.divisions.fullName(row.division),
      whatZh: townshipDecisions[row.what],
      decidedOn: row.decidedOn,
      decidedName: row.decidedName,
      month: row.month,
      dueOn: row.dueOn,
      overdue: open && row.dueOn < tx.today,
      verdict: row.verdict,
      note: row.note ? tx.keys.open(row.note, notePlace(row.caseId)) : '',
      checkedOn: row.checkedOn,
      checkedName: row.checkedName,
      remedyCaseId: row.remedyCaseId,
      actions: actionsOf(tx, row),
    })),
  };
}

const DRAWS = 24;

/** The newest draws that the reader may see, each with how far it has been looked at. */
export async function townshipDraws(tx: Tx): Promise<DrawView[]> {
  const rows = await tx.rows<
    Omit<DrawView, 'countyName'>
  >(sql`select s.county, s.month, s.decisions, s.drawn, s.rate, s.seed, s.drawn_on, j.open, j.wrong
    from township_sample s cross join lateral (
      select (count(*) filter (where d.verdict is null))::integer as open, (count(*) filter (where d.verdict = 'wrong'))::integer as wrong
      from township_decision d where d.county = s.county and d.month = s.month and d.sampled) j
    order by s.month desc, s.county limit ${DRAWS}`);
  return rows.map((row) => ({ ...row, countyName: tx.divisions.get(row.county)?.name ?? row.county }));
}
