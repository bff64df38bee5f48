/** Who refused the yearly confirmation twice. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** The day of the second refusal, while it stands; what `settle` suspends by. */
export const refusedTwiceOn = async (tx: Tx, personId: string): Promise<PlainDate | null> =>
  (
    await tx.maybe<{ on: PlainDate }>(
      sql`select refused_on as on from subsidy_confirmation where person_id = ${personId} and state = 'refused' order by year desc limit 1`,
    )
  )?.on ?? null;
