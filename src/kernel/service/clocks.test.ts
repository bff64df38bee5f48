import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { publicActor, systemActor } from '../access/index.ts';
import { myMessages } from '../notice/server.ts';
import { loadParameters } from '../policy/server.ts';
import { idNumber, register, residentActor } from '../resident/fixtures.ts';
import type { PlainDate } from '../schema/index.ts';
import { codeOf, hand, must, openTest, perform, testItem } from './fixtures.ts';
import {
  caseView,
  getCase,
  objectionsOfCase,
  objectTo,
  publicNotices,
  publishItems,
  raiseAlerts,
  runCaseTimers,
  workCounts,
} from './server.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
const 清溪县 = '990121000000';
const clerk = hand(石桥镇, 'township-clerk');
const leader = hand(石桥镇, 'township-leader');
const confirmer = hand(清溪县, 'county-leader', { duty: 'county-confirmer' });
const countyLeader = hand(清溪县, 'county-leader');

let city: Awaited<ReturnType<typeof freshContext>>;
const system = () => systemActor('test', city.context.city);
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

async function opened(on: PlainDate, name = '张小华') {
  city.clock.set(on);
  const personId = await city.context.write(system(), (tx) =>
    register(tx, { name, division: 上坪村, idNumber: idNumber('1980-05-06', '990121') }),
  );
  return { personId, ...must(await openTest(city.context, clerk, { personId, name, division: 上坪村 })) };
}
const stored = async (id: string) => must(await city.context.read(system(), (tx) => getCase(tx, id)));
const noticeOf = async (id: string) =>
  (await city.context.read(system(), (tx) => tx.one<{ id: string }>(sql`select id from public_notice where case_id = ${id}`))).id;
let requests = 0;
const objecting = (noticeId: string, name = '李四') =>
  objectTo(city.context, { noticeId, text: '他家有小汽车', name, phone: '13800000000', requestId: `objection-${++requests}` });

describe('期限（算例 W5）', () => {
  test('3月2日受理：初审不迟于3月16日，全部手续30个工作日到4月14日；公示3月16日张贴，3月23日24时止', async () => {
    const { id } = await opened('2026-03-02');
    must(await perform(city.context, clerk, id, 'accept'));
    expect(await stored(id)).toMatchObject({ dueOn: '2026-03-16', totalDueOn: '2026-04-14' });
    city.clock.set('2026-03-16');
    must(await perform(city.context, leader, id, 'post'));
    expect(await stored(id)).toMatchObject({
      state: 'onNotice',
      enteredOn: '2026-03-16',
      dueOn: '2026-03-23',
      amberOn: '2026-03-21',
      redOn: '2026-03-23',
    });
    city.clock.set('2026-03-23T15:59:59.000Z'); // 23:59:59 in Shanghai
    expect(await runCaseTimers(city.context)).toBe(0);
    city.clock.set('2026-03-23T16:00:00.000Z'); // 3月24日零时
    expect(await runCaseTimers(city.context)).toBe(1);
    expect(await runCaseTimers(city.context)).toBe(0);
    // 县级10个工作日：清明4月4日至6日放假
    expect(await stored(id)).toMatchObject({
      state: 'confirming',
      enteredOn: '2026-03-24',
      dueOn: '2026-04-08',
      totalDueOn: '2026-04-14',
    });
  });

  test('有异议：延长为45个工作日，到5月8日', async () => {
    const { id } = await opened('2026-03-02');
    must(await perform(city.context, clerk, id, 'accept'));
    must(await perform(city.context, leader, id, 'post'));
    must(await objecting(await noticeOf(id)));
    expect(await stored(id)).toMatchObject({ state: 'objected', totalDueOn: '2026-05-08', flags: ['objection', 'extended'] });
  });

  test('页面上的算法：逐日说明，清明不计入，第30日是4月14日', async () => {
    const { id } = await opened('2026-03-02');
    must(await perform(city.context, clerk, id, 'accept'));
    const view = must(await city.context.write(clerk, (tx) => caseView(tx, id)));
    const total = view.clocks.find((c) => c.label.startsWith('全部手续'))!;
    expect(total).toMatchObject({ startOn: '2026-03-02', limit: '30个工作日', dueOn: '2026-04-14' });
    expect(total.days.filter((d) => d.counted)).toHaveLength(30);
    expect(total.days.find((d) => d.date === '2026-04-06')).toMatchObject({ counted: false });
    expect(view.timeline.map((s) => s.status)).toEqual(['done', 'now', 'ahead', 'ahead', 'ahead']);
  });
});

