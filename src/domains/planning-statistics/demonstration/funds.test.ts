/** The money and the purchases of the demonstration city: what a newcomer finds in them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { openProvider } from './fixtures.ts';
import { playFunds } from './funds.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await openProvider(api.context);
  const stage = { context: api.context, filesDir: api.filesDir };
  await playFunds(stage);
  // A start that was cut short goes on: nothing is played twice.
  await playFunds(stage);
  await api.run();
});
afterAll(() => api?.stop());

test('每种情形都有一个：闲置的、差异、待审核、待复核、待支付、退票、没有公开的、养老占比没有达到的', async () => {
  const finance = await api.staff('caiwu');
  const board = await finance.get('/api/funds');
  expect(board.accounts).toMatchObject([{ name: '咸安区民政资金专户', owed: ['2026-08'], openDifferences: 1 }]);
  expect(board.toPublish).toBeGreaterThan(0);
  expect((await finance.get('/api/funds/idle')).rows.map((r: { name: string }) => r.name)).toContain('困境儿童关爱保护补助');
  const states = (await finance.get('/api/funds/payments')).rows.map((r: { state: string }) => r.state);
  expect(new Set(states)).toEqual(new Set(['made', 'checked', 'paid', 'bounced']));
  expect((await finance.get('/api/funds/allocations?state=made')).rows).toHaveLength(1);
  const { shares } = await (await api.staff('shi')).get('/api/funds/shares');
  const of = (name: string) => shares.find((row: { divisionName: string }) => row.divisionName === name);
  // 市里退回了12万：养老1188万，合计1988万
  expect([of('咸宁市').percent, of('咸宁市').verdict]).toEqual(['59.8%', 'met']);
  expect([of('咸安区').percent, of('咸安区').verdict]).toEqual(['53.3%', 'missed']);
  expect(of('嘉鱼县').verdict).toBe('none');
  // 社会办：咸安区用于养老的80万都给了社会办，市里一分没有
  expect([of('咸安区').privatePercent, of('咸安区').privateVerdict]).toEqual(['100.0%', 'met']);
  expect([of('咸宁市').privatePercent, of('咸宁市').privateVerdict]).toEqual(['0.0%', 'missed']);
});

test('合同：一份履行中、有节点到期和付款申请，一份评了91分；一份公告在报名', async () => {
  const buyer = await api.staff('shi');
  const { rows } = await buyer.get('/api/purchases/contracts');
  expect(rows).toMatchObject([
    { no: '咸安民购-2026-03', state: 'running', nextName: '半年服务' },
    { no: '咸民购-2026-01', state: 'finished', score: 91 },
  ]);
  const { notices } = await buyer.get('/api/purchases');
  expect(notices.map((n: { stateZh: string; signedUp: number }) => [n.stateZh, n.signedUp])).toEqual([
    ['报名中', 1],
    ['已成交', 3],
  ]);
});
