/** 法制、宣传台账: what law asks of each step, with its days counted, through the API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/kernel/access/index.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { idNumber, register } from '../src/kernel/resident/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let clerk: Browser;
let second: Browser;
let leader: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  [clerk, leader] = (await Promise.all(['shi', 'shiling'].map(api.staff))) as [Browser, Browser];
  second = await acts.another('fazhi', '方正', 'city-clerk', '421200000000');
});
afterAll(() => api?.stop());
const enter = (key: string, form: object, who = clerk) => acts.enter(who, key, form);
const card = (key: string, id: string, who = clerk) => acts.card(who, key, id);
const offered = async (who: Browser, key: string, id: string): Promise<string[]> =>
  (await card(key, id, who)).offers.map((o: { action: string }) => o.action);

/** The consultation of a record, answered and published. */
async function published(key: string, id: string): Promise<void> {
  const { consultation } = await card(key, id);
  await acts.jump(plusDays(consultation.endsOn, 1));
  const { version } = await clerk.get(`/api/consultations/${consultation.id}`);
  await clerk.post(`/api/consultations/${consultation.id}/summary`, { summary: '没有收到意见，草案不作修改。', version });
}
const draft = { explanation: '为规范临时救助，起草本办法。', draft: '第一条 为规范临时救助工作，制定本办法。', days: 30 };

describe('附件', () => {
  const form = {
    title: '咸宁市养老机构备案办法',
    kind: 'new',
    drafter: '养老服务科',
    basis: '《养老机构管理办法》',
    impact: '明确备案的材料和时限，涉及公民权利义务。',
  };
  const key = 'normative-document';

  test('登记和每一步都可以带附件，留在经过里；本单位的人打得开，别的县打不开', async () => {
    const basis = await clerk.upload('register-file');
    const id = await enter(key, { ...form, files: [basis] });
    const why = await clerk.upload('register-file');
    await acts.done(clerk, key, id, 'consult', { ...draft, files: [why] });
    const { steps, facts, offers } = await card(key, id);
    expect(steps.map((s: { files: string[] }) => s.files)).toEqual([[basis], [why]]);
    expect(JSON.stringify(facts)).not.toContain(basis);
    // 下一步不把上一步的附件带进去
    expect(offers.every((o: { initial: object }) => !('files' in o.initial))).toBe(true);
    expect((await leader.call('GET', `/api/files/${basis}`)).status).toBe(200);
    expect((await (await api.staff('xian')).call('GET', `/api/files/${basis}`)).status).toBe(404);
  });

  test('别人上传的、已经归到别处的附件不收，登记也不成', async () => {
    const others = await second.upload('register-file');
    const refused = await clerk.refused(`/api/registers/${key}`, { ...form, files: [others], requestId: requestId() });
    expect(refused.code).toBe('FILE_NOT_AVAILABLE');
    const own = await clerk.upload('register-file');
    await enter(key, { ...form, title: '咸宁市第二个办法', files: [own] });
    const again = await clerk.refused(`/api/registers/${key}`, { ...form, files: [own], requestId: requestId() });
    expect(again.code).toBe('FILE_NOT_AVAILABLE');
  });
});

