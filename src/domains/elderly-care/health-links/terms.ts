/** 健康服务签约 (EC-117): words, forms, and who does what. */
import { z } from 'zod';
import type { Performer } from '../../../kernel/access/index.ts';
import { choice, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';

/** Kind of its recurring task: a follow-up in each quarter. */
export const KIND = 'health-follow-up';

export const linkStates = {
  proposed: { zh: '已提议，等本人同意', tone: 'now' },
  agreed: { zh: '已同意，待签约', tone: 'now' },
  signed: { zh: '已签约', tone: 'good' },
  ended: { zh: '已结束', tone: 'plain' },
} as const;
export type LinkState = keyof typeof linkStates;

export const followKinds = { chronic: '慢性病随访', tcm: '中医药服务', check: '年度体检' } as const;
export type FollowKind = keyof typeof followKinds;
export const followWays = { centre: '到卫生院（社区卫生服务中心）', home: '上门', phone: '电话' } as const;
export type FollowWay = keyof typeof followWays;

const centre = z
  .string()
  .trim()
  .min(4, '请填写基层医疗机构')
  .max(60)
  .meta({ label: '基层医疗机构', help: '卫生院、社区卫生服务中心' });

export const Proposal = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  centre,
});
export const Agreement = z.strictObject({
  agreedBy: z.string().trim().min(2, '请写明谁同意的').max(40).meta({ label: '谁同意的', help: '本人或监护人，写明关系' }),
  signed: z.literal(true, '请先签同意书').meta({ label: '同意书已签字，存档' }),
});
export const Signing = z.strictObject({
  centre,
  doctor: z.string().trim().min(2, '请填写签约医生').max(40).meta({ label: '签约医生' }),
  fromOn: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  toOn: PlainDateText.meta({ label: '到哪天', widget: 'date', help: '最后一天也算' }),
  chronic: z.boolean().default(true).meta({ label: '有慢性病随访', help: '每季度至少一次' }),
  tcm: z.boolean().default(false).meta({ label: '有中医药服务' }),
});
export const FollowUp = z.strictObject({
  on: PlainDateText.meta({ label: '哪天', widget: 'date' }),
  kinds: z.array(choice(followKinds)).min(1, '至少一项').max(3).meta({ label: '做了什么', choices: followKinds }),
  way: choice(followWays).meta({ label: '怎么做的', choices: followWays, help: '诊断和检查结果留在卫生机构，这里不记' }),
});
export const LinkEnd = z.strictObject({
  why: z.string().trim().min(2, '请写明原因').max(200).meta({ label: '原因' }),
});

export const proposers = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
export const signers = ['township-clerk'] as const satisfies readonly Performer[];
export const linkReaders = [
  ...proposers,
  'township-leader',
  'county-clerk',
  'county-leader',
] as const satisfies readonly Performer[];
