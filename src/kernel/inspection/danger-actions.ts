/** 隐患整改 (4.9): graded and given a day, rectified with a photograph, looked at by somebody who did not report it, closed or sent back. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { dayNumber, plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import { choice, FileRef, PositionText, positionOf, Uuid } from '../schema/index.ts';
import { metresBetween } from '../visit/index.ts';
import { dangerDue, type Grade, grades, isAtLeast, mostExtension, reviewBy } from './dangers.ts';
import { addStep, type Danger, findDanger, reportDanger } from './dangers-report.ts';
import { type InspectedKind, objectOf } from './kinds.ts';
import { type Addressed, officeOf, tellInside } from './shared.ts';
import { type DangerState, dangerStates, sources } from './terms.ts';

defineTemplates({
  'danger.assigned': { title: '隐患交办', text: '隐患{no}（{grade}）：{rule}，应于{due}整改完成。{more}' },
  'danger.done': { title: '隐患待复查', text: '{object}报告隐患{no}已整改，请在{by}以前复查。' },
  'danger.returned': { title: '隐患复查退回', text: '隐患{no}复查没有通过：{why}。应于{due}整改完成。' },
  'danger.closed': { title: '隐患销号', text: '隐患{no}已复查销号。' },
  'danger.extension-asked': { title: '申请延长整改期限', text: '{object}申请隐患{no}延期{days}日：{reason}。' },
  'danger.extension-decided': { title: '延期的决定', text: '隐患{no}的延期：{decision}，应于{due}整改完成。' },
});

const mineSources = {
  patrol: sources.patrol,
  complaint: sources.complaint,
  incident: sources.incident,
  department: sources.department,
} as const;
const common = {
  rule: z
    .string()
    .trim()
    .min(4, '请写明是什么隐患')
    .max(120)
    .meta({ label: '隐患', help: '照判定条款写，例如：疏散通道、安全出口被锁闭' }),
  place: z.string().trim().min(1, '请写明在哪里').max(60).meta({ label: '在哪里' }),
  note: z.string().trim().min(4, '请写明看到的情况').max(500).meta({ label: '情况', widget: 'textarea' }),
  suggested: choice(grades).meta({ label: '您看是哪一级', choices: grades, help: '由县级定级' }),
  photo: FileRef.meta({ label: '照片', paper: 'danger-photo' }),
  position: PositionText.optional().meta({ label: '位置', help: '整改照片要在同一个地方拍' }),
};
export const NewDanger = z.strictObject({
  objectId: Uuid.meta({ label: '哪一家' }),
  source: choice(mineSources).meta({ label: '怎么发现的', choices: mineSources }),
  ...common,
});
export const OwnDanger = z.strictObject(common);

export async function enterDanger(
  tx: Tx,
  kind: InspectedKind,
  given: z.infer<typeof NewDanger>,
): Promise<Result<{ id: string; no: string }>> {
  const object = await objectOf(tx, kind, given.objectId);
  if (!object) return wrong('objectId', `没有这家${kind.zh}`);
  return reportDanger(tx, kind, { ...given, position: given.position ?? null, object });
}

/** By whoever works in the body itself, of that body alone. */
export async function enterOwnDanger(
  tx: Tx,
  kind: InspectedKind,
  given: z.infer<typeof OwnDanger>,
): Promise<Result<{ id: string; no: string }>> {
  const object = tx.actor.unitId ? await objectOf(tx, kind, tx.actor.unitId) : null;
  if (!object) return fail('NOT_FOUND');
  return reportDanger(tx, kind, { ...given, source: 'self-check', position: given.position ?? null, object });
}

async function lockDanger(tx: Tx, kind: InspectedKind, of: Addressed, ...states: DangerState[]): Promise<Result<Danger>> {
  const danger = await findDanger(tx, kind, of.id, sql`for update`);
  if (!danger) return fail('NOT_FOUND');
  if (danger.version !== of.version) return fail('INSPECTION_STALE');
  return states.includes(danger.state) ? ok(danger) : fail('DANGER_STATE', { state: dangerStates[danger.state].zh });
}

const audit = (tx: Tx, action: Parameters<typeof recordAudit>[1]['action'], { id, division }: Danger) =>
  recordAudit(tx, { action, subject: { kind: 'hidden-danger', id }, division });

const dueDays: Record<Grade, string> = {
  general: 'DANGER-GENERAL-DAYS',
  larger: 'DANGER-LARGER-DAYS',
  major: 'DANGER-MAJOR-DAYS',
};

export const Grading = z.strictObject({
  grade: choice(grades).meta({ label: '级别', choices: grades }),
  measures: z
    .string()
    .trim()
    .min(4, '请写明要采取的措施')
    .max(500)
    .meta({ label: '措施', widget: 'textarea', help: '较大：24小时内采取临时措施；重大：立即封闭区域，3日内交方案' }),
});

