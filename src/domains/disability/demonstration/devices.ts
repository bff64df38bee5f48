/**
 * One station with eleven units in different states, one rental under way, one person in community rehabilitation: brought there by the real actions
 * of the real accounts. Safe to run again after a kill: the station comes whole or not at all, the case goes on from where it stands.
 */

import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser, type DutyCode } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { scan } from '../checks/scan.ts';
import { reserve } from '../devices/orders.ts';
import { addItem, registerStation } from '../devices/stations.ts';
import { actOnUnit, enterUnit, recallBatch } from '../devices/units.ts';
import { registerInstitution } from '../rehab/caseload.ts';
import { addStaff, addTraining, recordSession } from '../rehab/sessions.ts';

import { playRegister } from './register.ts';
import { officerOf } from './staff.ts';

export interface DeviceStage {
  /** On a clock that `moveTo` moves; the platform's own stays where it is. */
  readonly context: Context;
  moveTo(instant: string): void;
}

const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
const CITY = '421200000000';

const people = {
  renter: {
    key: 'device-renter',
    name: '刘桂兰',
    idNumber: makeIdNumber('421202', '1951-04-12', 402),
    phone: '13900004021',
    story: '租轮椅的老人：刚借了一件，可以在“借辅具”里看到',
  },
  applicant: {
    key: 'device-fitting',
    name: '程国栋',
    idNumber: makeIdNumber('421202', '1968-10-02', 411),
    phone: '13900004111',
    story: '申请免费配置护理床：等适配评估',
  },
  client: {
    key: 'rehab-client',
    name: '方伟',
    idNumber: makeIdNumber('421202', '1989-02-20', 431),
    phone: '13900004311',
    story: '社区服务对象：正在接受服务，随时可以撤回同意',
  },
} as const;

const account = async (tx: Tx, given: { login: string; name: string; duty: DutyCode; unitId: string }) =>
  must(
    given.login,
    await createUser(tx, {
      login: given.login,
      name: given.name,
      division: COUNTY,
      demonstration: true,
      duties: [
        {
          role: 'institution-user',
          duty: given.duty,
          division: COUNTY,
          unitId: given.unitId,
          domain: 'disability',
          validFrom: '2026-01-01',
        },
      ],
    }),
  );

async function registerPeople(tx: Tx): Promise<void> {
  for (const [i, person] of Object.values(people).entries()) {
    const { key, name, idNumber, phone, story } = person;
    const id = must(name, await registerPerson(tx, { name, idNumber, phone, division: VILLAGE, address: '汀泗街18号' }));
    await tx.run(
      sql`insert into demonstration_story (key, person_id, position, story) values (${key}, ${id}, ${60 + i}, ${story})`,
    );
  }
}

const ANSWERS = {
  sits: 'alone',
  walks: 'support',
  hands: 'both',
  skin: 'fine',
  use: 'alone',
  room: 'yes',
  where: 'station',
  note: '',
};
const CLEANED = { method: '擦拭、紫外线照射', agent: '含氯消毒液', passed: 'yes' };

