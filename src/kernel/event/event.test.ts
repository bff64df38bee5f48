import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { type Actor, publicActor, systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import {
  type DomainEvent,
  defineSubscription,
  emit,
  makeDispatcher,
  type NewEvent,
  retryDelayMs,
  undeliveredEvents,
} from './server.ts';
import { subscribersOf } from './subscription.ts';

const CITY = '421200000000';
const TOWN = '421202001000';
const clerk: Actor = {
  ...publicActor,
  ...scopeRange(TOWN),
  kind: 'staff',
  id: 'user-1',
  name: '王敏',
  role: 'township-clerk',
  division: TOWN,
};

/** What the subscriber under test does; each test sets it. */
let behave: (tx: Tx, event: DomainEvent) => Promise<void>;
let heard: string[] = [];
const assistance = defineSubscription({
  name: 'event-test.assistance',
  types: ['person.died', 'person.death.revoked'],
  handle: (tx, event) => behave(tx, event),
});
const statistics = defineSubscription({ name: 'event-test.statistics', types: ['person.died'], handle: async () => {} });

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext();
  await city.owner.query(`create table handled_work (event_id uuid not null, at timestamptz not null default clock_timestamp())`);
});
afterAll(() => city.drop());
beforeEach(async () => {
  await city.owner.query('truncate event_delivery, domain_event, handled_work');
  heard = [];
  behave = async (tx, event) => {
    heard.push(`${event.type} ${event.payload.n ?? ''}`.trim());
    await tx.run(sql`insert into handled_work (event_id) values (${event.eventId})`);
  };
});

const died = (personId: string, more: Partial<NewEvent> = {}): NewEvent => ({
  type: 'person.died',
  subject: { kind: 'person', id: personId },
  division: TOWN,
  payload: { personId, diedOn: '2026-03-01' },
  ...more,
});
const tell = (event: NewEvent, actor = clerk) => city.context.write(actor, (tx) => emit(tx, event));
const dispatcher = (...subscriptions: (typeof assistance)[]) => makeDispatcher(city.context, subscriptions);
const works = async (): Promise<number> => (await city.owner.query('select 1 from handled_work')).rowCount!;
const failed = (actor: Actor = systemActor('monitor', CITY)) => city.context.read(actor, (tx) => undeliveredEvents(tx));

describe('发出', () => {
  test('死亡核实与事件同一事务：办理撤回则事件也没有', async () => {
    await city.context.write(clerk, async (tx) => {
      await emit(tx, died(newId()));
      throw new Rollback(null);
    });
    expect((await city.owner.query('select 1 from domain_event')).rowCount).toBe(0);
    expect(await dispatcher(assistance).dispatch()).toBe(0);
  });

  test('事件带全信封：发生时间与记录时间分开，来源、敏感级、关联号都在', async () => {
    const person = newId();
    const received: DomainEvent[] = [];
    behave = async (_, event) => {
      received.push(event);
    };
    const sent = await tell(died(person, { occurredAt: '2026-02-28T16:00:00.000Z' }));
    await dispatcher(assistance).dispatch();
    expect(received).toEqual([sent]);
    expect(sent).toMatchObject({
      version: 1,
      source: 'staff',
      sensitivity: 'personal',
      correlationId: sent.eventId,
      occurredAt: '2026-02-28T16:00:00.000Z',
      recordedAt: '2026-03-02T04:00:00.000Z',
    });
  });

  test('目录里没有的名称、市外的地区：是程序错误，拒绝', async () => {
    await expect(tell(died(newId(), { type: 'person.vanished' as 'person.died' }))).rejects.toThrow('not in the catalogue');
    await expect(tell(died(newId(), { division: '421300000000' }))).rejects.toThrow('outside the city');
  });
});

