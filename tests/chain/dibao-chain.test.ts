/** One family from the phone to the bank's result file and the city's figures, through the HTTP API, on the dates of worked example W5. */

import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { determineDibao } from '../../src/domains/social-assistance/dibao/rules.ts';
import type { FamilyFacts } from '../../src/domains/social-assistance/family/facts.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { decisionsOfCase, makeParameters, parameterRows } from '../../src/kernel/policy/server.ts';
import { determineCommand } from '../../src/server/commands/determine.ts';
import { type Browser, requestId, visitInput } from '../api.ts';
import {
  api,
  checker,
  clerk,
  closeDibao,
  confirmer,
  family,
  finance,
  holds,
  id,
  leader,
  open,
  openDibao,
  reviewer,
  setId,
  story,
  together,
  treasury,
  village,
} from './dibao-desk.ts';

beforeAll(openDibao);
afterAll(closeDibao);

describe('低保：从手机申请到发放', () => {
  test('居民在手机上提交：乡镇的待办里马上出现，村里看得到，别的乡镇看不到', async () => {
    setId(await api.apply(story, family));
    expect((await family.get('/api/my/cases')).rows[0]).toMatchObject({ id, stateZh: '已提交', holderZh: '乡镇经办人' });
    expect(await holds(clerk)).toContain(id);
    expect((await clerk.case(id)).sections.papers.length).toBe(2);
    const elsewhere = await api.staff('jiayu');
    expect((await elsewhere.call('GET', `/api/cases/${id}`)).status).toBe(404);
    expect((await elsewhere.get('/api/cases?view=all')).rows).toEqual([]);
  });

  test('3月2日受理：有办件号和受理通知书，启动调查3月5日前，全部手续4月14日前', async () => {
    await clerk.act(id, 'accept');
    const kase = await clerk.case(id);
    expect(kase).toMatchObject({
      state: 'accepted',
      no: '421202SA012026030200001',
      acceptedOn: '2026-03-02',
      dueOn: '2026-03-05',
      totalDueOn: '2026-04-14',
    });
    // 每位签了授权的成年人各有一份授权书：刘明看得到自己的，看不到妻子的
    const titles = (documents: { title: string }[]) => documents.map((d) => d.title);
    const consent = '居民家庭经济状况核对授权书';
    expect(titles(kase.sections.documents)).toEqual(['社会救助申请受理通知书', consent, consent]);
    expect(titles((await family.case(id)).sections.documents)).toEqual(['社会救助申请受理通知书', consent]);
    expect(kase.sections.members).toHaveLength(3);
    await api.run();
    const messages = (await family.get('/api/messages')).items;
    expect(messages[0].body).toContain('421202SA012026030200001');
    expect(messages[0].body).toContain('2026年4月14日');
  });

  test('提请核对：核对中心收到；各部门查三个人，都有答复，没有差异', async () => {
    expect(await together(clerk)).toEqual(['startSurvey']);
    expect(await together(confirmer)).toEqual([]);
    await clerk.act(id, 'startSurvey');
    expect(await holds(clerk)).not.toContain(id);
    expect(await holds(checker)).toContain(id);
    await checker.act(id, 'startCheck');
    await api.run();
    const { verification } = (await checker.case(id)).sections;
    expect(verification.answers.answered).toBe(verification.answers.asked);
    expect(verification.answers.asked % 3).toBe(0);
    await checker.act(id, 'issueReport');
    const kase = await clerk.case(id);
    expect(kase.state).toBe('surveying');
    expect(kase.sections.verification).toMatchObject({ state: 'reported', discrepancies: [] });
    expect(kase.dueOn).toBe('2026-03-16');
  });

  test('没有入户调查不能提交初审；一个人入户不行；两个人带照片和签名可以', async () => {
    expect(await clerk.actRefused(id, 'submitForReview', { opinion: '请审核' })).toMatchObject({ code: 'VISIT_MISSING' });
    const visit = await visitInput(village, story, '2026-03-02');
    expect(await village.actRefused(id, 'recordVisit', { ...visit, surveyors: [{ name: '陈秀兰' }] })).toMatchObject({
      status: 422,
      code: 'INVALID_INPUT',
      fields: [{ path: 'surveyors', message: '入户调查人员不得少于2人' }],
    });
    expect(
      await village.actRefused(id, 'recordVisit', { ...visit, surveyors: [{ name: '陈秀兰' }, { name: '陈秀兰' }] }),
    ).toMatchObject({ code: 'SURVEYORS_TOO_FEW' });
    // 村里看不到乡镇的账号，同去的人也能选到；系统里没有的只能是村干部，调查记录上写明
    const form = (await village.case(id)).allowedActions.find((a) => a.action === 'recordVisit')!;
    const who = form.fields.find((f) => f.name === 'surveyors')!.fields!.find((f) => f.name === 'name')!;
    const offered = who.choices!.map((c) => c.label);
    expect(offered).toContain('李建国（乡镇经办人）');
    expect(offered.at(-1)).toBe('村干部，系统里没有账号');
    expect(offered.some((label) => label.includes('邓文华'))).toBe(false);
    await village.act(id, 'recordVisit', { ...visit, surveyors: [{ name: '陈秀兰' }, { name: 'cadre', cadre: '老村长' }] });
    expect((await leader.case(id)).sections.visits[0].surveyors).toEqual(['陈秀兰', '老村长（村干部）']);
    const { photos: _, ...unphotographed } = visit;
    expect(await village.actRefused(id, 'recordVisit', unphotographed)).toMatchObject({
      status: 422,
      fields: [{ path: 'photos' }],
    });
    expect(await village.actRefused(id, 'recordVisit', { ...unphotographed, unphotographed: true })).toMatchObject({
      status: 422,
      fields: [{ path: 'photoNote' }],
    });
    await village.act(id, 'recordVisit', { ...unphotographed, unphotographed: true, photoNote: '家人不同意拍照' });
    expect((await leader.case(id)).sections.visits.at(-1)).toMatchObject({ photos: [], photoNote: '家人不同意拍照' });
    await village.act(id, 'recordVisit', { ...visit, position: '29.70000,114.30000,12' });
    // 入户调查表是档案：经办人打得开，申请人和财务打不开
    const [sheet] = (await leader.case(id)).sections.documents;
    expect(sheet.title).toBe('社会救助入户调查表');
    const opens = async (by: Browser) => (await by.call('GET', `/api/documents/${sheet.id}/pdf`)).status;
    expect([await opens(clerk), await opens(family), await opens(finance)]).toEqual([200, 404, 404]);
    expect(JSON.stringify((await family.case(id)).sections.documents)).not.toContain('入户调查表');
    const seen = (await leader.case(id)).sections.visits.at(-1);
    expect(seen).toMatchObject({
      ...{ surveyors: ['李建国', '陈秀兰'], signed: true, on: '2026-03-02', position: '29.70000,114.30000,12' },
    });
    expect((await leader.call('GET', `/api/files/${seen.photos[0]}`)).status).toBe(200);
    await clerk.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
  });

  test('3月16日初审：系统算出1740元，逐条写明；打字改不了金额', async () => {
    await api.moveTo('2026-03-16');
    expect(await holds(leader)).toContain(id);
    // 初审意见是决定，不在可以一起办的里面
    expect(await together(leader)).toEqual([]);
    const before = await leader.case(id);
    expect(before).toMatchObject({ state: 'reviewing', dueOn: '2026-03-16' });
    expect(before.sections.decisions.at(-1)).toMatchObject({ kind: 'preview', outcome: 'eligible', amountFen: 1740_00 });
    expect(await leader.actRefused(id, 'giveOpinion', { opinion: '同意', amountFen: 2000_00 })).toMatchObject({
      status: 422,
      fields: [{ message: '金额由系统核算，如需调整请修改依据并说明理由' }],
    });
    await leader.act(id, 'giveOpinion', { opinion: '拟每月补助1740元。' });
    expect((await clerk.case(id)).sections.decisions[0]).toMatchObject({ kind: 'initial', amountFen: 1740_00 });
  });

  test('村里张贴公示7天：网上只见遮盖的姓名、人数、金额；公示到3月23日，期满自动转待上报', async () => {
    expect(await holds(village)).toContain(id);
    await village.act(id, 'postNotice', { place: '社区公示栏', photo: await village.upload('notice-photo') });
    const [notice] = (await api.visitor().get('/api/notices')).rows;
    expect(notice).toMatchObject({ applicantMasked: '刘*明', memberCount: 3, amountFen: 1740_00, endsOn: '2026-03-23' });
    const shown = JSON.stringify(notice);
    for (const secret of [story.form.applicant.idNumber, story.form.applicant.phone, '张丽华', '刘小雨', '残疾', '汀泗街18号'])
      expect(shown).not.toContain(secret);
    await api.moveTo('2026-03-23');
    expect((await clerk.case(id)).state).toBe('onNotice');
    expect(await open(confirmer)).not.toContain('confirm');
    await api.moveTo('2026-03-24');
    expect(await clerk.case(id)).toMatchObject({ state: 'toFile', dueOn: '2026-03-26' });
  });

  test('3月24日上报，县里4月8日前；提出初审意见的人不能确认', async () => {
    await clerk.act(id, 'fileToCounty');
    expect(await holds(confirmer)).toContain(id);
    expect(await confirmer.case(id)).toMatchObject({ state: 'confirming', dueOn: '2026-04-08' });
    expect(await leader.actRefused(id, 'confirm', { opinion: '同意' })).toMatchObject({ code: 'NOT_YOUR_STEP' });
  });

  test('3月31日确认：从4月发放；确认通知书是PDF；扫码核验看不到个人信息', async () => {
    await api.moveTo('2026-03-31');
    await confirmer.act(id, 'confirm', { opinion: '同意确认。' });
    const kase = await family.case(id);
    expect(kase).toMatchObject({ state: 'granted', outcome: 'granted', allowedActions: [] });
    expect(kase.sections.entitlement).toMatchObject({
      fromMonth: '2026-04',
      state: 'active',
      versions: [{ amountFen: 1740_00 }],
    });
    const letter = kase.sections.documents.find((d: { title: string }) => d.title.includes('确认'));
    const pdf = await family.call('GET', letter.url);
    expect(pdf.status).toBe(200);
    expect(pdf.raw.subarray(0, 5).toString()).toBe('%PDF-');
    const { rows } = await api.owner.query('select check_code from issued_document where id = $1', [letter.id]);
    const check = await api.visitor().get(`/api/documents/check/${rows[0].check_code}`);
    expect(JSON.stringify(check)).not.toMatch(/刘志明|1740|4212021985/);
    expect(check).toMatchObject({ number: letter.number });
    await api.run();
    expect((await family.get('/api/messages')).items[0].body).toContain('每月1,740.00元，自2026年4月起');
    const published = (await api.visitor().get('/api/notices')).rows;
    expect(published).toMatchObject([{ kind: 'granted', amountFen: 1740_00 }]);
  });

  test('4月发放：经办、乡镇、复核、财政各一步；经办人不能复核；银行退一笔，更正后补发，对账', async () => {
    const { id: batch } = await finance.post('/api/batches', {
      programme: 'dibao',
      county: '421202000000',
      month: '2026-04',
      requestId: requestId(),
    });
    const step = async (who: Browser, action: string, input: Record<string, unknown> = {}) => {
      const { version } = await who.get(`/api/batches/${batch}`);
      return who.post(`/api/batches/${batch}/actions`, { action, version, requestId: requestId(), input });
    };
    expect(await finance.get(`/api/batches/${batch}`)).toMatchObject({
      state: 'draft',
      lineCount: 1,
      sumFen: 1740_00,
      payOn: '2026-04-10',
    });
    await step(finance, 'startCheck');
    expect((await clerk.get(`/api/batches/${batch}`)).allowedActions.map((a: { action: string }) => a.action)).toEqual([
      'confirmTownship',
    ]);
    await step(clerk, 'confirmTownship');
    await step(finance, 'submitReview');
    const { version } = await finance.get(`/api/batches/${batch}`);
    expect(
      await finance.refused(`/api/batches/${batch}/actions`, {
        action: 'reviewCounty',
        version,
        requestId: requestId(),
        input: {},
      }),
    ).toMatchObject({ code: 'BATCH_NOT_YOURS' });
    await step(reviewer, 'reviewCounty');
    await step(treasury, 'approveTreasury');
    await api.moveTo('2026-04-10');
    await step(finance, 'sendToBank');
    const [sent] = (await finance.get(`/api/batches/${batch}`)).bankFiles;
    expect(sent).toMatchObject({ bankName: '咸宁农村商业银行', formatZh: '定长（GBK）', lineCount: 1, sumFen: 1740_00 });
    expect(String((await finance.call('GET', `/api/bank-files/${sent.id}`)).body)).toContain('000000000174000');
    await finance.post('/api/demo/bank', { batchId: batch, returns: 1 });
    const [line] = (await finance.get(`/api/batches/${batch}/lines`)).rows;
    expect(line).toMatchObject({ state: 'returned', returnReason: '户名不符', amountFen: 1740_00 });
    await api.run();
    expect((await family.get('/api/messages')).items[0].body).toContain('退回');
    await step(finance, 'reconcile', { statedFen: 0 });
    await finance.post(`/api/payment-lines/${line.id}/account`, {
      bank: '咸宁农村商业银行',
      number: story.form.account.number,
      holder: '刘志明',
    });
    const supplementary = await finance.post('/api/batches', {
      programme: 'dibao',
      county: '421202000000',
      month: '2026-04',
      kind: 'supplementary',
      requestId: requestId(),
    });
    const again = async (who: Browser, action: string, input: Record<string, unknown> = {}) => {
      const { version: now } = await who.get(`/api/batches/${supplementary.id}`);
      return who.post(`/api/batches/${supplementary.id}/actions`, { action, version: now, requestId: requestId(), input });
    };
    await again(finance, 'startCheck');
    await again(clerk, 'confirmTownship');
    await again(finance, 'submitReview');
    await again(reviewer, 'reviewCounty');
    await again(treasury, 'approveTreasury');
    await again(finance, 'sendToBank');
    await finance.post('/api/demo/bank', { batchId: supplementary.id, returns: 0 });
    await again(finance, 'reconcile', { statedFen: 1740_00 });
    expect(await finance.get(`/api/batches/${supplementary.id}`)).toMatchObject({
      state: 'reconciled',
      paid: { count: 1, sumFen: 1740_00 },
    });
    expect(
      await finance.refused('/api/batches', {
        programme: 'dibao',
        county: '421202000000',
        month: '2026-04',
        kind: 'supplementary',
        lineIds: [line.id],
        requestId: requestId(),
      }),
    ).toMatchObject({ message: '该笔款项已重发成功，不能再次发放。' });
  });

  test('这笔钱在本人的发放记录、一人一档、办件、审计和全市数据里都看得到', async () => {
    const personId = (await family.get('/api/session')).actor.personId;
    const mine = (await family.get('/api/persons/me/payments')).rows;
    expect(mine.filter((p: { state: string }) => p.state === 'paid')).toMatchObject([
      { month: '2026-04', amountFen: 1740_00, last4: story.form.account.number.slice(-4) },
    ]);
    const file = await clerk.get(`/api/persons/${personId}`);
    expect(JSON.stringify(file)).toContain('2026-04');
    expect(
      (await confirmer.case(id)).sections.payments.some(
        (p: { stateZh: string; month: string }) => p.month === '2026-04' && p.stateZh === '成功',
      ),
    ).toBe(true);
    const auditor = await api.staff('shenji');
    for (const action of ['case.open', 'case.confirm', 'entitlement.granted'])
      expect((await auditor.get(`/api/audit?person=${personId}&action=${action}`)).rows, action).toHaveLength(1);
    const figures = await (await api.staff('shi')).get('/api/figures?month=2026-04');
    expect(figures.rows).toMatchObject([{ county: '421202000000', persons: 3, households: 1, sumFen: 1740_00 }]);
    expect((await family.get('/api/persons/me/looked')).rows.some((r: { actorName: string }) => r.actorName === '李建国')).toBe(
      true,
    );
    // 3月2日提交；从申请到第一笔到账的天数，打开就是这一件
    const days = await (await api.staff('shi')).get('/api/indicators/days-to-money?month=2026-06');
    expect(days.rows).toMatchObject([{ link: 'case', linkId: id, den: 1 }]);
    expect(days.rows[0].says).toMatch(/^2026-03-02提交，2026-04-\d\d到账$/);
    expect(days.rows[0].num).toBe(days.indicator.total.num);
  });

  test('5月的名单已经生成，这才知道妻子4月15日去世：报告后当月那笔暂停，核实后没有争议的940元照发，合计重算', async () => {
    await api.moveTo('2026-04-21');
    const { id: batch } = await finance.post('/api/batches', {
      programme: 'dibao',
      county: '421202000000',
      month: '2026-05',
      requestId: requestId(),
    });
    expect(await finance.get(`/api/batches/${batch}`)).toMatchObject({ lineCount: 1, sumFen: 1740_00 });
    await api.moveTo('2026-05-06');
    const wife = (await clerk.case(id)).sections.members.find((m: { name: string }) => m.name === '张丽华');
    await village.post(`/api/persons/${wife.personId}/death`, { diedOn: '2026-04-15', source: '村里报告' });
    await api.run();
    expect((await finance.get(`/api/batches/${batch}/lines`)).rows).toMatchObject([
      { state: 'on-hold', holdReason: '收到死亡报告，待核实' },
    ]);
    expect(
      await village.refused(`/api/persons/${wife.personId}/death/registration`, {
        diedOn: '2026-04-15',
        proof: 'cremation',
        number: '火化2026-1',
      }),
    ).toMatchObject({ code: 'NOT_PERMITTED' });
    await clerk.post(`/api/persons/${wife.personId}/death/registration`, {
      diedOn: '2026-04-15',
      proof: 'cremation',
      number: '火化2026-1',
    });
    await api.run();
    // 没有争议的940元照发，其余等复核决定。
    expect(await finance.get(`/api/batches/${batch}`)).toMatchObject({ lineCount: 1, sumFen: 940_00, held: { count: 0 } });
    const { entitlement } = (await confirmer.case(id)).sections;
    expect(entitlement).toMatchObject({ state: 'active', fromMonth: '2026-04' });
    expect(entitlement.memberIds).not.toContain(wife.personId);
    // 父亲1,600－400＝1,200，没有人照护支出不变：(12×800×2－10,800)÷12＝700，加孩子240
    expect((await clerk.get('/api/messages')).items[0].body).toBe(
      '刘志明家有人去世，2026年5月起的低保金须重新核算：按2人重新核算为每月940.00元，先照此发放，其余暂停。请核实后办理复核。',
    );
  });

  test('三月的决定按当时的事实和标准重算，一分不差；命令行 determine 得出同样的结果', async () => {
    const { facts, decision, asOf } = await api.context.read(systemActor('replay', api.context.city), async (tx) => {
      const stored = (await decisionsOfCase(tx, id)).find((d) => d.kind === 'final')!;
      const rows = await parameterRows(
        tx,
        stored.decision.parameters.map((p) => p.rowId),
      );
      expect(rows.length).toBeGreaterThan(5);
      const replayed = determineDibao(stored.facts as FamilyFacts, makeParameters(rows), stored.asOf);
      if (!replayed.ok) throw new Error(replayed.code);
      expect(replayed.value).toEqual(stored.decision);
      return stored;
    });
    expect(decision).toMatchObject({ outcome: 'eligible', amountFen: 1740_00, effectiveMonth: '2026-04' });
    const out: string[] = [];
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        out.push(String(chunk));
        done();
      },
    });
    expect(
      await determineCommand.run(['SA-01', '--on', asOf], {
        stdin: Readable.from([Buffer.from(JSON.stringify(facts))]),
        stdout,
        stderr: stdout,
      } as never),
    ).toBe(0);
    expect(JSON.parse(out.join(''))).toMatchObject({
      outcome: decision.outcome,
      amountFen: decision.amountFen,
      effectiveMonth: decision.effectiveMonth,
    });
  });
});
