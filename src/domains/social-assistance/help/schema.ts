/** What officers fill in: an assessment, a referral and its answer. The page draws its forms from these. */
import { z } from 'zod';
import { choice } from '../../../kernel/schema/index.ts';
import * as terms from './terms.ts';

const text = (min: number, max: number, message: string) => z.string().trim().min(min, message).max(max, `不超过${max}字`);
const severity = (label: string) => choice(terms.severities).meta({ label });

export const NeedsInput = z.strictObject({
  income: severity('收入困难'),
  assets: severity('没有可用的财产'),
  labour: severity('缺少劳动能力、就业困难'),
  health: severity('生病、残疾'),
  education: severity('上学困难'),
  housing: severity('住房困难'),
  care: severity('缺人照料'),
  sudden: severity('突然遭遇的变故'),
  note: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
});
export type NeedsInput = z.infer<typeof NeedsInput>;

export const ReferralInput = z.strictObject({
  toUnit: choice(terms.referralUnits).meta({ label: '转给哪个部门' }),
  needCode: choice(terms.needCodes).meta({ label: '什么需求' }),
  content: text(5, 500, '请写明需要什么帮助').meta({ label: '情况和需要', help: '只写对方办理所需要的', widget: 'textarea' }),
});
export type ReferralInput = z.infer<typeof ReferralInput>;

export const ReplyInput = z.strictObject({
  state: choice({ helped: '已办理或正在办理', declined: '不能办理' }).meta({ label: '对方怎么答复' }),
  reply: text(4, 500, '请写明办理结果').meta({ label: '办理结果', widget: 'textarea' }),
});
export type ReplyInput = z.infer<typeof ReplyInput>;
