/** 项目的阶段、旁路状态、资金来源和提醒, in words. Pure: the browser uses them too. Planning 4.3, 5.4. */

export const stages = {
  reserve: '储备',
  approved: '立项',
  feasibility: '可研',
  design: '用地/初设',
  tender: '招标',
  started: '开工',
  structure: '主体',
  completed: '竣工验收',
  'in-use': '投用',
} as const;
export type Stage = keyof typeof stages;
export const stageOrder = Object.keys(stages) as Stage[];
export const stepOf = (stage: Stage): number => stageOrder.indexOf(stage);

/** How much of a project a stage stands for, in percent (assumption of 5.4). */
export const stageWeights: Readonly<Record<Stage, number>> = {
  reserve: 0,
  approved: 10,
  feasibility: 20,
  design: 30,
  tender: 40,
  started: 50,
  structure: 70,
  completed: 90,
  'in-use': 100,
};

/** Beside the stage: a project that is paused, cancelled or merged goes no further; an adjusted one goes on with another investment. */
export const sides = { none: '正常', paused: '暂停', cancelled: '取消', adjusted: '调整', merged: '合并' } as const;
export type Side = keyof typeof sides;
export const goesOn = (side: Side): boolean => side === 'none' || side === 'adjusted';

export const sources = {
  central: '中央预算内',
  province: '省级',
  city: '市级',
  county: '县级',
  'lottery-ministry': '福彩公益金（部级）',
  'lottery-province': '福彩公益金（省级）',
  'lottery-city': '福彩公益金（市级）',
  'lottery-county': '福彩公益金（县级）',
  bond: '专项债',
  social: '社会资本',
  donation: '捐赠',
  other: '其他',
} as const;
export type Source = keyof typeof sources;
export const sourceOrder = Object.keys(sources) as Source[];

export const alarms = {
  late: '月报逾期',
  stale: '长期未更新',
  never: '从未报过进度',
  paid: '支付快于进度',
  price: '单价疑点',
  overrun: '概算须报回',
  duplicate: '疑似重复',
} as const;
export type Alarm = keyof typeof alarms;
export const alarmOrder = Object.keys(alarms) as Alarm[];

export const reportStates = { waiting: '待县里核', counted: '已计入', returned: '已退回', replaced: '已更正' } as const;
export type ReportState = keyof typeof reportStates;

export const stepKinds = {
  stage: '阶段变动',
  side: '状态变动',
  estimate: '估算概算',
  funding: '资金计划',
  schedule: '工期计划',
  urge: '督促',
} as const;
export type StepKind = keyof typeof stepKinds;
