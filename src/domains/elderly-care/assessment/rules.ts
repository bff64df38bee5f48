/**
 * From the scores to the level, by GB/T 42195-2022 (specification 5.2). Pure: the server computes, nobody types a level. Every adjustment is named
 * with the condition that brought it, and it is one level only, however many conditions hold.
 */
import { type Item, itemsOf, maxOf, type Scores, type SectionKey, sectionKeys } from './items.ts';

/** 等级名称 by level. */
export const levels = {
  0: '能力完好',
  1: '能力轻度受损（轻度失能）',
  2: '能力中度受损（中度失能）',
  3: '能力重度受损（重度失能）',
  4: '能力完全丧失（完全失能）',
} as const;
export type Level = keyof typeof levels;

/** 近30天的照护风险事件. */
export const riskKinds = {
  fall: '跌倒',
  choking: '噎食',
  wandering: '走失',
  selfHarm: '自杀、自伤',
  other: '其他照护风险事件',
} as const;
export type RiskEvents = Readonly<Partial<Record<keyof typeof riskKinds, number>>>;

export interface Diagnosis {
  /** ICD-10 编码. */
  readonly code: string;
  /** The document or the institution that says it; needed for a code of chapter F. */
  readonly source: string;
}

export interface Findings {
  readonly scores: Scores;
  readonly diagnoses: readonly Diagnosis[];
  readonly riskEvents: RiskEvents;
  readonly coma: boolean;
}

export const adjustments = {
  coma: '处于昏迷状态',
  dementia: '有认知障碍（痴呆）诊断',
  psychiatric: '有精神科专科医生诊断的其他精神和行为障碍',
  riskEvents: '近30天内照护风险事件2次及以上',
} as const;
export type Adjustment = keyof typeof adjustments;

export interface LevelResult {
  readonly subtotals: Readonly<Record<SectionKey, number>>;
  readonly total: number;
  readonly preliminary: Level;
  /** Every condition that holds; the level moves by one step at most. */
  readonly adjustments: readonly Adjustment[];
  readonly final: Level;
}

/** 初步等级: 90 → 0, 66–89 → 1, 46–65 → 2, 30–45 → 3, 0–29 → 4. */
export const preliminaryLevel = (total: number): Level =>
  total >= 90 ? 0 : total >= 66 ? 1 : total >= 46 ? 2 : total >= 30 ? 3 : 4;

const scoresOf = (scores: Scores, section: SectionKey): Readonly<Record<string, number>> =>
  scores[section] as Readonly<Record<string, number>>;

/** ICD-10 chapter F by its two digits; null for every other code. */
function mentalGroup(code: string): number | null {
  const found = /^F(\d{2})/i.exec(code.trim());
  return found ? Number(found[1]) : null;
}
const isDementia = ({ code }: Diagnosis): boolean => {
  const group = mentalGroup(code);
  return group !== null && group <= 3;
};
const isPsychiatric = ({ code }: Diagnosis): boolean => {
  const group = mentalGroup(code);
  return group !== null && group >= 4;
};

const RISK_EVENTS = 2;

/** Falls, choking, wandering, self-harm and others, added over the kinds. */
export const riskCount = (events: RiskEvents): number => Object.values(events).reduce((sum, n) => sum + (n ?? 0), 0);

export function levelOf(found: Findings): LevelResult {
  const subtotals = Object.fromEntries(
    sectionKeys.map((section) => [section, Object.values(scoresOf(found.scores, section)).reduce((sum, n) => sum + n, 0)]),
  ) as Record<SectionKey, number>;
  const total = Object.values(subtotals).reduce((sum, n) => sum + n, 0);
  const preliminary = preliminaryLevel(total);
  if (found.coma) return { subtotals, total, preliminary, adjustments: ['coma'], final: 4 };
  const holds: Record<Exclude<Adjustment, 'coma'>, boolean> = {
    dementia: found.diagnoses.some(isDementia),
    psychiatric: found.diagnoses.some(isPsychiatric),
    riskEvents: riskCount(found.riskEvents) >= RISK_EVENTS,
  };
  const reasons = (Object.keys(holds) as (keyof typeof holds)[]).filter((reason) => holds[reason]);
  const final = (reasons.length > 0 ? Math.min(4, preliminary + 1) : preliminary) as Level;
  return { subtotals, total, preliminary, adjustments: reasons, final };
}

export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What cannot be: a form with it is refused. Scores that are left out are the form's business. */
export function contradictions(found: Findings): Fault[] {
  const faults: Fault[] = [];
  for (const section of sectionKeys)
    for (const [key, item] of itemsOf(section)) {
      const score = scoresOf(found.scores, section)[key];
      if (!isScore(score, item)) faults.push({ path: `${section}.${key}`, message: `${item.zh}没有评分或者超出范围` });
    }
  if (found.coma && found.scores.mental.consciousness !== 0)
    faults.push({ path: 'mental.consciousness', message: '昏迷与意识水平评分矛盾' });
  found.diagnoses.forEach((diagnosis, i) => {
    if (mentalGroup(diagnosis.code) !== null && diagnosis.source.trim().length < 2)
      faults.push({ path: `diagnoses.${i}.source`, message: 'F类诊断请写明诊断证明或者医疗机构' });
  });
  return faults;
}

const isScore = (score: number | undefined, item: Item): boolean =>
  score !== undefined && Number.isInteger(score) && score >= 0 && score <= maxOf(item);

/** How many items have no score yet. */
export const unscored = (scores: { readonly [S in SectionKey]?: Readonly<Record<string, number | undefined>> }): number =>
  sectionKeys.reduce((n, section) => n + itemsOf(section).filter(([key]) => scores[section]?.[key] === undefined).length, 0);

/** What may be, but rarely is: the assessors look again before they hand in. `minutes`: how long it took, null while it goes on. */
export function doubts(found: Findings, given: { minutes: number | null; minMinutes: number }): string[] {
  const { mobility, mental, selfCare } = found.scores;
  return [
    ...(mobility.walking === 0 && mobility.stairs === 3 ? ['平地不能行走，上下楼梯却是独自完成'] : []),
    ...(mobility.bedMobility === 0 && mobility.transfer === 4 ? ['床上翻身完全依赖他人，床椅转移却是独立完成'] : []),
    ...(mental.consciousness === 0 && !found.coma ? ['意识水平为昏睡或者昏迷，没有勾选“处于昏迷状态”'] : []),
    ...(selfCare.toileting === 0 && mobility.walking === 4 ? ['如厕完全依赖他人，平地行走却没有困难'] : []),
    ...(given.minutes !== null && given.minutes < given.minMinutes
      ? [`评估只用了${given.minutes}分钟，少于${given.minMinutes}分钟`]
      : []),
  ];
}
