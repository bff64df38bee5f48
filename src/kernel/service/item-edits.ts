/**
 * 服务事项的文字: what an officer of the city changes of an item without code. One proposes, another approves; what was approved is the next version of the item,
 * in force from that day. The city pack remains the origin: its words are kept beside ours and come back on one proposal. A running case keeps its version.
 */
import { sql } from '../../database/sql.ts';
import { isOwnHand, type Performer } from '../access/index.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import { forget, newId, type Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { decisionOffers, offersTo } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { formOf } from '../schema/index.ts';
import type { ItemDesk, ItemEditView, ItemListRow, ItemText, ItemVersionView, ServiceItem } from './index.ts';
import { changesOf, formOfText, ItemTextForm, readItemText, textOf } from './item-text.ts';
import { getServiceItem, MEMO, readNewestItem } from './items.ts';
import { searchItems } from './search.ts';

defineTemplates({
  'service-item.edit-proposed': {
    title: '事项文字待批准',
    text: '{by}提出修改“{item}”的办事指南，等另一人批准，请在“服务事项”里核对。',
  },
  'service-item.edit-decided': { title: '事项文字的修改有了结果', text: '您提出的“{item}”的修改已由{by}{decided}。{note}' },
});

/** Who changes the words of an item, and who approves it (platform rules 4.12: the city). */
export const itemHands = {
  read: ['city-clerk', 'city-leader', 'auditor'],
  edit: ['city-clerk', 'city-leader'],
} as const satisfies Record<string, readonly Performer[]>;

const PAGE = 50;
const VERSIONS = 50;

interface Standing {
  itemId: string;
  own: boolean;
  waits: boolean;
}

/** The items of the city by what was typed, the best first; without words those first in which a change waits. */
export async function itemList(tx: Tx, query: { text?: string | undefined; after?: string | undefined }) {
  const found = await searchItems(tx, { text: query.text }, Number.POSITIVE_INFINITY);
  const standing = new Map(
    (
      await tx.rows<Standing>(sql`select i.item_id, i.own_words as own, e.id is not null as waits
      from (select distinct on (item_id) item_id, own_words from service_item order by item_id, version desc) i
      left join service_item_edit e on e.item_id = i.item_id and e.state = 'proposed' limit 2000`)
    ).map((row) => [row.itemId, row]),
  );
  const rows = found.map(({ itemId, name, audience, version }): ItemListRow => {
    const { own = false, waits = false } = standing.get(itemId) ?? {};
    return { itemId, name, audience, version, own, waits };
  });
  const ordered = query.text
    ? rows
    : rows.toSorted((a, b) => Number(b.waits) - Number(a.waits) || (a.itemId < b.itemId ? -1 : 1));
  const from = query.after ? ordered.findIndex((row) => row.itemId === query.after) + 1 : 0;
  const page = ordered.slice(from, from + PAGE);
  return { rows: page, next: from + PAGE < ordered.length ? page.at(-1)!.itemId : null };
}

interface EditRow {
  id: string;
  itemId: string;
  baseVersion: number;
  words: ItemText | null;
  reason: string;
  proposedAt: string;
  proposedBy: string;
  proposedName: string;
}
const editColumns = sql`id, item_id, base_version, words, reason, proposed_at, proposed_by, proposed_name`;

interface Newest {
  own: boolean;
  pack: ItemText;
}

const newestWords = (tx: Tx, { itemId, version }: Pick<ServiceItem, 'itemId' | 'version'>): Promise<Newest> =>
  tx.one<Newest>(
    sql`select own_words as own, pack_words as pack from service_item where item_id = ${itemId} and version = ${version}`,
  );

const openEdit = (tx: Tx, itemId: string): Promise<EditRow | null> =>
  tx.maybe<EditRow>(sql`select ${editColumns} from service_item_edit where item_id = ${itemId} and state = 'proposed'`);

const formFields = formOf(ItemTextForm);

/** Everything about the words of one item, with what this reader may do. */
export async function itemDesk(tx: Tx, itemId: string): Promise<Result<ItemDesk, 'ITEM_UNKNOWN'>> {
  const found = await readNewestItem(tx, itemId);
  if (!found.ok) return found;
  const item = found.value;
  const now = textOf(item);
  const { own, pack } = await newestWords(tx, item);
  const edit = await openEdit(tx, itemId);
  const rows = await tx.rows<
    Omit<ItemVersionView, 'changes'> & { words: ItemText }
  >(sql`select i.version, i.valid_from, i.own_words as own,
    jsonb_build_object('guide', i.content->'guide', 'keywords', i.content->'keywords') as words, e.reason, e.proposed_name, e.decided_name
    from service_item i left join service_item_edit e on e.id = i.edit_id where i.item_id = ${itemId} order by i.version desc limit ${VERSIONS}`);
  const to = `/api/service-items/${itemId}/edits`;
  return ok({
    item,
    own,
    fromPack: changesOf(pack, now),
    edit: edit && editView(tx, edit, now, pack),
    versions: rows.map(({ words, ...row }, i) => {
      const before = rows[i + 1];
      return { ...row, changes: before ? changesOf(before.words, words) : [] };
    }),
    actions: offersTo(tx.actor, [
      {
        action: 'edit',
        zh: '修改文字',
        causes: '由另一人批准以后生效：办事指南、搜索和申请页马上用新的文字；已经在办的，仍按申请时的那一版。',
        button: '提出，等另一人批准',
        by: itemHands.edit,
        when: !edit,
        fields: formFields,
        initial: formOfText(now),
        fixed: { version: item.version },
        to,
      },
      {
        action: 'restore',
        zh: '恢复资料包原文',
        causes: '由另一人批准以后，全部文字回到城市资料包的写法；市里改过的各版留在下面的记录里。',
        button: '提出恢复，等另一人批准',
        by: itemHands.edit,
        when: own && !edit,
        fixed: { version: item.version },
        to: `/api/service-items/${itemId}/restore`,
      },
    ]),
  });
}

