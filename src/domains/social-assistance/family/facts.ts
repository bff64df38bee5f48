/**
 * 低保核算事实: everything the rule reads about one family, as JSON. Null, or left out, means 尚未查明 and keeps the decision open; an empty list means
 * 已查明没有. Input of `determine SA-01`, of the officer's computation and, through `precheck`, of the portal.
 */
import { z } from 'zod';
import { choice, Division, FenAmount, PlainDateText, YearMonthText } from '../../../kernel/schema/index.ts';
import * as terms from './terms.ts';

const Ref = z.string().min(1).max(40);
const MemberRef = Ref.meta({ label: '家庭成员', help: '填写成员编号' });
const Reason = z.string().min(1).max(500);
const ExemptReason = Reason.nullable().default(null).meta({ label: '豁免理由', help: '生产生活必需的财产可以豁免，须写明理由' });
const KnownFen = FenAmount.nullable();
/** Area or scale: decimal text, because halves of a mu must stay exact. */
const Quantity = z.string().regex(/^\d{1,7}(\.\d{1,2})?$/, '请填写数字，最多两位小数');

export const MemberFacts = z.strictObject({
  ref: Ref.meta({ label: '成员编号' }),
  name: z.string().min(1).max(50).nullable().default(null).meta({ label: '姓名', protect: true }),
  relation: choice(terms.relations).meta({ label: '与申请人关系' }),
  birthDate: PlainDateText.meta({ label: '出生日期', format: 'plain-date', protect: true }),
  diedOn: PlainDateText.nullable().default(null).meta({ label: '死亡日期', format: 'plain-date' }),
  livesTogether: z.boolean().nullable().default(null).meta({ label: '长期共同居住（连续满六个月）' }),
  status: choice(terms.countingStatuses).nullable().default('none').meta({ label: '不计入情形' }),
  student: choice(terms.studentStages).default('none').meta({ label: '就学情况' }),
  cannotLiveIndependently: z.boolean().nullable().default(false).meta({ label: '成年但不能独立生活' }),
  workCapacity: choice(terms.workCapacities).nullable().default(null).meta({ label: '劳动能力', protect: true }),
  employment: choice(terms.employments).nullable().default(null).meta({ label: '就业状况' }),
  exemptReason: choice(terms.exemptReasons).nullable().default(null).meta({ label: '免计视同收入原因' }),
  exemptSince: PlainDateText.nullable().default(null).meta({ label: '求职登记日期', format: 'plain-date' }),
  disabilities: z
    .array(
      z.strictObject({
        type: choice(terms.disabilityTypes).meta({ label: '残疾类别', protect: true }),
        level: z.int().min(1).max(4).meta({ label: '残疾等级', unit: '级', protect: true }),
        validTo: PlainDateText.nullable().default(null).meta({ label: '残疾人证有效期至', format: 'plain-date' }),
      }),
    )
    .max(6)
    .default([])
    .meta({ label: '残疾人证' }),
  seriousIllness: z.boolean().default(false).meta({ label: '重特大疾病', help: '以医疗保障部门认定为准', protect: true }),
});

export const IncomeItem = z.strictObject({
  member: MemberRef,
  type: choice(terms.incomeTypes).meta({ label: '收入类型' }),
  amountFen: KnownFen.meta({ label: '金额', help: '尚未查明时留空' }),
  per: choice({ month: '每月', window: '核算期合计' }).meta({ label: '金额口径' }),
  from: YearMonthText.nullable().default(null).meta({ label: '开始月份', format: 'year-month', help: '整个核算期都有时留空' }),
  to: YearMonthText.nullable().default(null).meta({ label: '结束月份', format: 'year-month', help: '仍在继续时留空' }),
  basis: z.string().max(200).default('').meta({ label: '认定依据' }),
});

export const FarmItem = z.strictObject({
  member: MemberRef,
  kind: choice(terms.farmKinds).meta({ label: '种养种类' }),
  scale: Quantity.meta({ label: '规模', help: '种植填亩数，养殖填头数' }),
  lossPercent: z.int().min(0).max(100).default(0).meta({ label: '受灾损失比例', unit: '%' }),
});

export const ExpenseItem = z.strictObject({
  member: MemberRef,
  class: choice(terms.expenseClasses).meta({ label: '支出类别' }),
  totalFen: KnownFen.meta({ label: '核算期内总费用' }),
  reimbursedFen: KnownFen.default(0).meta({ label: '各类报销、补偿合计' }),
});

export const ObligorItem = z.strictObject({
  relation: choice({
    child: '子女',
    parent: '父母',
    spouse: '配偶',
    grandchild: '孙子女或外孙子女',
    sibling: '兄弟姐妹',
    other: '其他',
  }).meta({
    label: '与被赡养、抚养、扶养人关系',
  }),
  supports: z.array(Ref).min(1).max(20).meta({ label: '被赡养、抚养、扶养的本户成员' }),
  mustSupport: z.int().min(1).max(20).meta({ label: '依法应赡养、抚养、扶养的总人数', unit: '人' }),
  birthDate: PlainDateText.nullable().default(null).meta({ label: '出生日期', format: 'plain-date' }),
  householdSize: z.int().min(1).max(30).meta({ label: '其家庭人口', unit: '人' }),
  monthlyIncomeFen: KnownFen.meta({ label: '其家庭月收入' }),
  division: Division.meta({ label: '其居住地区' }),
  urbanRural: choice(terms.urbanRural).meta({ label: '其城乡类别' }),
  category: choice(terms.assistanceCategories).default('none').meta({ label: '其救助类别' }),
  agreedMonthlyFen: KnownFen.default(null).meta({ label: '协议或裁判确定的每人每月数额', help: '没有协议或裁判时留空' }),
});

