/** 双随机、检查、隐患 over HTTP, for the bodies of one kind: the domain that supervises them mounts these under its own address. */
import { z } from 'zod';
import { allow, type Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { parseInput, RequestId, Uuid } from '../schema/index.ts';
import {
  askExtension,
  decideExtension,
  ExtensionAsk,
  ExtensionDecision,
  enterDanger,
  enterOwnDanger,
  Grading,
  gradeDanger,
  NewDanger,
  OwnDanger,
  Rectified,
  Review,
  reportDone,
  reviewDanger,
} from './danger-actions.ts';
import { dangerList, dangerView } from './danger-views.ts';
import { gradeOrder } from './dangers.ts';
import {
  askVoid,
  Beacon,
  callBeacon,
  confirmVoid,
  NewDraw,
  openSecret,
  prepareDraw,
  promiseSecret,
  VoidReason,
} from './draws.ts';
import { type InspectedKind, objectOf } from './kinds.ts';
import {
  Absence,
  approvePlan,
  draftPlan,
  endInspector,
  enterAbsence,
  enterInspector,
  enterTie,
  Leaving,
  NewInspector,
  NewPlan,
  NewTie,
  publishPlan,
} from './plans.ts';
import type { Addressed } from './shared.ts';
import { doubtfulVisits, taskList, taskView } from './task-views.ts';
import {
  Arrival,
  Assigning,
  answerObjection,
  arrive,
  assignTask,
  checkForCause,
  codeOf,
  finishTask,
  NewCheck,
  Objection,
  ObjectionAnswer,
  objectTo,
  publishTask,
} from './tasks.ts';
import {
  citySupervisors,
  dangerStates,
  inspectors,
  leaders,
  planApprovers,
  readers,
  secretKeepers,
  supervisors,
} from './terms.ts';
import { drawView, overview } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});
const states = Object.keys(dangerStates) as [keyof typeof dangerStates, ...(keyof typeof dangerStates)[]];

