/**
 * Boundary lines as the demonstration finds them around 咸安区: one overdue with its inspection under way, one that comes due this year, one in order, one of which
 * nothing was entered but its name. The courses follow the sketch of the counties and are said to be no survey. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type LonLat, type Outline, pointsOf } from '../../../kernel/division/index.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { enterCourse, pointsText } from '../boundaries/course.ts';
import { planInspection, reportProgress } from '../boundaries/inspections.ts';
import { changeBasics, findLine, type Line } from '../boundaries/lines.ts';
import { addMarker, visitMarker } from '../boundaries/markers.ts';
import type { MarkerState } from '../boundaries/terms.ts';
import { GREY, type NameStage, type Staff } from './names.ts';

const XIANAN = '421202000000' as DivisionCode;
/** The village of the worker 陈秀兰: its markers are on her round. */
const VILLAGE = '421202100001' as DivisionCode;

export function done<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  const refusal = result as Refusal;
  throw new Error(`demonstration, ${what}: ${refusal.code} ${explain(refusal).message} ${JSON.stringify(refusal.fields ?? '')}`);
}

interface Entered {
  readonly name: string;
  readonly length: string;
  readonly agreementNo: string;
  readonly lastFinishedOn: PlainDate;
}
const lines: readonly Entered[] = [
  { name: '咸安—嘉鱼线', length: '62.4', agreementNo: '界线协议2002年第3号（虚构）', lastFinishedOn: '2020-11-20' },
  { name: '咸安—赤壁线', length: '48.7', agreementNo: '界线协议2002年第5号（虚构）', lastFinishedOn: '2021-10-28' },
  { name: '咸安—通山线', length: '55.1', agreementNo: '界线协议2002年第6号（虚构）', lastFinishedOn: '2023-09-12' },
];

const same = (a: LonLat, b: LonLat): boolean => a[0] === b[0] && a[1] === b[1];

/** The longest run of points that two outlines share. */
function sharedCourse(one: Outline, other: Outline): LonLat[] {
  const shared = new Set(pointsOf(other).map((point) => point.join()));
  const ring = pointsOf(one);
  const start = Math.max(
    0,
    ring.findIndex((point) => !shared.has(point.join())),
  );
  let [best, run]: [LonLat[], LonLat[]] = [[], []];
  for (let i = 0; i < ring.length; i++) {
    const point = ring[(start + i) % ring.length]!;
    if (!shared.has(point.join())) run = [];
    else if (run.length === 0 || !same(run.at(-1)!, point)) run = [...run, point];
    if (run.length > best.length) best = run;
  }
  return best;
}

const lineOf = (tx: Tx, name: string): Promise<Line | null> => findLine(tx, sql`name = ${name}`);

async function enter(tx: Tx, { name, ...basics }: Entered): Promise<void> {
  const line = await lineOf(tx, name);
  if (!line || line.agreementNo) return;
  done(name, await changeBasics(tx, line, basics));
  const [one, other] = [line.division, line.otherDivision].map((code) => tx.divisions.outlines.find(({ id }) => id === code)!);
  const course = sharedCourse(one!, other!);
  done(
    `${name} course`,
    await enterCourse(
      tx,
      { id: line.id, version: line.version + 1 },
      { kind: 'traced', source: '演示：照县（市、区）轮廓示意图描的', points: pointsText(course) },
    ),
  );
}

const position = ([lon, lat]: LonLat): string => `${lat.toFixed(5)},${lon.toFixed(5)},8`;

/** A marker at a share of the course of 咸安—赤壁线. */
const markers: readonly { readonly no: string; readonly at: number; readonly division: string; readonly seen?: MarkerState }[] = [
  { no: '01', at: 0.15, division: '421202101000' },
  { no: '02', at: 0.4, division: VILLAGE, seen: 'good' },
  { no: '03', at: 0.5, division: VILLAGE, seen: 'damaged' },
  { no: '04', at: 0.6, division: VILLAGE },
  { no: '05', at: 0.85, division: '421202100000' },
];

export async function playBoundaries({ context, filesDir, moveTo }: NameStage, staff: Staff): Promise<void> {
  const city = await staff('shi');
  const county = await staff('xian');
  const village = await staff('cun');
  moveTo('2026-08-24T10:00:00+08:00');
  for (const line of lines) await context.write(city, (tx) => enter(tx, line));
  await context.write(county, async (tx) => {
    const line = (await lineOf(tx, '咸安—嘉鱼线'))!;
    const begun = await tx.maybe(sql`select 1 as begun from joint_inspection where line_id = ${line.id}`);
    if (begun) return;
    const planned = { lead: XIANAN, special: false, planned: '62.4', plannedOn: '2026-07-06' as PlainDate };
    const { id } = done('inspection', await planInspection(tx, line, planned));
    done('progress', await reportProgress(tx, { id, version: 1 }, { done: '38.5' }));
  });
  const files = openFileStore(filesDir);
  for (const [i, { no, at, division, seen }] of markers.entries()) {
    const added = await context.write(county, (tx) => addTo(tx, { no, at, division: division as DivisionCode }));
    if (!added || !seen) continue;
    const { id: photo } = await storeUpload(context, village, files, {
      // Each photograph is another one: the same twice is no visit.
      bytes: Buffer.concat([GREY, Buffer.from([1, i])]),
      mediaType: 'image/jpeg',
      name: `界桩${no}.jpg`,
      paper: 'marker-photo',
    });
    await visit(context, village, { ...added, state: seen, photo });
  }
}

interface Added {
  readonly id: string;
  readonly position: string;
}

async function addTo(tx: Tx, { no, at, division }: { no: string; at: number; division: DivisionCode }): Promise<Added | null> {
  const line = (await lineOf(tx, '咸安—赤壁线'))!;
  const known = await tx.maybe(sql`select 1 as known from boundary_marker where line_id = ${line.id} and no = ${no}`);
  if (known || !line.course) return null;
  const here = position(line.course[Math.floor(at * (line.course.length - 1))]!);
  const marker = { no, kind: 'double' as const, material: '花岗岩', division, position: here };
  return { id: done(no, await addMarker(tx, line, marker)).id, position: here };
}

const visit = (
  context: NameStage['context'],
  by: Actor,
  { id, position: here, state, photo }: Added & { state: MarkerState; photo: string },
) =>
  context.write(by, async (tx) =>
    done(
      'visit',
      await visitMarker(tx, { id }, { state, photo, position: here, note: state === 'good' ? '' : '桩身断裂，倒在路边' }),
    ),
  );
