/**
 * What departments tell by themselves: one row, one event of the catalogue. A row names a person by the identity number; the event that
 * leaves here names only our own id. Pure.
 */
import { z } from 'zod';
import type { EventType } from '../event/index.ts';
import {
  CreditCode,
  choice,
  Division,
  FenAmount,
  type FormField,
  formOf,
  PlainDateText,
  YearMonthText,
} from '../schema/index.ts';

export interface Feed {
  /** Department and subject, as the sender reads them. */
  readonly zh: string;
  /** A body (机构、服务商) is known by its credit code, a certificate by its number: the domain that keeps it says which one (`defineFeedCheck`). */
  readonly about: 'person' | 'place' | 'body';
  /** What the row says beside who and when, in the names of the event's payload. */
  readonly payload: z.ZodObject;
  /** Key of the payload that carries the day on which it happened. */
  readonly dayAs?: string;
  /** A death has its own way in: it marks the person first. */
  readonly death?: true;
  /** Days in hospital are kept with the person before anybody hears of them. */
  readonly hospital?: 'admitted' | 'discharged';
}

const permille = (label: string) =>
  z.int('请填写整数').min(-500, '不能小于-500').max(1000, '不能大于1000').meta({ label, unit: '‰' });
const reference = (label: string) => z.string().trim().min(1).max(40).meta({ label });
const body = {
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  siteNo: z
    .int('请填写整数')
    .min(1, '从1起')
    .max(99, '不能大于99')
    .optional()
    .meta({ label: '第几处院区', help: '只有一处的不填' }),
};

/** What the fire service finds, and how grave it is, as a hidden danger is graded. */
export const fireItems = {
  exit: '疏散通道、安全出口堵塞或者锁闭',
  facility: '消防设施、器材不能用',
  electric: '用电、用气不合规定',
  material: '用了易燃可燃的材料',
  duty: '消防控制室没有人值班',
  other: '其他消防问题',
} as const;
/** What the market supervision decides; after a mere warning nothing is to be done. */
export const penaltyKinds = { fine: '罚款', halt: '责令停产停业', licence: '吊销许可证件' } as const;
/** Of a warning of the weather, the mildest first. */
export const warningLevels = { blue: '蓝色', yellow: '黄色', orange: '橙色', red: '红色' } as const;
const fireGrades = { general: '一般', larger: '较大', major: '重大' } as const;

