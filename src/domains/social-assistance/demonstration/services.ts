/**
 * What people and money the work has: an assistant for every village of one township, a programme with a contract of which one service is suspicious,
 * a meeting of departments, a mid-term evaluation. By the real actions of the real accounts; safe to run again after a kill.
 */

import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { addItem, planProgramme, recordProcurement, registerProvider, signContract } from '../../../kernel/purchase/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { recordMeeting } from '../coordination/meetings.ts';
import { acceptTask, askPerson, assignTask, reportTask } from '../purchase/tasks.ts';
import { serviceKinds } from '../purchase/terms.ts';
import { recordPopulation, recordTraining, registerStaff, registerUnit } from '../stations/actions.ts';
import { recordOffice } from '../stations/offices.ts';
import { villagesOf } from '../stations/views.ts';
import { findings } from '../supervision/queries.ts';
import { actOnRectification, orderRectification } from '../supervision/rectify.ts';
import { stories } from './index.ts';
import { places } from './places.ts';

const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';

export interface ServiceStage {
  readonly context: Context;
  readonly filesDir: string;
  moveTo(instant: string): void;
}

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张';
const GIVEN = ['小梅', '春来', '立秋', '冬青', '海棠', '明月', '建华', '玉兰'];

/** Assistants of every village of one township, its centre and a station, and the populations that the norm is reckoned by. */
async function openStations(tx: Tx, today: PlainDate): Promise<void> {
  const clerk = at(tx, await staffOf(tx, 'xiang'), plusDays(today, -120));
  const county = at(tx, await staffOf(tx, 'xian'), plusDays(today, -120));
  for (const [year, filled, seconded] of [
    [2024, 11, 1],
    [2025, 9, 2],
  ] as const)
    must(
      'office',
      await recordOffice(county, { year, approved: 12, filled, seconded, hired: 3, source: '机构编制台账（演示）' }),
    );
  for (const [i, village] of villagesOf(tx, TOWNSHIP).entries()) {
    const { id } = must(
      village.name,
      await registerStaff(clerk, {
        kind: 'village-assistant',
        division: village.code,
        name: `${SURNAMES[i % SURNAMES.length]}${GIVEN[i % GIVEN.length]}`,
        phone: `139000051${String(i).padStart(2, '0')}`,
        otherPosts: i % 3 === 0 ? '儿童主任' : i % 3 === 1 ? '网格员' : '',
        fromOn: '2025-03-01',
      }),
    );
    if (i % 2 === 0)
      must(
        'training',
        await recordTraining(clerk, { staffId: id, heldOn: '2026-04-20', course: '主动发现和入户调查', hours: 8 }),
      );
  }
  const post = { division: VILLAGE, otherPosts: '', fromOn: '2025-03-01' as PlainDate };
  must('post', await registerStaff(clerk, { ...post, kind: 'purchased-post', name: '龚雪梅', phone: '13900005201' }));
  must(
    'centre',
    await registerUnit(clerk, {
      kind: 'centre',
      division: VILLAGE,
      name: '汀泗桥镇社会救助服务中心',
      address: '汀泗街6号便民服务中心一楼',
      telephone: '0999-0000071',
      hours: '工作日 8:30—12:00，14:00—17:30',
      covers: [],
      medical: false,
    }),
  );
  must(
    'station',
    await registerUnit(clerk, {
      kind: 'station',
      division: places.赤岗村,
      name: '赤岗救助服务站',
      address: '赤岗村党群服务中心',
      telephone: '0999-0000072',
      hours: '每周一、三、五上午',
      covers: [places.赤岗村, places.彭碑村, places.聂家村],
      medical: false,
    }),
  );
  const townships = tx.divisions.children(COUNTY).filter((d) => d.level === 'township' && d.legal);
  for (const [i, township] of townships.entries())
    must(
      township.name,
      await recordPopulation(county, {
        township: township.code,
        year: 2025,
        persons: township.code === TOWNSHIP ? 44_870 : 18_000 + ((i * 7_919) % 52_000),
        source: '演示数据',
      }),
    );
}

