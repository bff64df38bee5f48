/** 界桩: the ledger, the guardian's visits on a phone, repair with the other side present. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles, contentHashOf } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import {
  choice,
  Division,
  type DivisionCode,
  FileRef,
  type Id,
  type PlainDate,
  PlainDateText,
  PositionText,
  positionOf,
} from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import type { Addressed } from '../step-route.ts';
import { findLine, type Line, lockLine, ownSides } from './lines.ts';
import { VISIT_METRES, visitOverdue } from './rules.ts';
import { type MarkerState, markerKinds, markerStates } from './terms.ts';

export interface Marker {
  readonly id: Id<'BoundaryMarker'>;
  readonly lineId: Line['id'];
  readonly no: string;
  readonly kind: keyof typeof markerKinds;
  readonly material: string;
  /** Who looks after it. */
  readonly division: DivisionCode;
  readonly position: string;
  readonly state: MarkerState;
  readonly visitedOn: PlainDate | null;
  readonly version: number;
}
const columns = sql`m.id, m.line_id, m.no, m.kind, m.material, m.division, m.position, m.state, m.visited_on, m.version`;

export const markersOf = (tx: Tx, lineId: string): Promise<Marker[]> =>
  tx.rows<Marker>(sql`select ${columns} from boundary_marker m where m.line_id = ${lineId} order by m.no limit 1000`);

export const findMarker = (tx: Tx, which: Sql): Promise<Marker | null> =>
  tx.maybe<Marker>(sql`select ${columns} from boundary_marker m where ${which}`);

/** Those of the lines that a county is a side of, for a choice; `place`: where each is looked after. */
export async function markersOnSide(tx: Tx, county: string) {
  const rows = await tx.rows<Pick<Marker, 'id' | 'no' | 'division'> & { lineName: string }>(
    sql`select m.id, m.no, m.division, l.name as line_name from boundary_marker m join boundary_line l on l.id = m.line_id
      where left(l.division, 6) = ${county.slice(0, 6)} or left(l.other_division, 6) = ${county.slice(0, 6)} order by l.name, m.no limit 1000`,
  );
  return rows.map((row) => ({ ...row, place: tx.divisions.fullName(row.division) }));
}

/** The markers that one's own place looks after, the longest unvisited first. */
export const ownMarkers = (tx: Tx): Promise<Marker[]> =>
  tx.rows<Marker>(sql`select ${columns} from boundary_marker m where m.division >= ${tx.actor.lo} and m.division < ${tx.actor.hi}
    order by m.visited_on nulls first, m.no limit 300`);

export const NewMarker = z.strictObject({
  no: z.string().trim().min(1, '请填写编号').max(20).meta({ label: '界桩编号' }),
  kind: choice(markerKinds).meta({ label: '类型', choices: markerKinds }),
  material: z.string().trim().min(1, '请填写材质').max(20).meta({ label: '材质', help: '花岗岩、水泥……' }),
  division: Division.meta({ label: '由哪里管护', help: '两侧之一的村（社区）、乡镇或县' }),
  position: PositionText.meta({ label: '位置' }),
});

export async function addMarker(
  tx: Tx,
  of: { id: string },
  given: z.infer<typeof NewMarker>,
): Promise<Result<{ id: Marker['id'] }>> {
  const line = await lockLine(tx, { id: of.id });
  if (!line.ok) return line;
  if (!ownSides(line.value).some((side) => inScope(given.division, side))) return wrong('division', '须在界线两侧之一');
  const id: Marker['id'] = newId();
  const added =
    await tx.run(sql`insert into boundary_marker (id, line_id, no, kind, material, division, position, created_at, created_by)
    values (${id}, ${of.id}, ${given.no}, ${given.kind}, ${given.material}, ${given.division}, ${given.position}, ${tx.now}, ${tx.actor.id}) on conflict (line_id, no) do nothing`);
  if (added === 0) return wrong('no', '这条界线上已有这个编号');
  await recordAudit(tx, {
    action: 'boundary-marker.added',
    subject: { kind: 'boundary-marker', id },
    division: given.division,
    detail: { no: given.no },
  });
  return ok({ id });
}

export const Visit = z.strictObject({
  state: choice(markerStates).meta({ label: '现状', choices: markerStates }),
  seenOn: PlainDateText.optional().meta({ label: '哪一天看的', widget: 'date', help: '没有网络的，第二天以前送出' }),
  photo: FileRef.meta({ label: '现场照片', paper: 'marker-photo' }),
  position: PositionText.meta({ label: '现在的位置', help: '站在界桩旁边定位，五十米以内' }),
  note: z.string().trim().max(300).default('').meta({ label: '说明', widget: 'textarea' }),
});
export const Repair = z.strictObject({
  photo: FileRef.meta({ label: '修复后的照片', paper: 'marker-photo' }),
  position: PositionText.meta({ label: '现在的位置', help: '站在界桩旁边定位，五十米以内' }),
  witness: z.string().trim().max(60).default('').meta({ label: '毗邻方到场的人', help: '写明单位和姓名', requiredIfShown: true }),
  note: z.string().trim().max(300).default('').meta({ label: '说明', widget: 'textarea' }),
});

/** When a record that waited for the network was made: at most the day before it arrives (assumption: 24 hours). */
export const seenInTime = (seenOn: PlainDate, today: PlainDate): boolean => seenOn <= today && seenOn >= plusDays(today, -1);

interface Seen {
  readonly state: MarkerState;
  readonly photo: string;
  readonly position: string;
  readonly note: string;
  readonly witness: string | null;
  readonly seenOn: PlainDate;
}

