/** 跨界用地备案 (PN-08)、界桩损坏报告 (PN-09) over HTTP: both sides of a line have their say, and whoever reported hears what came of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
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

  test('不用登录也能报告，附一张照片：位置、机型去掉，按内容的指纹保存，只有办理的人打得开', async () => {
    const page = String((await api.visitor().call('GET', '/place-names/report')).body);
    expect(page).toContain('界桩坏了、挪了、不见了');
    const typed = { division: '421202100000', place: '汀泗桥到赤壁的老路边', text: '路边的界桩被撞歪了，编号看不清。' };
    const send = async (bytes: Buffer, name: string) => {
      const { status, body } = await api
        .visitor()
        .sendForm('/place-names/report', { requestId: requestId(), ...typed }, bytes, name);
      return { status, page: String(body) };
    };
    const telling = Buffer.from('Exif\0\0 GPS 29.85,114.32 Redmi');
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, telling.length + 2]);
    const picture = Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
    const refused = await send(Buffer.from('%PDF-1.7'), '界桩.pdf');
    expect(refused.status).toBe(422);
    expect(refused.page).toContain('请换一张照片');
    expect(refused.page).toContain('路边的界桩被撞歪了');
    const taken = await send(Buffer.concat([head, telling, picture]), 'IMG_20260302_毕远航.jpg');
    expect(taken.page).toContain('已经收到');

    const [clerk, jiayuClerk] = [await api.staff('xiang'), await api.staff('jiayu')];
    const { id } = (await clerk.get('/api/tickets')).rows[0];
    const { photos } = await clerk.get(`/api/tickets/${id}`);
    expect(photos).toMatchObject([{ name: '现场照片.jpg' }]);
    const url = `/api/tickets/${id}/photos/${photos[0].id}`;
    const opened = await api.app.inject({ method: 'GET', url, headers: { cookie: clerk.cookie } });
    expect(opened.rawPayload.equals(Buffer.concat([Buffer.from([0xff, 0xd8]), picture]))).toBe(true);
    const { rows } = await api.owner.query('select content_hash from stored_file where id = $1', [photos[0].id]);
    expect(rows[0].content_hash).toMatch(/^[0-9a-f]{64}$/);
    for (const other of [jiayuClerk, resident]) expect((await other.call('GET', url)).status).toBeGreaterThanOrEqual(403);
    for (const address of [url, `/api/files/${photos[0].id}`, `/place-media/${photos[0].id}`])
      expect((await api.visitor().call('GET', address)).status).toBeGreaterThanOrEqual(401);
  });
});

describe('跨界用地备案（PN-08）', () => {
  const answer = async (by: Browser, given: Record<string, unknown>) => {
    const use = (await view(by)).landUses[0];
    return by.call('POST', `/api/boundary-land-uses/${use.id}/answers`, { opinion: '符合本侧的规划。', ...given });
  };
  const agree = (by: Browser, documentNo: string) => answer(by, { consents: 'yes', documentNo });

  test('写明单位、两侧；同一个乡镇的不用办，两侧之间没有登记界线的办不了', async () => {
    expect((await landUse(resident, { otherDivision: '421202100001' })).body.error.fields[0].message).toContain('不用办这一项');
    expect((await landUse(resident, { otherDivision: '421202000000' })).body.error.fields[0].message).toContain('请选到村');
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

  test('同一个县的两个乡镇：乡镇各自表态，不同意的由县里调解以后再表一次，县里另一位登记备案', async () => {
    const [here, there] = ['421202100000', '421202001000'];
    await city.post('/api/boundary-lines', { division: here, otherDivision: there, requestId: requestId() });
    const townshipLine = (await city.get('/api/boundary-lines')).rows.find(
      ({ levelZh }: { levelZh: string }) => levelZh === '乡级',
    ).id;
    const made = await api.context.write(systemActor('test', api.context.city), (tx) =>
      createUser(tx, {
        login: 'wenquanhe',
        name: '贺兰英',
        division: there as never,
        demonstration: true,
        duties: [{ role: 'township-leader', division: there as never, domain: '*' }],
      }),
    );
    expect(made.ok, JSON.stringify(made)).toBe(true);
    const [hereLeader, thereLeader] = [await api.staff('xianghe'), await api.staff('wenquanhe')];
    const say = async (by: Browser, given: Record<string, unknown>) =>
      by.call(
        'POST',
        `/api/boundary-land-uses/${(await by.get(`/api/boundary-lines/${townshipLine}`)).landUses[0].id}/answers`,
        given,
      );

    const { id } = (await landUse(resident, { project: '跨乡镇的灌渠', division: '421202100001', otherDivision: '421202001002' }))
      .body;
    await done(xianan, id, 'accept');
    await done(xianan, id, 'ask');
    expect(await lastHeard(thereLeader)).toContain('跨乡镇的灌渠');
    expect((await say(xiananLeader, { consents: 'no', opinion: '县里不能替乡镇说。' })).body.error.code).toBe('NOT_FOUND');
    const yes = { consents: 'yes', opinion: '符合村庄规划。' };
    expect((await say(hereLeader, { ...yes, documentNo: '汀政〔2026〕1号' })).status).toBe(200);
    expect(await offered(xianan, id)).not.toContain('mediate');
    expect((await act(xianan, id, 'mediate', { outcome: '还没有谁不同意，调解什么呢。' })).body.error.code).toBe(
      'LAND_USE_NO_OBJECTION',
    );
    expect((await say(thereLeader, { consents: 'no', opinion: '灌渠占了我们的水源。' })).status).toBe(200);
    expect((await act(xianan, id, 'report')).body.error.message).toBe('温泉街道不同意，不能备案。');
    expect(await offered(xianan, id)).toContain('mediate');
    await done(xianan, id, 'mediate', { outcome: '县里召集两方商定：水量对半分，渠首设闸。' });
    expect(await lastHeard(thereLeader)).toContain('水量对半分');
    expect(await offered(xianan, id)).not.toContain('mediate');
    expect((await say(hereLeader, { ...yes, documentNo: '汀政〔2026〕2号' })).body.error.code).toBe('LAND_USE_ANSWERED');
    expect((await say(thereLeader, { ...yes, documentNo: '温政〔2026〕4号' })).status).toBe(200);
    await done(xianan, id, 'report');
    expect((await act(city, id, 'file', { filingNo: '咸民界备〔2026〕1号' })).status).not.toBe(200);
    await done(xiananLeader, id, 'file', { filingNo: '咸安界备〔2026〕1号' });
    expect((await resident.get(`/api/cases/${id}`)).state).toBe('granted');
  });

  test('另一侧在市外：它的意见照来函登记，有复函才行，一次；市里备案', async () => {
    const beyond = { where: 'beyond', beyond: '岳阳市临湘市', beyondCode: '430682', division: '421202000000' };
    const refusedWith = async (given: Record<string, unknown>) =>
      (await city.call('POST', '/api/boundary-lines', { ...beyond, ...given, requestId: requestId() })).body.error.fields[0].path;
    expect(await refusedWith({ beyondCode: '421221' })).toBe('beyondCode');
    expect(await refusedWith({ beyond: '' })).toBe('beyond');
    expect(await refusedWith({ division: '421202100000' })).toBe('division');
    const { id: lineId } = await city.post('/api/boundary-lines', { ...beyond, requestId: requestId() });
    expect((await city.get(`/api/boundary-lines/${lineId}`)).sides.map(({ name }: { name: string }) => name)).toEqual([
      '咸安区',
      '岳阳市临湘市',
    ]);
    const given = { project: '跨省的输油管', otherSide: 'beyond', otherDivision: undefined };
    expect((await landUse(resident, given)).body.error.fields[0].path).toBe('otherOffice');
    const { id } = (await landUse(resident, { ...given, otherOffice: '湖南省岳阳市临湘市' })).body;
    await done(xianan, id, 'accept');
    expect((await act(xianan, id, 'ask')).body.error.fields[0].path).toBe('lineId');
    await done(xianan, id, 'ask', { lineId });
    const [use] = (await xiananLeader.get(`/api/boundary-lines/${lineId}`)).landUses;
    const said = { consents: 'yes', documentNo: '咸安政地〔2026〕8号', opinion: '符合规划。' };
    expect((await xiananLeader.call('POST', `/api/boundary-land-uses/${use.id}/answers`, said)).status).toBe(200);
    expect((await act(xianan, id, 'report')).body.error.message).toBe('岳阳市临湘市还没有表态，不能备案。');
    const reply = { consents: 'yes', documentNo: '临政地〔2026〕5号', opinion: '来函同意。' };
    expect((await act(xianan, id, 'enterReply', { ...reply, papers: [] })).body.error.fields[0].message).toContain('复函');
    await done(xianan, id, 'enterReply', { ...reply, papers: [await xianan.upload('reply-letter')] });
    expect(
      (await act(xianan, id, 'enterReply', { ...reply, papers: [await xianan.upload('reply-letter')] })).body.error.code,
    ).toBe('LAND_USE_ANSWERED');
    const [shown] = (await city.get(`/api/boundary-lines/${lineId}`)).landUses;
    expect(shown.sides[1]).toMatchObject({ name: '岳阳市临湘市', answer: { consents: true, documentNo: '临政地〔2026〕5号' } });
    await done(xianan, id, 'report');
    await done(city, id, 'file', { filingNo: '鄂民界备〔2026〕7号' });
    expect((await resident.get(`/api/cases/${id}`)).state).toBe('granted');
  });
});
