/** 现场检查 (4.8): two officers go, the code at the door says that they were there, every item is answered, all sign; the result is public within twenty working days. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { bindFiles } from '../document/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import {
  choice,
  type FormField,
  formOf,
  missingShown,
  type PlainDate,
  PlainDateText,
  parseInput,
  schemaOf,
  Uuid,
} from '../schema/index.ts';
import { reportDanger } from './dangers-report.ts';
import { passes } from './draw.ts';
import { type Inspected, type InspectedKind, objectOf } from './kinds.ts';
import { findInspectors, type Inspector } from './plans.ts';
import { whyNot } from './pool.ts';
import { type Addressed, tellInside } from './shared.ts';
import { findTask, type ItemAnswer, insertTask, type Task } from './task-store.ts';
import { type Answer, answers, inspectors as inspectorHands, results, type TaskState, taskStates } from './terms.ts';

defineTemplates({
  'inspection.assigned': { title: '您被派出检查', text: '{object}：{cause}，请在{from}至{to}到场，如有回避事由请立即申报。' },
  'inspection.finished': { title: '检查结果', text: '{no}检查结果：{result}。有异议的，请在{by}以前提出。' },
  'inspection.objected': { title: '机构对检查结果有异议', text: '{object}对{no}提出异议，答复以后才能公示。' },
});

const auditTask = (
  tx: Tx,
  action: Parameters<typeof recordAudit>[1]['action'],
  { id, division }: Pick<Task, 'id' | 'division'>,
) => recordAudit(tx, { action, subject: { kind: 'inspection-task', id }, division });

/** The two, when both may be sent. */
async function pairFor(
  tx: Tx,
  object: Inspected,
  ids: { lead: string; second: string },
  window: { from: PlainDate; to: PlainDate },
): Promise<Result<[Inspector, Inspector]>> {
  if (ids.lead === ids.second) return fail('INSPECTOR_PAIR', {}, [{ path: 'second', message: '请另选一位' }]);
  const found = await findInspectors(tx, [ids.lead, ids.second]);
  const [lead, second] = [ids.lead, ids.second].map((id) =>
    found.find((one) => one.id === id && one.endedOn === null && inScope(object.division, one.division)),
  );
  if (!lead) return wrong('lead', '名录里没有这位，或者不管这个地方');
  if (!second) return wrong('second', '名录里没有这位，或者不管这个地方');
  const problem = await whyNot(tx, object, [lead, second], window);
  if (!problem) return ok([lead, second]);
  const { inspector, reason } = problem;
  return reason === 'relation'
    ? fail('INSPECTOR_RELATED', { name: inspector.name })
    : fail('INSPECTOR_UNFIT', { name: inspector.name, why: passes[reason] });
}

const someCause = { complaint: '投诉举报', incident: '突发事件', transfer: '转办移送' } as const;
export const NewCheck = z.strictObject({
  objectId: Uuid.meta({ label: '检查哪一家' }),
  cause: choice(someCause).meta({ label: '事由', choices: someCause }),
  causeNote: z.string().trim().min(8, '请写明事由（至少8个字）').max(300).meta({ label: '具体情况', widget: 'textarea' }),
  matter: z.string().trim().min(4, '请写明检查什么').max(60).meta({ label: '检查事项' }),
  from: PlainDateText.meta({ label: '检查从', widget: 'date' }),
  to: PlainDateText.meta({ label: '至', widget: 'date' }),
  lead: Uuid.meta({ label: '主办' }),
  second: Uuid.meta({ label: '协办' }),
  offices: z
    .string()
    .trim()
    .max(100)
    .default('')
    .meta({ label: '一同检查的部门', help: '一次上门、几家一起查的，写明部门，例如：消防、市场监管' }),
});

/** 有因检查: outside of the draw, marked as such, with officers who have no relation to the place. */
export async function checkForCause(
  tx: Tx,
  kind: InspectedKind,
  given: z.infer<typeof NewCheck>,
): Promise<Result<{ id: string }>> {
  const object = await objectOf(tx, kind, given.objectId);
  if (!object) return wrong('objectId', `没有这家${kind.zh}`);
  const window = { from: given.from, to: given.to };
  if (window.to < window.from || window.to < tx.today) return wrong('to', '不能早于开始日期和今天');
  const pair = await pairFor(tx, object, given, window);
  if (!pair.ok) return pair;
  const id = await insertTask(tx, kind, {
    object,
    cause: given.cause,
    causeNote: given.causeNote,
    matter: given.matter,
    year: Number(tx.today.slice(0, 4)),
    window,
    offices: given.offices,
    pair: [pair.value[0].id, pair.value[1].id],
  });
  await tellPair(tx, pair.value, object.name, someCause[given.cause], window);
  return ok({ id: id! });
}

