/** 备案、公告的期限 (地名管理条例 art. 13, 14): fifteen days that end on a working day, and how far each is. Pure. */
import type { Calendar } from '../../../kernel/calendar/index.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type ApprovedBy, LEGAL_DAYS } from './terms.ts';

interface Approval {
  readonly approvedBy: ApprovedBy;
  readonly approvedOn: PlainDate;
  readonly filedOn: PlainDate | null;
  readonly division: DivisionCode;
}

export interface NamingLimits {
  readonly fileDueOn: PlainDate;
  /** Null: another department approved it and has not filed it yet. */
  readonly announceDueOn: PlainDate | null;
}

/** From the approval; what another department approved is announced within fifteen days of its filing. */
export function namingLimits(calendar: Calendar, { approvedBy, approvedOn, filedOn, division }: Approval): NamingLimits {
  const from = approvedBy === 'department' ? filedOn : approvedOn;
  return {
    fileDueOn: calendar.addDays(approvedOn, LEGAL_DAYS, division),
    announceDueOn: from && calendar.addDays(from, LEGAL_DAYS, division),
  };
}

export interface Clock {
  readonly dueOn: PlainDate | null;
  readonly doneOn: PlainDate | null;
  /** Days over the limit: of what was done, or until today. */
  readonly lateDays: number;
  /** Days left; null once it is done or where nothing runs yet. */
  readonly daysLeft: number | null;
}

export function clockOf(dueOn: PlainDate | null, doneOn: PlainDate | null, today: PlainDate): Clock {
  if (dueOn === null) return { dueOn, doneOn, lateDays: 0, daysLeft: null };
  const over = dayNumber(doneOn ?? today) - dayNumber(dueOn);
  return { dueOn, doneOn, lateDays: Math.max(0, over), daysLeft: doneOn ? null : Math.max(0, -over) };
}
