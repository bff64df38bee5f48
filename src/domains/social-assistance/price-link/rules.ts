/**
 * 社会救助和保障标准与物价上涨挂钩联动 (5.10, 发改价格〔2021〕1553号): pure. The rules of the index month hold, so that the phase with the lower
 * line is judged by its own line whenever it is computed.
 */
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  ceilYuan,
  compareExact,
  type Exact,
  larger,
  over,
  type ParameterReader,
  type Parameters,
  roundFen,
  textValue,
  times,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';

export interface PriceIndex {
  readonly month: YearMonth;
  readonly cpiPermille: number;
  readonly foodPermille: number;
}

export interface PriceAmounts {
  readonly urbanFen: Fen;
  readonly ruralFen: Fen;
}

const BASIS = '发改价格〔2021〕1553号';

const rate = (permille: number): Exact => over(permille, 1000);
/** 3.5% of 35 ‰. */
export const percentText = (permille: number): string => `${(permille / 10).toFixed(1)}%`;
const lineText = (line: Exact): string => percentText(Number((line.num * 1000n) / line.den));

function reaches(name: string, permille: number, key: string, read: ParameterReader): Clause {
  const line = read.number(key);
  return {
    name,
    verdict: compareExact(rate(permille), line) >= 0 ? 'met' : 'unmet',
    value: textValue(percentText(permille)),
    limit: textValue(lineText(line)),
    relation: '不低于',
    basis: BASIS,
    parameter: read.ref(key),
  };
}

/** Started when one of the two lines is reached in the month, stopped when both are below. */
export function triggerOf(
  index: PriceIndex,
  parameters: Parameters,
  division: DivisionCode,
): Result<{ triggered: boolean; clauses: Clause[] }, 'PARAM_MISSING'> {
  const judged = withParameters({ parameters, division, date: firstDayOf(index.month) }, (read) => [
    reaches('居民消费价格单月同比涨幅达到启动线', index.cpiPermille, 'CPI-TRIG', read),
    reaches('食品价格单月同比涨幅达到启动线', index.foodPermille, 'FOOD-TRIG', read),
  ]);
  return judged.ok ? ok({ triggered: judged.value.some((c) => c.verdict === 'met'), clauses: judged.value }) : judged;
}

/**
 * Per person: the standard × the rise of consumer prices, up to whole yuan, at least the floor. The total index counts also where only
 * food has triggered.
 */
export function amountsOf(
  index: PriceIndex,
  parameters: Parameters,
  division: DivisionCode,
): Result<PriceAmounts, 'PARAM_MISSING'> {
  return withParameters({ parameters, division, date: firstDayOf(index.month) }, (read) => {
    const floor = read.fen('PRICE-FLOOR');
    const amount = (key: string): Fen => roundFen(larger(ceilYuan(times(read.fen(key), rate(index.cpiPermille))), floor));
    return { urbanFen: amount('DB-STD-U'), ruralFen: amount('DB-STD-R') };
  });
}
