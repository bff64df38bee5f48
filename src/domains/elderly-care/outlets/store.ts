/** All SQL of outlets, and whose till somebody works at. A canteen is a facility: the outlet is its till, and reads what it is called from there. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { OutletKind } from './terms.ts';

export interface Outlet {
  id: string;
  kind: OutletKind;
  /** Of a canteen: the facility. */
  siteId: string | null;
  name: string;
  creditCode: string;
  division: DivisionCode;
  address: string;
  telephone: string;
  /** Of a canteen. */
  seats: number | null;
  /** A canteen that is stopped takes nothing, until it opens again. */
  open: boolean;
  openedOn: PlainDate;
  closedOn: PlainDate | null;
  closeReason: string | null;
}
const columns = sql`o.id, o.kind, o.site_id, coalesce(s.name, o.name) as name, o.credit_code, o.division, coalesce(s.address, o.address) as address,
  coalesce(s.telephone, o.telephone) as telephone, s.seats, o.closed_on is null and o.halted_on is null and (s.id is null or s.state in ('trial', 'operating')) as open,
  o.opened_on, o.closed_on, o.close_reason`;
const tables = sql`care_outlet o left join care_site s on s.id = o.site_id`;

export const findOutlet = (tx: Tx, id: string): Promise<Outlet | null> =>
  tx.maybe<Outlet>(sql`select ${columns} from ${tables} where o.id = ${id}`);

/** Those of the actor's scope, the open ones first; at most 5000, several times what a city has. */
export const outletsOf = (tx: Tx): Promise<Outlet[]> =>
  tx.rows<Outlet>(sql`select ${columns} from ${tables} where o.division >= ${tx.actor.lo} and o.division < ${tx.actor.hi}
    order by (o.closed_on is not null), o.division, name, o.id limit 5000`);

/** Those of the actor's scope that are canteens. */
export const canteensOf = (tx: Tx): Promise<Outlet[]> =>
  tx.rows<Outlet>(sql`select ${columns} from ${tables} where o.kind = 'canteen' and o.division >= ${tx.actor.lo} and o.division < ${tx.actor.hi}
    order by o.division, name, o.id limit 5000`);

/** Facilities that serve meals and have no till yet. */
export const sitesWithoutTill = (tx: Tx): Promise<{ id: string; name: string; division: DivisionCode }[]> =>
  tx.rows(sql`select s.id, s.name, s.division from care_site s where s.division >= ${tx.actor.lo} and s.division < ${tx.actor.hi}
    and s.state in ('trial', 'operating') and 'meals' = any(s.functions) and not exists (select from care_outlet o where o.site_id = s.id and o.closed_on is null)
    order by s.division, s.name limit 5000`);

/** The outlet of the duty of whoever works at a till. */
export async function ownOutlet(tx: Tx, kinds: readonly OutletKind[]): Promise<Result<Outlet, 'OUTLET_NONE'>> {
  const outlet = tx.actor.unitId ? await findOutlet(tx, tx.actor.unitId) : null;
  return outlet?.open && kinds.includes(outlet.kind) ? ok(outlet) : fail('OUTLET_NONE');
}

/** Whether somebody lives in an institution on a day; the day of leaving is no day there. */
export const staysOn = async (tx: Tx, personId: string, day: PlainDate): Promise<boolean> =>
  (await staysOf(tx, personId)).some(({ from, to }) => from <= day && (to === null || to > day));

export interface StayDays {
  readonly from: PlainDate;
  /** The day of leaving; null while it goes on. */
  readonly to: PlainDate | null;
  /** Null where nobody told of it. */
  readonly institutionId: string | null;
}
/** Stays in institutions of the whole city, oldest first, of somebody whom the caller may see. */
export const staysOf = (tx: Tx, personId: string): Promise<StayDays[]> =>
  tx.rows<StayDays>(sql`select from_on as "from", to_on as "to", institution_id from elder_stays(${personId})`);

export async function keepStay(
  tx: Tx,
  stay: { stayId: string; personId: string; institutionId?: string | undefined; division: DivisionCode; from: PlainDate },
): Promise<void> {
  await tx.run(sql`insert into elder_stay (stay_id, person_id, division, from_on, institution_id)
    values (${stay.stayId}, ${stay.personId}, ${stay.division}, ${stay.from}, ${stay.institutionId ?? null})
    on conflict (stay_id) do nothing`);
}
export async function endStay(tx: Tx, stay: { stayId: string; to: PlainDate }): Promise<void> {
  await tx.run(sql`update elder_stay set to_on = greatest(${stay.to}::date, from_on) where stay_id = ${stay.stayId}`);
}
