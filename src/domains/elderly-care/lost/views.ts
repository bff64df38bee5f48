/** 走失寻人 as it is read: the list, and one search with its ground, what was reported and the course. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { countWaiting, defineWaiting, type Offer, offersTo } from '../../../kernel/offer/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, positionOf, positionText } from '../../../kernel/schema/index.ts';
import { ticketFor } from '../orders/stamp.ts';
import type { LostFile, LostList, LostRow, SectorRow, SightingRow } from './content.ts';
import { noticeOf } from './notice.ts';
import type { Sighting } from './report.ts';
import {
  Correction,
  FarPlace,
  FollowUp,
  FoundForm,
  Give,
  HandOver,
  NewSearch,
  Police,
  Publish,
  Reason,
  SearchedForm,
  SeenForm,
  TakeDown,
} from './schema.ts';
import { sightingPlace, stepPlace } from './sealed.ts';
import { type Described, onRecord, pointOf, type Search, searchColumns, sheetOf } from './store.ts';
import {
  desk,
  endings,
  type LostStep,
  lostStates,
  lostSteps,
  type SightingKind,
  searchers,
  sexes,
  sightingKinds,
  sources,
} from './terms.ts';

const ENDED = 30;
const OPEN = 100;
type Listed = Search & { sectors: number; searched: number; notice: boolean };
const listed = sql`${searchColumns}, (select count(*)::int from lost_sector t where t.search_id = l.id) as sectors,
  (select count(*)::int from lost_sector t where t.search_id = l.id and t.state = 'searched') as searched,
  exists (select from lost_notice n where n.search_id = l.id and n.down_at is null) as notice`;

const rowOf = (tx: Tx, of: Listed): LostRow => ({
  id: of.id,
  placeZh: tx.divisions.fullName(of.division),
  sourceZh: sources[of.source],
  state: of.state,
  stateZh: of.ending === 'mistaken' ? endings.mistaken : lostStates[of.state].zh,
  tone: lostStates[of.state].tone,
  openedAt: of.openedAt,
  lastSeenAt: of.lastSeenAt,
  policeAt: of.policeAt,
  sectors: of.sectors,
  searched: of.searched,
  notice: of.notice,
  alarm: alarmOf(of),
});

/** What was told and has not been done since. */
function alarmOf({ state, policeAt, told }: Search): string | null {
  if ((state === 'opened' || state === 'searching') && told.includes('tell-police') && policeAt === null) return '还没有报110';
  return state === 'handed' && told.includes('tell-follow') ? '还没有回访' : null;
}

/** Nothing of the person: who is looked for stands on the page of the search. */
export async function lostList(tx: Tx): Promise<LostList> {
  const open = await tx.rows<Listed>(
    sql`select ${listed} from lost_search l where l.closed_at is null order by l.opened_at desc limit ${OPEN}`,
  );
  const ended = await tx.rows<Listed>(
    sql`select ${listed} from lost_search l where l.closed_at is not null order by l.opened_at desc limit ${ENDED}`,
  );
  return { now: tx.now, open: open.map((row) => rowOf(tx, row)), ended: ended.map((row) => rowOf(tx, row)) };
}

defineWaiting({
  key: 'lost-searches',
  by: searchers,
  rows: async (tx) => [
    {
      zh: '正在找的走失老人',
      count: await countWaiting(tx, sql`select l.id from lost_search l where l.closed_at is null`),
      tone: 'bad',
      to: '/lost-searches',
      search: {},
    },
  ],
});

const to = (id: string, step: string): string => `/api/lost-searches/${id}/${step}`;