describe('规范性文件', () => {
  const form = {
    title: '咸宁市临时救助实施细则',
    kind: 'revised',
    drafter: '社会救助科',
    basis: '《社会救助暂行办法》',
    impact: '明确救助对象、标准和程序，涉及公民权利义务。',
  };
  const materials = { materials: '送审稿、起草说明、依据、意见采纳情况' };
  const key = 'normative-document';

  test('没有审核通过不能印发；征求意见没有公布采纳情况不能报审；没有征求意见的写明理由', async () => {
    const id = await enter(key, form);
    expect((await acts.refusal(clerk, key, id, 'issue')).code).toBe('NOT_REVIEWED');
    expect((await acts.refusal(clerk, key, id, 'submit', materials)).fields).toEqual([
      { path: 'noConsultation', message: '没有公开征求意见的，写明理由（至少4个字）' },
    ]);
    await acts.done(clerk, key, id, 'consult', draft);
    expect((await acts.refusal(clerk, key, id, 'submit', materials)).code).toBe('CONSULTATION_NOT_PUBLISHED');
    expect(await card(key, id)).toMatchObject({ consultation: { state: 'open', endsOn: '2026-10-01' } });
  });

  test('9月18日报审：起草的人不能自己审；9月24日以前通过须写原因；10月9日是第10个工作日，提醒还剩5个；10月15日到期；审过才能印发、公布', async () => {
    await acts.jump('2026-09-18');
    const id = await enter(key, form);
    await acts.done(clerk, key, id, 'submit', { ...materials, noConsultation: '只规范内部审批流程，不涉及公民权利义务' });
    // 18日当天不算：20(1)、21–24(2–5)、28–30(6–8)、10月8、9(9、10)、10(11)、12–15(12–15)
    expect((await card(key, id)).limit).toMatchObject({ zh: '合法性审核', dueOn: '2026-10-15', left: '15个工作日' });
    const opinion = { opinion: '主体、权限、程序、内容合法。', opinionNo: '咸民法审〔2026〕7号' };
    expect((await acts.refusal(clerk, key, id, 'pass', opinion)).code).toBe('REGISTER_OWN_HAND');
    const hasty = await acts.refusal(second, key, id, 'pass', opinion);
    expect(hasty.code).toBe('REVIEW_TOO_FAST');
    expect(hasty.message).toContain('不少于5个工作日，最早2026年9月24日');
    const told = async () =>
      ((await clerk.get('/api/messages')).items as { title: string; body: string }[])
        .filter((m) => /合法性审核/.test(m.title))
        .map((m) => m.body);
    await acts.jump('2026-10-08');
    expect(await told()).toEqual([]);
    await acts.jump('2026-10-09');
    expect(await told()).toEqual([`“${form.title}”合法性审核剩余5个工作日。`]);
    await acts.jump('2026-10-15');
    expect((await clerk.get(`/api/registers/${key}?late=yes`)).rows).toEqual([]);
    await acts.jump('2026-10-17');
    expect(await told()).toEqual([
      `“${form.title}”合法性审核应于2026年10月15日前办，已经逾期。`,
      `“${form.title}”合法性审核剩余5个工作日。`,
    ]);
    expect((await clerk.get(`/api/registers/${key}?late=yes`)).rows.map((r: { late: number }) => r.late)).toEqual([2]);
    await acts.done(second, key, id, 'pass', opinion);
    expect(
      (await acts.refusal(clerk, key, id, 'issue', { documentNo: '咸民规〔2026〕3号', issuedOn: '2026-10-16', years: 5 })).fields,
    ).toEqual([{ path: 'issuedOn', message: '不能早于2026-10-17' }]);
    await acts.done(clerk, key, id, 'issue', { documentNo: '咸民规〔2026〕3号', issuedOn: '2026-10-17', years: 5 });
    expect((await api.visitor().call('GET', `/open/${key}`)).body).not.toContain('咸民规〔2026〕3号');
    await acts.done(clerk, key, id, 'publish', { publishedOn: '2026-10-17', place: '门户网站规范性文件栏' });
    const page = (await api.visitor().call('GET', `/open/${key}`)).body;
    expect(page).toContain('咸民规〔2026〕3号');
    expect(page).toContain('2031-10-17');
  });
});

