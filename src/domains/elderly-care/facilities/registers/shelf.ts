/** The page of the registers of facilities, and the facilities that their entries may be about. */
import { type Sql, sql } from '../../../../database/sql.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { outside } from '../../../../kernel/register/server.ts';
import { ok, type Refusal, type Result, wrong } from '../../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../../kernel/schema/index.ts';

export const SITE_SHELF = '/care-site-registers';

export const sitesWith = (what: Sql) => (tx: Tx) =>
  tx.rows<{ id: string; name: string }>(
    sql`select s.id::text as id, s.name from care_site s where s.state <> 'closed' and ${what} order by s.name limit 500`,
  );
export const anySite = sitesWith(sql`true`);

/** A step that happened on a day, which is not to come. */
export const happened = (tx: Tx, on: PlainDate, notBefore?: PlainDate): Result<Record<string, never>> =>
  outside(tx, 'on', on, notBefore) ?? ok({});

/** The unit is of the kind that the register speaks of: a community, a village. */
export function isPlace(tx: Tx, path: string, code: DivisionCode, kind: '社区' | '村'): Refusal<'INVALID_INPUT'> | null {
  const found = tx.divisions.get(code);
  return found?.level === 'village' && found.kind === kind ? null : wrong(path, `请选到${kind}`);
}