describe('提醒', () => {
  const alertsOf = async (id: string) =>
    (await city.owner.query(`select level from case_alert where case_id = '${id}' order by raised_at, level`)).rows.map(
      (r) => r.level,
    );
  const bodies = async (actor: typeof clerk, id: string) =>
    (await city.context.read(actor, (tx) => myMessages(tx))).items.filter((m) => m.caseId === id).map((m) => m.title);

  test('初审10个工作日：第7日黄、第9日红、次日超期，各提醒一次；超期时县级负责人也知道', async () => {
    const { id } = await opened('2026-06-01');
    must(await perform(city.context, clerk, id, 'accept'));
    const kase = await stored(id);
    expect(kase).toMatchObject({ dueOn: '2026-06-15', amberOn: '2026-06-10', redOn: '2026-06-12' });
    for (const on of ['2026-06-09', '2026-06-10', '2026-06-11', '2026-06-12', '2026-06-15'] as const) {
      city.clock.set(on);
      await raiseAlerts(city.context);
      await raiseAlerts(city.context);
    }
    expect(await alertsOf(id)).toEqual(['amber', 'red']);
    // 同一环节里记一笔不重新提醒
    must(await perform(city.context, leader, id, 'note', { text: '查过' }));
    await raiseAlerts(city.context);
    expect(await alertsOf(id)).toEqual(['amber', 'red']);
    city.clock.set('2026-06-16');
    await Promise.all([raiseAlerts(city.context), raiseAlerts(city.context)]);
    expect(await alertsOf(id)).toEqual(['amber', 'red', 'overdue']);
    expect(await bodies(leader, id)).toEqual(['已超期', '快到期', '快到期']);
    const { rows } = await city.owner.query(
      `select count(*)::int as n from domain_event where type = 'case.deadline.missed' and subject_id = '${id}'`,
    );
    expect(rows[0].n).toBe(1);
    // 到了下一环节，重新计
    must(await perform(city.context, leader, id, 'post'));
    city.clock.set('2026-06-24');
    await runCaseTimers(city.context);
    city.clock.set('2026-07-31');
    await raiseAlerts(city.context);
    // 全部手续也过了（7月14日）：各说各的
    expect(await alertsOf(id)).toEqual(['amber', 'red', 'overdue', 'overdue', 'overdue']);
    expect(await bodies(confirmer, id)).toEqual(['全部手续已超期', '已超期']);
    expect(await bodies(countyLeader, id)).toEqual(['全部手续已超期', '已超期', '已超期']);
  });

  test('公示到期不是谁超期：提醒先于定时运行也不报超期', async () => {
    const { id } = await opened('2026-08-03');
    must(await perform(city.context, clerk, id, 'accept'));
    must(await perform(city.context, leader, id, 'post'));
    city.clock.set('2026-08-11');
    await raiseAlerts(city.context);
    expect(await alertsOf(id)).toEqual([]);
    await runCaseTimers(city.context);
    expect((await stored(id)).state).toBe('confirming');
  });
});

