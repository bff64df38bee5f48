/** 稽核疑点: what is looked for, and what each one means. Pure. */
export const findingKinds = {
  'certificate-twice': { zh: '一人两证', what: '一个身份证号码有两个残疾人证号，请与残联核对哪一个有效。' },
  'certificate-number': { zh: '证号与身份证不一致', what: '残疾人证号的前18位不是现在的身份证号码，可能用错了人。' },
  'level-raised': { zh: '申请前等级上调', what: '申请前不久残疾等级上调，请核对评定材料。' },
  'two-counties': { zh: '户籍地与发放地不同', what: '户籍已在另一个县（市、区），补贴仍由这里发放。' },
  elsewhere: { zh: '其他地区也在发放', what: '审定以后查到其他地区也在发放同类补贴，请与对方核实由哪边停发，多发的追回。' },
  'living-without-dibao': { zh: '没有低保领生活补贴', what: '本月领生活补贴，但是不在低保名单上。' },
  'with-tekun': { zh: '特困人员领补贴', what: '本月同时享受特困供养和两项补贴。' },
  'payee-shared': {
    zh: '多人共用一个账户',
    what: '不是一家人的补贴进同一个账户，也没有代领委托，请到机构或者村里核实本人是否得到。',
  },
  unseen: { zh: '长期见不到本人', what: '年度确认时入户没有见到本人，请核实是否去世或者外出。' },
  'session-in-hospital': { zh: '住院期间有服务记录', what: '康复服务记录的日子本人在住院，结算时核减，请查记录真伪。' },
  'session-after-death': { zh: '去世以后有服务记录', what: '康复服务记录在本人去世以后，请查记录真伪。' },
  'full-attendance': { zh: '全月人人次数相同', what: '一个月里每个人的服务次数完全相同而且不少，请抽查签到原件。' },
  'serial-twice': { zh: '序列号重复', what: '两件辅具的序列号相同，可能重复登记或者虚报购置。' },
  'never-scanned': { zh: '购置后从未扫码', what: '购置入库以后从来没有扫过码，请到网点清点实物。' },
  'deposit-kept': { zh: '押金逾期未退', what: '已经归还验收，押金过了期限没有退。' },
} as const;
export type FindingKind = keyof typeof findingKinds;

export const findingStates = { open: '待核实', true: '属实', untrue: '不属实' } as const;
export type FindingState = keyof typeof findingStates;

export interface FindingRow {
  id: string;
  kind: FindingKind;
  zh: string;
  what: string;
  personId: string | null;
  personName: string | null;
  divisionName: string;
  detail: string;
  foundOn: string;
}
