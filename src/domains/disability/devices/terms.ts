/** Words of assistive devices: kinds, states of a unit, standing of a person. Pure: the browser uses them too. */

/** Kinds that have a cycle and a price cap of their own (FIT-CYCLE, FIT-CAP); the others share 其他. */
export const deviceKinds = {
  wheelchair: '轮椅',
  'hearing-aid': '助听器',
  prosthesis: '假肢',
  crutch: '拐杖',
  'nursing-bed': '护理床',
  'bath-chair': '洗浴椅',
  mattress: '防褥疮垫',
  other: '其他辅具',
} as const;
export type DeviceKind = keyof typeof deviceKinds;

export const unitStates = {
  'in-stock': '在库',
  reserved: '已预约',
  rented: '租出',
  'to-clean': '待洗消',
  repair: '维修',
  recalled: '召回',
  scrapped: '报废',
  allocated: '已配发',
} as const;
export type UnitState = keyof typeof unitStates;

/** Where a unit may go from each state; the database holds the same table and refuses any other way. */
export const unitMoves: Readonly<Record<UnitState, readonly UnitState[]>> = {
  'in-stock': ['reserved', 'repair', 'recalled', 'scrapped'],
  reserved: ['in-stock', 'rented', 'allocated', 'repair', 'recalled'],
  rented: ['to-clean', 'recalled', 'scrapped'],
  'to-clean': ['in-stock', 'repair', 'recalled', 'scrapped'],
  repair: ['to-clean', 'recalled', 'scrapped'],
  allocated: ['to-clean', 'recalled', 'scrapped'],
  // 召回的辅具不再出库，只能报废。
  recalled: ['scrapped'],
  scrapped: [],
};

export const orderStates = {
  reserved: '已预约',
  out: '使用中',
  returned: '已归还',
  cancelled: '已取消',
  lost: '已遗失',
} as const;
export type OrderState = keyof typeof orderStates;

export const stationKinds = { centre: '辅具服务中心', point: '租赁网点', 'try-out': '体验点', recycling: '回收点' } as const;
export type StationKind = keyof typeof stationKinds;
export const stationHosts = { community: '社区', institution: '养老机构', hospital: '医院' } as const;

/** What a person is on a day, for subsidy and deposit. `severe`: certificate of level 1 or 2. */
export const standings = {
  tekun: '特困人员',
  dibao: '低保对象',
  edge: '低保边缘家庭成员',
  severe: '一、二级残疾人',
  certificate: '持证残疾人',
  elder: '60岁以上老年人',
  none: '其他人员',
} as const;
export type Standing = keyof typeof standings;

export const repairCauses = { worn: '使用磨损', damaged: '使用损坏', defect: '产品缺陷' } as const;

/** Why a further free item may be given inside the cycle, each found by an assessment. */
export const cycleExceptions = { growth: '儿童生长发育', function: '身体功能变化', damage: '非人为损坏且无法修复' } as const;
export type CycleException = keyof typeof cycleExceptions;

export const staffRoles = {
  assessor: '评估人员',
  fitter: '适配人员',
  trainer: '康复训练人员',
  'social-worker': '社会工作人员',
} as const;
export const courseKinds = { knowledge: '知识讲座', training: '业务培训' } as const;
export const trialPurposes = { 'try-out': '体验试用', fitting: '适配评估' } as const;
export const halves = { morning: '上午', afternoon: '下午' } as const;
export const trialAdvice = { rent: '可以租', fit: '申请免费配置', buy: '自己买', none: '暂不需要' } as const;

/** Who saw that somebody may need a device. */
export const leadSources = { assessment: '养老能力评估', disaster: '灾害转移安置', child: '孤儿保障' } as const;
export type LeadSource = keyof typeof leadSources;

/** Other programmes that give devices free of charge: they count for the cycle. */
export const otherProgrammes = {
  federation: '残联项目',
  injury: '工伤保险',
  medical: '医疗保险',
  tomorrow: '孤儿康复医疗明天计划',
} as const;
