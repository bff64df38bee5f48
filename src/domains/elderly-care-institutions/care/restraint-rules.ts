/** 约束保护: when it is to be looked at, and when it must be over. Pure. */
export interface RestraintCourse {
  readonly startAt: string;
  readonly maxHours: number;
  readonly checkMinutes: number;
  /** The last time somebody looked; null: not yet. */
  readonly lookedAt: string | null;
  readonly ended: boolean;
}
export interface RestraintAlarm {
  readonly kind: 'look' | 'over';
  readonly key: string;
  readonly at: string;
}
const after = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** Both, whichever comes first: each look has its own alarm, the longest time one. */
export function restraintAlarms(of: RestraintCourse): RestraintAlarm[] {
  if (of.ended) return [];
  const looked = of.lookedAt ?? of.startAt;
  return [
    { kind: 'look', key: `look:${looked}`, at: after(looked, of.checkMinutes) },
    { kind: 'over', key: 'over', at: after(of.startAt, of.maxHours * 60) },
  ];
}
