/** The rules of 进出双预警 (5.9) and what else opens a clue, as officers read them. */

export const ruleNames = {
  'IN-1': '医疗自付费用高',
  'IN-2': '新领重度证',
  'IN-3': '唯一挣钱的人失业',
  'IN-4': '主要劳力去世或服刑',
  'IN-5': '防返贫监测对象',
  'IN-6': '边缘家庭可能单人保',
  'IN-7': '不予确认后又断收入',
  'IN-8': '学校报告困难',
  'IN-9': '退役军人困难',
  'OUT-1': '领取人死亡',
  'OUT-2': '领取人服刑、强戒',
  'OUT-3': '新的工资',
  'OUT-4': '新的车、房、企业',
  'OUT-5': '金融资产超限',
  'OUT-6': '重复享受',
  'OUT-7': '久无生存证明',
  'OUT-8': '复核超期',
  'OUT-9': '迁出本县',
  'OUT-10': '账户异常',
  hotline: '热线来电',
  visit: '走访发现',
} as const;
export type WarningRule = Exclude<keyof typeof ruleNames, 'hotline' | 'visit'>;

export const directionOf = (rule: WarningRule): 'in' | 'out' => (rule.startsWith('IN-') ? 'in' : 'out');
