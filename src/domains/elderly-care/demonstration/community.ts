/**
 * Neighbours, the virtual nursing home, canteens and day care as the demonstration finds them in 咸安区: a helper with points, a request that waits for somebody and
 * one that waits for the elder's word; a member with her statement of July; this week's menu with two orders; three people in day care. All invented. Safe to run
 * again after a kill.
 */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { enterRecord, readEntry, takeStep } from '../../../kernel/register/server.ts';
import { findByIdNumber, makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { enterDayCare, presentByBook } from '../day-care/act.ts';
import { orderMealFor, publishMenu } from '../meals/ahead.ts';
import { askFor, assignAid, checkHelper, confirmForElder, doneAid, registerHelper } from '../mutual-aid/act.ts';
import { applyFor, joinMember, recordCareCall, virtualHomeDaily } from '../virtual-home/act.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const he = { idNumber: makeIdNumber('421202', '1944-03-05', 501), name: '贺桂香', division: VILLAGE };
const mao = { idNumber: makeIdNumber('421202', '1939-11-20', 503), name: '毛先华', division: VILLAGE };
const min = { idNumber: makeIdNumber('421202', '1941-07-16', 505), name: '闵秀珍', division: VILLAGE };
const helper = { idNumber: makeIdNumber('421202', '1961-05-18', 902), name: '邱玉梅' };
const member = { idNumber: makeIdNumber('421202', '1943-04-02', 602), name: '向桂英' };

const known = (context: Context, by: Actor, found: Sql): Promise<unknown> => context.read(by, (tx) => tx.maybe(found));

async function personIn(tx: Tx, of: { name: string; idNumber: string }, division: string): Promise<void> {
  if (await findByIdNumber(tx, of.idNumber)) return;
  must(of.name, await registerPerson(tx, { ...of, division: division as never, phone: '13907240902' }));
}

async function playAid(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [village, town] = [await staff('cun'), await staff('xiang')];
  if (await known(context, village, sql`select 1 as one from aid_request limit 1`)) return;
  const on = <T>(at: string, by: Actor, step: (tx: Tx) => Promise<Result<T>>): Promise<T> => {
    stage.moveTo(`${at}+08:00`);
    return context.write(by, async (tx) => must('mutual aid', await step(tx)));
  };
  const helperId = await on('2026-08-18T09:00:00', village, async (tx) => {
    await personIn(tx, helper, VILLAGE);
    return registerHelper(tx, { ...helper, kind: 'young-old', offers: '代买、做饭、打扫，平日下午有空' });
  });
  await on('2026-08-18T10:00:00', town, (tx) => checkHelper(tx, helperId.id, { note: '本人来过，村里了解，身体好' }));
  const done = async (asked: string, elder: typeof he, kind: 'shopping' | 'cleaning', hours: [string, string]) => {
    const day = asked.slice(0, 10) as PlainDate;
    const { id } = await on(asked, village, (tx) => askFor(tx, { ...elder, kind, on: day, time: '15:00', note: '' }));
    await on(`${day}T10:00:00`, village, (tx) => assignAid(tx, id, { helperId: helperId.id }));
    await on(`${day}T18:00:00`, village, (tx) =>
      doneAid(tx, id, { on: day, from: hours[0], to: hours[1], place: '老人家里', code: '' }),
    );
    return id;
  };
  const first = await done('2026-08-20T08:30:00', he, 'shopping', ['15:00', '16:30']);
  await on('2026-08-21T09:00:00', town, (tx) => confirmForElder(tx, first, { who: '老人本人' }));
  await done('2026-08-31T08:30:00', min, 'cleaning', ['14:30', '16:30']);
  await on('2026-08-31T20:00:00', village, (tx) =>
    askFor(tx, { ...mao, kind: 'company', on: '2026-09-02' as PlainDate, time: '15:00', note: '想找人下象棋' }),
  );
}

async function playVirtualHome(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [village, host] = [await staff('cun'), await staff('fuwu')];
  if (await known(context, village, sql`select 1 as one from virtual_home_member limit 1`)) return;
  const on = <T>(at: string, by: Actor, step: (tx: Tx) => Promise<Result<T>>): Promise<T> => {
    stage.moveTo(`${at}+08:00`);
    return context.write(by, async (tx) => must('virtual home', await step(tx)));
  };
  const asked = {
    providerId: host.unitId!,
    division: VILLAGE,
    address: '汀泗桥社区3组8号',
    phone: '13907240602' as never,
    wishes: '每周打扫一次，每周打一次电话，中午有时送饭',
  };
  const { id } = await on('2026-06-24T09:00:00', village, (tx) => applyFor(tx, { ...member, ...asked }));
  await on('2026-06-26T10:00:00', host, (tx) =>
    joinMember(tx, id, {
      orders: 4,
      meals: 8,
      calls: 4,
      visits: 0,
      device: 'no',
      fee: 30_00,
      note: '和老人、在武汉的女儿商量好',
    }),
  );
  for (const [day, outcome, said] of [
    ['2026-07-03', 'well', ''],
    ['2026-07-10', 'well', '说血压稳'],
    ['2026-07-17', 'no-answer', ''],
    ['2026-07-18', 'well', '昨天去走亲戚'],
    ['2026-07-27', 'need', '纱窗破了，想换'],
    ['2026-08-26', 'well', ''],
  ] as const)
    await on(`${day}T10:00:00`, host, (tx) => recordCareCall(tx, id, { outcome, said }));
  stage.moveTo('2026-08-03T08:00:00+08:00');
  await virtualHomeDaily(context);
  await on('2026-08-31T09:00:00', village, (tx) =>
    applyFor(tx, {
      idNumber: he.idNumber,
      name: he.name,
      ...asked,
      address: '汀泗桥社区5组2号',
      wishes: '手腕还没有好，想有人送饭、打扫',
    }),
  );
}

const dishes = [
  ['冬瓜排骨汤、清炒豆角、软米饭', '小米粥、花卷、凉拌黄瓜'],
  ['番茄炖豆腐、蒜蓉空心菜、软米饭', '青菜面'],
  ['清蒸鲈鱼、南瓜、软米饭（少盐）', '红薯粥、鸡蛋饼'],
] as const;

async function playCanteen(stage: Stage, staff: Staff, start: PlainDate): Promise<void> {
  const { context } = stage;
  const [till, village, county, leader] = [
    await staff('shitang'),
    await staff('cun'),
    await staff('xian'),
    await staff('xianzhang'),
  ];
  if (await known(context, county, sql`select 1 as one from canteen_menu limit 1`)) return;
  stage.moveTo('2026-08-28T15:00:00+08:00');
  for (const [i, [lunch, dinner]] of dishes.entries()) {
    const on = plusDays(start, i);
    await context.write(till, async (tx) => {
      must('menu', await publishMenu(tx, { on, period: 'lunch', dishes: lunch, price: 12_00 }));
      must('menu', await publishMenu(tx, { on, period: 'dinner', dishes: dinner, price: 8_00 }));
    });
  }
  const outletId = till.unitId!;
  const order = (elder: typeof he, more: object) =>
    orderMealFor(context, village, {
      requestId: `demonstration-meal-${elder.name}`,
      idNumber: elder.idNumber,
      name: elder.name,
      outletId,
      on: start,
      period: 'lunch',
      mode: 'dine-in',
      note: '',
      ...more,
    });
  stage.moveTo('2026-08-31T16:00:00+08:00');
  must(
    'meal',
    await order(he, { mode: 'delivery', address: '汀泗桥社区5组2号', phone: '13907240501', note: '手腕骨折，盒子帮着打开' }),
  );
  must('meal', await order(min, {}));
  const { name } = await context.read(county, (tx) =>
    tx.one<{ name: string }>(sql`select s.name from care_outlet o join care_site s on s.id = o.site_id where o.id = ${outletId}`),
  );
  const filing = await context.write(county, async (tx) =>
    must(
      'filing',
      await enterRecord(tx, 'canteen-filing', {
        site: name,
        operator: '永安社区居民委员会（示例）',
        licenceNo: 'JY24212020000018',
        licenceTo: '2027-03-31',
        manager: '胡师傅',
      }),
    ),
  );
  for (const [by, action, input] of [
    [leader, 'inspect', { on: '2026-08-31', found: '后厨、消毒柜、留样柜齐全，有坡道' }],
    [leader, 'file', { documentNo: '咸安助餐备〔2026〕3号' }],
    [county, 'open', { on: '2026-08-31' }],
  ] as const)
    await context.write(by, async (tx) => {
      const { version } = (await readEntry(tx, filing.id, { hold: false }))!;
      must(action, await takeStep(tx, { id: filing.id, version, action }, input));
    });
}

const guests = [
  { name: '蓝秋菊', birth: '1942-09-14', order: 911 },
  { name: '阮明德', birth: '1940-01-30', order: 913 },
  { name: '沈月娥', birth: '1945-06-22', order: 915 },
] as const;

async function playDayCare(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const county = await staff('xian');
  if (await known(context, county, sql`select 1 as one from day_care_member limit 1`)) return;
  const site = await context.read(county, (tx) =>
    tx.one<{ id: string; division: string }>(
      sql`select id, division from care_site where state = 'operating' and day_places > 0 and idle_since is null order by day_places, name limit 1`,
    ),
  );
  // Who keeps the name-book of the facility, as the township's clerk would.
  const keeper: Actor = { ...county, role: 'township-clerk' };
  for (const [i, guest] of guests.entries()) {
    const idNumber = makeIdNumber('421202', guest.birth, guest.order);
    stage.moveTo(`2026-08-2${5 + i}T09:00:00+08:00`);
    const { id } = await context.write(keeper, async (tx) => {
      await personIn(tx, { name: guest.name, idNumber }, site.division);
      return must('day care', await enterDayCare(tx, site.id, { idNumber, name: guest.name, contact: '13907240911' as never }));
    });
    for (const day of ['2026-08-28', '2026-08-31'] as PlainDate[]) {
      stage.moveTo(`${day}T10:00:00+08:00`);
      await context.write(keeper, async (tx) => must('day', await presentByBook(tx, id, { on: day })));
    }
  }
}

export async function playCommunity(stage: Stage, staff: Staff, start: PlainDate): Promise<void> {
  await playAid(stage, staff);
  await playVirtualHome(stage, staff);
  await playCanteen(stage, staff, start);
  await playDayCare(stage, staff);
}
