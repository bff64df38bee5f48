/** What officers fill in: an assessment, a referral and its answer. The page draws its forms from these. */
import { z } from 'zod';
import { choice, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
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

const again = z.string().trim().max(200, '不超过200字').default('');
export const ReferralInput = z.strictObject({
  toUnit: choice(terms.referralUnits).meta({ label: '转给哪个部门' }),
  needCode: choice(terms.needCodes).meta({ label: '什么需求' }),
  content: text(5, 500, '请写明需要什么帮助').meta({ label: '情况和需要', help: '只写对方办理所需要的', widget: 'textarea' }),
  again: again.meta({
    label: '再次请慈善组织帮扶的理由',
    help: '同一需求近期已经帮过的才填',
    showIf: { field: 'toUnit', in: ['charity'] },
  }),
});
export type ReferralInput = z.infer<typeof ReferralInput>;

export const ReplyInput = z.strictObject({
  state: choice({ helped: '已办理或正在办理', declined: '不能办理' }).meta({ label: '对方怎么答复' }),
  reply: text(4, 500, '请写明办理结果').meta({ label: '办理结果', widget: 'textarea' }),
});

const Charity = text(2, 60, '请写明是哪家慈善组织').meta({ label: '慈善组织' });
const Form = choice(terms.aidForms).meta({ label: '给的是' });
const GivenOn = PlainDateText.meta({ label: '帮扶日期', widget: 'date', format: 'plain-date' });
const amount = { label: '金额或折合', help: '服务可以不填' };
const againAid = again.meta({ label: '再次帮扶的理由', help: '同一需求近期已经帮过的才填' });

const whenHelped = { requiredIfShown: true, showIf: { field: 'state', in: ['helped'] } };
/** A charity answers with what it gave, which goes into the register of the household. */
export const CharityReplyInput = ReplyInput.extend({
  reply: text(4, 500, '请写明办理结果').meta({ label: '给了什么，或者为什么不能帮', widget: 'textarea' }),
  charity: Charity.optional().meta({ label: '慈善组织', ...whenHelped }),
  form: Form.optional().meta({ label: '给的是', ...whenHelped }),
  amountFen: FenAmount.optional().meta({ ...amount, showIf: whenHelped.showIf }),
  givenOn: GivenOn.optional().meta({ label: '帮扶日期', widget: 'date', format: 'plain-date', ...whenHelped }),
  again: againAid.meta({ label: '再次帮扶的理由', help: '同一需求近期已经帮过的才填', showIf: whenHelped.showIf }),
});
export type CharityReplyInput = z.infer<typeof CharityReplyInput>;

export const CharityAidInput = z.strictObject({
  charity: Charity,
  needCode: choice(terms.needCodes).meta({ label: '帮的是哪项需求' }),
  form: Form,
  amountFen: FenAmount.default(0).meta(amount),
  givenOn: GivenOn,
  what: text(2, 500, '请写明给了什么').meta({ label: '给了什么', widget: 'textarea' }),
  again: againAid,
});
export type CharityAidInput = z.infer<typeof CharityAidInput>;
