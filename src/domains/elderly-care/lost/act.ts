/** The work of the desk on a search: describe, 110, sectors, found and not found, handed over, called back. Each step by the clock of the server. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { homePoints } from '../../../kernel/visit/server.ts';
import { lockIncident } from '../emergency/store.ts';
import { states } from '../emergency/terms.ts';
import { townshipOf } from '../offices.ts';
import './errors.ts';
import { correctNotice, takeDownNotice } from './notice.ts';
import { walkLimits } from './parameters.ts';
import { firstSectors, nextRing, reachOf, type Sector } from './rules.ts';
import type { Correction, FarPlace, FollowUp, FoundForm, Give, HandOver, NewSearch, Police, Reason } from './schema.ts';
import { sheetPlace } from './sealed.ts';
import { type Described, lockSearch, openSearch, type Search, saidAt, sheetOf, takeStep } from './store.ts';
import { conditions, desk, receivers } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;
type Done = Promise<Result<{ id: string }>>;

const earlier = (now: string, minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();

/** Everybody who is to go out, and the township: told that somebody is looked for, or no longer; neither who nor why. */
export async function tellSearchers(
  tx: Tx,
  search: Pick<Search, 'id' | 'division'>,
  template: 'lost.search' | 'lost.over',
  only?: DivisionCode,
): Promise<void> {
  const given = only
    ? [{ division: only }]
    : await tx.rows<{ division: DivisionCode }>(
        sql`select distinct division from lost_sector where search_id = ${search.id} limit 200`,
      );
  const params = { place: tx.divisions.fullName(search.division) };
  const villages = new Set([...(only ? [] : [search.division]), ...given.map(({ division }) => division)]);
  for (const division of villages) await notify(tx, { to: { performer: 'village-worker', division }, template, params });
  if (!only) await notify(tx, { to: { performer: 'township-clerk', division: townshipOf(search) }, template, params });
}

async function addSectors(tx: Tx, search: Pick<Search, 'id' | 'division'>, sectors: readonly Sector[]): Promise<void> {
  const { no } = await tx.one<{ no: number }>(
    sql`select coalesce(max(no), 0)::int as no from lost_sector where search_id = ${search.id}`,
  );
  for (const [i, of] of sectors.entries())
    await tx.run(sql`insert into lost_sector (id, search_id, no, division, home_division, name, inner_m, outer_m, from_deg)
      values (${newId()}, ${search.id}, ${no + 1 + i}, ${search.division}, ${search.division}, ${of.name}, ${of.inner}, ${of.outer}, ${of.from})`);
}

