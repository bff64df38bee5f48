/** 菜单和按钮: what a duty finds on its desk is said by the server; the browser knows no duties. */
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duties, roles } from '../src/kernel/access/index.ts';
import { type DutyDesk, placesTo } from '../src/kernel/offer/index.ts';
import { allPlaces } from '../src/server/desk.ts';
import { allRoutes } from '../src/server/routes.ts';
import { type Api, startApi } from './api.ts';

const web = ['src/web/**/*.{ts,tsx}', 'src/domains/*/web/**/*.{ts,tsx}']
  .flatMap((pattern) => fs.globSync(pattern))
  .filter((file) => !file.includes('.test.'));
const sources = web.map((file) => ({ file, text: fs.readFileSync(file, 'utf8') }));

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
});
afterAll(() => api?.stop());

const deskOf = async (login: string): Promise<DutyDesk> => (await api.staff(login)).get('/api/desk');
const menuOf = async (login: string): Promise<string[]> => (await deskOf(login)).places.map((place) => place.zh);

test('工作台的每个地址只有一个页面：两个业务都要的地址，路由器会在浏览器里拒绝', async () => {
  const lists = [...fs.globSync('src/domains/*/web/work/pages.ts'), 'src/web/workbench/ownPages.ts'];
  const addresses: string[] = [];
  for (const list of lists) {
    const module = (await import(`../${list}`)) as Record<string, Record<string, unknown>>;
    addresses.push(...Object.keys(module.pages ?? module.ownPages ?? {}));
  }
  expect(addresses.length).toBeGreaterThan(60);
  expect(addresses.filter((address, i) => addresses.indexOf(address) !== i)).toEqual([]);
});

describe('网页不知道岗位', () => {
  test('网页的源码里没有一个岗位或者角色的代码', () => {
    // 网页上的 public、resident 等是普通的词；有连字符的代码只会是岗位。
    const codes = [...Object.keys(roles), ...Object.keys(duties)].filter((code) => code.includes('-'));
    expect(codes.length).toBeGreaterThan(15);
    const known = new RegExp(`['"\`](?:${[...codes, 'auditor'].join('|')})['"\`]|\\bisOneOf\\b`);
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.filter(({ text }) => known.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('网页问起的每一项，都是服务器只对几个岗位开放的地址，或者一种表格', async () => {
    const asked = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/'((?:GET|POST|PUT|DELETE) \/api\/[^']+|(?:IMPORT|EXPORT) [a-z-]+)'/g)].map((m) => ({
        file,
        ability: m[1]!,
      })),
    );
    expect(asked.length).toBeGreaterThan(50);
    const closed = allRoutes
      .filter(({ permission }) => permission.kind === 'performers')
      .map(({ method, url }) => `${method} ${url}`);
    const everybody = await Promise.all(['cun', 'xiang', 'xian', 'canlian', 'shi'].map(deskOf));
    const sheets = everybody.flatMap(({ may }) => may.filter((ability) => /^(IM|EX)PORT /.test(ability)));
    const known = new Set<string>([...closed, ...sheets]);
    expect(asked.filter(({ ability }) => !known.has(ability))).toEqual([]);
  });
});

describe('各岗位打开工作台', () => {
  test('村里的菜单有代办申请，没有发放；财务的有发放，没有办件；系统管理员只有管理', async () => {
    expect(await menuOf('cun')).toEqual(expect.arrayContaining(['今天要办', '办件', '代办申请', '居民', '急难救助']));
    expect(await menuOf('cun')).not.toContain('发放');
    expect(await menuOf('caiwu')).toContain('发放');
    expect(await menuOf('caiwu')).not.toContain('办件');
    expect(await menuOf('xitong')).toEqual(expect.arrayContaining(['用户与岗位', '节假日']));
    expect(await menuOf('xitong')).not.toContain('居民');
  });

  test('可办的正好是地址声明的岗位：只有财务经办能编制批次，只有系统管理员能新建账号', async () => {
    for (const [login, ability, is] of [
      ['caiwu', 'POST /api/batches', true],
      ['fuhe', 'POST /api/batches', false],
      ['xitong', 'POST /api/users', true],
      ['anquan', 'POST /api/users', false],
      ['xianzhang', 'POST /api/standard-drafts', true],
      ['xian', 'POST /api/standard-drafts', false],
      ['canlian', 'IMPORT disability-certificates', true],
      ['xiang', 'IMPORT disability-certificates', false],
    ] as const)
      expect([login, ability, (await deskOf(login)).may.includes(ability)]).toEqual([login, ability, is]);
  });

  test('没有登录的看不到；每个岗位的菜单都从一天开始的那一页排起，没有两行去同一页', async () => {
    expect((await api.app.inject({ url: '/api/desk' })).statusCode).toBe(401);
    for (const performer of [...new Set(allPlaces.flatMap((place) => place.for))]) {
      const duty = performer in duties ? (performer as keyof typeof duties) : null;
      const actor = { role: duty ? duties[duty].base : (performer as keyof typeof roles), duty };
      const places = placesTo(actor, allPlaces, { demo: false });
      const firstPlain = places.findIndex((place) => !place.home);
      expect(places.slice(firstPlain === -1 ? places.length : firstPlain).some((place) => place.home)).toBe(false);
      expect(places.map((place) => place.to).filter((to, i, all) => all.indexOf(to) < i)).toEqual([]);
    }
  });

  test('账号页：系统管理员有“新建账号”和“增加岗位”，县里只看；岗位的选项里没有“居民”“系统”', async () => {
    const admin = await api.staff('xitong');
    const { offers, rows } = await admin.get('/api/users');
    expect(offers.map((offer: { zh: string }) => offer.zh)).toEqual(['新建账号']);
    const own = rows.find((row: { login: string }) => row.login === 'xitong');
    const xiang = rows.find((row: { login: string }) => row.login === 'xiang');
    expect(own.offers).toEqual([]);
    expect(xiang.offers.map((offer: { zh: string }) => offer.zh)).toEqual(['增加岗位']);
    const { fields } = await admin.get(xiang.offers[0].fieldsAt);
    const { choices } = fields.find((field: { name: string }) => field.name === 'post');
    const labels = choices.map((choice: { label: string }) => choice.label);
    expect(labels).toEqual(expect.arrayContaining(['乡镇经办人', '财务经办', '审计纪检']));
    for (const never of ['居民', '系统', '访客']) expect(labels).not.toContain(never);
    const county = await (await api.staff('xianzhang')).get('/api/users');
    expect(county.offers).toEqual([]);
    expect(county.rows.every((row: { offers: unknown[] }) => row.offers.length === 0)).toBe(true);
  });
});
