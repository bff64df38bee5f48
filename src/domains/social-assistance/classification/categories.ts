/** 救助类别, in the order in which an application is tested (4.1), with the words that notices, letters and pages use. */
export const categories = {
  tekun: '特困人员',
  dibao: '最低生活保障',
  single: '单人保',
  edge: '最低生活保障边缘家庭',
  rigid: '刚性支出困难家庭',
} as const;

/** What a family as a whole can be; 特困 and 单人保 are of persons. */
export type FamilyCategory = 'dibao' | 'edge' | 'rigid';
/** Recognised without money of its own: a status that opens other aid. */
export type RecognitionKind = 'edge' | 'rigid';

export const recognitionNames: Readonly<Record<RecognitionKind, string>> = { edge: categories.edge, rigid: categories.rigid };

export const isRecognition = (category: string | null): category is RecognitionKind =>
  category === 'edge' || category === 'rigid';

/** The category that a service item asks for; every other one is tested all the same. */
export const categoryOfItem = (itemId: string): FamilyCategory =>
  itemId === 'SA-05' ? 'edge' : itemId === 'SA-06' ? 'rigid' : 'dibao';

/** What each opens, in plain words (4.4). */
export const opens: Readonly<Record<RecognitionKind, string>> = {
  edge: '不直接发钱；凭认定可以申请医疗、教育、住房、就业等专项救助，家里有重度残疾人、重病患者的可以单人申请低保。',
  rigid: '不直接发钱；凭认定可以申请医疗、教育等专项救助和临时救助，有效期内不用重复核对。',
};
