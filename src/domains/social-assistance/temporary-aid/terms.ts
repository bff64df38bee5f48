/** 临时救助用语: closed choices with their Chinese names, and what the pages read of them. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export const aidTypes = { emergency: '急难型', expense: '支出型' } as const;
export type AidType = keyof typeof aidTypes;

export const emergencyCauses = {
  fire: '火灾',
  accident: '交通事故等意外伤害',
  illness: '突发重大疾病',
  other: '其他突发事件',
} as const;

export const expenseCauses = { medical: '医疗费用支出', education: '教育费用支出', other: '其他必需支出' } as const;

export const aidCauses = { ...emergencyCauses, ...expenseCauses, other: '其他' } as const;
export type AidCause = keyof typeof aidCauses;

/** How hard the family was hit; the multiple is a parameter. */
export const tiers = { '1': '一档：影响基本生活', '2': '二档：基本生活严重困难', '3': '三档：生活完全无着' } as const;

/** 5.12: what the family must spend and pays itself. Education is counted at the price of a public school. */
export const spendingClasses = {
  medical: '自负医疗费',
  education: '必需教育费（按公办学校标准）',
  rehabilitation: '康复费',
  other: '其他必需支出',
} as const;

/** 支出型: of families that are assisted already only the expense is verified (民发〔2018〕23号). */
export const assistedStatuses = { none: '不是低保、特困对象', dibao: '低保对象', tekun: '特困人员' } as const;

/** 救助方式 (4.5): money is one of them. */
export const measures = {
  cash: '发放救助金',
  goods: '发放实物',
  care: '临时照料护理',
  counselling: '心理疏导、精神慰藉',
  referral: '转介其他救助或慈善帮扶',
} as const;

/** What may be given on the spot beside money. */
const { cash: _, ...kinds } = measures;
export const inKinds = kinds;
export type InKind = keyof typeof inKinds;

export interface GivenInKind {
  readonly kind: InKind;
  /** 棉被; where somebody was taken to; who looked after whom. */
  readonly what: string;
  /** 2床, 3天, 1次 — in words, as things are counted. */
  readonly quantity: string;
  /** Null where it has no price (counselling), or nobody knows it. */
  readonly valueFen: Fen | null;
  /** Whose goods or hands they were; empty: the township's own. */
  readonly source: string;
  readonly receiptFile: string | null;
  readonly photoFile: string | null;
}

export interface InKindView extends GivenInKind {
  readonly id: string;
  readonly kindZh: string;
  readonly givenAt: string;
  readonly givenOn: PlainDate;
  readonly givenName: string;
}

/** The service items: 支出型 through the shared procedure, 急难型 from the township's reserve at once. */
export const EXPENSE_ITEM = 'SA-07';
export const EMERGENCY_ITEM = 'SA-08';
