/** 应急响应时限 (elderly-care 5.10): what each call took, by the clock of the server, and the shares shown on the wall. Equality counts as met. Pure. */
import type { Level, Terrain } from './terms.ts';

/** Instants of one call: received, answered, classified, help sent, accepted, arrived, resolved, called back. */
export interface CallTimes {
  readonly t0: string;
  readonly t1: string | null;
  readonly t2: string | null;
  readonly t3: string | null;
  /** When the first contact was called. */
  readonly contactAt: string | null;
  readonly t5: string | null;
  readonly t6: string | null;
  readonly t7: string | null;
}
export interface CallFacts extends CallTimes {
  readonly level: Level | null;
  readonly terrain: Terrain;
}

export const measures = {
  answer: '接听',
  classify: '分级',
  dispatch1: '一级派出',
  dispatch2: '二级派出',
  contact: '通知第一联系人',
  arrive: '到场',
  callback: '回访',
} as const;
export type Measure = keyof typeof measures;
/** The standard that holds the share of each that is to be in time, in percent. */
export const shareKeys = {
  answer: 'SOS-SHARE-ANSWER',
  classify: 'SOS-SHARE-CLASSIFY',
  dispatch1: 'SOS-SHARE-DISPATCH-1',
  dispatch2: 'SOS-SHARE-DISPATCH-2',
  contact: 'SOS-SHARE-CONTACT',
  arrive: 'SOS-SHARE-ARRIVE',
  callback: 'SOS-SHARE-CALLBACK',
} as const satisfies Record<Measure, string>;

/** Seconds allowed, by measure; of an arrival by terrain. Dated standards of the city. */
export interface Limits {
  readonly answer: number;
  readonly classify: number;
  readonly dispatch1: number;
  readonly dispatch2: number;
  readonly contact: number;
  readonly arrive: Readonly<Record<Terrain, number>>;
  readonly callback: number;
}

export interface Measured {
  readonly measure: Measure;
  /** Whole milliseconds; null: it has not happened. */
  readonly tookMs: number | null;
  readonly limitSeconds: number;
  readonly met: boolean;
  /** It has not happened, and there is still time: neither met nor missed. */
  readonly pending: boolean;
}

const between = (from: string | null, to: string | null): number | null =>
  from && to ? Date.parse(to) - Date.parse(from) : null;

/** What applies to a call as it stands now: one that was not answered in time has missed its answer, and nothing else is asked of it. */
export function measured(call: CallFacts, limits: Limits, now: string): Measured[] {
  const of = (measure: Measure, from: string | null, to: string | null, limitSeconds: number): Measured => {
    const tookMs = between(from, to);
    const pending = tookMs === null && from !== null && Date.parse(now) - Date.parse(from) <= limitSeconds * 1000;
    return { measure, tookMs, limitSeconds, met: tookMs !== null && tookMs <= limitSeconds * 1000, pending };
  };
  const urgent = call.level === 1 || call.level === 2;
  return [
    of('answer', call.t0, call.t1, limits.answer),
    ...(call.t1 ? [of('classify', call.t1, call.t2, limits.classify)] : []),
    ...(call.level === 1 ? [of('dispatch1', call.t1, call.t3, limits.dispatch1)] : []),
    ...(call.level === 2 ? [of('dispatch2', call.t1, call.t3, limits.dispatch2)] : []),
    ...(urgent ? [of('contact', call.t1, call.contactAt, limits.contact)] : []),
    ...(urgent && call.t3 ? [of('arrive', call.t3, call.t5, limits.arrive[call.terrain])] : []),
    ...(call.t6 ? [of('callback', call.t6, call.t7, limits.callback)] : []),
  ];
}
