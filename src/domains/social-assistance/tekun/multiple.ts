/** 特困基本生活标准 is at least its multiple of 低保 (5.10): what a draft of either is held to. Pure. */
import {
  ceilFen,
  floorFen,
  isBelow,
  over,
  type Parameters,
  type ParameterValue,
  standardText,
  times,
} from '../../../kernel/policy/index.ts';
import type { Soundness } from '../../../kernel/rehearsal/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { parameterNames } from '../parameters.ts';
import '../standard/errors.ts';

const RATIO = 'TK-RATIO';
const pairs = [
  { key: 'TK-BASE-U', of: 'DB-STD-U' },
  { key: 'TK-BASE-R', of: 'DB-STD-R' },
] as const;
type Pair = (typeof pairs)[number];

const nameOf = (key: string): string => parameterNames[key] ?? key;

/** The two standards and the ratio between them; null where one is not set on that day. */
function readPair({ key, of }: Pair, parameters: Parameters, division: DivisionCode, on: PlainDate) {
  const [tekun, dibao, ratio] = [key, of, RATIO].map((one) => parameters.on(one, division, on));
  return tekun?.ok && dibao?.ok && ratio?.ok ? { tekun: tekun.value, dibao: dibao.value, ratio: ratio.value.value } : null;
}

const text = ({ value, row }: ParameterValue): string => standardText({ value, unit: row.unit });

/** One demand for each pair: what is said of the one stands beside the other, too. */
export const tekunMultiples: readonly Soundness[] = pairs.map((pair) => ({
  keys: (key) => key === pair.key || key === pair.of,
  unsound(parameters, division, on) {
    const read = readPair(pair, parameters, division, on);
    if (!read) return null;
    const { tekun, dibao, ratio } = read;
    const leastFen = ceilFen(times(dibao.value, ratio));
    if (!isBelow(tekun.value, leastFen)) return null;
    const [name, least] = [nameOf(pair.key), standardText({ value: String(leastFen), unit: tekun.row.unit })];
    return {
      code: 'TEKUN_UNDER_MULTIPLE',
      params: { name, value: text(tekun), of: nameOf(pair.of), ofValue: text(dibao), times: ratio, least },
      key: pair.key,
      message: `“${name}”不得低于${least}`,
    };
  },
  says(_, parameters, division, on) {
    const read = readPair(pair, parameters, division, on);
    if (!read || !isBelow(0, read.dibao.value)) return null;
    // 舍去而不四舍五入：1.299倍不是1.3倍
    const multiple = floorFen(over(times(read.tekun.value, 100), read.dibao.value)) / 100;
    return `“${nameOf(pair.key)}”是“${nameOf(pair.of)}”的${multiple}倍，不得低于${read.ratio}倍`;
  },
}));
