/** 特困供养 through the HTTP API, on the dates of worked examples W6 and W9: recognised, assessed, cared for, changed, ended. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type TekunStory,
  tekunFilled,
  tekunHome,
  tekunWish,
} from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { openDueReviews } from '../../src/domains/social-assistance/review/server.ts';
import { lotOf } from '../../src/domains/social-assistance/tekun/spot-check.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { findByIdNumber, recordDeath, registerPerson } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi, visitInput } from '../api.ts';

let api: Api;
let person: Browser;
let clerk: Browser;
let leader: Browser;
let checker: Browser;
let county: Browser;
let confirmer: Browser;
let finance: Browser;
let id: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-05-06' });
  await api.register(tekunHome.story, tekunWish.story);
  person = await api.resident(tekunHome.story);
  [clerk, leader, checker, county, confirmer, finance] = (await Promise.all(
    ['xiang', 'xianghe', 'hedui', 'xian', 'queren', 'caiwu'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
});
afterAll(() => api?.stop());

async function apply(of: TekunStory, browser: Browser, more: Record<string, unknown> = {}): Promise<string> {
  const signatures: Record<string, string> = {};
  for (const signer of of.story.form.signers) signatures[signer] = await browser.upload('consent');
  const form = { ...tekunFilled(of, signatures), ...more };
  return (await browser.post('/api/cases', { itemId: 'SA-03', channel: 'mobile', form, requestId: requestId() })).id;
}
const holds = async (browser: Browser): Promise<string[]> =>
  (await browser.get('/api/cases?view=mine')).rows.map((r: { id: string }) => r.id);
/** To a day far ahead, in one step: what falls due on the way is done on arrival. */
const jumpTo = async (day: string): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  await api.run();
};
const one = async (text: string, ...values: unknown[]) => (await api.owner.query(text, values)).rows[0];
const titles = (kase: { sections: { documents: { title: string }[] } }) => kase.sections.documents.map((d) => d.title);

/** From acceptance to the township's opinion. */
async function surveyed(caseId: string, of: TekunStory, supporters: Record<string, unknown>[]): Promise<void> {
  await clerk.act(caseId, 'accept');
  await clerk.act(caseId, 'startSurvey');
  await checker.act(caseId, 'startCheck');
  await api.run();
  await checker.act(caseId, 'issueReport');
  await clerk.act(caseId, 'recordVisit', await visitInput(clerk, of.story, api.clock.today()));
  await clerk.act(caseId, 'verifySupporters', { supporters, basis: '查阅户籍档案并向村干部核实。' });
  await clerk.act(caseId, 'submitForReview', { opinion: '情况属实，请审核。' });
}

const cannot = (...items: string[]) => ({
  ...Object.fromEntries(
    ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'].map((i) => [i, items.includes(i) ? 'no' : 'yes']),
  ),
  organisation: '咸安区民政局',
  assessors: [{ name: '郑海燕' }, { name: '李建国' }],
  personOpinion: '没有意见',
});

const carerId = makeIdNumber('421202', '1970-04-04', 981);
const agreement = async (by: Browser, more: Record<string, unknown> = {}) => ({
  carer: 'person',
  name: '余水生',
  idNumber: carerId,
  relation: '邻居',
  phone: '13900001234',
  duties: '做饭洗衣、打扫卫生、陪同看病取药。',
  bank: '咸宁农村商业银行',
  number: '6217790000001234',
  signedOn: api.clock.today(),
  signature: await by.upload('agreement-signature'),
  ...more,
});

async function freezeOf(programme: string, month: string) {
  const { id: batch } = await finance.post('/api/batches', {
    programme,
    county: '421202000000',
    month,
    requestId: requestId(),
  });
  const { rows } = await api.owner.query(
    'select month, amount_fen::int as fen, state, hold_code as hold, account_last4 as last4 from payment_line where batch_id = $1 order by month',
    [batch],
  );
  return { batch, rows };
}

