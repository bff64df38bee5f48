/** Every visit that waits for the actor, from whoever knows of one: the cases, the clues, the programmes of the domains. */
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { communicationNeedsOf, type PersonId } from '../resident/server.ts';
import type { DivisionCode } from '../schema/index.ts';
import type { Stop, VisitsView, VisitTask } from './index.ts';
import { homePoints, officePoint } from './places.ts';

export interface FoundVisit extends VisitTask {
  readonly personId: string | null;
  readonly name: string;
  readonly division: DivisionCode;
}

type Source = (tx: Tx, limit: number) => Promise<readonly FoundVisit[]>;
const sources = new Map<string, Source>();
/** Said once by each kind of visit: what of it is open in the actor's range, at most so many, what is due first in front. Writes no log: the walk does. */
export function defineVisits(kind: string, find: Source): void {
  sources.set(kind, find);
}

/** Of each kind: nobody walks to more. */
const MOST = 100;

/** In no order: the page walks from the office. One line in the log for everybody who stands in it. */
export async function visitsToMake(tx: Tx): Promise<VisitsView> {
  const found: FoundVisit[] = [];
  let more = false;
  for (const find of sources.values()) {
    const rows = await find(tx, MOST + 1);
    more ||= rows.length > MOST;
    found.push(...rows.slice(0, MOST));
  }
  const known = [...new Set(found.flatMap((v) => (v.personId === null ? [] : [v.personId as PersonId])))];
  const [points, needs] = [await homePoints(tx, known), await communicationNeedsOf(tx, known)];
  if (known.length > 0) await recordAudit(tx, { action: 'visit.listed', personIds: known });
  const doors = Map.groupBy(found, (v) => v.personId ?? v.href);
  const stops = [...doors.values()].map((visits): Stop => {
    const { personId, name, division } = visits[0]!;
    return {
      personId,
      name,
      divisionName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
      point: (personId && points.get(personId as PersonId)) || null,
      needs: (personId && needs.get(personId as PersonId)) || [],
      tasks: visits.map(({ zh, dueOn, href }) => ({ zh, dueOn, href })),
    };
  });
  return { office: await officePoint(tx), stops, more };
}
