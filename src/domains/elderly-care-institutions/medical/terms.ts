/** Words of medical care in homes and of the conversion of rural ones, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const linkKinds = {
  clinic: '内设医务室',
  station: '内设护理站',
  outpatient: '内设门诊',
  hospital: '内设医院',
  agreement: '签协议的医疗机构',
  neighbour: '毗邻医疗机构',
} as const;
export type LinkKind = keyof typeof linkKinds;

/** What an agreement has at least (4.14). */
export const agreed = { round: '每周巡诊', green: '绿色通道', referral: '双向转诊', contact: '急救联系人' } as const;

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
