/** 互助养老 (4.16): what may be done when, what an hour is worth, and what somebody should look at. Pure. */
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { AidState } from './terms.ts';

export type AidAct = 'take' | 'release' | 'done' | 'confirm' | 'deny' | 'cancel' | 'void';
const from: Readonly<Record<AidAct, readonly AidState[]>> = {
  take: ['open'],
  release: ['taken'],
  done: ['taken'],
  confirm: ['done'],
  deny: ['done'],
  cancel: ['open', 'taken'],
  void: ['confirmed'],
};
export const aidMay = (state: AidState, act: AidAct): boolean => from[act].includes(state);

/** Whole points only: what is begun and not full counts nothing. */
export const pointsFor = (minutes: number, perHour: number): number => Math.floor((minutes * perHour) / 60);

export interface AidRecord {
  readonly helperId: string;
  readonly helperPersonId: string;
  readonly helperName: string;
  readonly personId: string;
  readonly personName: string;
  readonly on: PlainDate;
  readonly minutes: number;
}
export interface AidDoubt {
  readonly key: string;
  readonly says: string;
}
export interface DoubtNorms {
  /** A day with so many minutes is a full one. */
  readonly dayMinutes: number;
  /** So many full days in a month are told. */
  readonly fullDays: number;
  /** Two who help each other, each for so many minutes in a month. */
  readonly pairMinutes: number;
}

const hours = (minutes: number): string => `${Math.round(minutes / 6) / 10}小时`;

/** What a month of confirmed help should be looked at for. Nothing is taken off by it. */
export function aidDoubts(records: readonly AidRecord[], norms: DoubtNorms): AidDoubt[] {
  const doubts: AidDoubt[] = [];
  const sum = (of: readonly AidRecord[]) => of.reduce((total, { minutes }) => total + minutes, 0);
  for (const [helper, of] of Map.groupBy(records, ({ helperPersonId }) => helperPersonId)) {
    const { helperName } = of[0]!;
    const own = of.filter(({ personId }) => personId === helper);
    if (own.length > 0) doubts.push({ key: `self ${helper}`, says: `${helperName}帮忙的和被帮的是同一个人，${own.length}次` });
    const full = [...Map.groupBy(of, ({ on }) => on).values()].filter((day) => sum(day) >= norms.dayMinutes).length;
    if (full >= norms.fullDays)
      doubts.push({ key: `days ${helper}`, says: `${helperName}一个月有${full}天记满${hours(norms.dayMinutes)}` });
    for (const [helped, given] of Map.groupBy(of, ({ personId }) => personId)) {
      const back = records.filter(({ helperPersonId, personId }) => helperPersonId === helped && personId === helper);
      if (helped > helper && sum(given) >= norms.pairMinutes && sum(back) >= norms.pairMinutes)
        doubts.push({
          key: `pair ${helper} ${helped}`,
          says: `${helperName}和${given[0]!.personName}互相帮，一个月一个记${hours(sum(given))}，一个记${hours(sum(back))}`,
        });
    }
  }
  return doubts;
}
