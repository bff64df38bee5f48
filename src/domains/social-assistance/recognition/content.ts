/** A recognition as it is stored and shown. */
import type { DivisionCode, Id, PlainDate } from '../../../kernel/schema/index.ts';
import type { RecognitionKind } from '../classification/categories.ts';

export type RecognitionState = 'active' | 'ended' | 'expired';

export interface Recognition {
  readonly id: string;
  readonly kind: RecognitionKind;
  readonly caseId: Id<'Case'>;
  /** The decision on which it rests now. */
  readonly decisionId: string;
  readonly householdId: Id<'Household'>;
  readonly personId: Id<'Person'>;
  readonly division: DivisionCode;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly reviewDue: PlainDate | null;
  readonly endedOn: PlainDate | null;
  readonly state: RecognitionState;
  readonly endReason: string | null;
}
