import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { type Actor, type DutyCode, publicActor, type Role } from '../access/index.ts';
import { newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { renderMessage } from './index.ts';
import {
  type Adapters,
  afterQuietHours,
  defineTemplates,
  deliverOutgoing,
  developmentAdapters,
  devOutbox,
  markRead,
  myMessages,
  type Notice,
  notify,
  plainSms,
  startDelivery,
  unreadCount,
} from './server.ts';

defineTemplates({
  'notice-test.accepted': {
    title: '申请已受理',
    text: '{name}，您的低保申请已受理，办件号{number}。',
    sms: '【民政】您的申请已受理，办件号{number}。',
  },
  'notice-test.due': { title: '请缴纳', text: '{month}的多发款项请在{until}前退回，编号{number}。' },
  'notice-test.illness': { title: '请补充材料', text: '请补充{name}的住院病历。' },
});
const accepted = (to: Notice['to']): Notice => ({
  to,
  template: 'notice-test.accepted',
  params: { name: '张小华', number: 'XA202603020001' },
});

const TOWN = '421202001000';
const VILLAGE = '421202001001';
const staff = (id: string, role: Role, division: string, duty: DutyCode | null = null): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id,
  name: id,
  role,
  duty,
  division,
});
const resident = (personId: string): Actor => ({
  ...publicActor,
  kind: 'resident',
  id: personId,
  name: '张小华',
  role: 'resident',
  personId,
  ownPersonId: personId,
});
const clerk = staff('wang', 'township-clerk', TOWN);
const shanghai = (time: string) => new Date(`${time}+08:00`).toISOString();

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext();
});
afterAll(() => city.drop());
beforeEach(async () => {
  await city.owner.query('truncate outgoing_message, message cascade');
  city.clock.set(shanghai('2026-03-02T10:00:00'));
});

const send = (notice: Notice, actor = clerk) => city.context.write(actor, (tx) => notify(tx, notice));
const titles = async (actor: Actor) => (await city.context.read(actor, (tx) => myMessages(tx))).items.map((m) => m.title);
const outbox = async (actor: Actor = clerk) => (await city.context.read(actor, (tx) => devOutbox(tx))).items;
const deliver = (adapters: Adapters = developmentAdapters) => deliverOutgoing(city.context, adapters);

test('日期和月份照公文的写法，编号照原样', () => {
  const { body } = renderMessage('notice-test.due', { month: '2026-07', until: '2026-09-02', number: '2026-07-0001' });
  expect(body).toBe('2026年7月的多发款项请在2026年9月2日前退回，编号2026-07-0001。');
});

