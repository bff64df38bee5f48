/** Words of 规划评估. */
import type { Performer } from '../../../kernel/access/index.ts';

export const evaluationKinds = { midterm: '中期评估', final: '末期评估', annual: '年度评估', special: '专项评估' } as const;
export type EvaluationKind = keyof typeof evaluationKinds;

export const evaluationStates = {
  draft: '方案草案',
  open: '自评、复测、公众评价',
  reported: '报告成稿',
  approved: '已审定',
  published: '已公布',
} as const;
export type EvaluationState = keyof typeof evaluationStates;

export const evaluator = 'evaluator' satisfies Performer;
export const evaluationReaders: readonly Performer[] = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
  evaluator,
];

export const remeasureStates = { agrees: '相符', recheck: '须复核', settled: '已复核' } as const;
export type RemeasureState = keyof typeof remeasureStates;
export const outcomes = { keep: '维持报送的数', take: '采用复测的数' } as const;
export type Outcome = keyof typeof outcomes;

/** From very satisfied to very dissatisfied; what each counts for (assumption). */
export const surveyAnswers = { a: '非常满意', b: '满意', c: '一般', d: '不满意', e: '非常不满意' } as const;
export type SurveyAnswer = keyof typeof surveyAnswers;
