/**
 * 适老化改造 as the demonstration finds it in 汀泗桥社区: one at each step of the way – to be planned tomorrow, being built, to be accepted, paid and to be visited –
 * and a builder. Photographs are drawn. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, createUser, systemActor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { factsAsOf, findByIdNumber, makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, actIn, getCase, openCase } from '../../../kernel/service/server.ts';
import { assessorsOf } from '../assessment/store.ts';
import { basicItems, type HomeItem } from '../home-works/items.ts';
import { keepLowIncome } from '../subsidies/facts.ts';
import { enterProvider } from '../workers/act.ts';
import { roomPicture } from './pictures.ts';

export interface WorksStage {
  readonly context: Context;
  readonly filesDir: string;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const COUNTY = '421202000000';
const BUILDER_CODE = '91421202MA4DEMO12K';
const ASSESSED: PlainDate = '2026-06-10';

type Rest = 'planning' | 'building' | 'accepting' | 'following';
interface Elder {
  readonly name: string;
  readonly birthDate: PlainDate;
  readonly serial: number;
  readonly level: number;
  readonly address: string;
  readonly need: string;
  readonly rests: Rest;
  readonly works: readonly { item: HomeItem; quoted: number; spot: string }[];
}
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

const city = (context: Context): Actor => systemActor('demonstration', context.city);
const numberOf = (elder: Elder): string => makeIdNumber('421202', elder.birthDate, elder.serial);

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
    await keepLowIncome(tx, { memberIds: [id], kind: 'edge', validFrom: '2026-05-01', validTo: null });
    return id;
  });
}

const upload = async (
  stage: WorksStage,
  by: Actor,
  of: { paper: string; number: number; when?: 'before' | 'after' },
): Promise<string> =>
  (
    await storeUpload(stage.context, by, openFileStore(stage.filesDir), {
      bytes: roomPicture(of.number, of.when ?? 'before'),
      mediaType: 'image/png',
      name: '照片.png',
      paper: of.paper,
    })
  ).id;

async function adapt(
  stage: WorksStage,
  staff: Staff,
  of: { elder: Elder; personId: string; providerId: string; opening: string },
): Promise<void> {
  const { context } = stage;
  const { elder, personId, providerId } = of;
  const [village, clerk, county, reviewer, assessor, builder] = (await Promise.all(
    ['cun', 'xiang', 'xian', 'queren', 'pinggu1', 'shigong'].map(staff),
  )) as [Actor, Actor, Actor, Actor, Actor, Actor];
  const key = `story-adaptation-${elder.serial}`;
  const number = (i: number) => elder.serial * 100 + i;
  const asked = { itemId: 'EL-09', channel: 'proxy', requestId: `${key}-open` } as const;
  stage.moveTo('2026-07-01T09:00:00+08:00');
  const form = {
    applicant: { name: elder.name, idNumber: numberOf(elder), phone: '13907240861', division: VILLAGE },
    address: elder.address,
    account: { bank: '咸宁农村商业银行', number: `62241200004${elder.serial}21`, holder: elder.name },
    need: elder.need,
    owner: true,
    consent: true,
  };
  unlessPlayed(key, await openCase(context, village, { ...asked, form }));
  const kase = () =>
    context.read(city(context), (tx) =>
      tx.one<{ id: string; state: string }>(
        sql`select id, state from service_case where item_id = 'EL-09' and applicant_person_id = ${personId} order by submitted_at limit 1`,
      ),
    );
  const { id } = await kase();
  const go = async (by: Actor, from: string, action: string, input: () => Promise<unknown>): Promise<void> => {
    if ((await kase()).state !== from) return;
    const version = await context.read(by, async (tx) => {
      const found = await getCase(tx, id);
      return found.ok ? found.value.version : 0;
    });
    unlessPlayed(
      action,
      await act(context, by, { caseId: id, action, version, requestId: `${key}-${action}`, input: await input() }),
    );
  };
  await go(clerk, 'submitted', 'accept', async () => ({ opinion: '入户看过，情况属实。' }));
  await go(reviewer, 'deciding', 'approve', async () => ({ opinion: '符合条件，同意。' }));
  stage.moveTo('2026-07-09T09:00:00+08:00');
  if ((await kase()).state === 'onNotice')
    await context.write(city(context), async (tx) =>
      unlessPlayed(key, await actIn(tx, { caseId: id, action: 'endNotice', input: {} })),
    );
  const waits = elder.rests === 'planning';
  if (waits) stage.moveTo(of.opening);
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
  if (elder.rests === 'building') stage.moveTo(of.opening);
  await go(assessor, 'planning', 'plan', async () => ({
    visitedOn: context.clock.today(),
    basic: Object.fromEntries(
      basicItems.map((item) => [item, elder.works.some((row) => row.item === item) ? 'needed' : 'not-needed']),
    ),
    works: await Promise.all(
      elder.works.map(async (row, i) => ({
        ...row,
        before: await upload(stage, assessor, { paper: 'works-before', number: number(i) }),
      })),
    ),
    signedBy: 'self',
    signature: await upload(stage, assessor, { paper: 'elder-signature', number: number(90) }),
  }));
  if (elder.rests === 'building') return;
  stage.moveTo('2026-07-20T09:00:00+08:00');
  await go(builder, 'building', 'finish', async () => ({
    finishedOn: context.clock.today(),
    works: await Promise.all(
      elder.works.map(async ({ item, quoted }, i) => ({
        item,
        actual: quoted,
        after: await upload(stage, builder, { paper: 'works-after', number: number(i), when: 'after' }),
      })),
    ),
    undone: [],
  }));
  if (elder.rests === 'accepting') return;
  stage.moveTo('2026-07-22T09:00:00+08:00');
  await go(clerk, 'accepting', 'inspect', async () => ({
    inspectedOn: context.clock.today(),
    result: 'pass',
    signedBy: 'self',
    elderSignature: await upload(stage, clerk, { paper: 'elder-signature', number: number(91) }),
    builderSignature: await upload(stage, clerk, { paper: 'builder-signature', number: number(92) }),
    townshipSignature: await upload(stage, clerk, { paper: 'township-signature', number: number(93) }),
  }));
  await go(reviewer, 'paying', 'pay', async () => ({ opinion: '验收合格，同意拨付。' }));
}

/** Needs the assessors of `playElders`. */
export async function playHomeWorks(stage: WorksStage, staff: Staff, opening: string): Promise<void> {
  const { context } = stage;
  const providerId = await openBuilder(context, staff);
  for (const elder of elders) await adapt(stage, staff, { elder, personId: await settle(context, elder), providerId, opening });
  stage.moveTo(opening);
}
