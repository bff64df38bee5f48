/** Drafts: bounded raw JSON, sealed whole, saved whatever it holds, continued on any device of the same person or officer. */
import { sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Id } from '../schema/index.ts';

const MAX_DRAFTS = 30;

export interface DraftRow {
  id: Id<'Draft'>;
  itemId: string;
  title: string;
  version: number;
  updatedAt: string;
}
export interface Draft extends DraftRow {
  content: unknown;
}

const place = (id: string): string => `draft.content:${id}`;

export const myDrafts = (tx: Tx): Promise<DraftRow[]> =>
  tx.rows<DraftRow>(
    sql`select id, item_id, title, version, updated_at from draft where owner_id = ${tx.actor.id} order by updated_at desc limit ${MAX_DRAFTS}`,
  );

export async function getDraft(tx: Tx, id: string): Promise<Result<Draft, 'DRAFT_GONE'>> {
  const row = await tx.maybe<DraftRow & { content: Buffer }>(
    sql`select id, item_id, title, version, updated_at, content from draft where id = ${id} and owner_id = ${tx.actor.id}`,
  );
  return row ? ok({ ...row, content: tx.keys.openJson(row.content, place(row.id)) }) : fail('DRAFT_GONE');
}

/** Saves a draft. `version` is the one that the page holds; another device that saved later is not overwritten. */
export async function saveDraft(
  tx: Tx,
  given: { id?: string; itemId: string; title: string; content: unknown; version?: number },
): Promise<Result<{ id: string; version: number; savedAt: string }, 'VERSION_CONFLICT' | 'TOO_MANY_DRAFTS' | 'DRAFT_GONE'>> {
  if (given.id) {
    const row = await tx.maybe<{
      version: number;
    }>(sql`update draft set content = ${tx.keys.sealJson(given.content, place(given.id))}, title = ${given.title}, version = version + 1, updated_at = ${tx.now}
      where id = ${given.id} and owner_id = ${tx.actor.id} and version = ${given.version ?? 0} returning version`);
    if (row) return ok({ id: given.id, version: row.version, savedAt: tx.now });
    return (await getDraft(tx, given.id)).ok ? fail('VERSION_CONFLICT') : fail('DRAFT_GONE');
  }
  const { count } = await tx.one<{ count: number }>(
    sql`select count(*)::int as count from draft where owner_id = ${tx.actor.id}`,
  );
  if (count >= MAX_DRAFTS) return fail('TOO_MANY_DRAFTS', { count });
  const id = newId();
  const resident = tx.actor.kind === 'resident';
  await tx.run(sql`insert into draft (id, owner_id, person_id, division, item_id, content, title, updated_at)
    values (${id}, ${tx.actor.id}, ${resident ? tx.actor.personId : null}, ${resident ? null : tx.actor.division}, ${given.itemId}, ${tx.keys.sealJson(given.content, place(id))}, ${given.title}, ${tx.now})`);
  return ok({ id, version: 1, savedAt: tx.now });
}

export const dropDraft = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`delete from draft where id = ${id} and owner_id = ${tx.actor.id}`);