describe('示例 W6：认定、评估、照料', () => {
  test('家里有人没有填成义务人：指出是谁；只有本人的，提交成功', async () => {
    const other = {
      name: '熊小平',
      idNumber: makeIdNumber('421202', '1990-01-01', 983),
      relation: 'child',
      livesTogether: true,
      status: 'none',
      student: 'none',
      employment: 'employed',
      workCapacity: 'full',
      exemptReason: 'none',
      disability: 'none',
      seriousIllness: false,
    };
    const signature = await person.upload('consent');
    const form = {
      ...tekunFilled(tekunHome, { self: signature }),
      members: [other],
      consents: [
        { member: 'self', signature },
        { member: 'm1', signature },
      ],
    };
    expect(
      await person.refused('/api/cases', { itemId: 'SA-03', channel: 'mobile', form, requestId: requestId() }),
    ).toMatchObject({ fields: [{ path: 'tekun.supporters', message: '“熊小平”是法定义务人，请也填在这里' }] });
    id = await apply(tekunHome, person);
    expect(await holds(clerk)).toContain(id);
  });

  test('5月6日受理：初审不晚于5月26日（5月9日星期六上班）；没有核实义务人不妨碍没有义务人的', async () => {
    await surveyed(id, tekunHome, []);
    const kase = await leader.case(id);
    expect(kase).toMatchObject({ state: 'reviewing', dueOn: '2026-05-26' });
    expect(kase.sections.decisions.at(-1)).toMatchObject({ kind: 'preview', outcome: 'eligible', amountFen: 1190_00 });
    expect(titles(kase)).toEqual([
      '社会救助入户调查表',
      '居民家庭经济状况核对报告',
      '特困人员认定申请受理通知书',
      '居民家庭经济状况核对授权书',
    ]);
    await jumpTo('2026-05-26');
    await leader.act(id, 'giveOpinion', { opinion: '拟予认定。' });
    await clerk.act(id, 'postNotice', { place: '赤岗村公示栏' });
    const [notice] = (await api.visitor().get('/api/notices')).rows;
    expect(notice).toMatchObject({ applicantMasked: '熊*义', text: '拟认定为特困人员', endsOn: '2026-06-02' });
  });

  test('公示有异议：重新调查、提出新意见，再公示一次；没有再公示不能认定', async () => {
    const [notice] = (await api.visitor().get('/api/notices')).rows;
    await api.visitor().post(`/api/notices/${notice.id}/objections`, {
      text: '他还有一个侄子，应当由侄子养',
      name: '王五',
      phone: '13900000000',
      requestId: requestId(),
    });
    expect((await clerk.case(id)).state).toBe('objected');
    await clerk.act(id, 'recordAppraisal', {
      heldOn: api.clock.today(),
      place: '村委会',
      host: '李建国',
      participants: '村民代表九人',
      discussion: '侄子不是法定义务人。',
      agree: 9,
      disagree: 0,
      upheld: 'dismissed',
      result: '侄子没有法定扶养义务，异议不成立。',
    });
    await leader.act(id, 'reviseOpinion', { opinion: '维持原意见，重新公示。' });
    expect((await clerk.case(id)).state).toBe('toPost');
    await clerk.act(id, 'postNotice', { place: '赤岗村公示栏' });
    expect((await clerk.case(id)).state).toBe('onNotice');
    await api.moveTo('2026-06-03');
    expect((await clerk.case(id)).state).toBe('toFile');
  });

  test('6月3日到县，不晚于6月25日；当场抽签，抽签号可由种子和办件编号重算；抽中的没有入户不能认定', async () => {
    await clerk.act(id, 'fileToCounty');
    const kase = await confirmer.case(id);
    expect(kase).toMatchObject({ state: 'confirming', dueOn: '2026-06-25' });
    // 全县当年第一件：无论抽签号多大，都要抽，否则不足三成。
    expect(kase.flags).toContain('spot-check');
    const audit = await (await api.staff('shenji')).get('/api/tekun/spot-checks?county=421202000000&year=2026');
    expect(audit.rows).toMatchObject([{ caseId: id, position: 1, drawnBefore: 0, rate: '0.3', drawn: true, visited: false }]);
    expect(lotOf(audit.seed, id)).toBe(audit.rows[0].lot);
    expect((await confirmer.call('GET', '/api/tekun/spot-checks?county=421202000000&year=2026')).status).toBe(200);
    expect((await clerk.call('GET', '/api/tekun/spot-checks?county=421202000000&year=2026')).status).toBe(403);
    await api.moveTo('2026-06-25');
    // 有异议的本来就要县级入户；去一次，两样都算。
    const { version } = await confirmer.case(id);
    expect(
      await confirmer.refused(`/api/cases/${id}/actions`, {
        action: 'confirm',
        version,
        requestId: requestId(),
        input: { opinion: '同意', wish: 'home' },
      }),
    ).toMatchObject({ code: 'COUNTY_VISIT_REQUIRED' });
    await county.act(id, 'recordCountyVisit', await visitInput(county, tekunHome.story, '2026-06-25'));
    expect(await confirmer.actRefused(id, 'confirm', { opinion: '同意', wish: 'home', amountFen: 1 })).toMatchObject({
      status: 422,
    });
    await confirmer.act(id, 'confirm', { opinion: '同意认定。', wish: 'home' });
    const granted = await person.case(id);
    expect(granted).toMatchObject({ state: 'assessing', outcome: null });
    expect(titles(granted)).toContain('特困人员认定通知书');
    expect(granted.sections.tekun).toMatchObject({ stateZh: '评估中', modeZh: '分散供养', gradeZh: null, fromMonth: '2026-07' });
    expect(
      await one('select count(*)::int as n from entitlement_exclusion where person_id = (select person_id from tekun_profile)'),
    ).toEqual({ n: 3 });
  });

  test('没有评估：7月的名单里暂停；评估三项不能自理为半护理，放开；照料护理费要等协议', async () => {
    const july = await freezeOf('tekun', '2026-07');
    expect(july.rows).toMatchObject([{ month: '2026-07', fen: 1190_00, state: 'on-hold', hold: 'care-grade' }]);
    expect(await county.actRefused(id, 'recordAssessment', { ...cannot('dressing'), assessedOn: '2026-07-01' })).toMatchObject({
      fields: [{ path: 'assessedOn' }],
    });
    expect(
      await county.actRefused(id, 'recordAssessment', {
        ...cannot('dressing'),
        assessedOn: '2026-06-25',
        assessors: [{ name: '郑海燕' }, { name: '郑海燕' }],
      }),
    ).toMatchObject({ code: 'ASSESSORS_TOO_FEW' });
    await api.moveTo('2026-06-26');
    await county.act(id, 'recordAssessment', { ...cannot('dressing', 'toilet', 'bathing'), assessedOn: '2026-06-26' });
    const kase = await clerk.case(id);
    expect(kase.state).toBe('arranging');
    expect(kase.sections.tekun).toMatchObject({ stateZh: '落实供养', gradeZh: '半护理' });
    expect(kase.sections.decisions.at(-1)).toMatchObject({
      kindZh: '生活自理能力评估',
      amountFen: 1515_00,
      effectiveMonth: '2026-07',
    });
    expect(titles(kase)).toContain('特困人员生活自理能力评估表');
    const { rows } = await api.owner.query('select state from payment_line where batch_id = $1', [july.batch]);
    expect(rows).toEqual([{ state: 'pending' }]);
    expect(await one(`select count(*)::int as n from entitlement where programme = 'tekun-care'`)).toEqual({ n: 0 });
  });

  test('照料人不能是本人；签订协议：照料护理费付给照料人的账户，从7月补起；供养中', async () => {
    expect(
      await clerk.actRefused(
        id,
        'arrangeHome',
        await agreement(clerk, { name: '熊守义', idNumber: tekunHome.story.form.applicant.idNumber }),
      ),
    ).toMatchObject({ code: 'CAREGIVER_SELF' });
    await registered('余水生', carerId);
    await clerk.act(id, 'arrangeHome', await agreement(clerk));
    const kase = await clerk.case(id);
    expect(kase).toMatchObject({ state: 'granted', outcome: 'granted' });
    expect(titles(kase)).toContain('特困人员照料服务协议');
    expect(kase.sections.tekun).toMatchObject({
      stateZh: '供养中',
      agreement: { caregiver: '余水生', payFen: 325_00, phone: '139****1234' },
      benefits: expect.arrayContaining([
        expect.objectContaining({ zh: '特困人员基本生活', amountFen: 1190_00 }),
        expect.objectContaining({ zh: '特困人员照料护理', amountFen: 325_00 }),
      ]),
    });
    const care = await freezeOf('tekun-care', '2026-07');
    expect(care.rows).toMatchObject([{ month: '2026-07', fen: 325_00, state: 'pending', last4: '1234' }]);
    const events = (
      await api.owner.query(
        `select type, payload ->> 'toState' as state, payload ->> 'amountFen' as fen, payload ->> 'grade' as grade, payload ->> 'wish' as wish from domain_event where type like 'tekun.%' order by recorded_at, event_id`,
      )
    ).rows;
    expect(events.map((e) => e.type)).toEqual(
      expect.arrayContaining(['tekun.award.changed', 'tekun.care.changed', 'tekun.wish.recorded']),
    );
    expect(events.find((e) => e.type === 'tekun.care.changed')).toMatchObject({ grade: 'half' });
  });

  test('11月4日报告变化：11月18日前重新评估；四项不能为全护理，12月起 1,840 元，11月不变', async () => {
    await jumpTo('2026-11-04');
    const village = await api.staff('xiang2');
    const opened = await village.post('/api/cases', {
      itemId: 'SA-04',
      channel: 'window',
      form: {
        person: {
          name: '熊守义',
          idNumber: tekunHome.story.form.applicant.idNumber,
          division: tekunHome.story.form.applicant.division,
        },
        kind: 'grade',
        detail: '摔伤以后起床要人扶。',
      },
      requestId: requestId(),
    });
    await clerk.act(opened.id, 'accept');
    expect(await county.case(opened.id)).toMatchObject({ state: 'assessing', dueOn: '2026-11-18' });
    await api.moveTo('2026-11-10');
    await county.act(opened.id, 'recordAssessment', {
      ...cannot('dressing', 'toilet', 'bathing', 'bed'),
      assessedOn: '2026-11-10',
    });
    const kase = await county.case(opened.id);
    expect(kase).toMatchObject({ state: 'changed', outcome: 'granted' });
    expect(kase.sections.decisions.at(-1)).toMatchObject({ amountFen: 1840_00, effectiveMonth: '2026-12' });
    await jumpTo('2026-11-20');
    const december = await freezeOf('tekun-care', '2026-12');
    expect(december.rows.find((r) => r.month === '2026-12')).toMatchObject({ fen: 650_00 });
    expect(december.rows.filter((r) => r.month < '2026-12').every((r) => r.fen === 325_00)).toBe(true);
  });

  test('在家供养的每月见一次：不能重复登记，有问题要写明；到期自动开出年度复核，问过意愿的继续供养', async () => {
    const name = tekunHome.story.form.applicant.name;
    const today = api.clock.today();
    const rowOf = async () => (await clerk.get('/api/tekun/visits')).rows.find((r: { name: string }) => r.name === name);
    const row = await rowOf();
    expect(row).toMatchObject({ visitedOn: null });
    const visit = { visitedOn: today, health: 'ill', care: 'good', note: '' };
    const send = (input: Record<string, unknown>) => ({ requestId: requestId(), input });
    expect(await clerk.refused(`/api/tekun/${row.id}/visits`, send(visit))).toMatchObject({
      fields: [{ path: 'note', message: '请写明看到了什么（至少4个字）' }],
    });
    await clerk.post(`/api/tekun/${row.id}/visits`, send({ ...visit, note: '咳嗽一周，没有去看。' }));
    expect(await clerk.refused(`/api/tekun/${row.id}/visits`, send({ ...visit, health: 'well' }))).toMatchObject({
      code: 'VISITED_ALREADY',
    });
    expect(await rowOf()).toMatchObject({ visitedOn: today, worry: true, point: null });
    const place = { longitude: '114.24800', latitude: '29.78100' };
    const swapped = send({ longitude: place.latitude, latitude: '114.24800' });
    expect(await clerk.refused(`/api/visits/homes/${row.personId}`, swapped)).toMatchObject({ fields: [{ path: 'longitude' }] });
    await clerk.post(`/api/visits/homes/${row.personId}`, send(place));
    expect(await rowOf()).toMatchObject({ point: { longitude: 114.248, latitude: 29.781 } });
    const { rows: kept } = await api.owner.query(`select value, sealed from fact_version where kind = 'home-point'`);
    expect(kept).toMatchObject([{ value: null, sealed: expect.anything() }]);
    const village = await api.staff('cun');
    await village.post('/api/visits/office', send(place));
    expect((await village.get('/api/tekun/visits')).office).toEqual({ longitude: 114.248, latitude: 29.781 });
    await api.owner.query('update benefit_review_plan set due_on = $1', [plusDays(today, 31)]);
    expect(await openDueReviews(api.context)).toBe(0);
    await api.owner.query('update benefit_review_plan set due_on = $1', [plusDays(today, 30)]);
    expect(await openDueReviews(api.context)).toBe(1);
    expect(await openDueReviews(api.context)).toBe(0);
    const { id: review } = (await clerk.get('/api/cases?view=all&itemId=SA-04')).rows.find(
      (r: { state: string; applicantName: string }) => r.state === 'submitted' && r.applicantName === name,
    );
    expect((await clerk.case(review)).allowedActions.map((a) => a.action)).not.toContain('accept');
    const initial = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordYearly')!.initial;
    expect(await person.actRefused(review, 'withdraw', { reason: '不想复核' })).toMatchObject({ code: 'STOP_NOT_YOURS' });
    const visited = (await api.owner.query(`select 1 from domain_event where type = 'life.proved'`)).rows.length;
    await clerk.act(review, 'recordYearly', { ...initial, note: '本人在家，情况和认定时一样。' });
    expect(await clerk.case(review)).toMatchObject({ state: 'kept' });
    // 复核时见到本人，就是生存证明
    const { rows: proofs } = await api.owner.query(`select payload from domain_event where type = 'life.proved' order by seq`);
    expect(proofs.at(-1)?.payload).toMatchObject({ seenOn: initial.seenOn, way: 'visit' });
    expect(proofs).toHaveLength(visited + 1);
    expect(api.errors).toEqual([]);
  });

  test('三方对账：两个项目的每一项差额，点开正好是那几笔、那个数', async () => {
    const { rows } = await finance.get('/api/agreement?month=2026-07');
    const opened = new Set<string>();
    for (const { county: at, programme, differences } of rows)
      for (const { state, fen, count, zh } of differences) {
        if (!state) continue;
        const lines = await finance.get(`/api/figures/lines?month=2026-07&division=${at}&programme=${programme}&state=${state}`);
        expect(lines.rows, `${programme} ${zh}`).toHaveLength(count);
        expect(lines.rows.reduce((sum: number, line: { amountFen: number }) => sum + line.amountFen, 0)).toBe(fen);
        opened.add(programme);
      }
    expect([...opened].sort()).toEqual(['tekun', 'tekun-care']);
  });

  test('县里拟调全护理和农村基本生活标准：预演逐项列出，照料护理费 650 元变 700 元，基本生活费 1,190 元变 1,250 元；什么也没有改变', async () => {
    const proposer = await api.staff('xianzhang');
    const before = await one('select count(*)::int as n from entitlement_version');
    const rows = [
      ['TK-CARE-3', '70000'],
      ['TK-BASE-R', '125000'],
    ].map(([key, value]) => ({ key, value, division: '421202000000', unit: 'fen/month', validFrom: '2026-12-01' }));
    const { id: draft } = await proposer.post('/api/standard-drafts', {
      title: '特困供养标准调整',
      documentNo: '咸安民政发〔2026〕9号',
      rows,
      requestId: requestId(),
    });
    await proposer.post(`/api/standard-drafts/${draft}/actions`, { action: 'rehearse', version: 1, requestId: requestId() });
    await api.run();
    const { rehearsal } = await proposer.get(`/api/standard-drafts/${draft}`);
    const found = rehearsal.report.groups.map((g: Record<string, unknown>) => [g.programme, g.effect, g.oldFen, g.newFen]);
    expect(found).toEqual([
      ['tekun', 'gain', 1190_00, 1250_00],
      ['tekun-care', 'gain', 650_00, 700_00],
    ]);
    expect(await one('select count(*)::int as n from entitlement_version')).toEqual(before);
  });
});