function offersOf(tx: Tx, of: Listed, sheet: Described | null): Offer[] {
  const { id, state } = of;
  const fixed = () => ({ requestId: newId() });
  const searching = state === 'searching';
  const wanted = state === 'opened' || searching;
  const onTheSpot = { onTheSpot: true, stamp: ticketFor(tx, id) } as const;
  return offersTo(tx.actor, [
    {
      action: 'found',
      zh: '找到了',
      causes: '寻人启事马上撤下，大家都知道不用再找；坐席核对是不是本人。',
      by: searchers,
      when: searching,
      to: to(id, 'found'),
      fields: formOf(FoundForm),
      ...onTheSpot,
    },
    {
      action: 'seen',
      zh: '有人看到',
      causes: '坐席马上知道，图上标出来。',
      by: searchers,
      when: searching,
      to: to(id, 'seen'),
      fields: formOf(SeenForm),
      ...onTheSpot,
    },
    {
      action: 'describe',
      zh: '登记样子，开始找',
      causes: '村（社区）的人马上收到通知，看得到样子和分片。',
      by: desk,
      when: state === 'opened',
      to: to(id, 'describe'),
      fields: formOf(NewSearch),
      initial: { division: of.division },
      fixed: fixed(),
    },
    {
      action: 'police',
      zh: of.policeAt ? '补记报110' : '登记报110',
      causes: '先打110，再把接警人和时间记下。',
      by: desk,
      when: wanted,
      to: to(id, 'police'),
      fields: formOf(Police),
      fixed: fixed(),
    },
    {
      action: 'publish',
      zh: '发布寻人启事',
      causes: '家属同意才能发，文字由登记的样子拼成；找到人自动撤下。',
      by: desk,
      when: searching && !of.notice,
      to: to(id, 'publish'),
      fields: formOf(Publish),
      initial: { photo: of.photo ? 'yes' : 'no' },
      fixed: fixed(),
    },
    {
      action: 'take-down',
      zh: '撤下寻人启事',
      causes: '公众马上看不到，人还在找。',
      by: desk,
      when: of.notice,
      to: to(id, 'take-down'),
      fields: formOf(TakeDown),
      fixed: fixed(),
    },
    {
      action: 'widen',
      zh: '扩大一圈',
      causes: '在外面再加四片。',
      by: desk,
      when: searching,
      to: to(id, 'widen'),
      fixed: fixed(),
    },
    {
      action: 'place',
      zh: '加一处地方',
      causes: '那个村（社区）马上收到通知。',
      by: desk,
      when: searching,
      to: to(id, 'place'),
      fields: formOf(FarPlace),
      fixed: fixed(),
    },
    {
      action: 'correct',
      zh: '更正样子',
      causes: '找的人马上看到新的。',
      by: desk,
      when: searching,
      to: to(id, 'correct'),
      fields: formOf(Correction),
      initial: { ...sheet },
      fixed: fixed(),
    },
    {
      action: 'hand-over',
      zh: '登记交接',
      causes: '核对是本人再交；24小时内回访。',
      by: desk,
      when: state === 'found',
      to: to(id, 'hand-over'),
      fields: formOf(HandOver),
      fixed: fixed(),
    },
    {
      action: 'resume',
      zh: '不是本人，继续找',
      causes: '大家再收到通知；寻人启事要家属同意再发。',
      by: desk,
      when: state === 'found',
      to: to(id, 'resume'),
      fields: formOf(Reason),
      fixed: fixed(),
    },
    {
      action: 'follow-up',
      zh: '登记回访',
      causes: '这件事就此结束。',
      by: searchers,
      when: state === 'handed',
      to: to(id, 'follow-up'),
      fields: formOf(FollowUp),
      fixed: fixed(),
    },
    {
      action: 'mistaken',
      zh: '没有走失',
      causes: '人一直平安，寻找结束，寻人启事一并撤下。',
      by: desk,
      when: wanted,
      to: to(id, 'mistaken'),
      fields: formOf(Reason),
      fixed: fixed(),
    },
  ]);
}

interface Ground {
  id: string;
  no: number;
  name: string;
  division: DivisionCode;
  team: string | null;
  innerM: number | null;
  outerM: number | null;
  fromDeg: number | null;
  state: 'open' | 'searched';
  searchedAt: string | null;
  searchedBy: string | null;
}
const sectorRow = (tx: Tx, search: Search, of: Ground): SectorRow => ({
  id: of.id,
  no: of.no,
  name: of.name,
  placeZh: tx.divisions.fullName(of.division),
  team: of.team,
  inner: of.innerM,
  outer: of.outerM,
  from: of.fromDeg,
  searched: of.state === 'searched',
  searchedAt: of.searchedAt,
  searchedBy: of.searchedBy,
  offers: offersTo(tx.actor, [
    {
      action: 'searched',
      zh: '这片找过了',
      causes: '记下什么时候、谁找过的。',
      by: searchers,
      when: search.state === 'searching' && of.state === 'open',
      to: `/api/lost-sectors/${of.id}/searched`,
      fields: formOf(SearchedForm),
      onTheSpot: true,
      stamp: ticketFor(tx, search.id),
    },
    {
      action: 'give',
      zh: '交给村里',
      causes: '那个村（社区）马上收到通知，看得到样子。',
      by: desk,
      when: search.state === 'searching' && of.state === 'open',
      to: `/api/lost-sectors/${of.id}/give`,
      fields: formOf(Give),
      initial: { division: of.division },
      fixed: { requestId: newId() },
    },
  ]),
});

