/** Bad input, foreign hands and repeated requests: refused with a Chinese sentence at the right field, never a 500, never twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { filled } from '../../src/domains/social-assistance/demonstration/story.ts';
import type { AssistanceApplication } from '../../src/domains/social-assistance/family/application.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { recordRelationship } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, carry, requestId, startApi, visitInput } from '../api.ts';

let api: Api;
let family: Browser;
let clerk: Browser;
let form: AssistanceApplication;
const story = storyOf('fresh');

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(story, storyOf('paid'), storyOf('old-couple'), storyOf('jiayu'));
  family = await api.resident(story);
  clerk = await api.staff('xiang');
  form = filled(story, { self: await family.upload('consent'), m1: await family.upload('consent') });
});
afterAll(() => api?.stop());

const send = (changed: unknown, by: Browser = family) =>
  by.refused('/api/cases', { itemId: 'SA-01', channel: 'mobile', form: changed, requestId: requestId() });
const change = (path: string, value: unknown): unknown => {
  const copy = structuredClone(form) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  let at: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[keys.at(-1)!];
  else at[keys.at(-1)!] = value;
  return copy;
};

describe('填错的申请表：指到那一项，用中文说怎么改', () => {
  const wrong: [string, string, unknown, RegExp][] = [
    ['身份证最后一位不对', 'applicant.idNumber', '421202198503100018', /身份证号码(有误|应为18位)/],
    ['身份证里的生日是2月30日', 'members.0.idNumber', '421202198702300013', /出生日期无效/],
    ['手机少一位', 'applicant.phone', '1397280000', /11位/],
    ['金额是负数', 'incomes.0.amountFen', -1, /负数/],
    ['金额带小数的分', 'incomes.0.amountFen', 10.5, /./],
    ['金额超过一亿元', 'incomes.0.amountFen', 10_000_000_001, /过大/],
    ['金额是文字', 'incomes.0.amountFen', '1600', /./],
    ['姓名过长', 'applicant.name', '刘'.repeat(51), /50/],
    ['姓名是空的', 'applicant.name', '   ', /请填写姓名/],
    ['地址过长', 'applicant.address', '路'.repeat(101), /./],
    ['没有这个村', 'applicant.division', '999999999999', /村/],
    ['只选到乡镇', 'applicant.division', '421202100000', /选择到村/],
    ['账号太短', 'account.number', '6217', /12至19位/],
    ['没有这样的关系', 'members.0.relation', 'friend', /请从选项中选择/],
    ['收入指到不存在的家人', 'incomes.0.member', 'm9', /./],
    ['签名指到不存在的家人', 'consents.1.member', 'm7', /授权签名|家人|成员/],
    ['没有签名', 'consents', [], /请每位成年家人签名/],
    ['没有承诺', 'promise', false, /承诺/],
    ['残疾等级是五级', 'members.1.disabilityLevel', '5', /请从选项中选择/],
    ['面积不是数字', 'houses', [{ member: 'self', areaSqm: 'abc' }], /数字/],
    ['多出来的一项', 'hidden', 1, /没有“hidden”这一项/],
    ['里面多出来的一项', 'applicant.role', 'county-leader', /没有“role”这一项/],
    ['缺了申请人', 'applicant', undefined, /./],
    ['二十一个家人', 'members', Array.from({ length: 21 }, () => form?.members[0]), /20人/],
  ];
  for (const [title, path, value, message] of wrong)
    test(title, async () => {
      const given = path === 'members' ? Array.from({ length: 21 }, () => form.members[0]) : value;
      const refused = await send(change(path, given));
      expect(refused.status, JSON.stringify(refused)).toBe(422);
      expect(refused.fields.length).toBeGreaterThan(0);
      const told = refused.fields.map((f) => `${f.path}: ${f.message}`).join('\n');
      expect(told).toMatch(message);
      expect(
        refused.fields.some((f) => f.path === '' || path.startsWith(f.path) || f.path.startsWith(path.split('.')[0]!)),
        told,
      ).toBe(true);
      expect(told).toMatch(/\p{Script=Han}/u);
      expect(told).not.toMatch(/Invalid|Expected|received|Unrecognized/);
    });

  test('同一个人填了两次', async () => {
    const twice = structuredClone(form);
    twice.members.push({ ...twice.members[0]! });
    expect(await send(twice)).toMatchObject({
      fields: [{ path: 'members.2.idNumber', message: expect.stringContaining('填写了两次') }],
    });
  });

  test('身份证和姓名对不上', async () => {
    const other = storyOf('paid');
    expect(await send(change('applicant', { ...form.applicant, name: '刘志刚' }))).toMatchObject({
      status: 422,
      code: 'NAME_DIFFERS',
    });
    expect(await send({ ...form, applicant: { ...form.applicant, name: other.form.applicant.name } })).toMatchObject({
      status: 422,
    });
  });

  test('不是JSON、太大、空的请求：都有一句话，没有500', async () => {
    const raw = async (payload: string, type = 'application/json') => {
      const answer = await api.app.inject({
        method: 'POST',
        url: '/api/cases',
        remoteAddress: family.address,
        headers: { 'x-minzheng': '1', 'content-type': type, cookie: family.cookie },
        payload,
      });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, answer.body).toBeLessThan(500);
      expect(answer.json().error.message).toMatch(/\p{Script=Han}/u);
      return answer.statusCode;
    };
    expect(await raw('{"itemId":')).toBe(422);
    expect(await raw('null')).toBe(422);
    expect(await raw('[]')).toBe(422);
    expect(await raw(JSON.stringify({ itemId: 'SA-01', form: 'x'.repeat(300_000) }))).toBe(413);
    expect(await raw('a=b', 'application/x-www-form-urlencoded')).toBeLessThan(500);
    expect(await send(null)).toMatchObject({ status: 422 });
    expect(await send('\u0000')).toMatchObject({ status: 422 });
    expect(
      await family.refused('/api/cases', { itemId: 'ZZ-99', channel: 'mobile', form, requestId: requestId() }),
    ).toMatchObject({ status: 404 });
  });

  test('文字里的控制字符不会弄坏数据库', async () => {
    expect(await send(change('applicant.address', '3组\u000012号'))).toMatchObject({ status: 422 });
    expect(await send(change('applicant.name', '刘\u0000明'))).toMatchObject({ status: 422 });
    const notice = await family.refused('/api/notices/019f5c00-0000-7000-8000-000000000000/objections', {
      text: '我有意见要反映\u0000',
      name: '王\u0000',
      phone: '13971500001',
      requestId: requestId(),
    });
    expect(notice.status).toBeLessThan(500);
  });
});

describe('材料', () => {
  test('不是图片也不是PDF的，不论名字叫什么都不收', async () => {
    expect(await family.send('consent', Buffer.from('<html><script>alert(1)</script></html>'), 'photo.jpg')).toMatchObject({
      status: 422,
      body: { error: { code: 'UPLOAD_UNFIT' } },
    });
    expect((await family.send('consent', Buffer.alloc(0), 'empty.pdf')).status).toBe(422);
    expect((await family.send('../../etc', Buffer.from('%PDF-1.7'), 'a.pdf')).status).toBe(422);
  });

  test('超过20MB的不收，服务照常', async () => {
    const big = await family.send(
      'consent',
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(21 * 1024 * 1024)]),
      'big.pdf',
    );
    expect([413, 422]).toContain(big.status);
    expect((await api.visitor().call('GET', '/healthz')).status).toBe(200);
  });

  test('别人上传的文件不能当作自己的签名', async () => {
    const other = await api.resident(storyOf('paid'));
    const theirs = await other.upload('consent');
    expect(await send({ ...form, consents: [{ member: 'self', signature: theirs }, form.consents[1]] })).toMatchObject({
      code: 'FILE_NOT_AVAILABLE',
    });
    expect((await family.call('GET', `/api/files/${theirs}`)).status).toBe(404);
  });
});

describe('不该看的看不到，不该办的办不了', () => {
  let id: string;
  beforeAll(async () => {
    id = await carry(api, storyOf('old-couple'), 'surveying');
  });

  test('别人的办件号、别县的工作人员、没登录的人：都是“没有找到”或请先登录', async () => {
    expect((await family.call('GET', `/api/cases/${id}`)).status).toBe(404);
    expect(
      await family.refused(`/api/cases/${id}/actions`, {
        action: 'withdraw',
        version: 1,
        requestId: requestId(),
        input: { reason: '我来撤回' },
      }),
    ).toMatchObject({ status: 404 });
    for (const login of ['jiayu', 'jiayuqueren', 'cun']) {
      const browser = await api.staff(login);
      expect((await browser.call('GET', `/api/cases/${id}`)).status, login).toBe(404);
      expect(
        (
          await browser.call('POST', `/api/cases/${id}/actions`, {
            action: 'submitForReview',
            version: 6,
            requestId: requestId(),
            input: { opinion: '代办' },
          })
        ).status,
        login,
      ).toBe(404);
    }
    expect((await api.visitor().call('GET', `/api/cases/${id}`)).status).toBe(401);
    expect((await api.visitor().call('POST', '/api/cases', {})).status).toBe(401);
    for (const login of ['xitong', 'anquan', 'rizhi'])
      expect((await (await api.staff(login)).call('GET', `/api/cases/${id}`)).status, login).toBe(403);
  });

  test('办件号乱写：没有找到，不是出错', async () => {
    for (const bad of [
      '1',
      'null',
      '../session',
      "1' or 1=1",
      '019f5c00-0000-7000-8000-00000000000',
      '019f5c00-0000-7000-8000-000000000000',
    ]) {
      const { status } = await clerk.call('GET', `/api/cases/${encodeURIComponent(bad)}`);
      expect([404, 422], bad).toContain(status);
    }
    for (const url of [
      '/api/cases?cursor=x',
      '/api/cases?cursor=2026-01-01~x',
      '/api/cases?division=1',
      '/api/cases?light=blue',
      '/api/persons?cursor=%00',
      '/api/persons?text=%25%25',
      '/api/persons?idNumber=1',
      '/api/batches?month=2026-13',
      '/api/batches?cursor=zz',
      '/api/audit?from=2026-02-30',
      '/api/audit?cursor=x',
      '/api/figures?month=abc',
      '/api/notices?cursor=a~b',
      '/api/notices?division=%27',
      '/api/messages?cursor=x',
      '/api/my/cases',
      '/api/drafts/1',
      '/api/persons/1',
      '/api/parameters?cursor=%00',
      '/api/divisions?text=%00',
      '/api/services?text=%00',
      '/api/standards?division=1',
      '/api/users?text=%00',
      '/api/cases?text=%00',
    ]) {
      for (const by of [clerk, await auditorOf()]) {
        const answer = await by.call('GET', url);
        expect(answer.status, `${url} ${JSON.stringify(answer.body)}`).toBeLessThan(500);
      }
    }
  });

  test('别县的村不能代为申请；居民不能替没有登记的人申请', async () => {
    const jiayu = storyOf('jiayu');
    const signature = await clerk.upload('consent');
    expect(await send(filled(jiayu, { self: signature }), clerk)).toMatchObject({
      status: 422,
      code: 'DIVISION_FOREIGN',
      fields: [{ path: 'applicant.division' }],
    });
    const nobody = { ...form.applicant, idNumber: storyOf('one-fen').persons[0]!.idNumber, name: '邓学军' };
    expect(await send({ ...form, applicant: nobody })).toMatchObject({ status: 422, code: 'PERSON_NOT_REGISTERED' });
  });

  test('还没到的步骤、不归自己的步骤、没有的操作：说明现在是什么、归谁办', async () => {
    expect(await clerk.actRefused(id, 'confirm', { opinion: '同意' })).toMatchObject({
      status: 409,
      message: '现在是“入户调查”，不能确认。',
    });
    const checker = await api.staff('hedui');
    expect(await checker.actRefused(id, 'submitForReview', { opinion: '请审核' })).toMatchObject({
      status: 403,
      message: '提交初审由乡镇经办人办理，您的岗位不能操作。',
    });
    expect(await clerk.actRefused(id, 'nothing', {})).toMatchObject({ status: 404 });
    expect(await clerk.actRefused(id, '__proto__', {})).toMatchObject({ status: 404 });
    expect(await clerk.actRefused(id, 'constructor', {})).toMatchObject({ status: 404 });
  });

  test('入户日期：受理之前、今天以后、不存在的日子都不收', async () => {
    const visit = await visitInput(clerk, storyOf('old-couple'), api.clock.today());
    for (const on of ['2026-08-31', '2026-09-02', '2026-02-30', '昨天'])
      expect(await clerk.actRefused(id, 'recordVisit', { ...visit, on }), on).toMatchObject({
        status: 422,
        fields: [{ path: 'on' }],
      });
  });

  test('死亡日期在明天、在出生以前、不存在：都不收', async () => {
    const { personId } = (await clerk.case(id)).sections.members[1];
    for (const diedOn of ['2026-09-02', '1900-01-01', '2026-02-30']) {
      const refused = await clerk.refused(`/api/persons/${personId}/death/registration`, {
        diedOn,
        proof: 'cremation',
        number: '火化2026-1',
      });
      expect(refused.status, diedOn).toBe(422);
    }
  });
});

const auditorOf = (() => {
  let known: Promise<Browser> | undefined;
  return () => {
    known ??= api.staff('shi');
    return known;
  };
})();

describe('重复和同时', () => {
  test('同一个请求编号发两次、同时发两次：只有一件，回答一样；换了内容就拒绝', async () => {
    const body = { itemId: 'SA-01', channel: 'mobile', form, requestId: requestId() };
    const [a, b] = await Promise.all([family.call('POST', '/api/cases', body), family.call('POST', '/api/cases', body)]);
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(b.body).toEqual(a.body);
    expect((await family.call('POST', '/api/cases', body)).body).toEqual(a.body);
    expect((await family.get('/api/my/cases')).rows).toHaveLength(1);
    expect(await family.refused('/api/cases', { ...body, channel: 'online' })).toMatchObject({
      status: 409,
      code: 'REQUEST_REUSED',
    });
  });

  test('同一步点两次：只办一次，第二次拿到第一次的回答；旧页面上再办，请他刷新', async () => {
    const [row] = (await family.get('/api/my/cases')).rows;
    const { version } = await clerk.case(row.id);
    const body = { action: 'accept', version, requestId: requestId(), input: {} };
    const answers = await Promise.all([1, 2, 3].map(() => clerk.call('POST', `/api/cases/${row.id}/actions`, body)));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect((await clerk.case(row.id)).events.filter((e) => e.action === 'accept')).toHaveLength(1);
    expect(await clerk.refused(`/api/cases/${row.id}/actions`, { ...body, requestId: requestId() })).toMatchObject({
      status: 409,
      code: 'VERSION_CONFLICT',
    });
    const { rows } = await api.owner.query(
      'select kind, count(*)::int as n from issued_document where case_id = $1 group by kind order by kind',
      [row.id],
    );
    // 一份受理通知书，两位大人各一份授权书
    expect(rows).toEqual([
      { kind: 'dibao-acceptance', n: 1 },
      { kind: 'dibao-consent', n: 2 },
    ]);
  });
});

test('经办人是申请人的兄弟姐妹：页面上没有“受理”，硬要办也不行，换一位经办人可以', async () => {
  const resident = await api.resident(storyOf('paid'));
  const id = await api.apply(storyOf('paid'), resident);
  expect((await (await api.staff('xiang2')).case(id)).allowedActions.map((a) => a.action)).toContain('accept');
  const personOf = async (key: string): Promise<string> =>
    (await api.owner.query('select person_id as id from demonstration_story where key = $1', [key])).rows[0].id;
  const [own, applicant] = [await personOf('jiayu'), await personOf('paid')];
  await api.owner.query("update staff_user set own_person_id = $1 where login = 'xiang2'", [own]);
  const linked = await api.context.write(systemActor('test', api.context.city), (tx) =>
    recordRelationship(tx, { personId: own, relatedId: applicant, kind: 'sibling', source: '户籍登记' }),
  );
  expect(linked.ok).toBe(true);
  const kin = await api.staff('xiang2');
  expect((await kin.case(id)).allowedActions.map((a) => a.action)).not.toContain('accept');
  expect(await kin.actRefused(id, 'accept')).toMatchObject({
    status: 403,
    code: 'RECUSAL',
    message: '存在应当回避的关系，不能办理。',
  });
  await clerk.act(id, 'accept');
});
