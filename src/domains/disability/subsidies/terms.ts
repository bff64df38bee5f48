/** Names shared by the parts of the two subsidies. */
import type { AllowanceClass, Kind } from './facts.ts';
import { programmeOfKind } from './rules.ts';

export const kindsOf = { living: ['living'], nursing: ['nursing'], both: ['living', 'nursing'] } as const satisfies Record<
  string,
  readonly Kind[]
>;
export type Wanted = keyof typeof kindsOf;

export const PROGRAMMES = [programmeOfKind('living'), programmeOfKind('nursing')] as const;
export const kindOfProgramme = (programme: string): Kind => (programme === programmeOfKind('living') ? 'living' : 'nursing');

/** Short names that may stand where health must not be read. */
export const shortNames = { living: '生活补贴', nursing: '护理补贴' } as const satisfies Record<Kind, string>;

export const awardStates = { active: '享受中', suspended: '暂停', ended: '终止' } as const;
export type AwardState = keyof typeof awardStates;

/** Why a subsidy is suspended. */
export const suspensions = {
  certificate: '残疾人证过期或者冻结，换证后补发',
  unconfirmed: '两次没有确认本人情况，见到本人后恢复并补发',
} as const;
export type Suspension = keyof typeof suspensions;

/** Holds of this domain. */
export const HOLD_CERTIFICATE = 'disability.certificate';
export const HOLD_COMPARISON = 'disability.comparison';
export const HOLD_CONFIRMATION = 'disability.confirmation';

/** The month and what goes on in it, as data of other departments and domains tell it. */
export const circumstanceKinds = {
  'workinjury-care': '开始领取工伤生活护理费',
  custody: '服刑、强制戒毒',
  'custody-ended': '服刑、强制戒毒结束',
  moved: '户籍迁出',
  edge: '低保边缘家庭',
  orphan: '领取孤儿基本生活费',
  'defacto-full': '全额领取事实无人抚养儿童基本生活补贴',
  'living-allowance': '其他生活类补贴',
  'nursing-allowance': '其他护理类补贴',
  'old-age': '高龄津贴',
} as const;
export type CircumstanceKind = keyof typeof circumstanceKinds;

/** Circumstances that are allowances, by the class in which the higher one is drawn. */
export const allowanceKinds = {
  'living-allowance': 'living',
  'nursing-allowance': 'nursing',
  'old-age': 'old-age',
} as const satisfies Partial<Record<CircumstanceKind, AllowanceClass>>;
type AllowanceKind = keyof typeof allowanceKinds;
export const isAllowance = (kind: CircumstanceKind): kind is AllowanceKind => kind in allowanceKinds;