const registered = (name: string, idNumber: string): Promise<string> =>
  api.context.write(systemActor('test', api.context.city), async (tx) => {
    const done = await registerPerson(tx, {
      name,
      idNumber,
      division: tekunHome.story.form.applicant.division,
      address: '5组4号',
    });
    if (!done.ok) throw new Error(done.code);
    return done.value;
  });

let wishCase: string;

/** She is in her brother's 低保 family and has a nursing subsidy when she is recognised. */
async function alsoReceives(): Promise<void> {
  const brother = await registered('舒桂林', makeIdNumber('421202', '1951-03-05', 987));
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const her = (await findByIdNumber(tx, tekunWish.story.form.applicant.idNumber))!.id;
    const common = {
      householdId: null,
      division: '421202100242',
      fromMonth: '2026-10',
      amountFen: 100_00,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
    } as const;
    for (const benefit of [
      { programme: 'dibao', exclusiveGroups: ['basic-living'], personId: brother, memberIds: [brother, her] },
      { programme: 'nursing', exclusiveGroups: ['disability-nursing'], personId: her, memberIds: [her] },
    ])
      expect((await grantEntitlement(tx, { ...common, ...benefit })).ok).toBe(true);
  });
}
const othersOf = async () =>
  (
    await api.owner.query(`select e.programme, e.state, m.to_month as last,
        exists (select from payment_hold h where h.entitlement_id = e.id and h.code = 'recompute' and h.released_at is null) as held
      from entitlement e join entitlement_member m on m.entitlement_id = e.id and m.person_id = (select id from person where name = '舒桂兰')
      where e.programme in ('dibao', 'nursing') order by 1`)
  ).rows;

