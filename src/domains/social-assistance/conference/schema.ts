/** What is filled in for a conference: the request, the resolution, the minutes. The page draws its forms from these. */
import { z } from 'zod';
import { choice, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import * as terms from './terms.ts';

const Day = PlainDateText.meta({ widget: 'date', format: 'plain-date' });
const text = (min: number, max: number, message: string) => z.string().trim().min(min, message).max(max, `不超过${max}字`);
const Minutes = text(10, 2000, '请写明讨论情况（至少10个字）');

export const RequestInput = z.strictObject({
  subject: choice(terms.conferenceSubjects).meta({ label: '为什么会商' }),
  matter: text(5, 500, '请写明要议什么').meta({ label: '会商事由', widget: 'textarea' }),
});
export type RequestInput = z.infer<typeof RequestInput>;

export const ResolutionInput = z.strictObject({
  heldOn: Day.meta({ label: '会商日期', widget: 'date', format: 'plain-date' }),
  way: choice(terms.conferenceWays).meta({ label: '怎么会商的', help: '电话会商只用于急难，会后补纪要' }),
  attendees: z
    .array(
      z.strictObject({
        unit: choice(terms.conferenceUnits).meta({ label: '部门' }),
        name: text(2, 50, '请填写姓名').meta({ label: '参加人' }),
      }),
    )
    .min(1, '请填写参加部门')
    .max(20)
    .meta({ label: '参加部门' }),
  minutes: Minutes.optional().meta({
    label: '讨论情况',
    widget: 'textarea',
    requiredIfShown: true,
    showIf: { field: 'way', in: ['meeting'] },
  }),
  resolution: text(5, 1000, '请写明结论').meta({
    label: '会商结论',
    help: '可以突破额度上限、再次救助；不能改变哪些救助不能同时享受',
    widget: 'textarea',
  }),
  amountFen: FenAmount.optional().meta({ label: '议定金额', help: '救助或核销多少；没有金额的不用填' }),
  payer: z.string().trim().max(60).default('').meta({ label: '由谁支付', help: '给予救助的要写明' }),
  measures: z.string().trim().max(500).default('').meta({ label: '帮扶措施', widget: 'textarea' }),
  reviewOn: Day.meta({ label: '回头看日期', widget: 'date', format: 'plain-date' }),
});
export type ResolutionInput = z.infer<typeof ResolutionInput>;

export const MinutesInput = z.strictObject({ minutes: Minutes.meta({ label: '讨论情况', widget: 'textarea' }) });
export type MinutesInput = z.infer<typeof MinutesInput>;
