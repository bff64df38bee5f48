/** 地名库: what is called how, and was before. Names come in by the city pack, by an approval and by what a change of divisions makes of them. */
import { type Sql, sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Id, PlainDate } from '../../../kernel/schema/index.ts';
import { keysOf, type Spelling, spell } from './spelling.ts';
import type { Category, ProtectionClass, Status } from './terms.ts';

export interface Place {
  readonly id: Id<'PlaceName'>;
  /** Where it stands: the smallest unit that contains it. */
  readonly division: DivisionCode;
  /** Of the name of a unit itself. */
  readonly unitCode: DivisionCode | null;
  readonly category: Category;
  readonly specific: string;
  readonly generic: string;
  readonly name: string;
  readonly reading: string;
  readonly spelling: string;
  readonly sounds: string;
  readonly status: Status;
  readonly position: string | null;
  readonly whereabouts: string;
  readonly widthMetres: number | null;
  readonly lengthMetres: number | null;
  readonly areaMetres: number | null;
  readonly origin: string;
  readonly meaning: string;
  readonly protectionClass: ProtectionClass | null;
  readonly protectionPlan: string;
  readonly legacyPlan: string;
  readonly source: string;
  /** Of the application for it. */
  readonly caseId: Id<'Case'> | null;
  readonly version: number;
}

export const placeColumns = sql`p.id, p.division, p.unit_code, p.category, p.specific, p.generic, p.name, p.reading, p.spelling, p.sounds, p.status, p.position, p.whereabouts, p.width_metres,
  p.length_metres, p.area_metres, p.origin, p.meaning, p.protection_class, p.protection_plan, p.legacy_plan, p.source, p.case_id, p.version`;

export const findPlace = (tx: Tx, where: Sql): Promise<Place | null> =>
  tx.maybe<Place>(sql`select ${placeColumns} from place_name p where ${where}`);

export interface NewPlace
  extends Pick<Place, 'division' | 'category' | 'specific' | 'generic' | 'source'>,
    Partial<
      Pick<
        Place,
        | 'unitCode'
        | 'status'
        | 'position'
        | 'whereabouts'
        | 'widthMetres'
        | 'lengthMetres'
        | 'areaMetres'
        | 'origin'
        | 'meaning'
        | 'protectionClass'
        | 'reading'
        | 'caseId'
      >
    > {
  /** From when it is called so; null: since records began. */
  readonly since: PlainDate | null;
  /** Of a row of the city pack: taken in once, whatever becomes of it. */
  readonly packKey?: string;
  readonly former?: { readonly name: string; readonly until: PlainDate };
}

const rowOf = (given: NewPlace) => {
  const { specific, generic } = given;
  return {
    unitCode: null,
    status: 'standard',
    position: null,
    whereabouts: '',
    widthMetres: null,
    lengthMetres: null,
    areaMetres: null,
    origin: '',
    meaning: '',
    protectionClass: null,
    packKey: null,
    caseId: null,
    ...spell(specific, generic),
    ...given,
    id: newId() as Place['id'],
    name: specific + generic,
  };
};

/** A former name, parted where it ends as the present one does. */
const spellWith = (generic: string, name: string): Spelling =>
  name.endsWith(generic) ? spell(name.slice(0, -generic.length), generic) : spell(name, '');

/** Names that the register does not have; those that it has stay as they are. Gives the ids of the new ones. */
export async function addPlaces(tx: Tx, given: readonly NewPlace[]): Promise<Place['id'][]> {
  const rows = given.map(rowOf);
  const added = await tx.rows<{
    id: Place['id'];
  }>(sql`insert into place_name (id, division, unit_code, category, specific, generic, name, reading, spelling, sounds, status, position, whereabouts,
      width_metres, length_metres, area_metres, origin, meaning, protection_class, source, pack_key, case_id, created_at, created_by)
    select r.id, r.division, r."unitCode", r.category, r.specific, r.generic, r.name, r.reading, r.spelling, r.sounds, r.status, r.position, r.whereabouts,
      r."widthMetres", r."lengthMetres", r."areaMetres", r.origin, r.meaning, r."protectionClass", r.source, r."packKey", r."caseId", ${tx.now}, ${tx.actor.id}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, division text, "unitCode" text, category text, specific text, generic text, name text, reading text, spelling text,
      sounds text, status text, position text, whereabouts text, "widthMetres" integer, "lengthMetres" integer, "areaMetres" integer, origin text, meaning text, "protectionClass" text, source text, "packKey" text, "caseId" uuid)
    on conflict do nothing returning id`);
  const ids = new Set(added.map(({ id }) => id));
  // What is only applied for was never called so, and is not found.
  const fresh = rows.filter(({ id, status }) => ids.has(id) && status !== 'applied');
  const versions = fresh.flatMap(({ id, name, generic, spelling, since, source, former }) => [
    ...(former
      ? [
          {
            id,
            no: 1,
            name: former.name,
            spelling: spellWith(generic, former.name).spelling,
            from: null,
            to: former.until,
            basis: source,
          },
        ]
      : []),
    { id, no: former ? 2 : 1, name, spelling, from: former?.until ?? since, to: null, basis: source },
  ]);
  if (versions.length > 0)
    await tx.run(sql`insert into place_name_version (place_id, no, name, spelling, valid_from, valid_to, basis)
      select v.id, v.no, v.name, v.spelling, v."from", v."to", v.basis
      from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as v (id uuid, no integer, name text, spelling text, "from" date, "to" date, basis text)`);
  await addKeys(
    tx,
    fresh.flatMap(({ id, division, name, sounds, former }) => [
      { id, division, name, sounds, former: false },
      ...(former ? [{ id, division, name: former.name, sounds: spell(former.name, '').sounds, former: true }] : []),
    ]),
  );
  return [...ids];
}

