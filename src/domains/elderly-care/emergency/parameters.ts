/** Standards of the emergency desk (elderly-care 5.10, 5.16), and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter, wholeParameters } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { ChainLimits } from './chain.ts';
import { type Limits, type Measure, shareKeys } from './times.ts';

export const emergencyParameters = {
  'SOS-ANSWER': '紧急呼叫：几秒内接听',
  'SOS-CLASSIFY': '紧急呼叫：接听后几秒内分级',
  'SOS-DISPATCH-1': '紧急呼叫：一级接听后几秒内派出',
  'SOS-DISPATCH-2': '紧急呼叫：二级接听后几秒内派出',
  'SOS-CONTACT': '紧急呼叫：接听后几秒内通知第一联系人',
  'SOS-ARRIVE-STREET': '紧急呼叫：城市街道派出后几秒内到场',
  'SOS-ARRIVE-PLAIN': '紧急呼叫：集镇和平原村派出后几秒内到场',
  'SOS-ARRIVE-HILL': '紧急呼叫：山区村派出后几秒内到场',
  'SOS-CALLBACK': '紧急呼叫：处置后几秒内回访',
  'SOS-OVERFLOW': '紧急呼叫：几秒无人接听转全县坐席',
  'SOS-NEIGHBOUR': '紧急呼叫：几秒无人接听转市级',
  'SOS-AMBULANCE': '紧急呼叫：危及生命的设备报警几秒无人接听须拨打120',
  'SOS-ACCEPT': '紧急呼叫：响应人几秒不答复叫下一个',
  'SOS-LATE': '紧急呼叫：设备时间早于几秒以前标明迟到',
  'SOS-DRILL': '应急演练：每半年几次',
  'SOS-INSTALL': '紧急呼叫开通：申请起几个工作日内装好',
  'SOS-REGISTER': '紧急呼叫开通：申请起几个工作日内登记',
  'SOS-MAKER-LEAST': '紧急呼叫：一个厂家几台以上才看是不是平台故障',
  'SOS-MAKER-SHARE': '紧急呼叫：一个厂家多少设备没有信号算平台故障',
  'SOS-HEARTBEAT': '智能设备：几小时没有信号算失联',
  'SOS-BATTERY': '智能设备：电量低于百分之几要处理',
  'SOS-SHARE-ANSWER': '紧急呼叫：接听达标率目标',
  'SOS-SHARE-CLASSIFY': '紧急呼叫：分级达标率目标',
  'SOS-SHARE-DISPATCH-1': '紧急呼叫：一级派出达标率目标',
  'SOS-SHARE-DISPATCH-2': '紧急呼叫：二级派出达标率目标',
  'SOS-SHARE-CONTACT': '紧急呼叫：通知第一联系人达标率目标',
  'SOS-SHARE-ARRIVE': '紧急呼叫：到场达标率目标',
  'SOS-SHARE-CALLBACK': '紧急呼叫：回访达标率目标',
} as const;
type Key = keyof typeof emergencyParameters;

const read = <K extends Key>(tx: Tx, keys: readonly K[]) => wholeParameters(tx, keys, tx.city);

export async function chainLimits(tx: Tx): Promise<Result<ChainLimits & { late: number }, 'PARAM_MISSING'>> {
  const found = await read(tx, ['SOS-OVERFLOW', 'SOS-NEIGHBOUR', 'SOS-AMBULANCE', 'SOS-ACCEPT', 'SOS-LATE']);
  if (!found.ok) return found;
  const p = found.value;
  return ok({
    overflow: p['SOS-OVERFLOW'],
    neighbour: p['SOS-NEIGHBOUR'],
    ambulance: p['SOS-AMBULANCE'],
    accept: p['SOS-ACCEPT'],
    late: p['SOS-LATE'],
  });
}

export async function timeLimits(tx: Tx): Promise<Result<Limits, 'PARAM_MISSING'>> {
  const found = await read(tx, [
    'SOS-ANSWER',
    'SOS-CLASSIFY',
    'SOS-DISPATCH-1',
    'SOS-DISPATCH-2',
    'SOS-CONTACT',
    'SOS-ARRIVE-STREET',
    'SOS-ARRIVE-PLAIN',
    'SOS-ARRIVE-HILL',
    'SOS-CALLBACK',
  ]);
  if (!found.ok) return found;
  const p = found.value;
  return ok({
    answer: p['SOS-ANSWER'],
    classify: p['SOS-CLASSIFY'],
    dispatch1: p['SOS-DISPATCH-1'],
    dispatch2: p['SOS-DISPATCH-2'],
    contact: p['SOS-CONTACT'],
    arrive: { street: p['SOS-ARRIVE-STREET'], plain: p['SOS-ARRIVE-PLAIN'], hill: p['SOS-ARRIVE-HILL'] },
    callback: p['SOS-CALLBACK'],
  });
}

/** The share of each measure that is to be in time, in percent. */
export async function shareTargets(tx: Tx): Promise<Result<Readonly<Record<Measure, number>>, 'PARAM_MISSING'>> {
  const found = await read(tx, Object.values(shareKeys));
  if (!found.ok) return found;
  const of = Object.entries(shareKeys) as [Measure, (typeof shareKeys)[Measure]][];
  return ok(Object.fromEntries(of.map(([measure, key]) => [measure, found.value[key]])) as Record<Measure, number>);
}

/** How often a half-year each desk is to drill; nothing was asked before the standard was in force. */
export const drillsAsked = async (tx: Tx, on: PlainDate): Promise<number> => {
  const found = await wholeParameter(tx, 'SOS-DRILL', tx.city, on);
  return found.ok ? found.value : 0;
};

export const deviceLimits = (tx: Tx) => read(tx, ['SOS-HEARTBEAT', 'SOS-BATTERY', 'SOS-MAKER-LEAST', 'SOS-MAKER-SHARE']);
