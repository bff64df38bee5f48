/** Words of community rehabilitation. Pure: the browser uses them too. */
export const diagnosisGroups = {
  schizophrenia: '精神分裂症',
  schizoaffective: '分裂情感性障碍',
  delusional: '偏执性精神病',
  bipolar: '双相（情感）障碍',
  epilepsy: '癫痫所致精神障碍',
  intellectual: '精神发育迟滞伴发精神障碍',
  depression: '抑郁障碍',
  autism: '孤独症谱系障碍',
  other: '其他',
} as const;
export const sources = { self: '本人申请', medical: '医疗机构推荐', other: '村（社区）、单位或者他人转来' } as const;
export const services = {
  medication: '服药训练',
  'daily-life': '日常生活能力训练',
  social: '社交技能训练',
  vocational: '职业能力训练',
  psychological: '心理支持',
  peer: '同伴支持',
  family: '家庭支持',
} as const;
export const evidences = { signature: '本人签到', guardian: '监护人签字', code: '出示签到码' } as const;
export const staffRoles = {
  therapist: '康复治疗师',
  'social-worker': '社会工作者',
  nurse: '护士',
  peer: '同伴支持者',
  other: '其他',
} as const;
export const closeReasons = {
  'goals-met': '目标达成',
  moved: '迁出服务范围',
  declined: '本人不再需要',
  'consent-withdrawn': '撤回同意',
  deceased: '去世',
  hospital: '长期住院',
} as const;
export const incidentKinds = {
  relapse: '病情波动',
  'self-harm': '自伤',
  harm: '伤人',
  lost: '走失',
  fall: '跌倒受伤',
  other: '其他',
} as const;
export const incidentLevels = { general: '一般', serious: '较重', grave: '严重' } as const;
/** Why a session that was entered is taken back. */
export const withdrawalGrounds = {
  'not-served': '没有服务',
  'other-person': '登记错了人',
  'wrong-time': '时间或时长登记错了',
  twice: '重复登记',
} as const;
/** Why a request is not registered. */
export const refusalGrounds = {
  'no-consent': '本人或者监护人不同意接受服务',
  'not-diagnosed': '没有医疗机构的相应诊断',
  'not-here': '不在本地居住',
  served: '已经在接受社区康复服务',
} as const;
export type RefusalGround = keyof typeof refusalGrounds;