describe('愿意入住机构的', () => {
  let wish: string;
  test('70岁以上的哥哥没有能力供养：核实财产以前待查明，不能提出意见；核实以后可以', async () => {
    const her = await api.resident(tekunWish.story);
    wish = await apply(tekunWish, her);
    wishCase = wish;
    await clerk.act(wish, 'accept');
    await clerk.act(wish, 'startSurvey');
    await checker.act(wish, 'startCheck');
    await api.run();
    await checker.act(wish, 'issueReport');
    await clerk.act(wish, 'recordVisit', await visitInput(clerk, tekunWish.story, api.clock.today()));
    await clerk.act(wish, 'submitForReview', { opinion: '请审核。' });
    expect(await leader.actRefused(wish, 'giveOpinion', { opinion: '拟予认定' })).toMatchObject({ code: 'STILL_UNKNOWN' });
    await leader.act(wish, 'returnToSurvey', { reason: '请核实哥哥的财产' });
    const { initial } = (await clerk.case(wish)).allowedActions.find((a) => a.action === 'verifySupporters')!;
    const supporters = (initial.supporters as Record<string, unknown>[]).map((s) => ({ ...s, assetsLow: true }));
    await clerk.act(wish, 'verifySupporters', { supporters, basis: '查不动产和存款，符合低收入规定。' });
    await clerk.act(wish, 'submitForReview', { opinion: '请审核。' });
    await leader.act(wish, 'giveOpinion', { opinion: '拟予认定。' });
    await clerk.act(wish, 'postNotice', { place: '彭碑村公示栏' });
    await api.moveTo('2026-11-30');
    await clerk.act(wish, 'fileToCounty');
  });

  test('第二件没有抽中的不用入户；认定的人从家里的低保出来（家里待重新核算），护理补贴到认定当月止；评估以后没有床位：在家供养必须写明原因，进入排队名单', async () => {
    const draw = await one('select drawn from tekun_spot_check where case_id = $1', wish);
    if (draw.drawn) await county.act(wish, 'recordCountyVisit', await visitInput(county, tekunWish.story, api.clock.today()));
    await alsoReceives();
    await confirmer.act(wish, 'confirm', { opinion: '同意认定。', wish: 'institution' });
    expect(await othersOf()).toEqual([
      { programme: 'dibao', state: 'active', last: '2026-11', held: true },
      { programme: 'nursing', state: 'ended', last: '2026-11', held: false },
    ]);
    await county.act(wish, 'recordAssessment', {
      ...cannot('eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'),
      assessedOn: api.clock.today(),
    });
    expect(
      await clerk.actRefused(
        wish,
        'arrangeHome',
        await agreement(clerk, { carer: 'provider', name: '咸安区暖心照料服务中心', idNumber: undefined }),
      ),
    ).toMatchObject({
      fields: [{ path: 'waitingReason' }],
    });
    await clerk.act(
      wish,
      'arrangeHome',
      await agreement(clerk, {
        carer: 'provider',
        name: '咸安区暖心照料服务中心',
        idNumber: undefined,
        relation: '签约服务单位',
        number: '6217790000005678',
        waitingReason: 'no-care-bed',
      }),
    );
    const list = await county.get('/api/tekun/waiting');
    expect(list.rows).toMatchObject([{ name: '舒桂兰', grade: 'full', waitingReason: 'no-care-bed' }]);
    expect(await county.get('/api/tekun/figures')).toMatchObject({ supported: 2, inInstitution: 0, unable: 2, wished: 1 });
    expect((await person.call('GET', '/api/tekun/waiting')).status).toBe(403);
    expect((await (await api.staff('jiayu')).get('/api/tekun/waiting')).rows).toEqual([]);
    await county.post(`/api/tekun/waiting/${list.rows[0].id}/reason`, { reason: 'medical', requestId: requestId() });
    expect((await county.get('/api/tekun/waiting')).rows[0].waitingReason).toBe('medical');
  });

  test('有了床位：变更为入住，下个月起两笔都付给机构，协议终止，不再排队；没有入住意愿的不能安排', async () => {
    await api.moveTo('2026-12-02');
    const { applicant } = tekunWish.story.form;
    const change = async (more: Record<string, unknown>, of = applicant) =>
      (
        await clerk.post('/api/cases', {
          itemId: 'SA-04',
          channel: 'window',
          form: {
            person: { name: of.name, idNumber: of.idNumber, division: of.division },
            kind: 'mode',
            detail: '福利院有空床位了。',
            ...more,
          },
          requestId: requestId(),
        })
      ).id as string;
    const moved = await change({ toMode: 'institution' });
    await clerk.act(moved, 'accept');
    await county.act(moved, 'arrangeInstitution', {
      institution: 'new',
      name: '咸安区社会福利院',
      bank: '咸宁农村商业银行',
      number: '6217790000009999',
      admittedOn: '2026-12-02',
    });
    expect((await county.case(moved)).sections.tekun).toMatchObject({ modeZh: '集中供养', agreement: null });
    expect((await county.get('/api/tekun/waiting')).rows).toEqual([]);
    expect(await county.get('/api/tekun/figures')).toMatchObject({ inInstitution: 1, unableInInstitution: 1, wished: 1 });
    await jumpTo('2026-12-20');
    for (const programme of ['tekun', 'tekun-care']) {
      const { rows } = await freezeOf(programme, '2027-01');
      const hers = rows.filter((r) => r.month === '2027-01' && r.last4 === '9999');
      expect(hers, programme).toHaveLength(1);
    }
    const his = await change({ toMode: 'caregiver' }, tekunHome.story.form.applicant);
    await clerk.act(his, 'accept');
    expect((await county.case(his)).allowedActions.map((a) => a.action)).toEqual([]);
    await clerk.act(his, 'withdraw', { reason: '照料人不换了' });
  });
});

