import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, requestId, startApi } from '../../../../tests/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
});
afterAll(() => api?.stop());

const meeting = (more: Record<string, unknown> = {}) => ({
  requestId: requestId(),
  input: {
    heldOn: '2026-08-31',
    topic: '第三季度协调会',
    units: ['民政局', '医疗保障局'],
    minutes: '研究医疗自付费用较高家庭的衔接办法。',
    tasks: [{ unit: '医疗保障局', matter: '每月报送名单', dueOn: '2026-09-05' }],
    ...more,
  },
});

test('登记会议和议定事项；到期前一天提醒一次；办结后不能再办；别的县看不见', async () => {
  const county = await api.staff('xian');
  await county.post('/api/coordination', meeting());
  const reminded = async (): Promise<number> =>
    (await county.get('/api/messages')).items.filter((m: { title: string }) => m.title === '议定事项到期').length;
  await api.moveTo('2026-09-03');
  expect(await reminded()).toBe(0);
  await api.moveTo('2026-09-04');
  expect(await reminded()).toBe(1);
  await api.moveTo('2026-09-06');
  expect(await reminded()).toBe(1);
  const [shown] = (await county.get('/api/coordination')).rows;
  expect(shown).toMatchObject({ topic: '第三季度协调会', minutes: '研究医疗自付费用较高家庭的衔接办法。' });
  expect(shown.tasks[0]).toMatchObject({ matter: '每月报送名单', late: true, doneOn: null });
  const done = () => ({ requestId: requestId(), input: { result: '名单已报送' } });
  await county.post(`/api/coordination/tasks/${shown.tasks[0].id}/done`, done());
  expect((await county.refused(`/api/coordination/tasks/${shown.tasks[0].id}/done`, done())).code).toBe('COORDINATION_DONE');
  expect((await county.get('/api/coordination')).rows[0].tasks[0]).toMatchObject({ result: '名单已报送', late: false });
  const stored = (await api.owner.query('select minutes::text as minutes from coordination_meeting')).rows[0].minutes;
  expect(stored).not.toContain('医疗');
  expect(
    (await api.owner.query("select count(*)::int as n from coordination_task where division like '421221%'")).rows[0].n,
  ).toBe(0);
});

test('会议日期不能晚于今天，议定事项的期限不能早于会议日期', async () => {
  const county = await api.staff('xian');
  expect((await county.refused('/api/coordination', meeting({ heldOn: '2026-12-01' }))).status).toBe(422);
  const tasks = [{ unit: '医疗保障局', matter: '每月报送名单', dueOn: '2026-08-30' }];
  expect((await county.refused('/api/coordination', meeting({ tasks }))).fields[0]?.path).toBe('tasks.0.dueOn');
});
