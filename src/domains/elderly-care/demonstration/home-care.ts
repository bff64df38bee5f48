/**
 * 居家服务 as the demonstration finds it in 咸安区: a provider with ten workers, the orders of a week, today's, tomorrow's that nobody has yet, and the sheet of
 * August. All invented. Safe to run again after a kill: .
 */
import { type Sql, sql } from '../../../database/sql.ts';
import { type Actor, createUser, systemActor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { factsAsOf, findByIdNumber, makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { assignOrder } from '../dispatch/ask.ts';
import { confirmByVillage } from '../orders/confirm.ts';
import { orderOnBehalf } from '../orders/on-behalf.ts';
import { checkIn, checkOut, setOut } from '../orders/serve.ts';
import { ticketFor } from '../orders/stamp.ts';
import { addOutlet } from '../outlets/register.ts';
import { fileSettlement } from '../settlement/act.ts';
import { enterItem, enterProvider } from '../workers/act.ts';
import { addCertificate, enterWorker, verifyCertificate } from '../workers/staff.ts';
import { recognisedEdge } from './edge.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const COUNTY = '421202000000';

function value<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  const refusal = result as Refusal;
  throw new Error(`demonstration, ${what}: ${refusal.code} ${explain(refusal).message} ${JSON.stringify(refusal.fields ?? '')}`);
}

/** So many metres north and east of the office of 汀泗桥镇, as a phone would say it. */
const spot = (north: number, east: number): string =>
  `${(29.78 + north / 111_190).toFixed(5)},${(114.25 + east / 96_500).toFixed(5)},12`;

/** The first three have phones with the platform on them. */
const workers = [
  { name: '章小兰', login: 'huliyuan', level: '3', base: spot(200, 0) },
  { name: '余秋香', login: 'huliyuan2', level: '2', base: spot(-900, 400) },
  { name: '孟桂枝', login: 'huliyuan3', level: '2', base: spot(1500, -600) },
  { name: '葛春梅', level: '1', base: spot(2600, 900) },
  { name: '祝红英', level: '1', base: spot(-2100, -700) },
  { name: '纪腊梅', level: '2', base: spot(3300, -1500) },
  { name: '项冬生', level: '1', base: spot(-400, 2500) },
  { name: '舒玉华', level: '4', base: spot(4200, 300) },
  { name: '屈新民', level: '1', base: spot(-3600, 1200) },
  // Whose certificate nobody has verified yet.
  { name: '童晓霞', level: '1', base: spot(700, 700) },
] as const;
const UNVERIFIED = '童晓霞';

const elders = [
  { name: '向桂英', birth: '1943-04-02', order: 602, home: spot(350, 80) },
  { name: '祁有田', birth: '1940-10-19', order: 603, home: spot(-700, 350) },
  { name: '卢秀兰', birth: '1945-01-28', order: 604, home: spot(1250, -450) },
  { name: '骆大贵', birth: '1938-07-07', order: 605, home: spot(2450, 700) },
  { name: '褚桃香', birth: '1946-12-15', order: 606, home: spot(-1850, -520) },
  { name: '涂保国', birth: '1942-03-23', order: 607, home: spot(3050, -1200) },
  { name: '华金枝', birth: '1939-09-09', order: 608, home: spot(-250, 2100) },
  { name: '池顺清', birth: '1944-05-31', order: 609, home: spot(3900, 260) },
] as const;
type Elder = (typeof elders)[number];
/** 低保边缘, level 2: 300 yuan a month of purchased services. */
const WITH_QUOTA: readonly string[] = ['向桂英', '祁有田', '卢秀兰'];
const CREDIT_CODE = '52421202MJH0DEMO1X';

const items = [
  {
    code: 'CLEAN',
    name: '居室保洁',
    class: 'clean',
    unit: 'hour',
    price: 40_00,
    publicPrice: 36_00,
    min: 60,
    planned: 120,
    level: '1',
  },
  {
    code: 'MEAL',
    name: '上门做饭',
    class: 'meal',
    unit: 'visit',
    price: 45_00,
    publicPrice: 40_00,
    min: 40,
    planned: 60,
    level: '1',
  },
  {
    code: 'BATH',
    name: '上门助浴',
    class: 'bath',
    unit: 'visit',
    price: 150_00,
    publicPrice: 130_00,
    min: 45,
    planned: 90,
    level: '2',
    sameSex: true,
    call: true,
  },
  {
    code: 'ESCORT',
    name: '陪同就医',
    class: 'escort',
    unit: 'hour',
    price: 35_00,
    min: 60,
    planned: 180,
    level: '1',
    call: true,
  },
  { code: 'CHAT', name: '陪伴聊天', class: 'comfort', unit: 'hour', price: 30_00, min: 30, planned: 60, level: '1' },
  { code: 'LEGAL', name: '上门法律咨询', class: 'legal', unit: 'visit', price: 50_00, min: 30, planned: 60, level: '1' },
  { code: 'HEALTH', name: '上门健康咨询', class: 'health', unit: 'visit', price: 30_00, min: 30, planned: 60, level: '1' },
  { code: 'URGENT', name: '应急照护', class: 'urgent', unit: 'visit', price: 80_00, min: 20, planned: 60, level: '1' },
] as const satisfies readonly Record<string, unknown>[];

const numberOf = (elder: Elder): string => makeIdNumber('421202', elder.birth, elder.order);

async function account(tx: Tx, login: string, name: string, duty: 'home-care-manager' | 'home-care-worker', unitId: string) {
  value(
    login,
    await createUser(tx, {
      login,
      name,
      division: COUNTY,
      demonstration: true,
      duties: [{ role: 'institution-user', duty, division: COUNTY, domain: 'elderly-care', unitId, validFrom: '2026-01-01' }],
    }),
  );
}

/** Provider, items and workers, in one go for each hand. */
async function register(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const clerk = await staff('xian');
  stage.moveTo('2026-08-03T09:00:00+08:00');
  const first = <T>(query: Sql) => context.read(clerk, (tx) => tx.maybe<T & object>(query));
  const provider = await first<{ id: string }>(sql`select id from home_care_provider where division = ${COUNTY} limit 1`);
  const providerId =
    provider?.id ??
    (await context.write(clerk, async (tx) => {
      for (const item of items)
        value(
          item.name,
          await enterItem(tx, {
            code: item.code,
            name: item.name,
            class: item.class,
            unit: item.unit,
            price: item.price,
            ...('publicPrice' in item ? { publicPrice: item.publicPrice } : {}),
            minMinutes: item.min,
            plannedMinutes: item.planned,
            level: item.level,
            sameSex: 'sameSex' in item ? 'yes' : 'no',
            photo: 'no',
            alwaysCall: 'call' in item ? 'yes' : 'no',
            from: '2026-01-01',
          }),
        );
      const { id } = value(
        'provider',
        await enterProvider(tx, {
          creditCode: CREDIT_CODE,
          name: '咸安区康养到家服务中心（演示）',
          division: COUNTY,
          contractNo: '咸安养服〔2026〕3号',
          agreedFrom: '2026-01-01',
          agreedTo: '2027-12-31',
          telephone: '0999-0000071',
          contact: '田文',
        }),
      );
      // Takes vouchers, too.
      value(
        'outlet',
        await addOutlet(tx, {
          kind: 'home',
          name: '咸安区康养到家服务中心（演示）',
          creditCode: CREDIT_CODE,
          division: VILLAGE,
          address: '汀泗桥镇解放路8号',
          telephone: '0999-0000071',
        }),
      );
      const system = { ...tx, actor: systemActor('demonstration', context.city) };
      await account(system, 'fuwu', '田文', 'home-care-manager', id);
      for (const worker of workers)
        if ('login' in worker) await account(system, worker.login, worker.name, 'home-care-worker', id);
      return id;
    }));
  const manager = await staff('fuwu');
  if (!(await first(sql`select 1 as one from care_employment where provider_id is not null limit 1`)))
    await context.write(manager, async (tx) => {
      if (manager.unitId !== providerId) throw new Error('the manager of the demonstration belongs to another provider');
      for (const [i, worker] of workers.entries()) {
        const man = worker.name.endsWith('生') || worker.name.endsWith('民');
        const { id } = value(
          worker.name,
          await enterWorker(tx, {
            name: worker.name,
            idNumber: makeIdNumber('421202', `19${70 + i}-06-1${i % 9}` as PlainDate, 700 + i * 2 + (man ? 1 : 0)),
            phone: `139072407${String(10 + i)}`,
            ...('login' in worker ? { login: worker.login } : {}),
            post: 'carer',
            established: 'no',
            hiredOn: '2025-03-01',
            healthTo: '2027-06-30',
            backgroundOn: '2026-01-15',
            base: worker.base,
          }),
        );
        value(
          worker.name,
          await addCertificate(tx, id, {
            scheme: 'five',
            no: `DEMO-42-${1001 + i}`,
            level: worker.level,
            issuer: '湖北省职业技能评价（演示）',
            issuedOn: '2024-09-01',
          }),
        );
      }
    });
  await context.write(clerk, async (tx) => {
    const open = await tx.rows<{
      id: string;
    }>(sql`select k.id from care_certificate k join care_worker c on c.id = k.worker_id
      where k.verified_on is null and c.name <> ${UNVERIFIED} limit 50`);
    for (const { id } of open)
      value(
        'certificate',
        await verifyCertificate(tx, id, { result: 'valid', reply: '技能人才评价证书全国联网查询，姓名、编号、等级一致（演示）' }),
      );
  });
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    for (const elder of elders) {
      const id =
        (await findByIdNumber(tx, numberOf(elder)))?.id ??
        value(
          elder.name,
          await registerPerson(tx, { name: elder.name, idNumber: numberOf(elder), division: VILLAGE, phone: '13907240700' }),
        );
      if (WITH_QUOTA.includes(elder.name)) await giveQuota(tx, id);
    }
  });
}

