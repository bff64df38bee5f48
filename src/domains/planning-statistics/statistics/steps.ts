/** The table of what may be done with a report, by whom, in which state; and where a report is found. */
import { z } from 'zod';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf } from '../../../kernel/schema/index.ts';
import { getPeriod, type Period, reportLevelOf } from './forms.ts';
import { periodWords } from './period.ts';
import type { Sheet } from './sheet.ts';
import type { StepName, Submission } from './store.ts';
import { above, clerks, openStates, type ReportLevel, type ReportState, signers } from './terms.ts';

const Reason = z.strictObject({
  reason: z.string().trim().min(4, '请写明理由（至少4个字）').max(200).meta({ label: '理由', widget: 'textarea' }),
});
const Nothing = z.strictObject({});

export type Action = Exclude<StepName, 'save' | 'revise'>;
interface Step {
  readonly zh: string;
  readonly causes: string;
  readonly form: z.ZodType<{ reason?: string }>;
  readonly from: readonly ReportState[];
  readonly by: (level: ReportLevel) => Performer | null;
  readonly danger?: true;
  /** At the top of the chain only, or everywhere but there. */
  readonly at?: (level: ReportLevel) => boolean;
}
const checker = (level: ReportLevel): Performer => clerks[above[level] ?? 'city'];

/** The table of what may be done, from which the page draws its buttons and by which the server allows. */
export const steps: Readonly<Record<Action, Step>> = {
  prepare: {
    zh: '报请签发',
    causes: '平台数和它数的记录按现在的留存，交本单位负责人签发；签发以前可以撤回修改。',
    form: Nothing,
    from: openStates,
    by: (level) => clerks[level],
  },
  takeBack: {
    zh: '撤回修改',
    causes: '回到草稿，改好以后再报请签发。',
    form: Nothing,
    from: ['signing'],
    by: (level) => clerks[level],
  },
  sign: {
    zh: '签发上报',
    causes: '由您签字并加盖单位公章上报；上报以后要改，须由上级退回。',
    form: Nothing,
    from: ['signing'],
    by: (level) => signers[level],
  },
  refuse: {
    zh: '不予签发',
    causes: '退给填报人核实修改。',
    form: Reason,
    from: ['signing'],
    by: (level) => signers[level],
    danger: true,
  },
  check: {
    zh: '审核通过',
    causes: '计入上级汇总。',
    form: Nothing,
    from: ['submitted'],
    by: checker,
    at: (level) => level !== 'city',
  },
  sendBack: {
    zh: '退回',
    causes: '退给填报单位修改，理由告知填报单位。',
    form: Reason,
    from: ['submitted', 'checked'],
    by: checker,
    danger: true,
  },
  lock: {
    zh: '锁定本期',
    causes: '全市各单位的这一期全部锁定，以后要改只能走修订程序。',
    form: Nothing,
    from: ['submitted'],
    by: () => 'city-clerk',
    at: (level) => level === 'city',
    danger: true,
  },
};
export const isAction = (action: string): action is Action => action in steps;

export const mayStep = (tx: Tx, action: Action, level: ReportLevel, unit: DivisionCode): boolean => {
  const { by, at } = steps[action];
  const performer = by(level);
  if (performer === null || !isOneOf(tx.actor, [performer]) || at?.(level) === false) return false;
  const own = tx.actor.division ?? '';
  // 填报、签发只在本单位；审核在上一级
  return by === checker && above[level] !== null ? inScope(unit, own) && own !== unit : own === unit;
};

export interface Located {
  readonly period: Period;
  readonly unit: DivisionCode;
  readonly level: ReportLevel;
}
export async function locate(
  tx: Tx,
  of: { form: string; period: string; unit: DivisionCode },
): Promise<Result<Located, 'STAT_PERIOD_UNKNOWN' | 'STAT_UNIT_UNKNOWN'>> {
  const period = await getPeriod(tx, of.form, of.period);
  if (!period.ok) return period;
  const level = reportLevelOf(period.value, of.unit);
  if (level === null || !inScope(of.unit, tx.actor.division ?? tx.city)) return fail('STAT_UNIT_UNKNOWN');
  return ok({ period: period.value, unit: of.unit, level });
}
export const atOf = ({ period, unit }: Located) => ({ form: period.form.code, period: period.period, division: unit });
export const wordsOf = (period: Period) => ({ form: period.form.name, period: periodWords(period.period) });
export const unitName = (tx: Tx, unit: DivisionCode): string => tx.divisions.get(unit)?.name ?? unit;

/** What this actor may do with a report as it stands; filling it in is `save` and has no button of its own. */
export function stepsFor(tx: Tx, sheet: Sheet): { save: boolean; offers: Offer[] } {
  const { level, unit, state } = sheet;
  const offers = (Object.keys(steps) as Action[])
    .filter((action) => steps[action].from.includes(state) && mayStep(tx, action, level, unit))
    .map((action) => {
      const { zh, causes, form, danger = false } = steps[action];
      return {
        action,
        zh,
        causes,
        button: zh,
        danger,
        fields: formOf(form),
        initial: {},
        to: '/api/statistics/sheet/actions',
        fixed: { form: sheet.period.form.code, period: sheet.period.period, unit, action, edit: sheet.row?.edit ?? 0 },
      };
    });
  return { save: openStates.includes(state) && mayStep(tx, 'prepare', level, unit), offers };
}

/** Whoever read an older draft comes second. */
export const changedBy = (row: Submission | null, edit: number) =>
  (row?.edit ?? 0) === edit ? null : fail('STAT_CHANGED', { name: row?.changedName ?? '' });
