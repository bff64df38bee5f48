/** 低保标准量化调整 (5.10): pure. A candidate, never a standard: it is published by people, after rehearsal. */
import { ceilYuan, larger, over, type Parameters, roundFen, times, withParameters } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface StandardCandidate {
  /** By the formula alone. */
  readonly formulaFen: Fen;
  readonly presentFen: Fen;
  /** Never below the present standard. */
  readonly dibaoFen: Fen;
  /** Never below its multiple of 低保, nor below the present one. */
  readonly tekunFen: Fen;
  readonly text: string;
}

const keys = { urban: { dibao: 'DB-STD-U', tekun: 'TK-BASE-U' }, rural: { dibao: 'DB-STD-R', tekun: 'TK-BASE-R' } } as const;

/** ⌈last year's consumption per head × ratio ÷ 12⌉ to whole yuan. */
export function candidateOf(
  given: { consumptionFen: Fen; urbanRural: 'urban' | 'rural'; division: DivisionCode; date: PlainDate },
  parameters: Parameters,
): Result<StandardCandidate, 'PARAM_MISSING'> {
  const at = { parameters, division: given.division, date: given.date };
  const computed = withParameters(at, (read) => {
    const { dibao, tekun } = keys[given.urbanRural];
    const ratio = read.number('STD-RATIO');
    const formulaFen = ceilYuan(times(given.consumptionFen, ratio), 12);
    const presentFen = read.fen(dibao);
    const dibaoFen = roundFen(larger(formulaFen, presentFen));
    const tekunFen = roundFen(larger(ceilYuan(times(dibaoFen, read.number('TK-RATIO'))), read.fen(tekun)));
    const percent = roundFen(over(times(ratio, 100), 1));
    const formula = `${given.consumptionFen / 100}元×${percent}%÷12，进到元为${formulaFen / 100}元`;
    return {
      formulaFen,
      presentFen,
      dibaoFen,
      tekunFen,
      text: formulaFen < presentFen ? `${formula}；低于现行${presentFen / 100}元，不下调` : formula,
    };
  });
  return computed.ok ? ok(computed.value) : computed;
}
