/** 设施项目: what a quarterly report may say, and how far the library is. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { isOpen, type Stage, stageOrder } from './terms.ts';

export interface ProjectState {
  readonly stage: Stage;
  readonly paidFen: Fen;
  readonly progress: number;
  readonly reportedQuarter: string | null;
}
export interface QuarterReport {
  readonly quarter: string;
  readonly stage: Stage;
  readonly paidFen: Fen;
  readonly progress: number;
}

/** 2026-Q3 of a day. */
export const quarterOf = (day: PlainDate): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
export const quarterText = (quarter: string): string =>
  `${quarter.slice(0, 4)}年第${{ 1: '一', 2: '二', 3: '三', 4: '四' }[quarter.slice(6)]}季度`;

/** What is wrong with a report, by field; null when nothing is. Money and progress are told as sums, so they never go back. */
export function reportProblem(
  now: ProjectState,
  report: QuarterReport,
  today: PlainDate,
): { path: 'quarter' | 'stage' | 'paid' | 'progress'; message: string } | null {
  if (report.quarter > quarterOf(today)) return { path: 'quarter', message: '不能报还没有到的季度' };
  if (now.reportedQuarter !== null && report.quarter <= now.reportedQuarter)
    return { path: 'quarter', message: `已经报到${quarterText(now.reportedQuarter)}，请报下一季度` };
  if (stageOrder.indexOf(report.stage) < stageOrder.indexOf(now.stage))
    return { path: 'stage', message: '阶段不能往回退，请核对' };
  if (report.paidFen < now.paidFen) return { path: 'paid', message: '累计支付不能比上次少，请填写累计数' };
  if (report.progress < now.progress) return { path: 'progress', message: '形象进度不能比上次低，请填写累计进度' };
  const finished = stageOrder.indexOf(report.stage) >= stageOrder.indexOf('completed');
  if (finished && report.progress !== 100) return { path: 'progress', message: '竣工以后形象进度应为100' };
  if (!finished && report.progress === 100) return { path: 'progress', message: '还没有竣工的，形象进度应低于100' };
  return null;
}

export interface LibraryState {
  readonly opened: number;
  readonly of: number;
  readonly paidFen: Fen;
  readonly plannedFen: Fen;
}
export const libraryOf = (projects: readonly { stage: Stage; paidFen: Fen; plannedFen: Fen }[]): LibraryState => ({
  opened: projects.filter((p) => isOpen(p.stage)).length,
  of: projects.length,
  paidFen: projects.reduce((sum, p) => sum + p.paidFen, 0),
  plannedFen: projects.reduce((sum, p) => sum + p.plannedFen, 0),
});