function editView(tx: Tx, edit: EditRow, now: ItemText, pack: ItemText): ItemEditView {
  const mine = isOwnHand(tx.actor, edit.proposedBy, edit.proposedAt);
  const to = `/api/service-item-edits/${edit.id}`;
  const own = { by: itemHands.edit, when: mine };
  return {
    changes: changesOf(now, edit.words ?? pack),
    reason: edit.reason,
    proposedAt: edit.proposedAt,
    proposedName: edit.proposedName,
    mine,
    restores: edit.words === null,
    actions: offersTo(tx.actor, [
      ...decisionOffers({
        mine,
        by: itemHands.edit,
        to: `${to}/decision`,
        causes: '马上生效：办事指南、搜索和申请页用新的文字；已经在办的，仍按申请时的那一版。',
        button: '批准，马上生效',
        stays: '文字不变，提出的人会看到理由。',
      }).map((offer) => (offer.action === 'confirm' ? { ...offer, zh: '批准', danger: false } : offer)),
      {
        ...own,
        action: 'change',
        zh: '接着改',
        causes: '改的是还没有批准的这一份。',
        button: '保存，等另一人批准',
        when: mine && edit.words !== null,
        fields: formFields,
        initial: { ...formOfText(edit.words ?? pack), reason: edit.reason },
        to: `${to}/change`,
      },
      { ...own, action: 'withdraw', zh: '撤回', causes: '不再提出，文字不变。', to: `${to}/withdraw` },
    ]),
  };
}

const lockItem = (tx: Tx, itemId: string): Promise<unknown> =>
  tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`service-item:${itemId}`}, 0))`);

const onRecord = (tx: Tx, action: AuditAction, itemId: string, detail: Record<string, string | number> = {}): Promise<void> =>
  recordAudit(tx, { action, subject: { kind: 'service-item', id: itemId }, detail });

export interface NewEdit {
  readonly itemId: string;
  /** The version that the officer saw. */
  readonly version: number;
  /** Null: back to what the city pack says. */
  readonly form: ItemTextForm | null;
}
type EditError = 'ITEM_UNKNOWN' | 'VERSION_CONFLICT' | 'ITEM_EDIT_OPEN' | 'ITEM_EDIT_SAME' | 'INVALID_INPUT';

/** The words that were asked for, when they differ from those in force. */
function wordsOf(form: ItemTextForm | null, now: ItemText, pack: ItemText): Result<ItemText | null, EditError> {
  if (!form) return changesOf(now, pack).length > 0 ? ok(null) : fail('ITEM_EDIT_SAME');
  const read = readItemText(form);
  if (!read.ok) return read;
  return changesOf(now, read.value).length > 0 ? read : fail('ITEM_EDIT_SAME');
}

export async function proposeEdit(tx: Tx, given: NewEdit): Promise<Result<{ id: string }, EditError>> {
  const { itemId, form } = given;
  await lockItem(tx, itemId);
  const found = await readNewestItem(tx, itemId);
  if (!found.ok) return found;
  if (found.value.version !== given.version) return fail('VERSION_CONFLICT');
  const open = await openEdit(tx, itemId);
  if (open) return fail('ITEM_EDIT_OPEN', { name: open.proposedName });
  const words = wordsOf(form, textOf(found.value), (await newestWords(tx, found.value)).pack);
  if (!words.ok) return words;
  const id = newId();
  await tx.run(sql`insert into service_item_edit (id, item_id, base_version, words, reason, proposed_at, proposed_by, proposed_name)
    values (${id}, ${itemId}, ${given.version}, ${words.value && JSON.stringify(words.value)}::jsonb, ${form?.reason ?? '恢复资料包原文'}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await notify(tx, {
    to: { performer: tx.actor.role === 'city-leader' ? 'city-clerk' : 'city-leader', division: tx.city },
    template: 'service-item.edit-proposed',
    params: { by: tx.actor.name, item: found.value.name },
  });
  await onRecord(tx, 'service-item.edit-proposed', itemId);
  return ok({ id });
}

