/** 材料: uploads. A file is received whole (20 MB at most), judged by its own bytes, sealed, kept outside the database, and bound to a case once. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, officers, type Performer, performerOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id } from '../schema/index.ts';
import { anyRow } from '../worker/server.ts';
import { MAX_UPLOAD_BYTES, recordingTypes, type UploadType, uploadTypes } from './index.ts';
import { likenessOf } from './likeness.ts';
import { withoutMetadata } from './metadata.ts';
import type { FileStore } from './store.ts';

const UNBOUND_DAYS = 7;
const LIST_LIMIT = 200;
const NAME_LIMIT = 120;

/** The media type that the first bytes prove; null for anything that is not accepted. */
export function sniff(data: Uint8Array): UploadType | null {
  const head = Buffer.from(data.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.startsWith('%PDF-')) return 'application/pdf';
  if (head.startsWith('ID3') || /^\xff[\xfb\xf3\xf2]/.test(head)) return 'audio/mpeg';
  if (/^....ftyp(M4A |mp42|isom)/s.test(head)) return 'audio/mp4';
  return null;
}

export interface Upload {
  readonly bytes: Buffer;
  readonly mediaType: UploadType;
  readonly name: string;
}

const endings = { ...uploadTypes, ...recordingTypes } as const;

/** Control characters, folders and endings out; the ending comes from the type found. */
function cleanName(name: string, mediaType: UploadType): string {
  const base = (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim();
  return `${[...base].slice(0, NAME_LIMIT).join('') || '材料'}.${endings[mediaType]}`;
}

/** Reads an upload to its end or to the bound. Nothing has been written when it refuses or the sender goes away. */
export async function receiveUpload(source: AsyncIterable<Uint8Array>, name: string): Promise<Result<Upload, 'UPLOAD_UNFIT'>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > MAX_UPLOAD_BYTES) return fail('UPLOAD_UNFIT');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const mediaType = sniff(bytes);
  return mediaType ? ok({ bytes, mediaType, name: cleanName(name, mediaType) }) : fail('UPLOAD_UNFIT');
}

/** A stored file as lists show it. `paper` is the code of the paper it stands for (identity-card …). */
export interface StoredFile {
  readonly id: Id<'File'>;
  readonly name: string;
  readonly mediaType: UploadType;
  readonly sizeBytes: number;
  readonly paper: string;
  readonly createdAt: string;
}

interface FileRow extends Omit<StoredFile, 'name'> {
  readonly name: Buffer;
  readonly fileHash: string;
  readonly personId: string | null;
  readonly caseId: string | null;
  readonly division: DivisionCode;
}

const contentPlace = (id: string): string => `stored_file:${id}`;
const namePlace = (id: string): string => `stored_file.name:${id}`;

/** The rows of a table with `division` and `person_id` that the actor may see: officers of the division, the person itself. Administrators of the system have no business with papers. */
export function inActorsReach(actor: Actor): Sql {
  if (actor.kind === 'resident') return sql`person_id = ${actor.personId}`;
  const mayRead = actor.kind === 'system' || isOneOf(actor, officers);
  if (!mayRead || actor.lo === null || actor.hi === null) return sql`false`;
  return sql`(division >= ${actor.lo} and division < ${actor.hi})`;
}

const viewOf = (tx: Tx, row: FileRow): StoredFile => ({
  id: row.id,
  name: tx.keys.open(row.name, namePlace(row.id)),
  mediaType: row.mediaType,
  sizeBytes: row.sizeBytes,
  paper: row.paper,
  createdAt: row.createdAt,
});