/** 定级交办: the day is counted from when it was found, holidays or not. */
export async function gradeDanger(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof Grading>,
): Promise<Result<{ dueOn: string }>> {
  const found = await lockDanger(tx, kind, of, 'found');
  if (!found.ok) return found;
  const danger = found.value;
  if (!isAtLeast(given.grade, danger.leastGrade))
    return fail('DANGER_GRADE_LEAST', { grade: grades[danger.leastGrade] }, [{ path: 'grade', message: '反弹的隐患要升一级' }]);
  const days = await wholeParameter(tx, dueDays[given.grade], danger.division, tx.today);
  if (!days.ok) return days;
  const dueOn = dangerDue(danger.foundOn, days.value);
  await tx.run(sql`update hidden_danger set state = 'rectifying', grade = ${given.grade}, graded_on = ${tx.today}, graded_by = ${tx.actor.id}, measures = ${given.measures}, due_on = ${dueOn},
    first_due_on = ${dueOn}, version = version + 1 where id = ${danger.id}`);
  await addStep(tx, danger, { action: 'grade', note: `${grades[given.grade]}，${dueOn}前整改完成。${given.measures}` });
  await audit(tx, 'danger.graded', danger);
  await emit(tx, {
    type: 'danger.graded',
    subject: { kind: 'hidden-danger', id: danger.id },
    division: danger.division,
    payload: { dangerId: danger.id, institutionId: danger.objectId, grade: given.grade, dueOn },
    sensitivity: given.grade === 'major' ? 'public' : 'internal',
  });
  const major = given.grade === 'major';
  const params = { no: danger.no, grade: grades[given.grade], rule: danger.rule, due: dueOn };
  await tellInside(tx, danger.objectId, kind.head, {
    template: 'danger.assigned',
    params: { ...params, more: major ? '销号以前不得新收住。' : '' },
  });
  if (major)
    await notify(tx, {
      to: { performer: 'city-clerk', division: danger.division },
      template: 'danger.assigned',
      params: { ...params, more: `${danger.objectName}，挂牌督办。` },
    });
  await kind.graded?.(tx, { ...danger, grade: given.grade, dueOn });
  return ok({ dueOn });
}

export const Rectified = z.strictObject({
  note: z.string().trim().min(4, '请写明怎么整改的').max(500).meta({ label: '怎么整改的', widget: 'textarea' }),
  photo: FileRef.meta({ label: '整改以后的照片', paper: 'danger-photo', help: '在原处同一个角度拍' }),
  position: PositionText.optional().meta({ label: '位置' }),
});
const SAME_SPOT_METRES = 100;

/** 申请销号: a new photograph from the same spot. */
export async function reportDone(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof Rectified>,
): Promise<Result<{ reviewBy: string }>> {
  const found = await lockDanger(tx, kind, of, 'rectifying');
  if (!found.ok) return found;
  const danger = found.value;
  const [there, here] = [danger.position && positionOf(danger.position), given.position && positionOf(given.position)];
  if (there && !here) return wrong('position', '发现时记了位置，请在原处定位');
  if (there && here && metresBetween(there, here) > SAME_SPOT_METRES)
    return fail('DANGER_FAR', {}, [{ path: 'position', message: '离发现隐患的地方太远' }]);
  const days = await wholeParameter(tx, 'DANGER-REVIEW-DAYS', danger.division, tx.today);
  if (!days.ok) return days;
  const by = reviewBy(tx.calendar, tx.today, days.value, danger.division);
  const stepped = await addStep(tx, danger, { action: 'done', ...given });
  if (!stepped.ok) return stepped;
  await tx.run(
    sql`update hidden_danger set state = 'done', done_on = ${tx.today}, done_by = ${tx.actor.id}, review_by = ${by}, version = version + 1 where id = ${danger.id}`,
  );
  await audit(tx, 'danger.done', danger);
  await notify(tx, {
    to: officeOf(tx, danger.division),
    template: 'danger.done',
    params: { object: danger.objectName, no: danger.no, by },
  });
  return ok({ reviewBy: by });
}

const verdicts = { close: '整改到位，销号', return: '没有到位，退回' } as const;
export const Review = z.strictObject({
  verdict: choice(verdicts).meta({ label: '复查结果', choices: verdicts }),
  note: z.string().trim().min(4, '请写明看到的情况').max(500).meta({ label: '复查情况', widget: 'textarea' }),
});

