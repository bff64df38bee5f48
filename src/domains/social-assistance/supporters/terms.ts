/** 户外义务人核对: names that server, workbench and portal share. */
import { allSources, sourceList, type VerificationSource } from '../verification/sources.ts';

/** Its own purpose: what a child agrees to for a parent's case serves no check of the child's own family, and the other way round. */
export const SUPPORT_PURPOSE = '社会救助申请家庭的赡养、抚养、扶养能力核对';

export const supporterStates = {
  asked: '等本人授权',
  declined: '本人不同意',
  withdrawn: '已撤回授权',
  consented: '待查询',
  querying: '查询中',
  differs: '与申报不符，待处置',
  disposed: '已处置',
  agrees: '已核对',
} as const;
export type SupporterState = keyof typeof supporterStates;

export const supportRelations = {
  child: '子女',
  parent: '父母',
  spouse: '配偶',
  grandchild: '孙子女或外孙子女',
  grandparent: '祖父母或外祖父母',
  sibling: '兄弟姐妹',
  other: '其他',
} as const;
export type SupportRelation = keyof typeof supportRelations;

/** What the computation reads of a supporter (5.4): income, whether he or she is alive and assisted. */
const forSupport = ['civil-registration', 'civil-affairs', 'tax', 'social-insurance', 'housing-fund'] as const;
/** What the grounds of 43号第八条 read besides. */
const forTekun = ['justice', 'disability-certificate', 'real-estate', 'vehicles', 'market-entities', 'bank-deposits'] as const;

/** What a supporter is asked to agree to: no more than the case can use, here and, where an officer writes there, in another province. */
export const supporterSources = (flow: string): readonly VerificationSource[] => {
  const wanted: readonly VerificationSource[] = [...forSupport, ...(flow === 'tekun' ? forTekun : []), 'cooperation'];
  return allSources.filter((source) => wanted.includes(source));
};

/** What is asked, in words that a person who signs understands. */
export const sourceWords = (sources: readonly VerificationSource[]): string[] =>
  sources.map((source) => `${sourceList[source].zh}（${sourceList[source].owner}）`);
