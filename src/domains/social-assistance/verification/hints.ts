/**
 * 佐证 (国办发〔2023〕39号): what a source says of a deduction, a status or an exempt reason that the family declared, and what it knows in the
 * family's favour. A hint is read by those who visit and decide; it is no difference, asks for no disposition and changes nothing. Pure.
 */
import { yuan } from '../../../kernel/policy/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import type { FamilyFacts, MemberFacts } from '../family/facts.ts';
import { disabilityTypes, exemptReasons, studentStages } from '../family/terms.ts';
import type { Finding } from './findings.ts';
import { sourceList, type VerificationSource } from './sources.ts';

export const hintTones = { confirms: '相符', denies: '未查到', favours: '未申报', tells: '参考' } as const;

export interface Hint {
  readonly member: string;
  readonly source: VerificationSource;
  readonly tone: keyof typeof hintTones;
  readonly text: string;
}

type Said = Pick<Hint, 'tone' | 'text'>;
type Judge = (member: MemberFacts, finding: Finding, facts: FamilyFacts) => Said[];

const textOf = (finding: Finding, kind: string): string =>
  finding.items
    .filter((item) => item.kind === kind)
    .map((item) => [item.text, item.date].filter(Boolean).join('，'))
    .join('；');
const has = (finding: Finding, kind: string): boolean => finding.items.some((item) => item.kind === kind);
const bracketed = (text: string): string => (text ? `（${text}）` : '');

const enrolment: Judge = (member, finding) => {
  const found = has(finding, 'enrolment');
  const detail = bracketed(textOf(finding, 'enrolment'));
  if (member.student !== 'none')
    return found
      ? [{ tone: 'confirms', text: `申报${studentStages[member.student]}，有学籍${detail}` }]
      : [{ tone: 'denies', text: `申报${studentStages[member.student]}，没有查到学籍` }];
  return found ? [{ tone: 'favours', text: `有学籍${detail}，申报中没有填写` }] : [];
};

const certificate: Judge = (member, finding) => {
  const found = finding.items.filter((item) => item.kind === 'certificate');
  const detail = bracketed(textOf(finding, 'certificate'));
  if (member.disabilities.length === 0)
    return found.length > 0 ? [{ tone: 'favours', text: `有残疾人证${detail}，申报中没有填写，可能影响分类施保` }] : [];
  return member.disabilities.map((declared): Said => {
    const name = `${disabilityTypes[declared.type]}${declared.level}级`;
    if (found.length === 0) return { tone: 'denies', text: `申报${name}残疾，没有查到有效的残疾人证` };
    const level = found.some((item) => item.quantity === null || Number(item.quantity) === declared.level);
    return level
      ? { tone: 'confirms', text: `申报${name}残疾，有残疾人证${detail}` }
      : { tone: 'denies', text: `申报${name}残疾，残疾人证登记的等级不同${detail}` };
  });
};

const sum = (amounts: readonly (Fen | null)[]): Fen => amounts.reduce<Fen>((all, one) => all + (one ?? 0), 0);

const selfPaid: Judge = (member, finding, facts) => {
  const bills = facts.expenses.filter((e) => e.member === member.ref && e.class === 'medical');
  const declared = sum(bills.map((e) => Math.max(0, (e.totalFen ?? 0) - (e.reimbursedFen ?? 0))));
  const found = sum(finding.items.filter((item) => item.kind === 'self-paid').map((item) => item.amountFen));
  if (declared === 0) return found > 0 ? [{ tone: 'favours', text: `医保记录个人自付${yuan(found)}，申报中没有填写` }] : [];
  return found >= declared
    ? [{ tone: 'confirms', text: `申报自付医疗费${yuan(declared)}，医保记录${yuan(found)}` }]
    : [{ tone: 'denies', text: `申报自付医疗费${yuan(declared)}，医保只记录${yuan(found)}，差额请看票据` }];
};

const jobseeker: Judge = (member, finding) => {
  const found = has(finding, 'jobseeker');
  const detail = bracketed(textOf(finding, 'jobseeker'));
  if (member.exemptReason === 'jobseeker')
    return found
      ? [{ tone: 'confirms', text: `申报${exemptReasons.jobseeker}，有登记${detail}` }]
      : [{ tone: 'denies', text: `申报${exemptReasons.jobseeker}，没有查到登记` }];
  return found && member.employment === 'unemployed'
    ? [{ tone: 'favours', text: `有失业、求职登记${detail}，申报中没有填写` }]
    : [];
};

const judges: Partial<Record<VerificationSource, Judge>> = {
  education: enrolment,
  'disability-certificate': certificate,
  'medical-insurance': selfPaid,
  unemployment: jobseeker,
};

/** Told as it was told, by whatever source. */
const told = new Set(['benefit', 'moved', 'marriage', 'note']);

export function hintsOf(declared: FamilyFacts, findings: readonly Finding[]): Hint[] {
  return findings.flatMap((finding) => {
    const member = declared.members.find((m) => m.ref === finding.member);
    if (!member) return [];
    const said = judges[finding.source]?.(member, finding, declared) ?? [];
    const tells: Readonly<Record<string, string>> = sourceList[finding.source].tells;
    const others = finding.items
      .filter((item) => told.has(item.kind))
      .map((item): Said => ({ tone: 'tells', text: [tells[item.kind], item.text].filter(Boolean).join('：') }));
    return [...said, ...others].map((one) => ({ member: finding.member, source: finding.source, ...one }));
  });
}
