/** An account from the day it is made to the day its officer leaves: nobody but its owner knows how to come in. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { totpCode } from '../src/kernel/access/server.ts';
import { type Api, Browser, startApi } from './api.ts';

let api: Api;
let admin: Browser;
let security: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  admin = await api.staff('xitong');
  security = await api.staff('anquan');
});
afterAll(() => api?.stop());
afterEach(() => {
  vi.useRealTimers();
});

const OWN = '向阳花开的山坡-2026';
const MINUTE = 60_000;
const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

interface Handed {
  id: string;
  login: string;
  password: string;
  totpSecret: string;
  totpAddress: string;
}
let made = 0;
async function newOfficer(): Promise<Handed> {
  const login = `gan.${++made}`;
  const handed = await admin.post('/api/users', { login, name: '甘露', division: '421202100000', post: 'township-clerk' });
  const { rows } = await admin.get(`/api/users?text=${login}`);
  return { ...handed, id: rows[0].id };
}
/** A code serves once, so that every sign-in takes place in a later half minute. */
async function signIn(who: { login: string; password: string; totpSecret: string }, browser = new Browser(api.app)) {
  pass(MINUTE);
  const { login, password, totpSecret } = who;
  const answer = await browser.call('POST', '/api/sign-in', { login, password, code: totpCode(totpSecret, Date.now()) });
  return { browser, ...answer };
}
async function settled(): Promise<Handed & { browser: Browser }> {
  const handed = await newOfficer();
  const { browser } = await signIn(handed);
  await browser.post('/api/password', { password: handed.password, fresh: OWN });
  return { ...handed, password: OWN, browser };
}
const act = (by: Browser, { id }: { id: string }, action: string) => by.post(`/api/users/${id}/actions`, { action });
const actRefused = (by: Browser, { id }: { id: string }, action: string) => by.refused(`/api/users/${id}/actions`, { action });
const rowOf = async (by: Browser, { login }: { login: string }) => (await by.get(`/api/users?text=${login}`)).rows[0];
const audited = async (id: string) =>
  (
    await api.owner.query<{ action: string; actor_name: string }>(
      "select action, actor_name from audit_log where subject_id = $1 and action like 'user.%' order by recorded_at, id",
      [id],
    )
  ).rows.map((r) => `${r.actor_name} ${r.action}`);