interface Named {
  readonly id: string;
  readonly division: DivisionCode;
  readonly name: string;
  readonly sounds: string;
  readonly former: boolean;
}

async function addKeys(tx: Tx, named: readonly Named[]): Promise<void> {
  const keys = named.flatMap(({ id, division, name, sounds, former }) =>
    keysOf(name, sounds).map((key) => [key, id, former, division] as const),
  );
  if (keys.length === 0) return;
  const column = (i: 0 | 1 | 2 | 3) => keys.map((row) => row[i]);
  await tx.run(sql`insert into place_name_key (key, place_id, former, division)
    select * from unnest(${column(0)}::text[], ${column(1)}::uuid[], ${column(2)}::boolean[], ${column(3)}::text[]) on conflict do nothing`);
}

/** An applied name becomes a standard one. */
export async function admitPlace(tx: Tx, place: Place, { on, basis }: { on: PlainDate; basis: string }): Promise<void> {
  await tx.run(sql`update place_name set status = 'standard', source = ${basis}, version = version + 1 where id = ${place.id}`);
  await tx.run(sql`insert into place_name_version (place_id, no, name, spelling, valid_from, basis)
    values (${place.id}, 1, ${place.name}, ${place.spelling}, ${on}, ${basis})`);
  await addKeys(tx, [{ ...place, former: false }]);
}

/** An application that came to nothing leaves no name. */
export const dropApplied = (tx: Tx, caseId: string): Promise<number> =>
  tx.run(sql`delete from place_name where case_id = ${caseId} and status = 'applied'`);

/** The reading is put right: what it is found by follows. */
export async function respell(tx: Tx, place: Place, { reading, spelling, sounds }: Spelling): Promise<void> {
  await tx.run(
    sql`update place_name set reading = ${reading}, spelling = ${spelling}, sounds = ${sounds} where id = ${place.id}`,
  );
  await tx.run(sql`update place_name_version set spelling = ${spelling} where place_id = ${place.id} and name = ${place.name}`);
  await tx.run(sql`delete from place_name_key where place_id = ${place.id} and not former`);
  await addKeys(tx, [{ ...place, sounds, former: false }]);
}

interface Renaming {
  readonly specific: string;
  readonly generic: string;
  readonly reading?: string;
  readonly on: PlainDate;
  readonly basis: string;
}

/** From a day on a place is called otherwise; the old name stays to be found. */
export async function renamePlace(tx: Tx, place: Place, { specific, generic, on, basis, ...given }: Renaming): Promise<void> {
  const { spelling, sounds, reading } = { ...spell(specific, generic), ...given };
  const name = specific + generic;
  await tx.run(sql`update place_name set specific = ${specific}, generic = ${generic}, name = ${name}, reading = ${reading}, spelling = ${spelling}, sounds = ${sounds}, version = version + 1
    where id = ${place.id}`);
  await endVersion(tx, place.id, on);
  await tx.run(sql`insert into place_name_version (place_id, no, name, spelling, valid_from, basis)
    select ${place.id}, max(no) + 1, ${name}, ${spelling}, ${on}, ${basis} from place_name_version where place_id = ${place.id}`);
  await tx.run(sql`delete from place_name_key where place_id = ${place.id} and not former`);
  await addKeys(tx, [
    { ...place, former: true },
    { id: place.id, division: place.division, name, sounds, former: false },
  ]);
}

/** A name that began on the day on which it ends was never in use: it keeps one day. */
const endVersion = (tx: Tx, id: string, on: PlainDate): Promise<number> =>
  tx.run(sql`update place_name_version set valid_to = case when valid_from >= ${on}::date then valid_from + 1 else ${on}::date end
    where place_id = ${id} and valid_to is null`);

/** 历史: the place is no more; 废止: the name was taken away. */
export async function retirePlace(
  tx: Tx,
  place: Pick<Place, 'id'>,
  { status, on }: { status: 'historic' | 'abolished'; on: PlainDate },
): Promise<void> {
  await tx.run(sql`update place_name set status = ${status}, version = version + 1 where id = ${place.id}`);
  await endVersion(tx, place.id, on);
}

export interface PlaceVersion {
  readonly no: number;
  readonly name: string;
  readonly spelling: string;
  readonly validFrom: PlainDate | null;
  readonly validTo: PlainDate | null;
  readonly basis: string;
}

/** The newest first. */
export const versionsOf = (tx: Tx, placeId: string): Promise<PlaceVersion[]> =>
  tx.rows<PlaceVersion>(
    sql`select no, name, spelling, valid_from, valid_to, basis from place_name_version where place_id = ${placeId} order by no desc limit 100`,
  );

/** What it was called on a day; null where it had no name then, or none is on record. */
export const calledOn = (versions: readonly PlaceVersion[], day: PlainDate): PlaceVersion | null =>
  versions.find(({ validFrom, validTo }) => (validFrom ?? '') <= day && (validTo === null || day < validTo)) ?? null;

/** The last day of a version, for people: it ends before the day on which the next begins. */
export const lastDay = ({ validTo }: Pick<PlaceVersion, 'validTo'>): PlainDate | null => validTo && plusDays(validTo, -1);