export const Assets = z.strictObject({
  financial: z
    .array(
      z.strictObject({
        owner: Ref.nullable().default(null).meta({ label: '所有人' }),
        kind: choice(terms.financialKinds).meta({ label: '类别' }),
        valueFen: KnownFen.meta({ label: '本户所有部分的价值' }),
        exemptReason: ExemptReason,
      }),
    )
    .max(100)
    .meta({ label: '金融资产' }),
  vehicles: z
    .array(
      z.strictObject({
        owner: Ref.nullable().default(null).meta({ label: '所有人' }),
        kind: choice(terms.vehicleKinds).meta({ label: '类别' }),
        valueFen: KnownFen.default(null).meta({ label: '现值' }),
        exemptReason: ExemptReason,
      }),
    )
    .max(30)
    .meta({ label: '车船' }),
  houses: z
    .array(
      z.strictObject({
        owner: Ref.nullable().default(null).meta({ label: '所有人' }),
        areaSqm: Quantity.nullable().meta({ label: '建筑面积', unit: '平方米' }),
        exemptReason: ExemptReason,
      }),
    )
    .max(30)
    .meta({ label: '住房' }),
  firms: z
    .array(
      z.strictObject({
        owner: Ref.nullable().default(null).meta({ label: '所有人' }),
        paidInFen: KnownFen.meta({ label: '实缴资本' }),
        employees: z.int().min(0).max(100_000).nullable().meta({ label: '雇员人数', unit: '人' }),
        exemptReason: ExemptReason,
      }),
    )
    .max(30)
    .meta({ label: '市场主体' }),
});

export const FamilyFacts = z.strictObject({
  division: Division.meta({ label: '受理地区' }),
  urbanRural: choice(terms.urbanRural).meta({ label: '城乡类别' }),
  applicationMonth: YearMonthText.meta({ label: '申请月份', format: 'year-month' }),
  decisionDate: PlainDateText.nullable().default(null).meta({ label: '审核确认日期', format: 'plain-date' }),
  members: z.array(MemberFacts).min(1).max(30).meta({ label: '家庭成员' }),
  incomes: z.array(IncomeItem).max(300).nullable().default(null).meta({ label: '收入项' }),
  farms: z.array(FarmItem).max(50).default([]).meta({ label: '按费率核定的种养收入' }),
  expenses: z.array(ExpenseItem).max(100).default([]).meta({ label: '医疗、康复、教育等支出' }),
  obligors: z.array(ObligorItem).max(30).nullable().default(null).meta({ label: '户外法定赡养抚养扶养义务人' }),
  assets: Assets.nullable().default(null).meta({ label: '家庭财产' }),
  exceptions: z
    .array(
      z.strictObject({
        kind: choice(terms.assetKinds).meta({ label: '财产类别' }),
        reason: Reason.meta({ label: '不宜一概拒绝的理由' }),
        state: choice(terms.exceptionStates).meta({ label: '签批情况' }),
      }),
    )
    .max(4)
    .default([])
    .meta({ label: '财产例外' }),
  check: z
    .strictObject({
      status: choice(terms.checkStatuses).meta({ label: '核对进度' }),
      validTo: PlainDateText.nullable().default(null).meta({ label: '报告有效期至', format: 'plain-date' }),
      unanswered: z.array(z.string().min(1).max(50)).max(30).default([]).meta({ label: '未反馈的数据来源' }),
      proceedReason: Reason.nullable().default(null).meta({ label: '未全部反馈仍继续办理的理由' }),
    })
    .nullable()
    .default(null)
    .meta({ label: '家庭经济状况核对' }),
  discrepancies: z
    .array(
      z.strictObject({
        kind: choice(terms.discrepancyKinds).meta({ label: '差异事项' }),
        member: Ref.nullable().default(null).meta({ label: '家庭成员' }),
        source: z.string().min(1).max(50).meta({ label: '数据来源' }),
        disposition: choice(terms.dispositions).nullable().meta({ label: '处置结论' }),
      }),
    )
    .max(200)
    .default([])
    .meta({ label: '核对差异' }),
  single: z
    .strictObject({
      applicant: MemberRef,
      ground: choice(terms.singleGrounds).meta({ label: '单人申请理由' }),
      countyAgreed: z.boolean().nullable().default(null).meta({ label: '县级认定特殊困难' }),
    })
    .nullable()
    .default(null)
    .meta({ label: '单人保' }),
});
/** Complete facts, defaults filled in: what rules take and the store keeps. */
export type FamilyFacts = z.infer<typeof FamilyFacts>;
export type MemberFacts = z.infer<typeof MemberFacts>;
export type IncomeItem = z.infer<typeof IncomeItem>;
export type ObligorItem = z.infer<typeof ObligorItem>;
export type Assets = z.infer<typeof Assets>;
/** What a caller may leave out. */
export type FamilyFactsInput = z.input<typeof FamilyFacts>;
