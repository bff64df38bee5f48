/** The named stories in the words of their titles, through the API: how this chain goes well, and how it goes wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { filled, lives, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { carry, Browser as NewBrowser, requestId, visitInput } from '../api.ts';
import { actions, api, clerk, closeStories, confirmer, final, openStories } from './stories-desk.ts';

beforeAll(openStories);
afterAll(closeStories);

describe('差一分', () => {
  test('示例 W2 每月正好1600元：不是低保，同一份申请认定为低保边缘，公示写明拟认定哪一类；页面上没有“确认”“不予确认”', async () => {
    const id = await carry(api, storyOf('one-fen'), 'onNotice');
    const posted = (await api.visitor().get('/api/notices')).rows.find(
      (n: { applicantMasked: string }) => n.applicantMasked === '邓*军',
    );
    expect(posted).toMatchObject({ amountFen: null, text: '拟认定为最低生活保障边缘家庭' });
    await api.moveTo(plusDays(api.clock.today(), 8));
    await clerk.act(id, 'fileToCounty');
    expect(await actions(confirmer, id)).toEqual(['recognise', 'returnToTownship', 'recordCountyVisit', 'extend']);
    expect(await confirmer.actRefused(id, 'confirm', { opinion: '照顾一下' })).toMatchObject({ code: 'OUTCOME_RECOGNITION' });
    expect(await confirmer.actRefused(id, 'refuse', { opinion: '不予确认。' })).toMatchObject({
      code: 'OUTCOME_RECOGNITION',
      message: '按核算结果符合的是最低生活保障边缘家庭，请按这一类办理。',
    });
    await confirmer.act(id, 'recognise', { opinion: '同意认定。' });
    const family = await api.resident(storyOf('one-fen'));
    const kase = await family.case(id);
    expect(kase).toMatchObject({ state: 'recognised', outcome: 'granted' });
    expect(kase.sections.recognition).toMatchObject({ kind: 'edge', state: 'active', validTo: null });
    expect(kase.sections.classification.tests.map((t: { category: string; outcome: string }) => [t.category, t.outcome])).toEqual(
      [
        ['tekun', 'not-eligible'],
        ['dibao', 'not-eligible'],
        ['single', 'not-eligible'],
        ['edge', 'eligible'],
        ['rigid', 'not-eligible'],
      ],
    );
    const titles = kase.sections.documents.map((d: { title: string }) => d.title);
    expect(titles).toContain('最低生活保障边缘家庭认定书');
    expect(titles.some((t: string) => t.includes('不予'))).toBe(false);
    await api.run();
    expect((await family.get('/api/messages')).items[0].body).toContain('您家已认定为最低生活保障边缘家庭');
  });

  test('每月1599.99元：符合，每月补1元', async () => {
    const id = await carry(api, storyOf('one-yuan'), 'decided');
    expect(await final(id)).toMatchObject({ outcome: 'eligible', amountFen: 1_00 });
  });
});

describe('谁来办', () => {
  test('工作人员的亲戚：没有县级入户不能确认，入户以后可以', async () => {
    const family = await api.resident(storyOf('staff-relative'));
    const unsaid = {
      ...filled(storyOf('staff-relative'), { self: await family.upload('consent') }),
      staffRelative: { is: true, name: '', relation: '' },
    };
    const bad = await family.refused('/api/cases', { itemId: 'SA-01', channel: 'mobile', form: unsaid, requestId: requestId() });
    expect(bad.fields.map((f) => f.path)).toEqual(expect.arrayContaining(['staffRelative.name', 'staffRelative.relation']));
    const id = await carry(api, storyOf('staff-relative'), 'confirming');
    // 公示期满就从网上撤下，只留在办件里
    expect(
      (await api.visitor().get('/api/notices')).rows.filter((n: { applicantMasked: string }) => n.applicantMasked === '陈*莲'),
    ).toEqual([]);
    expect((await confirmer.case(id)).sections.notice).toMatchObject({ amountFen: 1452_00 });
    expect((await confirmer.case(id)).flags).toContain('staff-relative');
    expect(await confirmer.actRefused(id, 'confirm', { opinion: '同意确认。' })).toMatchObject({
      code: 'COUNTY_VISIT_REQUIRED',
      message: '已备案近亲属申请，须先完成县级入户调查。',
    });
    const titles = (await confirmer.case(id)).sections.documents.map((d: { title: string }) => d.title);
    expect(titles).toContain('社会救助申请近亲属备案表');
    const county = await api.staff('xian');
    await county.act(id, 'recordCountyVisit', {
      ...(await visitInput(county, storyOf('staff-relative'), api.clock.today())),
      surveyors: [{ name: '郑海燕' }, { name: '马超' }],
    });
    await confirmer.act(id, 'confirm', { opinion: '县级入户属实，同意确认。' });
    expect(await final(id)).toMatchObject({ amountFen: 1452_00 });
  });

  test('孙子代奶奶申请：办件写明代办，奶奶和孙子都看得到，别的居民看不到', async () => {
    const story = storyOf('proxy');
    const grandson = await api.resident(story);
    const id = await api.apply(story, grandson);
    expect(await clerk.case(id)).toMatchObject({ channelZh: '代办', applicantName: '陈桃英' });
    expect((await grandson.get('/api/my/cases')).rows.map((r: { id: string }) => r.id)).toContain(id);
    const grandmother = await api.resident({ ...story, persons: story.persons.filter((p) => p.ref === 'self') });
    expect((await grandmother.case(id)).state).toBe('submitted');
    const stranger = await api.resident(storyOf('paid'));
    expect((await stranger.call('GET', `/api/cases/${id}`)).status).toBe(404);
    expect((await stranger.call('GET', '/api/my/cases')).body.rows).toEqual([]);
    await clerk.act(id, 'accept');
    expect((await grandson.case(id)).state).toBe('accepted');
    expect(await actions(grandson, id)).toContain('withdraw');
  });

  test('孩子的核对授权由监护人签，缺一个大人的签名就不受理申请', async () => {
    const story = storyOf('guardian');
    const id = await carry(api, story, 'accepted');
    const { rows } = await api.owner.query('select guardian_id is not null as guarded from consent where case_id = $1', [id]);
    expect(rows.map((r: { guarded: boolean }) => r.guarded).sort()).toEqual([false, true, true]);
    const couple = storyOf('old-couple');
    const family = await api.resident(couple);
    const refused = await family.refused('/api/cases', {
      itemId: 'SA-01',
      channel: 'mobile',
      requestId: requestId(),
      form: { ...filled(couple, {}), consents: [{ member: 'self', signature: await family.upload('consent') }] },
    });
    expect(refused).toMatchObject({ status: 422, fields: [{ path: 'consents', message: '还差“黄金枝”的授权签名' }] });
  });

  test('只有孩子一人的申请：由代办的监护人签；没有监护人的，受理时说明要监护人签', async () => {
    const girl = (key: string, agent: boolean) =>
      story({
        key,
        title: '姑姑替侄女申请',
        place: '聂家村',
        urbanRural: 'rural',
        address: '1组1号',
        people: [{ name: '聂思雨', sex: '女', birth: '2011-05-05', lives: lives.上学 }],
        ...(agent ? { agent: { name: '聂春梅', sex: '女', birth: '1980-03-03' } } : {}),
        expect: null,
      });
    const byAunt = girl('aunt', true);
    const alone = girl('alone', false);
    await api.register(byAunt, alone);
    const apply = async (given: typeof byAunt) => {
      const browser = await api.resident(given);
      const form = { ...filled(given, {}), consents: [{ member: 'self', signature: await browser.upload('consent') }] };
      return (await browser.post('/api/cases', { itemId: 'SA-01', channel: 'proxy', form, requestId: requestId() })).id;
    };
    const id = await apply(byAunt);
    await clerk.act(id, 'accept');
    const { rows } = await api.owner.query(
      'select c.guardian_id = s.agent_person_id as by_agent from consent c join service_case s on s.id = c.case_id where c.case_id = $1',
      [id],
    );
    expect(rows).toEqual([{ by_agent: true }]);
    const second = await apply(alone);
    expect(await clerk.actRefused(second, 'accept')).toMatchObject({
      status: 422,
      code: 'CONSENT_GUARDIAN_REQUIRED',
      message: '未成年人的授权须由监护人签署。',
    });
  });

  test('嘉鱼县的标准是830元：每月741元', async () => {
    const id = await carry(api, storyOf('jiayu'), 'decided');
    const county = await api.staff('jiayuqueren');
    expect((await county.case(id)).sections.entitlement.versions).toMatchObject([{ amountFen: 741_00 }]);
    expect((await confirmer.call('GET', `/api/cases/${id}`)).status).toBe(404);
  });

  test('两位确认人同时点确认：一位成功，另一位看到有人已经办过，只有一份待遇', async () => {
    const id = await carry(api, storyOf('two-officers'), 'confirming');
    const other = await api.staff('queren2');
    const { version } = await confirmer.case(id);
    const body = () => ({ action: 'confirm', version, requestId: requestId(), input: { opinion: '同意确认。' } });
    const answers = await Promise.all([
      confirmer.call('POST', `/api/cases/${id}/actions`, body()),
      other.call('POST', `/api/cases/${id}/actions`, body()),
    ]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)!.body.error.code).toBe('VERSION_CONFLICT');
    expect(
      (
        await api.owner.query(
          'select count(*)::int as n from entitlement where household_id = (select household_id from service_case where id = $1)',
          [id],
        )
      ).rows[0].n,
    ).toBe(1);
  });
});

describe('申请人自己', () => {
  test('差一份材料：一次告知，等待时钟停着；补齐后回到乡镇，接着办到确认1082元', async () => {
    const story = storyOf('supplement');
    const family = await api.resident(story);
    const id = await api.apply(story, family);
    // 《社会救助法》第六十二条：部门能查到的，窗口要了也不行
    expect(
      await clerk.actRefused(id, 'requestSupplement', { papers: [{ paper: '户口簿复印件', reason: '核实家庭成员' }] }),
    ).toMatchObject({ code: 'PAPER_FROM_SOURCE', message: '该材料可通过数据核对取得，不得要求申请人提供。' });
    await clerk.act(id, 'requestSupplement', { ...story.inputs!.requestSupplement });
    const kase = await family.case(id);
    expect(kase).toMatchObject({ state: 'supplement', says: expect.stringContaining('不算在办理期限里') });
    expect(kase.allowedActions.map((a) => a.action)).toEqual(['resubmit', 'withdraw']);
    expect(await clerk.actRefused(id, 'accept')).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    await family.act(id, 'resubmit', { papers: [await family.upload('support')], explanation: '补上离婚协议' });
    expect(await clerk.case(id)).toMatchObject({ state: 'submitted' });
    expect((await clerk.case(id)).sections.papers.map((p: { zh: string }) => p.zh)).toContain('support');
    await clerk.act(id, 'accept');
  });

  test('自己撤回：申请停办，之后可以重新申请', async () => {
    const story = storyOf('withdrawn');
    const family = await api.resident(story);
    const id = await api.apply(story, family);
    await clerk.act(id, 'accept');
    await family.act(id, 'withdraw', { ...story.inputs!.withdraw });
    expect(await family.case(id)).toMatchObject({ state: 'withdrawn', allowedActions: [] });
    const again = await api.apply(story, family);
    expect(again).not.toBe(id);
  });

  test('全家略高于标准：认定为低保边缘，写明残疾的儿子可以单人申请', async () => {
    const id = await carry(api, storyOf('single-edge'), 'decided');
    const event = (await confirmer.case(id)).events.at(-1)!;
    expect(event.data).toMatchObject({ category: 'edge' });
    const { note } = await final(id);
    expect(note).toBe('范磊符合“低保边缘家庭中的重度残疾人、三级智力或精神残疾人”的情形，可以单人申请低保（单人保）。');
  });

  test('已有申请在办：再交一份，告诉他去哪里看进度', async () => {
    const story = storyOf('returned');
    const family = await api.resident(story);
    await api.apply(story, family);
    const signatures = { self: await family.upload('consent'), m1: await family.upload('consent') };
    expect(
      await family.refused('/api/cases', {
        itemId: 'SA-01',
        channel: 'mobile',
        form: filled(story, signatures),
        requestId: requestId(),
      }),
    ).toMatchObject({ status: 409, code: 'SAME_APPLICATION_OPEN' });
  });
});

test('两个浏览器交同一份草稿：只有一件申请，另一个被告知草稿已提交', async () => {
  const story = storyOf('fresh');
  const phone = await api.resident(story);
  const desk = await api.resident(story);
  const { id: draftId } = await phone.post('/api/drafts', {
    itemId: 'SA-01',
    title: '低保申请',
    content: { applicant: { name: '刘志明' } },
  });
  expect((await desk.get(`/api/drafts/${draftId}`)).content).toEqual({ applicant: { name: '刘志明' } });
  const signatures = { self: await phone.upload('consent'), m1: await phone.upload('consent') };
  const form = filled(story, signatures);
  const answers = await Promise.all(
    [phone, desk].map((b) =>
      b.call('POST', '/api/cases', { itemId: 'SA-01', channel: 'mobile', form, requestId: requestId(), draftId }),
    ),
  );
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
  expect((await phone.get('/api/drafts')).rows).toEqual([]);
  expect((await phone.get('/api/my/cases')).rows).toHaveLength(1);
  expect(new NewBrowser(api.app).cookie).toBe('');
});
