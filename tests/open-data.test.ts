/** 开放数据 over HTTP: a version on the day something changed, the same bytes for ever, CSV and JSON alike; nothing of persons. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import type { DatasetView } from '../src/kernel/dataset/index.ts';
import { recordChange } from '../src/kernel/division/server.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
const system = () => systemActor('test', api.context.city);
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.run();
});
afterAll(() => api?.stop());

const datasets = async (): Promise<DatasetView[]> => (await api.visitor().get('/api/open-data')).datasets;
const dataset = async (key: string) => (await datasets()).find((d) => d.key === key)!;
const download = async (file: string): Promise<string> => {
  const { status, body } = await api.visitor().call('GET', `/open-data/${file}`);
  expect(status, file).toBe(200);
  return typeof body === 'string' ? body : JSON.stringify(body);
};

test('目录有区划、规划里的数、救助标准；没有锁定的统计和没有导入的项目，就没有那一份', async () => {
  expect((await datasets()).map(({ key }) => key).sort()).toEqual(['divisions', 'plan-figures', 'standards']);
  const { releases, columns } = await dataset('divisions');
  expect(releases).toMatchObject([{ version: '1.0.0', cutOff: '2026-09-01', rows: 1 + 6 + 89 + 1096, removed: 0 }]);
  expect(columns.map(({ zh }) => zh).slice(0, 2)).toEqual(['代码', '名称']);
  expect((await dataset('plan-figures')).releases[0]?.rows).toBe(332);
});

test('下载的CSV和目录里的哈希对得上；JSON是同样的行', async () => {
  const csv = await download('divisions.csv');
  const [release] = (await dataset('divisions')).releases;
  expect(createHash('sm3').update(csv, 'utf8').digest('hex')).toBe(release!.hash);
  expect(csv.split('\n')[1]).toBe('421200000000,咸宁市,市,地级市,420000000000,xian ning shi,是,');
  const json = JSON.parse(await download('divisions.json'));
  expect([json.version, json.rows.length, json.rows[0].名称]).toEqual(['1.0.0', release!.rows, '咸宁市']);
});

test('没有变动不出新版；区划变了，第二天1.1.0，写明加减几行，旧版照样下载得到', async () => {
  await api.moveTo('2026-09-03');
  expect((await dataset('divisions')).releases).toHaveLength(1);
  const before = await download('divisions.csv');
  const old = api.context.divisions.children('421202100000').find(({ kind }) => kind === '村')!;
  await api.context.write(system(), (tx) =>
    recordChange(tx, {
      change: {
        type: 'rename',
        effectiveOn: '2026-09-04',
        ends: [old.code],
        begins: [{ code: old.code, name: '新万年村民委员会', pinyin: 'xin wan nian cun' }],
        shares: [],
      },
      approvedOn: '2026-09-02',
      approver: '咸安区人民政府',
      documentNo: '咸安政函〔2026〕9号',
      retroactiveReason: '',
    }),
  );
  await api.moveTo('2026-09-05');
  const { releases } = await dataset('divisions');
  expect(releases.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
  expect(releases[0]).toMatchObject({ added: 1, removed: 1 });
  expect(await download('divisions.csv')).toContain('新万年村');
  expect(await download('divisions.csv?version=1.0.0')).toBe(before);
  const told = await api.owner.query(
    "select payload from domain_event where type = 'dataset.released' and subject_id = 'divisions' order by recorded_at",
  );
  expect(told.rows.map(({ payload }) => payload.version)).toEqual(['1.0.0', '1.1.0']);
});

test('没有的数据、没有的版本：没有找到；发布过的改不了', async () => {
  for (const file of ['persons.csv', 'divisions.csv?version=9.0.0'])
    expect((await api.visitor().call('GET', `/open-data/${file}`)).status, file).toBe(404);
  const change = api.context.write(system(), (tx) => tx.run(sql`update dataset_release set hash = hash`));
  await expect(change).rejects.toMatchObject({ code: '42501' });
});
