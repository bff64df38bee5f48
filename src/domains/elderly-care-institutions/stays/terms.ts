/** Words of admission and stay. */
import type { Performer } from '../../../kernel/access/index.ts';

export const admissionStates = {
  waiting: { zh: '候补', tone: 'plain' },
  held: { zh: '已留床', tone: 'now' },
  reserved: { zh: '已预订', tone: 'now' },
  admitted: { zh: '已入住', tone: 'good' },
  withdrawn: { zh: '已撤回', tone: 'plain' },
  refused: { zh: '未收住', tone: 'bad' },
} as const;
export type AdmissionState = keyof typeof admissionStates;

export const admissionKinds = { long: '长期', short: '短期', respite: '喘息', emergency: '临时' } as const;
export type AdmissionKind = keyof typeof admissionKinds;
export const stayKinds = { trial: '试住', ...admissionKinds } as const;
export type StayKind = keyof typeof stayKinds;

/** 九项服务安全风险: all nine before a contract (GB 38600-2019). */
export const riskTypes = {
  choking: '噎食',
  misuse: '食品药品误食',
  'pressure-injury': '压疮',
  scald: '烫伤',
  'bed-fall': '坠床',
  fall: '跌倒',
  harm: '他伤和自伤',
  wandering: '走失',
  activity: '文娱活动意外',
} as const;
export type RiskType = keyof typeof riskTypes;
export const riskLevels = { none: '无', low: '低', middle: '中', high: '高' } as const;
export type RiskLevel = keyof typeof riskLevels;

/** 4.5: none of them may be missing. */
export const clauses = {
  institution: '机构名称、地址和联系方式',
  persons: '老人、代理人和紧急联系人',
  service: '护理等级和服务内容',
  fees: '收费项目、标准、支付和退费',
  deposit: '押金数额、用途和退还',
  term: '期限和地点',
  rights: '双方权利义务',
  ending: '变更、解除和安置',
  emergency: '突发疾病和意外的处理',
  breach: '违约责任',
  data: '同意使用个人信息',
  dispute: '争议解决',
} as const;
export type ClauseKey = keyof typeof clauses;

export const leaveKinds = { out: '外出', hospital: '住院' } as const;
export type LeaveKind = keyof typeof leaveKinds;

/** Of 特困人员, by the recognition (民发〔2021〕43号); not the same scale as the capacity level. */
export const tekunCare = { able: '全自理', part: '半护理', full: '全护理' } as const;
export type TekunCare = keyof typeof tekunCare;

/** The order of a public home's queue, the first goes first. */
export const ranks = {
  1: '特困、生活不能自理',
  2: '特困',
  3: '低保、能力三级以上',
  4: '失独、能力二级以上',
  5: '按申请先后',
} as const;
export type Rank = keyof typeof ranks;

export const endings = { discharged: '退住', deceased: '去世' } as const;

export const reception = ['care-home-reception', 'care-home-head'] as const satisfies readonly Performer[];
export const nurses = ['care-home-nurse', 'care-home-head'] as const satisfies readonly Performer[];
export const accountants = ['care-home-accountant'] as const satisfies readonly Performer[];