async function giveQuota(tx: Tx, personId: string): Promise<void> {
  const subject = { kind: 'person' as const, id: personId };
  if ((await factsAsOf(tx, subject, { validOn: '2026-07-06', kinds: ['capacity-level'] })).length > 0) return;
  const level = { level: 2, scheme: 'GB42195_2022', assessmentId: personId, validTo: '2027-07-05' };
  const fact = { subject, kind: 'capacity-level' as const, value: level, source: '老年人能力评估' };
  value('level', await recordFact(tx, { ...fact, validFrom: '2026-07-06', validTo: '2027-07-06' }));
  await recognisedEdge(tx, personId, '2026-06-01');
}

interface Asked {
  readonly elder: Elder;
  readonly code: (typeof items)[number]['code'];
  readonly day: PlainDate;
  readonly time: string;
  readonly fund?: 'self' | 'public';
  /** Left to the dispatcher. */
  readonly unplaced?: true;
}

/** The village orders at eight in the morning of the day before; null where this was played before a kill. */
async function order(stage: Stage, staff: Staff, asked: Asked): Promise<string | null> {
  const village = await staff('cun');
  stage.moveTo(`${plusDays(asked.day, -1)}T08:00:00+08:00`);
  return stage.context.write(village, async (tx) => {
    const item = await tx.one<{ id: string }>(
      sql`select id from home_care_item where division = ${COUNTY} and code = ${asked.code}`,
    );
    const start = new Date(`${asked.day}T${asked.time}:00+08:00`).toISOString();
    const before = await tx.maybe(
      sql`select 1 as one from home_care_order o join person p on p.id = o.person_id where p.name = ${asked.elder.name} and o.planned_start = ${start}`,
    );
    if (before) return null;
    const made = await orderOnBehalf(tx, {
      idNumber: numberOf(asked.elder),
      name: asked.elder.name,
      division: VILLAGE,
      itemId: item.id,
      on: asked.day,
      time: asked.time,
      address: `汀泗桥镇古塘村，${asked.elder.name}家`,
      phone: '13907240700',
      fund: asked.fund ?? 'self',
      anySex: 'no',
      ...(asked.unplaced ? {} : { position: asked.elder.home }),
    });
    return value(`order of ${asked.elder.name}`, made).id;
  });
}