describe('重大行政决策', () => {
  const key = 'major-decision';
  const form = {
    title: '调整全市养老机构布局规划',
    undertaker: '养老服务科',
    reason: '人口老龄化加快，现有布局不能满足需要。',
    options: '方案一：县区各建一所；方案二：扩建现有机构。',
  };

  test('缺征求意见、专家论证、风险评估的不能送审；没有送审的不能讨论；送审到讨论不足7个工作日的说明最早哪天', async () => {
    await acts.jump('2026-10-20');
    const id = await enter(key, form);
    expect((await acts.refusal(clerk, key, id, 'submit', { materials: '决策草案等' })).message).toContain(
      '还缺公众参与（征求意见并公布采纳情况）、专家论证、风险评估，不能送合法性审查',
    );
    expect((await acts.refusal(clerk, key, id, 'discuss')).code).toBe('DECISION_NOT_REVIEWED');
    await acts.done(clerk, key, id, 'consult', draft);
    expect((await acts.refusal(clerk, key, id, 'experts', { done: 'done', conclusion: '布局合理' })).fields).toEqual([
      { path: 'by', message: '请填写专家、专业机构' },
    ]);
    await acts.done(clerk, key, id, 'experts', { done: 'done', by: '湖北某大学课题组', conclusion: '布局合理，规模适当' });
    await acts.done(clerk, key, id, 'risk', { done: 'unneeded', conclusion: '不涉及社会稳定、生态环境风险' });
    await published(key, id);
    expect(api.clock.today()).toBe('2026-11-20');
    await acts.done(clerk, key, id, 'submit', { materials: '决策草案、说明、论证报告' });
    await acts.jump('2026-11-30');
    await acts.done(second, key, id, 'pass', { opinion: '程序、内容合法。' });
    // 11月20日星期五送审：23–27(1–5)、30(6)、12月1日(7)
    const meeting = { meeting: '市民政局党组会', present: 7, passed: true, record: '七人到会，一致同意方案一。' };
    const early = await acts.refusal(clerk, key, id, 'discuss', { ...meeting, discussedOn: '2026-11-30' });
    expect(early.message).toContain('不少于7个工作日，最早2026年12月1日');
    await acts.jump('2026-12-01');
    await acts.done(clerk, key, id, 'discuss', { ...meeting, discussedOn: '2026-12-01' });
    await acts.done(clerk, key, id, 'announce', {
      documentNo: '咸民发〔2026〕41号',
      publishedOn: '2026-12-01',
      place: '门户网站',
    });
    expect((await api.visitor().call('GET', `/open/${key}`)).body).toContain('咸民发〔2026〕41号');
  });
});

describe('地方标准', () => {
  test('征求意见不到30日的不收；公布采纳情况才能审查；发布起60日备案；复审从复审那天再算五年', async () => {
    const key = 'local-standard';
    const start = api.clock.today();
    const id = await enter(key, {
      title: '居家养老探访服务规范',
      field: 'elderly',
      drafters: '市民政局、市标准化研究院',
      reason: '统一全市探访服务的次数、内容和记录。',
      approvedOn: start,
    });
    const { shortened: _, ...sent } = { shortened: '', ...draft };
    expect((await acts.refusal(clerk, key, id, 'consult', { ...sent, days: 29 })).code).toBe('CONSULTATION_TOO_SHORT');
    await acts.done(clerk, key, id, 'consult', sent);
    const examine = { experts: '五名专家', passed: true, opinion: '同意通过审查' };
    expect((await acts.refusal(leader, key, id, 'examine', examine)).code).toBe('CONSULTATION_NOT_PUBLISHED');
    await published(key, id);
    await acts.done(leader, key, id, 'examine', examine);
    const issuedOn = api.clock.today();
    expect(issuedOn).toBe('2027-01-01');
    await acts.done(clerk, key, id, 'issue', { number: 'DB4212/T 18—2027', issuer: '市市场监督管理局', issuedOn });
    // 1月1日起60日是3月2日
    expect((await card(key, id)).limit).toMatchObject({ zh: '地方标准备案', dueOn: '2027-03-02' });
    await acts.done(clerk, key, id, 'file', { filedOn: issuedOn, filingNo: '备2027-18' });
    expect((await card(key, id)).limit).toMatchObject({ zh: '地方标准复审', dueOn: '2032-01-01', left: '1826日' });
    expect((await api.visitor().call('GET', `/open/${key}`)).body).toContain('DB4212/T 18—2027');
  });
});