/** Locked with its item; null when it waits no longer. */
async function lockEdit(tx: Tx, id: string): Promise<EditRow | null> {
  const edit = await tx.maybe<EditRow>(
    sql`select ${editColumns} from service_item_edit where id = ${id} and state = 'proposed' for update`,
  );
  if (edit) await lockItem(tx, edit.itemId);
  return edit;
}

/** What waits is changed by whoever proposed it. */
export async function changeEdit(
  tx: Tx,
  given: { id: string; form: ItemTextForm },
): Promise<Result<null, EditError | 'ITEM_EDIT_GONE' | 'ITEM_EDIT_NOT_MINE'>> {
  const edit = await lockEdit(tx, given.id);
  if (!edit || edit.words === null) return fail('ITEM_EDIT_GONE');
  if (!isOwnHand(tx.actor, edit.proposedBy, edit.proposedAt)) return fail('ITEM_EDIT_NOT_MINE');
  const found = await readNewestItem(tx, edit.itemId);
  if (!found.ok) return found;
  const words = wordsOf(given.form, textOf(found.value), textOf(found.value));
  if (!words.ok) return words;
  await tx.run(
    sql`update service_item_edit set words = ${JSON.stringify(words.value)}::jsonb, reason = ${given.form.reason} where id = ${edit.id}`,
  );
  await onRecord(tx, 'service-item.edit-changed', edit.itemId);
  return ok(null);
}

const settle = (tx: Tx, id: string, state: 'confirmed' | 'rejected' | 'withdrawn', note: string): Promise<number> =>
  tx.run(sql`update service_item_edit set state = ${state}, decided_at = ${tx.now}, decided_on = ${tx.today}, decided_by = ${tx.actor.id},
    decided_name = ${tx.actor.name}, note = ${note || null} where id = ${id}`);

type DecideError = 'ITEM_UNKNOWN' | 'ITEM_EDIT_GONE' | 'ITEM_EDIT_OWN' | 'ITEM_EDIT_STALE' | 'ITEM_EDIT_NOTE';

/** Another person approves, and the next version is in force; or sends it back with a reason. */
export async function decideEdit(
  tx: Tx,
  given: { id: string; decision: 'confirm' | 'reject'; note: string },
): Promise<Result<{ version: number }, DecideError>> {
  const edit = await lockEdit(tx, given.id);
  if (!edit) return fail('ITEM_EDIT_GONE');
  if (isOwnHand(tx.actor, edit.proposedBy, edit.proposedAt)) return fail('ITEM_EDIT_OWN');
  const found = await readNewestItem(tx, edit.itemId);
  if (!found.ok) return found;
  const item = found.value;
  const approves = given.decision === 'confirm';
  if (!approves && given.note.length < 4)
    return fail('ITEM_EDIT_NOTE', {}, [{ path: 'note', message: '请写明理由（至少4个字）' }]);
  if (approves) {
    const base = await getServiceItem(tx, edit.itemId, edit.baseVersion);
    if (!base.ok) return base;
    // The pack has brought other words meanwhile: what was proposed would undo them unseen.
    if (changesOf(textOf(base.value), textOf(item)).length > 0) return fail('ITEM_EDIT_STALE', { name: edit.proposedName });
  }
  await settle(tx, edit.id, approves ? 'confirmed' : 'rejected', given.note);
  const version = approves ? await publishEdit(tx, edit, item) : item.version;
  await notify(tx, {
    to: { userId: edit.proposedBy },
    template: 'service-item.edit-decided',
    params: {
      item: item.name,
      by: tx.actor.name,
      decided: approves ? '批准' : '退回',
      note: approves ? '' : `理由：${given.note}`,
    },
  });
  await onRecord(tx, approves ? 'service-item.edit-confirmed' : 'service-item.edit-rejected', edit.itemId, { version });
  return ok({ version });
}

/** The next version: the newest one with these words; its limit, fields and basis stay. */
async function publishEdit(tx: Tx, edit: EditRow, { itemId, version }: ServiceItem): Promise<number> {
  await tx.run(sql`insert into service_item (item_id, version, name, template, content, pack_words, own_words, edit_id, valid_from, published_by)
    select item_id, version + 1, name, template, content || coalesce(${edit.words && JSON.stringify(edit.words)}::jsonb, pack_words), pack_words,
      ${edit.words !== null} and ${edit.words && JSON.stringify(edit.words)}::jsonb is distinct from pack_words, ${edit.id}, ${tx.today}, ${tx.actor.id}
    from service_item where item_id = ${itemId} and version = ${version}`);
  forget(tx, MEMO);
  return version + 1;
}

/** Taken back by whoever proposed it. */
export async function withdrawEdit(tx: Tx, id: string): Promise<Result<null, 'ITEM_EDIT_GONE' | 'ITEM_EDIT_NOT_MINE'>> {
  const edit = await lockEdit(tx, id);
  if (!edit) return fail('ITEM_EDIT_GONE');
  if (!isOwnHand(tx.actor, edit.proposedBy, edit.proposedAt)) return fail('ITEM_EDIT_NOT_MINE');
  await settle(tx, id, 'withdrawn', '');
  await onRecord(tx, 'service-item.edit-withdrawn', edit.itemId);
  return ok(null);
}
