/** 骗取罚款上限 (5.14). Pure. */
import { compareExact, type Parameters, roundFen, times } from '../policy/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { Fen, PlainDate } from '../schema/index.ts';

/** The cap of the day of the conduct or of the decision, whichever is lighter (行政处罚法第三十七条). `key`: the parameter that the programme's law sets. */
export function fineCap(
  fraud: { gainFen: Fen; conductOn: PlainDate; decidedOn: PlainDate; division: string; key: string },
  parameters: Parameters,
): Result<{ capFen: Fen; times: string }, 'PARAM_MISSING'> {
  const [then, now] = [fraud.conductOn, fraud.decidedOn].map((on) => parameters.on(fraud.key, fraud.division, on));
  if (!then!.ok) return then!;
  if (!now!.ok) return now!;
  const lighter = compareExact(then!.value.value, now!.value.value) < 0 ? then!.value : now!.value;
  return ok({ capFen: roundFen(times(lighter.value, fraud.gainFen)), times: lighter.value });
}
