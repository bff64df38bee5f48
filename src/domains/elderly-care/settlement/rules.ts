/** 月度结算 (5.9, 5.17): what looks wrong in a month of a provider, what is called about, what is deducted. Pure. */
import { bitsApart } from '../../../kernel/document/index.ts';
import type { Fen, Position } from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';

export const flags = {
  fast: '两次签到之间的路程快得不可能',
  overlap: '同一护理员的服务时间重叠',
  far: '签到离服务地址太远',
  blurred: '定位误差太大',
  short: '服务时间太短',
  pair: '同一护理员多半服务同一老人',
  late: '没有网络，后来补传',
  stayed: '那天老人住在养老机构',
  hospital: '那天老人在住院',
  'own-place': '签到的地方就是服务商自己的地址',
  'one-phone': '同一部手机替好几位老人确认',
  alike: '照片和这名护理员别的服务的差不多',
} as const;
export type Flag = keyof typeof flags;

export interface Line {
  readonly id: string;
  readonly workerId: string;
  readonly personId: string;
  /** Instants of check-in and check-out. */
  readonly inAt: string;
  readonly outAt: string;
  readonly place: Position | null;
  /** From the address; null where it is not known. */
  readonly metres: number | null;
  readonly accuracy: number;
  readonly fenceMetres: number;
  readonly minMinutes: number;
  readonly sentLate: boolean;
  /** In an institution on that day, and not only from that day on. */
  readonly inInstitution: boolean;
  /** In hospital on that day, and not only from that day on. */
  readonly inHospital: boolean;
  /** The telephone on which the old person confirmed, as a digest; null: confirmed otherwise. */
  readonly device: string | null;
  /** Fingerprint of the photograph; null: none. */
  readonly likeness: string | null;
  readonly fen: Fen;
  /** 助浴, 陪诊: called about each time. */
  readonly alwaysCall: boolean;
}

export interface FlagLimits {
  readonly kmh: number;
  readonly accuracy: number;
  readonly pairPercent: number;
  /** A worker with fewer lines in the month shows no habit. */
  readonly pairLines: number;
  /** Where the provider itself is; null: not recorded. */
  readonly ownPlace: Position | null;
  readonly ownMetres: number;
  /** So many persons confirmed on one telephone: a couple shares one, a village does not. */
  readonly devicePersons: number;
  /** Photographs of two homes that differ in so few bits look the same; two of one home must be the same picture. */
  readonly alikeBits: number;
}

/** A photograph of a service before this month. */
export type EarlierPhoto = Pick<Line, 'id' | 'workerId' | 'personId' | 'likeness'>;

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What each line makes suspicious. Flags decide nothing: who is called about them does. */
export function flagsOf(lines: readonly Line[], limits: FlagLimits, earlier: readonly EarlierPhoto[] = []): Map<string, Flag[]> {
  const found = new Map<string, Flag[]>(lines.map(({ id }) => [id, []]));
  const flag = (line: Line, name: Flag) => {
    const own = found.get(line.id)!;
    if (!own.includes(name)) own.push(name);
  };
  for (const line of lines) {
    if (line.metres !== null && line.metres > line.fenceMetres) flag(line, 'far');
    if (line.accuracy > limits.accuracy) flag(line, 'blurred');
    if (Date.parse(line.outAt) - Date.parse(line.inAt) < line.minMinutes * MINUTE) flag(line, 'short');
    if (line.sentLate) flag(line, 'late');
    if (line.inInstitution) flag(line, 'stayed');
    if (line.inHospital) flag(line, 'hospital');
    if (limits.ownPlace && line.place && metresBetween(limits.ownPlace, line.place) <= limits.ownMetres) flag(line, 'own-place');
  }
  for (const [device, same] of Map.groupBy(lines, (line) => line.device))
    if (device !== null && new Set(same.map(({ personId }) => personId)).size >= limits.devicePersons)
      for (const line of same) flag(line, 'one-phone');
  const before = Map.groupBy(earlier, ({ workerId }) => workerId);
  for (const [workerId, own] of Map.groupBy(lines, (line) => line.workerId)) {
    for (const line of own)
      if ([...own, ...(before.get(workerId) ?? [])].some((other) => alike(line, other, limits.alikeBits))) flag(line, 'alike');
    const ordered = own.toSorted((a, b) => Date.parse(a.inAt) - Date.parse(b.inAt));
    for (const [i, line] of ordered.entries()) {
      const last = ordered[i - 1];
      if (!last) continue;
      if (Date.parse(line.inAt) < Date.parse(last.outAt)) for (const one of [last, line]) flag(one, 'overlap');
      if (last.place && line.place) {
        const hours = (Date.parse(line.inAt) - Date.parse(last.inAt)) / HOUR;
        if (metresBetween(last.place, line.place) > limits.kmh * 1000 * hours) flag(line, 'fast');
      }
    }
    if (own.length < limits.pairLines) continue;
    for (const pair of Map.groupBy(own, ({ personId }) => personId).values())
      if (pair.length * 100 > own.length * limits.pairPercent) for (const line of pair) flag(line, 'pair');
  }
  return found;
}

