/** 只剩孩子的家庭: the only adult has died; the guardian signs for the children, and the family can be checked and reviewed as any other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { idNumber } from '../../src/kernel/resident/fixtures.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let granted: string;

/** A mother with a pension of 600 and her son: 1600 − 600 = 1000, and 160 for the minor. */
const family = story({
  key: 'children-alone',
  title: '母亲去世，只剩孩子',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '19号',
  people: [
    { name: '甲监', sex: '女', birth: '1985-03-03', lives: lives.照护家人 },
    { name: '乙监', sex: '男', birth: '2014-03-03', relation: 'child', lives: lives.上学 },
  ],
  incomes: [monthly('self', 'employee-pension', 600)],
  expect: { outcome: 'eligible', amountFen: yuan(1160) },
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(family);
  clerk = await api.staff('xiang');
  granted = await carry(api, family, 'decided');
});
afterAll(() => api?.stop());

test('家里没有成年人：没填监护人的退回，写明怎么办；外婆作为监护人签名后，核对照常启动，授权记在她名下', async () => {
  api.clock.set('2026-04-20T01:00:00.000Z');
  const { personId } = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '甲监');
  await clerk.post(`/api/persons/${personId}/death/registration`, {
    diedOn: '2026-04-18',
    proof: 'cremation',
    number: '火化2026-1',
  });
  await api.run();
  const review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
  const offered = (await clerk.case(review)).allowedActions.find((a) => a.action === 'requestCheck')!;
  expect(offered.fields.map((f) => f.name)).toEqual(['consents', 'guardianName', 'guardianIdNumber']);
  const consents = [{ member: 'm1', signature: await clerk.upload('consent') }];
  expect(await clerk.actRefused(review, 'requestCheck', { consents })).toMatchObject({
    fields: [{ path: 'guardianName', message: '家里没有成年人，请填监护人并由其签名' }],
  });
  await clerk.act(review, 'requestCheck', { consents, guardianName: '丙监', guardianIdNumber: idNumber('1960-05-06') });
  expect((await clerk.case(review)).state).toBe('toCheck');
  const signed = await api.owner.query(
    `select p.name, g.name as guardian from consent c join person p on p.id = c.person_id join person g on g.id = c.guardian_id where c.case_id = $1`,
    [review],
  );
  expect(signed.rows).toEqual([{ name: '乙监', guardian: '丙监' }]);
});
