/** 政府信息公开申请 (PS-03): from the phone of a resident to the letter, with the days of the regulation. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

let api: Api;
let resident: Browser;
let clerk: Browser;
let leader: Browser;
const story = storyOf('fresh');
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(story);
  resident = await api.resident(story);
  [clerk, leader] = (await Promise.all(['shi', 'shiling'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

async function jump(day: string): Promise<void> {
  api.clock.set(`${day}T01:00:00.000Z`);
  await api.run();
}
const open = async (wanted = '2025年全市福彩公益金使用明细'): Promise<string> => {
  const { name, idNumber, phone } = story.form.applicant;
  const village = '421202100001';
  const opened = await resident.post('/api/cases', {
    itemId: 'PS-03',
    channel: 'mobile',
    form: { applicant: { name, idNumber, phone, village }, request: { wanted, way: 'platform', use: '' } },
    requestId: requestId(),
  });
  return opened.id;
};

test('6月1日收到，3日登记：从收到那天起20个工作日，6月30日到期；负责人同意延期，合计40个工作日；答复给告知书，写明救济途径', async () => {
  const id = await open();
  await jump('2026-06-03');
  await clerk.act(id, 'accept');
  // 6月19日端午放假：2–5(1–4)、8–12(5–9)、15–18(10–13)、22–26(14–18)、29(19)、30(20)
  expect(await clerk.case(id)).toMatchObject({ stateZh: '答复办理', totalDueOn: '2026-06-30' });
  expect((await clerk.actRefused(id, 'extend', { reason: '涉及的县多，需要汇总' })).status).toBe(403);
  await leader.act(id, 'extend', { reason: '涉及的县多，需要汇总' });
  expect(await clerk.case(id)).toMatchObject({ stateZh: '延期答复', totalDueOn: '2026-07-28' });
  await clerk.act(id, 'decline', {
    outcome: 'secret',
    reason: '其中受助人名单涉及个人隐私，公开会损害其权益。',
    basis: '《政府信息公开条例》第十五条',
  });
  const seen = await resident.case(id);
  expect(seen.stateZh).toBe('已答复：不予公开');
  expect(seen.sections.documents.map(({ title }: { title: string }) => title)).toEqual(['政府信息公开告知书']);
  const messages = (await resident.get('/api/messages')).items as { title: string; body: string }[];
  expect(messages.find(({ title }) => title === '申请已登记')!.body).toContain('最迟2026年6月30日前答复');
  expect(messages.find(({ title }) => title === '答复延期')!.body).toContain('最迟2026年7月28日前答复');
  expect(messages.find(({ title }) => title === '信息公开申请已答复')!.body).toContain('属于不予公开的信息');
});

test('不清楚的一次告知补正；补正那天起重新算20个工作日；征求第三方意见的时间不算；不补正的过了期限才视为放弃', async () => {
  await jump('2026-07-01');
  const id = await open('公益金的材料');
  await clerk.act(id, 'requestSupplement', { unclear: '哪一年、哪一级、使用明细还是分配办法' });
  expect((await clerk.actRefused(id, 'lapse')).code).toBe('INFORMATION_NOT_LAPSED');
  await jump('2026-07-08');
  await resident.act(id, 'resubmit', { wanted: '2025年市本级福彩公益金分配办法' });
  await jump('2026-07-10');
  expect((await clerk.actRefused(id, 'requestSupplement', { unclear: '还是不清楚要哪一个' })).code).toBe('SUPPLEMENT_TOLD');
  await clerk.act(id, 'accept');
  // 7月8日补正：9、10(1–2)、13–17(3–7)、20–24(8–12)、27–31(13–17)、8月3–5(18–20)
  expect(await clerk.case(id)).toMatchObject({ totalDueOn: '2026-08-05' });
  await jump('2026-07-13');
  await clerk.act(id, 'askThirdParty', { whom: '咸宁市慈善总会' });
  expect((await clerk.case(id)).totalDueOn).toBeNull();
  await jump('2026-07-20');
  await clerk.act(id, 'recordThirdParty', { said: '同意公开' });
  // 9、10、13日已数3天，暂停到20日，从21日接着数17天
  expect((await clerk.case(id)).totalDueOn).toBe('2026-08-12');
  await clerk.act(id, 'provide', { outcome: 'open', content: '见附件《市本级福彩公益金分配办法》', files: [] });
  expect((await resident.case(id)).stateZh).toBe('已答复：公开');

  const silent = await open('随便什么材料都行');
  await clerk.act(silent, 'requestSupplement', { unclear: '请写明要哪一项信息' });
  const { answerBy } = (await clerk.case(silent)) as unknown as { answerBy: string };
  await jump('2026-09-01');
  expect(answerBy < '2026-09-01').toBe(true);
  await clerk.act(silent, 'lapse');
  expect((await resident.case(silent)).stateZh).toBe('视为放弃');
});