describe('执法记录', () => {
  const key = 'enforcement';
  const form = {
    matter: '社会团体未按规定参加年检',
    type: 'penalty',
    party: '某某商会',
    officers: '方正（鄂001）、李文（鄂002）',
    facts: '连续两年未参加年度检查，依据《社会团体登记管理条例》第三十条。',
  };
  const decision = () => ({ decidedOn: api.clock.today(), documentNo: '咸民罚〔2027〕1号', decision: '警告，限期三个月改正' });

  test('处罚7个工作日内公示，其他20个；没有过程记录不能公示；公示以后网上看得到，撤下就看不到', async () => {
    await acts.jump('2027-01-04');
    const id = await enter(key, form);
    await acts.done(clerk, key, id, 'decide', decision());
    expect((await card(key, id)).limit).toMatchObject({ zh: '执法结果公示', dueOn: '2027-01-13' });
    const other = await enter(key, { ...form, type: 'inspection' });
    await acts.done(clerk, key, other, 'decide', decision());
    expect((await card(key, other)).limit.dueOn).toBe('2027-02-01');
    expect((await acts.refusal(clerk, key, id, 'publish')).code).toBe('ENFORCEMENT_RECORD_MISSING');
    await acts.done(clerk, key, id, 'record', { written: '立案至送达共12份，卷号2027-1', recorded: '执法记录仪03号' });
    await acts.done(clerk, key, id, 'publish');
    const visitor = api.visitor();
    expect((await visitor.call('GET', `/open/${key}`)).body).toContain('警告，限期三个月改正');
    await acts.done(leader, key, id, 'remove', { reason: '复议撤销原决定' });
    expect((await visitor.call('GET', `/open/${key}`)).body).not.toContain('警告，限期三个月改正');
  });

  test('重大决定没有法制审核不能作出；审核不能由登记、送审的人办；公示文字里不能有号码', async () => {
    const id = await enter(key, { ...form, major: true });
    expect((await acts.refusal(clerk, key, id, 'decide', decision())).code).toBe('ENFORCEMENT_NOT_REVIEWED');
    await acts.done(clerk, key, id, 'submit', { draft: '撤销登记' });
    expect((await acts.refusal(clerk, key, id, 'pass', { opinion: '同意处理意见' })).code).toBe('REGISTER_OWN_HAND');
    await acts.done(second, key, id, 'pass', { opinion: '同意处理意见' });
    expect(
      (await acts.refusal(clerk, key, id, 'decide', { ...decision(), decision: '撤销登记，负责人421202195001010012' })).code,
    ).toBe('TEXT_SHOWS_NUMBERS');
    await acts.done(clerk, key, id, 'decide', decision());
  });
});

test('一本台账只由登记它的单位办：县里看不到市里的，市里看得到县里的、不能替办；审计只看', async () => {
  const county = await api.staff('xian');
  const id = await enter(
    'normative-document',
    {
      title: '咸安区社区工作者管理办法',
      kind: 'new',
      drafter: '基层政权科',
      basis: '上级文件',
      impact: '规范社区工作者聘用、考核。',
    },
    county,
  );
  const titles = async (who: Browser) =>
    ((await who.get('/api/registers/normative-document')).rows as { title: string }[]).map((r) => r.title);
  expect(await titles(county)).toEqual(['咸安区社区工作者管理办法']);
  expect(await titles(clerk)).toContain('咸安区社区工作者管理办法');
  expect(await offered(clerk, 'normative-document', id)).toEqual([]);
  expect((await acts.refusal(clerk, 'normative-document', id, 'drop', { reason: '代县里终止' })).code).toBe('REGISTER_NOT_YOURS');
  expect(await offered(county, 'normative-document', id)).toEqual(['consult', 'submit', 'drop']);
  const auditor = await api.staff('shenji');
  expect(await offered(auditor, 'normative-document', id)).toEqual([]);
  const sheet = await clerk.call('GET', `/api/registers/normative-document/export?q=${encodeURIComponent('社区工作者')}`);
  expect([sheet.status, sheet.raw.subarray(0, 2).toString()]).toEqual([200, 'PK']);
});

