/** 单人保: one member applies alone (57号第八条, 83号, 《社会救助法》第二十一条). */
import { ageOn } from '../../../kernel/calendar/index.ts';
import {
  booleanValue,
  type Clause,
  type Outcome,
  over,
  roundFen,
  textValue,
  type Verdict,
} from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { MemberFacts, ObligorItem } from '../family/facts.ts';
import { type Edge, type Group, incomeBelow, ONCE } from '../family/group.ts';
import { isAdult, isLevelThreeMental, isSeverelyDisabled, memberLabel } from '../family/household.ts';
import { computeIncome, type RunContext } from '../family/income.ts';
import { type SingleGround, singleGrounds } from '../family/terms.ts';

export interface SingleCandidate {
  readonly ref: string;
  readonly label: string;
  readonly ground: SingleGround;
}

const SUPPORTER_OLD = 60; // 民发〔2022〕83号：年满60周岁的义务人、兄弟姐妹的扶养费可以不计

/**
 * Nobody but the applicant is left of the family, and it is under the standard by now: it is judged as the family that it is, without anybody's
 * asking again. 宗教教职人员 live apart from a family that goes on.
 */
export function isFamilyByNow(run: RunContext, family: Group): boolean {
  const { single } = run.facts;
  const [only, ...others] = family.members;
  if (!single || single.ground === 'clergy' || others.length > 0 || only?.ref !== single.applicant) return false;
  return incomeBelow(run, family, ONCE) === 'met';
}

/** 单人保: own income, and support from the rest of the family and from outside, as far as it is not disregarded. */
export function singleGroup(run: RunContext, family: Group, edge: Edge, applicant: MemberFacts): Group {
  const old = (birthDate: PlainDate | null) => birthDate !== null && ageOn(birthDate, run.judgedOn) >= SUPPORTER_OLD;
  const outside = run.facts.obligors?.filter((o) => !(o.relation === 'sibling' || old(o.birthDate))) ?? null;
  const rest = family.members.filter((m) => m.ref !== applicant.ref);
  const supporters = rest.filter((m) => !isSibling(m, applicant) && !old(m.birthDate));
  // 家庭属低保边缘的，义务人按救助对象不计供养费；不属边缘的，按未满60周岁供养人的收入推算
  const inside: ObligorItem[] = [];
  let openSupport: readonly string[] = [];
  if (!edge.owesNoSupport && supporters.length > 0) {
    const theirs = computeIncome(run, supporters, []);
    openSupport = theirs.openIncome;
    inside.push({
      relation: 'other',
      supports: [applicant.ref],
      mustSupport: 1,
      birthDate: null,
      householdSize: rest.length,
      monthlyIncomeFen: roundFen(over(theirs.countable, theirs.windowMonths)),
      division: run.facts.division,
      urbanRural: run.facts.urbanRural,
      category: 'none',
      agreedMonthlyFen: null,
    });
  }
  const income = computeIncome(run, [applicant], outside === null ? null : [...outside, ...inside]);
  const { windowMonths, gross, deductions, countable, lines, openDeductions } = income;
  const openIncome = [...income.openIncome, ...openSupport];
  return {
    members: [applicant],
    income: { windowMonths, gross, deductions, countable, lines, openIncome, openDeductions },
    complete: true,
  };
}

/** Brothers and sisters within the family, as the relations to the applicant of the family show it. */
const isSibling = (member: MemberFacts, applicant: MemberFacts): boolean =>
  (member.relation === 'child' && applicant.relation === 'child') ||
  (member.relation === 'sibling' && ['self', 'sibling'].includes(applicant.relation)) ||
  (member.relation === 'self' && applicant.relation === 'sibling');

function joblessSevere(member: MemberFacts, date: PlainDate): boolean {
  return isAdult(member, date) && isSeverelyDisabled(member, date) && member.employment === 'unemployed';
}

function holdsGround(member: MemberFacts, ground: SingleGround, date: PlainDate): boolean | null {
  if (ground === 'disability') return isSeverelyDisabled(member, date) || isLevelThreeMental(member, date);
  if (ground === 'illness') return member.seriousIllness;
  if (ground === 'clergy') return member.status === 'clergy-apart';
  if (ground === 'jobless-severe')
    return member.employment === null && isAdult(member, date) && isSeverelyDisabled(member, date)
      ? null
      : joblessSevere(member, date);
  return null;
}

/** Whoever may apply alone, by the first ground that holds. */
export function singleCandidatesOf(run: RunContext, family: Group, familyOutcome: Outcome, edge: Outcome): SingleCandidate[] {
  if (familyOutcome !== 'not-eligible') return [];
  const grounds: SingleGround[] = edge === 'eligible' ? ['disability', 'illness'] : ['jobless-severe'];
  return family.members.flatMap((member) => {
    const ground = grounds.find((g) => holdsGround(member, g, run.judgedOn));
    return ground ? [{ ref: member.ref, label: memberLabel(member), ground }] : [];
  });
}

/** The whole family is under the standard: it is to ask as one (83号), and what its member receives goes on until that is decided. */
export const FAMILY_BELOW = '按新标准全家低于低保标准，须转办全家的低保，办成以前单人保照发';

/** How the family of the applicant stands. */
export interface FamilyOfSingle {
  readonly income: Verdict;
  readonly edge: Outcome;
  /** Under the standard as a whole, while the applicant receives alone. */
  readonly goesOn: boolean;
}

export function singleClauses(run: RunContext, family: FamilyOfSingle, applicant: MemberFacts | undefined): Clause[] {
  const { income: familyIncome, edge, goesOn } = family;
  const { ground, countyAgreed } = run.facts.single!;
  const basis = '民发〔2021〕57号第八条；民发〔2022〕83号；《社会救助法》第二十一条';
  const asWhole = goesOn
    ? { note: FAMILY_BELOW }
    : familyIncome === 'met'
      ? { note: '家庭整户收入低于标准的，应当整户申请' }
      : {};
  const holds = !applicant ? false : ground === 'special-hardship' ? countyAgreed : holdsGround(applicant, ground, run.judgedOn);
  const groundClause: Clause = {
    name: '具有单独申请的情形',
    verdict: holds === null ? 'unknown' : holds ? 'met' : 'unmet',
    value: textValue(singleGrounds[ground]),
    limit: null,
    basis,
    ...(applicant ? {} : { note: '没有找到该家庭成员' }),
  };
  if (ground === 'clergy') return [groundClause];
  if (ground === 'jobless-severe')
    return [
      groundClause,
      {
        name: '家庭整户收入不低于最低生活保障标准',
        verdict: goesOn ? 'met' : familyIncome === 'met' ? 'unmet' : familyIncome === 'unmet' ? 'met' : 'unknown',
        value: booleanValue(familyIncome === 'unmet'),
        limit: null,
        basis: '民发〔2022〕83号',
        ...asWhole,
      },
    ];
  return [
    groundClause,
    {
      name: '家庭属于最低生活保障边缘家庭',
      verdict: goesOn || edge === 'eligible' ? 'met' : edge === 'not-eligible' ? 'unmet' : 'unknown',
      value: booleanValue(edge === 'eligible'),
      limit: null,
      basis,
      ...asWhole,
    },
  ];
}
