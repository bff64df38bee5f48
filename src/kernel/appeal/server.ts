/**
 * 复议、诉讼 (remedies of a decision): the county writes down what was filed and what came of it. Filing changes nothing by itself: money that a decision
 * stopped stays stopped. A result that changes the decision is told to the county and, as an event, to the domain that decided. What then puts it
 * right is a case: a review of what is in force, which the domain opens, or the application examined anew.
 */
import './audited.ts';
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { defineSealed } from '../protect/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../result/index.ts';
import { choice, type DivisionCode, formOf, type Id, type PlainDate, PlainDateText } from '../schema/index.ts';
import { type Case, getCase, openChildCase } from '../service/server.ts';
import {
  type AppealKind,
  type AppealResult,
  type Appeals,
  appealBy,
  appealKinds,
  appealResults,
  changesDecision,
} from './index.ts';

defineSealed({ table: 'decision_appeal', key: ['id'], sealed: ['content', 'result_content'] });
const place = (column: 'content' | 'result_content', id: string): string => `decision_appeal.${column}:${id}`;

defineTemplates({
  'appeal.changed': {
    title: '复议或诉讼改变了决定',
    text: '{name}的决定经{kind}{result}，请在“复议和诉讼”里打开重新办理的那一件，按文书作出新的决定；已停发的，新的决定以后才恢复发放。',
  },
});

const Day = (label: string) => PlainDateText.meta({ label, widget: 'date', format: 'plain-date' });

export const AppealInput = z.strictObject({
  kind: choice(appealKinds).meta({ label: '哪一种' }),
  filedOn: Day('哪天提出的'),
  body: z.string().trim().min(4, '请写明复议机关或者法院').max(60).meta({ label: '复议机关或法院' }),
  number: z.string().trim().max(60).default('').meta({ label: '案号', help: '收到通知书以后填写' }),
});
export type AppealInput = z.infer<typeof AppealInput>;

export const AppealResultInput = z.strictObject({
  result: choice(appealResults).meta({ label: '结果' }),
  resultedOn: Day('文书日期'),
  text: z.string().trim().min(4, '请写明文书号和要点').max(1000).meta({ label: '文书号和要点', widget: 'textarea' }),
});
export type AppealResultInput = z.infer<typeof AppealResultInput>;

/** What a changed result of a decision is answered with. */
export interface Appealed {
  readonly decisionId: string;
  /** The case that the decision was made in. */
  readonly kase: Case;
}
/** The case in which what is in force by the decision is looked at again; null where nothing is, so that the application is examined anew. */
export type Remedy = (tx: Tx, of: Appealed) => Promise<Result<Pick<Case, 'id'> | null>>;
const remedies = new Map<string, Remedy>();

/** How the decisions of a flow are put right. Without one, the application is examined anew. */
export function defineRemedy(flow: string, remedy: Remedy): void {
  if (remedies.has(flow)) throw new Error(`remedy of ${flow} defined twice`);
  remedies.set(flow, remedy);
}

interface Decided {
  caseId: Id<'Case'>;
  personId: Id<'Person'>;
  division: DivisionCode;
  kind: string;
  madeAt: string;
}

