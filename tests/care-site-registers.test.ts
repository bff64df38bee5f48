/** 设施台账 (elderly-care 4.13): operators, guidance, old quarters, plans, the matching standard, age-friendly communities, who supports a village. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let clerk: Browser;
let second: Browser;
let leader: Browser;
interface Site {
  id: string;
  name: string;
}
let sites: Site[];
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  await playSites({ context: api.context, moveTo: () => undefined });
  [clerk, leader] = (await Promise.all(['xian', 'xianzhang'].map(api.staff))) as [Browser, Browser];
  second = await acts.another('xian2', '县里另一位', 'county-clerk', '421202000000');
  ({ rows: sites } = await clerk.get('/api/care-sites'));
});
afterAll(() => api?.stop());

const on = '2026-09-01';
const community = '421202002011';
const choices = async (key: string, field: string): Promise<string[]> => {
  const { form } = await clerk.get(`/api/registers/${key}`);
  return form.find((f: { name: string }) => f.name === field).choices.map((c: { label: string }) => c.label);
};
const figure = async (by: Browser, key: string) => by.get(`/api/indicators/${key}?month=2026-09`);

test('设施运营：一处设施同一时候一份；保证金不少于1万元，不超过20年；定的人不能自己签；签了设施的运营方就变', async () => {
  const key = 'care-site-operator';
  const [one, two] = sites as [Site, Site];
  expect(await choices(key, 'site')).toContain(one.name);
  const tender = { way: 'open', services: ['home', 'day', 'long'], no: 'XA-2026-101', on };
  const award = { bidders: 3, operator: '湖北康颐养老服务有限公司', operatorCode: '91421200MA00000001', body: 'chain' };
  const contract = {
    contractNo: '咸安社养〔2026〕3号',
    from: on,
    years: 5,
    depositFen: 20_000_00,
    exit: '两次评估D级的退出，老人转到邻近中心',
  };
  expect((await acts.entryRefused(clerk, key, { ...tender, site: '00000000-0000-4000-8000-000000000000' })).fields).toEqual([
    { path: 'site', message: '请从名单里选' },
  ]);
  for (const site of [one, two]) {
    const id = await acts.enter(clerk, key, { ...tender, site: site.id });
    await acts.done(clerk, key, id, 'award', award);
    if (site === one) {
      expect((await acts.entryRefused(clerk, key, { ...tender, site: site.id })).code).toBe('REGISTER_TWICE');
      expect((await acts.refusal(clerk, key, id, 'sign', contract)).code).toBe('REGISTER_NOT_YOURS');
      expect((await acts.refusal(leader, key, id, 'sign', { ...contract, depositFen: 9_999_99 })).fields?.[0]?.path).toBe(
        'depositFen',
      );
      expect((await acts.refusal(leader, key, id, 'sign', { ...contract, years: 21 })).fields?.[0]?.path).toBe('years');
    }
    await acts.done(leader, key, id, 'sign', contract);
    expect(await acts.card(clerk, key, id)).toMatchObject({
      title: `${site.name}：湖北康颐养老服务有限公司`,
      limit: { zh: '运营合同到期', dueOn: '2031-09-01' },
    });
  }
  // 设施的页面上看得到，台账也看得到
  expect(await clerk.get(`/api/care-sites/${one.id}`)).toMatchObject({
    operator: '湖北康颐养老服务有限公司',
    registers: [{ key: 'care-site-operator', stateZh: '运营中' }],
  });
  // 同一运营方两处：连锁
  expect((await figure(clerk, 'sites-by-chains')).indicator.total).toMatchObject({ num: 2, den: 2 });
  // 退出的那一家不再写在设施的页面上，另招以前由产权方管
  const [running] = (await clerk.get(`/api/care-sites/${two.id}`)).registers as { id: string }[];
  await acts.done(leader, key, running!.id, 'exit', { on, reason: '运营方提出', returnedFen: 20_000_00 });
  const after = await clerk.get(`/api/care-sites/${two.id}`);
  expect(after.operator).toBe(after.owner);
});

test('对下指导：只有带指导功能的能指导别人，不能指导自己；每次的小时数累计，三个月没有去提醒', async () => {
  const key = 'care-guidance';
  const { form } = await clerk.get(`/api/registers/${key}`);
  const guides = form.find((f: { name: string }) => f.name === 'guide').choices as { value: string; label: string }[];
  const site = sites.find(({ id }) => !guides.some((g) => g.value === id))!;
  const pair = { guide: guides[0]!.value, receiver: site.id, hours: 40, matter: '培训护理员，看台账，讲标准' };
  expect((await acts.entryRefused(clerk, key, { ...pair, receiver: pair.guide })).code).toBe('CARE_GUIDES_ITSELF');
  expect((await acts.entryRefused(clerk, key, { ...pair, guide: site.id })).code).toBe('INVALID_INPUT');
  const id = await acts.enter(clerk, key, pair);
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '去指导一次', dueOn: '2026-12-01' } });
  for (const hours of [3, 4]) await acts.done(clerk, key, id, 'visit', { on, hours, staff: '周宁、石磊', done: '讲了防跌倒' });
  const { rows } = await api.owner.query("select content ->> 'given' as given from register_entry where id = $1", [id]);
  expect(rows).toEqual([{ given: '7' }]);
});

test('老旧小区：取得以后，消防验收过了才算补上；只有登记为老区的能选', async () => {
  const key = 'care-old-quarter';
  expect(await choices(key, 'estate')).toEqual([]);
  await clerk.post('/api/care-estates', {
    name: '淦河老小区',
    division: community,
    developer: '咸安区房产局',
    area: 'old',
    households: 600,
    plannedPeople: 1800,
    requestId: requestId(),
  });
  const { form } = await clerk.get(`/api/registers/${key}`);
  const [estate] = form.find((f: { name: string }) => f.name === 'estate').choices as { value: string }[];
  const id = await acts.enter(clerk, key, {
    estate: estate!.value,
    way: 'bought-back',
    areaM2: 180,
    costFen: 800_000_00,
    fire: '加喷淋，开第二个出口',
  });
  const fire = { no: '消验〔2026〕88号', on, done: '喷淋、出口、报警都装好' };
  expect((await acts.refusal(leader, key, id, 'finish', fire)).code).toBe('REGISTER_STATE');
  await acts.done(clerk, key, id, 'secure', { no: '购〔2026〕1号', on });
  await acts.done(leader, key, id, 'finish', fire);
  expect((await acts.card(clerk, key, id)).stateZh).toBe('已补上');
});

test('规划落实：在建的设施一条规划也没有的标黄，登记了就不黄；规划调整以后又黄', async () => {
  const county = await api.staff('shi');
  const { rows } = await county.get('/api/care-sites?mark=unplanned');
  const site = rows[0] as { id: string; name: string };
  expect(site.name).toBe('蒲圻街道综合养老服务中心');
  const before = (await figure(county, 'sites-in-plans')).indicator.total;
  expect(before).toMatchObject({ num: 0, den: 1 });
  const key = 'care-plan-inclusion';
  const id = await acts.enter(county, key, {
    site: site.id,
    plan: 'detailed',
    no: '赤政函〔2024〕9号',
    on: '2024-05-01',
    plot: 'A-12',
    areaM2: 3200,
  });
  expect((await county.get('/api/care-sites?mark=unplanned')).rows).toEqual([]);
  expect((await figure(county, 'sites-in-plans')).indicator.total).toMatchObject({ num: 1, den: 1, verdict: 'reached' });
  await acts.done(await api.staff('shiling'), key, id, 'remove', { no: '赤政函〔2026〕2号', on });
  expect((await county.get('/api/care-sites?mark=unplanned')).rows).toHaveLength(1);
});

test('配套达标：老区600户、1800人应有180平方米，179平方米或者消防不合格的整改；达标的社区算进I-24，打开就是每个社区', async () => {
  const key = 'care-matching';
  const report = { place: community, area: 'old', people: 1800, households: 600, areaM2: 200, fire: true };
  expect((await acts.entryRefused(clerk, key, { ...report, place: '421202100237' })).fields).toEqual([
    { path: 'place', message: '请选到社区' },
  ]);
  const id = await acts.enter(clerk, key, report);
  const seen = { on, areaM2: 179, fire: true, found: '量了两间，合计179平方米' };
  expect((await acts.refusal(clerk, key, id, 'check', seen)).code).toBe('REGISTER_OWN_HAND');
  await acts.done(second, key, id, 'check', seen);
  expect(await acts.card(clerk, key, id)).toMatchObject({ stateZh: '整改中', limit: { zh: '整改', dueOn: '2026-11-30' } });
  await acts.done(second, key, id, 'check', { ...seen, areaM2: 180, fire: false });
  expect(String((await api.visitor().call('GET', `/open/${key}`)).body)).toContain('消防不合格');
  await acts.done(second, key, id, 'check', { ...seen, areaM2: 180 });
  const { indicator, rows } = await clerk.get('/api/indicators/matching-standard?month=2026-09');
  expect(indicator.total.num).toBe(1);
  expect(rows.length).toBeGreaterThan(1);
  const all = await clerk.get('/api/indicators/matching-standard?month=2026-09&only=missed');
  expect(all.rows.every((r: { says: string }) => r.says === '还没有核')).toBe(true);
});

test('宜居社区：评审的不是登记的人，公示7日满了才能命名，命名以后每年复核', async () => {
  const key = 'age-friendly-community';
  const id = await acts.enter(clerk, key, { name: '南山社区', place: community, works: '装了扶手、电梯，开了助餐点' });
  const review = { score: 92, opinion: '符合条件', telephone: '0999-0000112' };
  expect((await acts.refusal(clerk, key, id, 'review', review)).code).toBe('REGISTER_OWN_HAND');
  await acts.done(second, key, id, 'review', review);
  expect((await acts.refusal(leader, key, id, 'name', { documentNo: '咸安老〔2026〕1号' })).code).toBe('REGISTER_NOTICE');
  await acts.jump('2026-09-09');
  await acts.done(leader, key, id, 'name', { documentNo: '咸安老〔2026〕1号' });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '复核', dueOn: '2027-09-09' } });
});

test('农村支持资源：登记到村，村里核实、本人同意才共享；每年确认', async () => {
  const key = 'rural-supporter';
  const given = {
    place: '421202100237',
    kind: 'clinic',
    name: '古塘村卫生室',
    offer: '每周两次给老人量血压',
    hours: '周二、周五上午',
    from: on,
  };
  expect((await acts.entryRefused(clerk, key, { ...given, place: '421281001001' })).fields?.[0]?.path).toBe('place');
  const id = await acts.enter(clerk, key, given);
  const verified = { on, by: '古塘村村民委员会，卢国清', agreed: true };
  expect((await acts.refusal(clerk, key, id, 'verify', { ...verified, agreed: false })).code).toBe('INVALID_INPUT');
  await acts.done(clerk, key, id, 'verify', verified);
  expect(await acts.card(clerk, key, id)).toMatchObject({ stateZh: '共享中', limit: { zh: '年度确认', dueOn: '2027-09-01' } });
});

test('四种形态：登记、更正时选，名册按形态查，指标打开就是这几处', async () => {
  const shown = async () => {
    const { rows } = await figure(clerk, 'site-forms');
    return rows.filter((r: { says: string }) => r.says === '嵌入式').map((r: { name: string }) => r.name);
  };
  expect(await shown()).toEqual([]);
  const { rows } = await clerk.get('/api/care-sites?kind=urban-centre');
  const site = rows[0] as Site & { formZh: string | null };
  expect(site.formZh).toBe(null);
  const file = await clerk.get(`/api/care-sites/${site.id}`);
  const correct = file.offers.find((o: { action: string }) => o.action === 'correct');
  await clerk.post(correct.to, { ...correct.initial, ...correct.fixed, form: 'embedded', note: '补登形态' });
  const embedded = await clerk.get('/api/care-sites?form=embedded');
  expect(embedded.rows.map((r: { formZh: string }) => r.formZh)).toEqual(['嵌入式']);
  expect(await shown()).toEqual([site.name]);
});