test('两人同时办同一步：后一个被告知数据已更新；同一份登记交两次只有一条', async () => {
  const form = {
    course: '行政处罚法专题',
    kind: 'law',
    level: 'city',
    heldOn: '2026-12-20',
    hours: 4,
    participants: [{ name: '方正', unit: '法制科' }],
  };
  const sent = requestId();
  const [a, b] = [
    await clerk.post('/api/registers/training', { ...form, requestId: sent }),
    await clerk.post('/api/registers/training', { ...form, requestId: sent }),
  ];
  expect(a.id).toBe(b.id);
  const both = await Promise.all(
    [clerk, second].map((who) =>
      who.call('POST', `/api/registers/training/${a.id}/steps`, { action: 'void', version: 1, reason: '登记错了日期' }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

describe('宣传稿件', () => {
  const key = 'article';
  const form = {
    title: '社工站让老人不出村',
    kind: 'news',
    channel: 'wechat',
    body: '汀泗桥镇社工站开站一年，服务老人三百多人次。',
  };
  const ok = { opinion: '可以发' };

  test('三审三人：撰稿人不能复审，复审人不能终审；退改以后从头来；终审通过才能登记发布', async () => {
    const id = await enter(key, form);
    await acts.done(clerk, key, id, 'submit', ok);
    expect((await acts.refusal(clerk, key, id, 'sectionPass', ok)).code).toBe('REGISTER_OWN_HAND');
    await acts.done(second, key, id, 'sectionPass', ok);
    expect((await acts.refusal(second, key, id, 'finalPass', ok)).code).toBe('REGISTER_NOT_YOURS');
    await acts.done(leader, key, id, 'sendBack', { opinion: '写清楚站里有几名社工' });
    await acts.done(clerk, key, id, 'revise', { ...form, body: `${form.body}站里有两名社工。`, namesakes: '' });
    await acts.done(clerk, key, id, 'submit', ok);
    await acts.done(leader, key, id, 'sectionPass', ok);
    expect((await acts.refusal(leader, key, id, 'finalPass', ok)).code).toBe('REGISTER_OWN_HAND');
    expect((await acts.refusal(clerk, key, id, 'publish')).code).toBe('REGISTER_STATE');
  });

  test('正文里有身份证号码、手机号码、卡号，或者孩子的姓名、年龄，哪一审都过不去；同名的成年人写明是谁', async () => {
    const said = async (body: string, namesakes = '') => {
      const id = await enter(key, { ...form, body, namesakes });
      return (await acts.step(clerk, key, id, 'submit', ok)).body.error?.message ?? '通过';
    };
    expect(await said(`${form.body}联系人13812345678。`)).toContain('手机号码（138…78）');
    expect(await said(`${form.body}王某（421202195001010012）已经领到救助金。`)).toContain('身份证号码（421…12）');
    expect(await said(`${form.body}捐款请汇到6222 0212 3456 7890 128。`)).toContain('银行卡号（622…28）');
    expect(await said(`${form.body}周小满，9岁，父母在外打工。`)).toContain('“周小满”旁边写了年龄');
    expect(await said(`${form.body}未满14周岁的未成年人由监护人陪同。`)).toBe('通过');
    const person = systemActor('test', '421202000000');
    await api.context.write(person, (tx) =>
      register(tx, { name: '贺知夏', division: '421202100204', idNumber: idNumber('2019-05-06', '421202') }),
    );
    expect(await said(`${form.body}贺知夏一家也来了。`)).toContain('可能有未成年人：贺*夏');
    expect(await said(`${form.body}贺知夏一家也来了。`, '贺知夏是社工站站长，成年人')).toBe('通过');
  });
});

describe('先进典型', () => {
  test('公示没有满不能命名；有异议先写明核实结果；推荐的人不能审核；撤销以后网上撤下', async () => {
    const key = 'model';
    const id = await enter(key, {
      name: '方敬老',
      kind: 'person',
      workplace: '咸安区社会福利院',
      honour: '最美养老护理员',
      deeds: '二十年如一日照料失能老人，带出三十多名徒弟。',
      agreed: true,
    });
    expect((await acts.refusal(clerk, key, id, 'check', { opinion: '事迹属实' })).code).toBe('REGISTER_OWN_HAND');
    await acts.done(second, key, id, 'check', { opinion: '事迹属实' });
    await acts.done(clerk, key, id, 'post', { telephone: '0715-8235678' });
    const posted = api.clock.today();
    const naming = { documentNo: '咸民发〔2027〕2号', verified: '' };
    expect((await acts.refusal(leader, key, id, 'name', naming)).code).toBe('REGISTER_NOTICE');
    await acts.done(clerk, key, id, 'object', { objection: '徒弟人数不实' });
    await acts.jump(plusDays(posted, 7));
    expect((await acts.refusal(leader, key, id, 'name', naming)).code).toBe('REGISTER_NOTICE');
    await acts.jump(plusDays(posted, 8));
    expect((await acts.refusal(leader, key, id, 'name', naming)).code).toBe('REGISTER_OBJECTED');
    await acts.done(leader, key, id, 'name', { ...naming, verified: '查阅名册，确为三十二名' });
    await acts.done(clerk, key, id, 'publicise', { how: '微信公众号《三十二个徒弟》' });
    const visitor = api.visitor();
    expect((await visitor.call('GET', `/open/${key}`)).body).toContain('方敬老');
    await acts.done(leader, key, id, 'withdraw', { reason: '虐待老人，事迹不实', withdrawalNo: '咸民发〔2027〕9号' });
    expect((await visitor.call('GET', `/open/${key}`)).body).not.toContain('方敬老');
  });
});

test('一年的学时按人合计：同一单位同名的算一人，作废的不算，不及格的看得见', async () => {
  const held = async (course: string, kind: string, hours: number, participants: object[]) =>
    enter('training', { course, kind, level: 'city', heldOn: '2027-01-05', hours, participants });
  await held('低保审核确认办法', 'work', 8, [
    { name: '周明', unit: '咸安区民政局', score: 92 },
    { name: '吴芳', unit: '咸安区民政局', score: 55 },
  ]);
  await held('行政复议法', 'law', 4, [{ name: '周明', unit: '咸安区民政局' }]);
  const wrong = await held('登记错的一次', 'work', 40, [{ name: '周明', unit: '咸安区民政局' }]);
  await acts.done(clerk, 'training', wrong, 'void', { reason: '日期登记错了' });
  const { rows } = await clerk.get('/api/trainings/2027');
  expect(rows).toMatchObject([
    { name: '吴芳', times: 1, hours: 8, lawHours: 0, tests: 1, failed: 1 },
    { name: '周明', times: 2, hours: 12, lawHours: 4, tests: 1, failed: 0 },
  ]);
});

test('标准化队伍：最早到期的合作协议前30日提醒；已经到期的协议不收', async () => {
  const key = 'standard-team';
  const form = { title: '民政标准化工作组', members: [{ name: '方正', unit: '市民政局' }], duties: '' };
  const start = api.clock.today();
  const partners = (until: string) => [{ partner: '市标准化研究院', until }];
  const past = await clerk.refused(`/api/registers/${key}`, {
    ...form,
    partners: partners(plusDays(start, -1)),
    requestId: requestId(),
  });
  expect(past.fields).toEqual([{ path: 'partners.0.until', message: '协议已经到期' }]);
  const id = await enter(key, { ...form, partners: [...partners(plusDays(start, 40)), ...partners(plusDays(start, 400))] });
  expect((await card(key, id)).limit).toMatchObject({ zh: '合作协议', left: '40日' });
  await acts.jump(plusDays(start, 10));
  const bodies = ((await clerk.get('/api/messages')).items as { body: string }[]).map(({ body }) => body);
  expect(bodies).toContain('“民政标准化工作组”合作协议剩余30日。');
});
