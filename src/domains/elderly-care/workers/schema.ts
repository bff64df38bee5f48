/** What is filled in of providers, items, workers and certificates. */
import { z } from 'zod';
import {
  CreditCode,
  choice,
  Division,
  FenAmount,
  Mobile,
  PlainDateText,
  PositionText,
  ResidentId,
} from '../../../kernel/schema/index.ts';
import { posts } from '../../../kernel/workforce/index.ts';
import { itemClasses, skillLevels, units } from '../orders/terms.ts';
import { certificateSchemes, educations, levelChoices } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
const day = (label: string) => PlainDateText.meta({ label, widget: 'date' });

export const NewProvider = z.strictObject({
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  name: text('单位名称', 60, 2),
  division: Division.meta({ label: '哪个县（市、区）', widget: 'division' }),
  contractNo: text('入驻协议编号', 40),
  agreedFrom: day('协议起'),
  agreedTo: day('协议止'),
  telephone: text('电话', 20, 5),
  contact: text('联系人', 30),
});
export const ProviderPlace = z.strictObject({
  position: PositionText.meta({ label: '服务商自己的位置', help: '在服务商门口定位。签到在这里的，结算时标出来查' }),
});
export const ProviderStop = z.strictObject({ reason: text('原因', 200, 4) });

const yesNo = { yes: '是', no: '否' } as const;
export const NewItem = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[A-Z0-9-]{2,20}$/, '编码为2到20位大写字母、数字、横线')
    .meta({ label: '项目编码' }),
  name: text('项目名称', 30, 2),
  class: choice(itemClasses).meta({ label: '类别', choices: itemClasses }),
  unit: choice(units).meta({ label: '按什么计价', choices: units }),
  price: FenAmount.min(1, '请填写价格').meta({ label: '单价' }),
  publicPrice: FenAmount.min(1, '请填写价格').optional().meta({ label: '政府购买的单价', help: '不能政府购买的不填' }),
  minMinutes: z.int('请填写整数').min(5).max(480).meta({ label: '最短几分钟' }),
  plannedMinutes: z.int('请填写整数').min(15).max(480).meta({ label: '一般预约几分钟' }),
  level: choice(skillLevels).meta({ label: '技能要求', choices: skillLevels }),
  sameSex: choice(yesNo).meta({ label: '须同性护理员', choices: yesNo }),
  photo: choice(yesNo).meta({ label: '签退要拍照', choices: yesNo }),
  alwaysCall: choice(yesNo).meta({ label: '每次都电话回访', choices: yesNo, help: '助浴、陪诊' }),
  from: day('从哪天起'),
});

export const NewWorker = z.strictObject({
  name: text('姓名', 30, 2),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  phone: Mobile.meta({ label: '电话', protect: true }),
  login: z.string().trim().max(40).optional().meta({ label: '登录名', help: '已经开了账号的填写，手机上用' }),
  post: choice(posts).default('carer').meta({ label: '岗位', choices: posts }),
  hiredOn: day('入职日期'),
  contractTo: PlainDateText.optional().meta({ label: '劳动合同到哪天', widget: 'date', help: '没有固定期限的不填' }),
  established: choice(yesNo).default('no').meta({ label: '公务员或事业编制', choices: yesNo }),
  education: choice(educations).optional().meta({ label: '学历', choices: educations }),
  graduatedOn: PlainDateText.optional().meta({ label: '毕业日期', widget: 'date', help: '申请入职补贴要用' }),
  healthTo: PlainDateText.optional().meta({ label: '健康证有效期至', widget: 'date' }),
  backgroundOn: PlainDateText.optional().meta({ label: '背景核查通过日期', widget: 'date' }),
  base: PositionText.optional().meta({ label: '平时从哪里出发', help: '在出发的地方定位，上门服务的填，派单按远近' }),
});
export const Identified = z.strictObject({
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
});
export const PostChecked = z.strictObject({
  seen: text('看了什么', 200, 4).meta({ help: '例如：劳动合同三年，学历在学信网查过，社保在缴' }),
});
export const WorkerPapers = z.strictObject({
  healthTo: day('健康证有效期至'),
  backgroundOn: day('背景核查通过日期'),
});
export const WorkerLeaves = z.strictObject({ leftOn: day('离职日期') });
export const WorkerBarred = z.strictObject({ reason: text('原因', 200, 4) });

export const NewCertificate = z.strictObject({
  no: text('证书编号', 40, 4),
  scheme: choice(certificateSchemes).default('eight').meta({ label: '哪一种证书', choices: certificateSchemes }),
  level: choice(levelChoices).meta({ label: '等级', choices: levelChoices }),
  issuer: text('发证机构', 60, 2),
  issuedOn: day('发证日期'),
  validTo: PlainDateText.optional().meta({ label: '有效期至', widget: 'date', help: '长期有效的不填' }),
});
const results = { valid: '查到，有效', invalid: '查不到，或者无效' } as const;
export const Verification = z.strictObject({
  result: choice(results).meta({ label: '发证机关的答复', choices: results }),
  reply: text('在哪里查的', 200, 4).meta({ help: '例如：技能人才评价证书全国联网查询，11月2日，姓名、编号、等级一致' }),
});