describe('站内消息', () => {
  test('发给本人：本人看得到全文，别人看不到；办理撤回则消息也没有', async () => {
    const [zhang, li] = [newId(), newId()];
    await send(accepted({ personId: zhang }));
    await city.context.write(clerk, async (tx) => {
      await notify(tx, accepted({ personId: zhang }));
      throw new Rollback(null);
    });
    const { items } = await city.context.read(resident(zhang), (tx) => myMessages(tx));
    expect(items).toMatchObject([
      { title: '申请已受理', body: '张小华，您的低保申请已受理，办件号XA202603020001。', readAt: null },
    ]);
    expect([await titles(resident(li)), await titles(clerk), await titles(publicActor)]).toEqual([[], [], []]);
  });

  test('发给某地的岗位：恰好该岗位的人看到，同级别的岗位、上级、邻镇都看不到', async () => {
    await send(accepted({ performer: 'township-clerk', division: TOWN }));
    await send(accepted({ performer: 'township-clerk', division: VILLAGE }));
    expect(await titles(clerk)).toHaveLength(2);
    expect(await titles(staff('li', 'township-clerk', TOWN))).toHaveLength(2);
    expect(await titles(staff('zhao', 'township-leader', TOWN))).toEqual([]);
    expect(await titles(staff('chen', 'county-clerk', '421202000000'))).toEqual([]);
    expect(await titles(staff('sun', 'township-clerk', '421202002000'))).toEqual([]);
  });

  test('有专名的岗位只认专名：发给财务经办，一般县级经办看不到；反之亦然', async () => {
    await send(accepted({ performer: 'finance-clerk', division: '421202000000' }));
    const finance = staff('qian', 'county-clerk', '421202000000', 'finance-clerk');
    const plain = staff('zhou', 'county-clerk', '421202000000');
    expect([await titles(finance), await titles(plain)]).toEqual([['申请已受理'], []]);
    await send(accepted({ performer: 'county-clerk', division: '421202000000' }));
    expect([(await titles(finance)).length, (await titles(plain)).length]).toEqual([1, 1]);
  });

  test('发给某个用户：上级发给下级也收得到，同岗位的别人看不到', async () => {
    await send(accepted({ userId: 'wang' }), staff('zheng', 'county-leader', '421202000000'));
    expect([await titles(clerk), await titles(staff('li', 'township-clerk', TOWN))]).toEqual([['申请已受理'], []]);
  });

  test('未读数：读过一条少一条，再读一次时间不变；别人的消息标不了', async () => {
    const zhang = newId();
    await send(accepted({ personId: zhang }));
    await send(accepted({ personId: zhang }));
    const me = resident(zhang);
    const count = () => city.context.read(me, unreadCount);
    const [first] = (await city.context.read(me, (tx) => myMessages(tx))).items;
    expect(await count()).toBe(2);
    expect(await city.context.write(resident(newId()), (tx) => markRead(tx, first!.id))).toMatchObject({
      ok: false,
      code: 'NOT_FOUND',
    });
    expect(await city.context.write(clerk, (tx) => markRead(tx, first!.id))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(await city.context.write(me, (tx) => markRead(tx, first!.id))).toMatchObject({ ok: true });
    city.clock.set('2026-03-05');
    await city.context.write(me, (tx) => markRead(tx, first!.id));
    expect(await count()).toBe(1);
    expect((await city.context.read(me, (tx) => myMessages(tx))).items[0]).toMatchObject({
      readAt: shanghai('2026-03-02T10:00:00'),
    });
  });

  test('一页五十条，翻页不重不漏', async () => {
    const zhang = newId();
    await city.context.write(clerk, async (tx) => {
      for (let i = 0; i < 60; i++) await notify(tx, accepted({ personId: zhang }));
    });
    const first = await city.context.read(resident(zhang), (tx) => myMessages(tx));
    const second = await city.context.read(resident(zhang), (tx) => myMessages(tx, first.next));
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 10, null]);
    expect(new Set([...first.items, ...second.items].map((m) => m.id)).size).toBe(60);
    const sent = await city.context.read(clerk, (tx) => devOutbox(tx));
    expect([sent.items.length, (await city.context.read(clerk, (tx) => devOutbox(tx, sent.next))).items.length]).toEqual([
      50, 10,
    ]);
  });

  test('行级安全：换一个身份直接查表，看不到别人的，改不了内容', async () => {
    const zhang = newId();
    await send(accepted({ personId: zhang }));
    const count = (actor: Actor) =>
      city.context.read(actor, async (tx) => [
        (await tx.rows(sql`select 1 from message`)).length,
        (await tx.rows(sql`select 1 from outgoing_message`)).length,
      ]);
    expect([
      await count(resident(zhang)),
      await count(resident(newId())),
      await count(publicActor),
      await count(staff('sun', 'township-clerk', '421202002000')),
    ]).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    for (const statement of [
      sql`update message set body = 'x'`,
      sql`delete from message`,
      sql`update outgoing_message set text = 'x'`,
    ])
      await expect(city.context.write(clerk, (tx) => tx.run(statement))).rejects.toThrow(/permission denied/);
  });
});

