/** 监督 of the demonstration city: what a newcomer finds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { openHomes } from './homes.ts';
import { playSupervision } from './supervision.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.context.write(systemActor('demonstration', api.context.city), openHomes);
  const stage = { context: api.context, filesDir: api.filesDir, moveTo: () => undefined };
  await playSupervision(stage);
  // A start that was cut short goes on: nothing is played twice.
  await playSupervision(stage);
  await api.run();
});
afterAll(() => api?.stop());

test('抽完的一次，谁都能打开；隐患每种状态都有一处，有一处安全出口上锁、暂停新收住', async () => {
  const city = await api.staff('shi');
  const { draws } = await city.get('/api/care-supervision/draws');
  expect(draws).toMatchObject([{ no: 'DR-2026-2-01', stateZh: '已抽取', drawn: 3 }]);
  const page = (await api.visitor().call('GET', `/draws/${draws[0].no}`)).body;
  expect(page).toContain('data-draw=');
  expect((await api.visitor().call('GET', '/draws')).body).toContain('疏散通道、安全出口锁闭、堵塞');
  const dangers = await city.get('/api/care-supervision/dangers');
  expect(dangers.funnel.filter((f: { n: number }) => f.n === 0)).toEqual([]);
  expect(dangers.rows.filter((d: { supervised: boolean }) => d.supervised)).toMatchObject([
    { objectName: '温泉康乐养老公寓', place: '一楼东侧安全出口' },
  ]);
  expect(dangers.rows.find((d: { place: string }) => d.place === '后院车棚').overdueZh).toBe('转立案');
});

test('一次检查等着去，派到的人手机上看得到；三级机构的等级快到期', async () => {
  const lead = await api.staff('zhifa1');
  const { rows } = await lead.get('/api/care-supervision/tasks?state=open');
  expect(rows.map((row: { objectName: string }) => row.objectName)).toEqual(['官埠桥镇农村福利院']);
  const own = await (await api.staff('yuanzhang')).get('/api/care-supervision/standings/own');
  expect(own).toMatchObject({ level: 3, validTo: '2026-12-19', forMonth: { level: 3 } });
});