async function tellPair(
  tx: Tx,
  pair: readonly Inspector[],
  object: string,
  cause: string,
  window: { from: PlainDate; to: PlainDate },
) {
  for (const { userId } of pair)
    await notify(tx, { to: { userId }, template: 'inspection.assigned', params: { object, cause, ...window } });
}

async function lockTask(tx: Tx, kind: InspectedKind, of: Addressed, ...states: TaskState[]): Promise<Result<Task>> {
  const task = await findTask(tx, kind, of.id, sql`for update`);
  if (!task) return fail('NOT_FOUND');
  if (task.version !== of.version) return fail('VERSION_CONFLICT');
  return states.includes(task.state) ? ok(task) : fail('ONSITE_STATE', { state: taskStates[task.state].zh });
}

export const Assigning = z.strictObject({
  lead: Uuid.meta({ label: '主办' }),
  second: Uuid.meta({ label: '协办' }),
});

/** Of those that the year's coverage has added, and nobody drew. */
export async function assignTask(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof Assigning>,
): Promise<Result<null>> {
  const found = await lockTask(tx, kind, of, 'unassigned');
  if (!found.ok) return found;
  const task = found.value;
  const object = await objectOf(tx, kind, task.objectId);
  if (!object) return fail('NOT_FOUND');
  const window = { from: task.windowFrom, to: task.windowTo };
  const pair = await pairFor(tx, object, given, window);
  if (!pair.ok) return pair;
  await tx.run(
    sql`update inspection_task set state = 'assigned', lead_id = ${given.lead}, second_id = ${given.second}, version = version + 1 where id = ${task.id}`,
  );
  await auditTask(tx, 'inspection-task.assigned', task);
  await tellPair(tx, pair.value, object.name, '年度全覆盖', window);
  return ok(null);
}

/** Whether the actor is one of the two. */
export async function isOwnTask(tx: Tx, task: Pick<Task, 'leadId' | 'secondId'>): Promise<boolean> {
  if (!isOneOf(tx.actor, inspectorHands)) return false;
  const two = await findInspectors(
    tx,
    [task.leadId, task.secondId].filter((id) => id !== null),
  );
  return two.some(({ userId }) => userId === tx.actor.id);
}

const CodeText = z
  .string()
  .trim()
  .min(6, '请扫码，或者输入码下面的编号')
  .max(120)
  .meta({ label: '检查码', help: '扫机构门口的检查码；扫不了的，输入码下面的编号，会标明没有亮码' });
export const Arrival = z.strictObject({ code: CodeText });

/** What stands at the door: scanned, it proves that somebody was there; its number anybody can read elsewhere. */
async function wayOf(tx: Tx, task: Task, typed: string): Promise<Result<'scan' | 'number'>> {
  const code = typed.split('/').at(-1)!;
  const known = await tx.maybe(sql`select 1 as yes from inspection_code where object_id = ${task.objectId} and code = ${code}`);
  if (known) return ok('scan');
  return code.toUpperCase() === task.objectNo
    ? ok('number')
    : fail('ONSITE_WRONG_CODE', { name: task.objectName }, [{ path: 'code', message: '不是这家的检查码' }]);
}

export async function arrive(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  { code }: z.infer<typeof Arrival>,
): Promise<Result<null>> {
  const found = await lockTask(tx, kind, of, 'assigned');
  if (!found.ok) return found;
  if (!(await isOwnTask(tx, found.value))) return fail('ONSITE_NOT_YOURS');
  const way = await wayOf(tx, found.value, code);
  if (!way.ok) return way;
  await tx.run(
    sql`update inspection_task set state = 'arrived', arrived_at = ${tx.now}, arrived_way = ${way.value}, version = version + 1 where id = ${of.id}`,
  );
  await auditTask(tx, 'inspection-task.arrived', found.value);
  return ok(null);
}

const broken = { field: 'answer', in: ['no'] } as const;
const itemFields = formOf(
  z.strictObject({
    answer: choice(answers).meta({ label: '是否符合', choices: answers }),
    place: z
      .string()
      .trim()
      .min(1, '请写明在哪里')
      .max(60)
      .optional()
      .meta({ label: '在哪里', showIf: broken, requiredIfShown: true }),
    note: z.string().trim().max(300).optional().meta({ label: '发现的问题', widget: 'textarea', showIf: broken }),
    photo: z
      .uuid('请拍照')
      .optional()
      .meta({ label: '照片', widget: 'file', paper: 'inspection-photo', showIf: broken, requiredIfShown: true }),
  }),
);
const closing = formOf(
  z.strictObject({
    result: choice(results).meta({ label: '检查结果', choices: results }),
    note: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
    leadSignature: z.uuid('请主办签名').meta({ label: '主办签名', widget: 'signature', paper: 'inspection-signature' }),
    secondSignature: z.uuid('请协办签名').meta({ label: '协办签名', widget: 'signature', paper: 'inspection-signature' }),
    objectSigner: z.string().trim().min(2, '请填写在场的人').max(30).meta({ label: '机构在场的人' }),
    objectSignature: z
      .uuid('请签名')
      .optional()
      .meta({ label: '机构签名', widget: 'signature', paper: 'inspection-signature', help: '拒绝签名的不用签，在说明里写明' }),
  }),
);

