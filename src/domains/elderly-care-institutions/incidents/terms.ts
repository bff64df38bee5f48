/** Words of incidents (4.7). */
import type { Performer } from '../../../kernel/access/index.ts';
import { carers } from '../care/terms.ts';

export const incidentTypes = {
  fall: '跌倒',
  'bed-fall': '坠床',
  choking: '噎食',
  misuse: '误食',
  'pressure-injury': '压疮',
  scald: '烫伤',
  harm: '伤人、自伤',
  wandering: '走失',
  activity: '文娱活动意外',
  illness: '突发疾病',
  food: '食物中毒',
  fire: '火灾',
  abuse: '疑似虐待',
  other: '其他意外',
} as const;
export type IncidentType = keyof typeof incidentTypes;

export const injuries = {
  none: '没有受伤',
  clinic: '轻伤，医务室或门诊处理',
  hospital: '骨折、住院',
  death: '死亡',
} as const;
export type Injury = keyof typeof injuries;

export const measures = {
  watching: '在机构里观察',
  clinic: '请医生处理',
  hospital: '送医院',
  searching: '派人寻找',
  evacuated: '疏散、扑救',
  separated: '让当事人离岗、分开',
} as const;
export type Measure = keyof typeof measures;

export const grades = {
  S1: { zh: 'S1 轻微', tone: 'plain' },
  S2: { zh: 'S2 一般', tone: 'warn' },
  S3: { zh: 'S3 严重', tone: 'bad' },
  S4: { zh: 'S4 重大', tone: 'bad' },
} as const;
export type Grade = keyof typeof grades;
export const gradeNames = {
  S1: 'S1 轻微：没有受伤',
  S2: 'S2 一般：轻伤，噎食已解除',
  S3: 'S3 严重：骨折、住院，走失超过30分钟，疑似虐待，意外死亡',
  S4: 'S4 重大：火灾，3人以上受伤或食物中毒，事故死亡',
} as const;

export const stepKinds = {
  action: '处置',
  family: '告知家属',
  county: '电话报县民政局',
  police: '报110',
  located: '找到了',
  raised: '升级',
  cause: '原因',
  correction: '整改',
  note: '县里的意见',
  'off-duty': '当事人离岗',
  'back-on-duty': '恢复上岗',
  concealed: '认定瞒报',
  photo: '照片',
  closed: '结案',
} as const;
export type StepKind = keyof typeof stepKinds;

export const ways = { phone: '电话', face: '当面', message: '短信、微信' } as const;

/** Who reports, and goes on; whoever is at the bed first. */
export const reporters = carers;
export const leaders = ['care-home-nurse', 'care-home-head'] as const satisfies readonly Performer[];
/** The office that is told, and closes the serious ones. */
export const officers = ['county-clerk', 'county-leader'] as const satisfies readonly Performer[];
export const watchers = [...officers, 'city-clerk', 'city-leader', 'auditor'] as const satisfies readonly Performer[];
