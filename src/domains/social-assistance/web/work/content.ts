/** What the sections `verification`, `visits` and `tekun` of a case hold for an officer; a resident's are shorter. */
import type { ShownDocument } from '../../../../kernel/document/index.ts';
import type { AnswerWay, QueryFault, QueryState } from '../../../../kernel/exchange/index.ts';
import type { Fen, FormField, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import type { SupportersView } from '../../supporters/content.ts';
import type { AuxiliaryView } from '../../verification/auxiliary.ts';
import type { Report } from '../../verification/report.ts';
import type { VerificationSource } from '../../verification/sources.ts';
import type { Statement } from '../../verification/statement.ts';

export interface OpenLine {
  id: string;
  member: string;
  source: VerificationSource;
  sourceName: string;
  state: QueryState;
  fault: QueryFault | null;
  attempts: number;
  nextAt: string | null;
  askedAt: string;
  asOf: PlainDate | null;
  way: AnswerWay;
  addressee: string;
  dueOn: PlainDate | null;
  letterId: string | null;
  destroyedOn: PlainDate | null;
}

export interface VerificationContent {
  state: string;
  stateName: string;
  startDue: PlainDate;
  startedAt: string | null;
  reportNo: string | null;
  reportedAt: string | null;
  validTo: PlainDate | null;
  answers: { answered: number; asked: number } | null;
  members?: readonly { ref: string; personId: string; name: string }[];
  queries?: readonly OpenLine[];
  report?: Report | null;
  reportPaper?: ShownDocument | null;
  discrepancies?: readonly {
    id: string;
    detail: { member: string | null; source: string; text: string };
    disposition: string | null;
    reason?: string | null;
  }[];
  explainUntil?: PlainDate | null;
  reviewDue?: PlainDate | null;
  statements?: readonly Statement[];
  statementFields?: readonly FormField[] | null;
  objection?: string | null;
  auxiliary?: AuxiliaryView;
  supporters?: SupportersView;
}

export interface VisitContent {
  on: PlainDate;
  surveyors: readonly string[];
  respondent?: string;
  living?: string;
  findings: string;
  photos?: readonly string[];
  photoNote?: string;
  position?: string;
  signed: boolean;
  refusalNote?: string;
  county?: boolean;
}

export interface TekunContent {
  stateZh: string;
  modeZh: string;
  gradeZh: string | null;
  /** Where the capacity level of the elderly care does not fit the grade. */
  capacityHint: string | null;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  endZh: string | null;
  wishZh: string | null;
  waitingZh: string | null;
  agreement: {
    caregiver: string;
    relation: string;
    phone: string;
    payFen: Fen;
    duties: string;
    signedOn: PlainDate;
  } | null;
  assessments: readonly {
    on: PlainDate;
    gradeZh: string;
    effectiveMonth: YearMonth;
    organisation: string;
    items: readonly { zh: string; able: boolean }[];
  }[];
  /** 城市 or 农村: by which standard the base is paid. */
  standardZh: string;
  benefits: readonly { zh: string; amountFen: Fen; next: { fromMonth: YearMonth; amountFen: Fen } | null }[];
}
