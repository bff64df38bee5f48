/** 地名保护申报 (PN-05)、门楼牌编制与标准地址 (PN-06) over HTTP: applied for on the portal, decided by the county, with a paper that everybody can check. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdNumber } from '../src/kernel/resident/server.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let resident: Browser;
const applicant = {
  name: '覃守义',
  idNumber: makeIdNumber('421202', '1963-05-04', 711),
  phone: '13907240031',
  village: '421202001005',
};
const other = { ...applicant, name: '熊桂香', idNumber: makeIdNumber('421202', '1970-01-01', 712) };

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [clerk, leader] = (await Promise.all(['xian', 'xianzhang'].map(api.staff))) as [Browser, Browser];
  // 第一次在窗口办过，以后可以自己在网上办
  await plate(clerk, { street: '温泉路', number: '3' });
  resident = new Browser(api.app);
  const { demoCode } = await resident.post('/api/resident/code', { idNumber: applicant.idNumber });
  await resident.post('/api/resident/sign-in', { idNumber: applicant.idNumber, code: demoCode });
});
afterAll(() => api?.stop());

const parts = { street: '', hamlet: '', group: '', number: '', compound: '', building: '', unit: '', room: '' };
const open = (by: Browser, itemId: string, form: Record<string, unknown>) =>
  by.call('POST', '/api/cases', {
    itemId,
    channel: by === clerk ? 'window' : 'mobile',
    requestId: requestId(),
    form: { applicant, ...form },
  });
async function plate(by: Browser, given: Record<string, unknown> = {}) {
  const papers = [await by.upload('place-scheme')];
  return open(by, 'PN-06', { want: 'number', division: '421202001005', ...parts, papers, ...given });
}
const heritage = (by: Browser, given: Record<string, unknown> = {}) =>
  open(by, 'PN-05', {
    division: '421202001005',
    place: '桂花路',
    protectionClass: 'old-street',
    story: '抗战时迁来的学校在路边种了两排桂花，从那时起大家都叫它桂花路。',
    papers: [],
    ...given,
  });
const act = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) =>
  by.call('POST', `/api/cases/${id}/actions`, {
    action,
    version: (await clerk.get(`/api/cases/${id}`)).version,
    requestId: requestId(),
    input,
  });
const done = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) => {
  const answer = await act(by, id, action, input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
/** What everybody reads who scans the paper of a case. */
async function checked(id: string): Promise<string> {
  const { rows } = await api.owner.query('select check_code from issued_document where case_id = $1', [id]);
  return String((await api.visitor().call('GET', `/check/${rows[0].check_code}`)).body);
}

