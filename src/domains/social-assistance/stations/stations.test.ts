import { setTimeout as sleep } from 'node:timers/promises';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, requestId, startApi } from '../../../../tests/api.ts';

const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
});
afterAll(() => api?.stop());

const staff = (more: Record<string, unknown> = {}) => ({
  kind: 'village-assistant',
  division: VILLAGE,
  name: '赵小梅',
  phone: '13900001111',
  otherPosts: '儿童主任',
  fromOn: '2026-03-01',
  requestId: requestId(),
  ...more,
});

test('登记协理员、培训、站点和人口：乡镇看到覆盖、配员和缺额，电话加密保存', async () => {
  const clerk = await api.staff('xiang');
  const { id } = await clerk.post('/api/assistance-staff', staff());
  expect((await clerk.refused('/api/assistance-staff', staff())).code).toBe('STAFF_KNOWN');
  await clerk.post(`/api/assistance-staff/${id}/trainings`, {
    heldOn: '2026-05-06',
    course: '入户调查',
    hours: 8,
    requestId: requestId(),
  });
  await clerk.post('/api/assistance-staff', staff({ kind: 'purchased-post', name: '钱多多' }));
  const unit = await clerk.post('/api/assistance-units', {
    kind: 'centre',
    division: VILLAGE,
    name: '汀泗桥镇社会救助服务中心',
    address: '汀泗街1号',
    telephone: '0715-8888003',
    hours: '工作日 8:30—17:00',
    requestId: requestId(),
  });
  await clerk.post(`/api/assistance-staff/${id}/unit`, { unitId: unit.id, requestId: requestId() });
  const county = await api.staff('xian');
  await county.post('/api/township-populations', {
    township: VILLAGE,
    year: 2025,
    persons: 44_870,
    source: '统计年鉴',
    requestId: requestId(),
  });
  const view = await clerk.get(`/api/assistance-stations/${TOWNSHIP}`);
  expect(view).toMatchObject({ posts: 1, required: 2, shortage: 1, covered: 1, hasCentre: true, persons: 44_870 });
  expect(view.says).toContain('政府购买服务岗位达到配员标准：不符合');
  const village = view.villageRows.find((v: { village: string }) => v.village === VILLAGE);
  expect(village.assistants[0]).toMatchObject({ name: '赵小梅', phone: '13900001111', trainings: 1, trainedOn: '2026-05-06' });
  expect(view.units[0].staff).toEqual(['赵小梅']);
  const stored = (await api.owner.query('select phone::text from assistance_staff where id = $1', [id])).rows[0].phone;
  expect(stored).not.toContain('13900001111');
  const city = await api.staff('shi');
  // 70 townships, and five functional zones in which villages lie
  expect((await city.get('/api/assistance-stations')).rows.length).toBe(75);
  await clerk.post(`/api/assistance-staff/${id}/end`, { requestId: requestId() });
  expect((await clerk.get(`/api/assistance-stations/${TOWNSHIP}`)).covered).toBe(0);
});

test('站点覆盖的村须在本乡镇；别的乡镇的村不能登记到我这里', async () => {
  const clerk = await api.staff('xiang');
  const station = {
    kind: 'station',
    division: VILLAGE,
    name: '赤岗救助站点',
    address: '村委会',
    telephone: '0715-8888004',
    hours: '全天',
  };
  expect(
    (await clerk.refused('/api/assistance-units', { ...station, covers: ['421221103001'], requestId: requestId() })).code,
  ).toBe('COVER_OUTSIDE');
  expect((await clerk.refused('/api/assistance-staff', staff({ division: '421221103001' }))).status).toBe(422);
});

test('表格导入协理员：三行里一行村代码不对，检查后两行可导入，导入后两个村都有协理员', async () => {
  const clerk = await api.staff('xiang');
  const file = Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: '协理员',
          rows: [
            ['村社区代码', '姓名', '联系电话', '兼任岗位', '任职日期'],
            [VILLAGE, '孙一', '13900002221', '', '2026-01-01'],
            ['421202100004', '孙二', '13900002222', '网格员', '2026-01-01'],
            ['999999999999', '孙三', '13900002223', '', '2026-01-01'],
          ],
        },
      ],
    }),
  );
  const sent = await clerk.sendFile('/api/sheets/imports', ['kind', 'village-assistants'], file, '协理员.xlsx');
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  const rest = async () => {
    for (;;) {
      const view = await clerk.get(`/api/sheets/imports/${sent.body.id}`);
      if (view.state !== 'reading' && view.state !== 'applying') return view;
      await sleep(20);
    }
  };
  expect(await rest()).toMatchObject({ goodCount: 2, badCount: 1 });
  await clerk.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
  expect((await rest()).state).toBe('applied');
  expect((await clerk.get(`/api/assistance-stations/${TOWNSHIP}`)).covered).toBe(2);
});

test('民政部门自己的编制：核定12、在编9、借调2、聘用3，实际在岗10人；年末数到第二年才能登，更正以后一次为准', async () => {
  const county = await api.staff('xian');
  const posts = (more: object = {}) => ({
    year: 2025,
    approved: 12,
    filled: 9,
    seconded: 2,
    hired: 3,
    source: '机构编制台账',
    requestId: requestId(),
    ...more,
  });
  expect((await county.refused('/api/office-posts', posts({ year: 2026 }))).fields[0]!.path).toBe('year');
  expect((await county.refused('/api/office-posts', posts({ seconded: 10 }))).fields[0]!.path).toBe('seconded');
  await county.post('/api/office-posts', posts({ year: 2024, filled: 11 }));
  await county.post('/api/office-posts', posts({ filled: 8 }));
  await county.post('/api/office-posts', posts());
  const { offices, rows } = await county.get('/api/assistance-stations');
  expect(offices).toHaveLength(1);
  expect(offices[0]).toMatchObject({
    name: '咸安区',
    posts: { year: 2025, approved: 12, filled: 9, vacant: 3, working: 10 },
    before: { year: 2024, filled: 11 },
    // 还有乡镇没有登记年末人口，不算人均
    persons: null,
    personsEach: null,
    // 汀泗桥镇一个乡镇登记了人口，应有2人、在岗1人
    shortage: 1,
  });
  for (const { township } of rows)
    await county.post('/api/township-populations', {
      township,
      year: 2025,
      persons: 40_005,
      source: '统计年鉴',
      requestId: requestId(),
    });
  const [office] = (await county.get('/api/assistance-stations')).offices;
  expect(office.personsEach).toBe(Math.floor((rows.length * 40_005) / 10));
  const city = await api.staff('shi');
  expect((await city.get('/api/assistance-stations')).offices).toHaveLength(7);
  expect((await (await api.staff('jiayuxian')).get('/api/assistance-stations')).offices[0]).toMatchObject({
    posts: null,
    shortage: null,
  });
  expect((await (await api.staff('xiang')).call('POST', '/api/office-posts', posts())).status).toBe(403);
  expect((await (await api.staff('xiang')).get('/api/assistance-stations')).offices).toEqual([]);
});