describe('公示和异议', () => {
  const onNotice = async (on: PlainDate, name?: string) => {
    const kase = await opened(on, name);
    must(await perform(city.context, clerk, kase.id, 'accept'));
    must(await perform(city.context, leader, kase.id, 'post'));
    return { ...kase, noticeId: await noticeOf(kase.id) };
  };

  test('公示对所有人可见，但没有全名；办件本身访客看不到', async () => {
    const { id } = await onNotice('2026-09-01', '欧阳小华');
    const rows = await city.context.read(publicActor, (tx) => publicNotices(tx, {}));
    const row = rows.find((r) => r.caseId === id)!;
    expect(row).toMatchObject({ applicantMasked: '欧**华', postedOn: '2026-09-01', endsOn: '2026-09-08' });
    expect(JSON.stringify(rows)).not.toContain('欧阳小华');
  });

  test('两人先后提出：第一份转入异议处理，第二份并入；两份都在，姓名电话只在密文里', async () => {
    const { id, noticeId } = await onNotice('2026-09-02');
    must(await objecting(noticeId, '李四'));
    must(await objecting(noticeId, '钱五'));
    expect((await stored(id)).seq).toBe(4);
    const objections = await city.context.read(clerk, (tx) => objectionsOfCase(tx, id));
    expect(objections.map((o) => [o.name, o.state])).toEqual([
      ['李四', 'open'],
      ['钱五', 'open'],
    ]);
    const { rows } = await city.owner.query(`select encode(content, 'escape') as text from objection where case_id = '${id}'`);
    expect(JSON.stringify(rows)).not.toMatch(/李四|13800000000/);
    must(await perform(city.context, clerk, id, 'settle'));
    expect((await city.context.read(clerk, (tx) => objectionsOfCase(tx, id))).map((o) => o.state)).toEqual([
      'dismissed',
      'dismissed',
    ]);
  });

  test('两人同时提出：两份都收下', async () => {
    const { id, noticeId } = await onNotice('2026-09-02');
    const both = await Promise.all(['李四', '钱五', '孙六'].map((name) => objecting(noticeId, name)));
    expect(both.map(codeOf)).toEqual(['OK', 'OK', 'OK']);
    expect(await city.context.read(clerk, (tx) => objectionsOfCase(tx, id))).toHaveLength(3);
  });

  test('第7日还可以提，第8日起不收，说明监督电话', async () => {
    const { id, noticeId } = await onNotice('2026-09-03');
    city.clock.set('2026-09-11');
    const late = await objecting(noticeId);
    expect(late).toMatchObject({ ok: false, code: 'NOTICE_OVER', params: { ends: '2026-09-10', telephone: '0999-0000003' } });
    expect(await city.context.read(clerk, (tx) => objectionsOfCase(tx, id))).toEqual([]);
    city.clock.set('2026-09-10T15:59:00.000Z');
    must(await objecting(noticeId));
  });

  test('申请人在公示期撤回：公示随之撤下，不能再提异议', async () => {
    const { id, personId, noticeId } = await onNotice('2026-09-07');
    must(await perform(city.context, residentActor(personId), id, 'withdraw'));
    const rows = await city.context.read(system(), (tx) => publicNotices(tx, {}));
    expect(rows.map((r) => r.caseId)).not.toContain(id);
    expect(codeOf(await objecting(noticeId))).toBe('NOT_FOUND');
  });

  test('别的居民不能撤下公示', async () => {
    const { id } = await onNotice('2026-09-07');
    const { personId } = await opened('2026-09-07');
    const changed = await city.context.write(residentActor(personId), (tx) =>
      tx.run(sql`update public_notice set withdrawn_on = ${tx.today} where case_id = ${id}`),
    );
    expect(changed).toBe(0);
  });

  test('一件资料损坏的办件不挡住别的公示到期，系统说出是哪一件', async () => {
    const stuck = await onNotice('2026-10-09');
    const other = await onNotice('2026-10-09');
    await city.owner.query(`update service_case set form = 'x' where id = '${stuck.id}'`);
    city.clock.set('2026-10-17');
    await expect(runCaseTimers(city.context)).rejects.toThrow(/^1 case timers failed/);
    expect((await stored(other.id)).state).toBe('confirming');
    await city.owner.query(
      `update service_case set state = 'withdrawn', holder = null, closed_at = now(), outcome = 'withdrawn' where id = '${stuck.id}'`,
    );
  });
});

test('数量是列表的数量：超期、今天到期、我的、全部', async () => {
  const before = await city.context.read(clerk, workCounts);
  await opened('2026-12-01');
  const after = await city.context.read(clerk, workCounts);
  expect(after.mine).toBe(before.mine + 1);
  expect(after.all).toBe(before.all + 1);
});
