/**
 * 数据来源 (4.12): one row for each, in the order in which a report reads. Who answers, what it can tell, by which provision it may be asked,
 * and how it answers unless the city says otherwise. A consent names sources by these codes; what is not named is not asked.
 */
import type { SourceDefinition } from '../../../kernel/exchange/index.ts';
import { fail, type Refusal } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { financialKinds, incomeTypes, vehicleKinds } from '../family/terms.ts';

const { wage, business, interest, dividend, rent, compensation } = incomeTypes;
const pensions = {
  'employee-pension': incomeTypes['employee-pension'],
  'resident-pension': incomeTypes['resident-pension'],
  'survivor-pay': incomeTypes['survivor-pay'],
};
const NOTE = { note: '其他情况（只供参考）' };

const MEMBERS = '民发〔2021〕57号第十七条、民发〔2022〕83号';
const MEANS = '民发〔2021〕57号第十七条';
const NOT_COUNTED = '民发〔2021〕57号第七条';
const MONITORING = '国办发〔2023〕39号';

const verificationSources = {
  'civil-registration': {
    zh: '户籍、死亡、迁移',
    owner: '公安户籍',
    basis: MEMBERS,
    tells: { registered: '户籍在册', death: '死亡注销', moved: '户口迁移' },
    way: 'interface',
  },
  'civil-affairs': {
    zh: '婚姻、殡葬、孤儿、特困、补贴',
    owner: '民政（本平台）',
    basis: '民发〔2022〕83号',
    tells: { death: '死亡', benefit: '正在享受的待遇', recognised: '救助身份', marriage: '婚姻登记' },
    way: 'interface',
  },
  tax: { zh: '工资薪金、经营所得', owner: '税务部门', basis: MEANS, tells: { wage, business }, way: 'interface' },
  'social-insurance': {
    zh: '社会保险缴费、养老金发放',
    owner: '人社（社会保险）',
    basis: `${MEANS}、民发〔2022〕83号`,
    tells: { wage: '工资性收入（缴费基数）', ...pensions, 'unemployment-benefit': incomeTypes['unemployment-benefit'] },
    way: 'interface',
  },
  unemployment: {
    zh: '失业登记、求职登记',
    owner: '人社（公共就业）',
    basis: MONITORING,
    tells: { jobseeker: '登记失业、求职' },
    way: 'interface',
  },
  'housing-fund': {
    zh: '住房公积金缴存',
    owner: '住房公积金中心',
    basis: MEANS,
    tells: { wage: '工资性收入（缴存基数）', ...NOTE },
    way: 'interface',
  },
  'real-estate': {
    zh: '不动产登记',
    owner: '不动产登记机构',
    basis: MEANS,
    tells: { house: '住房', rent, ...NOTE },
    way: 'interface',
  },
  vehicles: { zh: '车辆、船舶登记', owner: '公安车管、海事', basis: MEANS, tells: vehicleKinds, way: 'interface' },
  'market-entities': {
    zh: '个体工商户、公司',
    owner: '市场监管部门',
    basis: MEANS,
    tells: { firm: '市场主体', dividend },
    way: 'interface',
  },
  'bank-deposits': {
    zh: '银行存款、理财、利息',
    owner: '银行业金融机构',
    basis: MEANS,
    tells: { deposit: financialKinds.deposit, 'internet-finance': financialKinds['internet-finance'], interest },
    way: 'interface',
  },
  'commercial-insurance': {
    zh: '商业保险保单、理赔',
    owner: '保险机构',
    basis: MEANS,
    tells: { insurance: financialKinds.insurance, compensation },
    way: 'file',
  },
  securities: {
    zh: '股票、基金、债券',
    owner: '证券登记结算机构',
    basis: MEANS,
    tells: { securities: financialKinds.securities, dividend },
    way: 'interface',
  },
  'payment-accounts': {
    zh: '支付账户余额',
    owner: '非银行支付机构',
    basis: '《中华人民共和国社会救助法》第四十一条',
    tells: { 'payment-account': financialKinds['payment-account'] },
    way: 'interface',
    validFrom: '2026-07-01' as PlainDate,
  },
  justice: {
    zh: '服刑、强制隔离戒毒',
    owner: '司法行政（监狱、戒毒）',
    basis: NOT_COUNTED,
    tells: { imprisoned: '在监狱服刑', 'compulsory-rehab': '强制隔离戒毒' },
    way: 'interface',
  },
  courts: {
    zh: '宣告失踪、宣告死亡',
    owner: '人民法院',
    basis: NOT_COUNTED,
    tells: { 'declared-missing': '宣告失踪', death: '宣告死亡' },
    way: 'letter',
  },
  'medical-insurance': {
    zh: '医疗费个人自付',
    owner: '医疗保障部门',
    basis: MONITORING,
    tells: { 'self-paid': '近12个月个人自付' },
    way: 'interface',
  },
  education: { zh: '学籍', owner: '教育部门', basis: MONITORING, tells: { enrolment: '在校就读' }, way: 'interface' },
  'disability-certificate': {
    zh: '残疾人证',
    owner: '残疾人联合会',
    basis: MONITORING,
    tells: { certificate: '残疾人证' },
    way: 'interface',
  },
  cooperation: {
    zh: '外省收入、财产、户籍',
    owner: '外省核对机构（异地协同）',
    basis: `${MEANS}、民发〔2022〕83号`,
    tells: {
      registered: '户籍在册',
      death: '死亡',
      wage,
      business,
      ...pensions,
      house: '住房',
      ...vehicleKinds,
      firm: '市场主体',
      deposit: financialKinds.deposit,
      ...NOTE,
    },
    way: 'letter',
  },
} as const satisfies Record<string, SourceDefinition>;
export type VerificationSource = keyof typeof verificationSources;
export const allSources = Object.keys(verificationSources) as VerificationSource[];
export const sourceList: Readonly<Record<VerificationSource, SourceDefinition>> = verificationSources;

/** What a consent signed today names: every source that may be asked while it holds. */
export const consentedWith = (on: PlainDate): VerificationSource[] =>
  allSources.filter((source) => (sourceList[source].validFrom ?? on) <= on);

export const sourceOwner = (source: string): string => sourceList[source as VerificationSource]?.owner ?? source;

/** A query was refused: the department by its name, as the officer knows it. */
export const withoutBasis = ({ code, params }: Refusal<'QUERY_WITHOUT_BASIS'>): Refusal<'QUERY_WITHOUT_BASIS'> =>
  fail(code, { source: sourceOwner(String(params.source)) });

/** Asked only by an officer's choice: nothing that a family declares says which province to write to. */
const byChoice: readonly VerificationSource[] = ['cooperation'];

/** What a family declares that makes a source worth the wait, where it answers by file or letter. */
const triggers: Partial<Record<VerificationSource, (facts: FamilyFacts, member: string) => boolean>> = {
  'commercial-insurance': (facts, member) =>
    facts.assets?.financial.some((a) => a.kind === 'insurance' && a.owner === member) ?? false,
  courts: (facts, member) =>
    facts.members.some((m) => m.ref === member && ['declared-missing', 'missing-undeclared'].includes(m.status ?? '')),
};

/** Whether a source is asked about a member at once: what answers by itself always is, what keeps a case waiting only for a reason. */
export const askedAtOnce = (source: VerificationSource, way: string, facts: FamilyFacts, member: string): boolean =>
  !byChoice.includes(source) && (way === 'interface' || (way !== 'off' && (triggers[source]?.(facts, member) ?? false)));