/** Seals and keeps an upload, not yet part of any case. A resident's file is kept under the city until the case gives it a village. */
export async function storeUpload(
  context: Context,
  actor: Actor,
  store: FileStore,
  upload: Upload & { readonly paper: string },
): Promise<StoredFile> {
  const id = newId();
  const fileHash = await store.write(context.keys.sealBytes(upload.bytes, contentPlace(id)));
  const likeness = await likenessOf(upload.bytes, upload.mediaType);
  try {
    return await context.write(actor, async (tx) => {
      const row =
        await tx.one<FileRow>(sql`insert into stored_file (id, file_hash, content_hash, likeness, size_bytes, media_type, name, paper, uploader_id, person_id, division, created_at)
        values (${id}, ${fileHash}, ${sm3(upload.bytes).toString('hex')}, ${likeness}::bit(64), ${upload.bytes.length}, ${upload.mediaType}, ${tx.keys.seal(upload.name, namePlace(id))}, ${upload.paper}, ${actor.id},
          ${actor.kind === 'resident' ? actor.personId : null}, ${actor.division ?? tx.city}, ${tx.now}) returning *`);
      await recordAudit(tx, {
        action: 'file.uploaded',
        subject: { kind: 'stored-file', id },
        personId: row.personId,
        division: row.division,
        detail: { paper: row.paper, mediaType: row.mediaType, sizeBytes: row.sizeBytes },
      });
      return viewOf(tx, row);
    });
  } catch (error) {
    await store.remove(fileHash);
    throw error;
  }
}

/**
 * Makes uploads part of a case (or of another record by its id), all or none. Only their uploader may; binding again to the same case changes nothing.
 * `readers`: the only officers who open them, where not everybody of the division who may read papers does.
 */
export async function bindFiles(
  tx: Tx,
  ids: readonly string[],
  target: { caseId: string; personId: string | null; division: DivisionCode; readers?: readonly Performer[] },
): Promise<Result<null, 'FILE_NOT_AVAILABLE'>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return ok(null);
  const bound =
    await tx.run(sql`update stored_file set case_id = ${target.caseId}, division = ${target.division}, person_id = coalesce(person_id, ${target.personId}::uuid),
      readers = coalesce(readers, ${target.readers ?? null})
    where id = any(${wanted}::uuid[]) and ((case_id is null and uploader_id = ${tx.actor.id}) or case_id = ${target.caseId})`);
  return bound === wanted.length ? ok(null) : fail('FILE_NOT_AVAILABLE');
}

/** The digest of what is in a file that the actor uploaded: the same picture sent twice has the same one. */
export const contentHashOf = async (tx: Tx, id: string): Promise<string | null> =>
  (
    await tx.maybe<{ contentHash: string | null }>(
      sql`select content_hash from stored_file where id = ${id} and uploader_id = ${tx.actor.id}`,
    )
  )?.contentHash ?? null;

/** The fingerprint of a photograph that the actor uploaded, 64 times 0 or 1; null: none. */
export const likenessOfFile = async (tx: Tx, id: string): Promise<string | null> =>
  (
    await tx.maybe<{ likeness: string | null }>(
      sql`select likeness from stored_file where id = ${id} and uploader_id = ${tx.actor.id}`,
    )
  )?.likeness ?? null;

const mayOpen = (actor: Actor): Sql =>
  sql`(${inActorsReach(actor)} and (case_id is not null or uploader_id = ${actor.id})
    ${actor.kind === 'staff' ? sql`and (readers is null or ${performerOf(actor)} = any (readers))` : sql``})`;

const listed = async (tx: Tx, where: Sql): Promise<StoredFile[]> => {
  const rows = await tx.rows<FileRow>(sql`select * from stored_file where ${where} order by created_at, id limit ${LIST_LIMIT}`);
  return rows.map((row) => viewOf(tx, row));
};

/** The files of a case, in the order in which they came. */
export const filesOfCase = (tx: Tx, caseId: string): Promise<StoredFile[]> =>
  listed(tx, and([sql`case_id = ${caseId}`, mayOpen(tx.actor)]));

