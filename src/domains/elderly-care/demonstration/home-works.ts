/**
 * Works at home as the demonstration finds them in 汀泗桥社区: of 适老化改造 one at each step of the way – to be planned tomorrow, being built, to be accepted, paid
 * and to be visited –; a family care bed whose August waits for its check; a respite that waits for settlement. Photographs are drawn. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, createUser } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { factsAsOf, findByIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { assessorsOf } from '../assessment/store.ts';
import { basicItems } from '../home-works/items.ts';
import { enterProvider } from '../workers/act.ts';
import { recognisedEdge } from './edge.ts';
import { bedElder, playBed, playRespite, respiteElder } from './family-beds.ts';

import {
  acceptAndPay,
  applicantOf,
  build,
  city,
  type Elder,
  type Given,
  type Hands,
  numberOf,
  planOf,
  VILLAGE,
  type WorksStage,
  walk,
} from './walk.ts';

type Staff = (login: string) => Promise<Actor>;

const COUNTY = '421202000000';
const BUILDER_CODE = '91421202MA4DEMO12K';
const ASSESSED: PlainDate = '2026-06-10';

const rail = { item: 'bath-rail', quoted: 420_00, spot: '卫生间门口朝马桶' } as const;
const floor = { item: 'floor-antislip', quoted: 1_260_00, spot: '卫生间门口朝淋浴区' } as const;
const chair = { item: 'shower-chair', quoted: 180_00, spot: '淋浴区正面' } as const;
const light = { item: 'sensor-light', quoted: 240_00, spot: '卧室门口朝床尾' } as const;
const elders: readonly Elder[] = [
  {
    name: '靳银花',
    birthDate: '1941-04-12',
    serial: 861,
    level: 2,
    address: '二组6号',
    need: '洗澡站不稳，夜里起床看不见',
    rests: 'following',
    works: [rail, floor, chair, light],
  },
  {
    name: '路长庚',
    birthDate: '1943-08-03',
    serial: 862,
    level: 2,
    address: '三组15号',
    need: '卫生间地滑，马桶旁没有扶的',
    rests: 'accepting',
    works: [rail, floor],
  },
  {
    name: '翟桂莲',
    birthDate: '1939-11-20',
    serial: 865,
    level: 3,
    address: '四组2号',
    need: '起床要人拉，洗澡怕滑',
    rests: 'building',
    works: [rail, chair],
  },
  {
    name: '戚大有',
    birthDate: '1944-02-28',
    serial: 866,
    level: 1,
    address: '一组21号',
    need: '门槛高，晚上上厕所摔过',
    rests: 'planning',
    works: [],
  },
];

/** The builder and its account. */
async function openBuilder(context: Context, staff: Staff): Promise<string> {
  const clerk = await staff('xian');
  return context.write(clerk, async (tx) => {
    const known = await tx.maybe<{ id: string }>(sql`select id from home_care_provider where credit_code = ${BUILDER_CODE}`);
    if (known) return known.id;
    const { id } = unlessPlayed(
      'builder',
      await enterProvider(tx, {
        creditCode: BUILDER_CODE,
        name: '咸安区安居适老改造服务部（演示）',
        division: COUNTY,
        contractNo: '咸安适老〔2026〕2号',
        agreedFrom: '2026-01-01',
        agreedTo: '2027-12-31',
        telephone: '0999-0000072',
        contact: '柯师傅',
      }),
    )!;
    const duty = {
      role: 'institution-user',
      duty: 'home-care-manager',
      division: COUNTY,
      unitId: id,
      domain: 'elderly-care',
      validFrom: '2026-01-01',
    } as const;
    unlessPlayed(
      'shigong',
      await createUser(
        { ...tx, actor: city(context) },
        { login: 'shigong', name: '柯师傅', division: COUNTY, demonstration: true, duties: [duty] },
      ),
    );
    return id;
  });
}

