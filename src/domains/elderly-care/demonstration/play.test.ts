/** What the desks of elderly care find when the demonstration begins. */
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import { makePlayers } from '../../social-assistance/demonstration/players.ts';
import { playBenefits } from './benefits.ts';
import { playHomeWorks } from './home-works.ts';
import { playElders } from './play.ts';

let api: Api;
const rowsOf = async (bytes: Buffer): Promise<unknown[][]> => (await readXlsx(new Uint8Array(bytes))).sheets[0]!.rows;
const play = async () => {
  const players = makePlayers(api.context);
  await playElders({ context: api.context, filesDir: api.platform.filesDir }, players.staff);
  await players.leave();
  await api.run();
};

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await play();
});
afterAll(() => api?.stop());

test('评估人员明天要去一户，一件等复核，一件刚告知；一人在领高龄津贴，一人由系统提出；再建立一遍还是这些', async () => {
  const look = async () => ({
    visits: (await (await api.staff('pinggu1')).get('/api/elders/assessments')).rows.map((row: { name: string }) => row.name),
    allowances: (await (await api.staff('cun')).get('/api/elders/allowances')).rows.map((row: { name: string }) => row.name),
    cases: (
      await api.owner.query(
        `select applicant_name as name, state from service_case where item_id in ('EL-02', 'EL-08') order by item_id, 1`,
      )
    ).rows.map((row) => `${row.name}：${row.state}`),
    alone: (await (await api.staff('xiang')).get('/api/elders?living=alone')).rows,
  });
  const seen = await look();
  expect(seen).toMatchObject({
    visits: ['秦淑芬'],
    allowances: ['彭大文'],
    cases: expect.arrayContaining([
      '万长寿：confirming',
      '彭大文：granted',
      '秦淑芬：assessing',
      '汪兆祥：reviewing',
      '罗玉英：told',
      '彭大文：inForce',
    ]),
    alone: [{ name: '秦淑芬', livingZh: '独居', contacts: 2 }],
  });
  await play();
  expect((await look()).cases).toEqual(seen.cases);
  expect(api.errors).toEqual([]);
});

test('老年人名单：按等级查得到，村里看不到等级', async () => {
  const clerk = await api.staff('xiang');
  expect((await clerk.get('/api/elders?level=1')).rows).toMatchObject([
    { name: '彭大文', levelZh: '1级，能力轻度受损（轻度失能）', programmes: ['高龄津贴'] },
  ]);
  expect((await clerk.get('/api/elders?level=3')).rows).toEqual([]);
  expect((await clerk.get('/api/elders?band=80&programme=missed')).rows.map((row: { name: string }) => row.name)).toEqual([
    '汪兆祥',
  ]);
  const village = await (await api.staff('cun')).get('/api/elders?level=1');
  expect(village.rows.length).toBeGreaterThan(1);
  for (const row of village.rows) expect(row.levelZh).toBeUndefined();
});

test('导出老年人名单：写明用途，号码遮盖，没有评估等级和病情；村里不能导出', async () => {
  const clerk = await api.staff('xiang');
  const wanted = { kind: 'older-persons', filter: {}, purpose: '重阳节走访慰问名单' };
  expect((await clerk.refused('/api/sheets/exports', { ...wanted, filter: { level: '2' } })).code).toBe('INVALID_INPUT');
  const { id } = await clerk.post('/api/sheets/exports', wanted);
  const said = JSON.stringify(await rowsOf((await clerk.call('GET', `/api/sheets/exports/${id}/file`)).raw));
  expect(said).toContain('罗玉英');
  expect(said).toContain('重阳节走访慰问名单');
  expect(said).not.toMatch(/失能|[0-4]级|评估/);
  expect(said).not.toContain(makeIdNumber('421202', '1947-03-08', 824));
  expect((await (await api.staff('cun')).call('POST', '/api/sheets/exports', wanted)).status).toBeGreaterThanOrEqual(400);
});

