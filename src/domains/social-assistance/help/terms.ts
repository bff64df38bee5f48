/** 综合评估、转介: closed choices with their Chinese names. */
export const aspects = {
  income: '收入',
  assets: '财产',
  labour: '劳动能力和就业',
  health: '健康和残疾',
  education: '教育',
  housing: '住房',
  care: '照料',
  sudden: '突发事件',
} as const;
export type NeedAspect = keyof typeof aspects;

export const severities = { '0': '没有困难', '1': '轻微', '2': '一般', '3': '较重', '4': '严重' } as const;

export const needLevels = { severe: '特别困难', heavy: '比较困难', general: '一般困难', light: '轻度困难' } as const;
export type NeedLevel = keyof typeof needLevels;

/** Departments outside civil affairs, and charity. */
export const referralUnits = {
  medical: '医疗保障部门',
  education: '教育部门',
  housing: '住房城乡建设部门',
  employment: '人力资源社会保障部门',
  disability: '残疾人联合会',
  health: '卫生健康部门',
  rural: '农业农村部门',
  emergency: '应急管理部门',
  union: '工会',
  women: '妇女联合会',
  youth: '共青团',
  charity: '慈善组织',
} as const;
export type ReferralUnit = keyof typeof referralUnits;

export const needCodes = {
  'medical-aid': '医疗救助',
  'education-aid': '教育资助',
  'housing-aid': '住房救助',
  'employment-aid': '就业帮扶',
  rehabilitation: '康复和残疾人证',
  'disaster-aid': '受灾救助',
  'charity-help': '慈善帮扶',
  other: '其他',
} as const;
export type NeedCode = keyof typeof needCodes;

/** What a charity gave. */
export const aidForms = { cash: '现金', goods: '物资', service: '服务' } as const;
export type AidForm = keyof typeof aidForms;