/** The form of one check: its items as they were when it was made, then results and signatures; the code too where arrival was not sent yet. */
export const checkForm = (task: Pick<Task, 'items' | 'state'>): FormField[] => [
  ...(task.state === 'assigned' ? formOf(Arrival) : []),
  ...task.items.map(
    (item): FormField => ({
      name: item.code,
      type: 'object',
      label: `${item.section}：${item.zh}`,
      help: item.rule,
      required: true,
      fields: itemFields,
    }),
  ),
  ...closing,
];

interface Checked {
  readonly answers: readonly ItemAnswer[];
  readonly code?: string;
  readonly result: keyof typeof results;
  readonly note: string;
  readonly leadSignature: string;
  readonly secondSignature: string;
  readonly objectSigner: string;
  readonly objectSignature?: string;
}

function readCheck(task: Task, input: Record<string, unknown>): Result<Checked> {
  const fields = checkForm(task);
  const parsed = parseInput(schemaOf(fields), input);
  if (!parsed.ok) return parsed;
  const missing = missingShown(fields, parsed.value);
  if (missing.length > 0) return fail('INVALID_INPUT', { count: missing.length }, missing);
  const value = parsed.value as unknown as Omit<Checked, 'answers'> &
    Record<string, { answer: Answer; place?: string; note?: string; photo?: string }>;
  const given = task.items.map(({ code }) => ({ code, ...value[code]! }));
  const found = given.some(({ answer }) => answer === 'no');
  if (found && value.result === 'passed') return wrong('result', '有不符合的项目，不能是合格');
  if (!found && value.result !== 'passed') return wrong('result', '没有不符合的项目，请核对');
  return ok({ ...value, answers: given });
}

/** The result, with a danger for whatever was not so. Written once: two officers and the place have signed it. */
export async function finishTask(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  input: Record<string, unknown>,
): Promise<Result<{ dangers: number }>> {
  const found = await lockTask(tx, kind, of, 'assigned', 'arrived');
  if (!found.ok) return found;
  const task = found.value;
  if (!(await isOwnTask(tx, task))) return fail('ONSITE_NOT_YOURS');
  const checked = readCheck(task, input);
  if (!checked.ok) return checked;
  const given = checked.value;
  const way = task.state === 'assigned' ? await wayOf(tx, task, given.code!) : ok(task.arrivedWay!);
  if (!way.ok) return way;
  const signatures = [given.leadSignature, given.secondSignature, ...(given.objectSignature ? [given.objectSignature] : [])];
  if (new Set(signatures).size < signatures.length) return wrong('secondSignature', '每人各签一次');
  const files = [...signatures, ...given.answers.flatMap(({ photo }) => photo ?? [])];
  const bound = await bindFiles(tx, files, { caseId: task.id, personId: null, division: task.division });
  if (!bound.ok) return bound;
  const days = await wholeParameter(tx, 'DRAW-PUBLISH-DAYS', task.division, tx.today);
  if (!days.ok) return days;
  const publishBy = tx.calendar.addWorkdays(tx.today, days.value, task.division);
  await tx.run(sql`update inspection_task set state = 'finished', arrived_at = coalesce(arrived_at, ${tx.now}), arrived_way = ${way.value}, finished_at = ${tx.now},
    answers = ${JSON.stringify(given.answers)}::jsonb, result = ${given.result}, note = ${given.note}, lead_signature = ${given.leadSignature}, second_signature = ${given.secondSignature},
    object_signature = ${given.objectSignature ?? null}, object_signer = ${given.objectSigner}, publish_by = ${publishBy}, version = version + 1 where id = ${task.id}`);
  await auditTask(tx, 'inspection-task.finished', task);
  const faults = given.answers.filter(({ answer }) => answer === 'no');
  for (const fault of faults) {
    const item = task.items.find(({ code }) => code === fault.code)!;
    const reported = await reportDanger(tx, kind, {
      object: { id: task.objectId, no: task.objectNo, name: task.objectName, division: task.division },
      source: 'inspection',
      taskId: task.id,
      rule: `${item.fault}（${item.rule}）`,
      place: fault.place!,
      note: fault.note || item.fault,
      suggested: item.grade,
      photo: fault.photo ?? null,
    });
    if (!reported.ok) return reported;
  }
  const by = await objectionBy(tx, { ...task, finishedAt: tx.now });
  if (!by.ok) return by;
  await tellInside(tx, task.objectId, kind.head, {
    template: 'inspection.finished',
    params: { no: task.no, result: results[given.result], by: by.value },
  });
  return ok({ dangers: faults.length });
}

