/** 风险清单: what kinds of risk a home can have, and who reads them. */
import type { Performer } from '../../../kernel/access/index.ts';
import { readers as supervisors } from '../supervision/terms.ts';

export const riskKinds = {
  danger: '隐患',
  incident: '突发事件',
  money: '保险和资金',
  staff: '人员配比',
  paper: '安全证照',
  late: '逾期的事',
} as const;
export type RiskKind = keyof typeof riskKinds;
export const riskLights = { red: { zh: '红', tone: 'bad' }, yellow: { zh: '黄', tone: 'warn' } } as const;
export type RiskLight = keyof typeof riskLights;

/** Pages on which a risk's record is opened. */
const riskPages = [
  '/dangers',
  '/incidents',
  '/institution-money',
  '/institutions',
  '/supervised',
  '/care-penalties',
  '/care-medical',
  '/registers',
] as const;
export type RiskPage = (typeof riskPages)[number];

export const readers: readonly Performer[] = supervisors;
/** The home's own people see their own. */
export const heads = ['care-home-head', 'care-home-nurse'] as const satisfies readonly Performer[];