describe('新账号', () => {
  test('初始密码和动态码密钥只在新建时给一次，二维码写明是哪个城市的谁；列表和以后都不再给', async () => {
    const handed = await newOfficer();
    expect(handed.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(handed.totpSecret).toMatch(/^[A-Z2-7]{20}$/);
    expect(handed.totpAddress).toBe(
      `otpauth://totp/${encodeURIComponent('咸宁市民政')}:${handed.login}?secret=${handed.totpSecret}&issuer=${encodeURIComponent('咸宁市民政')}`,
    );
    const listed = JSON.stringify(await admin.get(`/api/users?text=${handed.login}`));
    expect(listed).not.toContain(handed.totpSecret);
    expect(listed).not.toContain(handed.password);
  });

  test('初次登录只能换密码：别的都不开，换了以后就能办事', async () => {
    const handed = await newOfficer();
    const { browser, status } = await signIn(handed);
    expect(status).toBe(200);
    expect((await browser.get('/api/session')).actor).toMatchObject({ name: '甘露', passwordDue: true });
    const shut = await browser.call('GET', '/api/cases');
    expect(shut).toMatchObject({ status: 403, body: { error: { code: 'PASSWORD_DUE' } } });
    expect(await browser.refused('/api/duty', { dutyId: handed.id })).toMatchObject({ code: 'PASSWORD_DUE' });
    await browser.post('/api/password', { password: handed.password, fresh: OWN });
    expect((await browser.get('/api/session')).actor).toMatchObject({ passwordDue: false });
    expect((await browser.call('GET', '/api/cases')).status).toBe(200);
    expect((await signIn(handed)).status).toBe(401);
    expect((await signIn({ ...handed, password: OWN })).status).toBe(200);
    expect(await audited(handed.id)).toEqual(['唐亮 user.created', '甘露 user.password-changed']);
  });
});

describe('本人换密码', () => {
  test('新密码要像密码：短的、一种字符的、重复的、含账号的、与原来相同的，逐一说明', async () => {
    const { browser, login } = await settled();
    const problem = async (fresh: string) => (await browser.refused('/api/password', { password: OWN, fresh })).message;
    expect(await problem('short-1')).toBe('新密码至少12位。');
    expect(await problem('abcdefghijkl')).toBe('新密码要有两种以上的字符，如字母和数字。');
    expect(await problem('aaaaaa111111')).toBe('新密码重复的字符太多。');
    expect(await problem(`${login}-2026-03`)).toBe('新密码不能含有账号。');
    expect(await problem(OWN)).toBe('新密码不能与原密码相同。');
    await browser.post('/api/password', { password: OWN, fresh: 'abcdefghijk1' });
  });

  test('原密码错5次锁定；换好以后，别处的登录都结束，这一处还在', async () => {
    const officer = await settled();
    const elsewhere = (await signIn(officer)).browser;
    for (let i = 0; i < 4; i++)
      expect(await officer.browser.refused('/api/password', { password: 'x', fresh: 'whatever-1234' })).toMatchObject({
        code: 'PASSWORD_WRONG',
        fields: [{ path: 'password' }],
      });
    await officer.browser.post('/api/password', { password: OWN, fresh: 'another-own-1' });
    expect((await elsewhere.call('GET', '/api/cases')).status).toBe(401);
    expect((await officer.browser.call('GET', '/api/cases')).status).toBe(200);
    for (let i = 0; i < 5; i++) await officer.browser.refused('/api/password', { password: 'x', fresh: 'whatever-1234' });
    expect(await officer.browser.refused('/api/password', { password: 'another-own-1', fresh: OWN })).toMatchObject({
      code: 'ACCOUNT_LOCKED',
    });
  });

  test('演示账号没有密码；居民没有；访客要先登录', async () => {
    expect(await (await api.staff('xiang')).refused('/api/password', { password: 'x', fresh: OWN })).toMatchObject({
      code: 'NO_PASSWORD',
    });
    expect((await new Browser(api.app).call('POST', '/api/password', { password: 'x', fresh: OWN })).status).toBe(401);
  });
});

describe('安全管理员', () => {
  test('重置密码：正在用的登录马上结束，旧密码作废，新的初始密码只能用来换密码', async () => {
    const officer = await settled();
    const handed = await act(security, officer, 'reset-password');
    expect(handed).toMatchObject({ login: officer.login, totpSecret: null, totpAddress: null });
    expect((await officer.browser.call('GET', '/api/cases')).status).toBe(401);
    expect((await signIn(officer)).status).toBe(401);
    const { browser } = await signIn({ ...officer, password: handed.password });
    expect((await browser.call('GET', '/api/cases')).body.error.code).toBe('PASSWORD_DUE');
  });

  test('解锁：输错5次的账号马上能用；没有锁定的不用解锁', async () => {
    const officer = await settled();
    expect((await rowOf(security, officer)).actions).toEqual(['reset-password', 'renew-totp', 'deactivate']);
    for (let i = 0; i < 5; i++) await signIn({ ...officer, password: 'wrong' });
    expect((await signIn(officer)).status).toBe(423);
    expect(await rowOf(security, officer)).toMatchObject({
      actions: ['unlock', 'reset-password', 'renew-totp', 'deactivate'],
    });
    await act(security, officer, 'unlock');
    expect((await signIn(officer)).status).toBe(200);
    expect(await actRefused(security, officer, 'unlock')).toMatchObject({ code: 'ACCOUNT_UNFIT', status: 409 });
  });

  test('换手机：更换动态码以后旧的不能用，新的只给一次', async () => {
    const officer = await settled();
    const { totpSecret, password } = await act(security, officer, 'renew-totp');
    expect(password).toBeNull();
    expect((await officer.browser.call('GET', '/api/cases')).status).toBe(401);
    expect((await signIn(officer)).status).toBe(401);
    expect((await signIn({ ...officer, totpSecret })).status).toBe(200);
  });
});

describe('停用', () => {
  test('马上不能用，岗位结束；重新启用以后还要安全管理员给密码、系统管理员给岗位', async () => {
    const officer = await settled();
    await act(admin, officer, 'deactivate');
    expect((await officer.browser.call('GET', '/api/cases')).status).toBe(401);
    expect((await signIn(officer)).status).toBe(401);
    const stopped = await rowOf(admin, officer);
    expect(stopped).toMatchObject({ active: false, actions: ['activate'], offers: [] });
    expect(stopped.duties.every((d: { validTo: string | null }) => d.validTo !== null)).toBe(true);
    expect(await actRefused(security, officer, 'reset-password')).toMatchObject({ code: 'ACCOUNT_UNFIT' });
    const duty = { post: 'township-clerk', division: '421202100000' };
    expect(await admin.refused(`/api/users/${officer.id}/duties`, duty)).toMatchObject({ code: 'ACCOUNT_UNFIT' });
    await act(admin, officer, 'activate');
    expect((await signIn(officer)).status).toBe(401);
    const { password } = await act(security, officer, 'reset-password');
    expect((await signIn({ ...officer, password })).status).toBe(200);
    expect(await audited(officer.id)).toEqual([
      '唐亮 user.created',
      '甘露 user.password-changed',
      '唐亮 user.deactivated',
      '唐亮 user.activated',
      '许宁 user.password-reset',
    ]);
  });

  test('停用的演示账号，一键登录的名单上也没有了', async () => {
    await act(admin, await rowOf(admin, { login: 'wenquan' }), 'deactivate');
    const { accounts } = await new Browser(api.app).get('/api/demo/accounts');
    expect(accounts.map((s: { login: string }) => s.login)).not.toContain('wenquan');
  });
});

describe('三员分立', () => {
  test('系统管理员不能重置、解锁、更换动态码；安全管理员不能新建、启用；别人什么都不能', async () => {
    const officer = await settled();
    for (const action of ['reset-password', 'renew-totp', 'unlock'])
      expect(await actRefused(admin, officer, action)).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await actRefused(security, officer, 'activate')).toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await security.call('POST', '/api/users', {})).status).toBe(403);
    for (const login of ['xianzhang', 'rizhi', 'shiling'])
      expect(
        (await (await api.staff(login)).call('POST', `/api/users/${officer.id}/actions`, { action: 'deactivate' })).status,
      ).toBe(403);
    expect(await rowOf(await api.staff('xianzhang'), officer)).toMatchObject({ actions: [], offers: [] });
  });

  test('自己的账号自己不能办；演示账号没有密码可重置', async () => {
    for (const [by, login] of [
      [admin, 'xitong'],
      [security, 'anquan'],
    ] as const) {
      const own = await rowOf(by, { login });
      expect(own.actions).toEqual([]);
      expect(await actRefused(by, own, 'deactivate')).toMatchObject({ code: 'OWN_ACCOUNT' });
    }
    const demonstration = await rowOf(security, { login: 'xianghe' });
    expect(demonstration.actions).toEqual(['deactivate']);
    expect(await actRefused(security, demonstration, 'reset-password')).toMatchObject({ code: 'ACCOUNT_UNFIT' });
  });
});
