/** 规划指标 over HTTP: every printed number is there to the letter; what the platform counts stands beside the target; what is not connected says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let city: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  city = await api.staff('shi');
});
afterAll(() => api?.stop());

interface Indicator {
  id: string;
  target: { value: string; year: string } | null;
  base: { value: string } | null;
  actual: { value: string } | null;
  counted: { key: string; num: number; den: number; text: string | null } | null;
  status: string | null;
  note: string | null;
  progress: number | null;
}
const plans = async (): Promise<{ code: string; time: number; indicators: Indicator[] }[]> =>
  (await city.get('/api/plan-indicators')).plans;

test('332个数一个不少，一字不改；应用也改不了', async () => {
  let [count, after] = [0, ''];
  do {
    const page = await city.get(`/api/plan-figures?after=${after || 0}`);
    count += page.rows.length;
    after = page.next;
  } while (after);
  expect(count).toBe(332);
  const found = await city.get(`/api/plan-figures?q=${encodeURIComponent('88.49')}`);
  expect(found.rows).toMatchObject([{ name: '重大项目计划总投资', value: '88.49', unit: '亿元', phrase: '88.49亿元' }]);
  const change = api.context.write(systemActor('test', api.context.city), (tx) =>
    tx.run(sql`update plan_figure set value = '1'`),
  );
  await expect(change).rejects.toMatchObject({ code: '42501' });
});

test('“十四五”12项约束性指标、“十三五”9项：目标和完成情况照印，期满时间进度100%', async () => {
  const [fourteenth, thirteenth] = await plans();
  expect([fourteenth!.code, fourteenth!.indicators.length, fourteenth!.time]).toEqual(['14', 12, 1]);
  expect([thirteenth!.code, thirteenth!.indicators.length]).toEqual(['13', 9]);
  const beds = thirteenth!.indicators.find((i) => i.id === 'IND13-04')!;
  expect(beds).toMatchObject({
    base: { value: '30.3' },
    target: { value: '35', year: '2020' },
    actual: { value: '36.4' },
    status: 'met',
  });
});

test('平台里有的业务自己数：生活不能自理特困人员集中供养率点得开；没有接入的如实说', async () => {
  const [fourteenth] = await plans();
  const of = (id: string) => fourteenth!.indicators.find((i) => i.id === id)!;
  expect(of('IND14-07')).toMatchObject({ counted: null, status: null, note: '数据来源尚未接入' });
  expect(of('IND14-05').counted).toMatchObject({ key: 'tekun-institution', num: 0, den: 0, text: null });
  expect(of('IND14-10').counted).toMatchObject({ key: 'facility-city', num: 0, den: 1 });
  expect(of('IND14-10').status).toBe('farBehind');
  expect((await city.get('/api/indicators/tekun-institution')).indicator.key).toBe('tekun-institution');
});

test('乡镇、财务看不到规划指标', async () => {
  for (const login of ['xiang', 'caiwu'])
    expect((await (await api.staff(login)).call('GET', '/api/plan-indicators')).status).toBe(403);
});
