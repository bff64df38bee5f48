/** 残疾人福利 figures of the city: what each is called, over which time, against which target. Pure. */
export type FigureUnit = 'rate' | 'times' | 'persons' | 'items' | 'payments';

interface FigureName {
  readonly zh: string;
  readonly period: 'now' | 'month' | 'year' | 'quarter';
  readonly unit: FigureUnit;
  /** Parameter with the target; none where the plan sets none. */
  readonly target?: string;
  /** How it is counted, in one line. */
  readonly how: string;
  /** Confidential: its list has counts by county, not persons. */
  readonly sealed?: true;
}

export const figureNames = {
  'facility-city': {
    zh: '精神康复福利设施覆盖率（市级设施）',
    period: 'now',
    unit: 'rate',
    target: 'FIG-FACILITY',
    how: '已投用的市级设施数 ÷ 规划的1处；规划原文“新建1处市级”的读法',
  },
  'facility-county': {
    zh: '精神康复福利设施覆盖率（按县）',
    period: 'now',
    unit: 'rate',
    target: 'FIG-FACILITY',
    how: '有设施或者康复机构的县（市、区）数 ÷ 全部县（市、区）数；与上一行并列，供比较',
  },
  'rehab-county': {
    zh: '社区康复县覆盖率',
    period: 'now',
    unit: 'rate',
    target: 'REH-COUNTY-RATE',
    how: '有社区康复机构的县（市、区）数 ÷ 全部县（市、区）数',
  },
  'rehab-standard': {
    zh: '登记对象规范服务率',
    period: 'quarter',
    unit: 'rate',
    target: 'REH-STD-RATE',
    how: '已签计划、连续三个月每月有服务、三个月内有阶段评估的人数 ÷ 登记人数',
    sealed: true,
  },
  'rehab-refer': {
    zh: '转介及时率',
    period: 'year',
    unit: 'rate',
    target: 'FIG-REFER',
    how: '登记后5个工作日内转介的件数 ÷ 已到期限或者已转介的件数',
    sealed: true,
  },
  'rehab-training': {
    zh: '培训达标率',
    period: 'year',
    unit: 'rate',
    target: 'FIG-TRAINING',
    how: '上年培训满20学时的服务人员数 ÷ 服务人员数',
  },
  'subsidy-covered': {
    zh: '两项补贴应补尽补率',
    period: 'month',
    unit: 'rate',
    target: 'FIG-COVERED',
    how: '在领人次 ÷（在领人次＋数据比对符合而还没有申请的人次）',
  },
  'subsidy-on-time': {
    zh: '两项补贴按时办结率',
    period: 'month',
    unit: 'rate',
    target: 'FIG-ON-TIME',
    how: '期限内办结的件数 ÷ 本月办结的件数',
  },
  'subsidy-paid': {
    zh: '两项补贴发放',
    period: 'year',
    unit: 'payments',
    how: '本年已到账的人次和金额；“十三五”累计26.7万人次、1.7亿元',
  },
  'fitting-delivered': { zh: '免费配置辅具', period: 'year', unit: 'items', how: '本年交付的件数（人数）' },
  'points-county': {
    zh: '租赁网点覆盖率（县）',
    period: 'now',
    unit: 'rate',
    target: 'FIG-POINTS',
    how: '有租赁网点或者服务中心的县（市、区）数 ÷ 全部县（市、区）数',
  },
  'points-township': {
    zh: '租赁网点覆盖率（乡镇、街道）',
    period: 'now',
    unit: 'rate',
    how: '有租赁网点或者服务中心的乡镇（街道）数 ÷ 全部乡镇（街道）数',
  },
  reuse: { zh: '循环使用率', period: 'year', unit: 'times', target: 'FIG-REUSE', how: '本年租出次数 ÷ 可以出租的辅具件数' },
  clean: {
    zh: '洗消合格率',
    period: 'month',
    unit: 'rate',
    target: 'FIG-CLEAN',
    how: '租出前有合格洗消记录（首次出库的新购辅具除外）的次数 ÷ 租出次数',
  },
  trained: { zh: '辅具知识培训', period: 'year', unit: 'persons', how: '本年参加辅具知识讲座和培训并签到的人次' },
  'project-opened': {
    zh: '设施项目完成率（处）',
    period: 'now',
    unit: 'rate',
    target: 'FIG-PROJECT',
    how: '已投用的项目数 ÷ 项目库的21处',
  },
  'project-paid': {
    zh: '设施项目完成率（资金）',
    period: 'now',
    unit: 'rate',
    target: 'FIG-PROJECT',
    how: '累计支付 ÷ 项目库的1.564亿元，按元计算',
  },
} as const satisfies Record<string, FigureName>;
export type FigureKey = keyof typeof figureNames;
export const figureName = (key: FigureKey): FigureName => figureNames[key];

/** What a figure is made of. `shown` false: what counts in the whole only, so that the list says what is missing. */
export interface FigureRow {
  readonly id: string;
  readonly title: string;
  readonly place: string;
  readonly detail: string;
  readonly counted: boolean;
  /** Where the record is opened. */
  readonly href?: string;
}

export interface Figure {
  readonly key: FigureKey;
  readonly zh: string;
  readonly periodZh: string;
  readonly how: string;
  readonly unit: FigureUnit;
  readonly count: number;
  readonly of: number | null;
  /** Shown text: 83.3%, 1.4次, 3人. */
  readonly text: string;
  readonly targetText: string | null;
  readonly met: boolean | null;
}
