/** 调查核对: what the village is asked for, and how a page follows the departments' answers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, carry, startApi } from '../../../../tests/api.ts';
import { storyOf } from '../demonstration/index.ts';
import { desksOf } from '../demonstration/path.ts';

let api: Api;
let caseId: string;
const story = storyOf('rigid-sick');
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(story);
  caseId = await carry(api, story, 'toCheck');
});
afterAll(() => api?.stop());

test('村里收到的是请配合入户调查，不说到了他这一步：办件在乡镇手里', async () => {
  const { rows } = await api.owner.query('select title, body from message where case_id = $1 and to_performer = $2', [
    caseId,
    'village-worker',
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0].title).toBe('请配合入户调查');
  expect(rows[0].body).toContain(`${story.form.applicant.name}的`);
  expect(rows[0].body).not.toContain('到了您这一步');
});

test('已答复几项随时可以问，不留查看记录；居民问不到', async () => {
  const checker = await api.staff(desksOf(story).checker);
  const at = `/api/cases/${caseId}/verification/progress`;
  await checker.act(caseId, 'startCheck');
  const looked = async () =>
    (await api.owner.query("select count(*)::int as n from audit_log where action in ('verification.viewed', 'case.view')"))
      .rows[0].n;
  const before = await looked();
  const asked = await checker.get(at);
  expect(asked).toMatchObject({ answered: 0 });
  await api.run();
  expect(await checker.get(at)).toEqual({ answered: asked.asked, asked: asked.asked });
  expect(await looked()).toBe(before);
  expect((await (await api.resident(story)).call('GET', at)).status).toBe(403);
});