/** 登记样子: from then on everybody of the village sees whom to look for, and where. */
export async function describeSearch(tx: Tx, id: string, given: Given<typeof NewSearch>): Done {
  const found = await lockSearch(tx, id, ['opened']);
  if (!found.ok) return found;
  const { photo, minutesAgo, division, ...rest } = given;
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  if (!inScope(division as DivisionCode, tx.actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
  const search: Search = { ...found.value, division: division as DivisionCode };
  if (photo && !given.photoConsent) return wrong('photoConsent', '用照片要有人同意，请写明是谁');
  const walk = await walkLimits(tx);
  if (!walk.ok) return walk;
  const [home] = search.personId ? (await homePoints(tx, [search.personId as PersonId])).values() : [];
  const lonLat = given.lonLat ?? (home && `${home.longitude},${home.latitude}`);
  const sheet: Described = { ...rest, ...(lonLat ? { lonLat } : {}) };
  // No person on the file: what is published of it is shown to everybody, and only while it is looked for.
  if (photo) {
    const bound = await bindFiles(tx, [photo], { caseId: id, personId: null, division: search.division, readers: desk });
    if (!bound.ok) return bound;
  }
  await addSectors(tx, search, firstSectors(reachOf(minutesAgo / 60, walk.value)));
  const done = await takeStep(tx, search, {
    step: 'described',
    set: {
      state: 'searching',
      division,
      sheet: tx.keys.sealJson(sheet, sheetPlace(id)),
      photo: photo ?? null,
      lastSeenAt: earlier(tx.now, minutesAgo),
      searchingAt: tx.now,
    },
    note: photo ? `照片由${given.photoConsent}同意` : null,
  });
  await tellSearchers(tx, search, 'lost.search');
  return done;
}

/** From a call at the desk: opened and described at once. */
export async function searchFromCall(tx: Tx, incidentId: string, given: Given<typeof NewSearch>): Done {
  const incident = await lockIncident(tx, incidentId);
  if (!incident) return fail('NOT_FOUND');
  if (incident.t1 === null || incident.closedAt !== null || incident.drillId !== null)
    return fail('CALL_STATE', { state: states[incident.state] });
  const known = await tx.maybe(sql`select 1 as one from lost_search where incident_id = ${incidentId}`);
  if (known) return fail('LOST_KNOWN');
  const opened = await openSearch(tx, {
    division: given.division as DivisionCode,
    source: 'call',
    personId: incident.personId,
    incidentId,
    openedAt: incident.t0,
  });
  return opened.ok ? describeSearch(tx, opened.value.id, given) : opened;
}

export async function correctSheet(tx: Tx, id: string, given: Given<typeof Correction>): Done {
  const found = await lockSearch(tx, id, ['searching']);
  if (!found.ok) return found;
  const before = sheetOf(tx, found.value)!;
  const sheet: Described = {
    ...given,
    ...(given.lonLat || before.lonLat ? { lonLat: given.lonLat ?? before.lonLat } : {}),
    ...(before.photoConsent ? { photoConsent: before.photoConsent } : {}),
  };
  const told = await correctNotice(tx, found.value, sheet);
  if (!told.ok) return told;
  return takeStep(tx, found.value, { step: 'corrected', set: { sheet: tx.keys.sealJson(sheet, sheetPlace(id)) } });
}

/** 报110: who took it, and when. */
export async function tellPolice(tx: Tx, id: string, { who, minutesAgo }: Given<typeof Police>): Done {
  const found = await lockSearch(tx, id, ['opened', 'searching']);
  if (!found.ok) return found;
  const at = earlier(tx.now, minutesAgo);
  if (at < new Date(found.value.openedAt).toISOString() && minutesAgo > 0) return wrong('minutesAgo', '早于收到走失消息的时间');
  return takeStep(tx, found.value, {
    step: 'police',
    set: { policeAt: found.value.policeAt ?? at },
    note: `${saidAt(at)}，接警人${who}`,
  });
}

/** One ring further out. */
export async function widenSearch(tx: Tx, id: string): Done {
  const found = await lockSearch(tx, id, ['searching']);
  if (!found.ok) return found;
  const { outer } = await tx.one<{ outer: number }>(
    sql`select coalesce(max(outer_m), 0)::int as outer from lost_sector where search_id = ${id}`,
  );
  const ring = nextRing(outer);
  await addSectors(tx, found.value, ring);
  await tellSearchers(tx, found.value, 'lost.search');
  return takeStep(tx, found.value, { step: 'widened', note: `到${outer * 2}米` });
}

/** A place of its own: where he once lived, a station. */
export async function addPlace(tx: Tx, id: string, { name, division }: Given<typeof FarPlace>): Done {
  const found = await lockSearch(tx, id, ['searching']);
  if (!found.ok) return found;
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  const search = found.value;
  await tx.run(sql`insert into lost_sector (id, search_id, no, division, home_division, name)
    select ${newId()}, ${id}, coalesce(max(no), 0) + 1, ${division}, ${search.division}, ${name} from lost_sector where search_id = ${id}`);
  await tellSearchers(tx, search, 'lost.search', division as DivisionCode);
  return takeStep(tx, search, { step: 'place', note: name });
}

/** Another village goes there; it is told, and sees whom to look for. */
export async function giveSector(tx: Tx, sectorId: string, { division, team }: Given<typeof Give>): Done {
  const sector = await tx.maybe<{ searchId: string; name: string; division: DivisionCode }>(
    sql`select search_id, name, division from lost_sector where id = ${sectorId} for update`,
  );
  if (!sector) return fail('NOT_FOUND');
  const found = await lockSearch(tx, sector.searchId, ['searching']);
  if (!found.ok) return found;
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  await tx.run(sql`update lost_sector set division = ${division}, team = ${team ?? null} where id = ${sectorId}`);
  if (division !== sector.division) await tellSearchers(tx, found.value, 'lost.search', division as DivisionCode);
  return takeStep(tx, found.value, {
    step: 'given',
    note: `${sector.name}：${tx.divisions.fullName(division as DivisionCode)}${team ? `，${team}` : ''}`,
  });
}

/** 找到了: the notice comes down and everybody is called back in the same moment. */
export async function foundPerson(
  tx: Tx,
  search: Search,
  given: Pick<Given<typeof FoundForm>, 'where' | 'condition'>,
  at = tx.now,
): Done {
  await takeDownNotice(tx, search, '人已找到，自动撤下');
  await tellSearchers(tx, search, 'lost.over');
  return takeStep(tx, search, {
    step: 'found',
    set: { state: 'found', foundAt: at },
    note: `${given.where}，${conditions[given.condition]}`,
  });
}

/** It was somebody else. */
export async function resumeSearch(tx: Tx, id: string, { note }: Given<typeof Reason>): Done {
  const found = await lockSearch(tx, id, ['found']);
  if (!found.ok) return found;
  await tellSearchers(tx, found.value, 'lost.search');
  return takeStep(tx, found.value, { step: 'resumed', set: { state: 'searching', foundAt: null }, note });
}

export async function handOver(tx: Tx, id: string, { to, who, note }: Given<typeof HandOver>): Done {
  const found = await lockSearch(tx, id, ['found']);
  if (!found.ok) return found;
  await notify(tx, {
    to: { performer: 'village-worker', division: found.value.division },
    template: 'lost.follow',
    params: { place: tx.divisions.fullName(found.value.division) },
  });
  return takeStep(tx, found.value, {
    step: 'handed',
    set: { state: 'handed', handedAt: tx.now },
    note: `交给${receivers[to]}：${who}。${note}`,
  });
}

/** 回访 closes: how the person is, and what keeps it from happening again. */
export async function followUp(tx: Tx, id: string, { note }: Given<typeof FollowUp>): Done {
  const found = await lockSearch(tx, id, ['handed']);
  if (!found.ok) return found;
  return takeStep(tx, found.value, { step: 'followed', set: { state: 'closed', ending: 'followed', closedAt: tx.now }, note });
}

/** Nobody was lost. */
export async function endMistaken(tx: Tx, id: string, { note }: Given<typeof Reason>): Done {
  const found = await lockSearch(tx, id, ['opened', 'searching']);
  if (!found.ok) return found;
  await takeDownNotice(tx, found.value, '没有走失，自动撤下');
  if (found.value.state === 'searching') await tellSearchers(tx, found.value, 'lost.over');
  return takeStep(tx, found.value, {
    step: 'mistaken',
    set: { state: 'closed', ending: 'mistaken', closedAt: tx.now },
    note,
  });
}