export async function recordAppeal(
  tx: Tx,
  decisionId: string,
  input: AppealInput,
): Promise<Result<{ id: string; late: boolean }>> {
  const decision = await tx.maybe<Decided>(
    sql`select case_id, person_id, division, kind, made_at from decision where id = ${decisionId}`,
  );
  if (!decision) return fail('NOT_FOUND');
  if (decision.kind !== 'final' && decision.kind !== 'standard') return fail('APPEAL_NOT_FINAL');
  const decidedOn = plainDateOf(decision.madeAt);
  const wrong =
    input.filedOn > tx.today ? '日期不能晚于今天' : input.filedOn < decidedOn ? `日期不能早于作出决定的${decidedOn}` : null;
  if (wrong) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'filedOn', message: wrong }]);
  const id = newId();
  const late = input.filedOn > appealBy(input.kind, decidedOn);
  const { body, number } = input;
  const { caseId, personId, division } = decision;
  const written =
    await tx.run(sql`insert into decision_appeal (id, decision_id, case_id, person_id, division, kind, filed_on, late, content, recorded_at, recorded_by, recorded_name)
    values (${id}, ${decisionId}, ${caseId}, ${personId}, ${division}, ${input.kind}, ${input.filedOn}, ${late},
      ${tx.keys.sealJson({ body, number }, place('content', id))}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (written === 0) return fail('APPEAL_TWICE', { kind: appealKinds[input.kind] });
  await recordAudit(tx, { action: 'appeal.recorded', subject: { kind: 'appeal', id }, personId, caseId, division });
  return ok({ id, late });
}

interface Row {
  id: string;
  decisionId: string;
  caseId: Id<'Case'>;
  personId: Id<'Person'>;
  division: DivisionCode;
  kind: AppealKind;
  filedOn: PlainDate;
  late: boolean;
  content: Buffer;
  recordedName: string;
  result: AppealResult | null;
  resultedOn: PlainDate | null;
  resultContent: Buffer | null;
  remedyCaseId: string | null;
}
const columns = sql`id, decision_id, case_id, person_id, division, kind, filed_on, late, content, recorded_name, result, resulted_on, result_content, remedy_case_id`;

export async function recordAppealResult(tx: Tx, id: string, input: AppealResultInput): Promise<Result<{ changes: boolean }>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from decision_appeal where id = ${id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.result) return fail('APPEAL_RESULTED');
  const problems: FieldProblem[] = [
    ...(input.resultedOn > tx.today ? [{ path: 'resultedOn', message: '日期不能晚于今天' }] : []),
    ...(input.resultedOn < row.filedOn ? [{ path: 'resultedOn', message: `日期不能早于提出的${row.filedOn}` }] : []),
  ];
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  await tx.run(sql`update decision_appeal set result = ${input.result}, resulted_on = ${input.resultedOn},
    result_content = ${tx.keys.sealJson(input.text, place('result_content', id))}, resulted_at = ${tx.now}, resulted_by = ${tx.actor.id} where id = ${id}`);
  const changes = changesDecision(input.result);
  const { personId, caseId, division, decisionId, kind } = row;
  await recordAudit(tx, { action: 'appeal.resulted', subject: { kind: 'appeal', id }, personId, caseId, division });
  await emit(tx, {
    type: 'decision.appeal.resulted',
    subject: { kind: 'person', id: personId },
    division,
    payload: { appealId: id, decisionId, caseId, kind, result: input.result, changes },
  });
  if (changes) {
    const { name } = await tx.one<{ name: string }>(sql`select applicant_name as name from service_case where id = ${caseId}`);
    const county = division.slice(0, 6).padEnd(12, '0');
    for (const performer of ['county-clerk', 'county-confirmer'] as const)
      await notify(tx, {
        to: { performer, division: county },
        template: 'appeal.changed',
        params: { name, kind: appealKinds[kind], result: appealResults[input.result] },
        caseId,
      });
  }
  return ok({ changes });
}

/** The appeal locked, with its case: to be put right once, and only where the result changes the decision. */
async function toRemedy(tx: Tx, id: string): Promise<Result<Appealed, 'NOT_FOUND' | 'APPEAL_STANDS' | 'APPEAL_REMEDIED'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from decision_appeal where id = ${id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (!row.result || !changesDecision(row.result)) return fail('APPEAL_STANDS');
  if (row.remedyCaseId) return fail('APPEAL_REMEDIED');
  const kase = await getCase(tx, row.caseId);
  return kase.ok ? ok({ decisionId: row.decisionId, kase: kase.value }) : kase;
}

async function noteRemedy(tx: Tx, id: string, of: Appealed, caseId: Case['id']): Promise<Result<{ caseId: Case['id'] }>> {
  await tx.run(sql`update decision_appeal set remedy_case_id = ${caseId} where id = ${id}`);
  const { applicantPersonId: personId, division } = of.kase;
  await recordAudit(tx, { action: 'appeal.remedied', subject: { kind: 'appeal', id }, personId, caseId, division });
  return ok({ caseId });
}

/** By itself, when the result is known: the review of what is in force. Null where somebody has to open the case (`remedyAppeal`). */
export async function reviewAfterAppeal(tx: Tx, id: string): Promise<Result<{ caseId: Case['id'] } | null>> {
  const found = await toRemedy(tx, id);
  if (!found.ok) return ok(null);
  const opened = await remedies.get(found.value.kase.flow)?.(tx, found.value);
  if (!opened) return ok(null);
  // 已有同类的一件在办：由经办人看着办，不再开一件
  if (!opened.ok) return opened.code === 'SAME_APPLICATION_OPEN' ? ok(null) : opened;
  return opened.value ? noteRemedy(tx, id, found.value, opened.value.id) : ok(null);
}

/** 按文书重新办理: the review of what is in force, or else the application as it was made, examined anew in a case of its own. */
export async function remedyAppeal(tx: Tx, id: string): Promise<Result<{ caseId: Case['id'] }>> {
  const found = await toRemedy(tx, id);
  if (!found.ok) return found;
  const { kase } = found.value;
  const review = await remedies.get(kase.flow)?.(tx, found.value);
  if (review && !review.ok) return review;
  const opened = review?.value ? ok(review.value) : await openChildCase(tx, kase, { itemId: kase.itemId, form: kase.form });
  return opened.ok ? noteRemedy(tx, id, found.value, opened.value.id) : opened;
}

/** Of a case, or of one decision of it: residents read their own. */
export async function appealsOf(tx: Tx, of: { caseId: string; decisionId?: string | undefined }): Promise<Appeals> {
  const rows = await tx.rows<Row>(sql`select ${columns} from decision_appeal where case_id = ${of.caseId}
    and ${of.decisionId ? sql`decision_id = ${of.decisionId}` : sql`true`} order by filed_on, id limit 40`);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      decisionId: row.decisionId,
      kindZh: appealKinds[row.kind],
      filedOn: row.filedOn,
      late: row.late,
      ...tx.keys.openJson<{ body: string; number: string }>(row.content, place('content', row.id)),
      recordedName: row.recordedName,
      resultZh: row.result && appealResults[row.result],
      changes: row.result !== null && changesDecision(row.result),
      resultedOn: row.resultedOn,
      remedyCaseId: row.remedyCaseId,
      resultText: row.resultContent && tx.keys.openJson<string>(row.resultContent, place('result_content', row.id)),
    })),
    forms: isOneOf(tx.actor, ['county-clerk']) ? { file: formOf(AppealInput), result: formOf(AppealResultInput) } : null,
  };
}
