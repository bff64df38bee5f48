/**
 * Does the same for each of them, one that fails holds up no other; all that failed are thrown together at the end, with the words of the first, `what` says of what.
 * Gives how many were done: what `work` counts where it gives a number, else one each.
 */
export async function eachApart<Row>(rows: Iterable<Row>, what: string, work: (row: Row) => Promise<unknown>): Promise<number> {
  const failed: unknown[] = [];
  let done = 0;
  for (const row of rows) {
    try {
      const count = await work(row);
      done += typeof count === 'number' ? count : 1;
    } catch (error) {
      failed.push(...(error instanceof AggregateError ? error.errors : [error]));
    }
  }
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} ${what} could not be looked after; first: ${said(failed[0])}`);
  return done;
}

const said = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