/** The last day on which the place may object. */
export async function objectionBy(tx: Tx, task: Pick<Task, 'finishedAt' | 'division'>): Promise<Result<PlainDate>> {
  const days = await wholeParameter(tx, 'INSPECTION-OBJECTION-DAYS', task.division, tx.today);
  return days.ok ? ok(tx.calendar.addWorkdays(plainDateOf(task.finishedAt!), days.value, task.division)) : days;
}

export const Objection = z.strictObject({
  text: z.string().trim().min(8, '请写明哪里不对、为什么（至少8个字）').max(1000).meta({ label: '异议', widget: 'textarea' }),
});
export async function objectTo(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  { text }: z.infer<typeof Objection>,
): Promise<Result<null>> {
  const found = await lockTask(tx, kind, of, 'finished');
  if (!found.ok) return found;
  const task = found.value;
  if (task.objection !== null) return fail('ONSITE_OBJECTED');
  const by = await objectionBy(tx, task);
  if (!by.ok) return by;
  if (tx.today > by.value) return fail('ONSITE_OBJECTION_LATE', { by: by.value });
  await tx.run(
    sql`update inspection_task set objection = ${text}, objected_on = ${tx.today}, version = version + 1 where id = ${task.id}`,
  );
  await auditTask(tx, 'inspection-task.objected', task);
  await notify(tx, {
    to: { performer: 'county-leader', division: task.division },
    template: 'inspection.objected',
    params: { object: task.objectName, no: task.no },
  });
  return ok(null);
}

export const ObjectionAnswer = z.strictObject({
  text: z.string().trim().min(8, '请写明答复和理由（至少8个字）').max(1000).meta({ label: '答复', widget: 'textarea' }),
});
/** By a leader, never by those who checked. */
export async function answerObjection(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  { text }: z.infer<typeof ObjectionAnswer>,
): Promise<Result<null>> {
  const found = await lockTask(tx, kind, of, 'finished');
  if (!found.ok) return found;
  const task = found.value;
  if (task.objection === null || task.objectionAnswer !== null) return fail('ONSITE_STATE', { state: taskStates[task.state].zh });
  const two = await findInspectors(tx, [task.leadId!, task.secondId!]);
  if (two.some(({ userId }) => isOwnHand(tx.actor, userId, task.finishedAt!))) return fail('ONSITE_OWN_HAND');
  await tx.run(sql`update inspection_task set objection_answer = ${text}, objection_answered_on = ${tx.today}, objection_answered_name = ${tx.actor.name}, version = version + 1
    where id = ${task.id}`);
  await auditTask(tx, 'inspection-task.objection-answered', task);
  return ok(null);
}

export async function publishTask(tx: Tx, kind: InspectedKind, of: Addressed): Promise<Result<null>> {
  const found = await lockTask(tx, kind, of, 'finished');
  if (!found.ok) return found;
  const task = found.value;
  if (task.objection !== null && task.objectionAnswer === null) return fail('ONSITE_OPEN_OBJECTION');
  await tx.run(
    sql`update inspection_task set state = 'published', published_on = ${tx.today}, version = version + 1 where id = ${task.id}`,
  );
  await auditTask(tx, 'inspection-task.published', task);
  await emit(tx, {
    type: 'inspection.published',
    subject: { kind: 'inspection-task', id: task.id },
    division: task.division,
    payload: { taskId: task.id, objectId: task.objectId, result: task.result!, publishedOn: tx.today },
    sensitivity: 'public',
  });
  return ok(null);
}

/** 亮码: the code of an object, made when it is first asked for. */
export async function codeOf(tx: Tx, object: Pick<Inspected, 'id' | 'division'>, kind: InspectedKind): Promise<string> {
  await tx.run(sql`insert into inspection_code (object_id, kind, division, code, made_at)
    values (${object.id}, ${kind.kind}, ${object.division}, ${newId().replaceAll('-', '').slice(-12)}, ${tx.now}) on conflict (object_id) do nothing`);
  return (await tx.one<{ code: string }>(sql`select code from inspection_code where object_id = ${object.id}`)).code;
}