const M_PER_DEGREE = 111_320;
/** On the plane around the place: true enough for a few kilometres. */
function spotOf(centre: { lon: number; lat: number } | null, position: string | undefined): SightingRow['spot'] {
  const at = position === undefined ? null : positionOf(position);
  if (!centre || !at) return null;
  return {
    east: Math.round((at.longitude - centre.lon) * M_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180)),
    north: Math.round((at.latitude - centre.lat) * M_PER_DEGREE),
  };
}

async function sightingsOf(tx: Tx, id: string, centre: { lon: number; lat: number } | null): Promise<SightingRow[]> {
  const rows = await tx.rows<{
    id: string;
    kind: SightingKind;
    at: string;
    late: boolean;
    byName: string;
    content: Buffer;
    sectorName: string | null;
  }>(sql`select g.id, g.kind, g.at, g.late, g.by_name, g.content, t.name as sector_name from lost_sighting g left join lost_sector t on t.id = g.sector_id
    where g.search_id = ${id} order by g.at desc, g.id limit 300`);
  return rows.map(({ content, ...row }) => {
    const { what, who, position } = tx.keys.openJson<Sighting>(content, sightingPlace(row.id));
    return {
      ...row,
      kindZh: sightingKinds[row.kind],
      what,
      who: who ?? null,
      position: position ? positionText(position) : null,
      spot: spotOf(centre, position),
    };
  });
}

/** One search. Who opens it is on record for the person; what is known of health and whom to call, only those who go out read, and only until he is back. */
export async function lostFile(tx: Tx, id: string): Promise<Result<LostFile, 'NOT_FOUND'>> {
  const search = await tx.maybe<Listed>(sql`select ${listed} from lost_search l where l.id = ${id}`);
  if (!search) return fail('NOT_FOUND');
  const sheet = sheetOf(tx, search);
  const outside = isOneOf(tx.actor, searchers);
  const wanted = search.state === 'searching' || search.state === 'found' || search.state === 'opened';
  const centre = pointOf(sheet);
  const notice = await noticeOf(tx, id);
  const grounds =
    await tx.rows<Ground>(sql`select id, no, name, division, team, inner_m, outer_m, from_deg, state, searched_at, searched_by
    from lost_sector where search_id = ${id} order by no limit 200`);
  const course = await tx.rows<{ at: string; step: LostStep; byName: string; note: Buffer | null }>(
    sql`select at, step, by_name, note from lost_step where search_id = ${id} order by id limit 300`,
  );
  await onRecord(tx, 'lost-search.read', search);
  return ok({
    ...rowOf(tx, search),
    now: tx.now,
    endingZh: search.ending && endings[search.ending],
    incidentId: search.incidentId,
    personId: search.personId,
    seen: sheet && {
      name: sheet.name,
      sexZh: sexes[sheet.sex],
      age: sheet.age,
      looks: sheet.looks,
      wearing: sheet.wearing,
      lastPlace: sheet.lastPlace,
      lonLat: outside && centre ? `${centre.lon},${centre.lat}` : null,
    },
    photo: wanted && search.photo !== null,
    closer:
      sheet && outside && (wanted || isOneOf(tx.actor, desk))
        ? { care: sheet.care || null, contactName: sheet.contactName, contactPhone: sheet.contactPhone }
        : null,
    foundAt: search.foundAt,
    handedAt: search.handedAt,
    closedAt: search.closedAt,
    noticeText: notice?.text ?? null,
    noticeConsent: notice && outside ? notice.consent : null,
    grounds: grounds.map((of) => sectorRow(tx, search, of)),
    sightings: await sightingsOf(tx, id, centre),
    course: course.map(({ at, step, byName, note }) => ({
      at,
      zh: lostSteps[step],
      by: byName,
      note: outside && note ? tx.keys.open(note, stepPlace(id, step)) : null,
    })),
    offers: offersOf(tx, search, sheet),
  });
}
