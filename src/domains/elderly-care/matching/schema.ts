/** What is filled in of a need, and of what came of an offer. */
import { z } from 'zod';
import { choice, Division, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { matchableNames as matchables } from './mine-content.ts';
import { specials, supplyKinds } from './terms.ts';

const wish = {
  code: choice(matchables).meta({ label: '需要什么', choices: matchables }),
  budgetYuan: z
    .int('请填写整数')
    .min(1)
    .max(20_000)
    .optional()
    .meta({ label: '最多愿意付', unit: '元', help: '助餐、助浴按一次，日托、住机构按一个月；不填的不看价格' }),
  specials: z.array(choice(specials)).max(2).default([]).meta({ label: '特别的照护', choices: specials }),
  note: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ label: '说明', widget: 'textarea', protect: true, help: '哪天、几点、有什么要当心' }),
};
/** By the village, the township, the hotline. */
export const NewNeed = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '老人姓名' }),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  ...wish,
});
/** By the person on the portal. */
export const OwnNeed = z.strictObject(wish);
export const Supplied = z.strictObject({
  kind: choice(supplyKinds),
  supplyId: Uuid,
});
export const OfferAnswer = z.strictObject({
  offerId: Uuid,
  answer: choice({ accepted: '愿意', declined: '不要' }).meta({ label: '老人', choices: { accepted: '愿意', declined: '不要' } }),
});
