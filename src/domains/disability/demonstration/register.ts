/**
 * What the township and the federation find on their desks: certificates that run out, somebody whom nobody has seen this year, a raised level;
 * a talk and a try-out at the station; a project report and a body that was put forward as a model. Whole in one transaction, or not at all.
 */

import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must, staffOf } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber, recordTrace, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Category, Level } from '../certificate/index.ts';
import { recordCertificate } from '../certificate/record.ts';
import { addCourse, addDeviceStaff } from '../devices/courses.ts';
import { bookTrial } from '../devices/trials.ts';
import { applyModel } from '../facilities/models.ts';
import { reportQuarter } from '../facilities/projects.ts';

const VILLAGE = '421202100001';

interface Holder {
  name: string;
  birth: PlainDate;
  no: number;
  category: Category;
  level: Level;
  /** Days from the beginning of the demonstration to the last day of validity. */
  left: number;
}
const kinds = ['sight', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'] as const;
const holders: readonly Holder[] = [
  { name: '熊玉梅', birth: '1958-02-11', no: 502, category: 'physical', level: '2', left: 18 },
  { name: '舒国安', birth: '1972-09-30', no: 511, category: 'sight', level: '1', left: 46 },
  { name: '余小兰', birth: '1990-06-05', no: 522, category: 'hearing', level: '3', left: 75 },
  { name: '甘长顺', birth: '1949-12-19', no: 531, category: 'physical', level: '1', left: -25 },
  { name: '镇秋香', birth: '1966-08-08', no: 542, category: 'speech', level: '4', left: 2400 },
];

async function certificates(tx: Tx, today: PlainDate): Promise<void> {
  for (const h of holders) {
    const idNumber = makeIdNumber('421202', h.birth, h.no);
    const personId = must(
      h.name,
      await registerPerson(tx, { name: h.name, idNumber, division: VILLAGE, phone: `139000${h.no}00`.slice(0, 11) }),
    );
    const validTo = plusDays(today, h.left);
    const issuedOn = `${Number(validTo.slice(0, 4)) - 10}${validTo.slice(4)}` as PlainDate;
    must(
      `certificate of ${h.name}`,
      await recordCertificate(tx, {
        personId,
        division: VILLAGE,
        certificate: {
          number: `${idNumber}${kinds.indexOf(h.category) + 1}${h.level}`,
          category: h.category,
          level: h.level,
          issuedOn,
          validTo,
          state: 'valid',
        },
        idNumber,
        since: issuedOn,
        source: '残联',
      }),
    );
    if (h.left > 0) await recordTrace(tx, { personId, division: VILLAGE, seenOn: plusDays(today, -40), way: 'card' });
  }
}

async function station(tx: Tx, today: PlainDate): Promise<void> {
  const clerk = { ...tx, actor: await staffOf(tx, 'fuju') };
  must(
    'staff',
    await addDeviceStaff(clerk, { name: '石磊', role: 'fitter', certificateNo: 'FJ-2024-0117', certifiedTo: '2027-12-31' }),
  );
  must('staff', await addDeviceStaff(clerk, { name: '余雯', role: 'assessor', certificateNo: 'PG-2023-0052' }));
  must(
    'course',
    await addCourse(clerk, {
      kind: 'knowledge',
      title: '怎样选轮椅、用好护理床',
      heldOn: plusDays(today, 9),
      time: '09:30',
      place: '汀泗桥镇社区服务中心二楼',
      hours: 2,
    }),
  );
  const { personId } = await tx.one<{ personId: string }>(
    sql`select person_id from demonstration_story where key = 'device-renter'`,
  );
  must(
    'trial',
    await bookTrial(tx, {
      stationId: clerk.actor.unitId!,
      kind: 'nursing-bed',
      purpose: 'fitting',
      on: plusDays(today, 2),
      half: 'morning',
      personId,
    }),
  );
}

async function facilities(tx: Tx): Promise<void> {
  const city = { ...tx, actor: await staffOf(tx, 'shi') };
  const quarter = {
    quarter: '2026-Q2',
    stage: 'started',
    paid: 21_000_000_00,
    progress: 35,
    note: '主体结构施工到三层',
  } as const;
  must('project', await reportQuarter(city, { code: 'JSWS-04', ...quarter }));
  const county = { ...tx, actor: await staffOf(tx, 'xian') };
  const { id } = await tx.one<{ id: string }>(sql`select id from rehab_institution where name = '汀泗桥阳光心园'`);
  must('model', await applyModel(county, { id, reason: '连续两年规范服务，愿意承担全区带教任务' }));
}

/** Safe to run again: known by the first holder. */
export async function playRegister(context: Context, today: PlainDate): Promise<void> {
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    const known = await tx.maybe(sql`select 1 as known from person where name = ${holders[0]!.name} and division = ${VILLAGE}`);
    if (known) return;
    await certificates(tx, today);
    await station(tx, today);
    await facilities(tx);
  });
}
