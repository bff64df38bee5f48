/** Standards of the visits (left-behind-care 5.2 to 5.6, 4.4), and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { KnockLimits } from './knock.ts';
import type { Bands } from './risk.ts';
import type { Limits } from './valid.ts';

export const visitParameters = {
  'VISIT-RED': '探访：多少分定为红色',
  'VISIT-YELLOW': '探访：多少分定为黄色',
  'VISIT-GAP': '探访：每月两次的至少隔几天',
  'VISIT-FIRST-RED': '探访：红色几小时内第一次走访',
  'VISIT-FIRST': '探访：其他几个工作日内第一次走访',
  'VISIT-RAISED': '探访：调高到黄色的几小时内走访',
  'VISIT-RETURN': '探访：二级以上失能老人出院回家几小时内走访',
  'VISIT-GRAVE': '探访：重大变故后几小时内走访',
  'VISIT-LOWER': '探访：一个等级至少满几天才能调低',
  'VISIT-RADIUS': '探访：定位离住处几米以内算到了',
  'VISIT-ACCURACY': '探访：定位误差最多几米',
  'VISIT-MINUTES': '探访：入户至少几分钟',
  'VISIT-PHONE-MINUTES': '探访：电话至少几分钟',
  'VISIT-SYNC': '探访：几小时内送到',
  'VISIT-SPEED': '探访：两户之间最快每小时几公里',
  'VISIT-CLOCK': '探访：手机时间最多差几分钟',
  'VISIT-POSITIONS': '探访：走访的位置留几天',
  'VISIT-NEED': '探访：发现的需求几个工作日内交办',
  'VISIT-NEED-URGENT': '探访：急的需求几小时内办',
  'VISIT-NEED-ANSWER': '探访：不急的需求几个工作日内办结',
  'VISIT-WARNING': '极端天气：几小时内走访一遍',
  'VISIT-WARNING-LEVEL': '极端天气：几级以上的预警自动启动走访（蓝1、黄2、橙3、红4）',
  'KNOCK-CALLS-RED': '敲门无应答：红色几分钟内打完电话',
  'KNOCK-CALLS': '敲门无应答：其他几分钟内打完电话',
  'KNOCK-SECOND-RED': '敲门无应答：红色几分钟内再上门',
  'KNOCK-SECOND': '敲门无应答：其他几分钟内再上门',
  'VISIT-REVIEW': '探访台账：几个月复核一次',
  'VISIT-ALIKE-BITS': '探访照片：指纹差几位以内算相像',
  'VISIT-ALIKE-DAYS': '探访照片：和几天以内的比',
  'FIG-VISIT': '特殊困难老年人月探访率目标',
} as const;
type Key = Exclude<keyof typeof visitParameters, 'FIG-VISIT'>;

/** A standard that is missing is a fault of the city pack: without it nobody can say what is due. */
export async function wholeOf(tx: Tx, key: Key): Promise<number> {
  const found = (await parametersOf(tx)).on(key, tx.city, tx.today);
  if (!found.ok) throw new Error(`parameter ${key} is missing`);
  return Number(found.value.value);
}

export const bandsOf = async (tx: Tx): Promise<Bands> => ({
  red: await wholeOf(tx, 'VISIT-RED'),
  yellow: await wholeOf(tx, 'VISIT-YELLOW'),
});

export const visitLimits = async (tx: Tx): Promise<Limits> => ({
  radius: await wholeOf(tx, 'VISIT-RADIUS'),
  accuracy: await wholeOf(tx, 'VISIT-ACCURACY'),
  homeMinutes: await wholeOf(tx, 'VISIT-MINUTES'),
  phoneMinutes: await wholeOf(tx, 'VISIT-PHONE-MINUTES'),
  syncHours: await wholeOf(tx, 'VISIT-SYNC'),
  speed: await wholeOf(tx, 'VISIT-SPEED'),
  clockMinutes: await wholeOf(tx, 'VISIT-CLOCK'),
});

export const knockLimits = async (tx: Tx): Promise<KnockLimits> => ({
  callsRed: await wholeOf(tx, 'KNOCK-CALLS-RED'),
  calls: await wholeOf(tx, 'KNOCK-CALLS'),
  secondRed: await wholeOf(tx, 'KNOCK-SECOND-RED'),
  second: await wholeOf(tx, 'KNOCK-SECOND'),
});
