/**
 * What comes from the phones of those who search. It was pressed at its own time, perhaps where there was no network, and arrives when it arrives: whatever has
 * become of the search meanwhile, it is kept and never refused.
 */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { countyOf } from '../offices.ts';
import { timeOf } from '../orders/stamp.ts';
import { foundPerson } from './act.ts';
import type { SentFound, SentSearched, SentSeen } from './schema.ts';
import { sightingPlace } from './sealed.ts';
import { onRecord, type Search, searchColumns } from './store.ts';
import { conditions, type SightingKind } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;
type Stamped = Given<typeof SentSeen>['stamp'];
export interface Sighting {
  readonly what: string;
  readonly position?: string;
  readonly who?: string;
}

/** The search that somebody who reports can see; held, as what comes may end it. */
const lock = (tx: Tx, id: string): Promise<Search | null> =>
  tx.maybe<Search>(sql`select ${searchColumns} from lost_search l where l.id = ${id} and l.searching_at is not null for update`);

async function keep(
  tx: Tx,
  search: Search,
  of: { kind: SightingKind; stamp: Stamped; sectorId?: string; content: Sighting },
): Promise<Result<{ at: string }>> {
  const time = await timeOf(tx, search, of.stamp);
  if (!time.ok) return time;
  const id = newId();
  const { at, late } = time.value;
  await tx.run(sql`insert into lost_sighting (id, search_id, division, sector_id, kind, at, received_at, late, content, by_id, by_name)
    values (${id}, ${search.id}, ${search.division}, ${of.sectorId ?? null}, ${of.kind}, ${at}, ${tx.now}, ${late}, ${tx.keys.sealJson(of.content, sightingPlace(id))}, ${tx.actor.id}, ${tx.actor.name})`);
  await onRecord(tx, 'lost-search.sighting', search);
  return ok({ at });
}

/** 看到了: the desk is told at once. */
export async function reportSeen(tx: Tx, id: string, given: Given<typeof SentSeen>): Promise<Result<{ id: string }>> {
  const search = await lock(tx, id);
  if (!search) return fail('NOT_FOUND');
  const { stamp, position, who, what } = given;
  const kept = await keep(tx, search, {
    kind: 'seen',
    stamp,
    content: { what, ...(position ? { position } : {}), ...(who ? { who } : {}) },
  });
  if (!kept.ok) return kept;
  if (search.state === 'searching')
    await notify(tx, {
      to: { performer: 'emergency-operator', division: countyOf(search) },
      template: 'lost.seen',
      params: { place: tx.divisions.fullName(search.division) },
    });
  return ok({ id });
}

export async function reportSearched(
  tx: Tx,
  sectorId: string,
  given: Given<typeof SentSearched>,
): Promise<Result<{ id: string }>> {
  const sector = await tx.maybe<{ searchId: string; division: DivisionCode }>(
    sql`select search_id, division from lost_sector where id = ${sectorId} for update`,
  );
  const search = sector && (await lock(tx, sector.searchId));
  if (!search) return fail('NOT_FOUND');
  const { stamp, position, what } = given;
  const kept = await keep(tx, search, {
    kind: 'searched',
    stamp,
    sectorId,
    content: { what, ...(position ? { position } : {}) },
  });
  if (!kept.ok) return kept;
  await tx.run(sql`update lost_sector set state = 'searched', searched_at = ${kept.value.at}, searched_by = ${tx.actor.name}
    where id = ${sectorId} and state = 'open'`);
  return ok({ id: search.id });
}

/** 找到了, from whoever comes first; a second one is kept beside it. */
export async function reportFound(tx: Tx, id: string, given: Given<typeof SentFound>): Promise<Result<{ id: string }>> {
  const search = await lock(tx, id);
  if (!search) return fail('NOT_FOUND');
  const { stamp, position, where, condition } = given;
  const kept = await keep(tx, search, {
    kind: 'found',
    stamp,
    content: { what: `${where}，${conditions[condition]}`, ...(position ? { position } : {}) },
  });
  if (!kept.ok) return kept;
  if (search.state !== 'searching') return ok({ id });
  await notify(tx, {
    to: { performer: 'emergency-operator', division: countyOf(search) },
    template: 'lost.found',
    params: { place: tx.divisions.fullName(search.division) },
  });
  return foundPerson(tx, search, { where, condition }, kept.value.at);
}
