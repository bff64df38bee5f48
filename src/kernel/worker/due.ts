/**
 * Works that the server does again and again, and that mostly find nothing to do. A transaction for each only to see that costs more than all looks together, so
 * a work may say how it sees whether anything is due, and the looks of many are taken in one read transaction.
 */
import { join, type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { eachApart } from './apart.ts';

/** Gives what is due, found by the very statement by which the work finds it: no row, nothing to do. It only reads, and waits for no lock. */
export type Look = (tx: Tx) => Promise<readonly unknown[]>;

/** A look at several tables at once, each named with its condition (`sql\`care_bill where …\``): the fragment that the work's own statement goes by. */
export const anyRow = (tx: Tx, ...places: readonly Sql[]): Promise<readonly unknown[]> =>
  tx.rows(
    sql`select 1 as due where ${join(
      places.map((place) => sql`exists (select from ${place})`),
      sql` or `,
    )}`,
  );

/** Does what is due; gives how much that was where it counts. */
export type Work<T = unknown> = ((context: Context) => Promise<T>) & { readonly looks?: readonly Look[] };

/** A work for which there is nothing to do while none of its looks finds a row. Called by itself it does not look first. */
export const whenDue = <T>(looks: Look | readonly Look[], work: (context: Context) => Promise<T>): Work<T> =>
  Object.assign((context: Context) => work(context), { looks: [looks].flat() });

/** How many works are looked at together: what one of them does may make another due, so those behind it are looked at anew. */
const AT_ONCE = 24;

/** The works that are looked at with the first of them: none beyond one that is always done. */
function together(works: readonly Work[]): readonly Work[] {
  const end = works.findIndex(({ looks }) => !looks);
  return works.slice(0, end < 0 ? AT_ONCE : Math.min(end, AT_ONCE));
}

/** Which of them have something to do. A look that fails does not say that there is nothing: its work is done by itself, and fails by itself. */
async function lookAt(context: Context, works: readonly Work[]): Promise<Map<Work, boolean>> {
  const isDue = async (tx: Tx, { looks = [] }: Work): Promise<boolean> =>
    (await Promise.allSettled(looks.map((look) => look(tx)))).some((of) => of.status === 'rejected' || of.value.length > 0);
  // Sent one after the other without waiting: all looks leave in one packet.
  const due = await context.read(systemActor('looks', context.city), (tx) => Promise.all(works.map((work) => isDue(tx, work))));
  return new Map(works.map((work, i) => [work, due[i]!]));
}

/** Does the works in their order, those that have something to do; one that fails holds up no other (`eachApart`). Gives how much they did. Once `stopped`, none is begun. */
export function eachDue(
  context: Context,
  works: readonly Work[],
  what: string,
  stopped: () => boolean = () => false,
): Promise<number> {
  /** As of the last work that was done. */
  let due = new Map<Work, boolean>();
  return eachApart(works.entries(), what, async ([i, work]) => {
    if (stopped()) return 0;
    if (work.looks && !due.has(work)) due = await lookAt(context, together(works.slice(i)));
    if (due.get(work) === false) return 0;
    // Whatever it counts: what it changes may make another one due.
    due = new Map();
    return work(context);
  });
}
