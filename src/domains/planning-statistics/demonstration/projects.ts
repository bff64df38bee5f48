/** The library of the demonstration city: both annexes imported in May, and a few projects reported since by the real actions of the real accounts. Nothing is played where a table stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { newId } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { sm3 } from '../../../kernel/protect/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { reportMonth } from '../progress/report.ts';
import { adjustProject, moveSide, planFunding, recordEstimates, scheduleProject } from '../progress/steps.ts';
import { readProject } from '../progress/store.ts';
import { watchTable } from '../progress/watch.ts';
import type { TableKind } from '../projects/printed.ts';
import { readProjectTable } from '../projects/read-file.ts';
import { addRows, openTable } from '../projects/tables.ts';
import { type Course, courses, type PlayedReport } from './courses.ts';

export interface ProjectStage {
  readonly context: Context;
  readonly filesDir: string;
}

const IMPORTED_ON: PlainDate = '2026-05-08';
const fen = (tenThousands: number): number => Math.round(tenThousands * 1_000_000);

async function importTables(tx: Tx, folder: string): Promise<void> {
  for (const kind of ['summary', 'detail'] as const satisfies readonly TableKind[]) {
    const bytes = readFileSync(join(folder, `projects-14fyp-${kind}.csv`));
    const { rows, problems } = await readProjectTable(kind, bytes);
    if (problems.length > 0) throw new Error(`demonstration, ${kind}: ${JSON.stringify(problems[0])}`);
    const id = newId();
    const { plan } = must(kind, await openTable(tx, { id, kind, content: sm3(bytes).toString('hex') }));
    await addRows(tx, { tableId: id, plan }, rows);
    if (kind === 'detail') must('watch', await watchTable(tx, { plan, tableId: id }));
  }
}

const idOf = async (tx: Tx, name: string): Promise<string> =>
  (await tx.one<{ id: string }>(sql`select id from project where name = ${name}`)).id;

/** What is kept of a project, as it stands now. */
const now = async (tx: Tx, id: string) => ({ id, version: (await readProject(tx, id))!.version });
const planOf = (plan: Course['plan']) => plan.map(([source, planned]) => ({ source, planned: fen(planned) }));

const [WIDTH, HEIGHT] = [320, 240];
const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};
/** A drawn building site (PNG): sky, ground and a house of so many storeys, so that no two are the same picture. */
function siteOf(n: number): Buffer {
  const [sky, ground, wall] = [
    [190, 208, 214],
    [150, 126, 96],
    [176, 96 + (n % 40), 74],
  ] as const;
  const storeys = 40 + (n % 5) * 25;
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + WIDTH * 3);
    for (let x = 0; x < WIDTH; x++) {
      const house = x > 60 + n && x < 250 && y < 180 && y > 180 - storeys;
      const window = house && x % 30 < 12 && y % 25 < 11;
      row.set(window ? sky : house ? wall : y > 175 ? ground : sky, 1 + x * 3);
    }
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function report(tx: Tx, id: string, of: PlayedReport, photos: readonly string[]): Promise<void> {
  const given = {
    month: of.month,
    stage: of.stage,
    ...(of.stageOn ? { stageOn: of.stageOn } : {}),
    ...(of.reason ? { reason: of.reason } : {}),
    invested: fen(of.invested),
    money: (of.money ?? []).map(([source, arrived, paid]) => ({ source, arrived: fen(arrived), paid: fen(paid) })),
    done: of.done,
    ...(of.problem ? { problem: of.problem } : {}),
    photos: [...photos],
  };
  must(`${of.month} of ${id}`, await reportMonth(tx, { id, given }));
}

async function play(stage: ProjectStage, course: Course, from: number): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  const officers = await stage.context.read(system, async (tx) => ({
    own: await staffOf(tx, course.by),
    xiang: await staffOf(tx, 'xiang'),
  }));
  const photos = new Map<PlayedReport, string[]>();
  for (const [i, played] of course.reports.entries())
    if (played.photo) {
      const { id } = await storeUpload(stage.context, officers.own, openFileStore(stage.filesDir), {
        bytes: siteOf(from + i),
        mediaType: 'image/png',
        name: '现场.png',
        paper: 'project-photo',
      });
      photos.set(played, [id]);
    }
  await stage.context.write(system, async (tx) => {
    const id = await idOf(tx, course.name);
    const first = at(tx, officers.own, course.reports[0]!.on);
    must('funding', await planFunding(first, await now(tx, id), { money: planOf(course.plan), reason: '按批复的资金来源' }));
    if (course.schedule) {
      const [start, finish] = course.schedule;
      must('schedule', await scheduleProject(first, await now(tx, id), { start, finish }));
    }
    if (course.estimates)
      must(
        'estimates',
        await recordEstimates(first, await now(tx, id), {
          feasibility: fen(course.estimates.feasibility),
          feasibilityNo: '咸安发改审〔2026〕31号',
          design: fen(course.estimates.design),
          designNo: '咸安发改审〔2026〕58号',
        }),
      );
    for (const played of course.reports) {
      const hand = played.by === 'xiang' ? officers.xiang : officers.own;
      await report(at(tx, hand, played.on), id, played, photos.get(played) ?? []);
    }
    if (course.pausedOn) {
      const [on, reason] = course.pausedOn;
      must('pause', await moveSide(at(tx, officers.own, on), await now(tx, id), 'pause', { reason }));
    }
    const { adjusted } = course;
    if (adjusted)
      must(
        'adjust',
        await adjustProject(at(tx, officers.own, adjusted.on), await now(tx, id), {
          investment: adjusted.plan.reduce((sum, [, planned]) => sum + fen(planned), 0),
          documentNo: '咸发改审〔2026〕77号',
          money: planOf(adjusted.plan),
          reason: adjusted.reason,
        }),
      );
  });
}

/** `folder`: the pack of the city, with its annexes. Each step once; a start that was cut short goes on. */
export async function playProjects(stage: ProjectStage, folder: string): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from project_table limit 1`)) return;
    await importTables(at(tx, await staffOf(tx, 'shi'), IMPORTED_ON), folder);
  });
  for (const [i, course] of courses.entries()) {
    const begun = await stage.context.read(system, (tx) =>
      tx.maybe(sql`select 1 as known from project where name = ${course.name} and updated_on is not null`),
    );
    if (!begun) await play(stage, course, i * 10);
  }
}