/** The programme with its catalogue, provider, procurement and contract; the provider's own account. */
async function signContracts(tx: Tx, today: PlainDate): Promise<void> {
  const city = at(tx, await staffOf(tx, 'shi'), plusDays(today, -100));
  for (const [i, [kind, name]] of Object.entries(serviceKinds).entries())
    must(
      name,
      await addItem(city, {
        code: `JZ-0${i + 1}`,
        parent: 'MZ-01',
        kind,
        name: kind === 'psychology' ? '上门心理疏导' : name,
        unit: '次',
        content: '两人上门或电话，每次不少于30分钟，有服务记录和受助人签字。',
      }),
    );
  const county = at(tx, await staffOf(tx, 'xian'), plusDays(today, -90));
  const programme = must(
    'programme',
    await planProgramme(county, {
      name: '社会救助服务“44211”提升计划',
      components: ['主动发现', '心理疏导', '社会融入'],
      year: 2026,
      fund: 'work',
      budget: 300_000_00,
      documentNo: '咸安财社〔2026〕12号',
    }),
  );
  const provider = must(
    'provider',
    await registerProvider(county, {
      name: '咸安区暖阳社会工作服务中心',
      creditCode: '52421202MJ00000012',
      contact: '夏雨',
      telephone: '0999-0000073',
    }),
  );
  const procurement = must(
    'procurement',
    await recordProcurement(at(tx, county.actor, plusDays(today, -70)), {
      programmeId: programme.id,
      providerId: provider.id,
      method: 'consultation',
      documentNo: '咸安采磋〔2026〕8号',
      publishedOn: plusDays(today, -88),
      awardedOn: plusDays(today, -72),
      bidders: 3,
      award: 48_000_00,
    }),
  );
  must(
    'contract',
    await signContract(at(tx, county.actor, plusDays(today, -65)), {
      procurementId: procurement.id,
      no: '暖阳-2026-01',
      itemCode: 'JZ-05',
      unitPrice: 80_00,
      quantity: 600,
      fromOn: plusDays(today, -62),
      toOn: plusDays(today, 302),
    }),
  );
  must(
    'account',
    await createUser(tx, {
      login: 'shegong',
      name: '夏雨',
      division: COUNTY,
      demonstration: true,
      duties: [
        {
          role: 'institution-user',
          duty: 'service-provider',
          division: COUNTY,
          unitId: provider.id,
          domain: 'social-assistance',
          validFrom: '2026-01-01',
        },
      ],
    }),
  );
}

/** A photo as small as it may be; the number makes it another one. */
const photoOf = (n: number): Buffer => Buffer.from(`\xff\xd8\xff demonstration ${n}`, 'latin1');

