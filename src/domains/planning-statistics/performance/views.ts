/** 考核评估: the list of plans and sheets, and one sheet. An officer of a county is shown its own sheet; the city all. */
import { sql } from '../../../database/sql.ts';
import { longDate, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { explain } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { planActions } from './plan.ts';
import { besideTarget, pointsText, totalTenths } from './rules.ts';
import { scoreActions, sheetActions, standingFigure, tellsPoints, wordsOf } from './sheet.ts';
import { type Score, type Sheet, scoresOf, sheetColumns, totalsOf } from './store.ts';
import {
  changesSince,
  type PlanItem,
  type PlanKind,
  type PlanState,
  type PlanView,
  planStates,
  type Scheme,
  type ScoreView,
  type SheetRow,
  type SheetView,
  sheetStates,
  titleOf,
} from './terms.ts';

const isTold = (sheet: Sheet): boolean => sheet.state === 'told' || sheet.state === 'published';
const nameOf = (tx: Tx, division: string): string => tx.divisions.get(division)?.name ?? division;
const totalText = (tenths: number | null | undefined): string =>
  tenths === null || tenths === undefined ? '没有计分' : pointsText(tenths);

const rowOf = (tx: Tx, sheet: Sheet, tenths: number | null | undefined): SheetRow => ({
  id: sheet.id,
  title: titleOf(sheet),
  division: sheet.division,
  countyName: nameOf(tx, sheet.division),
  selfDueOn: sheet.selfDueOn,
  state: sheet.state,
  stateZh: sheetStates[sheet.state],
  late: sheet.state === 'self' && sheet.selfDueOn < tx.today,
  total: isTold(sheet) ? totalText(tenths) : null,
  place: sheet.standing?.find((s) => s.county === sheet.division)?.place ?? null,
});

interface YearsPlan {
  readonly scheme: Scheme;
  readonly kind: PlanKind;
  readonly year: number;
  readonly items: PlanItem[];
}
/** Against the plan of the same assessment of the year before, where it is among those that are shown. */
const changesOf = (plan: YearsPlan, plans: readonly YearsPlan[]): string[] | null => {
  const before = plans.find((p) => p.scheme === plan.scheme && p.kind === plan.kind && p.year === plan.year - 1);
  return before ? changesSince(plan.items, before.items) : null;
};

/** The newest 20 plans with their sheets; for a county, its newest 20 sheets. */
export async function performance(tx: Tx): Promise<{ plans: PlanView[]; sheets: SheetRow[] }> {
  const plans = await tx.rows<{
    id: string;
    scheme: Scheme;
    kind: PlanKind;
    year: number;
    items: PlanItem[];
    baseMonth: YearMonth;
    selfDueOn: PlainDate;
    state: PlanState;
    draftedOn: PlainDate;
    draftedName: string;
    adoptedOn: PlainDate | null;
    adoptedName: string | null;
    conclusion: string | null;
  }>(sql`select id, scheme, kind, year, items, base_month, self_due_on, state, drafted_on, drafted_name, adopted_on, adopted_name, conclusion
    from performance_plan order by year desc, id desc limit 20`);
  const ids = plans.map((p) => p.id);
  const sheets = await tx.rows<Sheet & { planId: string }>(sql`select plan_id, ${sheetColumns} from performance_sheet
    where ${ids.length > 0 ? sql`plan_id = any(${ids}::uuid[])` : sql`true`} order by year desc, division, id limit ${ids.length > 0 ? 400 : 20}`);
  const totals = await totalsOf(
    tx,
    sheets.filter(isTold).map((s) => s.id),
  );
  const rows = sheets.map((sheet) => ({ planId: sheet.planId, row: rowOf(tx, sheet, totals.get(sheet.id)) }));
  return {
    plans: plans.map((plan) => ({
      id: plan.id,
      scheme: plan.scheme,
      kind: plan.kind,
      year: plan.year,
      title: titleOf(plan),
      state: plan.state,
      stateZh: planStates[plan.state],
      baseMonth: plan.baseMonth,
      selfDueOn: plan.selfDueOn,
      drafted: `${plan.draftedName}，${longDate(plan.draftedOn)}`,
      adopted: plan.adoptedOn ? `${plan.adoptedName}，${longDate(plan.adoptedOn)}` : null,
      conclusion: plan.conclusion,
      items: plan.items,
      changes: changesOf(plan, plans),
      sheets: rows.filter((r) => r.planId === plan.id).map((r) => r.row),
      actions: planActions(tx, plan.state),
    })),
    sheets: plans.length > 0 ? [] : rows.map((r) => r.row),
  };
}

async function scoreView(tx: Tx, sheet: Sheet, score: Score): Promise<ScoreView> {
  const told = tellsPoints(tx, sheet, score);
  // 没到截止月的，数到本月。
  const [month = sheet.baseMonth] = [sheet.baseMonth, monthOf(tx.today)].sort();
  const figure = score.kind !== 'judged' && score.countedOn === null ? await standingFigure(tx, sheet, score, month) : null;
  return {
    no: score.no,
    kind: score.kind,
    indicator: score.indicator,
    title: score.title,
    standard: score.standard,
    weight: score.weight,
    now: figure && (figure.ok ? `现在${besideTarget(wordsOf(figure.value))}` : explain(figure).message),
    selfPoints: score.selfPoints,
    selfSays: score.words.self,
    proofFile: score.proofFile,
    points: told ? (score.tenths === null ? '不计入' : pointsText(score.tenths)) : null,
    reason: told ? score.words.reason : '',
    objection: score.objectedOn && `${longDate(score.objectedOn)}：${score.words.objection}`,
    answer: score.answeredOn && `${longDate(score.answeredOn)}${score.accepted ? '采纳' : '不采纳'}：${score.words.answer}`,
    actions: scoreActions(tx, sheet, score),
  };
}

export async function sheetView(tx: Tx, id: string): Promise<SheetView | null> {
  const sheet = await tx.maybe<Sheet>(sql`select ${sheetColumns} from performance_sheet where id = ${id}`);
  if (!sheet) return null;
  const scores = await scoresOf(tx, id);
  const items: ScoreView[] = [];
  for (const score of scores) items.push(await scoreView(tx, sheet, score));
  const { place: _, ...row } = rowOf(tx, sheet, totalTenths(scores));
  return {
    ...row,
    version: sheet.version,
    baseMonth: sheet.baseMonth,
    reported: sheet.reportedOn && `${sheet.reportedName}，${longDate(sheet.reportedOn)}`,
    told: sheet.toldOn && `${sheet.toldName}，${longDate(sheet.toldOn)}`,
    objectUntil: sheet.objectUntil,
    conclusion: sheet.conclusion,
    standing: (sheet.standing ?? []).map((s) => ({
      countyName: nameOf(tx, s.county),
      total: totalText(s.tenths),
      place: s.place,
    })),
    items,
    actions: sheetActions(tx, sheet),
  };
}