/** The station with its stock, whole in one transaction. */
async function openStation(tx: Tx, today: PlainDate): Promise<void> {
  const city = at(tx, officerOf('demonstration-city', '市民政局', 'city-clerk', CITY), plusDays(today, -90));
  const items = [
    { code: 'WHEEL-01', name: '普通轮椅', kind: 'wheelchair', classCode: '12 22 03', monthlyRent: 150_00, lifeMonths: 60 },
    { code: 'BED-01', name: '手摇护理床', kind: 'nursing-bed', classCode: '18 12 10', monthlyRent: 300_00, lifeMonths: 72 },
    { code: 'CRUTCH-01', name: '四脚拐杖', kind: 'crutch', classCode: '12 03 16', monthlyRent: 30_00, lifeMonths: 24 },
    { code: 'BATH-01', name: '洗浴椅', kind: 'bath-chair', classCode: '09 33 03', monthlyRent: 60_00, lifeMonths: 36 },
  ] as const;
  for (const item of items) must(item.code, await addItem(city, { ...item, regulated: false }));
  const { id } = must(
    'station',
    await registerStation(city, {
      name: '汀泗桥镇辅具网点',
      kind: 'point',
      host: 'community',
      operator: '咸安区辅具服务中心',
      division: VILLAGE,
      address: '汀泗桥镇汀泗街6号社区服务中心一楼',
      telephone: '0999-0000061',
      hours: '周一至周六 9:00—17:00',
      hasPermit: false,
      lonLat: '114.2480,29.7810',
    }),
  );
  await account(tx, { login: 'fuju', name: '邱丽华', duty: 'device-station-clerk', unitId: id });
  await account(tx, { login: 'shipei', name: '石磊', duty: 'device-technician', unitId: id });
  const clerk = await staffOf(tx, 'fuju');
  const early = at(tx, clerk, plusDays(today, -60));
  const enter = async (itemCode: string, serial: string, more: { batch?: string; donor?: string } = {}) =>
    must(
      serial,
      await enterUnit(early, {
        itemCode,
        serial,
        batch: more.batch ?? '2026-05',
        ...(more.donor ? { donor: more.donor } : { price: itemCode === 'BED-01' ? 2_400_00 : 800_00 }),
      }),
    ).code;
  const on = async (day: number, code: string, action: string, input: unknown = {}) =>
    must(`${action} ${code}`, await actOnUnit(at(tx, clerk, plusDays(today, day)), { code, action, input }));
  const personOf = async (person: { key: string }) =>
    (await tx.one<{ personId: string }>(sql`select person_id from demonstration_story where key = ${person.key}`)).personId;

  await enter('WHEEL-01', 'LY-2605-001');
  await enter('WHEEL-01', 'LY-2605-002');
  await enter('BED-01', 'HC-2605-001');
  await enter('CRUTCH-01', 'GZ-2605-001');
  // Typed a second time without the dashes: the daily check finds it.
  await enter('BED-01', 'HC2605001');
  // 在用
  const rented = await enter('WHEEL-01', 'LY-2605-003');
  must('rental', await reserve(at(tx, clerk, plusDays(today, -20)), { personId: await personOf(people.renter), code: rented }));
  await on(-20, rented, 'assess', ANSWERS);
  await on(-20, rented, 'hand-out', { dueOn: plusDays(today, 40), depositReceived: true });
  // 归还了，等洗消
  const back = await enter('BED-01', 'HC-2605-002');
  must('rental', await reserve(at(tx, clerk, plusDays(today, -30)), { personId: await personOf(people.applicant), code: back }));
  await on(-30, back, 'assess', { ...ANSWERS, where: 'home' });
  await on(-30, back, 'hand-out', { dueOn: today, depositReceived: true });
  await on(-1, back, 'take-back', { condition: 'dirty', note: '' });
  // 捐赠，洗消合格后在库
  const donated = await enter('BATH-01', 'XY-2403-001', { donor: '一位热心居民' });
  await on(-50, donated, 'clean', CLEANED);
  // 维修、报废、召回
  const broken = await enter('WHEEL-01', 'LY-2605-004');
  await on(-5, broken, 'send-to-repair', { cause: 'worn', note: '前轮轴承松动' });
  const old = await enter('CRUTCH-01', 'GZ-2105-009');
  await on(-40, old, 'scrap', { reason: '橡胶脚垫老化' });
  await enter('BATH-01', 'XY-2601-007', { batch: '2026-01' });
  must(
    'recall',
    await recallBatch(at(tx, officerOf('demonstration-county', '咸安区民政局', 'county-clerk', COUNTY), plusDays(today, -3)), {
      itemCode: 'BATH-01',
      batch: '2026-01',
      reason: '椅腿焊点有开裂风险',
    }),
  );
}

async function openInstitution(tx: Tx): Promise<void> {
  const county = { ...tx, actor: officerOf('demonstration-county', '咸安区民政局', 'county-clerk', COUNTY) };
  const { id } = must(
    'institution',
    await registerInstitution(county, {
      name: '汀泗桥阳光心园',
      division: TOWNSHIP,
      operator: '咸安区社会福利院',
      address: '汀泗桥镇汀泗街22号',
      telephone: '0999-0000062',
      capacity: 30,
    }),
  );
  await account(tx, { login: 'kangfu', name: '康静', duty: 'rehab-worker', unitId: id });
}

interface Step {
  readonly by: string;
  readonly day: number;
  readonly action: string;
  readonly input: (tx: Tx) => Promise<Record<string, unknown>>;
}
const plain = (input: Record<string, unknown>) => async () => input;

/** By the state that the case is in: what comes next, and how many days before the demonstration. */
const rehabPath: Readonly<Record<string, Step>> = {
  submitted: { by: 'xiang', day: -60, action: 'accept', input: plain({ riskLevel: 1, acute: false, consent: 'on-file' }) },
  registered: {
    by: 'xian',
    day: -57,
    action: 'refer',
    input: async (tx) => ({
      institutionId: (await tx.one<{ id: string }>(sql`select id from rehab_institution where name = '汀泗桥阳光心园'`)).id,
    }),
  },
  referred: { by: 'kangfu', day: -55, action: 'acceptReferral', input: plain({}) },
  assessing: {
    by: 'kangfu',
    day: -50,
    action: 'signPlan',
    input: plain({
      goals: '按时服药，每周参加两次小组活动',
      services: ['medication', 'social', 'family'],
      perMonth: 8,
      signedBy: 'self',
      signed: true,
    }),
  },
};

