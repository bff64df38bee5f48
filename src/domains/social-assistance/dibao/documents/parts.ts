/** What the papers of social assistance share: the application they speak of, and the measures they quote. */
import type { PlainDate } from '../../../../kernel/schema/index.ts';

/** 民发〔2021〕57号, as it is quoted on paper. */
export const MEASURES = '《最低生活保障审核确认办法》（民发〔2021〕57号）';

/** The application that a paper speaks of. */
export interface Application {
  readonly applicantName: string;
  /** 受理号 */
  readonly caseNumber: string;
  readonly appliedOn: PlainDate;
}