describe('门楼牌（PN-06）', () => {
  test('门户上有这一项，写明10个工作日、带什么', async () => {
    const text = String((await api.visitor().call('GET', '/services/PN-06')).body);
    for (const said of ['门楼牌编制与标准地址申请', '不动产权证、建房批准书', '不收费']) expect(text).toContain(said);
  });

  test('居民在网上申请：路名要是标准名称，要写明在哪里，已有门牌的要写门牌号', async () => {
    const said = async (given: Record<string, unknown>) => (await plate(resident, given)).body.error.fields[0].message;
    expect(await said({ street: '没有路' })).toContain('地名库里这里没有“没有路”这条路');
    expect(await said({})).toBe('请填写街路巷、自然村、组或者小区');
    expect(await said({ street: '桂花路', want: 'proof' })).toBe('请照门牌填写门牌号');
  });

  test('县里编号：地址登记入库，证明上写标准地址，扫码查得到；同一处不再编第二次', async () => {
    const { id } = (await plate(resident, { street: '桂花路' })).body;
    await done(clerk, id, 'accept');
    const { allowedActions: actions, sections } = await clerk.get(`/api/cases/${id}`);
    expect(sections.papers).toHaveLength(1);
    const grant = actions.find((a: { action: string }) => a.action === 'grant');
    expect(grant.initial).toMatchObject({ street: '桂花路', division: '421202001005', number: '' });
    const address = { division: '421202001005', ...parts, street: '桂花路' };
    expect((await act(clerk, id, 'grant', address)).body.error.fields[0].message).toBe('请编门牌号');
    await done(clerk, id, 'grant', { ...address, number: '２６' });
    const standard = '湖北省咸宁市咸安区温泉街道桂花路社区桂花路26号';
    const known = await api
      .visitor()
      .get(
        `/api/standard-addresses/check?${new URLSearchParams({ division: address.division, street: '桂花路', number: '26' })}`,
      );
    expect(known).toEqual({ known: true, standard });
    const mine = await resident.get(`/api/cases/${id}`);
    expect(mine.state).toBe('granted');
    expect(mine.sections.documents.map((d: { title: string }) => d.title)).toContain('门楼牌编号和标准地址证明');
    const scanned = await checked(id);
    expect(scanned).toContain('门楼牌编号和标准地址证明');
    expect(scanned).not.toContain('覃守义');
    const again = (await plate(resident, { street: '桂花路', number: '26号' })).body.id;
    await done(clerk, again, 'accept');
    expect((await act(clerk, again, 'grant', { ...address, number: '26' })).body.error.code).toBe('ADDRESS_TWICE');
  });

  test('已有门牌的开证明：登记过的照登记的证明，不重复登记', async () => {
    const { id } = (await plate(clerk, { street: '桂花路', number: '26', want: 'proof', applicant: other })).body;
    await done(clerk, id, 'accept');
    await done(clerk, id, 'grant', { division: '421202001005', ...parts, street: '桂花路', number: '26' });
    expect(await checked(id)).toContain('门楼牌编号和标准地址证明');
  });

  test('不予办理：决定书写明理由和救济途径', async () => {
    const { id } = (await plate(resident, { street: '桂花路', number: '40' })).body;
    await done(clerk, id, 'accept');
    await done(clerk, id, 'refuse', { reason: '这一处是临时建筑，不编门牌' });
    expect(await checked(id)).toContain('门楼牌编制申请不予办理决定书');
    expect((await resident.get('/api/messages')).items[0].body).toContain('这一处是临时建筑');
  });
});

describe('地名保护（PN-05）', () => {
  test('地名库里没有的，请先核对；来历要写', async () => {
    expect((await heritage(resident, { place: '没有这个地名' })).body.error.fields[0].message).toContain('地名库里这里没有');
    expect((await heritage(resident, { story: '很老' })).body.error.fields[0].path).toBe('story');
  });

  test('县里核实提请，另一个人审定；列入名录，证明扫码查得到，不能再申报', async () => {
    const { id } = (await heritage(resident)).body;
    await done(clerk, id, 'accept');
    await done(clerk, id, 'propose', {
      opinion: '查了县志，来历属实，老街坊都同意。',
      protectionClass: 'old-street',
      protectionPlan: '立说明牌，不更名，改造时保留路名。',
    });
    expect((await act(clerk, id, 'approve')).status).toBe(403);
    await done(leader, id, 'approve');
    const [place] = (await clerk.get('/api/place-names?protected=yes&text=%E6%A1%82%E8%8A%B1%E8%B7%AF')).rows;
    expect(place.name).toBe('桂花路');
    expect(await checked(id)).toContain('历史地名列入保护名录证明');
    expect(String((await api.visitor().call('GET', `/place-names/${place.id}`)).body)).toContain('已列入地名保护名录：老街巷');
    expect((await heritage(resident)).body.error.fields[0].message).toBe('这个地名已经列入保护名录，不用再申报');
  });

  test('旧名找得到今名；领导退回，县里不予办理，写明理由', async () => {
    expect((await heritage(resident, { place: '东方红路' })).body.error.fields[0].message).toBe(
      '这个地名已经列入保护名录，不用再申报',
    );
    const asked = (await heritage(clerk, { place: '温泉路', applicant: other })).body.id;
    await done(clerk, asked, 'accept');
    await done(clerk, asked, 'propose', {
      opinion: '来历没有查到文字资料。',
      protectionClass: 'other',
      protectionPlan: '暂不更名，继续查找资料。',
    });
    await done(leader, asked, 'sendBack', { reason: '没有资料，请再核实' });
    await done(clerk, asked, 'refuse', { reason: '查不到资料，找到以后可以再申报' });
    expect(await checked(asked)).toContain('历史地名保护申报不予办理决定书');
  });
});
