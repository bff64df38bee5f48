/** The two limits of a case: the one that ends first rules list, light and alerts; both are missed for themselves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { institutionUsers, officers, type Performer, partners, superiors, systemActor } from '../access/index.ts';
import { plainDateOf } from '../calendar/index.ts';
import { myMessages } from '../notice/server.ts';
import { loadParameters } from '../policy/server.ts';
import { idNumber, register } from '../resident/fixtures.ts';
import type { PlainDate } from '../schema/index.ts';
import { marksOfDays } from './clocks.ts';
import { hand, must, openTest, perform, testItem } from './fixtures.ts';
import { lightOf, rulingLimit, type StepLimit } from './index.ts';
import { caseView, publishItems, raiseAlerts, runCaseTimers, stepLimits, workList } from './server.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
const 清溪县 = '990121000000';
const clerk = hand(石桥镇, 'township-clerk');
const leader = hand(石桥镇, 'township-leader');
const confirmer = hand(清溪县, 'county-leader', { duty: 'county-confirmer' });
const countyLeader = hand(清溪县, 'county-leader');

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
  await city.context.write(systemActor('city-pack', '000000000000'), async (tx) => {
    await loadParameters(
      tx,
      city.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
    );
    await publishItems(tx, [testItem]);
  });
});
afterAll(() => city.drop());

async function accepted(on: PlainDate): Promise<string> {
  city.clock.set(on);
  const personId = await city.context.write(systemActor('test', city.context.city), (tx) =>
    register(tx, { name: '张小华', division: 上坪村, idNumber: idNumber('1980-05-06', '990121') }),
  );
  const { id } = must(await openTest(city.context, clerk, { personId, name: '张小华', division: 上坪村 }));
  must(await perform(city.context, clerk, id, 'accept'));
  return id;
}
const titles = async (actor: typeof clerk, id: string) =>
  (await city.context.read(actor, (tx) => myMessages(tx))).items.filter((m) => m.caseId === id).map((m) => m.title);
const missed = async (id: string) =>
  (
    await city.owner.query(
      `select payload ->> 'clock' as clock, payload ->> 'dueAt' as due from domain_event where type = 'case.deadline.missed' and subject_id = '${id}' order by due`,
    )
  ).rows;

describe('两个时限里先到的一个管灯', () => {
  const step = {
    dueOn: '2026-04-22',
    dueAt: null,
    amberOn: '2026-04-17',
    redOn: '2026-04-21',
    amberAt: null,
    redAt: null,
  } as const;
  const total = { totalDueOn: '2026-04-14', totalAmberOn: '2026-03-31', totalRedOn: '2026-04-09' } as const;
  test('全部手续先到：看全部手续；同一天到：说全部手续；本环节先到或没有全部手续：看本环节', () => {
    expect(rulingLimit({ ...step, ...total })).toMatchObject({ of: 'total', dueOn: '2026-04-14', redOn: '2026-04-09' });
    expect(rulingLimit({ ...step, ...total, dueOn: '2026-04-14' })).toMatchObject({ of: 'total' });
    expect(rulingLimit({ ...step, ...total, dueOn: '2026-04-13' })).toMatchObject({ of: 'step', dueOn: '2026-04-13' });
    expect(rulingLimit({ ...step, totalDueOn: null, totalAmberOn: null, totalRedOn: null })).toMatchObject({ of: 'step' });
  });
  test.each([
    ['2026-03-30', 'green'],
    ['2026-03-31', 'amber'],
    ['2026-04-08', 'amber'],
    ['2026-04-09', 'red'],
    ['2026-04-14', 'red'],
    ['2026-04-15', 'overdue'],
  ] as const)('%s：%s', (today, light) => {
    const limit = rulingLimit({ ...step, ...total });
    expect(lightOf({ ...limit, closed: false }, { today, now: `${today}T00:00:00Z` })).toBe(light);
  });
});

describe('黄和红是时限的七成和九成', () => {
  const reported = '2026-03-07T10:00:00.000Z'; // 3月7日（周六）18时
  const limits = (within: StepLimit) =>
    city.context.read(systemActor('test', city.context.city), async (tx) =>
      must(
        await stepLimits(
          tx,
          { zh: '', holder: 'township-clerk', can: {}, says: '', within },
          { division: 上坪村, submittedOn: '2026-03-07', submittedAt: reported, acceptedOn: null, enteredOn: '2026-03-07' },
          [],
        ),
      ),
    );
  test('24小时：16.8小时起黄，21.6小时起红，24小时以后超期', async () => {
    const limit = await limits({ parameter: 'TA-FIRST-HELP-HOURS', unit: 'hours', from: 'submitted' });
    const after = (minutes: number) => {
      const now = new Date(Date.parse(reported) + minutes * 60_000).toISOString();
      return lightOf({ ...limit, closed: false }, { today: plainDateOf(now), now });
    };
    expect([0, 1007, 1008, 1295, 1296, 1440, 1441].map(after)).toEqual([
      'green',
      'green',
      'amber',
      'amber',
      'red',
      'red',
      'overdue',
    ]);
  });
  test('公示7天：第5天黄、第7天红；3个月92天：第65天黄、第83天红', async () => {
    expect(await limits({ parameter: 'NOTICE-DAYS', unit: 'notice-days', from: 'entered' })).toMatchObject({
      amberOn: '2026-03-12',
      redOn: '2026-03-14',
      dueOn: '2026-03-14',
    });
    expect(marksOfDays('2026-03-07', '2026-06-07')).toEqual({ dueOn: '2026-06-07', amberOn: '2026-05-11', redOn: '2026-05-29' });
  });
});

test('县里才收到的晚件：本环节到4月22日，全部手续30个工作日4月14日先到，按它亮灯、提醒，超期告诉负责人', async () => {
  const id = await accepted('2026-03-02');
  city.clock.set('2026-03-31');
  must(await perform(city.context, leader, id, 'post'));
  await raiseAlerts(city.context);
  city.clock.set('2026-04-08');
  await runCaseTimers(city.context);
  await raiseAlerts(city.context);
  await raiseAlerts(city.context);
  const listed = async () =>
    (await city.context.write(confirmer, (tx) => workList(tx, { view: 'mine' }))).rows.find((r) => r.id === id);
  expect(await listed()).toMatchObject({
    dueOn: '2026-04-22',
    totalDueOn: '2026-04-14',
    limit: { of: 'total', dueOn: '2026-04-14', dueAt: null },
    light: 'amber',
  });
  expect(await titles(confirmer, id)).toEqual(['全部手续快到期']);
  city.clock.set('2026-04-09');
  await raiseAlerts(city.context);
  expect((await listed())?.light).toBe('red');
  city.clock.set('2026-04-15');
  await Promise.all([raiseAlerts(city.context), raiseAlerts(city.context)]);
  expect(await titles(confirmer, id)).toEqual(['全部手续已超期', '全部手续快到期', '全部手续快到期']);
  expect(await titles(countyLeader, id)).toEqual(['全部手续已超期']);
  expect(must(await city.context.write(confirmer, (tx) => caseView(tx, id)))).toMatchObject({
    light: 'overdue',
    limit: { of: 'total', dueOn: '2026-04-14' },
  });
  expect(await missed(id)).toEqual([{ clock: 'total', due: '2026-04-14' }]);
  // 本环节后来也过了：它自己再说一次
  city.clock.set('2026-04-23');
  await raiseAlerts(city.context);
  expect(await missed(id)).toEqual([
    { clock: 'total', due: '2026-04-14' },
    { clock: 'step', due: '2026-04-22' },
  ]);
});

test('公示中全部手续过了：公示自己不报超期，全部手续报给经办人和审核人；下一步的人也知道，但只算一次', async () => {
  const id = await accepted('2026-06-01');
  city.clock.set('2026-07-13');
  must(await perform(city.context, leader, id, 'post'));
  city.clock.set('2026-07-16');
  await raiseAlerts(city.context);
  expect(await titles(leader, id)).toContain('全部手续已超期');
  city.clock.set('2026-07-21');
  await runCaseTimers(city.context);
  await raiseAlerts(city.context);
  expect(await titles(confirmer, id)).toEqual(['全部手续已超期']);
  expect((await missed(id)).filter((e) => e.clock === 'total')).toHaveLength(1);
});

describe('超期告诉谁', () => {
  test('凡是办事的岗位上面都有人，财务岗位也有；一级一级到市里为止', () => {
    const working: Performer[] = [
      ...officers,
      ...partners,
      ...institutionUsers,
      'treasury-officer',
      'hotline-agent',
      'service-provider',
    ];
    for (const performer of working) {
      const chain: Performer[] = [performer];
      for (let at = superiors[performer]; at; at = superiors[at]) {
        expect(chain, performer).not.toContain(at);
        chain.push(at);
      }
      expect(chain.at(-1), performer).toBe('city-leader');
    }
    expect(superiors['township-leader']).toBe('county-leader');
    expect(superiors['finance-clerk']).toBe('county-leader');
  });
});
