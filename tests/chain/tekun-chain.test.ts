/** 特困供养 through the HTTP API, on the dates of worked examples W6 and W9: recognised, assessed, cared for, changed, ended. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tekunFilled, tekunHome } from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { openDueReviews } from '../../src/domains/social-assistance/review/server.ts';
import { lotOf } from '../../src/domains/social-assistance/tekun/spot-check.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { requestId, visitInput } from '../api.ts';
import {
  agreement,
  api,
  apply,
  cannot,
  carerId,
  clerk,
  closeTekun,
  confirmer,
  county,
  finance,
  freezeOf,
  holds,
  id,
  leader,
  one,
  openTekun,
  person,
  registered,
  setId,
  surveyed,
  titles,
} from './tekun-desk.ts';
import { ends } from './tekun-ends.ts';
import { institution } from './tekun-institution.ts';

beforeAll(openTekun);
afterAll(closeTekun);

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
    setId(await apply(tekunHome, person));
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
    await api.jumpTo('2026-05-26');
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
    await api.jumpTo('2026-11-04');
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
    await api.jumpTo('2026-11-20');
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

institution();

ends();