const ASSESSMENT = { daily: 65, social: 50, medication: 'reminded', findings: '能自理，按时服药需要提醒，不太愿意出门' };

async function playRehab(stage: DeviceStage, today: PlainDate): Promise<void> {
  const { context, moveTo } = stage;
  const system = systemActor('demonstration', context.city);
  const go = (day: number, time = '10:00') => moveTo(`${plusDays(today, day)}T${time}:00+08:00`);
  go(-64);
  const { client } = people;
  const helper = await context.read(system, (tx) => staffOf(tx, 'cun'));
  const opened = await openCase(context, helper, {
    itemId: 'DB-05',
    channel: 'proxy',
    requestId: 'story-rehab-submit',
    form: {
      applicant: { name: client.name, idNumber: client.idNumber, phone: client.phone, village: VILLAGE },
      source: 'medical',
      consent: 'self',
    },
  });
  const { id: caseId } = must('rehab submit', opened);
  const now = () =>
    context.read(system, (tx) =>
      tx.one<{ state: string; version: number }>(sql`select state, version from service_case where id = ${caseId}`),
    );
  for (let kase = await now(); rehabPath[kase.state]; kase = await now()) {
    const step = rehabPath[kase.state]!;
    go(step.day);
    const actor = await context.read(system, (tx) => staffOf(tx, step.by));
    const perform = async (action: string, input: Record<string, unknown>) => {
      const { version } = await now();
      must(action, await act(context, actor, { caseId, action, version, requestId: `story-rehab-${action}-${version}`, input }));
    };
    if (kase.state === 'assessing') await perform('recordAssessment', ASSESSMENT);
    await perform(step.action, await context.read(system, step.input));
  }
  const worker = await context.read(system, (tx) => staffOf(tx, 'kangfu'));
  const staffId = await context.write(worker, async (tx) => {
    const known = await tx.maybe<{ id: string }>(sql`select id from rehab_staff where name = '康静'`);
    if (known) return known.id;
    const { id } = must('staff', await addStaff(tx, { name: '康静', role: 'therapist' }));
    must('training', await addTraining(tx, { staffId: id, heldOn: '2025-05-12', course: '社区康复服务规范', hours: 24 }));
    return id;
  });
  for (const [i, day] of [-47, -40, -33, -26, -19, -12, -5].entries()) {
    go(day, '16:00');
    const on = plusDays(today, day);
    const session = {
      caseId,
      service: i % 2 ? 'medication' : 'social',
      on,
      time: '14:00',
      minutes: 60,
      staffId,
      place: '活动室',
      evidence: 'signature',
      note: '参加小组活动，情绪平稳',
    } as const;
    must(
      'session',
      await context.once(worker, { action: 'rehab.session', requestId: `story-rehab-session-${i}`, body: session }, (tx) =>
        recordSession(tx, session),
      ),
    );
  }
}

async function playFitting(stage: DeviceStage, today: PlainDate): Promise<void> {
  const { context, moveTo } = stage;
  const system = systemActor('demonstration', context.city);
  moveTo(`${plusDays(today, -4)}T10:00:00+08:00`);
  const { applicant } = people;
  const helper = await context.read(system, (tx) => staffOf(tx, 'cun'));
  const { id: caseId } = must(
    'fitting submit',
    await openCase(context, helper, {
      itemId: 'DB-03',
      channel: 'proxy',
      requestId: 'story-fitting-submit',
      form: {
        applicant: { name: applicant.name, idNumber: applicant.idNumber, phone: applicant.phone, village: VILLAGE },
        kind: 'nursing-bed',
        need: '长期卧床，翻身要人帮忙',
      },
    }),
  );
  const clerk = await context.read(system, (tx) => staffOf(tx, 'xiang'));
  const kase = await context.read(system, (tx) =>
    tx.one<{ state: string; version: number }>(sql`select state, version from service_case where id = ${caseId}`),
  );
  if (kase.state !== 'submitted') return;
  moveTo(`${plusDays(today, -3)}T10:00:00+08:00`);
  const input = { certificate: 'seen', level: '1', validTo: '2031-06-30' };
  must(
    'fitting accept',
    await act(context, clerk, { caseId, action: 'accept', version: kase.version, requestId: 'story-fitting-accept', input }),
  );
}

/** Everything of this part; `today`: the day on which the demonstration begins. */
export async function playDevices(stage: DeviceStage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  stage.moveTo(`${plusDays(today, -90)}T10:00:00+08:00`);
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from demonstration_story where key = ${people.client.key}`)) return;
    await registerPeople(tx);
    await openStation(tx, today);
    await openInstitution(tx);
  });
  await playRehab(stage, today);
  await playFitting(stage, today);
  stage.moveTo(`${today}T09:00:00+08:00`);
  await playRegister(stage.context, today);
  await scan(stage.context);
}