async function assign(stage: Stage, staff: Staff, id: string, name: string): Promise<void> {
  await stage.context.write(await staff('diaodu'), async (tx) => {
    const worker = await tx.one<{ id: string }>(
      sql`select w.id from care_employment w join care_worker c on c.id = w.worker_id where c.name = ${name} and w.division = ${COUNTY}`,
    );
    value(`assign ${name}`, await assignOrder(tx, id, { workerId: worker.id }));
  });
}

/** Comes at the hour, stays so long, by the phone of this worker. */
async function serve(
  stage: Stage,
  staff: Staff,
  of: { id: string; login: string; day: PlainDate; time: string; minutes: number; at: string },
) {
  const carer = await staff(of.login);
  const start = Date.parse(`${of.day}T${of.time}:00+08:00`);
  const go = (minutes: number) => stage.moveTo(new Date(start + minutes * 60_000).toISOString());
  const stamped = (tx: Tx) => {
    const { ticket, issuedAt } = ticketFor(tx, of.id);
    return { ticket, at: issuedAt };
  };
  go(-25);
  await stage.context.write(carer, async (tx) => value('set out', await setOut(tx, of.id)));
  go(-2);
  await stage.context.write(carer, async (tx) =>
    value('check in', await checkIn(tx, of.id, { position: of.at, stamp: stamped(tx) })),
  );
  go(of.minutes - 2);
  await stage.context.write(carer, async (tx) =>
    value('check out', await checkOut(tx, of.id, { position: of.at, done: '照约定做完，老人在家', stamp: stamped(tx) })),
  );
}

