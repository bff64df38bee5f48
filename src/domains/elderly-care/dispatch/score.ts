/** 派单 (5.9, W11): who may be sent, and who is asked first. Pure. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface Interval {
  /** Instants. */
  readonly start: string;
  readonly end: string;
}

export interface Candidate {
  readonly id: string;
  /** The highest level of the certificates that are verified and hold on the day; 0: none. */
  readonly level: number;
  readonly healthTo: PlainDate | null;
  readonly backgroundOk: boolean;
  readonly hiredOn: PlainDate;
  readonly leftOn: PlainDate | null;
  readonly barred: boolean;
  /** Null: not known, which is nobody's sex. */
  readonly sex: 'male' | 'female' | null;
  /** As the crow flies; null where one of the two places is not known. */
  readonly km: number | null;
  /** What the worker has that day. */
  readonly busy: readonly Interval[];
  /** Served this elder well not long ago. */
  readonly continuous: boolean;
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly ordersThisMonth: number;
}

export interface Wanted extends Interval {
  readonly day: PlainDate;
  readonly level: number;
  /** 助浴: of the same sex, unless the elder agrees. */
  readonly sex: 'male' | 'female' | null;
}

export const unfit = {
  certificate: '证书已过期或未核验，不能派单',
  skill: '技能等级不够',
  health: '健康证已过期',
  background: '背景核查没有通过',
  left: '不在职',
  barred: '已停止派单',
  sex: '助浴须同性护理员',
  busy: '这个时段有别的工单',
  load: '当天已满八小时',
} as const;
export type Unfit = keyof typeof unfit;

export interface DispatchLimits {
  readonly bufferMinutes: number;
  readonly dayHours: number;
}
/** Dated standards of the score. */
export interface ScoreNorms {
  /** From here on a place is no nearer than any other. */
  readonly farMetres: number;
  readonly usualOrders: number;
  /** Until so many have been given, a rating says little and counts as the usual one. */
  readonly ratings: number;
  readonly usualRating: number;
}

const MINUTE = 60_000;
const minutesOf = ({ start, end }: Interval): number => (Date.parse(end) - Date.parse(start)) / MINUTE;

/** Why this worker may not be sent; null: may. */
export function unfitFor(worker: Candidate, wanted: Wanted, limits: DispatchLimits): Unfit | null {
  if (worker.barred) return 'barred';
  if (worker.hiredOn > wanted.day || (worker.leftOn !== null && worker.leftOn <= wanted.day)) return 'left';
  if (worker.level === 0) return 'certificate';
  if (worker.level < wanted.level) return 'skill';
  if (worker.healthTo === null || worker.healthTo < wanted.day) return 'health';
  if (!worker.backgroundOk) return 'background';
  if (wanted.sex !== null && worker.sex !== wanted.sex) return 'sex';
  const [from, to] = [Date.parse(wanted.start), Date.parse(wanted.end)];
  const buffer = limits.bufferMinutes * MINUTE;
  if (worker.busy.some(({ start, end }) => Date.parse(start) < to + buffer && Date.parse(end) > from - buffer)) return 'busy';
  const load = worker.busy.reduce((sum, one) => sum + minutesOf(one), 0) + minutesOf(wanted);
  return load > limits.dayHours * 60 ? 'load' : null;
}

/** 0 to 1; nearness counts double. A place that is not known counts as far. */
export function scoreOf(worker: Candidate, norms: ScoreNorms): number {
  const near = worker.km === null ? 0 : Math.max(0, 1 - (worker.km * 1000) / norms.farMetres);
  const rating = worker.ratingCount < norms.ratings ? norms.usualRating : worker.ratingSum / worker.ratingCount;
  const idle = Math.max(0, 1 - worker.busy.length / norms.usualOrders);
  return 0.4 * near + 0.2 * (worker.continuous ? 1 : 0) + 0.2 * (rating / 5) + 0.2 * idle;
}

/** The best first; equal ones by who has less to do this month, then by id. */
export const ranked = (workers: readonly Candidate[], wanted: Wanted, limits: DispatchLimits & ScoreNorms): Candidate[] =>
  workers
    .filter((worker) => unfitFor(worker, wanted, limits) === null)
    .map((worker) => ({ worker, score: scoreOf(worker, limits) }))
    .sort(
      (a, b) => b.score - a.score || a.worker.ordersThisMonth - b.worker.ordersThisMonth || (a.worker.id < b.worker.id ? -1 : 1),
    )
    .map(({ worker }) => worker);
