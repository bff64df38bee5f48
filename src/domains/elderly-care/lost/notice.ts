/** 寻人启事: with the consent of the family, made of what was described, nothing of health in it, and down by itself when nobody is looked for any more. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { countyOf } from '../offices.ts';
import { noticeText, tellsOfHealth } from './rules.ts';
import type { Publish, TakeDown } from './schema.ts';
import { noticePlace } from './sealed.ts';
import { addStep, type Described, lockSearch, type Search, saidAt, sheetOf, takeStep } from './store.ts';
import { consentWays, sexes } from './terms.ts';

interface Content {
  readonly text: string;
  readonly consent: string;
}

/** What is written to everybody of a sheet; nothing of health. */
function writtenOf(tx: Tx, search: Search, sheet: Described): Result<string, 'LOST_HEALTH'> {
  if ([sheet.looks, sheet.wearing, sheet.lastPlace].some(tellsOfHealth)) return fail('LOST_HEALTH');
  const { telephone } = tx.office(countyOf(search));
  return ok(noticeText({ ...sheet, sexZh: sexes[sheet.sex] }, { lastSeen: saidAt(search.lastSeenAt!), telephone }));
}

/** A notice that hangs out says what is known now. */
export async function correctNotice(tx: Tx, search: Search, sheet: Described): Promise<Result<null>> {
  const up = await tx.maybe<{ id: string; content: Buffer }>(
    sql`select id, content from lost_notice where search_id = ${search.id} and down_at is null for update`,
  );
  if (!up) return ok(null);
  const text = writtenOf(tx, search, sheet);
  if (!text.ok) return text;
  const content: Content = { ...tx.keys.openJson<Content>(up.content, noticePlace(up.id)), text: text.value };
  await tx.run(sql`update lost_notice set content = ${tx.keys.sealJson(content, noticePlace(up.id))} where id = ${up.id}`);
  return ok(null);
}

export async function publishNotice(tx: Tx, id: string, given: z.output<typeof Publish>): Promise<Result<{ id: string }>> {
  const found = await lockSearch(tx, id, ['searching']);
  if (!found.ok) return found;
  const search = found.value;
  const sheet = sheetOf(tx, search)!;
  if (await tx.maybe(sql`select 1 as one from lost_notice where search_id = ${id} and down_at is null`))
    return fail('LOST_NOTICE_UP');
  if (given.photo === 'yes' && search.photo === null)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'photo', message: '没有照片' }]);
  const text = writtenOf(tx, search, sheet);
  if (!text.ok) return text;
  const content: Content = {
    text: text.value,
    consent: `${given.consentBy}，${consentWays[given.way]}`,
  };
  const noticeId = newId();
  await tx.run(sql`insert into lost_notice (id, search_id, division, content, photo, published_at, published_by)
    values (${noticeId}, ${id}, ${search.division}, ${tx.keys.sealJson(content, noticePlace(noticeId))}, ${given.photo === 'yes' ? search.photo : null}, ${tx.now}, ${tx.actor.name})`);
  return takeStep(tx, search, { step: 'published', note: `${content.consent}${given.photo === 'yes' ? '，放照片' : ''}` });
}

/** Whoever ends a search takes its notice down with it. */
export async function takeDownNotice(tx: Tx, search: Pick<Search, 'id' | 'division'>, why: string): Promise<boolean> {
  const down = await tx.run(
    sql`update lost_notice set down_at = ${tx.now}, down_why = ${why} where search_id = ${search.id} and down_at is null`,
  );
  if (down > 0) await addStep(tx, search, 'taken-down', why);
  return down > 0;
}

export async function takeDown(tx: Tx, id: string, { why }: z.output<typeof TakeDown>): Promise<Result<{ id: string }>> {
  const found = await lockSearch(tx, id, ['searching']);
  if (!found.ok) return found;
  const down = await tx.run(
    sql`update lost_notice set down_at = ${tx.now}, down_why = ${why} where search_id = ${id} and down_at is null`,
  );
  return down === 0 ? fail('LOST_NOTICE_NONE') : takeStep(tx, found.value, { step: 'taken-down', note: why });
}

export const noticeOf = async (
  tx: Tx,
  searchId: string,
): Promise<(Content & { publishedAt: string; photo: string | null }) | null> => {
  const row = await tx.maybe<{ id: string; content: Buffer; publishedAt: string; photo: string | null }>(
    sql`select id, content, published_at, photo from lost_notice where search_id = ${searchId} and down_at is null`,
  );
  return (
    row && { ...tx.keys.openJson<Content>(row.content, noticePlace(row.id)), publishedAt: row.publishedAt, photo: row.photo }
  );
};

export interface PublicNotice {
  readonly id: string;
  readonly placeZh: string;
  readonly text: string;
  readonly publishedAt: string;
  readonly photo: boolean;
}
const finder = (context: Context) => systemActor('lost-notices', context.city);

/** What hangs out now, for everybody. */
export const publicNotices = (context: Context): Promise<PublicNotice[]> =>
  context.read(finder(context), async (tx) => {
    const rows = await tx.rows<{
      id: string;
      division: DivisionCode;
      content: Buffer;
      publishedAt: string;
      photo: string | null;
    }>(
      sql`select id, division, content, published_at, photo from lost_notice where down_at is null order by published_at desc limit 100`,
    );
    return rows.map(({ id, division, content, publishedAt, photo }) => ({
      id,
      placeZh: tx.divisions.fullName(division),
      text: tx.keys.openJson<Content>(content, noticePlace(id)).text,
      publishedAt,
      photo: photo !== null,
    }));
  });

/** The photograph of a notice that hangs out now. */
export const publicPhoto = (context: Context, id: string): Promise<string | null> =>
  context.read(finder(context), async (tx) => {
    const row = await tx.maybe<{ photo: string | null }>(sql`select photo from lost_notice where id = ${id} and down_at is null`);
    return row?.photo ?? null;
  });
