/** 服务事项的文字: one officer of the city proposes, another approves; the guide, the search and the application use it at once, a running case keeps its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { loadCity } from '../src/server/city.ts';
import { loadPack } from '../src/server/open.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
const ITEM = '/api/service-items/SA-01';
const fresh = storyOf('fresh');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh);
  [clerk, leader] = (await Promise.all(['shi', 'shiling'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const offer = (desk: { actions: { action: string; initial: object; fixed: object; to: string }[] }, action: string) =>
  desk.actions.find((one) => one.action === action)!;
/** What the officer's form holds, with this changed. */
const filled = async (change: Record<string, string>, by = clerk) => {
  const { initial, fixed } = offer(await by.get(ITEM), 'edit');
  return { ...initial, ...fixed, reason: '窗口反映看不懂', ...change };
};
const lines = async (field: string): Promise<string> => (await filled({}))[field as never];
const page = async (url: string): Promise<string> => (await api.app.inject({ url, headers: { accept: 'text/html' } })).body;
const decide = async (decision: 'confirm' | 'reject', note = '', by = leader) => {
  const { edit } = await by.get(ITEM);
  return by.post(offer(edit, decision).to, { decision, note });
};

describe('改事项的文字', () => {
  test('市里一人提出，另一人批准；没有批准以前，百姓看到的一个字不变', async () => {
    const papers = `${await lines('papers')}\n最近三个月的水电费单`;
    await clerk.post(`${ITEM}/edits`, await filled({ papers, keywords: '低保、揭不开锅' }));
    expect(await page('/services/SA-01')).not.toContain('水电费单');
    const { edit, actions } = await clerk.get(ITEM);
    expect(edit).toMatchObject({ mine: true, proposedName: '罗静', reason: '窗口反映看不懂' });
    expect(edit.changes.map((change: { label: string }) => change.label)).toEqual(['带什么', '搜索用的词']);
    expect(edit.actions.map((one: { zh: string }) => one.zh)).toEqual(['接着改', '撤回']);
    expect(actions).toEqual([]);
    expect(
      await clerk.refused(`/api/service-item-edits/${edit.actions[0].to.split('/')[3]}/decision`, { decision: 'confirm' }),
    ).toMatchObject({ code: 'ITEM_EDIT_OWN' });
    expect((await leader.get('/api/service-items')).rows[0]).toMatchObject({ itemId: 'SA-01', waits: true });
    expect((await leader.get('/api/messages')).items[0].body).toContain('罗静提出修改“最低生活保障审核确认”');
    expect(await leader.refused(`${ITEM}/edits`, { ...(await filledAnyway()), papers: '身份证' })).toMatchObject({
      code: 'ITEM_EDIT_OPEN',
    });
    await decide('confirm');
    expect(await page('/services/SA-01')).toContain('最近三个月的水电费单');
    expect(await page(`/search?q=${encodeURIComponent('揭不开锅')}`)).toContain('/services/SA-01');
    expect((await clerk.get('/api/services/SA-01')).item.guide.papers).toContain('最近三个月的水电费单');
    expect((await clerk.get('/api/service-items?text=%E6%8F%AD%E4%B8%8D%E5%BC%80%E9%94%85')).rows[0]).toMatchObject({
      own: true,
      waits: false,
    });
  });

  test('各版都在：第几版、哪天起、谁提出谁批准、改了什么', async () => {
    const { versions, own, fromPack } = await clerk.get(ITEM);
    expect(own).toBe(true);
    expect(fromPack.map((change: { label: string }) => change.label)).toEqual(['带什么', '搜索用的词']);
    expect(versions).toMatchObject([
      { version: 2, validFrom: '2026-03-02', proposedName: '罗静', decidedName: '梁伟民', reason: '窗口反映看不懂' },
      { version: 1, proposedName: null },
    ]);
    const { rows } = await api.owner.query(
      "select action, actor_name from audit_log where subject_id = 'SA-01' order by recorded_at, id",
    );
    expect(rows.map((row) => `${row.actor_name} ${row.action}`)).toEqual([
      '罗静 service-item.edit-proposed',
      '梁伟民 service-item.edit-confirmed',
    ]);
  });

  test('城市资料包再装一次，市里改的文字还在，也不多出一版', async () => {
    expect((await loadPack(api.platform, loadCity('xianning'))).items).toBe(0);
    expect((await clerk.get(ITEM)).item).toMatchObject({ version: 2 });
  });

  test('资料包的时限变了，出新的一版，文字仍是市里改的', async () => {
    const city = loadCity('xianning');
    const serviceItems = city.serviceItems.map((item) => (item.itemId === 'SA-01' ? { ...item, timeLimit: '28工作日' } : item));
    expect((await loadPack(api.platform, { ...city, serviceItems })).items).toBe(1);
    const { item, own } = await clerk.get(ITEM);
    expect([item.version, own, item.guide.papers.includes('最近三个月的水电费单')]).toEqual([3, true, true]);
  });
});

/** The form as the leader would fill it while a change waits: the offer is not there then. */
const filledAnyway = async () => {
  const { item } = await leader.get(ITEM);
  return {
    gets: item.guide.gets,
    conditions: item.guide.conditions.join('\n'),
    steps: item.guide.steps.join('\n'),
    papers: item.guide.papers.join('\n'),
    fee: item.guide.fee,
    keywords: item.keywords.join('\n'),
    reason: '另有意见',
    version: item.version,
  };
};