/** The files of several records, by record: those that the actor may open. */
export async function filesOfRecords(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly StoredFile[]>> {
  const rows = await tx.rows<FileRow & { caseId: string }>(
    sql`select * from stored_file where case_id = any(${[...ids]}::uuid[]) and ${mayOpen(tx.actor)} order by created_at, id limit 10000`,
  );
  return new Map(
    Object.entries(Object.groupBy(rows, ({ caseId }) => caseId)).map(([id, of]) => [id, of!.map((row) => viewOf(tx, row))]),
  );
}

/** The files of a record, for somebody who is no officer and to whom the rule of that record shows them: the caller has asked it. */
export const filesShown = (tx: Tx, recordId: string): Promise<StoredFile[]> => listed(tx, sql`case_id = ${recordId}`);

/** The content, for those who may see it; the opening is on record before the first byte leaves. */
export async function openFile(
  context: Context,
  actor: Actor,
  store: FileStore,
  id: string,
): Promise<Result<StoredFile & { bytes: Buffer }>> {
  return opened(context, actor, store, { id, rule: async () => ok(mayOpen(actor)) });
}

/** The content of a file of one record, for somebody who is no officer: `shown` is the rule of that record, and answers with its id; asked in the transaction that puts the opening on record. */
export const openShownFile = (
  context: Context,
  actor: Actor,
  store: FileStore,
  of: { id: string; shown: (tx: Tx) => Promise<Result<string>> },
): Promise<Result<StoredFile & { bytes: Buffer }>> =>
  opened(context, actor, store, {
    id: of.id,
    async rule(tx) {
      const record = await of.shown(tx);
      return record.ok ? ok(sql`case_id = ${record.value}`) : record;
    },
  });

async function opened(
  context: Context,
  actor: Actor,
  store: FileStore,
  { id, rule }: { id: string; rule: (tx: Tx) => Promise<Result<Sql>> },
): Promise<Result<StoredFile & { bytes: Buffer }>> {
  const found = await context.write(actor, async (tx) => {
    const where = await rule(tx);
    if (!where.ok) return where;
    const row = await tx.maybe<FileRow>(sql`select * from stored_file where id = ${id} and ${where.value}`);
    if (!row) return fail('NOT_FOUND');
    await recordAudit(tx, {
      action: 'file.opened',
      subject: { kind: 'stored-file', id },
      personId: row.personId,
      caseId: row.caseId,
      division: row.division,
      detail: { paper: row.paper },
    });
    return ok({ file: viewOf(tx, row), fileHash: row.fileHash });
  });
  if (!found.ok) return found;
  const { file, fileHash } = found.value;
  return ok({ ...file, bytes: context.keys.openBytes(await store.read(fileHash), contentPlace(id)) });
}

/** What a domain has published for everybody: the caller says that it has, and no opening is on record. */
export async function openPublished(context: Context, actor: Actor, store: FileStore, id: string): Promise<Upload | null> {
  const row = await context.read(actor, (tx) =>
    tx.maybe<FileRow>(
      sql`select * from stored_file where id = ${id} and case_id is not null and person_id is null and ${mayOpen(actor)}`,
    ),
  );
  if (!row) return null;
  const bytes = context.keys.openBytes(await store.read(row.fileHash), contentPlace(id));
  // 公开的照片不带拍摄的地方、时间和手机
  const shown = row.mediaType.startsWith('image/') ? withoutMetadata(bytes, row.mediaType) : bytes;
  return { bytes: shown, mediaType: row.mediaType, name: `${row.paper}.${endings[row.mediaType]}` };
}

const unbound = (tx: Tx, actor: Actor): Sql => sql`stored_file
  where case_id is null and created_at < ${tx.now}::timestamptz - make_interval(days => ${UNBOUND_DAYS}) and ${inActorsReach(actor)}`;
export const anyUnboundFile = (tx: Tx, actor: Actor) => anyRow(tx, unbound(tx, actor));

/** Daily: removes uploads that no case took within seven days. The actor is the city's system actor. Returns how many went. */
export async function removeUnboundFiles(context: Context, actor: Actor, store: FileStore): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await context.write(actor, (tx) =>
      tx.rows<{
        fileHash: string;
      }>(sql`delete from stored_file where id in (select id from ${unbound(tx, actor)} order by created_at limit ${LIST_LIMIT} for update skip locked)
        returning file_hash`),
    );
    for (const row of rows) await store.remove(row.fileHash);
    removed += rows.length;
    if (rows.length < LIST_LIMIT) return removed;
  }
}
