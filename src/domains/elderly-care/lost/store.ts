/** Rows of the search for the lost, and the one way to change one. */
import { setValues, sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { lostLimits } from './parameters.ts';
import { type Alarm, alarmsOf } from './rules.ts';
import type { Sheet } from './schema.ts';
import { sheetPlace, stepPlace } from './sealed.ts';
import { type LostEnding, type LostSource, type LostState, type LostStep, lostStates } from './terms.ts';

export interface Search {
  id: string;
  division: DivisionCode;
  personId: string | null;
  source: LostSource;
  incidentId: string | null;
  state: LostState;
  ending: LostEnding | null;
  sheet: Buffer | null;
  photo: string | null;
  lastSeenAt: string | null;
  openedAt: string;
  policeAt: string | null;
  foundAt: string | null;
  handedAt: string | null;
  closedAt: string | null;
  told: string[];
  version: number;
}
export const searchColumns = sql`l.id, l.division, l.person_id, l.source, l.incident_id, l.state, l.ending, l.sheet, l.photo, l.last_seen_at, l.opened_at, l.police_at, l.found_at, l.handed_at,
  l.closed_at, l.told, l.version`;

/** What was described; the photograph and the time stand beside it. */
export type Described = Omit<Sheet, 'photo' | 'minutesAgo'>;
export const sheetOf = (tx: Tx, of: Pick<Search, 'id' | 'sheet'>): Described | null =>
  of.sheet && tx.keys.openJson<Described>(of.sheet, sheetPlace(of.id));

export const pointOf = (sheet: Pick<Described, 'lonLat'> | null): { lon: number; lat: number } | null => {
  const [lon, lat] = sheet?.lonLat?.split(/[,，]/).map(Number) ?? [];
  return lon !== undefined && lat !== undefined ? { lon, lat } : null;
};

/** 11月22日16:10, as it is said. */
export const saidAt = (at: string): string => {
  const iso = new Date(at).toISOString();
  return `${shortDate(plainDateOf(iso))}${timeOfDay(iso)}`;
};

export async function lockSearch(
  tx: Tx,
  id: string,
  wanted: readonly LostState[],
): Promise<Result<Search, 'NOT_FOUND' | 'LOST_STATE'>> {
  const search = await tx.maybe<Search>(sql`select ${searchColumns} from lost_search l where l.id = ${id} for update`);
  if (!search) return fail('NOT_FOUND');
  return wanted.includes(search.state) ? ok(search) : fail('LOST_STATE', { state: lostStates[search.state].zh });
}

export async function addStep(tx: Tx, of: Pick<Search, 'id' | 'division'>, step: LostStep, note?: string | null): Promise<void> {
  await tx.run(sql`insert into lost_step (search_id, division, at, step, by_name, note)
    values (${of.id}, ${of.division}, ${tx.now}, ${step}, ${tx.actor.name}, ${note ? tx.keys.seal(note, stepPlace(of.id, step)) : null})`);
}

export const onRecord = (tx: Tx, action: AuditAction, of: Pick<Search, 'id' | 'division' | 'personId'>): Promise<void> =>
  recordAudit(tx, {
    action,
    subject: { kind: 'lost-search', id: of.id },
    division: of.division,
    ...(of.personId ? { personId: of.personId } : {}),
  });

/** One step: what it changes, what stands in the course, and when it rings next by what is so then. */
export async function takeStep(
  tx: Tx,
  search: Search,
  of: {
    step: Exclude<LostStep, 'opened' | Alarm>;
    set?: Readonly<Record<string, string | number | Buffer | null>>;
    note?: string | null | undefined;
  },
): Promise<Result<{ id: string }>> {
  await tx.run(
    sql`update lost_search set ${setValues({ ...of.set, nextAt: null, version: search.version + 1 } as Record<string, string | number | null>)} where id = ${search.id}`,
  );
  await addStep(tx, search, of.step, of.note);
  await onRecord(tx, `lost-search.${of.step}` as const, search);
  return ringNext(tx, search.id);
}

export async function ringNext(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const search = await tx.one<Search>(sql`select ${searchColumns} from lost_search l where l.id = ${id}`);
  const limits = await lostLimits(tx);
  if (!limits.ok) return limits;
  const next = alarmsOf(search, limits.value)
    .filter(({ alarm }) => !search.told.includes(alarm))
    .map(({ at }) => at)
    .sort()[0];
  await tx.run(sql`update lost_search set next_at = ${next ?? null} where id = ${id}`);
  return ok({ id });
}

/** The message has come; nobody has said yet how the person looks. */
export async function openSearch(
  tx: Tx,
  of: {
    division: DivisionCode;
    source: LostSource;
    personId?: string | null;
    incidentId?: string | null;
    sourceRef?: string | null;
    openedAt?: string;
    lastSeenAt?: string | null;
    note?: string;
  },
): Promise<Result<{ id: string }>> {
  const id = newId();
  await tx.run(sql`insert into lost_search (id, division, person_id, source, incident_id, source_ref, state, last_seen_at, opened_at)
    values (${id}, ${of.division}, ${of.personId ?? null}, ${of.source}, ${of.incidentId ?? null}, ${of.sourceRef ?? null}, 'opened', ${of.lastSeenAt ?? null}, ${of.openedAt ?? tx.now})`);
  await addStep(tx, { id, division: of.division }, 'opened', of.note);
  await onRecord(tx, 'lost-search.opened', { id, division: of.division, personId: of.personId ?? null });
  return ringNext(tx, id);
}