describe('投递', () => {
  test('两个订阅方各得一次；再投一遍什么也不发生', async () => {
    await tell(died(newId()));
    expect(await dispatcher(assistance, statistics).dispatch()).toBe(2);
    expect(await dispatcher(assistance, statistics).dispatch()).toBe(0);
    expect([heard, await works()]).toEqual([['person.died'], 1]);
  });

  test('没有订阅的事件类型不投递；订阅方不在本进程则留着等它', async () => {
    await tell({ ...died(newId()), type: 'person.moved' });
    await tell(died(newId()));
    expect(await dispatcher(statistics).dispatch()).toBe(1);
    expect(heard).toEqual([]);
    expect(await dispatcher(assistance).dispatch()).toBe(1);
  });

  test('两个投递进程同时处理六十个事件：每个只办一次', async () => {
    for (let i = 0; i < 60; i++) await tell(died(newId()));
    const counts = await Promise.all([dispatcher(assistance).dispatch(), dispatcher(assistance).dispatch()]);
    await dispatcher(assistance).dispatch();
    expect(counts[0]! + counts[1]!).toBe(60);
    expect((await city.owner.query('select event_id from handled_work group by event_id having count(*) > 1')).rowCount).toBe(0);
    expect(await works()).toBe(60);
  });

  test('同一个人的事件按先后处理：前一个失败，后一个等着；别人的不受影响', async () => {
    const [zhang, li] = [newId(), newId()];
    const recover = behave;
    behave = async (tx, event) => {
      if (event.payload.n === 1) throw new Error('台账锁定');
      await recover(tx, event);
    };
    await tell(died(zhang, { payload: { n: 1 } }));
    await tell(died(zhang, { type: 'person.death.revoked', payload: { n: 2 } }));
    await tell(died(li, { payload: { n: 3 } }));
    expect(await dispatcher(assistance).dispatch()).toBe(1);
    expect(heard).toEqual(['person.died 3']);
    behave = recover;
    expect(await dispatcher(assistance).dispatch()).toBe(0); // not before its time
    city.clock.set(new Date(Date.parse(city.clock.now()) + retryDelayMs(1)).toISOString());
    expect(await dispatcher(assistance).dispatch()).toBe(2);
    expect(heard).toEqual(['person.died 3', 'person.died 1', 'person.death.revoked 2']);
  });

  test('处理失败：它写下的都撤销，原因看得见，间隔越来越长，成功后不再列出', async () => {
    const recover = behave;
    behave = async (tx, event) => {
      await recover(tx, event);
      throw new Error('参数缺失');
    };
    const errors: unknown[] = [];
    const event = await tell(died(newId()));
    const failing = makeDispatcher(city.context, [assistance], { onError: (error) => errors.push(error) });
    expect(await failing.dispatch()).toBe(0);
    expect(await works()).toBe(0);
    const later = (ms: number) => new Date(Date.parse(city.clock.now()) + ms).toISOString();
    expect(await failed()).toEqual([
      {
        receiver: assistance.name,
        matter: 'person.died',
        count: 1,
        oldest: event.recordedAt,
        attempts: 1,
        nextAt: later(10_000),
        error: 'Error: 参数缺失',
      },
    ]);
    city.clock.set(later(10_000));
    await failing.dispatch();
    expect(await failed()).toMatchObject([{ attempts: 2, nextAt: later(20_000) }]);
    expect(errors).toHaveLength(2);
    behave = recover;
    city.clock.set(later(20_000));
    expect(await failing.dispatch()).toBe(1);
    expect(await failed()).toEqual([]);
    expect(await works()).toBe(1);
  });

  test('订阅方悄悄撤回自己的事务，不当作办成', async () => {
    behave = async () => {
      throw new Rollback(true);
    };
    await tell(died(newId()));
    expect(await dispatcher(assistance).dispatch()).toBe(0);
    expect(await failed()).toMatchObject([{ attempts: 1 }]);
  });

  test('连续运行时：提交后马上处理，停止后不再处理', async () => {
    const running = makeDispatcher(city.context, [assistance], { everyMs: 60_000 });
    running.start();
    await tell(died(newId()));
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1);
    await running.stop();
    await tell(died(newId()));
    expect(heard).toHaveLength(1);
  });

  test('失败清单按订阅方和事件合起来：七十件是一行', async () => {
    behave = async () => {
      throw new Error('x');
    };
    await city.context.write(clerk, async (tx) => {
      for (let i = 0; i < 70; i++) await emit(tx, died(newId()));
    });
    await dispatcher(assistance).dispatch();
    expect(await failed()).toMatchObject([{ receiver: assistance.name, count: 70 }]);
    expect(await failed(publicActor)).toEqual([]);
  });
});

test('行级安全：别的乡镇和没有身份的人看不到事件和投递，事件不能改不能删', async () => {
  await tell(died(newId()));
  const count = (actor: Actor) =>
    city.context.read(actor, async (tx) => [
      (await tx.rows(sql`select 1 from domain_event`)).length,
      (await tx.rows(sql`select 1 from event_delivery`)).length,
    ]);
  expect(await count(clerk)).toEqual([1, subscribersOf('person.died').length]);
  expect(await count({ ...clerk, ...scopeRange('421202002000') })).toEqual([0, 0]);
  expect(await count(publicActor)).toEqual([0, 0]);
  for (const statement of [
    sql`update domain_event set version = 2`,
    sql`delete from domain_event`,
    sql`delete from event_delivery`,
  ])
    await expect(city.context.write(clerk, (tx) => tx.run(statement))).rejects.toThrow(/permission denied/);
});

test('居民办事也能发出事件（他自己看不到事件表）', async () => {
  const person = newId();
  await tell(died(person), {
    ...publicActor,
    kind: 'resident',
    id: person,
    role: 'resident',
    personId: person,
    ownPersonId: person,
  });
  expect(await dispatcher(assistance).dispatch()).toBe(1);
});
