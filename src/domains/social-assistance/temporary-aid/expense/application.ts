/** 支出型申请表: the family's application (收入、财产、支出 are the same questions everywhere) and why it asks for help once. */
import { z } from 'zod';
import { choice } from '../../../../kernel/schema/index.ts';
import { AssistanceApplication, applicationSteps } from '../../family/application.ts';
import { expenseCauses } from '../terms.ts';

export const ExpenseApplication = AssistanceApplication.extend({
  aid: z
    .strictObject({
      cause: choice(expenseCauses).meta({ label: '主要是哪种支出压得过不下去' }),
      story: z
        .string()
        .trim()
        .min(4, '请简单说一下')
        .max(500)
        .meta({ label: '说说情况', help: '什么事、花了多少、还差多少', widget: 'textarea', protect: true }),
    })
    .meta({ label: '申请临时救助的原因' }),
});
export type ExpenseApplication = z.infer<typeof ExpenseApplication>;

const [applicant, ...rest] = applicationSteps;
export const expenseSteps = [
  applicant,
  { title: '为什么申请', help: '看病、上学等支出超过家里的承受能力', fields: ['aid'] },
  ...rest,
] as const;
