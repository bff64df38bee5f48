/** 外省来函: received by letter and by interface, taken up, asked within the consents, answered with a paper, through the HTTP API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { setSimulatedAnswers } from '../../src/kernel/exchange/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

let api: Api;
let checker: Browser;
let medical: Browser;
const worker = story({
  key: 'worker',
  title: '在咸宁打工，老家在湖南申请低保',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街9号',
  people: [{ name: '谢明远', sex: '男', birth: '1984-05-05', lives: lives.退休 }],
  expect: null,
});
const idNumber = worker.persons[0]!.idNumber;
/** Whom our registry does not know: an adult and a child. */
const unknown = story({
  key: 'unknown',
  title: '没有在咸宁登记过的人',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街9号',
  people: [
    { name: '欧阳兰', sex: '女', birth: '1985-06-06', lives: lives.退休 },
    { name: '小谢', sex: '男', birth: '2016-06-06', relation: 'child', lives: lives.退休 },
  ],
  expect: null,
});
const [stranger, child] = unknown.persons.map(({ name, idNumber: no }) => ({ name, idNumber: no }));
const ORIGIN = '湖南省岳阳市居民家庭经济状况核对中心';

const letterOf = async (more: object = {}, person: object = {}) => ({
  origin: ORIGIN,
  theirCaseNo: 'YY2026-0318',
  letter: await checker.upload('reply-letter'),
  sources: ['tax', 'vehicles'],
  persons: [
    { name: '谢明远', idNumber, consent: await checker.upload('consent'), consentTo: '2026-09-01', ...person },
    { ...stranger, consent: await checker.upload('consent'), consentTo: '2026-09-01' },
  ],
  ...more,
});
const send = (by: Browser, url: string, body: object = {}) => by.post(url, { ...body, requestId: requestId() });
const refused = (by: Browser, url: string, body: object = {}) => by.refused(url, { ...body, requestId: requestId() });
const at = (id: string, step: string) => `/api/inbound-checks/${id}/${step}`;
const count = async (text: string, values: unknown[] = []) => (await api.owner.query(text, values)).rows[0].n;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(worker);
  [checker, medical] = (await Promise.all(['hedui', 'yibao'].map(api.staff))) as [Browser, Browser];
  await api.context.write(systemActor('test', '421200000000'), (tx) =>
    setSimulatedAnswers(tx, [
      { source: 'tax', idNumber, items: [{ kind: 'wage', text: '工资薪金所得', amountFen: 3600_00 }] },
      { source: 'vehicles', idNumber, items: [] },
    ]),
  );
});
afterAll(() => api?.stop());

