/** 委托乡镇认定特困 (4.3; 《社会救助法》第四十四条): where the province lets townships recognise, another leader of the township does; the county draws a sample. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tekunFilled } from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { type Api, type Browser, requestId, startApi, visitInput } from '../api.ts';
import { oldPerson } from '../tekun.ts';

const COUNTY = '421221000000';
const PAPER = '鄂民政规〔2026〕6号';
const place = '东街社区' as const;
const granted = oldPerson('tekun-here', '甲供', { place });
const young = oldPerson('tekun-here-not', '乙壮', { place, birth: '1990-02-01' });
const handed = oldPerson('tekun-handed', '丙报', { place });
const objected = oldPerson('tekun-objected', '丁议', { place });

let api: Api;
let clerk: Browser;
let leader: Browser;
let other: Browser;
let county: Browser;
let checker: Browser;
const ids = new Map<string, string>();

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(granted.story, young.story, handed.story, objected.story);
  const city = await api.staff('shi');
  for (const [key, unit] of [
    ['TEKUN-BY-TOWNSHIP', 'switch'],
    ['TOWNSHIP-SAMPLE-RATE', 'ratio'],
  ] as const)
    await city.post('/api/parameters', {
      ...{ key, division: COUNTY, value: '1', unit, validFrom: '2026-08-01', source: PAPER, nature: 'national' },
    });
  [clerk, leader, other, checker, county] = (await Promise.all(
    ['jiayu', 'jiayuhe', 'jiayuzhen', 'jiayuhedui', 'jiayuqueren'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser];
});
afterAll(() => api?.stop());

/** Applied for and carried to the notice, or past the opinion where nothing is posted. */
async function opined(of: typeof granted): Promise<string> {
  const person = await api.resident(of.story);
  const signatures: Record<string, string> = {};
  for (const signer of of.story.form.signers) signatures[signer] = await person.upload('consent');
  const { id } = await person.post('/api/cases', {
    itemId: 'SA-03',
    channel: 'mobile',
    form: tekunFilled(of, signatures),
    requestId: requestId(),
  });
  await clerk.act(id, 'accept');
  await clerk.act(id, 'startSurvey');
  await checker.act(id, 'startCheck');
  await api.run();
  await checker.act(id, 'issueReport');
  await clerk.act(id, 'recordVisit', await visitInput(clerk, of.story, api.clock.today()));
  await clerk.act(id, 'verifySupporters', { supporters: [], basis: '查阅户籍档案并向村干部核实。' });
  await clerk.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
  await leader.act(id, 'giveOpinion', { opinion: '同意。' });
  if ((await clerk.case(id)).state === 'toPost') await clerk.act(id, 'postNotice', { place: '社区公示栏' });
  return id;
}
const contentOf = async (id: string): Promise<string> => {
  const { content } = (await api.owner.query('select content from issued_document where id = $1', [id])).rows[0];
  return JSON.stringify(api.context.keys.openJson(content, `issued_document.content:${id}`));
};
const judge = (id: string, action: string, note: string) =>
  county.call('POST', `/api/township-checks/${id}/judgement`, { action, requestId: requestId(), input: { note } });

