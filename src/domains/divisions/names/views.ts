/** The register as it is read in the workbench: by place, by class, by what was typed; and the card of one name. */
import { and, type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { searchKeyOf } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import type { Listing } from '../../../kernel/service/server.ts';
import { Description, LegacyPlan, Protection } from './edits.ts';
import { mediaKinds, mediaOf, NewPhoto, NewRecording } from './media.ts';
import { namingsOf } from './naming-views.ts';
import { calledOn, findPlace, lastDay, type Place, placeColumns, versionsOf } from './register.ts';
import { faultySigns, NewSign, type Sign, SignVisit, signsOf } from './signs.ts';
import {
  type Category,
  categories,
  keepers,
  protectionClasses,
  publicStatuses,
  type Status,
  signKeepers,
  signKinds,
  signStates,
  statuses,
} from './terms.ts';

const PAGE = 50;

export interface PlaceQuery {
  /** The name now or before, from any character of it; pinyin; initials. */
  readonly text?: string | undefined;
  readonly category?: Category | undefined;
  readonly status?: Status | undefined;
  readonly division?: DivisionCode | undefined;
  readonly protected?: boolean | undefined;
  readonly cursor?: string | undefined;
}

type Found = Place & { readonly key: string; readonly former: boolean };

/** Beyond every key that begins with these characters. */
const END = '\u{10FFFF}';

/** Ended by a character that no key has. */
const cursorOf = (row: Found): string => Buffer.from(JSON.stringify([row.key, row.spelling, row.id])).toString('base64url');
function cursorAt(text: string | undefined): readonly [string, string, string] | null {
  if (!text) return null;
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    if (parts.length === 3 && parts.every((part) => typeof part === 'string') && /^[0-9a-f-]{36}$/.test(parts[2] as string))
      return parts as [string, string, string];
  } catch {
    // A cursor that nobody of ours made: begin at the beginning.
  }
  return null;
}

const filters = ({ category, status, division, protected: kept }: PlaceQuery): Sql[] => {
  const range = division ? scopeRange(division) : null;
  return [
    ...(category ? [sql`p.category = ${category}`] : []),
    ...(status ? [sql`p.status = ${status}`] : []),
    ...(range ? [sql`p.division >= ${range.lo} and p.division < ${range.hi}`] : []),
    ...(kept ? [sql`p.protection_class is not null`] : []),
  ];
};

