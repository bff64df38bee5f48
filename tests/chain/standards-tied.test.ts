/** 特困 is at least its multiple of 低保 (5.10): a draft under it is refused when it is drawn up and when it is published. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

const CITY = '421200000000';
/** 咸安区：城市低保800元、特困1,600元，都是全市的。 */
const A = '421202000000';
/** 嘉鱼县：低保830元是自己的，特困1,600元是全市的。 */
const B = '421221000000';

let api: Api;
let city: Browser;
let chief: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [city, chief] = [await api.staff('shi'), await api.staff('shiling')];
});
afterAll(() => api?.stop());

const dibao = (division: string, yuan: number) => ({ key: 'DB-STD-U', division, value: String(yuan * 100) });
const tekun = (division: string, yuan: number) => ({ key: 'TK-BASE-U', division, value: String(yuan * 100) });
const content = (...rows: { key: string; division: string; value: string }[]) => ({
  title: '2026年城乡低保、特困标准调整',
  documentNo: '咸民政发〔2026〕12号',
  rows: rows.map((row) => ({ ...row, unit: 'fen/month', validFrom: '2026-06-01' })),
  requestId: requestId(),
});
const draft = (...rows: { key: string; division: string; value: string }[]) =>
  city.call('POST', '/api/standard-drafts', content(...rows));
const act = async (id: string, by: Browser, action: string) => {
  const { version } = await by.get(`/api/standard-drafts/${id}`);
  const answer = await by.call('POST', `/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
  await advanceRuns(api.context);
  return answer;
};
const approved = async (...rows: { key: string; division: string; value: string }[]): Promise<string> => {
  const { id } = (await draft(...rows)).body;
  for (const [by, action] of [
    [city, 'rehearse'],
    [city, 'submit'],
    [chief, 'approve'],
  ] as const)
    expect((await act(id, by, action)).status).toBe(200);
  return id;
};

test('只调低保到1,240元：它的1.3倍是1,612元，特困现行1,600元，不收；写明两个数、倍数和特困至少多少', async () => {
  const { status, body } = await draft(dibao(CITY, 1240));
  expect(status).toBe(422);
  expect(body.error).toMatchObject({
    code: 'TEKUN_UNDER_MULTIPLE',
    message:
      '咸宁市自2026年6月1日起，“城市特困基本生活标准”1,600.00元／月，低于“城市低保标准”1,240.00元／月的1.3倍（1,612.00元／月）。',
    next: '请在这个方案里把“城市特困基本生活标准”一并调到不低于1,612.00元／月；或者先公布“城市特困基本生活标准”的调整，再调“城市低保标准”。',
    fields: [{ path: 'rows.0.value', message: '“城市特困基本生活标准”不得低于1,612.00元／月' }],
  });
});

test('只调低保到1,230元：1.3倍是1,599元，特困1,600元够，收下；方案页写着两者的倍数', async () => {
  const { body } = await draft(dibao(CITY, 1230));
  const { rows } = await city.get(`/api/standard-drafts/${body.id}`);
  expect(rows).toMatchObject([{ said: '“城市特困基本生活标准”是“城市低保标准”的1.3倍，不得低于1.3倍' }]);
});

test('低保1,240元和特困一起调：特困1,612元收下，差1分不收，标在特困一栏；农村的不相干', async () => {
  expect((await draft(dibao(CITY, 1240), tekun(CITY, 1612))).status).toBe(200);
  const { body } = await draft(dibao(CITY, 1240), { ...tekun(CITY, 0), value: '161199' });
  expect(body.error).toMatchObject({
    code: 'TEKUN_UNDER_MULTIPLE',
    fields: [{ path: 'rows.1.value', message: '“城市特困基本生活标准”不得低于1,612.00元／月' }],
  });
  expect((await draft({ ...dibao(CITY, 700), key: 'DB-STD-R' })).status).toBe(200);
});

test('县里自己调低保，特困用的是全市的：照样比，写的是这个县', async () => {
  const { body } = await draft(dibao(B, 1240));
  expect(body.error.message).toContain('嘉鱼县自2026年6月1日起');
});

test('拟定以后别的方案先公布了：公布时再比一次，不够的公布不了，写明是哪个县', async () => {
  const own = await approved(tekun(A, 1600));
  const both = await approved(dibao(CITY, 1240), tekun(CITY, 1612));
  expect((await act(own, chief, 'publish')).status).toBe(200);
  const { status, body } = await act(both, chief, 'publish');
  expect(status).toBe(422);
  expect(body.error).toMatchObject({ code: 'TEKUN_UNDER_MULTIPLE' });
  expect(body.error.message).toContain('咸安区自2026年6月1日起，“城市特困基本生活标准”1,600.00元／月');
});
