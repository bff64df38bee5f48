/** All SQL of outlets, and whose till somebody works at. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { OutletKind } from './terms.ts';

export interface Outlet {
  id: string;
  kind: OutletKind;
  name: string;
  division: DivisionCode;
  address: string;
  telephone: string;
  seats: number | null;
  openedOn: PlainDate;
  closedOn: PlainDate | null;
  closeReason: string | null;
}
const columns = sql`id, kind, name, division, address, telephone, seats, opened_on, closed_on, close_reason`;

export const findOutlet = (tx: Tx, id: string): Promise<Outlet | null> =>
  tx.maybe<Outlet>(sql`select ${columns} from care_outlet where id = ${id}`);

/** Those of the actor's scope, the open ones first; at most 500. */
export const outletsOf = (tx: Tx): Promise<Outlet[]> =>
  tx.rows<Outlet>(sql`select ${columns} from care_outlet where division >= ${tx.actor.lo} and division < ${tx.actor.hi}
    order by (closed_on is not null), division, name, id limit 500`);

/** The outlet of the duty of whoever works at a till. */
export async function ownOutlet(tx: Tx, kinds: readonly OutletKind[]): Promise<Result<Outlet, 'OUTLET_NONE'>> {
  const outlet = tx.actor.unitId ? await findOutlet(tx, tx.actor.unitId) : null;
  return outlet && outlet.closedOn === null && kinds.includes(outlet.kind) ? ok(outlet) : fail('OUTLET_NONE');
}

/** Whether somebody lives in an institution on a day; the day of leaving is no day there. */
export const staysOn = async (tx: Tx, personId: string, day: PlainDate): Promise<boolean> =>
  (await tx.maybe<{ stays: number }>(sql`select 1 as stays from elder_stay
    where person_id = ${personId} and from_on <= ${day} and (to_on is null or to_on > ${day}) limit 1`)) !== null;

export async function keepStay(
  tx: Tx,
  stay: { stayId: string; personId: string; division: DivisionCode; from: PlainDate },
): Promise<void> {
  await tx.run(sql`insert into elder_stay (stay_id, person_id, division, from_on) values (${stay.stayId}, ${stay.personId}, ${stay.division}, ${stay.from})
    on conflict (stay_id) do nothing`);
}
export async function endStay(tx: Tx, stay: { stayId: string; to: PlainDate }): Promise<void> {
  await tx.run(sql`update elder_stay set to_on = greatest(${stay.to}::date, from_on) where stay_id = ${stay.stayId}`);
}