describe('短信', () => {
  test('模板没有短信文字的，短信只说有新消息，不带病情和姓名', async () => {
    await send({ to: { personId: newId() }, template: 'notice-test.illness', params: { name: '张小华' } });
    await send(accepted({ personId: newId() }));
    await send(accepted({ userId: 'wang' }));
    expect((await outbox()).map((m) => m.text).sort()).toEqual(
      [plainSms, '【民政】您的申请已受理，办件号XA202603020001。'].sort(),
    );
  });

  test('白天受理：马上发出，开发发件箱里看得到；再跑一次不重发', async () => {
    await send(accepted({ personId: newId() }));
    expect([await deliver(), await deliver()]).toEqual([1, 0]);
    expect(await outbox()).toMatchObject([
      {
        channel: 'sms',
        state: 'sent',
        attempts: 1,
        sentAt: shanghai('2026-03-02T10:00:00'),
        providerRef: expect.stringContaining('development:'),
      },
    ]);
  });

  test.each([
    ['20:59:59 可以发', '2026-03-02T20:59:59', '2026-03-02T20:59:59'],
    ['21:00 起等到次日 8:00', '2026-03-02T21:00:00', '2026-03-03T08:00:00'],
    ['月末夜里跨到下月', '2026-02-28T23:30:00', '2026-03-01T08:00:00'],
    ['凌晨等到当日 8:00', '2026-03-03T07:59:59', '2026-03-03T08:00:00'],
    ['8:00 可以发', '2026-03-03T08:00:00', '2026-03-03T08:00:00'],
  ])('夜间不打扰：%s', (_, at, then) => {
    expect(afterQuietHours(shanghai(at))).toBe(shanghai(then));
  });

  test('夜里办的件：站内消息立刻有，短信早上八点才发；傍晚没发完的也等到早上', async () => {
    const zhang = newId();
    await send(accepted({ personId: zhang }));
    city.clock.set(shanghai('2026-03-02T22:00:00'));
    await send(accepted({ personId: zhang }));
    expect(await titles(resident(zhang))).toHaveLength(2);
    expect(await deliver()).toBe(0);
    city.clock.set(shanghai('2026-03-03T07:59:59'));
    expect(await deliver()).toBe(0);
    city.clock.set(shanghai('2026-03-03T08:00:00'));
    expect(await deliver()).toBe(2);
  });

  test('短信通道坏了：办件照常，失败看得见，一分钟后再试；恢复后用同一编号发出', async () => {
    const ids: string[] = [];
    const broken: Adapters = {
      ...developmentAdapters,
      sms: {
        async send({ id }) {
          ids.push(id);
          if (ids.length === 1) throw new Error('通道无应答');
          return { ref: 'ref-2' };
        },
      },
    };
    await send(accepted({ personId: newId() }));
    expect(await deliver(broken)).toBe(0);
    expect(await outbox()).toMatchObject([
      { state: 'failed', attempts: 1, error: 'Error: 通道无应答', nextAt: shanghai('2026-03-02T10:01:00') },
    ]);
    expect(await deliver(broken)).toBe(0);
    city.clock.set(shanghai('2026-03-02T10:01:00'));
    expect(await deliver(broken)).toBe(1);
    expect(await outbox()).toMatchObject([{ state: 'sent', attempts: 2, error: null, providerRef: 'ref-2' }]);
    expect(ids[0]).toBe(ids[1]);
  });

  test('发到一半进程没了：占用五分钟后失效，由别的进程再发', async () => {
    await send(accepted({ personId: newId() }));
    await city.owner.query(`update outgoing_message set state = 'sending', attempts = 1, next_at = $1`, [
      shanghai('2026-03-02T10:05:00'),
    ]);
    expect(await deliver()).toBe(0);
    city.clock.set(shanghai('2026-03-02T10:05:00'));
    expect(await deliver()).toBe(1);
  });

  test('四个进程同时发一百二十条：每条只交给通道一次', async () => {
    await city.context.write(clerk, async (tx) => {
      for (let i = 0; i < 120; i++) await notify(tx, accepted({ personId: newId() }));
    });
    const ids: string[] = [];
    const counting: Adapters = { ...developmentAdapters, sms: { send: async ({ id }) => ({ ref: String(ids.push(id)) }) } };
    await Promise.all(Array.from({ length: 4 }, () => outbox())); // connections open, so that all begin at once
    await Promise.all(Array.from({ length: 4 }, () => deliver(counting)));
    expect([ids.length, new Set(ids).size]).toEqual([120, 120]);
  });

  test('连续运行时：提交后马上发', async () => {
    const delivery = startDelivery(city.context, developmentAdapters, {
      everyMs: 60_000,
      onError: (error) => expect.fail(String(error)),
    });
    await send(accepted({ personId: newId() }));
    await expect.poll(async () => (await outbox())[0]?.state, { timeout: 5000 }).toBe('sent');
    await delivery.stop();
  });
});

test('模板：同名不同文是程序错误；缺少要填的内容、没有这个模板，都不发半句话', async () => {
  expect(() => defineTemplates({ 'notice-test.illness': { title: '甲', text: '乙' } })).toThrow('defined twice');
  await expect(send({ to: { personId: newId() }, template: 'notice-test.accepted' })).rejects.toThrow('lacks {name}');
  await expect(send({ to: { personId: newId() }, template: 'nothing' })).rejects.toThrow('no template');
});
