/** 地名标志 (GB 17733): where each stands, how it looked when it was last seen, with the photograph. */
import { z } from 'zod';
import { containing, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type Id, type PlainDate, PositionText } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import type { Addressed } from '../step-route.ts';
import { findPlace } from './register.ts';
import { type SignState, signKinds, signStates } from './terms.ts';

export interface Sign {
  readonly id: Id<'PlaceSign'>;
  readonly placeId: string;
  readonly division: DivisionCode;
  readonly kind: keyof typeof signKinds;
  readonly spot: string;
  readonly state: SignState;
  readonly photo: string;
  readonly seenOn: PlainDate;
  readonly note: string;
  readonly version: number;
}
const columns = sql`s.id, s.place_id, s.division, s.kind, s.spot, s.state, s.photo, s.seen_on, s.note, s.version`;

export const signsOf = (tx: Tx, placeId: string): Promise<Sign[]> =>
  tx.rows<Sign>(
    sql`select ${columns} from place_sign s where s.place_id = ${placeId} order by s.state = 'good', s.spot limit 300`,
  );

const PAGE = 50;
/** A page of those that are damaged, gone or wrong, the longest known first; searched by the name of the place and where it stands. */
export async function faultySigns(
  tx: Tx,
  { q, cursor }: Listing,
): Promise<{ rows: readonly (Sign & { name: string })[]; next: string | null }> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<
    Sign & { name: string }
  >(sql`select ${columns}, p.name from place_sign s join place_name p on p.id = s.place_id
    where s.state <> 'good' and s.division >= ${tx.actor.lo} and s.division < ${tx.actor.hi}
      and ${q ? sql`(p.name like ${containing(q)} or s.spot like ${containing(q)})` : sql`true`} order by s.seen_on, s.id ${within(stretch)}`);
  return pageOf(found, stretch);
}

const seen = {
  state: choice(signStates).default('good').meta({ label: '现状' }),
  photo: FileRef.meta({ label: '照片', paper: 'place-sign-photo' }),
  note: z.string().trim().max(200).default('').meta({ label: '说明', help: '哪里坏了、写错了什么' }),
} as const;

export const NewSign = z.strictObject({
  kind: choice(signKinds).meta({ label: '哪种标志' }),
  spot: z.string().trim().min(2, '请写明立在哪里').max(60).meta({ label: '立在哪里', help: '与银泉大道路口东北角' }),
  position: PositionText.optional().meta({ label: '位置' }),
  ...seen,
});
export const SignVisit = z.strictObject(seen);

/** Where somebody stands is where the sign is: his own place, where the name is of a wider one. */
const standsIn = (tx: Tx, division: DivisionCode): DivisionCode =>
  tx.actor.lo !== null && division < tx.actor.lo ? (tx.actor.division ?? division) : division;

export async function addSign(tx: Tx, of: { id: string }, given: z.infer<typeof NewSign>): Promise<Result<{ id: Sign['id'] }>> {
  const place = await findPlace(tx, sql`p.id = ${of.id} and p.status = 'standard'`);
  if (!place) return fail('NOT_FOUND');
  const division = standsIn(tx, place.division);
  const twice = () => fail('SIGN_TWICE', { spot: given.spot });
  const known = await tx.maybe(
    sql`select 1 as known from place_sign where place_id = ${of.id} and kind = ${given.kind} and spot = ${given.spot}`,
  );
  if (known) return twice();
  const bound = await bindFiles(tx, [given.photo], { caseId: of.id, personId: null, division });
  if (!bound.ok) return bound;
  const id: Sign['id'] = newId();
  const added =
    await tx.run(sql`insert into place_sign (id, place_id, division, kind, spot, position, state, photo, seen_on, note, created_at, created_by)
    values (${id}, ${of.id}, ${division}, ${given.kind}, ${given.spot}, ${given.position ?? null}, ${given.state}, ${given.photo}, ${tx.today}, ${given.note}, ${tx.now}, ${tx.actor.id})
    on conflict (place_id, kind, spot) do nothing`);
  if (added === 0) return twice();
  await recordAudit(tx, {
    action: 'place-sign.added',
    subject: { kind: 'place-sign', id },
    division,
    detail: { state: given.state },
  });
  return ok({ id });
}

export async function visitSign(tx: Tx, of: Addressed, given: z.infer<typeof SignVisit>): Promise<Result<null>> {
  const sign = await tx.maybe<Sign>(sql`select ${columns} from place_sign s where s.id = ${of.id} for update`);
  if (!sign) return fail('NOT_FOUND');
  if (sign.version !== of.version) return fail('BOUNDARY_STALE');
  const bound = await bindFiles(tx, [given.photo], { caseId: sign.placeId, personId: null, division: sign.division });
  if (!bound.ok) return bound;
  await tx.run(
    sql`update place_sign set state = ${given.state}, photo = ${given.photo}, note = ${given.note}, seen_on = ${tx.today}, version = version + 1 where id = ${of.id}`,
  );
  await recordAudit(tx, {
    action: 'place-sign.seen',
    subject: { kind: 'place-sign', id: of.id },
    division: sign.division,
    detail: { state: given.state },
  });
  return ok(null);
}
