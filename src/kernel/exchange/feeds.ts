/**
 * What departments tell by themselves: one row, one event of the catalogue. A row names a person by the identity number; the event that
 * leaves here names only our own id. Pure.
 */
import { z } from 'zod';
import type { EventType } from '../event/index.ts';
import { choice, FenAmount, type FormField, formOf, PlainDateText, YearMonthText } from '../schema/index.ts';

export interface Feed {
  /** Department and subject, as the sender reads them. */
  readonly zh: string;
  readonly about: 'person' | 'place';
  /** What the row says beside who and when, in the names of the event's payload. */
  readonly payload: z.ZodObject;
  /** Key of the payload that carries the day on which it happened. */
  readonly dayAs?: string;
  /** A death has its own way in: it marks the person first. */
  readonly death?: true;
}

const permille = (label: string) =>
  z.int('请填写整数').min(-500, '不能小于-500').max(1000, '不能大于1000').meta({ label, unit: '‰' });
const reference = (label: string) => z.string().trim().min(1).max(40).meta({ label });

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
