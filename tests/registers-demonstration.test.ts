/** 演示城市里的法制和宣传台账: every step of it is one that the rules let through, and its limits run on the opening day. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playLegal } from '../src/domains/planning-statistics/demonstration/legal.ts';
import { makePlayers } from '../src/domains/social-assistance/demonstration/players.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const players = makePlayers(api.context);
  await playLegal(api.context, players.staff);
  await players.leave();
});
afterAll(() => api?.stop());

test('开场那天：一份文件审到第9个工作日，一项标准待备案，三件执法结果在公示期限里，两份草案正在征求意见', async () => {
  const clerk = await api.staff('shi');
  const list = async (key: string) =>
    ((await clerk.get(`/api/registers/${key}`)).rows as { title: string; stateZh: string; dueOn: string | null }[]).map((r) => [
      r.title,
      r.stateZh,
      r.dueOn,
    ]);
  expect(await list('normative-document')).toContainEqual(['咸宁市临时救助工作实施细则', '合法性审核', '2026-09-09']);
  expect(await list('local-standard')).toEqual([['DB4212/T 18—2026 居家养老探访服务规范', '已发布，待备案', '2026-09-18']]);
  expect((await list('enforcement')).map(([, state, due]) => [state, due])).toEqual([
    ['已决定，待公示', '2026-09-17'],
    ['已决定，待公示', '2026-09-03'],
    ['已公示', null],
  ]);
  const page = (await api.visitor().call('GET', '/consultations')).body as string;
  expect(page).toContain('十五五');
  expect(page).toContain('全市养老机构布局规划调整（征求意见稿）');
  const guide = (await api.visitor().call('GET', '/services/PS-02')).body as string;
  expect(guide).toContain('href="/consultations"');
});