const hands = [
  { login: 'huliyuan', name: '章小兰' },
  { login: 'huliyuan2', name: '余秋香' },
  { login: 'huliyuan3', name: '孟桂枝' },
] as const;
const hours = ['08:30', '10:30', '14:30'] as const;
/** 14:30 of the last day is still to be confirmed. */
const WEEK = 7;

/** `today`: the day on which the demonstration begins. */
export async function playHomeCare(stage: Stage, staff: Staff, today: PlainDate): Promise<void> {
  await register(stage, staff);
  for (let back = WEEK; back >= 1; back--) {
    const day = plusDays(today, -back);
    for (const [i, time] of hours.entries()) {
      const elder = elders[(back * 3 + i) % elders.length]!;
      const hand = hands[(back + i) % hands.length]!;
      const code = (['CLEAN', 'MEAL', 'CLEAN'] as const)[i]!;
      const id = await order(stage, staff, { elder, code, day, time, fund: i === 2 ? 'self' : 'public' });
      if (!id) continue;
      await assign(stage, staff, id, hand.name);
      await serve(stage, staff, { id, login: hand.login, day, time, minutes: [118, 52, 95][i]!, at: elder.home });
      if (back === 1 && i === 2) continue;
      stage.moveTo(`${day}T18:00:00+08:00`);
      await stage.context.write(await staff('cun'), async (tx) =>
        value('village', await confirmByVillage(tx, id, { who: `${elder.name}本人` })),
      );
    }
  }
  const now = [
    { elder: elders[0], code: 'CLEAN', time: '10:00', hand: '章小兰' },
    { elder: elders[4], code: 'CLEAN', time: '10:00', hand: '祝红英' },
    { elder: elders[2], code: 'MEAL', time: '11:00', hand: '孟桂枝' },
    { elder: elders[1], code: 'MEAL', time: '11:30', hand: '余秋香' },
    { elder: elders[6], code: 'CHAT', time: '15:00', hand: '章小兰' },
  ] as const;
  for (const { hand, ...asked } of now) {
    const id = await order(stage, staff, { ...asked, day: today });
    if (id) await assign(stage, staff, id, hand);
  }
  const tomorrow = plusDays(today, 1);
  for (const [i, elder] of elders.entries())
    await order(stage, staff, {
      elder,
      code: i % 3 === 2 ? 'MEAL' : 'CLEAN',
      day: tomorrow,
      time: ['08:30', '09:00', '10:30', '14:00'][i % 4]!,
    });
  await order(stage, staff, {
    elder: elders[3],
    code: 'CHAT',
    day: plusDays(today, 2),
    time: '15:00',
    fund: 'self',
    unplaced: true,
  });
  stage.moveTo(`${today}T08:30:00+08:00`);
  await stage.context.write(await staff('fuwu'), async (tx) => {
    const month = plusDays(today, -1).slice(0, 7) as never;
    const filed = await tx.maybe(sql`select 1 as one from home_care_settlement where month = ${month}`);
    if (!filed) value('settlement', await fileSettlement(tx, { month }));
  });
}
