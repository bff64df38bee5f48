/** Words of facility projects and model institutions. Pure: the browser uses them too. */
export const stages = {
  planned: '谋划',
  feasibility: '可研',
  approved: '立项',
  started: '开工',
  completed: '竣工',
  'in-use': '投用',
  operating: '运营',
} as const;
export type Stage = keyof typeof stages;
export const stageOrder = Object.keys(stages) as Stage[];
export const isOpen = (stage: Stage): boolean => stage === 'in-use' || stage === 'operating';

export const institutionLevels = { city: '市级', county: '县级', township: '乡镇、社区' } as const;
export type InstitutionLevel = keyof typeof institutionLevels;

export const modelStates = { applied: '待市里确认', named: '标杆机构', 'not-named': '未确认', removed: '已取消' } as const;
export type ModelState = keyof typeof modelStates;

/** What a model institution is scored by; the full marks come to 100. */
export const scoreItems = {
  service: { zh: '规范服务', max: 30 },
  staff: { zh: '人员和培训', max: 20 },
  safety: { zh: '安全和风险处置', max: 20 },
  family: { zh: '家属和服务对象评价', max: 15 },
  teaching: { zh: '带教和示范', max: 15 },
} as const;
export type ScoreItem = keyof typeof scoreItems;