/** The same bathroom looks the same each week; another home does not. */
const alike = (a: EarlierPhoto, b: EarlierPhoto, bits: number): boolean =>
  a.id !== b.id &&
  a.likeness !== null &&
  b.likeness !== null &&
  bitsApart(a.likeness, b.likeness) <= (a.personId === b.personId ? 0 : bits);

/** Lower-case hex of HMAC-SHA256(seed, message). */
export type LotOf = (message: string) => string;

export interface SampleLimits {
  readonly percent: number;
  readonly least: number;
  /** Lines of so much and more are all called about. */
  readonly allFen: Fen;
}

/**
 * Which lines are called about: `all` of those that must be, and `random`, drawn from the rest by the lots that the kernel's fair draw uses:
 * HMAC-SHA256 of seed and message, lowest first, so that anybody with the seed computes the same.
 */
export function sampleOf(
  settlementId: string,
  lines: readonly Pick<Line, 'id' | 'fen' | 'alwaysCall'>[],
  limits: SampleLimits,
  lotOf: LotOf,
): { all: string[]; random: string[] } {
  const must = lines.filter(({ fen, alwaysCall }) => alwaysCall || fen >= limits.allFen);
  const rest = lines.filter((line) => !must.includes(line));
  const count = Math.min(rest.length, Math.max(limits.least, Math.ceil((rest.length * limits.percent) / 100)));
  const lots = rest.map(({ id }) => ({ id, lot: lotOf(`${settlementId}|${id}`) }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0));
  return { all: must.map(({ id }) => id), random: lots.slice(0, count).map(({ id }) => id) };
}

export interface Checked {
  readonly fen: Fen;
  /** Null: not sampled. */
  readonly sample: 'all' | 'random' | null;
  readonly wrong: boolean;
}

export interface Deduction {
  /** Of the random sample. */
  readonly sampled: number;
  readonly wrong: number;
  readonly badFen: Fen;
  readonly restFen: Fen;
  readonly payFen: Fen;
  /** More than a fifth was wrong: nothing is settled before everything has been checked. */
  readonly full: boolean;
}

/** Bad lines are not paid; where more than 5 % of the random sample is wrong, the same share of what nobody called about is not paid either, rounded up. */
export function deductionOf(lines: readonly Checked[], limits: { errorPercent: number; stopPercent: number }): Deduction {
  const random = lines.filter(({ sample }) => sample === 'random');
  const wrong = random.filter((line) => line.wrong).length;
  const sum = (some: readonly Checked[]) => some.reduce((fen, line) => fen + line.fen, 0);
  const badFen = sum(lines.filter((line) => line.wrong));
  const rest = sum(lines.filter(({ sample }) => sample === null));
  const over = wrong * 100 > random.length * limits.errorPercent;
  const restFen = over ? Math.ceil((rest * wrong) / random.length) : 0;
  return {
    sampled: random.length,
    wrong,
    badFen,
    restFen,
    payFen: sum(lines) - badFen - restFen,
    full: wrong * 100 > random.length * limits.stopPercent,
  };
}