/** Three services: one confirmed by telephone and accepted, one that only the photo of the first speaks for, one for today. */
async function playTasks(stage: ServiceStage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  const provider = await stage.context.read(system, (tx) => staffOf(tx, 'shegong'));
  const photos: { id: string }[] = [];
  for (let i = 0; i < 2; i++)
    photos.push(
      await storeUpload(stage.context, provider, openFileStore(stage.filesDir), {
        bytes: photoOf(1),
        mediaType: 'image/jpeg',
        name: '现场.jpg',
        paper: 'service-photo',
      }),
    );
  const near = stories.filter((story) => places[story.place].startsWith(TOWNSHIP.slice(0, 9))).slice(0, 3);
  await stage.context.write(system, async (tx) => {
    const contract = await tx.one<{ id: string; assignedCount: number }>(
      sql`select id, assigned_count from service_contract where no = '暖阳-2026-01'`,
    );
    if (contract.assignedCount > 0) return;
    const [clerk, leader] = [await staffOf(tx, 'xiang'), await staffOf(tx, 'xianghe')];
    for (const [i, story] of near.entries()) {
      const { name, idNumber } = story.persons[0]!;
      const day = i < 2 ? plusDays(today, -4) : today;
      const { id } = must(
        `service for ${story.key}`,
        await assignTask(at(tx, clerk, plusDays(today, -8)), contract.id, { name, idNumber, plannedOn: day }),
      );
      if (i === 2) continue;
      must(
        `report for ${story.key}`,
        await reportTask(at(tx, provider, day, '18:00'), id, {
          worker: '夏雨',
          on: day,
          time: i === 0 ? '09:00' : '14:30',
          minutes: 40,
          latitude: i === 0 ? '29.68210' : '29.71300',
          longitude: i === 0 ? '114.26900' : '114.24100',
          photo: photos[i]!.id,
          note: '上门疏导，聊了近来的身体和心情，约好下次再来。',
        }),
      );
      if (i > 0) continue;
      const judge = at(tx, leader, plusDays(today, -2));
      must('ask', await askPerson(judge, id, { how: 'call', said: 'confirmed' }));
      must('accept', await acceptTask(judge, id, { reason: '' }));
    }
  });
}

/** The two doubtful services are to be put right: one is, with its paper, and waits for the auditor; of the other nothing is heard yet. */
async function orderPutRight(stage: ServiceStage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  const county = await stage.context.read(system, (tx) => staffOf(tx, 'xian'));
  const evidence = await storeUpload(stage.context, county, openFileStore(stage.filesDir), {
    bytes: photoOf(2),
    mediaType: 'image/jpeg',
    name: '约谈记录.jpg',
    paper: 'rectification-evidence',
  });
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from rectification limit 1`)) return;
    const auditor = at(tx, await staffOf(tx, 'shenji'), plusDays(today, -2));
    const { rows } = must('findings', await findings(auditor, 'suspicious-service', {}));
    for (const [i, { id: subject }] of rows.entries()) {
      const order = { query: 'suspicious-service', subject, assignedTo: 'county-clerk', dueOn: plusDays(today, 12) } as const;
      const request = '请核对现场照片和服务时间，重复计费的不予支付，并约谈承接机构。';
      const { id } = must('order', await orderRectification(auditor, { ...order, request }));
      if (i > 0) continue;
      const input = { measure: '已约谈承接机构，这一次不计费，照片须现场拍摄。', evidence: evidence.id };
      must('put right', await actOnRectification(at(tx, county, today, '08:30'), id, { action: 'done', version: 1, input }));
    }
  });
}

async function holdMeeting(tx: Tx, today: PlainDate): Promise<void> {
  const county = at(tx, await staffOf(tx, 'xian'), plusDays(today, -20));
  must(
    'meeting',
    await recordMeeting(county, {
      heldOn: plusDays(today, -21),
      topic: '第三季度困难群众基本生活保障工作协调会',
      units: ['民政局', '财政局', '医疗保障局', '住房和城乡建设局', '残疾人联合会'],
      minutes: '会议听取了上半年救助情况，研究了医疗自付费用较高家庭的衔接办法，议定两项。',
      tasks: [
        { unit: '医疗保障局', matter: '每月5日前报送个人自付费用较高人员名单', dueOn: plusDays(today, 4) },
        { unit: '住房和城乡建设局', matter: '复核三户低保家庭的危房改造需求', dueOn: plusDays(today, 25) },
      ],
    }),
  );
}

/** Everything of this part; `today`: the day on which the demonstration begins. */
export async function playServices(stage: ServiceStage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  stage.moveTo(`${plusDays(today, -4)}T19:00:00+08:00`);
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from service_contract limit 1`)) return;
    await openStations(tx, today);
    await signContracts(tx, today);
    await holdMeeting(tx, today);
  });
  await playTasks(stage, today);
  await orderPutRight(stage, today);
}