export async function reviewDanger(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof Review>,
): Promise<Result<{ state: DangerState }>> {
  const found = await lockDanger(tx, kind, of, 'done');
  if (!found.ok) return found;
  const danger = found.value;
  if (isOwnHand(tx.actor, danger.reportedBy, danger.foundOn)) return fail('DANGER_OWN_HAND');
  if (isOwnHand(tx.actor, danger.doneBy, danger.doneOn!)) return fail('DANGER_DONE_BY');
  const closed = given.verdict === 'close';
  await tx.run(
    closed
      ? sql`update hidden_danger set state = 'closed', closed_on = ${tx.today}, closed_by = ${tx.actor.id}, version = version + 1 where id = ${danger.id}`
      : sql`update hidden_danger set state = 'rectifying', done_on = null, done_by = null, review_by = null, version = version + 1 where id = ${danger.id}`,
  );
  await addStep(tx, danger, { action: closed ? 'close' : 'return', note: given.note });
  await audit(tx, closed ? 'danger.closed' : 'danger.returned', danger);
  if (closed)
    await emit(tx, {
      type: 'danger.closed',
      subject: { kind: 'hidden-danger', id: danger.id },
      division: danger.division,
      payload: { dangerId: danger.id, institutionId: danger.objectId, closedOn: tx.today },
      sensitivity: 'internal',
    });
  await tellInside(
    tx,
    danger.objectId,
    kind.head,
    closed
      ? { template: 'danger.closed', params: { no: danger.no } }
      : { template: 'danger.returned', params: { no: danger.no, why: given.note, due: danger.dueOn! } },
  );
  return ok({ state: closed ? 'closed' : 'rectifying' });
}

export const ExtensionAsk = z.strictObject({
  days: z.int('请填写天数').min(1).max(60).meta({ label: '延长几日', unit: '日', help: '不超过原来期限的一半，只能延长一次' }),
  reason: z.string().trim().min(8, '请写明理由（至少8个字）').max(300).meta({ label: '理由', widget: 'textarea' }),
});

export async function askExtension(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof ExtensionAsk>,
): Promise<Result<null>> {
  const found = await lockDanger(tx, kind, of, 'rectifying');
  if (!found.ok) return found;
  const danger = found.value;
  if (danger.extensionState === 'asked' || danger.extensionState === 'granted') return fail('DANGER_EXTENDED');
  if (tx.today >= danger.dueOn!) return fail('DANGER_EXTENSION_LATE', { due: danger.dueOn! });
  const most = mostExtension(dayNumber(danger.firstDueOn!) - dayNumber(danger.foundOn));
  if (given.days > most) return fail('DANGER_EXTENSION_LONG', { days: most }, [{ path: 'days', message: `最多${most}日` }]);
  await tx.run(sql`update hidden_danger set extension_days = ${given.days}, extension_reason = ${given.reason}, extension_asked_on = ${tx.today}, extension_state = 'asked', version = version + 1
    where id = ${danger.id}`);
  await addStep(tx, danger, { action: 'ask-extension', note: `申请延长${given.days}日：${given.reason}` });
  await audit(tx, 'danger.extension-asked', danger);
  await notify(tx, {
    to: { performer: danger.grade === 'major' ? 'city-leader' : 'county-leader', division: danger.division },
    template: 'danger.extension-asked',
    params: { object: danger.objectName, no: danger.no, days: given.days, reason: given.reason },
  });
  return ok(null);
}

const decisions = { granted: '同意延期', refused: '不同意延期' } as const;
export const ExtensionDecision = z.strictObject({
  decision: choice(decisions).meta({ label: '决定', choices: decisions }),
  note: z.string().trim().min(4, '请写明理由').max(300).meta({ label: '理由', widget: 'textarea' }),
});

/** By the county's leader; of a major danger by the city's. */
export async function decideExtension(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof ExtensionDecision>,
): Promise<Result<null>> {
  const found = await lockDanger(tx, kind, of, 'rectifying');
  if (!found.ok) return found;
  const danger = found.value;
  if (danger.extensionState !== 'asked') return fail('DANGER_STATE', { state: '没有待决定的延期' });
  if (danger.grade === 'major' && !isOneOf(tx.actor, ['city-leader'])) return fail('DANGER_EXTENSION_CITY');
  const dueOn = given.decision === 'granted' ? plusDays(danger.dueOn!, danger.extensionDays!) : danger.dueOn!;
  await tx.run(sql`update hidden_danger set extension_state = ${given.decision}, due_on = ${dueOn}, overdue_step = case when ${dueOn} >= ${tx.today}::date then 0 else overdue_step end,
    version = version + 1 where id = ${danger.id}`);
  await addStep(tx, danger, { action: given.decision === 'granted' ? 'extend' : 'refuse-extension', note: given.note });
  await audit(tx, given.decision === 'granted' ? 'danger.extended' : 'danger.extension-refused', danger);
  await tellInside(tx, danger.objectId, kind.head, {
    template: 'danger.extension-decided',
    params: { no: danger.no, decision: decisions[given.decision], due: dueOn },
  });
  return ok(null);
}
