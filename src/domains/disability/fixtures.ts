/** Builders for tests: the standards of Xianning as a rule reads them. */
import { makeParameters, type ParameterReader, withParameters } from '../../kernel/policy/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { loadCity } from '../../server/city.ts';

export const XIANAN = '421202000000';

const pack = loadCity('xianning');
export const calendar = pack.calendar;
export const parameters = makeParameters(
  pack.parameters.map((row) => ({ ...row, id: `${row.key}@${row.division}@${row.validFrom}`, knownSince: '2026-01-01' })),
);

/** Reads the standards of 咸安区 on a day. */
export function standards<T>(rule: (read: ParameterReader) => T, date: PlainDate = '2026-11-22'): T {
  const result = withParameters({ parameters, division: XIANAN, date }, rule);
  if (!result.ok) throw new Error(`missing: ${JSON.stringify(result.params)}`);
  return result.value;
}
