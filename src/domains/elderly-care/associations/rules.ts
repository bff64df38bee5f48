/** When an association counts (I-14), and when its plan is due. Pure. */
import { daysBefore } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { AssociationState } from './terms.ts';

/** Registered or filed, and something was held within so many days before the day. */
export const isActive = (
  of: { readonly state: AssociationState; readonly lastOn: PlainDate | null },
  day: PlainDate,
  days: number,
): boolean => (of.state === 'registered' || of.state === 'filed') && of.lastOn !== null && of.lastOn >= daysBefore(day, days);

/** The plan of a year stands until the last of March. */
export const planOverdue = (day: PlainDate, year: number, planned: boolean): boolean => !planned && day > `${year}-03-31`;