/** Registered, assessed, of a family that is recognised. */
async function settle(context: Context, elder: Elder): Promise<string> {
  return context.write(city(context), async (tx) => {
    const id =
      (await findByIdNumber(tx, numberOf(elder)))?.id ??
      unlessPlayed(
        elder.name,
        await registerPerson(tx, { name: elder.name, idNumber: numberOf(elder), division: VILLAGE, phone: '13907240861' }),
      )!;
    const subject = { kind: 'person' as const, id };
    if ((await factsAsOf(tx, subject, { validOn: ASSESSED, kinds: ['capacity-level'] })).length > 0) return id;
    const value = { level: elder.level, scheme: 'GB42195_2022', assessmentId: id, validTo: '2027-06-09' };
    unlessPlayed(
      elder.name,
      await recordFact(tx, {
        subject,
        kind: 'capacity-level',
        value,
        source: '老年人能力评估',
        validFrom: ASSESSED,
        validTo: '2027-06-10',
      }),
    );
    await recognisedEdge(tx, id, '2026-05-01');
    return id;
  });
}

const handsOf = async (staff: Staff): Promise<Hands> => ({
  village: await staff('cun'),
  clerk: await staff('xiang'),
  county: await staff('xian'),
  reviewer: await staff('queren'),
  assessor: await staff('pinggu1'),
  builder: await staff('shigong'),
});
async function adapt(stage: WorksStage, { hands, elder, personId, providerId, opening }: Given): Promise<void> {
  const { context } = stage;
  const { village, clerk, county, reviewer, assessor } = hands;
  stage.moveTo('2026-07-01T09:00:00+08:00');
  const form = { ...applicantOf(elder), address: elder.address, need: elder.need, owner: true };
  const { go, endNotice } = await walk(stage, village, { itemId: 'EL-09', elder, personId, form });
  await go(clerk, 'submitted', 'accept', async () => ({ opinion: '入户看过，情况属实。' }));
  await go(reviewer, 'deciding', 'approve', async () => ({ opinion: '符合条件，同意。' }));
  stage.moveTo('2026-07-09T09:00:00+08:00');
  await endNotice();
  const waits = elder.rests === 'planning';
  if (waits) stage.moveTo(opening);
  const today = context.clock.today();
  await go(county, 'assigning', 'assign', async () => {
    const known = await context.read(county, (tx) => assessorsOf(tx, COUNTY));
    return {
      assessor: known.find((a) => a.userId === assessor.id)!.id,
      provider: providerId,
      plannedOn: waits ? plusDays(today, 1) : today,
    };
  });
  if (waits) return;
  if (elder.rests === 'building') stage.moveTo(opening);
  await go(assessor, 'planning', 'plan', async () => ({
    ...(await planOf(stage, assessor, elder)),
    basic: Object.fromEntries(
      basicItems.map((item) => [item, elder.works.some((row) => row.item === item) ? 'needed' : 'not-needed']),
    ),
  }));
  if (elder.rests === 'building') return;
  stage.moveTo('2026-07-20T09:00:00+08:00');
  await build(stage, go, { hands, elder });
  if (elder.rests === 'accepting') return;
  stage.moveTo('2026-07-22T09:00:00+08:00');
  await acceptAndPay(stage, go, { hands, elder });
}

/** Needs the assessors of `playElders`. */
export async function playHomeWorks(stage: WorksStage, staff: Staff, opening: string): Promise<void> {
  const { context } = stage;
  stage.moveTo('2026-06-15T09:00:00+08:00');
  const providerId = await openBuilder(context, staff);
  const hands = await handsOf(staff);
  const given = async (elder: Elder): Promise<Given> => ({
    hands,
    elder,
    personId: await settle(context, elder),
    providerId,
    opening,
  });
  for (const elder of elders) await adapt(stage, await given(elder));
  await playBed(stage, await given(bedElder));
  await playRespite(stage, await given(respiteElder));
  stage.moveTo(opening);
}
