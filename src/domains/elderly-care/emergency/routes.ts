/** 紧急呼叫 over HTTP: devices call in, the desk works, places keep the register. */
import { z } from 'zod';
import { allow, anyone, systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { recordsBeside } from '../../../kernel/register/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { Division, RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import {
  answerCall,
  answerHelp,
  arrive,
  callBack,
  classifyCall,
  dispatchHelp,
  falseAlarm,
  mergeCall,
  recordCall,
  resolveCall,
} from './act.ts';
import { drillFile, drillList, endDrill, startDrill } from './drill.ts';
import { desk, drillers, keepers, readers } from './hands.ts';
import { homeList, responderList } from './homes.ts';
import { receiveSignal } from './intake.ts';
import { addDevice, addResponder, endHome, endResponder, openHome, retireDevice } from './register.ts';
import {
  CallBack,
  Classify,
  DrillEnd,
  Ending,
  FalseAlarm,
  HelpAnswer,
  Merge,
  NewCall,
  NewDevice,
  NewDrill,
  NewHome,
  NewResponder,
  Resolve,
  Signal,
} from './schema.ts';
import { board, callFile, shares } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});

/** One registration, remembered by its request; the fields of the form stand beside it, as an offer sends them. */
const registration = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  by: typeof desk | typeof keepers | typeof drillers;
  shape: z.ZodObject<S>;
  work: (tx: Tx, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: allow(...of.by),
    summary: of.summary,
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, body }) {
      const { requestId, ...given } = body as { requestId: string };
      return platform.context.once(actor, { action: of.url, requestId, body: given }, (tx) =>
        of.work(tx, given as z.output<z.ZodObject<S>>),
      );
    },
  });

const at = (name: string): string => `/api/emergency/incidents/:id/${name}`;

export const emergencyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/emergency/equipment',
    permission: allow(...readers),
    summary: '应急呼叫台旁边的救援设备：在哪里、谁保管、缺什么',
    // The city's kit is lent to every county: its list is the city's, read by each desk.
    handler: async ({ platform: { context } }) => ({
      rows: await context.read(systemActor('emergency-desk', context.city), (tx) => recordsBeside(tx, 'emergency-desk')),
    }),
  }),
  route({
    method: 'POST',
    url: '/api/emergency/signals',
    permission: anyone,
    summary: '智能设备上报：凭设备密钥（x-device-key），编号相同的算一条',
    body: Signal,
    bodyLimit: 4096,
    async handler({ platform, request, body }) {
      const key = request.headers['x-device-key'];
      return typeof key === 'string' && key.length <= 64 ? receiveSignal(platform.context, key, body) : fail('DEVICE_KEY');
    },
  }),
  route({
    method: 'GET',
    url: '/api/emergency/board',
    permission: allow(...readers),
    summary: '应急呼叫台：没有结束的呼叫',
    query: z.object({ since: z.iso.datetime({ offset: true }).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => board(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/emergency/shares',
    permission: allow(...readers),
    summary: '应急呼叫：一个月的响应达标率',
    query: z.object({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const month = query.month ?? (tx.today.slice(0, 7) as never);
        const found = await shares(tx, month);
        return found.ok ? { month, rows: found.value } : found;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/emergency/incidents/:id',
    permission: allow(...readers),
    summary: '一个紧急呼叫（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => callFile(tx, params.id)),
  }),
  registration({ url: '/api/emergency/calls', summary: '登记电话求助', by: desk, shape: NewCall, work: recordCall }),
  stepOnce({ url: at('answer'), summary: '接听紧急呼叫', by: desk, shape: Nothing, work: answerCall }),
  stepOnce({ url: at('classify'), summary: '给紧急呼叫分级', by: desk, shape: Classify, work: classifyCall }),
  stepOnce({ url: at('dispatch'), summary: '派人救援', by: desk, shape: Nothing, work: dispatchHelp }),
  stepOnce({ url: at('help-answer'), summary: '记录响应人的答复', by: desk, shape: HelpAnswer, work: answerHelp }),
  stepOnce({ url: at('arrive'), summary: '记录到场', by: desk, shape: Nothing, work: arrive }),
  stepOnce({ url: at('resolve'), summary: '记录处置', by: desk, shape: Resolve, work: resolveCall }),
  stepOnce({ url: at('call-back'), summary: '记录回访，关闭呼叫', by: desk, shape: CallBack, work: callBack }),
  stepOnce({ url: at('false-alarm'), summary: '认定误报', by: desk, shape: FalseAlarm, work: falseAlarm }),
  stepOnce({ url: at('merge'), summary: '并案', by: desk, shape: Merge, work: mergeCall }),
  route({
    method: 'GET',
    url: '/api/emergency/drills',
    permission: allow(...readers),
    summary: '应急演练：各呼叫台半年一次',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => drillList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/emergency/drills/:id',
    permission: allow(...readers),
    summary: '一次应急演练的报告',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => drillFile(tx, params.id)),
  }),
  registration({ url: '/api/emergency/drills', summary: '发起应急演练', by: drillers, shape: NewDrill, work: startDrill }),
  stepOnce({ url: '/api/emergency/drills/:id/end', summary: '总结应急演练', by: drillers, shape: DrillEnd, work: endDrill }),
  route({
    method: 'GET',
    url: '/api/emergency/homes',
    permission: allow(...keepers),
    summary: '开通紧急呼叫的人家和设备（留痕）',
    query: z.object({
      division: Division.optional(),
      q: z.string().trim().max(30).optional(),
      trouble: z.literal('1').optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => homeList(tx, query)),
  }),
  registration({ url: '/api/emergency/homes', summary: '开通紧急呼叫', by: keepers, shape: NewHome, work: openHome }),
  stepOnce({ url: '/api/emergency/homes/:id/end', summary: '停用紧急呼叫', by: keepers, shape: Ending, work: endHome }),
  stepOnce({ url: '/api/emergency/homes/:id/devices', summary: '登记智能设备', by: keepers, shape: NewDevice, work: addDevice }),
  stepOnce({
    url: '/api/emergency/devices/:id/retire',
    summary: '停用智能设备',
    by: keepers,
    shape: Nothing,
    work: retireDevice,
  }),
  route({
    method: 'GET',
    url: '/api/emergency/responders',
    permission: allow(...keepers),
    summary: '应急响应人',
    query: z.object({ division: Division.optional(), cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => responderList(tx, query)),
  }),
  registration({
    url: '/api/emergency/responders',
    summary: '登记应急响应人',
    by: keepers,
    shape: NewResponder,
    work: addResponder,
  }),
  stepOnce({
    url: '/api/emergency/responders/:id/end',
    summary: '注销应急响应人',
    by: keepers,
    shape: Nothing,
    work: (tx, id) => endResponder(tx, id),
  }),
];
