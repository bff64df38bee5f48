/** 撤回自己的核对授权: a member of the family who is not the applicant does it from the own file; nobody else can. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

const family = storyOf('undeclared-house');
let api: Api;
let clerk: Browser;
let id = '';
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(family);
  clerk = await api.staff('xiang');
  id = await carry(api, family, 'toCheck');
});
afterAll(() => api?.stop());

const consentsOf = async (who: Browser): Promise<{ id: string; revokedAt: string | null }[]> =>
  (await who.get('/api/persons/me?sections=all')).sections.find((s: { key: string }) => s.key === 'consents').content;

test('妻子在“我的档案”里撤回：核对回到待授权；别人撤不了；撤两次说已经撤回', async () => {
  const wife = await api.resident({ ...family, persons: [family.persons[1]!] });
  const [consent] = await consentsOf(wife);
  expect(consent).toMatchObject({ revokedAt: null });
  expect((await clerk.case(id)).sections.verification.state).toBe('requested');
  const stranger = await api.resident({ ...family, persons: [family.persons[2]!] });
  expect((await stranger.refused(`/api/consents/${consent!.id}/withdraw`)).code).toBe('NOT_FOUND');
  await wife.post(`/api/consents/${consent!.id}/withdraw`);
  expect((await consentsOf(wife))[0]!.revokedAt).not.toBeNull();
  expect((await clerk.case(id)).sections.verification.state).toBe('awaiting-consent');
  expect((await wife.refused(`/api/consents/${consent!.id}/withdraw`)).code).toBe('CONSENT_ENDED');
});

test('帮家人办：列出能替别人申请的事项，不列反映困难、办事指南；指南写出居民户籍所在乡镇的窗口，没登录的可以选', async () => {
  const visitor = api.visitor();
  const list = (await visitor.call('GET', '/for-others')).body as string;
  expect(list).toContain('/app/apply/SA-01?for=other');
  expect(list).toContain('/app/apply/DB-02?for=other');
  for (const itemId of ['SA-02', 'SA-13', 'SA-14', 'SA-08']) expect(list).not.toContain(`/app/apply/${itemId}?`);
  const resident = await api.resident(family);
  const own = (await resident.call('GET', '/services/SA-14')).body as string;
  const { divisions } = api.context;
  const township = divisions.get(`${family.form.applicant.division.slice(0, 9)}000`)!;
  expect(own).toContain(`这是${divisions.fullName(township.code)}的窗口`);
  expect((await visitor.call('GET', '/services/SA-14')).body).toContain('选户籍所在的乡镇');
  const chosen = (await visitor.call('GET', `/services/SA-14?at=${township.code}`)).body as string;
  expect(chosen).toContain(api.context.office(township.code).name);
});