describe('外省来函', () => {
  let id = '';
  test('登记：附来函和授权书，10个工作日内复函（3月2日收到，3月16日到期）；同一件来函再登记一次还是同一件', async () => {
    const made = await send(checker, '/api/inbound-checks', await letterOf());
    id = made.id;
    expect(await send(checker, '/api/inbound-checks', await letterOf())).toMatchObject({ id, no: made.no, repeated: true });
    const { rows } = await checker.get('/api/inbound-checks');
    expect(rows).toMatchObject([{ id, origin: ORIGIN, dueOn: '2026-03-16', state: 'received', persons: 2 }]);
    const { letter: _, ...without } = await letterOf({ theirCaseNo: 'YY-9' });
    expect((await refused(checker, '/api/inbound-checks', without)).fields[0]!.path).toBe('letter');
    expect((await refused(checker, '/api/inbound-checks', await letterOf({ theirCaseNo: '' }))).fields[0]!.path).toBe(
      'theirCaseNo',
    );
  });

  test('接办以后才能查询；别的县看不到；只查来函写明的来源', async () => {
    expect((await refused(checker, at(id, 'ask'))).code).toBe('INBOUND_NOT_TAKEN');
    const other = await api.staff('jiayuhedui');
    expect((await other.get('/api/inbound-checks')).rows).toEqual([]);
    expect((await refused(other, at(id, 'take'))).code).toBe('NOT_FOUND');
    await send(checker, at(id, 'take'));
    expect(await send(checker, at(id, 'ask'))).toEqual({ queries: 4 });
    const looked = () => count(`select count(*)::int as n from audit_log where action = 'inbound.viewed'`);
    const before = await looked();
    expect(await checker.get(at(id, 'progress'))).toMatchObject({ answered: 0, asked: 4 });
    await api.run();
    expect(await checker.get(at(id, 'progress'))).toEqual({ answered: 4, asked: 4, waitingFor: [] });
    expect((await other.call('GET', at(id, 'progress'))).status).toBe(404);
    expect(await looked()).toBe(before);
    expect(await checker.get(`/api/inbound-checks/${id}`)).toMatchObject({ answered: 4, asked: 4, waitingFor: [] });
  });

  test('复函：文书写明查询结果，有登记号和对方办件号；原始反馈随即销毁；不能再办第二次', async () => {
    const { documentId } = await send(checker, at(id, 'answer'));
    const pdf = await checker.call('GET', `/api/documents/${documentId}/pdf`);
    expect([pdf.status, pdf.raw.subarray(0, 4).toString()]).toEqual([200, '%PDF']);
    const view = await checker.get(`/api/inbound-checks/${id}`);
    expect(view).toMatchObject({ state: 'answered', documentId });
    expect(view.result.lines).toContainEqual(expect.objectContaining({ name: '谢明远', source: 'tax' }));
    expect(
      await count(`select count(*)::int as n from exchange_query where reference = $1 and answer is not null`, [`inbound:${id}`]),
    ).toBe(0);
    expect((await refused(checker, at(id, 'answer'))).code).toBe('INBOUND_STATE');
    expect((await checker.get('/api/inbound-checks?done=yes')).rows).toMatchObject([{ id, state: 'answered' }]);
  });

  test('谁看过、查过都有记录，本人看得到；登记簿里没有明文的身份号码', async () => {
    const looked = (await (await api.resident(worker)).get('/api/persons/me/looked')).rows;
    expect(JSON.stringify(looked)).toContain('协助外省核对机构');
    expect(await count(`select count(*)::int as n from inbound_check where position($1 in content::text) > 0`, [idNumber])).toBe(
      0,
    );
  });

  test('接口来的：没有附授权书的也收下，但查询被拒绝并留下记录，只能退回；送两次只算一次', async () => {
    const given = { origin: ORIGIN, theirCaseNo: 'YY2026-0400', sources: ['tax'], persons: [{ name: '谢明远', idNumber }] };
    const made = await medical.post('/api/exchange/inbound-checks', given);
    expect(await medical.post('/api/exchange/inbound-checks', given)).toMatchObject({ no: made.no, repeated: true });
    await send(checker, at(made.id, 'take'));
    expect(await refused(checker, at(made.id, 'ask'))).toMatchObject({
      code: 'QUERY_WITHOUT_BASIS',
      message: '没有有效授权、查询事由或办件，不能向税务部门查询。本次请求已记录。',
    });
    expect(
      await count(`select count(*)::int as n from audit_log where action = 'exchange.query.refused' and case_id = $1`, [made.id]),
    ).toBe(1);
    const { documentId } = await send(checker, at(made.id, 'return'), { reason: '没有附本人授权书。' });
    expect(documentId).toBeTruthy();
    expect((await checker.get(`/api/inbound-checks/${made.id}`)).stateZh).toBe('已退回');
  });

  test('授权已经到期：不能查询；未成年人没有监护人签署：不能登记', async () => {
    const late = await send(checker, '/api/inbound-checks', await letterOf({ theirCaseNo: 'YY-7' }, { consentTo: '2026-03-01' }));
    await send(checker, at(late.id, 'take'));
    expect((await refused(checker, at(late.id, 'ask'))).code).toBe('QUERY_WITHOUT_BASIS');
    expect(await refused(checker, '/api/inbound-checks', await letterOf({ theirCaseNo: 'YY-8' }, child))).toMatchObject({
      code: 'CONSENT_GUARDIAN_REQUIRED',
      fields: [{ path: 'persons.0.guardianName' }],
    });
  });

  test('附了授权书没有写有效期、同一个人写了两次：说在那一栏', async () => {
    const endless = await letterOf({ theirCaseNo: 'YY-10' }, { consentTo: null });
    expect(await refused(checker, '/api/inbound-checks', endless)).toMatchObject({
      fields: [{ path: 'persons.0.consentTo', message: '请按授权书填写有效期' }],
    });
    const twice = await letterOf({ theirCaseNo: 'YY-11' }, stranger);
    expect(await refused(checker, '/api/inbound-checks', twice)).toMatchObject({
      code: 'INBOUND_SAME_PERSON',
      fields: [{ path: 'persons.1.idNumber' }],
    });
  });

  test('快到期提醒一次：3月2日收到、3月16日到期的，第7个工作日3月11日起提醒经办人；没有人接办的提醒核对中心；以后不再提醒', async () => {
    const [taken, waiting] = [
      await send(checker, '/api/inbound-checks', await letterOf({ theirCaseNo: 'YY-11' })),
      await send(checker, '/api/inbound-checks', await letterOf({ theirCaseNo: 'YY-12' })),
    ];
    await send(checker, at(taken.id, 'take'));
    const reminders = async () =>
      (await checker.get('/api/messages')).items
        .filter((m: { title: string }) => m.title === '外省来函快到期')
        .map((m: { body: string }) => m.body);
    const lightOf = async (id: string) => (await checker.get(`/api/inbound-checks/${id}`)).light;
    api.clock.set('2026-03-10T01:00:00.000Z');
    await api.run();
    expect([(await reminders()).length, await lightOf(waiting.id)]).toEqual([0, 'green']);
    api.clock.set('2026-03-11T01:00:00.000Z');
    await api.run();
    const told = await reminders();
    for (const { no } of [taken, waiting])
      expect(told.filter((body: string) => body.includes(no))).toEqual([
        `${ORIGIN}的来函${no}最迟2026年3月16日复函，现在是“待查询”，请抓紧办理。`,
      ]);
    expect(await lightOf(waiting.id)).toBe('amber');
    const { rows } = await api.owner.query(
      `select to_user_id is null as centre from message where template = 'inbound.due-soon' and body like '%' || $1 || '%'`,
      [waiting.no],
    );
    expect(rows).toEqual([{ centre: true }]);
    api.clock.set('2026-03-17T01:00:00.000Z');
    await api.run();
    expect([(await reminders()).length, await lightOf(waiting.id)]).toEqual([told.length, 'overdue']);
  });
});