test('补贴、消费券、助餐：一人在领护理补贴，一人等乡镇审核，两项告知了还没有申请；消费券用了三次；再建立一遍还是这些', async () => {
  const stage = { context: api.context, moveTo: (at: string) => api.clock.set(new Date(at).toISOString()) };
  const benefits = async () => {
    stage.moveTo('2026-07-13T09:00:00+08:00');
    const players = makePlayers(api.context);
    await playBenefits(stage, players.staff, '2026-09-01T09:00:00+08:00');
    await players.leave();
    await api.run();
  };
  const look = async () => {
    const clerk = await api.staff('xiang');
    const { today, month } = await (await api.staff('juyang')).get('/api/care-till/vouchers');
    const names = async (list: string) =>
      (await clerk.get(`/api/elders/subsidies?list=${list}`)).rows.map(
        (r: { name: string; kindZh: string }) => `${r.name}：${r.kindZh}`,
      );
    return {
      active: await names('active'),
      offered: await names('offered'),
      till: { today, month },
      canteen: (await (await api.staff('shitang')).get('/api/care-till/meals')).totals,
      waiting: (
        await api.owner.query(
          `select applicant_name as name from service_case where flow = 'elder-subsidy' and state = 'reviewing'`,
        )
      ).rows,
      decided: (
        await api.owner.query(
          `select applicant_name as name, item_id as item, state from service_case where item_id in ('EL-23', 'EL-24') order by item_id`,
        )
      ).rows,
      uses: (await api.owner.query('select deducted_fen::int as fen from care_voucher_use order by verified_at')).rows.map(
        (r) => r.fen,
      ),
    };
  };
  await benefits();
  const seen = await look();
  expect(seen).toMatchObject({
    active: ['涂秋香：老年人护理补贴'],
    offered: expect.arrayContaining(['涂秋香：养老服务补贴', '向春桃：养老服务补贴', '向春桃：老年人护理补贴']),
    till: { today: { count: 1, deductedFen: 90_00 } },
    decided: [
      { name: '靳玉梅', item: 'EL-23', state: 'deciding' },
      { name: '易春娥', item: 'EL-24', state: 'granted' },
    ],
    canteen: [
      { zh: '午餐', count: 2, subsidyFen: 5_00 },
      { zh: '晚餐', count: 0 },
    ],
    waiting: [{ name: '毛冬生' }],
    uses: [90_00, 132_75, 90_00],
  });
  await benefits();
  expect(await look()).toEqual(seen);
  expect(api.errors).toEqual([]);
});

test('入户改造：四户各在一步，一张家庭床位等核定八月，一次喘息服务等结算；再建立一遍还是这些', async () => {
  const play = async () => {
    const stage = {
      context: api.context,
      filesDir: api.platform.filesDir,
      moveTo: (at: string) => api.clock.set(new Date(at).toISOString()),
    };
    const players = makePlayers(api.context);
    await playHomeWorks(stage, players.staff, '2026-09-01T09:00:00+08:00');
    await players.leave();
  };
  const look = async () =>
    (
      await api.owner.query(
        `select item_id || applicant_name || '：' || state as what from service_case where item_id in ('EL-09', 'EL-10', 'EL-12') order by item_id, applicant_name collate "C"`,
      )
    ).rows.map((row) => row.what);
  await play();
  const seen = await look();
  expect(seen.toSorted()).toEqual(
    [
      'EL-09戚大有：planning',
      'EL-09翟桂莲：building',
      'EL-09路长庚：accepting',
      'EL-09靳银花：following',
      'EL-10易满堂：granted',
      'EL-12覃寿生：settling',
    ].toSorted(),
  );
  await play();
  expect(await look()).toEqual(seen);
  const [bed] = (await (await api.staff('xian')).get('/api/family-beds')).rows;
  expect(bed).toMatchObject({ name: '易满堂', month: { visits: 4, hoursOnline: 731, typed: true, stateZh: '待核定' } });
  expect(api.errors).toEqual([]);
});

test('到龄：60、80、90、100岁生日那天告诉一次', async () => {
  await api.moveTo('2026-09-21');
  const { rows } = await api.owner.query(`select payload from domain_event where type = 'elder.age.reached'`);
  expect(rows.map((row) => row.payload)).toMatchObject([{ age: 80, date: '2026-09-20' }]);
});
