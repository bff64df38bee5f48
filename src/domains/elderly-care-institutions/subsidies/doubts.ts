/** 虚报的样子 (section 8): what of a month the county should ask about before it pays. A doubt takes nothing off by itself. Pure. */
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** Somebody who counts in a month. */
export interface Counted {
  readonly personId: string;
  /** Anything at all was recorded at the bed in the month. */
  readonly caredFor: boolean;
  /** Vital signs or a meal were recorded in the month. */
  readonly measured: boolean;
  /** When the level was raised within the quarter; null: it was not. */
  readonly raisedOn: PlainDate | null;
}

/** Levels that were raised within so many days of one another, of so many persons, are no coincidence: dated standards. */
export interface DoubtNorms {
  readonly withinDays: number;
  readonly persons: number;
}

/** The most raises that lie within so many days. */
function raisedAtOnce(days: readonly PlainDate[], withinDays: number): number {
  const numbers = days.map(dayNumber).sort((a, b) => a - b);
  return Math.max(0, ...numbers.map((from) => numbers.filter((on) => on >= from && on < from + withinDays).length));
}

export function doubtsOf(counted: readonly Counted[], norms: DoubtNorms): string[] {
  const uncared = counted.filter(({ caredFor }) => !caredFor).length;
  // 只有打勾、没有吃饭也没有量过体温血压的，人可能不在
  const unmeasured = counted.filter(({ caredFor, measured }) => caredFor && !measured).length;
  const raised = raisedAtOnce(
    counted.flatMap(({ raisedOn }) => (raisedOn ? [raisedOn] : [])),
    norms.withinDays,
  );
  return [
    ...(uncared > 0 ? [`${uncared}位计入的老人整月没有照护记录`] : []),
    ...(unmeasured > 0 ? [`${unmeasured}位计入的老人整月没有吃饭、体温、血压的记录`] : []),
    ...(raised >= norms.persons ? [`${raised}位老人的能力等级在${norms.withinDays}天里一起调高`] : []),
  ];
}
