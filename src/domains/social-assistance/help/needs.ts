/** 救助需求综合评估 (5.13): pure. Ranks help and visits and proposes measures; it never decides 低保 or 特困. */
import {
  compareExact,
  exact,
  over,
  type Parameters,
  plus,
  roundFen,
  times,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { ReferralUnit } from './terms.ts';
import { aspects, type NeedAspect, type NeedLevel } from './terms.ts';

/** 0 none … 4 most severe. */
export type NeedScores = Readonly<Record<NeedAspect, number>>;

export interface Proposal {
  readonly aspect: NeedAspect;
  readonly text: string;
  /** Another department's business; null: civil affairs' own. */
  readonly unit: ReferralUnit | null;
}

export interface NeedsAssessment {
  /** Of 100, in hundredths, exact to the hundredth. */
  readonly scoreHundredths: number;
  readonly level: NeedLevel;
  readonly proposals: readonly Proposal[];
}

/** From this score on an aspect asks for something to be done. */
const NOTABLE = 2;

const measures: Readonly<Record<NeedAspect, Omit<Proposal, 'aspect'>>> = {
  income: { text: '按一次申请的分类结果办理基本生活救助；一时过不去的，申请临时救助', unit: null },
  assets: { text: '核实可以变现、可以利用的财产，帮助合理安排', unit: null },
  labour: { text: '就业帮扶、公益性岗位或职业培训', unit: 'employment' },
  health: { text: '医疗救助、大病保险；有残疾的办理残疾人证和康复', unit: 'medical' },
  education: { text: '教育资助、控辍保学', unit: 'education' },
  housing: { text: '危房改造、公租房或租赁补贴', unit: 'housing' },
  care: { text: '上门照料、短期托养、心理疏导', unit: null },
  sudden: { text: '急难型临时救助，跟进走访', unit: null },
};

export function assessNeeds(
  scores: NeedScores,
  at: { readonly parameters: Parameters; readonly division: DivisionCode; readonly date: PlainDate },
): Result<NeedsAssessment, 'PARAM_MISSING'> {
  const judged = withParameters(at, (read) => {
    const weighted = (Object.keys(aspects) as NeedAspect[]).map((a) =>
      times(read.number(`NEED-W-${a.toUpperCase()}`), over(scores[a], 4)),
    );
    const score = weighted.reduce(plus, exact(0));
    const reaches = (key: string): boolean => compareExact(score, read.number(key)) >= 0;
    const level: NeedLevel = reaches('NEED-SEVERE')
      ? 'severe'
      : reaches('NEED-HEAVY')
        ? 'heavy'
        : reaches('NEED-GENERAL')
          ? 'general'
          : 'light';
    return { scoreHundredths: roundFen(times(100, score)), level };
  });
  if (!judged.ok) return judged;
  const proposals = (Object.keys(aspects) as NeedAspect[])
    .filter((aspect) => scores[aspect] >= NOTABLE)
    .sort((a, b) => scores[b] - scores[a])
    .map((aspect) => ({ aspect, ...measures[aspect] }));
  return ok({ ...judged.value, proposals });
}
