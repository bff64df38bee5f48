/** The steps and actions that every application to the place-name and boundary office of a county has alike: acceptance, papers once, withdrawal, refusal. */

export const forApplicant = ['applicant', 'village-worker', 'township-clerk'] as const;

export const supplement = {
  zh: '材料补正',
  holder: 'applicant',
  pauses: true,
  asks: '补交缺少的材料',
  aside: true,
  can: { resubmit: [...forApplicant, 'county-clerk'], withdraw: [...forApplicant] },
  leadsTo: ['submitted', 'checking', 'withdrawn'],
  says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
} as const;
export const submitted = {
  zh: '已提交',
  holder: 'county-clerk',
  within: { parameter: 'SUPPLEMENT-DAYS', unit: 'workdays', from: 'submitted' },
  deems: true,
  can: { accept: ['county-clerk'], requestSupplement: ['county-clerk'], withdraw: [...forApplicant] },
  leadsTo: ['checking', 'supplement', 'withdrawn'],
  says: '申请已经交到县（市、区）地名办，工作人员正在看材料是否齐全。',
} as const;
export const withdrawn = {
  zh: '已撤回',
  holder: null,
  final: 'withdrawn',
  can: {},
  says: '申请已经撤回，需要时可以重新申请。',
} as const;
export const refused = {
  zh: '不予办理',
  holder: null,
  final: 'refused',
  can: {},
  says: '这次没有办，理由和救济途径见决定书。',
} as const;
export const common = {
  requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
  resubmit: { zh: '补齐材料', causes: '材料补交后继续办理。' },
  withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
  accept: { zh: '受理', causes: '从今天起计算办理期限，告知申请人办件号。', recusal: true },
  refuse: { zh: '不予办理', causes: '出具决定书，写明理由和救济途径，办结。', danger: true, recusal: true },
} as const;
