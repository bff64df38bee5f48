/** Words of medical care in homes and of the conversion of rural ones, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import { weekdays } from '../care/terms.ts';

export const linkKinds = {
  clinic: '内设医务室',
  station: '内设护理站',
  outpatient: '内设门诊',
  hospital: '内设医院',
  agreement: '签协议的医疗机构',
  neighbour: '毗邻医疗机构',
} as const;
export type LinkKind = keyof typeof linkKinds;

/** What an agreement has at least (4.14): these two are ticked, the day of the round and the emergency contact are written down. */
export const agreed = { green: '绿色通道', referral: '双向转诊' } as const;
export const roundDays = { any: '每周一次，日子不定', ...weekdays } as const;
export type RoundDay = keyof typeof roundDays;

export const referralStates = {
  out: { zh: '已转出，等医院接收', tone: 'now' },
  received: { zh: '医院已接收', tone: 'now' },
  admitted: { zh: '住院中', tone: 'warn' },
  returned: { zh: '已转回', tone: 'good' },
  discharged: { zh: '已退住', tone: 'plain' },
  deceased: { zh: '去世', tone: 'plain' },
} as const;
export type ReferralState = keyof typeof referralStates;
export type ReferralEnd = 'returned' | 'discharged' | 'deceased';

export const referralSteps = {
  out: '转出',
  received: '医院接收',
  admitted: '住院',
  news: '医院的消息',
  back: '转回',
  ended: '结束',
} as const;
export type ReferralStep = keyof typeof referralSteps;

export const functions = { full: '全托', day: '日托', short: '短期寄养', home: '上门服务' } as const;
export type CentreFunction = keyof typeof functions;

export const heads = ['care-home-head'] as const satisfies readonly Performer[];
export const converters = ['county-clerk'] as const satisfies readonly Performer[];
export const readers = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
