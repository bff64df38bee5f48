/** 入库申报 and 规划任务 of the demonstration city: what a newcomer finds. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { playEntries } from './entries.ts';
import { playProjects } from './projects.ts';
import { playTasks } from './tasks.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, filesDir: api.filesDir };
  await playProjects(stage, path.resolve(import.meta.dirname, '../../../../cities/xianning'));
  // A start that was cut short goes on: nothing is played twice.
  for (const play of [playEntries, playEntries]) await play(api.context);
  for (const play of [playTasks, playTasks]) await play(stage);
  await api.run();
});
afterAll(() => api?.stop());

test('申报的四种情形各有一件：已入库并开工、待市审定、待县核、退回待改', async () => {
  const { rows, states } = await (await api.staff('shi')).get('/api/projects/entries');
  expect(rows).toHaveLength(4);
  expect(states.map((s: { entries: number }) => s.entries)).toEqual([1, 1, 1, 1, 0]);
  const { rows: entered } = await (await api.staff('shi')).get('/api/projects?entered=1');
  expect(entered.map((row: { name: string; stage: string }) => [row.name, row.stage])).toEqual([
    ['汀泗桥镇古塘村互助养老服务点', 'started'],
  ]);
});

test('任务：有完成的、逾期的、待核的、调整过的、等审定的', async () => {
  const { counts, rows } = await (await api.staff('shiling')).get('/api/plan-tasks');
  expect(counts).toMatchObject({ tasks: 13, toCheck: 1 });
  expect(counts.states.map((s: { tasks: number }) => s.tasks)).toEqual([9, 0, 2, 2, 0]);
  const late = rows.find((row: { text: string }) => row.text.startsWith('编制年度实施计划'));
  expect(late).toMatchObject({ state: 'done', late: 3 });
  const asked = rows.find((row: { text: string }) => row.text.startsWith('乡镇社工站持证'));
  const { changes } = await (await api.staff('shiling')).get(`/api/plan-tasks/${asked.id}`);
  expect(changes[0].offers.map((o: { zh: string }) => o.zh)).toEqual(['同意调整', '不同意']);
  expect(api.errors).toEqual([]);
});
