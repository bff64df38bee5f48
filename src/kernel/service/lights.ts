/** Which limit of a case rules today, and its light. */
import type { PlainDate } from '../schema/index.ts';

export type Light = 'green' | 'amber' | 'red' | 'overdue' | 'done';

/** A limit: the day it ends with and the days from which it is amber and red. */
export interface Marks {
  readonly dueOn: PlainDate;
  readonly amberOn: PlainDate | null;
  readonly redOn: PlainDate | null;
}

/** The instants of a limit in hours; left out or null: the limit runs by days. */
interface Instants {
  readonly dueAt?: string | null;
  readonly amberAt?: string | null;
  readonly redAt?: string | null;
}

/** The light of a limit today. */
export function lightOf(
  limit: Instants & { dueOn: PlainDate | null; amberOn: PlainDate | null; redOn: PlainDate | null; closed: boolean },
  { today, now }: { readonly today: PlainDate; readonly now: string },
): Light {
  if (limit.closed) return 'done';
  if (!limit.dueOn) return 'green';
  const reached = (on: PlainDate | null, at: string | null | undefined) => (at ? now >= at : on !== null && today >= on);
  if (today > limit.dueOn || (limit.dueAt && now > limit.dueAt)) return 'overdue';
  if (reached(limit.redOn, limit.redAt)) return 'red';
  return reached(limit.amberOn, limit.amberAt) ? 'amber' : 'green';
}

/** The two limits of a case as its row keeps them. */
export interface CaseLimits extends Marks {
  readonly dueAt: string | null;
  readonly amberAt: string | null;
  readonly redAt: string | null;
  readonly totalDueOn: PlainDate | null;
  readonly totalAmberOn: PlainDate | null;
  readonly totalRedOn: PlainDate | null;
}

export interface RulingLimit extends Marks {
  readonly of: 'step' | 'total';
  readonly dueAt: string | null;
  readonly amberAt: string | null;
  readonly redAt: string | null;
}

/** The limit that ends first; where both end on one day, the whole legal one is named. */
export function rulingLimit(limits: CaseLimits): RulingLimit {
  const { dueOn, dueAt, amberOn, redOn, amberAt, redAt, totalDueOn, totalAmberOn, totalRedOn } = limits;
  return totalDueOn !== null && (totalDueOn < dueOn || (totalDueOn === dueOn && dueAt === null))
    ? { of: 'total', dueOn: totalDueOn, amberOn: totalAmberOn, redOn: totalRedOn, dueAt: null, amberAt: null, redAt: null }
    : { of: 'step', dueOn, amberOn, redOn, dueAt, amberAt, redAt };
}
