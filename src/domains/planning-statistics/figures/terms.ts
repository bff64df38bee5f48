/** Words of the figures of a plan. */
export const valueTypes = { target: '目标值', actual: '实际值', forecast: '预测值' } as const;
export type ValueType = keyof typeof valueTypes;

/** Whose work a figure is about. */
export const figureDomains = {
  'social-assistance': '社会救助',
  'elderly-care': '养老服务',
  'child-welfare': '儿童福利',
  disability: '残疾人福利',
  community: '社区治理',
  'social-organisations': '社会组织',
  'charity-volunteering': '慈善、社会工作和志愿服务',
  funeral: '殡葬',
  marriage: '婚姻登记',
  rescue: '流浪乞讨救助',
  divisions: '区划地名',
  'disaster-relief': '防灾减灾',
  'double-support': '双拥优抚',
  'planning-statistics': '规划和保障',
} as const;
export type FigureDomain = keyof typeof figureDomains;
