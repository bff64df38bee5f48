/** 临时救助核算事实 (input of `determine SA-07`): an emergency as it was found on the spot, or a family with an expense beyond its means. */
import { z } from 'zod';
import { choice, Division, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import { FamilyFacts } from '../family/facts.ts';
import * as terms from './terms.ts';

const { other: _, ...causes } = terms.aidCauses;

/** Aid that the same household got before, elsewhere in the city too. */
export const EarlierAid = z.strictObject({
  type: choice(terms.aidTypes).meta({ label: '类型' }),
  cause: choice({ ...causes, other: '其他' }).meta({ label: '事由' }),
  on: PlainDateText.meta({ label: '救助日期', format: 'plain-date' }),
  amountFen: FenAmount.meta({ label: '金额' }),
  /** Within what a township may approve by itself. */
  byTownship: z.boolean().default(false).meta({ label: '乡镇审批' }),
});
export type EarlierAid = z.infer<typeof EarlierAid>;

/** 一事一议: may exceed caps and repeat aid, but never says who is exclusive with whom (4.13). */
const Resolution = z.strictObject({
  minutesNo: z.string().min(1).max(40).meta({ label: '会议纪要文号' }),
  amountFen: FenAmount.meta({ label: '议定金额' }),
});

const common = {
  division: Division.meta({ label: '受理地区', help: '急难型为急难发生地' }),
  earlier: z.array(EarlierAid).max(100).nullable().default(null).meta({ label: '以前的临时救助', help: '尚未查明时留空' }),
  resolution: Resolution.nullable().default(null).meta({ label: '一事一议结论' }),
};

export const EmergencyFacts = z.strictObject({
  type: z.literal('emergency').meta({ label: '救助类型' }),
  ...common,
  cause: choice(terms.emergencyCauses).meta({ label: '急难事由' }),
  verified: z.boolean().nullable().default(null).meta({ label: '已到现场核实属实' }),
  persons: z.int().min(1).max(30).meta({ label: '受困人数', unit: '人' }),
  tier: choice(terms.tiers).meta({ label: '困难档次' }),
});
export type EmergencyFacts = z.infer<typeof EmergencyFacts>;

export const ExpenseFacts = z.strictObject({
  type: z.literal('expense').meta({ label: '救助类型' }),
  ...common,
  cause: choice(terms.expenseCauses).meta({ label: '支出事由' }),
  family: FamilyFacts.omit({ division: true, expenses: true, single: true }).meta({ label: '家庭情况' }),
  assisted: choice(terms.assistedStatuses).default('none').meta({ label: '现有救助身份' }),
  spending: z
    .array(
      z.strictObject({
        class: choice(terms.spendingClasses).meta({ label: '支出类别' }),
        totalFen: FenAmount.nullable().meta({ label: '总费用', help: '尚未查明时留空' }),
        reimbursedFen: FenAmount.nullable().default(0).meta({ label: '各类报销、补偿合计' }),
      }),
    )
    .max(60)
    .nullable()
    .default(null)
    .meta({ label: '最近12个月的必需支出' }),
});
export type ExpenseFacts = z.infer<typeof ExpenseFacts>;

export const TemporaryAidFacts = z.discriminatedUnion('type', [EmergencyFacts, ExpenseFacts]);
export type TemporaryAidFacts = z.infer<typeof TemporaryAidFacts>;
