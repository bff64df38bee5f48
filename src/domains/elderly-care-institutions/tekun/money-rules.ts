/**
 * 特困资金用在哪里 (4.15: accounts are separate; section 8: not for staff). 基本生活 is for the people themselves, 照料护理 for whoever and whatever cares for them
 * (国发〔2016〕14号第三条; which use falls under which is assumed until the office says so). Pure.
 */
export const sources = { living: '基本生活费', care: '照料护理费' } as const;
export type Source = keyof typeof sources;

export const purposes = {
  food: '伙食',
  clothing: '衣被鞋帽',
  daily: '日用品、取暖',
  pocket: '零用钱',
  medical: '医疗、康复',
  carers: '护理员的照料报酬',
  'care-goods': '护理用品',
  funeral: '丧葬',
  staff: '管理、后勤人员工资',
  office: '办公、接待',
  building: '维修、基建',
  other: '其他',
} as const;
export type Purpose = keyof typeof purposes;

const uses: Readonly<Record<Source, readonly Purpose[]>> = {
  living: ['food', 'clothing', 'daily', 'pocket', 'medical'],
  care: ['carers', 'care-goods', 'medical'],
};
export const mayUse = (source: Source, purpose: Purpose): boolean => uses[source].includes(purpose);