describe('终止供养', () => {
  test('没有听取意见不能决定；异议成立的继续供养；不成立的重新公示；决定后从下个月停发，并提出后续救助', async () => {
    const { applicant } = tekunWish.story.form;
    const stop = async () => {
      const opened = await clerk.post('/api/cases', {
        itemId: 'SA-04',
        channel: 'window',
        form: {
          person: { name: applicant.name, idNumber: applicant.idNumber, division: applicant.division },
          kind: 'stop',
          ground: 'obligor',
          detail: '过继的女儿愿意赡养。',
        },
        requestId: requestId(),
      });
      await clerk.act(opened.id, 'accept');
      await clerk.act(opened.id, 'postNotice', { place: '咸安区社会福利院公示栏' });
      return opened.id as string;
    };
    const object = async () => {
      const [notice] = (await api.visitor().get('/api/notices')).rows;
      expect(notice).toMatchObject({ text: '拟终止特困人员救助供养', amountFen: null });
      await api.visitor().post(`/api/notices/${notice.id}/objections`, {
        text: '女儿没有赡养能力',
        name: '邻居',
        phone: '13900000001',
        requestId: requestId(),
      });
    };
    const first = await stop();
    await object();
    await county.act(first, 'recordInvestigation', { upheld: 'upheld', result: '女儿确实没有能力，不应终止。' });
    expect(await county.case(first)).toMatchObject({ state: 'kept' });
    expect((await county.case(wishCase)).sections.tekun.stateZh).toBe('供养中');

    const second = await stop();
    await object();
    await county.act(second, 'recordInvestigation', { upheld: 'dismissed', result: '女儿有能力，异议不成立。' });
    expect((await county.case(second)).state).toBe('toPost');
    await clerk.act(second, 'postNotice', { place: '咸安区社会福利院公示栏' });
    await api.moveTo('2026-12-29');
    expect((await county.case(second)).state).toBe('deciding');
    expect(await confirmer.actRefused(second, 'stop', { opinion: '同意终止。' })).toMatchObject({
      code: 'STOP_HEARING_MISSING',
      message: expect.stringContaining('须听取救助对象意见'),
    });
    await clerk.act(second, 'recordHearing', { how: 'visit', heardOn: '2026-12-29', person: '舒桂兰', said: '同意由女儿赡养。' });
    await confirmer.act(second, 'stop', { opinion: '同意终止。' });
    const kase = await county.case(second);
    expect(kase).toMatchObject({ state: 'ended', outcome: 'terminated' });
    expect(titles(kase)).toContain('终止特困人员救助供养决定书');
    expect(JSON.stringify(kase.sections.facts)).toMatch(/终止后的救助.*低保.*临时救助/);
    const ended = await api.owner.query(
      `select programme, to_month from entitlement where person_id = (select id from person where name = '舒桂兰') and programme like 'tekun%' and state = 'ended' order by 1`,
    );
    expect(ended.rows).toEqual([
      { programme: 'tekun', to_month: '2026-12' },
      { programme: 'tekun-care', to_month: '2026-12' },
    ]);
  });
});