/** `of.version`: of a repair. A visit is a fact, whoever else wrote of the marker meanwhile. */
async function record(tx: Tx, of: { id: string; version?: number }, seen: Seen): Promise<Result<null>> {
  const marker = await findMarker(tx, sql`m.id = ${of.id} for update`);
  if (!marker || !inScope(marker.division, tx.actor.division ?? tx.city)) return fail('NOT_FOUND');
  if (of.version !== undefined && marker.version !== of.version) return fail('BOUNDARY_STALE');
  if (!seenInTime(seen.seenOn, tx.today)) return fail('MARKER_FAR', {}, [{ path: 'seenOn', message: '须是今天或者昨天看的' }]);
  const [here, there] = [positionOf(seen.position), positionOf(marker.position)];
  const metres = here && there ? Math.round(metresBetween(here, there)) : Number.POSITIVE_INFINITY;
  if (metres > VISIT_METRES) return fail('MARKER_FAR', {}, [{ path: 'position', message: '离界桩超过五十米' }]);
  const hash = await contentHashOf(tx, seen.photo);
  const used = hash && (await tx.maybe(sql`select 1 as used from marker_visit where photo_hash = ${hash}`));
  if (!hash || used) return fail('MARKER_PHOTO_USED', {}, [{ path: 'photo', message: '请现场重新拍摄' }]);
  const id = newId();
  const bound = await bindFiles(tx, [seen.photo], { caseId: id, personId: null, division: marker.division });
  if (!bound.ok) return bound;
  const repaired = seen.witness !== null;
  await tx.run(sql`insert into marker_visit (id, marker_id, division, visited_on, state, repaired, witness, metres, photo, photo_hash, note, at, by_id, by_name)
    values (${id}, ${of.id}, ${marker.division}, ${seen.seenOn}, ${seen.state}, ${repaired}, ${seen.witness}, ${metres}, ${seen.photo}, ${hash}, ${seen.note}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  // 晚到的不盖过后来看到的
  const latest = marker.visitedOn === null || seen.seenOn >= marker.visitedOn;
  if (latest)
    await tx.run(
      sql`update boundary_marker set state = ${seen.state}, visited_on = ${seen.seenOn}, version = version + 1 where id = ${of.id}`,
    );
  await recordAudit(tx, {
    action: repaired ? 'boundary-marker.repaired' : 'boundary-marker.visited',
    subject: { kind: 'boundary-marker', id: of.id },
    division: marker.division,
    detail: { state: seen.state },
  });
  if (latest && seen.state !== 'good' && seen.state !== marker.state)
    await tellDamage(tx, marker, { state: seen.state, photo: seen.photo });
  if (repaired && marker.state !== 'good')
    await tellSides(tx, marker, (line) => ({
      template: 'boundary.marker-repaired',
      params: { line: line.name, no: marker.no, witness: seen.witness! },
    }));
  return ok(null);
}

/** What anybody reported and the county found to be so: the ledger says it, both sides hear it. */
export async function reportedDamage(
  tx: Tx,
  of: { id: string },
  found: { state: MarkerState; photo: string },
): Promise<Result<null>> {
  const marker = await findMarker(tx, sql`m.id = ${of.id} for update`);
  if (!marker) return wrong('markerId', '请从选项中选择');
  await tx.run(sql`update boundary_marker set state = ${found.state}, version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'boundary-marker.reported',
    subject: { kind: 'boundary-marker', id: of.id },
    division: marker.division,
    detail: { state: found.state },
  });
  if (marker.state !== found.state) await tellDamage(tx, marker, found);
  return ok(null);
}

type Said = Pick<Parameters<typeof notify>[1], 'template' | 'params'>;

async function tellSides(tx: Tx, marker: Marker, said: (line: Line) => Said): Promise<void> {
  const line = (await findLine(tx, sql`id = ${marker.lineId}`))!;
  for (const side of ownSides(line))
    await notify(tx, { to: { performer: 'county-clerk', division: `${side.slice(0, 6)}000000` }, ...said(line) });
}

/** Both sides hear of a damaged marker: neither may repair it alone (Order 353 art. 6). */
async function tellDamage(tx: Tx, marker: Marker, { state, photo }: { state: MarkerState; photo: string }): Promise<void> {
  await emit(tx, {
    type: 'boundary.marker.damaged',
    subject: { kind: 'boundary-marker', id: marker.id },
    division: marker.division,
    payload: { lineId: marker.lineId, markerNo: marker.no, state, photoRef: photo },
  });
  await tellSides(tx, marker, (line) => ({
    template: 'boundary.marker-damaged',
    params: { line: line.name, no: marker.no, state: markerStates[state] },
  }));
}

export const visitMarker = (tx: Tx, of: { id: string }, given: z.infer<typeof Visit>): Promise<Result<null>> =>
  record(tx, { id: of.id }, { ...given, seenOn: given.seenOn ?? tx.today, witness: null });

export async function repairMarker(tx: Tx, of: Addressed, given: z.infer<typeof Repair>): Promise<Result<null>> {
  if (given.witness === '') return fail('MARKER_ALONE', {}, [{ path: 'witness', message: '请填写毗邻方到场的人' }]);
  return record(tx, of, { ...given, seenOn: tx.today, state: 'good' });
}

/** As a list shows it; the exact place only to whoever works with it inside. */
export const markerView = (tx: Tx, marker: Marker) => ({
  id: marker.id,
  version: marker.version,
  lineId: marker.lineId,
  no: marker.no,
  kindZh: markerKinds[marker.kind],
  material: marker.material,
  divisionName: tx.divisions.fullName(marker.division),
  position: marker.position,
  state: marker.state,
  stateZh: markerStates[marker.state],
  visitedOn: marker.visitedOn,
  overdue: visitOverdue(marker.visitedOn, tx.today),
});
