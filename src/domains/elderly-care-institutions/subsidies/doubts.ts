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
  /** Moves between two homes within so many days go back and forth; so many in each direction are a swap. */
  readonly swapDays: number;
  readonly swapped: number;
  /** Days in bed of which fewer than so many percent left a trace. */
  readonly traced: number;
}

/** What moved between this home and another one in the days that are looked at. */
export interface Moves {
  readonly other: string;
  /** Persons who went there and came back. */
  readonly back: number;
  readonly came: number;
  readonly went: number;
}
/** Of the month and the whole home. */
export interface Whole {
  readonly moves: readonly Moves[];
  /** Days that somebody lay in a bed, and those of them with any record of care. */
  readonly bedDays: number;
  readonly tracedDays: number;
  /** On-site checks that found recorded beds let or used for something else. */
  readonly letOn: readonly PlainDate[];
}

/** The most raises that lie within so many days. */
function raisedAtOnce(days: readonly PlainDate[], withinDays: number): number {
  const numbers = days.map(dayNumber).sort((a, b) => a - b);
  return Math.max(0, ...numbers.map((from) => numbers.filter((on) => on >= from && on < from + withinDays).length));
}

/** 两处院区对调老人; 备案床位租给别人. */
function wholeDoubts({ moves, bedDays, tracedDays, letOn }: Whole, norms: DoubtNorms): string[] {
  return [
    ...moves.flatMap(({ other, back, came, went }) => [
      ...(back > 0 ? [`${back}位老人从本机构到${other}，${norms.swapDays}天里又搬回来`] : []),
      ...(Math.min(came, went) >= norms.swapped ? [`${norms.swapDays}天里和${other}对调：转来${came}位，转去${went}位`] : []),
    ]),
    ...letOn.map((on) => `${on}现场检查发现备案的床位出租、挪作他用`),
    // 一条记录也没有的，上面已经逐人点出
    ...(tracedDays > 0 && tracedDays * 100 < bedDays * norms.traced
      ? [`在床${bedDays}人天，有照护或者吃饭记录的只有${tracedDays}人天`]
      : []),
  ];
}

export function doubtsOf(counted: readonly Counted[], whole: Whole, norms: DoubtNorms): string[] {
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
    ...wholeDoubts(whole, norms),
  ];
}