describe('示例 W9：去世', () => {
  let funeral: string;
  const bearer = makeIdNumber('421202', '1975-05-05', 985);
  const claim = (receipt: string) => ({
    applicant: { name: '熊建军', idNumber: bearer, phone: '13900005555', relation: '侄子' },
    deceased: {
      name: '熊守义',
      idNumber: tekunHome.story.form.applicant.idNumber,
      division: tekunHome.story.form.applicant.division,
    },
    costFen: 8000_00,
    account: { bank: '咸宁农村商业银行', number: '6217790000007777' },
    papers: [receipt],
    promise: true,
  });

  test('登记死亡以前不能申领丧葬补助', async () => {
    await registered('熊建军', bearer);
    const opened = await clerk.post('/api/cases', {
      itemId: 'SA-15',
      channel: 'window',
      form: claim(await clerk.upload('support')),
      requestId: requestId(),
    });
    funeral = opened.id;
    expect(await clerk.actRefused(funeral, 'accept')).toMatchObject({ code: 'DECEASED_NOT_DEAD' });
  });

  test('去世当月应发，以后的月份终止；档案写明供养到几月；终止仍公示7天，不用听取意见', async () => {
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const dead = await findByIdNumber(tx, tekunHome.story.form.applicant.idNumber);
      const recorded = await recordDeath(tx, { personId: dead!.id, diedOn: '2026-12-28', source: '火化证明' });
      expect(recorded.ok).toBe(true);
    });
    await api.run();
    expect(api.errors).toEqual([]);
    const { rows } = await api.owner.query(
      `select programme, to_month from entitlement where person_id = (select id from person where name = '熊守义') order by 1`,
    );
    expect(rows).toEqual([
      { programme: 'tekun', to_month: '2026-12' },
      { programme: 'tekun-care', to_month: '2026-12' },
    ]);
    const stopCase = (
      await one(`select id from service_case where item_id = 'SA-04' and closed_at is null and applicant_name = '熊守义'`)
    ).id;
    await clerk.act(stopCase, 'accept');
    await clerk.act(stopCase, 'postNotice', { place: '赤岗村公示栏' });
    await api.moveTo('2027-01-06');
    await confirmer.act(stopCase, 'stop', { opinion: '同意终止。' });
    const kase = await county.case(stopCase);
    expect(kase.state).toBe('ended');
    expect(kase.sections.tekun).toMatchObject({ stateZh: '已终止', lastMonth: '2026-12' });
  });

  test('没有承担费用的邻居也来申领：不予发放，告知书写明理由；这个决定可以重算', async () => {
    const neighbour = makeIdNumber('421202', '1970-03-03', 984);
    await registered('钱有德', neighbour);
    const form = claim(await clerk.upload('support'));
    const opened = await clerk.post('/api/cases', {
      itemId: 'SA-15',
      channel: 'window',
      form: { ...form, applicant: { ...form.applicant, name: '钱有德', idNumber: neighbour, relation: '邻居' } },
      requestId: requestId(),
    });
    await clerk.act(opened.id, 'accept');
    await clerk.act(opened.id, 'submitToCounty', { opinion: '票据是熊建军的，请审批。' });
    await confirmer.act(opened.id, 'refuse', { reason: '丧葬费用由熊建军承担，不是申请人承担。' });
    const kase = await confirmer.case(opened.id);
    expect(kase.state).toBe('refused');
    expect(titles(kase)).toEqual(['特困人员丧葬补助不予发放告知书']);
    const [decision] = kase.sections.decisions;
    expect(decision).toMatchObject({ kindZh: '丧葬补助审批', outcome: 'not-eligible', amountFen: 0 });
    expect(decision.clauses).toMatchObject([
      { name: '符合丧葬补助发放条件', verdict: 'unmet', value: { text: '丧葬费用由熊建军承担，不是申请人承担。' } },
    ]);
    expect((await confirmer.get(`/api/decisions/${decision.id}/replay`)).differences).toEqual([]);
  });

  test('丧葬补助 6 × 1,190 = 7,140 元，发给承担费用的人，一次；第二个人再申领被拒绝', async () => {
    await clerk.act(funeral, 'accept');
    await clerk.act(funeral, 'submitToCounty', { opinion: '票据齐全，由侄子承担。' });
    expect((await confirmer.case(funeral)).sections.decisions.at(-1)).toMatchObject({
      kind: 'preview',
      amountFen: 7140_00,
      once: true,
    });
    await confirmer.act(funeral, 'grant', { opinion: '同意发放。' });
    const kase = await confirmer.case(funeral);
    expect(kase.state).toBe('granted');
    expect(titles(kase)).toEqual(['特困人员丧葬补助发放通知书']);
    const [decision] = kase.sections.decisions;
    expect(await confirmer.get(`/api/decisions/${decision.id}/replay`)).toMatchObject({
      decision: { outcome: 'eligible', amountFen: 7140_00 },
      differences: [],
    });
    await jumpTo('2027-01-20');
    const february = await freezeOf('tekun-funeral', '2027-02');
    expect(february.rows).toMatchObject([{ month: '2027-02', fen: 7140_00, last4: '7777' }]);
    const again = await clerk.post('/api/cases', {
      itemId: 'SA-15',
      channel: 'window',
      form: claim(await clerk.upload('support')),
      requestId: requestId(),
    });
    expect(await clerk.actRefused(again.id, 'accept')).toMatchObject({ code: 'FUNERAL_PAID' });
    await expect(
      api.owner.query(
        'insert into tekun_funeral select deceased_person_id, profile_id, case_id, division, bearer_person_id, entitlement_id, amount_fen, granted_on from tekun_funeral',
      ),
    ).rejects.toMatchObject({ constraint: 'tekun_funeral_pkey' });
  });
});