export function supervisionRoutes(kind: InspectedKind): RouteDefinition[] {
  const at = (path: string) => `${kind.api}${path}`;
  const inside: readonly Performer[] = [kind.head, ...kind.workers];
  const everybody = [...readers, ...inspectors, ...inside];

  /** A step of one record, sent with the version that was seen. */
  const step = <S extends z.ZodObject>(
    path: string,
    summary: string,
    by: readonly Performer[],
    input: S,
    run: (tx: Tx, kind: InspectedKind, of: Addressed, given: z.infer<S>) => Promise<Result<unknown>>,
  ): RouteDefinition =>
    route({
      method: 'POST',
      url: at(path),
      permission: allow(...by),
      summary,
      params: ById,
      body: z.looseObject({ version: z.int().min(1).optional() }),
      handler: async ({ platform, actor, params, body: { version = 0, ...rest } }) => {
        const given = parseInput(input, rest);
        return given.ok ? platform.context.write(actor, (tx) => run(tx, kind, { ...params, version }, given.value)) : given;
      },
    });

  /** A new record. */
  const add = <S extends z.ZodObject>(
    path: string,
    summary: string,
    by: readonly Performer[],
    input: S,
    run: (tx: Tx, kind: InspectedKind, given: z.infer<S>) => Promise<Result<unknown>>,
  ): RouteDefinition =>
    route({
      method: 'POST',
      url: at(path),
      permission: allow(...by),
      summary,
      body: input,
      handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => run(tx, kind, body as z.infer<S>)),
    });

  /** What a phone sends, perhaps twice, perhaps hours later: done once. */
  const fromPhone = (
    path: string,
    summary: string,
    action: string,
    run: (tx: Tx, of: Addressed, input: Record<string, unknown>) => Promise<Result<unknown>>,
  ): RouteDefinition =>
    route({
      method: 'POST',
      url: at(path),
      permission: allow(...inspectors),
      summary,
      params: ById,
      body: z.strictObject({ version: z.int().min(1), requestId: RequestId, input: z.record(z.string().max(60), z.unknown()) }),
      handler: ({ platform, actor, params, body: { version, requestId, input } }) =>
        platform.context.once(actor, { action, requestId, body: { ...params, version, input } }, (tx) =>
          run(tx, { ...params, version }, input),
        ),
    });

  return [
    route({
      method: 'GET',
      url: at('/draws'),
      permission: allow(...readers, ...inspectors),
      summary: '双随机：年度计划、抽取批次、执法人员名录',
      handler: ({ platform, actor }) => platform.context.read(actor, (tx) => overview(tx, kind)),
    }),
    add('/plans', '起草年度检查计划', supervisors, NewPlan, draftPlan),
    step('/plans/:id/approval', '批准年度检查计划', planApprovers, Nothing, approvePlan),
    step('/plans/:id/publication', '公示年度检查计划', supervisors, Nothing, publishPlan),
    step('/plans/:id/draws', '冻结名录，准备抽取', citySupervisors, NewDraw, prepareDraw),
    add('/inspectors', '登记执法人员', supervisors, NewInspector, (tx, _, given) => enterInspector(tx, given)),
    step('/inspectors/:id/absences', '登记执法人员请假', supervisors, Absence, (tx, _, of, given) => enterAbsence(tx, of, given)),
    step('/inspectors/:id/ties', '登记执法人员的关联关系', [...supervisors, ...inspectors], NewTie, enterTie),
    step('/inspectors/:id/ending', '执法人员退出名录', supervisors, Leaving, (tx, _, of, given) => endInspector(tx, of, given)),
    route({
      method: 'GET',
      url: at('/draws/:id'),
      permission: allow(...readers, ...inspectors),
      summary: '抽取室：一个批次和下一步',
      params: ById,
      handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => drawView(tx, kind, params.id)),
    }),
    step('/draws/:id/promise', '生成密值，公布承诺值', secretKeepers, Nothing, promiseSecret),
    step('/draws/:id/beacon', '登记开奖号码', citySupervisors, Beacon, callBeacon),
    step('/draws/:id/opening', '启封密值，抽取', secretKeepers, Nothing, openSecret),
    step('/draws/:id/void-request', '申请作废抽取批次', citySupervisors, VoidReason, askVoid),
    step('/draws/:id/void', '确认作废抽取批次', planApprovers, Nothing, confirmVoid),
    route({
      method: 'GET',
      url: at('/tasks'),
      permission: allow(...everybody),
      summary: '检查任务',
      query: z.strictObject({
        state: z.enum(['open', 'finished', 'published']).optional(),
        objectId: Uuid.optional(),
        cursor: z.string().max(10).optional(),
      }),
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => taskList(tx, kind, query)),
    }),
    add('/tasks', '安排有因检查', supervisors, NewCheck, checkForCause),
    route({
      method: 'GET',
      url: at('/doubtful-visits'),
      permission: allow('city-clerk', 'city-leader', 'auditor'),
      summary: '没有亮码的、短期内重复的检查',
      handler: ({ platform, actor }) => platform.context.read(actor, (tx) => doubtfulVisits(tx, kind)),
    }),
    route({
      method: 'GET',
      url: at('/tasks/:id'),
      permission: allow(...everybody),
      summary: '一次检查',
      params: ById,
      handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => taskView(tx, kind, params.id)),
    }),
    step('/tasks/:id/pair', '派执法人员', supervisors, Assigning, assignTask),
    fromPhone('/tasks/:id/arrival', '检查到场亮码', 'inspection-task.arrive', async (tx, of, input) => {
      const given = parseInput(Arrival, input);
      return given.ok ? arrive(tx, kind, of, given.value) : given;
    }),
    fromPhone('/tasks/:id/result', '登记检查结果', 'inspection-task.finish', (tx, of, input) => finishTask(tx, kind, of, input)),
    step('/tasks/:id/publication', '公示检查结果', supervisors, Nothing, publishTask),
    step('/tasks/:id/objection', '对检查结果提出异议', [kind.head], Objection, objectTo),
    step('/tasks/:id/objection-answer', '答复对检查结果的异议', leaders, ObjectionAnswer, answerObjection),
    route({
      method: 'POST',
      url: at('/objects/:id/code'),
      permission: allow(...supervisors, kind.head),
      summary: '机构门口的检查码',
      params: ById,
      handler: ({ platform, actor, params }) =>
        platform.context.write(actor, async (tx) => {
          const object = await objectOf(tx, kind, params.id);
          if (!object) return fail('NOT_FOUND');
          return ok({ name: object.name, no: object.no, code: await codeOf(tx, object, kind) });
        }),
    }),
    route({
      method: 'GET',
      url: at('/dangers'),
      permission: allow(...everybody),
      summary: '隐患台账',
      query: z.strictObject({
        state: z.enum([...states, 'late']).optional(),
        grade: z.enum(gradeOrder as [(typeof gradeOrder)[number], ...typeof gradeOrder]).optional(),
        objectId: Uuid.optional(),
      }),
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => dangerList(tx, kind, query)),
    }),
    add('/dangers', '上报隐患', [...supervisors, ...inspectors], NewDanger, enterDanger),
    add('/own-dangers', '机构上报自查隐患', inside, OwnDanger, enterOwnDanger),
    route({
      method: 'GET',
      url: at('/dangers/:id'),
      permission: allow(...everybody),
      summary: '一处隐患：级别、期限、经过',
      params: ById,
      handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => dangerView(tx, kind, params.id)),
    }),
    step('/dangers/:id/grading', '隐患定级交办', supervisors, Grading, gradeDanger),
    step('/dangers/:id/rectification', '隐患申请销号', [kind.head], Rectified, reportDone),
    step('/dangers/:id/extension', '申请延长整改期限', [kind.head], ExtensionAsk, askExtension),
    step('/dangers/:id/extension-decision', '决定整改延期', leaders, ExtensionDecision, decideExtension),
    step('/dangers/:id/review', '复查隐患', [...supervisors, ...inspectors], Review, reviewDanger),
  ];
}
