/** 一事一议用语: who sits in a conference (4.13), what it is about, how far it is. */
export const conferenceUnits = {
  'civil-affairs': '民政局',
  finance: '财政局',
  medical: '医疗保障局',
  education: '教育局',
  housing: '住房和城乡建设局',
  disability: '残疾人联合会',
  employment: '人力资源和社会保障局',
  health: '卫生健康局',
  emergency: '应急管理局',
  township: '乡镇（街道）',
} as const;

/** `write-off` concerns money that was paid too much; the others concern the help itself. */
export const conferenceSubjects = {
  cap: '超过额度上限',
  repeat: '再次救助',
  complex: '支出型等复杂情况',
  'write-off': '多发款项核销',
} as const;
export type ConferenceSubject = keyof typeof conferenceSubjects;

export const conferenceWays = { meeting: '开会', phone: '电话' } as const;

export const conferenceStates = { requested: '待会商', resolved: '已议定，待补纪要', recorded: '已有纪要' } as const;
export type ConferenceState = keyof typeof conferenceStates;
