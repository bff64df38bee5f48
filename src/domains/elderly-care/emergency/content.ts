/** What the pages of the emergency desk read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { CallState, Level } from './terms.ts';
import type { Measure } from './times.ts';

/** A line of the board: nothing of the person but the name. */
export interface BoardRow {
  readonly id: string;
  readonly placeZh: string;
  readonly personName: string | null;
  readonly what: string;
  readonly state: CallState;
  readonly stateZh: string;
  /** As graded, else as it is taken for. */
  readonly level: Level;
  readonly graded: boolean;
  readonly t0: string;
  readonly repeats: number;
  readonly late: boolean;
  readonly operatorName: string | null;
  /** What nobody has done in time, in words. */
  readonly alarm: string | null;
  readonly offers: readonly Offer[];
}
export interface Board {
  /** Of the server: the clocks of the page run by it. */
  readonly now: string;
  readonly rows: readonly BoardRow[];
  /** How many are open, whatever is shown. */
  readonly open: number;
  readonly ringing: number;
  readonly offers: readonly Offer[];
}

export interface CallFile {
  readonly id: string;
  readonly now: string;
  readonly placeZh: string;
  readonly terrainZh: string;
  readonly sourceZh: string;
  readonly what: string;
  readonly state: CallState;
  readonly stateZh: string;
  readonly endingZh: string | null;
  readonly sameAs: string | null;
  readonly level: Level | null;
  readonly levelZh: string;
  readonly t0: string;
  readonly repeats: number;
  readonly late: boolean;
  readonly said: string | null;
  readonly operatorName: string | null;
  readonly person: { readonly id: string; readonly name: string; readonly age: number | null } | null;
  /** Only for the desk, and only since the call was answered. */
  readonly home: {
    readonly address: string;
    readonly phone: string | null;
    readonly key: string | null;
    readonly health: string | null;
    readonly contacts: readonly { readonly name: string; readonly phone: string }[];
  } | null;
  /** 健康档案, where the person has agreed that the desk may read it; opened since the call was answered, and each look is on record. */
  readonly health: readonly { readonly label: string; readonly value: string }[] | null;
  readonly device: { readonly kindZh: string; readonly sn: string; readonly spot: string | null } | null;
  readonly help: readonly {
    readonly no: number;
    readonly helperZh: string;
    readonly name: string;
    readonly phone: string | null;
    readonly calledAt: string;
    readonly answerZh: string | null;
    readonly answeredAt: string | null;
    readonly offers: readonly Offer[];
  }[];
  readonly course: readonly { readonly at: string; readonly zh: string; readonly by: string; readonly note: string | null }[];
  readonly measured: readonly {
    readonly measure: Measure;
    readonly zh: string;
    readonly tookMs: number | null;
    readonly limitSeconds: number;
    readonly met: boolean;
  }[];
  /** The search for somebody who is lost, that came of it. */
  readonly lost: { readonly id: string; readonly stateZh: string } | null;
  readonly drillId: string | null;
  readonly offers: readonly Offer[];
}

export interface HomeRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly division: DivisionCode;
  readonly placeZh: string;
  readonly openedOn: PlainDate;
  readonly devices: readonly {
    readonly id: string;
    readonly kindZh: string;
    readonly sn: string;
    readonly spot: string | null;
    readonly battery: number | null;
    readonly lastSeenAt: string | null;
    /** 失联 or 电量低, else null. */
    readonly trouble: string | null;
    readonly offers: readonly Offer[];
  }[];
  readonly offers: readonly Offer[];
}
export interface ResponderRow {
  readonly id: string;
  readonly placeZh: string;
  readonly kindZh: string;
  readonly name: string;
  readonly phone: string;
  readonly rank: number;
  readonly offers: readonly Offer[];
}

/** 应急演练: each desk, half-year by half-year. */
export interface DrillDesk {
  readonly division: DivisionCode;
  readonly name: string;
  readonly halves: readonly {
    readonly half: string;
    readonly zh: string;
    readonly state: 'done' | 'running' | 'due' | 'overdue';
  }[];
}
export interface DrillRow {
  readonly id: string;
  readonly deskName: string;
  readonly halfZh: string;
  readonly placeZh: string;
  readonly scenario: string;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly state: 'running' | 'ended';
  readonly incidentId: string;
  /** Measures in time, of those that apply. */
  readonly met: number;
  readonly all: number;
}
export interface DrillList {
  readonly desks: readonly DrillDesk[];
  readonly rows: readonly DrillRow[];
  readonly next: string | null;
  readonly offers: readonly Offer[];
}
export interface DrillFile extends DrillRow {
  readonly operatorName: string | null;
  readonly measured: CallFile['measured'];
  readonly findings: string | null;
  readonly measures: string | null;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly offers: readonly Offer[];
}

/** Of one month: met of those that are counted, in tenths of a percent by the page. */
export interface ShareRow {
  readonly measure: Measure;
  readonly zh: string;
  readonly met: number;
  readonly all: number;
  /** Percent. */
  readonly target: number;
}
