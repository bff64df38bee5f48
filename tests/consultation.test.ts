/** 征求意见: a draft before everybody until a day, everything that is said answered, and how it was taken up. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let officer: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  officer = await api.staff('shi');
});
afterAll(() => api?.stop());

/** To nine o'clock of a day, with what falls due on it; the days between have nothing of ours. */
async function jump(day: string): Promise<void> {
  api.clock.set(`${day}T01:00:00.000Z`);
  await api.run();
}

const draft = {
  kind: 'plan',
  title: '咸宁市民政事业发展规划中期调整方案',
  explanation: '根据中期评估结果，拟调整护理型床位等三项目标，现公开征求意见。',
  draft: '一、护理型床位占比调整为60%。\n二、社工站覆盖率调整为100%。',
  days: 30,
};
const openDraft = async (more: object = {}): Promise<string> =>
  (await officer.post('/api/consultations', { ...draft, ...more, requestId: requestId() })).id;
const say = (visitor: Browser, id: string, fields: object, sent = requestId()) =>
  visitor.call(
    'POST',
    `/consultations/${id}`,
    new URLSearchParams({ requestId: sent, ...(fields as Record<string, string>) }).toString(),
    { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://city.test', host: 'city.test' },
  );
const view = (id: string, who = officer) => who.get(`/api/consultations/${id}`);
const step = async (id: string, to: string, input: object, who = officer) =>
  who.call('POST', `/api/consultations/${id}/${to}`, { ...input, version: (await view(id, officer)).version });

test('少于30日的不收；情况紧急写明原因的收，原因随草案公布；地方标准没有例外也不能单独公布', async () => {
  const short = await officer.refused('/api/consultations', { ...draft, days: 29, requestId: requestId() });
  expect(short).toMatchObject({ code: 'CONSULTATION_SHORT' });
  expect(short.message).toContain('不少于30日，只写了29日');
  const id = await openDraft({ days: 15, shortened: '汛期将至，须在7月底以前施行。' });
  expect((await api.visitor().call('GET', `/consultations/${id}`)).body).toContain('汛期将至');
  expect((await officer.refused('/api/consultations', { ...draft, kind: 'local-standard', requestId: requestId() })).code).toBe(
    'NOT_FOUND',
  );
  await step(id, 'withdrawal', { reason: '误发，重新公布。' });
  expect((await api.visitor().call('GET', `/consultations/${id}`)).body).toContain('已经撤回：误发');
});

test('草案里有身份证号码、手机号码的不能公布，指出在哪里', async () => {
  const refused = await officer.refused('/api/consultations', {
    ...draft,
    draft: `${draft.draft}联系人王某，13812345678。`,
    requestId: requestId(),
  });
  expect(refused).toMatchObject({ code: 'TEXT_SHOWS_NUMBERS' });
  expect(refused.message).toContain('手机号码（138…78）');
});

test('公布30日：当天不算，到第30日24时都能提；不留姓名也收，同一份交两次只算一条；过了不收；答完才能公布采纳情况', async () => {
  await jump('2026-06-02');
  const id = await openDraft();
  const visitor = api.visitor();
  const page = (await visitor.call('GET', `/consultations/${id}`)).body as string;
  expect(page).toContain('2026年7月2日24时截止');
  expect((await visitor.call('GET', '/consultations')).body).toContain(draft.title);

  expect((await say(visitor, id, { text: '好' })).status).toBe(422);
  const sent = requestId();
  expect((await say(visitor, id, { text: '护理型床位的目标定低了，建议65%。' }, sent)).body).toContain('是第1条意见');
  expect((await say(visitor, id, { text: '护理型床位的目标定低了，建议65%。' }, sent)).body).toContain('是第1条意见');
  await say(visitor, id, { text: '床位应该多建护理型的，我家老人等了半年。', name: '欧阳小华', phone: '13900002222' });
  await step(id, 'opinions', { channel: 'phone', text: '社工站要有人值班，不能只挂牌子。', name: '赵某' });

  const seen = await view(id);
  expect(seen.received.map((o: { no: number; name: string | null; phone: string | null }) => [o.no, o.name, o.phone])).toEqual([
    [1, null, null],
    [2, '欧**华', '139****2222'],
    [3, '赵*', null],
  ]);
  const { rows } = await api.owner.query('select content from consultation_opinion');
  expect(JSON.stringify(rows)).not.toContain('13900002222');

  expect((await step(id, 'summary', { summary: '三条意见都已研究，方案作了修改。' })).body.error.code).toBe('CONSULTATION_STATE');
  await jump('2026-07-02');
  expect((await say(visitor, id, { text: '最后一天也要能提意见。' })).body).toContain('是第4条意见');
  await jump('2026-07-03');
  const late = await say(visitor, id, { text: '过了一天再提意见。' });
  expect(late.status).toBe(422);
  expect(late.body).toContain('已于2026年7月2日截止');
  const told = ((await officer.get('/api/messages')).items as { title: string; body: string }[]).filter(
    (m) => m.title === '征求意见截止',
  );
  expect(told.map(({ body }) => body)).toEqual([`“${draft.title}”征求意见已截止，收到4条，请逐条或者归并答复，公布采纳情况。`]);

  const answer = { gist: '护理型床位占比目标偏低', adoption: 'partly', reply: '按建设能力测算，调整为62%。' };
  expect((await step(id, 'answers', { ...answer, opinions: ['1', '2'] })).status).toBe(200);
  expect((await step(id, 'answers', { ...answer, opinions: ['2', '3'] })).body.error).toMatchObject({ code: 'OPINION_ANSWERED' });
  const unanswered = await step(id, 'summary', { summary: '三条意见都已研究，方案作了修改。' });
  expect(unanswered.body.error.message).toContain('还有2条意见没有答复');
  await step(id, 'answers', {
    gist: '社工站要有人值班；期限末日可以提意见',
    adoption: 'adopted',
    reply: '写入方案第二条。',
    opinions: ['3', '4'],
  });
  expect((await step(id, 'summary', { summary: '收到四条意见，方案作了两处修改。' })).status).toBe(200);

  const published = (await visitor.call('GET', `/consultations/${id}`)).body as string;
  expect(published).toContain('收到意见4条');
  expect(published).toContain('护理型床位占比目标偏低');
  expect(published).toContain('部分采纳');
  expect(published).not.toContain('我家老人等了半年');
  expect(published).not.toContain('欧');
  expect((await step(id, 'withdrawal', { reason: '不想公布了。' })).body.error.code).toBe('CONSULTATION_STATE');
});

test('看提意见人的联系方式要写事由，留痕；别的县看不到这次征求意见', async () => {
  const county = await api.staff('xian');
  const { id } = await county.post('/api/consultations', { ...draft, title: '咸安区民政规划草案', requestId: requestId() });
  await say(api.visitor(), id, { text: '建议增加老年食堂的数量。', name: '王芳', phone: '13700001111' });
  expect((await county.call('POST', `/api/consultations/${id}/opinions/1/contact`, { purpose: '' })).status).toBe(422);
  // 编号大得离谱的是填错了，不是出错
  const huge = await county.call('POST', `/api/consultations/${id}/opinions/999999999999/contact`, { purpose: '核实建议' });
  expect([404, 422]).toContain(huge.status);
  expect(await county.post(`/api/consultations/${id}/opinions/1/contact`, { purpose: '核实建议的地点' })).toEqual({
    name: '王芳',
    phone: '13700001111',
  });
  const { rows } = await api.owner.query("select purpose from audit_log where action = 'consultation.contact-revealed'");
  expect(rows).toEqual([{ purpose: '核实建议的地点' }]);
  const elsewhere = await api.staff('jiayuxian');
  expect((await elsewhere.call('GET', `/api/consultations/${id}`)).status).toBe(404);
  expect((await elsewhere.call('POST', `/api/consultations/${id}/opinions/1/contact`, { purpose: '想看看是谁' })).status).toBe(
    404,
  );
  const auditor = await api.staff('shenji');
  const offered = (await auditor.get(`/api/consultations/${id}`)).offers;
  expect(offered).toEqual([]);
});

test('两人同时答复同一条：后一个被告知已被更新；意见汇总表里没有提意见人', async () => {
  const id = await openDraft({ title: '两人同时答复的草案' });
  await say(api.visitor(), id, { text: '请把第二条写得明白一些。', name: '钱某某', phone: '13600003333' });
  const { version } = await view(id);
  const answer = { gist: '第二条表述不清', adoption: 'adopted', reply: '已改写第二条。', opinions: ['1'], version };
  const both = await Promise.all(
    [officer, await api.staff('shiling')].map((who) => who.call('POST', `/api/consultations/${id}/answers`, answer)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const sheet = await officer.call('GET', `/api/consultations/${id}/export`);
  expect(sheet.status).toBe(200);
  expect(sheet.raw.subarray(0, 2).toString()).toBe('PK');
});

test('列表按状态、类型、名称收窄', async () => {
  const titles = async (query: string) =>
    ((await officer.get(`/api/consultations?${query}`)).rows as { title: string }[]).map((r) => r.title);
  expect(await titles('state=withdrawn')).toEqual([draft.title]);
  expect(await titles(`q=${encodeURIComponent('同时答复')}`)).toEqual(['两人同时答复的草案']);
  expect(await titles('kind=local-standard')).toEqual([]);
  expect((await officer.get('/api/consultations')).form.map((f: { name: string }) => f.name)).toEqual([
    'kind',
    'title',
    'explanation',
    'draft',
    'days',
    'shortened',
  ]);
});

test('意见可以带一份附件：网上的、来信的都收；不收的说清楚，写好的意见还在；只有办理的人打得开，同一份交两次只算一条', async () => {
  const county = await api.staff('xian');
  const { id } = await county.post('/api/consultations', { ...draft, title: '带附件的草案', requestId: requestId() });
  const visitor = api.visitor();
  const picture = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2Q==', 'base64');
  const send = (file: Buffer, name: string, sent: string) =>
    visitor.sendForm(`/consultations/${id}`, { requestId: sent, text: '图上标出的路口应当留出通道。', name: '方某' }, file, name);
  const large = await send(Buffer.concat([picture, Buffer.alloc(21 * 1024 * 1024)]), '太大.jpg', requestId());
  expect([large.status, String(large.body).includes('请换一份照片或者PDF')]).toEqual([422, true]);
  const unfit = await send(Buffer.from('MZ不是照片'), '程序.exe', requestId());
  expect(unfit.status).toBe(422);
  expect(unfit.body).toContain('请换一份照片或者PDF');
  expect(unfit.body).toContain('图上标出的路口应当留出通道。');
  const sent = requestId();
  expect((await send(picture, '路口.jpg', sent)).body).toContain('是第1条意见');
  expect((await send(picture, '路口.jpg', sent)).body).toContain('是第1条意见');
  expect((await send(Buffer.alloc(0), '', requestId())).body).toContain('是第2条意见');
  await step(
    id,
    'opinions',
    { channel: 'letter', text: '来信的意见，原件附后。', files: [await county.upload('consultation-opinion')] },
    county,
  );
  const files = async (who: Browser) =>
    (await view(id, who)).received.map((o: { files: { id: string; name: string }[] }) => o.files.map(({ name }) => name));
  expect(await files(county)).toEqual([['路口.jpg'], [], ['photo.jpg']]);
  const [
    {
      files: [file],
    },
  ] = (await view(id, county)).received;
  expect((await county.call('GET', `/api/files/${file.id}`)).status).toBe(200);
  for (const login of ['xiang', 'caiwu', 'shenji', 'jiayuxian'])
    expect((await (await api.staff(login)).call('GET', `/api/files/${file.id}`)).status, login).not.toBe(200);
  expect(await files(await api.staff('shenji'))).toEqual([[], [], []]);
});
