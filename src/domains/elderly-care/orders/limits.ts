/** Standards of home services (elderly-care 4.6, 5.9, 5.17), and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const homeCareParameters = {
  'HSO-LEAD': '居家服务：至少提前几小时预约',
  'HSO-FURTHEST': '居家服务：最多提前几天预约',
  'HSO-ACCEPT': '居家服务：几分钟内受理',
  'HSO-ACCEPT-URGENT': '居家服务：助急几分钟内受理',
  'HSO-AHEAD': '居家服务：开始前几小时起逐单派单',
  'HSO-OFFER': '居家服务：一名护理员几分钟不答复问下一名',
  'HSO-OFFERS': '居家服务：逐个问几名护理员',
  'HSO-BROADCAST': '居家服务：发给所有人后几分钟没有人接转调度员',
  'HSO-OFFER-URGENT': '居家服务：助急每次等几分钟',
  'HSO-BUFFER': '居家服务：两单之间至少留几分钟',
  'HSO-DAY': '居家服务：护理员一天最多几小时',
  'HSO-FAR': '居家服务派单：多少米以外不再分远近',
  'HSO-USUAL-ORDERS': '居家服务派单：一天几单算满',
  'HSO-RATINGS': '居家服务派单：几次评价以上才看评分',
  'HSO-USUAL-RATING': '居家服务派单：评价不够的按几分',
  'HSO-KNOWN-DAYS': '居家服务派单：几天内服务过算熟人',
  'HSO-KNOWN-STARS': '居家服务派单：几星以上算熟人',
  'HSO-SPEED': '居家服务：批量派单按每小时几公里算路上的时间',
  'HSO-EARLY': '居家服务：最早提前几分钟签到',
  'HSO-FENCE': '居家服务：城镇签到距离上限',
  'HSO-FENCE-VILLAGE': '居家服务：农村签到距离上限',
  'HSO-ACCURACY': '居家服务：定位误差上限',
  'HSO-QUEUE': '居家服务：没有网络的记录几小时内送到算数',
  'HSO-LATE': '居家服务：晚到几分钟算迟到',
  'HSO-MISSED': '居家服务：晚到几分钟算爽约，另派人',
  'HSO-ARRIVE': '居家服务：助急和改派的，接单后几分钟到',
  'HSO-CANCEL': '居家服务：开始前几小时取消不计',
  'HSO-CANCELS': '居家服务：一个月临时取消几次要电话联系',
  'HSO-VERIFY': '居家服务：签退后几小时没有异议自动核实',
  'HSO-EVALUATE': '居家服务：核实后几天内可以评价',
  'HSO-DISPUTE': '居家服务：签退后几天内可以提异议',
  'HSO-POSITIONS': '居家服务：签到签退的位置留几天',
  'HSO-KMH': '居家服务结算：两次签到之间的最高时速',
  'HSO-PAIR': '居家服务结算：同一护理员和老人的最高占比',
  'HSO-PAIR-LINES': '居家服务结算：一个月几单以上才看占比',
  'HSO-OWN-METRES': '居家服务结算：离服务商自己的地址几米以内算可疑',
  'HSO-DEVICE': '居家服务结算：一部手机替几位老人确认算可疑',
  'HSO-ALIKE-BITS': '居家服务结算：照片指纹差几位以内算相像',
  'HSO-ALIKE-DAYS': '居家服务结算：照片和几天以内的比',
  'HSO-SAMPLE': '居家服务结算：抽查比例',
  'HSO-SAMPLE-MIN': '居家服务结算：至少抽查几条',
  'HSO-SAMPLE-ALL': '居家服务结算：多少元以上的每条都查',
  'HSO-ERROR': '居家服务结算：差错率超过多少按比例扣减',
  'HSO-STOP': '居家服务结算：差错率超过多少全部核查',
} as const;
export type HomeCareKey = keyof typeof homeCareParameters;

export const limits = <K extends HomeCareKey>(tx: Tx, division: DivisionCode, ...keys: readonly K[]) =>
  wholeParameters(tx, keys, division);
