/**
 * 复议、诉讼 (remedies of a decision): the county writes down what was filed and what came of it. Filing changes nothing by itself: money that a decision
 * stopped stays stopped. A result that changes the decision is told to the county and, as an event, to the domain that decided.
 */
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
    text: '{name}的决定经{kind}{result}，请按文书办理；已停发的，作出新的决定以后才恢复发放。',
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
    input.filedOn > tx.today
      ? `日期不能晚于今天（${tx.today}）`
      : input.filedOn < decidedOn
        ? `日期不能早于作出决定的${decidedOn}`
        : null;
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
}
const columns = sql`id, decision_id, case_id, person_id, division, kind, filed_on, late, content, recorded_name, result, resulted_on, result_content`;

export async function recordAppealResult(tx: Tx, id: string, input: AppealResultInput): Promise<Result<{ changes: boolean }>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from decision_appeal where id = ${id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.result) return fail('APPEAL_RESULTED');
  const problems: FieldProblem[] = [
    ...(input.resultedOn > tx.today ? [{ path: 'resultedOn', message: `日期不能晚于今天（${tx.today}）` }] : []),
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
      resultText: row.resultContent && tx.keys.openJson<string>(row.resultContent, place('result_content', row.id)),
    })),
    forms: isOneOf(tx.actor, ['county-clerk']) ? { file: formOf(AppealInput), result: formOf(AppealResultInput) } : null,
  };
}
