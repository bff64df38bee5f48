/** 地名的照片和读音 (D20): what everybody sees and hears of a name, until it is taken down. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { FileRef, type Id } from '../../../kernel/schema/index.ts';
import { findPlace } from './register.ts';

export const mediaKinds = { photo: '照片', recording: '读音' } as const;
export type MediaKind = keyof typeof mediaKinds;

export interface Media {
  readonly id: Id<'PlaceMedia'>;
  readonly kind: MediaKind;
  readonly file: string;
  readonly caption: string;
}

const caption = (help: string) => z.string().trim().min(2, '请写明是什么').max(60, '不超过60个字').meta({ label: '说明', help });
export const NewPhoto = z.strictObject({
  file: FileRef.meta({ label: '照片', paper: 'place-photo', help: '不要拍到人脸、车牌' }),
  caption: caption('拍的是哪里、哪一年'),
});
export const NewRecording = z.strictObject({
  file: FileRef.meta({ label: '录音', paper: 'recording-place', help: 'MP3、M4A；先念名称，再讲来历' }),
  caption: caption('普通话还是方言，念的、讲的是什么'),
});

/** What stands on the page of a name, in the order in which it came. */
export const mediaOf = (tx: Tx, placeId: string): Promise<Media[]> =>
  tx.rows<Media>(
    sql`select id, kind, file, caption from place_media where place_id = ${placeId} and withdrawn_on is null order by added_at, id limit 60`,
  );

async function add(tx: Tx, of: { id: string }, kind: MediaKind, given: { file: string; caption: string }): Promise<Result<null>> {
  const place = await findPlace(
    tx,
    sql`p.id = ${of.id} and p.status <> 'applied' and p.division >= ${tx.actor.lo} and p.division < ${tx.actor.hi}`,
  );
  if (!place) return fail('NOT_FOUND');
  const bound = await bindFiles(tx, [given.file], { caseId: of.id, personId: null, division: place.division });
  if (!bound.ok) return bound;
  const id: Media['id'] = newId();
  await tx.run(sql`insert into place_media (id, place_id, division, kind, file, caption, added_at, added_by)
    values (${id}, ${of.id}, ${place.division}, ${kind}, ${given.file}, ${given.caption}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'place-media.added',
    subject: { kind: 'place-media', id },
    division: place.division,
    detail: { kind },
  });
  return ok(null);
}

export const addPhoto = (tx: Tx, of: { id: string }, given: z.infer<typeof NewPhoto>) => add(tx, of, 'photo', given);
export const addRecording = (tx: Tx, of: { id: string }, given: z.infer<typeof NewRecording>) => add(tx, of, 'recording', given);

export async function withdrawMedia(tx: Tx, of: { id: string }): Promise<Result<null>> {
  const found = await tx.maybe<{ division: string }>(
    sql`update place_media set withdrawn_on = ${tx.today} where id = ${of.id} and withdrawn_on is null returning division`,
  );
  if (!found) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'place-media.withdrawn',
    subject: { kind: 'place-media', id: of.id },
    division: found.division as never,
    detail: {},
  });
  return ok(null);
}

/** The file of something that is on the page of a name that everybody may read; null: it is not. */
export const publishedFile = async (tx: Tx, id: string): Promise<string | null> =>
  (
    await tx.maybe<{ file: string }>(
      sql`select m.file from place_media m join place_name p on p.id = m.place_id where m.id = ${id} and m.withdrawn_on is null and p.status <> 'applied'`,
    )
  )?.file ?? null;
