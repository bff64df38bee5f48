/** Service items: published versions of texts and limits. A running case keeps the version that it began with. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { forget, remember, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { ServiceItem } from './index.ts';

export const MEMO = 'service-items';
const MAX_ITEMS = 2_000;

interface ItemRow {
  itemId: string;
  version: number;
  name: string;
  template: string;
  content: Omit<ServiceItem, 'itemId' | 'version' | 'name' | 'template'>;
}

const itemOf = ({ content, ...row }: ItemRow): ServiceItem => ({ ...content, ...row });

/** The newest version of every item. */
export const serviceItems = (tx: Tx): Promise<ServiceItem[]> =>
  remember(tx, MEMO, async () =>
    (
      await tx.rows<ItemRow>(sql`select distinct on (item_id) item_id, version, name, template, content from service_item
      order by item_id, version desc limit ${MAX_ITEMS}`)
    ).map(itemOf),
  );

const names = new WeakMap<readonly ServiceItem[], ReadonlyMap<string, string>>();

/** Name by item id, made once for each reading of the items. */
export async function itemNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const items = await serviceItems(tx);
  const known = names.get(items) ?? new Map(items.map((item) => [item.itemId, item.name]));
  names.set(items, known);
  return known;
}

export async function getServiceItem(tx: Tx, itemId: string, version?: number): Promise<Result<ServiceItem, 'ITEM_UNKNOWN'>> {
  const newest = (await serviceItems(tx)).find((item) => item.itemId === itemId);
  if (!newest) return fail('ITEM_UNKNOWN');
  if (version === undefined || version === newest.version) return ok(newest);
  const row = await tx.maybe<ItemRow>(
    sql`select item_id, version, name, template, content from service_item where item_id = ${itemId} and version = ${version}`,
  );
  return row ? ok(itemOf(row)) : fail('ITEM_UNKNOWN');
}

/** The newest version as it stands in the database: for whoever is about to write the next one. */
export async function readNewestItem(tx: Tx, itemId: string): Promise<Result<ServiceItem, 'ITEM_UNKNOWN'>> {
  const row = await tx.maybe<ItemRow>(
    sql`select item_id, version, name, template, content from service_item where item_id = ${itemId} order by version desc limit 1`,
  );
  return row ? ok(itemOf(row)) : fail('ITEM_UNKNOWN');
}

/** What an officer may change of an item (`ItemText`). */
const words = (content: Sql): Sql => sql`jsonb_build_object('guide', ${content}->'guide', 'keywords', ${content}->'keywords')`;

/**
 * Publishes an item of the pack when it is new or differs from the newest version. Returns the number of versions written. Words that officers have changed stay
 * (`own_words`); what the pack says is kept beside them.
 */
export async function publishItems(tx: Tx, items: readonly Omit<ServiceItem, 'version'>[]): Promise<number> {
  // One statement for the pack: it has hundreds of items, and every start and every test of the whole loads it.
  const given = JSON.stringify(items.map(({ itemId, name, template, ...content }) => ({ itemId, name, template, content })));
  const published =
    await tx.run(sql`insert into service_item (item_id, version, name, template, content, pack_words, own_words, valid_from, published_by)
    select g."itemId", coalesce(n.version, 0) + 1, g.name, g.template, made.content, made.pack_words, coalesce(n.own_words, false), ${tx.today}, ${tx.actor.id}
    from jsonb_to_recordset(${given}::jsonb) as g("itemId" text, name text, template text, content jsonb)
    left join lateral (select version, name, template, content, pack_words, own_words from service_item where item_id = g."itemId" order by version desc limit 1) n on true
    cross join lateral (select ${words(sql`g.content`)} as pack_words, g.content || case when n.own_words then ${words(sql`n.content`)} else '{}'::jsonb end as content) made
    where (g.name, g.template, made.content, made.pack_words) is distinct from (n.name, n.template, n.content, n.pack_words)`);
  if (published > 0) await recordAudit(tx, { action: 'service-item.published', detail: { count: published } });
  forget(tx, MEMO);
  return published;
}
