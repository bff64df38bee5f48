/** The lines of a claim: one for a person and tranche, with its months. */
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';

export interface ClaimLine {
  claimId: string;
  workerId: string;
  name: string;
  tranche: number;
  months: YearMonth[];
  fen: Fen;
  says: string;
  struck: string | null;
}
export const linesOf = (tx: Tx, claimIds: readonly string[]): Promise<ClaimLine[]> =>
  tx.rows<ClaimLine>(sql`select l.claim_id, l.worker_id, c.name, l.tranche::int as tranche, l.months, l.fen, l.says, l.struck
    from care_claim_line l join care_worker c on c.id = l.worker_id where l.claim_id = any(${[...claimIds]}::uuid[]) order by c.name, l.worker_id, l.tranche limit 20000`);

/** 2026年3月到2026年8月；单个月只写一次. */
const spanSays = (months: readonly YearMonth[]): string => {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? longMonth(first) : `${longMonth(first)}到${longMonth(last)}`;
};
export const lineSays = (line: Pick<ClaimLine, 'says' | 'months'>): string =>
  line.months.length === 0 ? line.says : `${line.says}（${spanSays(line.months)}）`;
