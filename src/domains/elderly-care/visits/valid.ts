/** 什么算一次有效探访 (left-behind-care 5.6): what the phone sent is evidence; each rule that is not kept is named. Pure. */
import { timeOfDay } from '../../../kernel/calendar/index.ts';
import { metresBetween, type Point } from '../../../kernel/visit/index.ts';
import type { Level, Mode, Outcome, Validity } from './terms.ts';

export interface Limits {
  readonly radius: number;
  readonly accuracy: number;
  readonly homeMinutes: number;
  readonly phoneMinutes: number;
  readonly syncHours: number;
  readonly speed: number;
  readonly clockMinutes: number;
}

export interface Place extends Point {
  readonly accuracy: number;
}

export interface Visit {
  readonly mode: Mode;
  readonly outcome: Outcome;
  readonly startedAt: string;
  readonly endedAt: string;
  /** By the phone's clock, when it sent. */
  readonly sentAt: string;
  readonly place: Place | null;
}

export interface Around {
  readonly level: Level;
  readonly receivedAt: string;
  /** Where the home is; null: nobody has recorded it. */
  readonly home: Point | null;
  /** The visitor's 入户 before this one. */
  readonly before: { readonly endedAt: string; readonly place: Point } | null;
  /** The last counted visit was at home; null: there is none. */
  readonly lastAtHome: boolean | null;
  /** A counted visit at home in this quarter, before this one. */
  readonly homeInQuarter: boolean;
  /** The quarter has another month after this one. */
  readonly quarterGoesOn: boolean;
  /** One has counted already on this day. */
  readonly countedToday: boolean;
  /** The photo was used on this day (`YYYY-MM-DD`). */
  readonly photoUsedOn: string | null;
  /** A photo that looks like it was used by this visitor at another home on this day. */
  readonly photoLikeOn: string | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ms = (instant: string): number => Date.parse(instant);

/** 120 km/h is no walk from house to house: straight line over the gap; two hundred metres always pass. */
export function tooFast(
  before: { endedAt: string; place: Point },
  at: { startedAt: string; place: Point },
  limits: Limits,
): boolean {
  const metres = metresBetween(before.place, at.place);
  if (metres <= limits.radius) return false;
  const hours = (ms(at.startedAt) - ms(before.endedAt)) / HOUR;
  return hours <= 0 || metres / 1000 / hours > limits.speed;
}

export function judge(visit: Visit, around: Around, limits: Limits): { validity: Validity; reasons: string[] } {
  const invalid: string[] = [];
  const suspect: string[] = [];
  const { mode, place } = visit;
  // 没见到人的不是一次探访，是敲门无应答的开始。
  if (visit.outcome === 'no-answer') return { validity: 'invalid', reasons: ['没有见到本人'] };
  if (mode === 'phone') {
    if (around.level === 'red') invalid.push('红色等级须入户走访');
    if (around.level === 'yellow' && around.lastAtHome !== true) invalid.push('上一次不是入户，这一次电话不算');
    if (around.level === 'green' && !around.homeInQuarter && !around.quarterGoesOn)
      invalid.push('本季度还没有入户，这一次电话不算');
  }
  if (around.countedToday) invalid.push('同一天只算一次');
  const minutes = (ms(visit.endedAt) - ms(visit.startedAt)) / MINUTE;
  const least = mode === 'home' ? limits.homeMinutes : limits.phoneMinutes;
  if (minutes < least) suspect.push(`不到${least}分钟`);
  const [from, to] = [timeOfDay(visit.startedAt), timeOfDay(visit.endedAt)];
  if (from < '06:00' || to > '21:00') suspect.push('不在6时到21时之间');
  if (mode === 'home') {
    if (!place) suspect.push('没有定位，待乡镇核实');
    else if (place.accuracy > limits.accuracy) suspect.push('定位误差太大，待乡镇核实');
    else if (around.home && metresBetween(place, around.home) > limits.radius) suspect.push('定位异常，待乡镇核实');
    if (place && around.before && tooFast(around.before, { startedAt: visit.startedAt, place }, limits))
      suspect.push('两户之间走得太快，待乡镇核实');
  }
  const offset = Math.abs(ms(around.receivedAt) - ms(visit.sentAt));
  if (offset > limits.clockMinutes * MINUTE) suspect.push(`手机时间差${Math.round(offset / MINUTE)}分钟`);
  if (ms(around.receivedAt) - ms(visit.endedAt) > limits.syncHours * HOUR) suspect.push(`超过${limits.syncHours}小时才送到`);
  if (around.photoUsedOn) suspect.push(`照片已用于${around.photoUsedOn}走访`);
  else if (around.photoLikeOn) suspect.push(`照片和${around.photoLikeOn}在别家走访的差不多，待乡镇核实`);
  const reasons = [...invalid, ...suspect];
  return { validity: invalid.length > 0 ? 'invalid' : suspect.length > 0 ? 'suspect' : 'valid', reasons };
}
