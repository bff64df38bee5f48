/** All SQL of the register of facilities, but the lists. */
import { type Sql, sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Reach, SiteForm, SiteFunction, SiteKind, SiteState } from './terms.ts';

export interface Site {
  id: string;
  name: string;
  kind: SiteKind;
  form: SiteForm | null;
  functions: SiteFunction[];
  division: DivisionCode;
  reach: Reach;
  address: string;
  lon: number | null;
  lat: number | null;
  owner: string;
  operator: string;
  contact: string;
  telephone: string;
  hours: string;
  areaM2: number;
  dayPlaces: number;
  fullBeds: number;
  seats: number;
  state: SiteState;
  stateOn: PlainDate;
  openedOn: PlainDate | null;
  idleSince: PlainDate | null;
  plannedName: string | null;
  plannedTo: string | null;
  version: number;
}
/** `s` is the site. */
export const siteColumns = sql`s.id, s.name, s.kind, s.form, s.functions, s.division, s.reach, s.address, s.lon, s.lat, s.owner, s.operator, s.contact, s.telephone, s.hours, s.area_m2,
  s.day_places, s.full_beds, s.seats, s.state, s.state_on, s.opened_on, s.idle_since, s.planned_name, s.planned_to, s.version`;

export async function findSite(tx: Tx, id: string): Promise<Result<Site, 'NOT_FOUND'>> {
  const found = await tx.maybe<Site>(sql`select ${siteColumns} from care_site s where s.id = ${id}`);
  return found ? ok(found) : fail('NOT_FOUND');
}
export async function lockSite(tx: Tx, id: string): Promise<Result<Site, 'NOT_FOUND'>> {
  const found = await tx.maybe<Site>(sql`select ${siteColumns} from care_site s where s.id = ${id} for update`);
  return found ? ok(found) : fail('NOT_FOUND');
}

/** One thing that happened to the site, with what else changes on it. */
export async function changeSite(
  tx: Tx,
  site: Pick<Site, 'id' | 'division'>,
  step: { action: string; to: SiteState; on: PlainDate; note: string; set?: Sql },
): Promise<void> {
  if (step.set)
    await tx.run(sql`update care_site set ${step.set}, version = version + 1, changed_at = ${tx.now} where id = ${site.id}`);
  await tx.run(sql`insert into care_site_step (id, site_id, division, action, to_state, on_date, note, recorded_at, recorded_by, recorded_name)
    values (${newId()}, ${site.id}, ${site.division}, ${step.action}, ${step.to}, ${step.on}, ${step.note}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
}

export const auditSite = (tx: Tx, action: AuditAction, site: Pick<Site, 'id' | 'division'>) =>
  recordAudit(tx, { action, subject: { kind: 'care-site', id: site.id }, division: site.division });

/** Metres between two sites, on a plane that is true enough within a township. */
export const metresApart = (one: Sql, other: Sql): Sql =>
  sql`round(sqrt(power((${one}.lat - ${other}.lat) * 111320, 2) + power((${one}.lon - ${other}.lon) * 111320 * cos(radians(${one}.lat)), 2)))::int`;

/** Another live site `o` of the same owner within so many metres of `s`, and nobody has said that they are two. */
export const twiceOf = (metres: number): Sql =>
  sql`o.id <> s.id and o.state <> 'closed' and s.state <> 'closed' and o.owner = s.owner and left(o.division, 6) = left(s.division, 6)
    and o.lon is not null and s.lon is not null and ${metresApart(sql`s`, sql`o`)} <= ${metres}
    and not exists (select from care_site_apart a where a.site_id = least(s.id, o.id) and a.other_id = greatest(s.id, o.id))`;
