/** 特困申请表: the one application form, with what 特困 asks for besides: who would have to support the person, and where he or she wishes to live. */
import { z } from 'zod';
import { choice, Division, FenAmount, Mobile, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { AssistanceApplication, applicationSteps } from '../family/application.ts';
import { assistanceCategories, urbanRural } from '../family/terms.ts';
import * as terms from './terms.ts';

/** What the applicant says of one obligor; whether his or her assets are low is for the survey to find. */
export const Supporter = z.strictObject({
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
  relation: choice(terms.supporterRelations).meta({ label: '是申请人的' }),
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
  birthDate: PlainDateText.optional().meta({ label: '出生日期', help: '不清楚可以不填', format: 'plain-date', protect: true }),
  category: choice(assistanceCategories).default('none').meta({ label: '享受救助吗' }),
  disability: choice(terms.supporterDisabilities).default('none').meta({ label: '残疾', protect: true }),
  status: choice(terms.supporterStatuses).default('none').meta({ label: '特殊情形', protect: true }),
  monthlyIncomeFen: FenAmount.optional().meta({ label: '本人每月收入', help: '不清楚可以不填' }),
  division: Division.meta({ label: '住在', widget: 'division' }),
  urbanRural: choice(urbanRural).meta({ label: '城市还是农村' }),
});

const Tekun = z.strictObject({
  supporters: z.array(Supporter).max(20).default([]).meta({
    label: '配偶、子女、父母等法定义务人',
    help: '配偶、子女、父母，以及没有父母子女时的祖父母、孙子女、兄弟姐妹；没有就不用加',
  }),
  childScheme: choice(terms.childSchemes).default('none').meta({ label: '申请人是孩子的：同时属于', help: '大人申请不用改' }),
  childChoice: choice(terms.childChoices)
    .optional()
    .meta({ label: '只能选一项，选哪一项', showIf: { field: 'childScheme', in: ['orphan', 'unsupported'] } }),
  wish: choice(terms.wishes).meta({ label: '愿意怎样供养', help: '认定时还会再问，以后也可以改' }),
});

export const TekunApplication = z.strictObject({
  ...AssistanceApplication.shape,
  tekun: Tekun.meta({ label: '义务人和供养意愿' }),
});
export type TekunApplication = z.infer<typeof TekunApplication>;

/** 供养 is for one person: what others outside would pay is asked by the obligors, not as family support. */
export const tekunSteps = [
  ...applicationSteps.slice(0, 2),
  { title: '法定义务人和意愿', help: '谁应当赡养、抚养、扶养，想在哪里生活', fields: ['tekun'] },
  ...applicationSteps.slice(2).map((step) => ({
    ...step,
    fields: step.fields.filter((f) => f !== 'obligors' && f !== 'expenses'),
  })),
] as const;

/** 特困供养变更: a change of self-care, of the form of care, or the end. */
export const changeKinds = {
  grade: '生活自理能力有变化，要重新评估',
  mode: '要改变供养方式，或者换照料人',
  stop: '不再符合条件，或者自愿退出',
  moved: '户籍迁到了别的地方',
} as const;

export const ChangeApplication = z.strictObject({
  person: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '特困人员姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      division: Division.meta({ label: '户籍所在村（社区）', widget: 'division' }),
    })
    .meta({ label: '特困人员' }),
  kind: choice(changeKinds).meta({ label: '什么变化' }),
  toMode: choice({ institution: '入住供养服务机构', home: '回家供养', caregiver: '还在家里，换照料人' })
    .optional()
    .meta({ label: '改成怎样', showIf: { field: 'kind', in: ['mode'] } }),
  ground: choice(terms.stopGrounds)
    .optional()
    .meta({ label: '原因', showIf: { field: 'kind', in: ['stop'] } }),
  detail: z.string().trim().min(4, '请写明情况（至少4个字）').max(500).meta({ label: '具体情况', widget: 'textarea' }),
  /** 年度复核: only the platform opens one. */
  yearly: z.literal(true).optional(),
  /** What the county found wrong in a decision of a township is looked at again, and confirmed by the county: the same. */
  supervision: z.literal(true).optional(),
  /** 迁入接续: the same. */
  arrival: z.literal(true).optional(),
});
export type ChangeApplication = z.infer<typeof ChangeApplication>;

export const changeSteps = [
  { title: '谁，有什么变化', help: '本人、亲属、村（社区）都可以报告', fields: ['person', 'kind', 'toMode', 'ground', 'detail'] },
] as const;
