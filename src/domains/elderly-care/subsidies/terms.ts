/** Names shared by the parts of 经济困难老年人补贴: 养老服务补贴 (ESS), 老年人护理补贴 (ECS) and 集中照护补助 (CCG). */
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/**
 * Two are weighed against one subsidy of the disabled (5.5), which is known by the key of its programme in the entitlements, as domains do not import each
 * other; the third is paid for months in an institution, and never beside a voucher. `told` is what others hear of it by `elder.allowance.changed`.
 */
export const kinds = {
  service: {
    programme: 'elder-service',
    zh: '养老服务补贴',
    item: 'EL-03',
    against: 'disability-living',
    againstZh: '困难残疾人生活补贴',
    told: { programme: 'ESS', kind: 'living' },
  },
  nursing: {
    programme: 'elder-nursing',
    zh: '老年人护理补贴',
    item: 'EL-04',
    against: 'disability-nursing',
    againstZh: '重度残疾人护理补贴',
    told: { programme: 'ECS', kind: 'nursing' },
  },
  concentrated: {
    programme: 'elder-concentrated',
    zh: '集中照护补助',
    item: 'EL-23',
    against: null,
    againstZh: null,
    told: { programme: 'CCG', kind: 'concentrated' },
  },
} as const;
export type Kind = keyof typeof kinds;
export const allKinds = Object.keys(kinds) as Kind[];
export const kindOfItem = (itemId: string): Kind => allKinds.find((kind) => kinds[kind].item === itemId)!;

/** Why a month is no longer due, and so what the stop notice says. */
export const endReasons = {
  age: '未满60周岁',
  moved: '户籍迁出',
  ground: '不再是低保或者低保边缘家庭成员',
  tekun: '转为特困供养',
  level: '能力等级不再符合或者评估到期',
  higher: '择高停发',
  'work-injury': '领取工伤生活护理费',
  stay: '离开养老机构，当月没有住满',
  voucher: '当月用了养老服务消费券',
} as const;
export type EndReason = keyof typeof endReasons;

/** Lists of the page. */
export const subsidyLists = { active: '在享', offered: '可以享受还没有申请的', ended: '停发' } as const;
export type SubsidyList = keyof typeof subsidyLists;

export interface SubsidyRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly villageName: string;
  readonly age: number;
  readonly kindZh: string;
  readonly amountFen: Fen | null;
  readonly fromMonth: YearMonth | null;
  readonly lastMonth: YearMonth | null;
  readonly reason: string | null;
  /** Of an offer: the day on which the person was told. */
  readonly sentOn: PlainDate | null;
  /** Where the township applies on somebody's behalf. */
  readonly applyItem: string | null;
}

export interface MySubsidies {
  readonly awards: readonly {
    readonly zh: string;
    readonly amountFen: Fen;
    readonly fromMonth: YearMonth;
    readonly lastMonth: YearMonth | null;
    readonly reason: string | null;
  }[];
  /** Cases on their way. */
  readonly asked: readonly { readonly id: string; readonly zh: string }[];
  /** What the person would be granted and has not asked for. */
  readonly offers: readonly {
    readonly kind: Kind;
    readonly zh: string;
    readonly amountFen: Fen;
    readonly fromMonth: YearMonth;
    /** Where no account is on file the person applies by the form. */
    readonly accountKnown: boolean;
    readonly item: string;
  }[];
}
