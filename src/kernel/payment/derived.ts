/** Entitlements that another one brings with it (the price subsidy of 低保): they end with it and are paid to the same payee. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { YearMonth } from '../schema/index.ts';
import type { EntitlementId } from './index.ts';

/** Entitlements that were granted because of this one (their `cause`), from a month on, where anything was due in them. */
export const derivedFrom = (
  tx: Tx,
  id: EntitlementId,
  month: YearMonth,
): Promise<{ id: EntitlementId; fromMonth: YearMonth }[]> =>
  tx.rows(sql`select id, from_month from entitlement where cause = ${id} and from_month >= ${month} and not isempty(months)
    order by from_month, id limit 1000`);
