/** 能力评估的内容保存十年: then scores, diagnoses and signatures are erased; that it was made, when and by whom, stays. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './api.ts';
import { elderDesk, W2 } from './elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  desk = await elderDesk(api);
});
afterAll(() => api?.stop());

test('满十年的抹去，差一天的留着；抹去以后还看得到哪天评的、评过', async () => {
  const ids = await desk.assessors();
  const first = await api.staff('pinggu1');
  const made: string[] = [];
  for (const name of ['王桂兰', '李桂兰']) {
    const id = await desk.apply(desk.clerk, await desk.elder(name), { reason: 'first' });
    await desk.clerk.act(id, 'accept');
    await desk.county.act(id, 'assign', { first: ids.pinggu1, second: ids.pinggu2, plannedOn: api.clock.today() });
    await first.act(id, 'score', await desk.scoring(first, W2));
    made.push(id);
  }
  // 十年以前评的：一件昨天满十年，一件今天满
  for (const [i, scoredOn] of ['2016-03-02', '2016-03-03'].entries())
    await api.owner.query('update capacity_assessment set scored_on = $2 where case_id = $1', [made[i], scoredOn]);
  await api.moveTo('2026-03-03');
  const { rows } = await api.owner.query(
    `select content is null as gone, forgotten_on::text, scored_on::text, cardinality(assessor_names) as two from capacity_assessment order by scored_on`,
  );
  expect(rows).toEqual([
    { gone: true, forgotten_on: '2026-03-03', scored_on: '2016-03-02', two: 2 },
    { gone: false, forgotten_on: null, scored_on: '2016-03-03', two: 2 },
  ]);
  // 库里也不让：没有满期不能抹去内容
  await expect(api.owner.query(`update capacity_assessment set content = null where forgotten_on is null`)).rejects.toMatchObject(
    { constraint: 'capacity_assessment_scored' },
  );
  expect(api.errors).toEqual([]);
});
