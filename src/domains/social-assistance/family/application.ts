/**
 * 低保申请表: what the family says. The page, the API and the draft share this shape; `declaredFacts` turns it into what the rule reads.
 * A member is pointed at by `self` or `m1`, `m2` … (the row of the list).
 */
import { z } from 'zod';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { BankAccount, choice, Division, FenAmount, FileRef, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import * as terms from './terms.ts';

const Name = z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字');
const MemberRef = z
  .string()
  .regex(/^(self|m([1-9]|1\d|20))$/, '请选择家庭成员')
  .meta({ label: '哪位家人', widget: 'person' });
const Quantity = z.string().regex(/^\d{1,7}(\.\d{1,2})?$/, '请填写数字，最多两位小数');

const { self: _self, ...otherRelations } = terms.relations;
/** What a member may be to the applicant. */
export const memberRelations = otherRelations;

/** How one person lives: the same questions for the applicant and for each member. */
export const situationFields = {
  student: choice(terms.studentStages).default('none').meta({ label: '在上学吗' }),
  employment: choice({
    employed: '上班或打工',
    'self-employed': '务农或做生意',
    unemployed: '没有工作',
    retired: '退休，领养老金',
    child: '未成年',
  }).meta({ label: '现在做什么' }),
  workCapacity: choice({ full: '能正常劳动', partial: '只能做轻活', none: '不能劳动' }).meta({ label: '劳动能力' }),
  exemptReason: choice({ none: '没有下列情况', ...terms.exemptReasons })
    .default('none')
    .meta({ label: '没有工作的原因', showIf: { field: 'employment', in: ['unemployed'] } }),
  disability: choice({ none: '没有残疾证', ...terms.disabilityTypes })
    .default('none')
    .meta({ label: '残疾证类别', protect: true }),
  disabilityLevel: choice({ '1': '一级', '2': '二级', '3': '三级', '4': '四级' })
    .optional()
    .meta({ label: '残疾等级', protect: true, showIf: { field: 'disability', in: Object.keys(terms.disabilityTypes) } }),
  seriousIllness: z.boolean().default(false).meta({ label: '有重大疾病（医保认定）', protect: true }),
};

export const AssistanceApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: Name.meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码' }),
      division: Division.meta({ label: '户籍所在村（社区）', widget: 'division' }),
      address: z
        .string()
        .trim()
        .min(2, '请填写到门牌或组')
        .max(100)
        .meta({ label: '详细地址', help: '例如：3组12号', protect: true }),
      urbanRural: choice(terms.urbanRural).meta({ label: '按哪类申请', help: '农村户籍住农村的选“农村”' }),
      ...situationFields,
      communication: CommunicationNeeds,
    })
    .meta({ label: '申请人' }),
  applyAs: choice({ family: '全家一起申请', ...terms.ownGrounds })
    .default('family')
    .meta({ label: '为谁申请', help: '低保以家庭为单位申请；有下面情形的，可以只为本人单独申请（单人保）' }),
  members: z
    .array(
      z.strictObject({
        name: Name.meta({ label: '姓名' }),
        idNumber: ResidentId.meta({ label: '身份证号码', protect: true }),
        relation: choice(memberRelations).meta({ label: '是申请人的' }),
        livesTogether: z.boolean().default(true).meta({ label: '长期住在一起（半年以上）' }),
        status: choice(terms.countingStatuses).default('none').meta({ label: '特殊情形' }),
        ...situationFields,
      }),
    )
    .max(20, '家庭成员最多20人')
    .default([])
    .meta({ label: '共同生活的家人', help: '户口不在一起、但长期共同生活的也要填' }),
  /** 整户申请 (83号): why somebody of the registered household is not among the members; the township judges it when it accepts. */
  apart: z.string().trim().max(200, '不超过200字').optional().meta({
    label: '户籍上有、没有写上的家人',
    help: '写明是谁、为什么不算一家人，例如：大儿子已经分家单过。没有就不用填',
    widget: 'textarea',
  }),
  incomes: z
    .array(
      z.strictObject({
        member: MemberRef,
        type: choice(terms.incomeTypes).meta({ label: '收入来源' }),
        amountFen: FenAmount.meta({ label: '金额' }),
        per: choice({ month: '每月', window: '最近12个月合计' }).meta({ label: '按什么算' }),
      }),
    )
    .max(60)
    .default([])
    .meta({ label: '家里的收入', help: '工资、养老金、租金、补贴都要填；没有收入就不用加' }),
  farms: z
    .array(
      z.strictObject({
        member: MemberRef,
        kind: choice(terms.farmKinds).meta({ label: '种养' }),
        scale: Quantity.meta({ label: '数量', help: '水稻、茶叶、楠竹填亩数，生猪填头数' }),
        lossPercent: z.int().min(0).max(100).default(0).meta({ label: '受灾损失', unit: '%' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '种地和养殖', help: '没有账目的按县里的标准估算' }),
  deposits: z
    .array(
      z.strictObject({
        member: MemberRef,
        kind: choice(terms.financialKinds).meta({ label: '类别' }),
        valueFen: FenAmount.meta({ label: '金额' }),
      }),
    )
    .max(40)
    .default([])
    .meta({ label: '存款、保险、证券、支付账户余额' }),
  houses: z
    .array(z.strictObject({ member: MemberRef, areaSqm: Quantity.meta({ label: '建筑面积', unit: '平方米' }) }))
    .max(10)
    .default([])
    .meta({ label: '房子' }),
  vehicles: z
    .array(
      z.strictObject({
        member: MemberRef,
        kind: choice(terms.vehicleKinds).meta({ label: '车的种类' }),
        valueFen: FenAmount.meta({ label: '现在大约值' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ label: '车' }),
  firms: z
    .array(
      z.strictObject({
        member: MemberRef,
        paidInFen: FenAmount.meta({ label: '实际投入' }),
        employees: z.int().min(0).max(100_000).meta({ label: '雇了几个人', unit: '人' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ label: '店铺、公司' }),
  expenses: z
    .array(
      z.strictObject({
        member: MemberRef,
        class: choice(terms.expenseClasses).meta({ label: '支出' }),
        totalFen: FenAmount.meta({ label: '最近12个月总共' }),
        reimbursedFen: FenAmount.default(0).meta({ label: '其中已报销' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '看病、康复、上学等必需的支出', help: '看病的钱填总数和已报销的；自费上民办学校的按同类公办学校计算' }),
  obligors: z
    .array(
      z.strictObject({
        name: Name.meta({ label: '姓名' }),
        relation: choice({
          child: '子女',
          parent: '父母',
          spouse: '配偶',
          grandchild: '孙子女或外孙子女',
          sibling: '兄弟姐妹',
          other: '其他',
        }).meta({ label: '关系' }),
        idNumber: ResidentId.optional().meta({
          label: '他（她）的身份证号码',
          protect: true,
          help: '知道的请填：要核对他（她）的收入，须请本人授权',
        }),
        phone: Mobile.optional().meta({
          label: '他（她）的手机号码',
          protect: true,
          help: '乡镇（街道）请他（她）授权时联系用，不作登录用',
        }),
        supports: MemberRef.meta({ label: '应当赡养、抚养的家人' }),
        mustSupport: z.int().min(1).max(20).meta({ label: '他（她）一共要赡养、抚养几人', unit: '人' }),
        householdSize: z.int().min(1).max(30).meta({ label: '他（她）家几口人', unit: '人' }),
        monthlyIncomeFen: FenAmount.meta({ label: '他（她）家每月收入' }),
        division: Division.meta({ label: '他（她）住在', widget: 'division' }),
        urbanRural: choice(terms.urbanRural).meta({ label: '城市还是农村' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ label: '不住在一起的子女等赡养、抚养人' }),
  staffRelative: z
    .strictObject({
      is: z.boolean().default(false).meta({ label: '家里有人是民政经办人员或村（居）委会成员的近亲属' }),
      name: z
        .string()
        .trim()
        .max(50)
        .default('')
        .meta({ label: '那位工作人员的姓名', showIf: { field: 'is', in: [true] }, requiredIfShown: true }),
      relation: z
        .string()
        .trim()
        .max(30)
        .default('')
        .meta({ label: '什么关系', showIf: { field: 'is', in: [true] }, requiredIfShown: true }),
    })
    .default({ is: false, name: '', relation: '' })
    .meta({ label: '近亲属备案', help: '如实说明不影响审核，县里会单独上门核实' }),
  account: z
    .strictObject({
      bank: z.string().trim().min(2, '请填写开户银行').max(40).meta({ label: '开户银行' }),
      number: BankAccount.meta({ label: '社会保障卡（一卡通）账号', protect: true }),
      holder: Name.meta({ label: '户名' }),
    })
    .meta({ label: '收款账户' }),
  consents: z
    .array(
      z.strictObject({ member: MemberRef, signature: FileRef.meta({ label: '签名', widget: 'signature', paper: 'consent' }) }),
    )
    .min(1, '请每位成年家人签名')
    .max(21)
    .meta({ label: '核对授权签名', help: '每位成年家人都要签：授权民政部门向户籍、税务、不动产等部门核对家庭经济状况' }),
  papers: z
    .array(FileRef)
    .max(20)
    .default([])
    .meta({ label: '其他材料照片', help: '核对能查到的材料不用交；残疾证、诊断书等可以拍照', paper: 'support' }),
  promise: z.literal(true, '请阅读并同意承诺').meta({ label: '以上内容属实；情况有变化时及时告知；如有隐瞒愿承担责任' }),
});
export type AssistanceApplication = z.infer<typeof AssistanceApplication>;

export const applicationSteps = [
  { title: '申请人', help: '谁来申请，怎么联系', fields: ['applicant', 'applyAs'] },
  { title: '家里还有谁', help: '共同生活的每一位家人', fields: ['members', 'apart'] },
  { title: '收入', help: '没有的项目直接跳过', fields: ['incomes', 'farms'] },
  {
    title: '财产和支出',
    help: '没有的项目直接跳过',
    fields: ['deposits', 'houses', 'vehicles', 'firms', 'expenses', 'obligors'],
  },
  { title: '收款账户和材料', help: '钱打到哪张卡，还有什么要说明', fields: ['account', 'staffRelative', 'papers'] },
  { title: '授权和承诺', help: '签名以后就可以提交', fields: ['consents', 'promise'] },
] as const;

/** `self` and the rows of the list, with names. */
export const memberRefs = (
  form: AssistanceApplication,
): { ref: string; name: string; idNumber: string; relation: keyof typeof terms.relations }[] => [
  { ref: 'self', name: form.applicant.name, idNumber: form.applicant.idNumber, relation: 'self' },
  ...form.members.map((m, i) => ({ ref: `m${i + 1}`, name: m.name, idNumber: m.idNumber, relation: m.relation })),
];

/** The name of a member by reference; the reference itself where there is none. */
export const nameIn = (form: AssistanceApplication): ((ref: string) => string) => {
  const names = new Map(memberRefs(form).map((m) => [m.ref, m.name]));
  return (ref) => names.get(ref) ?? ref;
};
