/** 指标滞后: told once for each period, to the unit that owns it and its leader; on the page with its list. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { Wall } from '../src/domains/planning-statistics/figures/content.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { type Api, startApi } from './api.ts';

const CITY = '421200000000';
const XIANAN = '421202000000';
const BEDS = 'IND14-04';
let api: Api;

/** A value as it stood published; how it comes there is in plan-values.test.ts. */
const published = (of: { indicator?: string; division: string; period: string; end: string; num: number; den: number }) =>
  api.context.write(systemActor('test', api.context.city), (tx) =>
    tx.run(sql`insert into plan_value (id, indicator, division, period, period_end, source, version, state, num, den, as_of, source_text, proof_file, reason,
        filled_at, filled_by, filled_name, audited_at, audited_by, audited_name, published_at, published_by, published_name)
      values (${crypto.randomUUID()}, ${of.indicator ?? BEDS}, ${of.division}, ${of.period}, ${of.end}, 'report', 1, 'published', ${of.num}, ${of.den}, ${of.end}, '年报', ${crypto.randomUUID()}, '',
        ${tx.now}, 'a', '甲', ${tx.now}, 'b', '乙', ${tx.now}, 'b', '乙')`),
  );
const told = async (): Promise<[string, string][]> =>
  (
    await api.owner.query<{ body: string; to: string }>(
      `select body, to_performer as "to" from message where template = 'plan-indicator.behind' and body like '%护理型床位%' order by created_at, division, to_performer`,
    )
  ).rows.map(({ body, to }) => [to, body]);
const wall = async (login: string): Promise<Wall['behind']> =>
  ((await (await api.staff(login)).get('/api/plan-indicators')) as Wall).behind;
const beds = async (login: string) => (await wall(login)).filter((row) => row.indicator === BEDS);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
});
afterAll(() => api?.stop());

test('2023年底咸安区完成33%÷60%＝55%，时间进度60.0%，相差不到5个百分点：正常，不提醒', async () => {
  await published({ division: XIANAN, period: '2023', end: '2023-12-31', num: 33, den: 100 });
  await api.run();
  expect([await told(), await beds('shi')]).toEqual([[], []]);
});

test('全市完成30%÷60%＝50%：滞后，经办和领导各得一条；县里看不到也收不到全市的', async () => {
  await published({ division: CITY, period: '2023', end: '2023-12-31', num: 30, den: 100 });
  await api.moveTo('2026-03-03');
  const text = '咸宁市“养老机构床位中护理型床位占比”2023年进度50.0%，时间进度60.0%，状态滞后。';
  expect(await told()).toEqual([
    ['city-clerk', text],
    ['city-leader', text],
  ]);
  expect(await beds('shi')).toMatchObject([
    { unitName: '咸宁市', periodZh: '2023年', statusZh: '滞后', progress: 0.5, toldOn: '2026-03-03' },
  ]);
  expect(await beds('xian')).toEqual([]);
});

test('同一期不再提醒，过了一个季度也不；发布了新的一期，还滞后的再提醒一次', async () => {
  await api.moveTo('2026-04-07');
  expect(await told()).toHaveLength(2);
  await published({ division: CITY, period: '2024', end: '2024-12-31', num: 30, den: 100 });
  expect((await beds('shi'))[0]).toMatchObject({ periodZh: '2024年', statusZh: '严重滞后', toldOn: null });
  await api.moveTo('2026-04-09');
  expect(
    (await told()).slice(2).map(([to, text]) => [to, text.includes('2024年进度50.0%，时间进度80.0%，状态严重滞后')]),
  ).toEqual([
    ['city-clerk', true],
    ['city-leader', true],
  ]);
});

test('县里发布的滞后了：县里的经办和领导得消息，县里和市里的清单都有它；达标以后不再列出', async () => {
  await published({ division: XIANAN, period: '2024', end: '2024-12-31', num: 40, den: 100 });
  await api.moveTo('2026-04-10');
  expect((await told()).slice(4).map(([to]) => to)).toEqual(['county-clerk', 'county-leader']);
  expect((await beds('xianzhang')).map((row) => row.unitName)).toEqual(['咸安区']);
  expect((await beds('jiayuxian')).length).toBe(0);
  // 落后最多的在前
  expect((await beds('shi')).map((row) => row.unitName)).toEqual(['咸宁市', '咸安区']);
  await published({ division: XIANAN, period: '2025', end: '2025-12-31', num: 61, den: 100 });
  expect((await beds('shi')).map((row) => row.unitName)).toEqual(['咸宁市']);
});

test('只有印出的数、还没有接入的，不当作新情况提醒', async () => {
  const { rows } = await api.owner.query(`select distinct indicator from plan_behind where indicator like 'IND13%'`);
  expect(rows).toEqual([]);
  expect(api.errors).toEqual([]);
});
