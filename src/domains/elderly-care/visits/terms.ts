/** 探访关爱: the words of the field, shared by server and pages. */
import type { Cadence } from '../../../kernel/task/index.ts';
import type { ItemClass } from '../orders/terms.ts';

export const KIND = 'elder-visit';

/** 特殊困难老年人 (民发〔2022〕73号): any one of the six is enough. */
export const groups = {
  ELD_ALONE: '独居',
  ELD_EMPTY: '空巢',
  ELD_LEFT: '留守',
  ELD_FUNC: '失能',
  ELD_DIS: '重度残疾',
  ELD_ONLY: '计划生育特殊家庭',
} as const;
export type Group = keyof typeof groups;

export const levels = { red: '红', yellow: '黄', green: '绿' } as const;
export type Level = keyof typeof levels;
export const cadenceOf: Readonly<Record<Level, Cadence>> = { red: 'week', yellow: 'twice-a-month', green: 'month' };

export const modes = { home: '入户', phone: '电话' } as const;
export type Mode = keyof typeof modes;

export const outcomes = { well: '一切正常', need: '有需要', 'no-answer': '没见到' } as const;
export type Outcome = keyof typeof outcomes;

/** What 一切正常 says of every point. */
export const checklist = '人好好的；吃的、喝的、取暖有着落；燃气用电安全；药按时吃；钱够用；心情还好；没有被骗被欺；家里人有联系';

export const validities = { valid: '有效', suspect: '存疑，待乡镇核实', invalid: '不计' } as const;
export type Validity = keyof typeof validities;

/** 5.8, those of older people. */
export const needs = {
  meal: '助餐',
  bath: '助浴',
  clean: '助洁',
  medical: '助医',
  urgent: '助急',
  outing: '助行',
  adaptation: '适老化改造',
  hazard: '家电燃气隐患',
  mind: '心理',
  legal: '法律',
  health: '健康咨询',
  aid: '临时救助',
  benefit: '低保特困申请',
  device: '康复辅具',
  family: '家庭矛盾',
  wander: '走失风险',
  fraud: '诈骗线索',
  day: '日托',
  bed: '住养老机构',
} as const;
export type Need = keyof typeof needs;
/** Needs that a home service meets, and the class of item that it is (4.15). */
export const serviceOf: Readonly<Partial<Record<Need, ItemClass>>> = {
  meal: 'meal',
  bath: 'bath',
  clean: 'clean',
  medical: 'medical',
  urgent: 'urgent',
  outing: 'walk',
  mind: 'comfort',
  legal: 'legal',
  health: 'health',
};
export const urgencies = { urgent: '急，当天办', normal: '不急' } as const;
export type Urgency = keyof typeof urgencies;
export const needStates = { found: '待交办', given: '正在办', closed: '已办结' } as const;

/** 敲门无应答. */
export const noAnswerSteps = {
  calling: '打电话找人',
  second: '再上门一次',
  township: '已报乡镇',
  desk: '已转应急呼叫台',
} as const;
export type NoAnswerStep = keyof typeof noAnswerSteps;
export const noAnswerOutcomes = {
  safe: '平安在外',
  hospital: '住院',
  rescued: '需救治，已送医',
  lost: '走失',
  dead: '死亡',
} as const;
export type NoAnswerOutcome = keyof typeof noAnswerOutcomes;

export const hazards = { cold: '寒潮', heat: '高温', rain: '暴雨', storm: '大风雷电', snow: '暴雪冰冻' } as const;
export type Hazard = keyof typeof hazards;
