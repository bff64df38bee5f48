/** Every figure is the sum of the rows that it opens; the figures of section 6 move with the work. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, carry, startApi } from '../../../../tests/api.ts';
import { storyOf } from '../demonstration/index.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(storyOf('paid'));
  await carry(api, storyOf('paid'), 'decided');
});
afterAll(() => api?.stop());

interface Row {
  id: string;
  num: number;
  den: number;
  link: string | null;
}
interface Detail {
  indicator: { key: string; total: { num: number; den: number; verdict: string; percent: string | null } };
  areas: { area: string; num: number; den: number }[];
  rows: Row[];
  next: string | null;
}

test('每一项指标的分子分母正好等于它打开的记录之和，各县之和等于全市', async () => {
  const city = await api.staff('shi');
  const { indicators } = (await city.get('/api/indicators?board=social-assistance')) as {
    indicators: (Detail['indicator'] & { areas: Detail['areas'] })[];
  };
  expect(indicators.length).toBe(30);
  for (const { key, total, areas } of indicators) {
    const sum = { num: 0, den: 0 };
    let cursor = '';
    do {
      const page: Detail = await city.get(`/api/indicators/${key}?cursor=${encodeURIComponent(cursor)}`);
      for (const row of page.rows) {
        sum.num += row.num;
        sum.den += row.den;
      }
      cursor = page.next ?? '';
    } while (cursor);
    expect({ key, ...sum }).toEqual({ key, num: total.num, den: total.den });
    expect(
      areas.reduce((s, a) => s + a.den, 0),
      key,
    ).toBe(total.den);
  }
});

test('在时限内办结、有核对报告的低保：按时办结率和核对率都是1／1，达到目标；打开就是那一件', async () => {
  const city = await api.staff('shi');
  for (const key of ['dibao-on-time', 'check-rate']) {
    const detail: Detail = await city.get(`/api/indicators/${key}`);
    expect(detail.indicator.total).toMatchObject({ num: 1, den: 1, percent: '100.0', verdict: 'reached' });
    expect(detail.rows[0]).toMatchObject({ link: 'case' });
    expect((await city.get(`/api/indicators/${key}?only=missed`)).rows).toEqual([]);
  }
});

test('1079个村、70个乡镇、6个县：只数法定单位；没有协理员的村都在未达标清单里', async () => {
  const city = await api.staff('shi');
  const of = async (key: string) => ((await city.get(`/api/indicators/${key}`)) as Detail).indicator.total;
  expect(await of('village-assistants')).toMatchObject({ num: 0, den: 1079, verdict: 'missed' });
  expect(await of('reserve-coverage')).toMatchObject({ den: 70 });
  expect(await of('hotline')).toMatchObject({ num: 1, den: 6, percent: '16.7' });
  expect(await of('care-facility')).toMatchObject({ num: 0, den: 6 });
});

test('城乡统筹：每县低保、特困各一项；2026年低保差140元，一年前也差140元，没有扩大；特困差额扩大的县列出来', async () => {
  const city = await api.staff('shi');
  const ratio: Detail = await city.get('/api/indicators/standard-ratio');
  expect(ratio.rows).toHaveLength(12);
  expect(ratio.rows.find((row) => row.id === '421202000000-dibao')).toMatchObject({ num: 660_00, den: 800_00 });
  const gap = (await city.get('/api/indicators/standard-gap')) as Detail & { rows: (Row & { says: string })[] };
  const says = (id: string) => gap.rows.find((row) => row.id === id);
  expect(says('421202000000-dibao')).toMatchObject({ num: 1, says: '差140.00元，一年前差140.00元，没有变化' });
  expect(says('421202000000-tekun')).toMatchObject({ num: 0, says: '差410.00元，一年前差328.00元，扩大82.00元' });
  expect(gap.indicator.total).toMatchObject({ num: 6, den: 12, verdict: 'missed' });
  const grown: Detail = await city.get('/api/indicators/standard-gap?only=missed');
  expect(grown.rows.every((row) => row.id.endsWith('tekun'))).toBe(true);
  // 别的年度
  const last: Detail = await city.get('/api/indicators/standard-ratio?month=2025-12');
  expect(last.rows.find((row) => row.id === '421202000000-dibao')).toMatchObject({ num: 640_00, den: 780_00 });
});

test('县里只看得见本县的数；乡镇办理人员没有这一页', async () => {
  const county = await api.staff('xianzhang');
  const detail: Detail = await county.get('/api/indicators/hotline');
  expect(detail.indicator.total).toMatchObject({ num: 1, den: 1 });
  const clerk = await api.staff('xiang');
  expect((await clerk.call('GET', '/api/indicators?board=social-assistance')).status).toBe(403);
});
