/** What a domain declares once of the bodies that it supervises: who they are, what is looked at, and what follows in its own books. */
import type { DutyCode } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Grade } from './dangers.ts';
import type { RiskClass } from './draw.ts';

export interface Inspected {
  /** Public number: lots are drawn by it. */
  readonly no: string;
  readonly id: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly riskClass: RiskClass;
  /** It has ended, or stands still: nothing to inspect. */
  readonly stopped: boolean;
}

/** One thing that is looked at, and by which provision. */
export interface ChecklistItem {
  readonly code: string;
  readonly section: string;
  readonly zh: string;
  /** What it is called when it is not so. */
  readonly fault: string;
  readonly rule: string;
  /** Of the danger that it is when it is not so. */
  readonly grade: Grade;
}

export interface GradedDanger {
  readonly id: string;
  readonly no: string;
  readonly objectId: string;
  readonly division: DivisionCode;
  readonly grade: Grade;
  readonly dueOn: PlainDate;
}

export interface InspectedKind {
  readonly kind: string;
  /** “养老机构”. */
  readonly zh: string;
  /** Where its routes stand. */
  readonly api: string;
  /** Whoever answers for one of them, and who besides works there and may report a danger. */
  readonly head: DutyCode;
  readonly workers: readonly DutyCode[];
  /** Newest list; a task keeps the one that it was made with. */
  readonly checklist: readonly ChecklistItem[];
  /** All of a division that the actor sees. */
  readonly objects: (tx: Tx, division: DivisionCode) => Promise<Inspected[]>;
  /** In the same transaction: what the grading of a danger brings with it. */
  readonly graded?: (tx: Tx, danger: GradedDanger) => Promise<void>;
}

export const objectOf = async (tx: Tx, kind: InspectedKind, id: string): Promise<Inspected | null> =>
  (await kind.objects(tx, tx.city)).find((object) => object.id === id) ?? null;

/** The county in which it lies; the city itself where it lies in none. */
export const countyOf = (division: DivisionCode): DivisionCode => `${division.slice(0, 6)}000000`;
