/** The monthly statement of a virtual nursing home: everything of a month on one sheet, each fen once. Pure. */
import type { Fen } from '../../../kernel/schema/index.ts';

export interface Plan {
  readonly orders: number;
  readonly meals: number;
  readonly calls: number;
  readonly visits: number;
  readonly device: boolean;
  readonly feeFen: Fen;
}
export interface MonthFacts {
  /** Orders confirmed in the month, by item. */
  readonly orders: readonly {
    readonly zh: string;
    readonly done: number;
    readonly totalFen: Fen;
    readonly quotaFen: Fen;
    readonly voucherFen: Fen;
  }[];
  readonly meals: { readonly done: number; readonly totalFen: Fen; readonly subsidyFen: Fen };
  readonly calls: number;
  readonly visits: number;
  /** Devices of the emergency call in the home at the end of the month. */
  readonly devices: number;
}
export interface StatementLine {
  readonly zh: string;
  /** How often; for what is not counted: null. */
  readonly done: number | null;
  /** What the month's package promises; null: nothing. */
  readonly planned: number | null;
  readonly totalFen: Fen;
  readonly quotaFen: Fen;
  readonly voucherFen: Fen;
  readonly subsidyFen: Fen;
  readonly ownFen: Fen;
}
export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly totalFen: Fen;
  readonly ownFen: Fen;
}

const free = (zh: string, done: number | null, planned: number | null): StatementLine => ({
  zh,
  done,
  planned,
  totalFen: 0,
  quotaFen: 0,
  voucherFen: 0,
  subsidyFen: 0,
  ownFen: 0,
});

export function statementOf(facts: MonthFacts, plan: Plan): Statement {
  const orders = facts.orders.map(
    (of): StatementLine => ({
      ...free(of.zh, of.done, null),
      totalFen: of.totalFen,
      quotaFen: of.quotaFen,
      voucherFen: of.voucherFen,
      ownFen: of.totalFen - of.quotaFen - of.voucherFen,
    }),
  );
  const { meals } = facts;
  const done = facts.orders.reduce((sum, of) => sum + of.done, 0);
  const lines = [
    ...(done > 0 || plan.orders > 0 ? [free('上门服务', done, plan.orders)] : []),
    ...orders,
    ...(meals.done > 0 || plan.meals > 0
      ? [
          {
            ...free('老年助餐', meals.done, plan.meals),
            totalFen: meals.totalFen,
            subsidyFen: meals.subsidyFen,
            ownFen: meals.totalFen - meals.subsidyFen,
          },
        ]
      : []),
    free('通话关怀', facts.calls, plan.calls),
    ...(facts.visits > 0 || plan.visits > 0 ? [free('上门探访', facts.visits, plan.visits)] : []),
    ...(facts.devices > 0 || plan.device ? [free('紧急呼叫设备（台）', facts.devices, plan.device ? 1 : null)] : []),
    ...(plan.feeFen > 0 ? [{ ...free('月服务费', null, null), totalFen: plan.feeFen, ownFen: plan.feeFen }] : []),
  ];
  const sum = (key: 'totalFen' | 'ownFen') => lines.reduce((all, line) => all + line[key], 0);
  return { lines, totalFen: sum('totalFen'), ownFen: sum('ownFen') };
}
