/** 当班 (section 8: staff see health data only on shift): from when to when a shift reads, with time for the handover on both sides. Pure. */
import { startOf } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Shift, shifts } from './terms.ts';

export interface Duty {
  readonly onDate: PlainDate;
  readonly shift: Shift;
}
const HOUR = 3_600_000;

/** Whether the instant lies in the shift, or within so many minutes before or after it. */
export function isOnDuty({ onDate, shift }: Duty, now: string, handoverMinutes: number): boolean {
  const midnight = startOf(onDate).getTime();
  const { from, to } = shifts[shift];
  const at = Date.parse(now);
  return at >= midnight + from * HOUR - handoverMinutes * 60_000 && at < midnight + to * HOUR + handoverMinutes * 60_000;
}