/** By key where something was typed, else by place and spelling; both follow an index whatever the register's size. */
export async function findPlaces(
  tx: Tx,
  query: PlaceQuery,
  only: readonly Sql[] = [],
): Promise<{ rows: Found[]; next: string | null }> {
  const after = cursorAt(query.cursor);
  const typed = searchKeyOf(query.text ?? '');
  const where = [...filters(query), ...only];
  const found = typed
    ? await tx.rows<Found>(sql`select k.key, k.former, ${placeColumns} from place_name_key k join place_name p on p.id = k.place_id
        where k.key >= ${typed} and k.key < ${typed + END} and ${after ? sql`(k.key, k.place_id) > (${after[0]}, ${after[2]}::uuid)` : sql`true`} and ${and(where)}
        order by k.key, k.place_id limit ${PAGE + 1}`)
    : await tx.rows<Found>(sql`select p.division as key, false as former, ${placeColumns} from place_name p
        where ${after ? sql`(p.division, p.spelling, p.id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)` : sql`true`} and ${and(where)}
        order by p.division, p.spelling, p.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  // A name answers to several keys; it is shown once, by its present name where that fits too.
  const once = new Map<string, Found>();
  for (const row of page) if (!once.get(row.id) || !row.former) once.set(row.id, row);
  return { rows: [...once.values()], next: found.length > PAGE && last ? cursorOf(last) : null };
}

/** What an officer has to do with: his own place, and names of the county and township around it. */
function around(tx: Tx): Sql {
  const { lo, hi, division } = tx.actor;
  const above = division
    ? tx.divisions.ancestors(division).filter(({ level }) => level === 'county' || level === 'township')
    : [];
  return sql`((p.division >= ${lo} and p.division < ${hi}) or p.division = any(${above.map(({ code }) => code)}::text[]))`;
}

export const briefOf = (tx: Tx, place: Place) => ({
  id: place.id,
  name: place.name,
  spelling: place.spelling,
  category: place.category,
  categoryZh: categories[place.category],
  status: place.status,
  statusZh: statuses[place.status],
  divisionName: tx.divisions.fullName(place.division),
  protectionZh: place.protectionClass && protectionClasses[place.protectionClass],
});

/** What each was called before, newest first, for those that a former name found. */
async function formerNames(tx: Tx, rows: readonly Found[]): Promise<Map<string, string>> {
  const ids = rows.filter(({ former }) => former).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const versions = await tx.rows<{ placeId: string; name: string }>(
    sql`select place_id, name from place_name_version where place_id = any(${ids}::uuid[]) and valid_to is not null order by no`,
  );
  const names = new Map<string, string>();
  for (const { placeId, name } of versions) names.set(placeId, names.has(placeId) ? `${names.get(placeId)}、${name}` : name);
  return names;
}

async function listed(tx: Tx, query: PlaceQuery, only: readonly Sql[]) {
  const { rows, next } = await findPlaces(tx, query, only);
  const former = await formerNames(tx, rows);
  return { rows: rows.map((row) => ({ ...briefOf(tx, row), formerNames: former.get(row.id) ?? null })), next };
}

export const placeList = (tx: Tx, query: PlaceQuery) => listed(tx, query, [around(tx)]);

/** The card of a name. `on`: what it was called that day. */
async function cardOf(tx: Tx, place: Place, on: PlainDate | undefined) {
  const versions = await versionsOf(tx, place.id);
  return {
    ...briefOf(tx, place),
    reading: place.reading,
    whereabouts: place.whereabouts,
    position: place.position,
    widthMetres: place.widthMetres,
    lengthMetres: place.lengthMetres,
    areaMetres: place.areaMetres,
    origin: place.origin,
    meaning: place.meaning,
    source: place.source,
    versions: versions.map(({ no, name, spelling, validFrom, validTo, basis }) => ({
      no,
      name,
      spelling,
      validFrom,
      lastDay: lastDay({ validTo }),
      basis,
    })),
    media: await mediaOf(tx, place.id),
    on: on === undefined ? null : { date: on, name: calledOn(versions, on)?.name ?? null },
  };
}
export type PlaceCard = Awaited<ReturnType<typeof cardOf>>;

/** For everybody: a name that is in use or was. */
export async function publicCard(tx: Tx, id: string, on: PlainDate | undefined): Promise<PlaceCard | null> {
  const place = await findPlace(tx, sql`p.id = ${id} and p.status = any(${publicStatuses}::text[])`);
  return place && cardOf(tx, place, on);
}

export const publicList = (tx: Tx, query: Pick<PlaceQuery, 'text' | 'category' | 'division' | 'cursor'>) =>
  listed(tx, query, [sql`p.status = any(${publicStatuses}::text[])`]);

const signView = (tx: Tx, sign: Sign) => ({
  ...sign,
  kindZh: signKinds[sign.kind],
  stateZh: signStates[sign.state],
  where: tx.divisions.fullName(sign.division),
  offers: offersTo(tx.actor, [
    {
      action: 'visit',
      zh: '更新现状',
      causes: '记下标志今天的样子，换上新的照片。',
      by: signKeepers,
      fields: formOf(SignVisit),
      initial: { state: sign.state },
      to: `/api/place-signs/${sign.id}/visits`,
      fixed: { version: sign.version },
    },
  ]),
});

export async function faultySignList(tx: Tx, asked: Listing) {
  const { rows, next } = await faultySigns(tx, asked);
  return { rows: rows.map((sign) => ({ ...signView(tx, sign), name: sign.name })), next };
}

/** Another place of the county and class that is called the same. */
const hasTwin = async (tx: Tx, { id, category, name, division }: Place): Promise<boolean> => {
  const { lo, hi } = scopeRange(`${division.slice(0, 6)}000000`);
  return (
    (await tx.maybe(
      sql`select 1 as twin from place_name p where p.category = ${category} and p.name = ${name} and p.division >= ${lo} and p.division < ${hi} and p.status = 'standard' and p.id <> ${id} limit 1`,
    )) !== null
  );
};

const offersOf = (tx: Tx, place: Place, twin: boolean): Offer[] => {
  const at = (what: string) => `/api/place-names/${place.id}/${what}`;
  const fixed = { version: place.version };
  const mine = tx.actor.lo !== null && place.division >= tx.actor.lo && place.division < tx.actor.hi!;
  const { whereabouts, position, origin, meaning, protectionClass, protectionPlan, legacyPlan } = place;
  return offersTo(tx.actor, [
    {
      action: 'sign',
      zh: '登记标志',
      causes: '编入地名标志台账，带一张照片。',
      by: signKeepers,
      when: place.status === 'standard',
      fields: formOf(NewSign),
      to: at('signs'),
      fixed,
    },
    {
      action: 'describe',
      zh: '补录资料',
      causes: '门户上看得到；读音改了，拼写和检索跟着改。',
      by: keepers,
      when: mine && place.status !== 'applied',
      fields: formOf(Description),
      initial: { whereabouts, origin, meaning, ...(position ? { position } : {}) },
      to: at('description'),
      fixed,
    },
    {
      action: 'photo',
      zh: '加照片',
      causes: '门户上这条地名的页面看得到，任何人可看。',
      by: keepers,
      when: mine && place.status !== 'applied',
      fields: formOf(NewPhoto),
      to: at('photos'),
    },
    {
      action: 'recording',
      zh: '加读音',
      causes: '门户上这条地名的页面听得到，任何人可听。',
      by: keepers,
      when: mine && place.status !== 'applied',
      fields: formOf(NewRecording),
      to: at('recordings'),
    },
    {
      action: 'protect',
      zh: protectionClass ? '保护措施' : '列入保护名录',
      causes: '列入以后，没有保护措施不能更名、销名。',
      by: keepers,
      when: mine && place.status !== 'applied',
      fields: formOf(Protection),
      initial: { ...(protectionClass ? { protectionClass } : {}), protectionPlan },
      to: at('protection'),
      fixed,
    },
    {
      action: 'legacy',
      zh: '重名处理',
      causes: '记下这个重名怎样处理，出现在“重名、同音”里。',
      by: keepers,
      when: mine && twin && place.status === 'standard',
      fields: formOf(LegacyPlan),
      initial: { legacyPlan },
      to: at('legacy'),
      fixed,
    },
  ]);
};

export async function placeView(tx: Tx, id: string, on: PlainDate | undefined): Promise<Result<unknown>> {
  const place = await findPlace(tx, sql`p.id = ${id} and ${around(tx)}`);
  if (!place) return fail('NOT_FOUND');
  return ok({
    ...(await cardOf(tx, place, on)),
    version: place.version,
    division: place.division,
    protectionPlan: place.protectionPlan,
    legacyPlan: place.legacyPlan,
    media: (await mediaOf(tx, id)).map((row) => ({
      ...row,
      kindZh: mediaKinds[row.kind],
      offers: offersTo(tx.actor, [
        {
          action: 'withdraw',
          zh: '撤下',
          causes: '门户上不再看得到、听得到。',
          by: keepers,
          when: tx.actor.lo !== null && place.division >= tx.actor.lo && place.division < tx.actor.hi!,
          to: `/api/place-media/${row.id}/withdrawal`,
        },
      ]),
    })),
    signs: (await signsOf(tx, id)).map((sign) => signView(tx, sign)),
    namings: await namingsOf(tx, id),
    offers: offersOf(tx, place, await hasTwin(tx, place)),
  });
}