export const feeds = {
  'medical.expense.alerted': {
    zh: '医保：一年自付医疗费用偏高',
    about: 'person',
    dayAs: 'asOf',
    payload: z.strictObject({ selfPaid12mFen: FenAmount.meta({ label: '近12个月个人自付' }) }),
  },
  'employment.insured': {
    zh: '人社：就业参保',
    about: 'person',
    dayAs: 'insuredFrom',
    payload: z.strictObject({ employerId: reference('用人单位编号'), wageBaseFen: FenAmount.meta({ label: '月缴费基数' }) }),
  },
  'employment.insurance.ended': { zh: '人社：停止参保', about: 'person', dayAs: 'endedOn', payload: z.strictObject({}) },
  'poverty.monitor.listed': { zh: '农业农村：列入防返贫监测', about: 'person', dayAs: 'listedOn', payload: z.strictObject({}) },
  'school.hardship.reported': {
    zh: '教育：困难学生、辍学风险',
    about: 'person',
    dayAs: 'reportedOn',
    payload: z.strictObject({
      schoolId: reference('学校编号'),
      kind: choice({ hardship: '家庭困难', dropout: '有辍学风险' }).meta({ label: '情况' }),
    }),
  },
  'custody.started': {
    zh: '公安、司法：羁押、服刑、强制隔离戒毒',
    about: 'person',
    dayAs: 'startedOn',
    payload: z.strictObject({
      kind: choice({ prison: '服刑', rehabilitation: '强制隔离戒毒', detention: '羁押' }).meta({ label: '情况' }),
      expectedEndOn: PlainDateText.optional().meta({ label: '预计结束', widget: 'date', format: 'plain-date' }),
    }),
  },
  'custody.ended': { zh: '公安、司法：羁押、服刑结束', about: 'person', dayAs: 'endedOn', payload: z.strictObject({}) },
  'disability.certificate.changed': {
    zh: '残联：残疾人证变动',
    about: 'person',
    payload: z.strictObject({
      change: choice({ issued: '新领', changed: '变更', expired: '到期', cancelled: '注销' }).meta({ label: '变动' }),
      category: choice({
        sight: '视力',
        hearing: '听力',
        speech: '言语',
        physical: '肢体',
        intellectual: '智力',
        mental: '精神',
        multiple: '多重',
      }).meta({ label: '类别' }),
      level: z.int('请填写1至4').min(1, '请填写1至4').max(4, '请填写1至4').meta({ label: '等级', unit: '级' }),
      validTo: PlainDateText.optional().meta({ label: '有效期至', widget: 'date', format: 'plain-date' }),
    }),
  },
  'asset.registered': {
    zh: '公安车管、不动产、市场监管：新登记的车、房、企业',
    about: 'person',
    dayAs: 'registeredOn',
    payload: z.strictObject({
      kind: choice({ car: '汽车', house: '房屋', firm: '市场主体' }).meta({ label: '登记的是' }),
      valueFen: FenAmount.meta({ label: '价值或者实缴资本' }),
      employees: z
        .int('请填写整数')
        .min(0, '不能小于0')
        .max(100_000, '不能大于100000')
        .optional()
        .meta({ label: '雇员人数', unit: '人', showIf: { field: 'kind', in: ['firm'] } }),
      areaSqm: z
        .string()
        .regex(/^\d{1,5}(\.\d{1,2})?$/, '请填写数字，最多两位小数')
        .optional()
        .meta({ label: '建筑面积', unit: '平方米', showIf: { field: 'kind', in: ['house'] } }),
    }),
  },
  'deposit.checked': {
    zh: '金融资产季度核对',
    about: 'person',
    dayAs: 'asOf',
    payload: z.strictObject({ householdFen: FenAmount.meta({ label: '全家金融资产' }) }),
  },
  'life.proved': {
    zh: '生存证明（领取、就诊、上门见到本人、国家和省平台认证）',
    about: 'person',
    dayAs: 'seenOn',
    payload: z.strictObject({
      way: choice({ visit: '上门', card: '用卡', hospital: '就诊', face: '国家、省平台的人脸认证' }).meta({ label: '方式' }),
    }),
  },
  'veteran.hardship.opened': {
    zh: '退役军人事务：困难个案',
    about: 'person',
    payload: z.strictObject({ caseId: reference('个案编号'), kind: reference('困难类型') }),
  },
  'marriage.registered': { zh: '婚姻登记：结婚', about: 'person', dayAs: 'registeredOn', payload: z.strictObject({}) },
  'marriage.dissolved': { zh: '婚姻登记、法院：离婚', about: 'person', dayAs: 'dissolvedOn', payload: z.strictObject({}) },
  'marriage.annulled': { zh: '婚姻登记：撤销', about: 'person', dayAs: 'annulledOn', payload: z.strictObject({}) },
  'person.death.reported': {
    zh: '公安、卫健：死亡报告（待核实）',
    about: 'person',
    death: true,
    payload: z.strictObject({ certificateRef: z.string().trim().max(40).optional().meta({ label: '证明编号' }) }),
  },
  'hospital.admitted': {
    zh: '卫健：住院',
    about: 'person',
    hospital: 'admitted',
    payload: z.strictObject({ hospitalId: reference('医院编号') }),
  },
  'hospital.discharged': {
    zh: '卫健：出院',
    about: 'person',
    hospital: 'discharged',
    payload: z.strictObject({
      hospitalId: reference('医院编号'),
      consentRef: z.string().trim().max(40).optional().meta({ label: '转介授权书编号', help: '本人同意转介康复的才填' }),
    }),
  },
  'escrow.balance.reported': {
    zh: '银行：养老机构预收费存管余额',
    about: 'body',
    dayAs: 'date',
    payload: z.strictObject({ ...body, balanceFen: FenAmount.meta({ label: '当天余额' }) }),
  },
  'fire.violation.found': {
    zh: '消防：养老机构检查发现问题',
    about: 'body',
    dayAs: 'foundOn',
    payload: z.strictObject({
      ...body,
      item: choice(fireItems).meta({ label: '问题', choices: fireItems }),
      grade: choice(fireGrades).meta({ label: '级别', choices: fireGrades }),
      documentNo: reference('法律文书号'),
    }),
  },
  'organisation.abnormal.listed': {
    zh: '市场监管：列入经营异常名录',
    about: 'body',
    dayAs: 'listedOn',
    payload: z.strictObject({
      creditCode: body.creditCode,
      ground: choice({
        report: '没有按期公示年度报告',
        false: '公示信息弄虚作假',
        address: '登记的住所联系不上',
        other: '其他',
      }).meta({ label: '原因' }),
    }),
  },
  'provider.penalised': {
    zh: '市场监管：居家服务商受到处罚',
    about: 'body',
    dayAs: 'decidedOn',
    payload: z.strictObject({
      creditCode: body.creditCode,
      kind: choice(penaltyKinds).meta({ label: '处罚', choices: penaltyKinds }),
      documentNo: reference('决定书文号'),
    }),
  },
  'skill.certificate.revoked': {
    zh: '人社：职业技能等级证书吊销',
    about: 'body',
    payload: z.strictObject({ certificateNo: z.string().trim().min(1).max(60).meta({ label: '证书编号' }) }),
  },
  'weather.warning.published': {
    zh: '气象：灾害预警',
    about: 'place',
    dayAs: 'validFrom',
    payload: z.strictObject({
      warningId: reference('预警编号'),
      hazard: choice({ cold: '寒潮', heat: '高温', rain: '暴雨', storm: '大风雷电', snow: '暴雪冰冻' }).meta({
        label: '什么天气',
      }),
      level: choice(warningLevels).meta({ label: '级别', choices: warningLevels }),
      area: Division.meta({ label: '哪个地区', help: '一个县（市、区）或者一个乡镇（街道）一条', widget: 'division' }),
      validTo: PlainDateText.meta({ label: '到哪天', widget: 'date', format: 'plain-date' }),
    }),
  },
  'disaster.person.displaced': {
    zh: '应急：受灾人员转移安置',
    about: 'person',
    payload: z.strictObject({ eventId: reference('灾害编号'), placeId: reference('安置点编号') }),
  },
  'housing.project.completed': {
    zh: '住建：住宅小区竣工验收',
    about: 'place',
    dayAs: 'acceptedOn',
    payload: z.strictObject({
      projectRef: reference('项目编号'),
      division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }),
      name: z.string().trim().min(2, '请填写名称').max(60, '名称太长').meta({ label: '小区名称' }),
      developer: z.string().trim().min(2, '请填写建设单位').max(60, '名称太长').meta({ label: '建设单位' }),
      households: z.int('请填写整数').min(1, '至少1户').max(100_000, '太多').meta({ label: '户数', unit: '户' }),
      plannedPeople: z.int('请填写整数').min(1, '至少1人').max(500_000, '太多').meta({ label: '规划人口', unit: '人' }),
    }),
  },
  'price.index.published': {
    zh: '统计：居民消费价格指数',
    about: 'place',
    payload: z.strictObject({
      month: YearMonthText.meta({ label: '指数月份', widget: 'month', format: 'year-month' }),
      cpiPermille: permille('居民消费价格同比涨幅'),
      foodPermille: permille('食品价格同比涨幅'),
    }),
  },
} as const satisfies Partial<Record<EventType, Feed>>;
export type FeedType = keyof typeof feeds;

export const isFeed = (type: string): type is FeedType => Object.hasOwn(feeds, type);

/** One row as a department sends it; its content is judged by its own type. */
export const FeedRow = z.strictObject({
  /** The department's own number of the record: sent twice it counts once. */
  reference: z.string().regex(/^[\w./-]{4,64}$/, '编号须为4至64位字母、数字或 . / - _'),
  type: z.string().max(60),
  idNumber: z.string().trim().max(18).optional(),
  happenedOn: z.string().max(10),
  payload: z.record(z.string().max(40), z.unknown()).default({}),
});
export type FeedRow = z.infer<typeof FeedRow>;

export interface FeedAnswer {
  reference: string;
  state: 'accepted' | 'repeated' | 'refused';
  message: string;
}

export const feedFields = (type: FeedType): FormField[] => formOf(feeds[type].payload);