describe('正在办的不受影响', () => {
  test('申请时要带五样，后来改成四样：这一件仍写着五样，新申请的是四样', async () => {
    const resident = await api.resident(fresh);
    const id = await api.apply(fresh, resident);
    const before = (await resident.case(id)).toBring;
    expect(before).toContain('最近三个月的水电费单');
    const papers = before.filter((paper) => paper !== '最近三个月的水电费单');
    await clerk.post(`${ITEM}/edits`, await filled({ papers: papers.join('\n') }));
    await decide('confirm');
    expect((await resident.case(id)).toBring).toEqual(before);
    expect((await (await api.staff('xiang')).case(id)).toBring).toEqual(before);
    expect((await clerk.get('/api/services/SA-01')).item.guide.papers).toEqual(papers);
  });
});

describe('写错了、改主意了', () => {
  test('网页代码不收，一样的不收，旧的一版上改的不收；每一处都说明白', async () => {
    const refused = await clerk.refused(`${ITEM}/edits`, await filled({ steps: '提出申请\n<script>alert(1)</script>' }));
    expect(refused).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
    expect(refused.fields).toEqual([{ path: 'steps', message: '第2条不能有网页代码（<、>、&nbsp; 这一类），请删去后只留文字' }]);
    expect(await clerk.refused(`${ITEM}/edits`, await filled({}))).toMatchObject({ code: 'ITEM_EDIT_SAME' });
    expect(await clerk.refused(`${ITEM}/edits`, { ...(await filled({ fee: '免费' })), version: 1 })).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect(await clerk.refused('/api/service-items/ZZ-99/edits', { ...(await filled({ fee: '免费' })) })).toMatchObject({
      code: 'ITEM_UNKNOWN',
    });
  });

  test('提出以后自己接着改；另一人退回要写理由，提出的人看到；撤回以后文字不变', async () => {
    const { id } = await clerk.post(`${ITEM}/edits`, await filled({ fee: '免费办理' }));
    const { version: _, ...form } = await filledAnyway();
    await clerk.post(`/api/service-item-edits/${id}/change`, { ...form, fee: '不收一分钱', reason: '说得更白' });
    expect((await leader.get(ITEM)).edit.changes).toEqual([{ label: '收费', from: ['不收费'], to: ['不收一分钱'] }]);
    expect(await leader.refused(`/api/service-item-edits/${id}/decision`, { decision: 'reject', note: '' })).toMatchObject({
      code: 'ITEM_EDIT_NOTE',
    });
    expect(await leader.refused(`/api/service-item-edits/${id}/withdraw`)).toMatchObject({ code: 'ITEM_EDIT_NOT_MINE' });
    await decide('reject', '与文件写法不一致');
    expect((await clerk.get('/api/messages')).items[0].body).toContain('理由：与文件写法不一致');
    const again = await clerk.post(`${ITEM}/edits`, await filled({ fee: '免费办理' }));
    await clerk.post(`/api/service-item-edits/${again.id}/withdraw`);
    expect((await clerk.get(ITEM)).item.guide.fee).toBe('不收费');
    expect(await clerk.refused(`/api/service-item-edits/${again.id}/withdraw`)).toMatchObject({ code: 'ITEM_EDIT_GONE' });
  });

  test('一次点击恢复资料包原文，也要另一人批准；恢复以后资料包再改，跟着改', async () => {
    const restore = offer(await clerk.get(ITEM), 'restore');
    await clerk.post(restore.to, restore.fixed);
    await decide('confirm');
    const { own, item, versions } = await clerk.get(ITEM);
    expect(own).toBe(false);
    expect(item.keywords).toContain('最低生活保障');
    expect(versions[0]).toMatchObject({ reason: '恢复资料包原文' });
    expect((await clerk.get(ITEM)).actions.map((one: { action: string }) => one.action)).toEqual(['edit']);
    const city = loadCity('xianning');
    const services = city.services.map((s) => (s.itemId === 'SA-01' ? { ...s, keywords: [...s.keywords, '困难补助'] } : s));
    await loadPack(api.platform, { ...city, services });
    expect((await clerk.get(ITEM)).item.keywords).toContain('困难补助');
  });

  test('提出以后资料包换了文字：不能盖过去，请重新提出', async () => {
    const { id } = await clerk.post(`${ITEM}/edits`, await filled({ fee: '免费办理' }));
    await loadPack(api.platform, loadCity('xianning'));
    expect(await leader.refused(`/api/service-item-edits/${id}/decision`, { decision: 'confirm' })).toMatchObject({
      code: 'ITEM_EDIT_STALE',
    });
    await clerk.post(`/api/service-item-edits/${id}/withdraw`);
  });

  test('两人同时提出，只有一份等批准；县里和乡镇没有这一页，审计只看', async () => {
    const forms = [await filled({ fee: '免费办理' }, clerk), await filled({ fee: '免费' }, leader)];
    const both = await Promise.all([clerk, leader].map((by, i) => by.call('POST', `${ITEM}/edits`, forms[i])));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    for (const login of ['xian', 'xianzhang', 'xiang', 'cun'])
      expect((await (await api.staff(login)).call('GET', '/api/service-items')).status).toBe(403);
    const auditor = await (await api.staff('shenji')).get(ITEM);
    expect([auditor.actions, auditor.edit.actions]).toEqual([[], []]);
  });
});
