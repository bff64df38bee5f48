/** 跨界用地备案 (PN-08)、界桩损坏报告 (PN-09) over HTTP: both sides of a line have their say, and whoever reported hears what came of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdNumber } from '../src/kernel/resident/server.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
let xianan: Browser;
let xiananLeader: Browser;
let jiayu: Browser;
let jiayuLeader: Browser;
let resident: Browser;
let line: string;
const applicant = {
  unit: '淦河风电有限公司（虚构）',
  name: '毕远航',
  idNumber: makeIdNumber('421202', '1981-09-04', 731),
  phone: '13907240041',
  village: '421202100001',
};

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [city, xianan, xiananLeader, jiayu, jiayuLeader] = (await Promise.all(
    ['shi', 'xian', 'xianzhang', 'jiayuxian', 'jiayuzhang'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser];
  line = (await city.get('/api/boundary-lines')).rows.find((row: { name: string }) => row.name === '咸安—嘉鱼线').id;
  const added = await xianan.call('POST', `/api/boundary-lines/${line}/markers`, {
    no: '12',
    kind: 'double',
    material: '花岗岩',
    division: '421202100001',
    position: '29.80000,114.30000,5',
  });
  expect(added.status).toBe(200);
  // 第一次在窗口办过，以后可以自己在网上办
  const first = (await report(xianan, { whereabouts: '窗口代报的一处' })).body.id;
  await done(xianan, first, 'dismiss', { answer: '现场看过，界桩完好。' });
  resident = new Browser(api.app);
  const { demoCode } = await resident.post('/api/resident/code', { idNumber: applicant.idNumber });
  await resident.post('/api/resident/sign-in', { idNumber: applicant.idNumber, code: demoCode });
});
afterAll(() => api?.stop());

const open = (by: Browser, itemId: string, form: Record<string, unknown>) =>
  by.call('POST', '/api/cases', {
    itemId,
    channel: by === xianan ? 'window' : 'mobile',
    requestId: requestId(),
    form: { applicant, ...form },
  });
const report = async (by: Browser, given: Record<string, unknown> = {}) =>
  open(by, 'PN-09', {
    division: '421202100001',
    whereabouts: '汀泗桥到嘉鱼的县道旁',
    state: 'lost',
    photos: [await by.upload('marker-photo')],
    ...given,
  });
const landUse = async (by: Browser, given: Record<string, unknown> = {}) =>
  open(by, 'PN-08', {
    project: '界岭风电场',
    whereabouts: '界岭山脊两边',
    division: '421202100000',
    metresHere: 12_000,
    otherDivision: '421221101000',
    metresThere: 8_500,
    reason: '风机沿山脊布置，山脊就是界线。',
    papers: [await by.upload('place-scheme')],
    ...given,
  });
const act = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) =>
  by.call('POST', `/api/cases/${id}/actions`, {
    action,
    version: (await xianan.get(`/api/cases/${id}`)).version,
    requestId: requestId(),
    input,
  });
async function done(by: Browser, id: string, action: string, input: Record<string, unknown> = {}) {
  const answer = await act(by, id, action, input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}
const view = (by: Browser) => by.get(`/api/boundary-lines/${line}`);
const lastHeard = async (by: Browser): Promise<string> => (await by.get('/api/messages')).items[0].body;
const offered = async (by: Browser, id: string): Promise<string[]> =>
  (await by.get(`/api/cases/${id}`)).allowedActions.map(({ action }: { action: string }) => action);

describe('界桩损坏报告（PN-09）', () => {
  test('居民报告，要有照片；县里核实是哪一座，两侧都知道；修好以前不能答复；修好以后报告人知道', async () => {
    expect((await report(resident, { photos: [] })).body.error.fields[0].message).toContain('请拍一张照片');
    const { id } = (await report(resident)).body;
    const { allowedActions, sections } = await xianan.get(`/api/cases/${id}`);
    expect(sections.papers).toMatchObject([{ zh: 'marker-photo', name: 'photo.jpg' }]);
    expect((await xianan.call('GET', sections.papers[0].url)).status).toBe(200);
    const confirm = allowedActions.find(({ action }: { action: string }) => action === 'confirm');
    const { choices } = confirm.fields.find(({ name }: { name: string }) => name === 'markerId');
    expect(choices.map(({ label }: { label: string }) => label)).toEqual([expect.stringMatching(/^咸安—嘉鱼线12号，.*汀泗桥镇/)]);
    await done(xianan, id, 'confirm', { markerId: choices[0].value, state: 'damaged', opinion: '桩还在，被车撞断，倒在沟里。' });
    expect(await lastHeard(jiayu)).toContain('12号界桩：损坏');
    expect(await lastHeard(resident)).toContain('已经核实：损坏。已通知界线两侧');
    expect(await offered(xianan, id)).toEqual([]);
    expect((await act(xianan, id, 'finish', { answer: '界桩已经修复。' })).body.error.code).toBe('MARKER_UNREPAIRED');

    const [marker] = (await view(city)).markerRows;
    const repaired = await xianan.call('POST', `/api/boundary-markers/${marker.id}/repairs`, {
      version: marker.version,
      photo: await xianan.upload('marker-photo', undefined, '修复.jpg'),
      position: marker.position,
      witness: '嘉鱼县民政局李某',
    });
    expect(repaired.status, JSON.stringify(repaired.body)).toBe(200);
    expect(await lastHeard(jiayu)).toContain('12号界桩已经修复，毗邻方到场的人：嘉鱼县民政局李某');
    expect(await offered(xianan, id)).toEqual(['finish']);
    await done(xianan, id, 'finish', { answer: '界桩已经修复，谢谢您的报告。' });
    expect((await resident.get(`/api/cases/${id}`)).state).toBe('granted');
    expect(await lastHeard(resident)).toContain('谢谢您的报告');
  });

  test('不用登录的页面也收，写明有照片的到哪里报告', async () => {
    const page = String((await api.visitor().call('GET', '/place-names/report')).body);
    expect(page).toContain('界桩坏了、挪了、不见了');
    expect(page).toContain('/services/PN-09');
  });
});

describe('跨界用地备案（PN-08）', () => {
  const answer = async (by: Browser, given: Record<string, unknown>) => {
    const use = (await view(by)).landUses[0];
    return by.call('POST', `/api/boundary-land-uses/${use.id}/answers`, { opinion: '符合本侧的规划。', ...given });
  };
  const agree = (by: Browser, documentNo: string) => answer(by, { consents: 'yes', documentNo });

  test('写明单位、两个县；两县之间没有登记界线的办不了', async () => {
    expect((await landUse(resident, { otherDivision: '421202101000' })).body.error.fields[0].message).toContain(
      '两侧须是两个县（市、区）',
    );
    const alone = await landUse(resident, { applicant: { ...applicant, unit: '' } });
    expect(alone.body.error.fields[0].message).toBe('请填写用地单位');
    const { id } = (await landUse(xianan, { project: '没有界线的项目', otherDivision: '421222100000' })).body;
    await done(xianan, id, 'accept');
    expect((await act(xianan, id, 'ask')).body.error.code).toBe('LAND_USE_NO_LINE');
  });

  test('两侧各表一次态，都同意才能报备案；市里登记备案号，证明写明两侧的批准文号，扫码查得到', async () => {
    const { id } = (await landUse(resident)).body;
    await done(xianan, id, 'accept');
    await done(xianan, id, 'ask');
    expect(await lastHeard(jiayuLeader)).toContain('界岭风电场');
    expect(await offered(xianan, id)).toEqual(['refuse']);
    expect((await act(xianan, id, 'report')).body.error.message).toBe('咸安区还没有表态，不能备案。');
    expect((await answer(xiananLeader, { consents: 'yes' })).body.error.fields[0].path).toBe('documentNo');
    expect((await agree(xiananLeader, '咸安政地〔2026〕3号')).status).toBe(200);
    expect((await agree(xiananLeader, '咸安政地〔2026〕3号')).body.error.code).toBe('LAND_USE_ANSWERED');
    expect((await act(xianan, id, 'report')).body.error.message).toBe('嘉鱼县还没有表态，不能备案。');
    expect((await agree(jiayuLeader, '嘉政地〔2026〕9号')).status).toBe(200);
    expect(await lastHeard(xianan)).toContain('嘉鱼县对“界岭风电场”同意');
    await done(xianan, id, 'report');
    await done(city, id, 'file', { filingNo: '鄂民界备〔2026〕5号' });
    expect((await view(jiayu)).landUses[0]).toMatchObject({ project: '界岭风电场', filingNo: '鄂民界备〔2026〕5号' });
    const { rows } = await api.owner.query('select check_code from issued_document where case_id = $1', [id]);
    expect(String((await api.visitor().call('GET', `/check/${rows[0].check_code}`)).body)).toContain(
      '跨行政区域界线用地备案证明',
    );
    expect((await resident.get(`/api/cases/${id}`)).state).toBe('granted');
  });

  test('另一侧不同意：不能备案，县里不予办理，写明理由；了结以后不用再表态', async () => {
    const { id } = (await landUse(resident, { project: '界岭采石场' })).body;
    await done(xianan, id, 'accept');
    await done(xianan, id, 'ask');
    expect((await answer(jiayuLeader, { consents: 'no', opinion: '在生态保护红线以内。' })).status).toBe(200);
    expect((await act(xianan, id, 'report')).body.error.message).toBe('嘉鱼县不同意，不能备案。');
    await done(xianan, id, 'refuse', { reason: '嘉鱼县不同意：在生态保护红线以内。' });
    await api.run();
    expect(api.errors).toEqual([]);
    const [use] = (await view(xiananLeader)).landUses;
    expect(use.endedOn).toBe('2026-03-02');
    expect(use.offers).toEqual([]);
    expect(await lastHeard(resident)).toContain('生态保护红线');
  });
});
