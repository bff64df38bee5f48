import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { type Actor, publicActor } from '../access/server.ts';
import { newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { defineSubscription, emit, makeDispatcher } from '../event/server.ts';
import { myMessages } from '../notice/server.ts';
import { faultOf, raiseDeliveryAlarm, retryStuck, stuck } from './server.ts';

const CITY = '421200000000';
const TOWN = '421202100000';
let broken = true;
const heard: string[] = [];
const listener = defineSubscription({
  name: 'monitor-test.listener',
  types: ['assistive-device.recalled'],
  async handle(_, event) {
    if (broken) throw new Error(`cannot handle “张小华” (420983199001011234) "${event.eventId}"`);
    heard.push(event.subject.id);
  },
});
const admin: Actor = {
  ...publicActor,
  kind: 'staff',
  id: newId(),
  name: '唐亮',
  role: 'sys-admin',
  division: CITY,
  ...scopeRange(CITY),
};

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
});
afterAll(() => city.drop());
const seen = () => city.context.read(admin, (tx) => stuck(tx));
const dispatch = () => makeDispatcher(city.context, [listener]).dispatch();
const alarms = async () =>
  (await city.context.read(admin, (tx) => myMessages(tx))).items.filter((m) => m.title === '有事情没有送到').map((m) => m.body);

describe('没有送到的', () => {
  test('失败的马上列出，只有件数、时间和原因，没有人；一天以后告警，一天一次；再试以后送到', async () => {
    const persons = [newId(), newId()];
    for (const personId of persons)
      await city.context.write(systemActor('test', CITY), (tx) =>
        emit(tx, {
          type: 'assistive-device.recalled',
          subject: { kind: 'calendar', id: personId },
          division: TOWN,
          payload: {},
        }),
      );
    expect(await seen()).toEqual([]);
    await dispatch();
    expect(await seen()).toMatchObject([
      {
        way: 'event',
        receiver: 'monitor-test.listener',
        matter: 'assistive-device.recalled',
        count: 2,
        attempts: 1,
        late: false,
      },
    ]);
    expect(JSON.stringify(await seen())).not.toMatch(/张小华|420983|019/);
    expect(await raiseDeliveryAlarm(city.context)).toBe(0);

    city.clock.set('2026-03-04');
    expect(await seen()).toMatchObject([{ late: true }]);
    const raised = await Promise.all([raiseDeliveryAlarm(city.context), raiseDeliveryAlarm(city.context)]);
    expect(raised.toSorted()).toEqual([0, 1]);
    expect(await alarms()).toEqual(['2件事超过一天没有送到，请到“接口和投递”查看原因。']);

    // As far as another attempt is away, the retry does not wait for it.
    await city.owner.query("update event_delivery set next_at = now() + interval '100 years'");
    expect(await dispatch()).toBe(0);
    broken = false;
    const group = { way: 'event', receiver: 'monitor-test.listener', matter: 'assistive-device.recalled' } as const;
    const retried = await city.context.write(admin, (tx) => retryStuck(tx, group));
    expect(retried).toMatchObject({ ok: true, value: { count: 2 } });
    expect(await dispatch()).toBe(2);
    expect(heard.toSorted()).toEqual(persons.toSorted());
    expect(await seen()).toEqual([]);
    expect(await city.context.write(admin, (tx) => retryStuck(tx, group))).toMatchObject({ code: 'NOTHING_STUCK' });
    const { rows } = await city.owner.query("select actor_name from audit_log where action = 'delivery.retried'");
    expect(rows).toEqual([{ actor_name: '唐亮' }]);
    city.clock.set('2026-03-05');
    expect(await raiseDeliveryAlarm(city.context)).toBe(0);
  });

  test('没有人处理满一天的也列出，差一点的不列', async () => {
    await city.context.write(systemActor('test', CITY), (tx) =>
      emit(tx, { type: 'assistive-device.recalled', subject: { kind: 'calendar', id: newId() }, division: TOWN, payload: {} }),
    );
    const told = Date.parse(city.clock.now());
    city.clock.set(new Date(told + 24 * 3_600_000).toISOString());
    expect(await seen()).toEqual([]);
    city.clock.set(new Date(told + 24 * 3_600_000 + 1000).toISOString());
    expect(await seen()).toMatchObject([{ count: 1, attempts: 0, error: null, late: true }]);
  });

  test('原因里的引文、号码、括号里的话不显示', () => {
    expect(faultOf('Error: 网关答复 503')).toBe('Error: 网关答复 503');
    expect(faultOf('Error: 找不到“张小华” 13812345678\nat line 1')).toBe('Error: 找不到… …');
    expect(faultOf(null)).toBeNull();
  });
});