describe('委托了的县', () => {
  test('公示期满交给没有参加初审的负责人认定，不报县，不抽签；认定书是乡镇的，写明受谁委托、凭哪个文件', async () => {
    const id = await opined(granted);
    ids.set('granted', id);
    expect(await clerk.case(id)).toMatchObject({ state: 'onNotice', flags: ['by-township'] });
    await api.jumpTo(plusDays(api.clock.today(), 8));
    expect(await other.case(id)).toMatchObject({ state: 'confirmingHere', stateZh: '待乡镇认定', holderZh: '乡镇审核人' });
    expect((await county.case(id)).allowedActions).toEqual([]);
    const input = { opinion: '同意认定。', wish: 'home' };
    expect(await leader.actRefused(id, 'confirm', input)).toMatchObject({ status: 403, code: 'SAME_OFFICER' });
    await other.act(id, 'confirm', input);
    const kase = await other.case(id);
    expect(kase).toMatchObject({ state: 'assessing', sections: { tekun: { stateZh: '评估中' } } });
    const letter = kase.sections.documents.find((d: { title: string }) => d.title.includes('认定通知书'));
    expect(letter.number).toMatch(/^嘉鱼鱼岳民/);
    const says = await contentOf(letter.id);
    expect(says).toContain(`受嘉鱼县民政局委托作出（${PAPER}）`);
    expect(says).toContain('向嘉鱼县人民政府申请行政复议');
  });

  test('不符合的，也由另一位负责人作出不予认定的决定', async () => {
    const id = await opined(young);
    ids.set('refused', id);
    expect((await other.case(id)).state).toBe('confirmingHere');
    await other.act(id, 'refuse', { opinion: '没有丧失劳动能力，不予认定。' });
    expect(await other.case(id)).toMatchObject({ state: 'refused', outcome: 'refused' });
  });

  test('乡镇定不下来的，提请县级认定：当场抽签，县级认定', async () => {
    const id = await opined(handed);
    await api.jumpTo(plusDays(api.clock.today(), 8));
    await other.act(id, 'passToCounty', { ground: 'hard', reason: '义务人在外省，情况一时查不清' });
    const kase = await county.case(id);
    expect(kase).toMatchObject({ state: 'confirming', stateZh: '待确认' });
    expect(kase.flags).not.toContain('by-township');
    const { rows } = await api.owner.query('select drawn from tekun_spot_check where case_id = $1', [id]);
    expect(rows).toEqual([{ drawn: kase.flags.includes('spot-check') }]);
    expect((await other.case(id)).allowedActions.map((a) => a.action)).not.toContain('confirm');
  });

  test('公示有人反映的，不再由乡镇认定：重新调查、公示以后报县', async () => {
    const id = await opined(objected);
    const { id: notice } = (await clerk.case(id)).sections.notice;
    await api.visitor().post(`/api/notices/${notice}/objections`, {
      text: '他有一个侄子每月给他钱。',
      name: '邻居乙',
      phone: '13971500022',
      requestId: requestId(),
    });
    expect(await clerk.case(id)).toMatchObject({ state: 'objected', flags: ['objection'] });
  });
});

describe('县级抽查', () => {
  test('下个月从乡镇的认定里抽签；认为认定得不对的，开出复核，乡镇见到本人以后由县级确认', async () => {
    await api.jumpTo('2026-10-09');
    const drawn = (await county.get('/api/township-checks')).rows;
    expect(drawn.map((r: { applicantName: string; whatZh: string }) => [r.applicantName, r.whatZh]).sort()).toEqual([
      ['乙壮', '不予确认'],
      ['甲供', '认定'],
    ]);
    const { body } = await judge(ids.get('granted')!, 'wrong', '侄子常年照料，是不是义务人要再查');
    const review = await clerk.case(body.remedyCaseId);
    expect(review).toMatchObject({ itemId: 'SA-04', state: 'submitted', flags: ['review-supervision'] });
    const { initial } = review.allowedActions.find((a) => a.action === 'recordYearly')!;
    await clerk.act(review.id, 'recordYearly', { ...initial, note: '侄子不是法定义务人，情况和认定时一样。' });
    expect(await county.case(review.id)).toMatchObject({ state: 'confirming', holderZh: '审核确认人' });
    await county.act(review.id, 'confirmArrival', { opinion: '经核实符合，同意继续供养。' });
    expect(await county.case(review.id)).toMatchObject({ state: 'kept', outcome: 'granted' });
  });

  test('不予认定得不对的，用原来的申请另开一件，不再由乡镇认定', async () => {
    const { body } = await judge(ids.get('refused')!, 'wrong', '残疾证没有看，应当重新核实');
    await clerk.act(body.remedyCaseId, 'accept');
    const again = await clerk.case(body.remedyCaseId);
    expect(again).toMatchObject({ itemId: 'SA-03', parent: { id: ids.get('refused') } });
    expect(again.flags).not.toContain('by-township');
    expect(api.errors).toEqual([]);
  });
});
