/** 项目推进 over HTTP: a county reports its projects month by month, the city sees where each stands; stages, money and estimates keep their rules at the edge and in the database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import type { Offer } from '../src/kernel/offer/index.ts';
import { type Browser, requestId } from './api.ts';
import {
  api,
  CENTRES,
  change,
  city,
  closeProjects,
  county,
  file,
  find,
  HOME,
  home,
  leader,
  month,
  offered,
  openProjects,
  report,
  reportRefused,
  setHome,
  township,
  wan,
} from './project-desk.ts';
import { otherTables, reminders } from './project-reminders.ts';

beforeAll(openProjects);
afterAll(closeProjects);

describe('一个县的项目，一个月一个月地报', () => {
  test('县里打开项目：储备，没有月报，能报月报、登记资金计划；领导和审计只看', async () => {
    setHome((await find(HOME)).id);
    const found = await file(home);
    expect(found.project).toMatchObject({ name: HOME, stage: 'reserve', sideZh: '正常', workingFen: wan(490) });
    expect([found.reports, found.funding, found.alarms]).toEqual([[], [], []]);
    expect(offered(found)).toEqual([
      '报月报',
      '资金计划',
      '工期计划',
      '估算概算',
      '调整投资',
      '暂停',
      '合并',
      '取消',
      '确认地点和个数',
    ]);
    expect(offered(await file(home, leader))).toEqual(['督促']);
    expect(offered(await file(home, await api.staff('shenji')))).toEqual([]);
    expect((await leader.refused(`/api/projects/${home}/reports`, month({ month: '2026-07', stage: 'approved' }))).status).toBe(
      403,
    );
    expect((await reportRefused(home, { month: '2026-07', stage: 'approved' }, city)).code).toBe('PROJECT_NOT_YOURS');
  });

  test('资金计划：各来源之和须等于投资490万元，差一分也不收；同一来源写两次不收', async () => {
    const plan = (money: object[]) => change(home, 'funding', { money, reason: '按批复的资金来源' });
    const short = await plan([
      { source: 'province', planned: wan(300) },
      { source: 'county', planned: wan(190) - 1 },
    ]);
    expect(short.body.error.fields).toEqual([{ path: 'money', message: '各来源计划之和489.999999万元，须等于投资490万元' }]);
    const twice = await plan([
      { source: 'county', planned: wan(300) },
      { source: 'county', planned: wan(190) },
    ]);
    expect(twice.body.error.fields[0]).toEqual({ path: 'money.1.source', message: '县级写了两次' });
    expect(
      (
        await plan([
          { source: 'province', planned: wan(300) },
          { source: 'lottery-county', planned: wan(190) },
        ])
      ).status,
    ).toBe(200);
    expect((await file(home)).funding).toMatchObject([
      { source: 'lottery-county', sourceZh: '福彩公益金（县级）', plannedFen: wan(190), arrivedFen: 0 },
      { source: 'province', plannedFen: wan(300), paidFen: 0 },
    ]);
  });

  test('报7月：到了立项，到账100万、支付20万，带一张照片、一个问题；市里在清单和项目页上看到', async () => {
    const photo = await county.upload('project-photo');
    await report(home, {
      month: '2026-07',
      stage: 'approved',
      stageOn: '2026-07-03',
      invested: wan(20),
      money: [{ source: 'province', arrived: wan(100), paid: wan(20) }],
      problem: '前期经费不足。',
      photos: [photo],
    });
    expect(await find(HOME)).toMatchObject({ stageZh: '立项', reportedMonth: '2026-07', investedFen: wan(20) });
    const seen = await file(home, city);
    expect(seen.reports[0]).toMatchObject({
      month: '2026-07',
      version: 1,
      stateZh: '已计入',
      stageZh: '立项',
      problem: '前期经费不足。',
      reportedName: '郑海燕',
      money: [{ sourceZh: '省级', arrivedFen: wan(100), paidFen: wan(20) }],
    });
    expect(seen.funding.find((row: { source: string }) => row.source === 'province')).toMatchObject({
      arrivedFen: wan(100),
      paidFen: wan(20),
    });
    const opened = await city.call('GET', `/api/files/${seen.reports[0].photos[0].id}`);
    expect(opened.status).toBe(200);
    expect(seen.steps.map((s: { kindZh: string; says: string }) => `${s.kindZh} ${s.says}`)).toEqual([
      '资金计划 计划合计490万元',
      '阶段变动 储备 → 立项',
    ]);
    const { rows } = await api.owner.query(
      `select payload, division, sensitivity from domain_event where type = 'project.stage.changed'`,
    );
    expect(rows).toEqual([
      {
        payload: { projectId: home, fromStage: 'reserve', toStage: 'approved', changedOn: '2026-07-03' },
        division: '421202100000',
        sensitivity: 'public',
      },
    ]);
  });

  test('一月一份：再报7月不收；更正要写原因，是新的一版，原来的保留', async () => {
    const again = await reportRefused(home, { month: '2026-07', stage: 'approved', invested: wan(20) });
    expect([again.status, again.code]).toEqual([409, 'PROJECT_MONTH_TWICE']);
    const correct = (given: object) => county.call('POST', `/api/projects/${home}/corrections`, month(given));
    const right = {
      month: '2026-07',
      stage: 'approved',
      stageOn: '2026-07-03',
      invested: wan(25),
      money: [{ source: 'province', arrived: wan(100), paid: wan(25) }],
    };
    expect((await correct(right)).status).toBe(422);
    expect((await correct({ ...right, month: '2026-06', correction: '支付漏了一笔' })).body.error.code).toBe(
      'PROJECT_REPORT_NONE',
    );
    expect((await correct({ ...right, correction: '支付漏了一笔' })).status).toBe(200);
    const { reports, project, funding } = await file(home);
    expect(
      reports.map((r: { version: number; stateZh: string; investedFen: number }) => [r.version, r.stateZh, r.investedFen]),
    ).toEqual([
      [2, '已计入', wan(25)],
      [1, '已更正', wan(20)],
    ]);
    expect(reports[0].correction).toBe('支付漏了一笔');
    expect([project.investedFen, funding[1].paidFen]).toEqual([wan(25), wan(25)]);
  });

  test('同一份月报点了十次：一份；两个人同时报同一个月：第二个得到一句说明', async () => {
    const other = (await find(CENTRES)).id;
    const body = month({ month: '2026-06', stage: 'approved', stageOn: '2026-06-20' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => county.call('POST', `/api/projects/${other}/reports`, body)),
    );
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    const two = await Promise.all(
      [1, 2].map(() => county.call('POST', `/api/projects/${other}/reports`, month({ month: '2026-07', stage: 'approved' }))),
    );
    expect(two.map((a) => a.status).sort()).toEqual([200, 409]);
    expect((await file(other)).reports).toHaveLength(2);
  });

  test('支付不超过到账、到账不超过计划、累计数不往回走：各指出哪一格', async () => {
    const bad = async (given: object) =>
      (await reportRefused(home, { month: '2026-08', stage: 'approved', invested: wan(30), ...given })).fields[0];
    await api.moveTo('2026-08-03');
    const money = (arrived: number, paid: number, source = 'province') => ({
      money: [{ source, arrived: wan(arrived), paid: wan(paid) }],
    });
    expect(await bad(money(301, 30))).toEqual({ path: 'money.0.arrived', message: '累计到账不能超过计划300万元' });
    expect(await bad(money(120, 121))).toEqual({ path: 'money.0.paid', message: '累计支付不能超过累计到账' });
    expect(await bad(money(99, 25))).toEqual({ path: 'money.0.arrived', message: '累计数不能比上一份月报的100万元少' });
    expect(await bad(money(100, 25, 'bond'))).toEqual({
      path: 'money.0.source',
      message: '资金计划里没有专项债，请先登记资金计划',
    });
    expect(await bad({ money: [] })).toEqual({ path: 'money', message: '省级上一份月报已到账100万元，这一份也要写上' });
    expect(await bad({ ...money(100, 25), invested: wan(24) })).toEqual({
      path: 'invested',
      message: '累计数不能比上一份月报的25万元少',
    });
    expect(await bad({ ...money(100, 25), invested: wan(490) + 1 })).toMatchObject({ path: 'invested' });
    expect((await bad({ ...money(100, 25), month: '2026-09' }))?.message).toBe('不能报还没有到的月份');
  });

  test('数据库也守着：支付大于到账、计划之和不等于投资，应用绕过规则也写不进去', async () => {
    const write = (set: string) =>
      api.context.write(systemActor('test', api.context.city), (tx) =>
        tx.run(sql`update project_funding set paid_fen = ${set === 'paid' ? wan(200) : wan(25)}, planned_fen = planned_fen + ${set === 'planned' ? 1 : 0}
          where project_id = ${home} and source = 'province'`),
      );
    await expect(write('paid')).rejects.toMatchObject({ constraint: 'project_funding_paid' });
    await expect(write('planned')).rejects.toMatchObject({ constraint: 'project_funding_sum' });
    const adjusted = api.context.write(systemActor('test', api.context.city), (tx) =>
      tx.run(sql`update project set adjusted_fen = 1 where id = ${home}`),
    );
    await expect(adjusted).rejects.toMatchObject({ constraint: 'project_funding_sum' });
    const { rows: told } = await api.owner.query(
      `select distinct state from event_delivery where subscriber = 'disability.project-stage'`,
    );
    expect(told).toEqual([{ state: 'handled' }]);
    for (const table of ['project_report', 'project_step', 'project_report_money'])
      expect(
        (await api.owner.query(`select has_table_privilege('minzheng_app', 'city.${table}', 'delete') as may`)).rows[0].may,
      ).toBe(false);
  });
});

describe('阶段', () => {
  test('跳过、退回都要写原因；原因记在经过里', async () => {
    const money = { invested: wan(30), money: [{ source: 'province', arrived: wan(100), paid: wan(25) }] };
    const skip = { month: '2026-08', stage: 'design', stageOn: '2026-08-02', ...money };
    expect((await reportRefused(home, skip)).fields).toEqual([
      { path: 'reason', message: '从立项到用地/初设跳过了阶段，请写明原因（至少4个字）' },
    ]);
    expect((await reportRefused(home, { ...skip, stageOn: undefined, reason: '可研与初设合并审批' })).fields[0]!.path).toBe(
      'stageOn',
    );
    await report(home, { ...skip, reason: '可研与初设合并审批' });
    await api.moveTo('2026-09-01');
    const back = { month: '2026-09', stage: 'feasibility', stageOn: '2026-09-01', ...money };
    expect((await reportRefused(home, back)).fields[0]!.message).toContain('退回可研');
    await report(home, { ...back, reason: '选址变更，重做可研' });
    const { steps, project } = await file(home);
    expect(project.stageZh).toBe('可研');
    expect(steps.at(-1)).toMatchObject({ says: '用地/初设 → 可研', reason: '选址变更，重做可研' });
  });

  test('后面已有月报的，补报、更正不能再动阶段，累计数夹在前后之间', async () => {
    const correct = (given: object) =>
      county.refused(`/api/projects/${home}/corrections`, month({ month: '2026-08', correction: '数字填错了', ...given }));
    const money = (paid: number) => [{ source: 'province', arrived: wan(100), paid: wan(paid) }];
    expect((await correct({ stage: 'tender', invested: wan(30), money: money(25) })).fields[0]!.message).toContain(
      '最近一次月报',
    );
    expect((await correct({ stage: 'design', invested: wan(31), money: money(25) })).fields[0]!.message).toBe(
      '累计数不能比后一份月报的30万元多',
    );
  });
});

describe('估算和概算', () => {
  const estimates = (given: object) =>
    change(home, 'estimates', {
      feasibility: wan(1000),
      feasibilityNo: '咸发改审〔2026〕12号',
      designNo: '咸发改审〔2026〕40号',
      ...given,
    });
  const next = { month: '2026-10', invested: wan(30), money: [{ source: 'province', arrived: wan(100), paid: wan(25) }] };

  test('估算1000万、概算正好1100万：可以；1100.01万：须报回，批复以前不能招标（示例18）', async () => {
    expect((await estimates({ design: wan(1100) })).status).toBe(200);
    expect((await file(home)).alarms).toEqual([]);
    expect((await estimates({ design: wan(1100.01) })).status).toBe(200);
    expect((await file(home)).alarms).toMatchObject([{ alarm: 'overrun', zh: '概算须报回' }]);
    await api.moveTo('2026-10-08');
    const tender = { ...next, stage: 'tender', stageOn: '2026-10-08', reason: '初设同步完成' };
    const refused = await reportRefused(home, tender);
    expect([refused.code, refused.message]).toEqual(['PROJECT_REPORT_BACK', '概算超过批复的估算10%以上，批复以前不能进入招标。']);
    await estimates({ design: wan(1100.01), reportedBackNo: '咸发改函〔2026〕3号' });
    expect((await file(home)).alarms).toEqual([]);
    await report(home, tender);
    expect((await file(home)).project.stageZh).toBe('招标');
  });

  test('概算没有文号不收', async () => {
    expect((await estimates({ design: wan(1100), designNo: undefined })).body.error.fields[0].path).toBe('designNo');
  });
});

describe('乡镇报、县里核', () => {
  test('乡镇只看得到本乡镇的；报的先等县里核，核过才计入，退回的写明原因再报', async () => {
    const { rows } = await township.get('/api/projects');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((r: { division: string }) => r.division.startsWith('421202100'))).toBe(true);
    const own = (await find(CENTRES, township)).id;
    expect(offered(await file(own, township))).toEqual(['报月报', '更正月报']);
    const body = { month: '2026-09', stage: 'feasibility', stageOn: '2026-09-20' };
    const sent = await report(own, body, township);
    expect(sent.state).toBe('waiting');
    expect((await file(own)).reports[0]).toMatchObject({ stateZh: '待县里核', offers: [{ zh: '核对' }] });
    expect((await file(own)).project).toMatchObject({ stageZh: '立项', reportedMonth: '2026-07' });
    expect((await reportRefused(own, body, township)).code).toBe('PROJECT_REPORT_WAITS');
    expect((await county.get('/api/projects?unchecked=1')).sums.rows).toBe(1);
    const check = (by: Browser, decision: object, id = sent.id) =>
      by.call('POST', `/api/projects/${own}/reports/${id}/check`, { ...decision, requestId: requestId() });
    expect((await check(township, { decision: 'count' })).status).toBe(403);
    expect((await check(county, { decision: 'return' })).status).toBe(422);
    expect((await check(county, { decision: 'return', note: '照片没有传' })).body.state).toBe('returned');
    expect((await check(county, { decision: 'count' })).body.error.code).toBe('PROJECT_REPORT_CHECKED');
    expect((await county.get('/api/messages')).items[0]).toMatchObject({
      title: '项目月报待核',
      body: `${CENTRES}2026年9月的月报由李建国报来，请核对。`,
    });
    expect((await township.get('/api/messages')).items[0]).toMatchObject({
      title: '项目月报被退回',
      body: `${CENTRES}2026年9月月报被退回：照片没有传。`,
    });
    const second = await report(own, body, township);
    expect((await check(county, { decision: 'count' }, second.id)).body.state).toBe('counted');
    const { project, reports } = await file(own);
    expect(project).toMatchObject({ stageZh: '可研', reportedMonth: '2026-09' });
    expect(
      reports
        .slice(0, 2)
        .map((r: { stateZh: string; checkedName: string; checkNote: string }) => [r.stateZh, r.checkedName, r.checkNote]),
    ).toEqual([
      ['已计入', '郑海燕', null],
      ['已退回', '郑海燕', '照片没有传'],
    ]);
  });
});

describe('暂停、调整、合并、取消', () => {
  test('暂停要写原因，暂停期间不报月报；恢复以后接着报', async () => {
    const other = (await find(CENTRES)).id;
    expect((await change(other, 'pause', { reason: '停' })).status).toBe(422);
    expect((await change(other, 'pause', { reason: '用地手续没有办下来' })).status).toBe(200);
    expect((await reportRefused(other, { month: '2026-10', stage: 'feasibility' })).message).toBe('这个项目已暂停，不报进度。');
    expect(offered(await file(other))).toEqual(['恢复', '合并', '取消', '确认地点和个数']);
    expect((await change(other, 'resume', { reason: '手续已经办好' })).status).toBe(200);
    await report(other, { month: '2026-10', stage: 'feasibility' });
  });

  test('调整投资凭文号：资金计划一起改到新的数，印出的490万元不变', async () => {
    const money = [
      { source: 'province', planned: wan(300) },
      { source: 'lottery-county', planned: wan(220) },
    ];
    const adjust = (given: object) =>
      change(home, 'adjust', { investment: wan(520), documentNo: '咸发改审〔2026〕51号', reason: '材料涨价', money, ...given });
    expect((await adjust({ money: money.slice(0, 1) })).body.error.fields[0].message).toContain('须等于投资520万元');
    expect((await adjust({ money: [{ source: 'lottery-county', planned: wan(520) }] })).body.error.fields[0].message).toContain(
      '不能从计划里删去',
    );
    expect((await adjust({})).status).toBe(200);
    const { project, steps } = await file(home);
    expect(project).toMatchObject({ sideZh: '调整', investmentFen: wan(490), workingFen: wan(520) });
    expect(steps.at(-1)).toMatchObject({ says: '正常 → 调整，投资490万元 → 520万元', documentNo: '咸发改审〔2026〕51号' });
  });

  test('取消不是删除：写明原因，仍在清单里，事件告诉各业务；已有到账的不能合并', async () => {
    const other = await find(CENTRES);
    const { offers } = await file(other.id);
    expect(offers.map((o: Offer) => o.action)).toContain('merge');
    const merge = (await file(home)).offers.find((o: Offer) => o.action === 'merge');
    expect(merge.fields[0].choices.every((c: { label: string }) => c.label.startsWith('咸安区'))).toBe(true);
    expect((await change(home, 'merge', { into: merge.fields[0].choices[0].value, reason: '两处合建' })).body.error.code).toBe(
      'PROJECT_MERGE_MONEY',
    );
    expect((await change(other.id, 'cancel', { reason: '选址与学校用地冲突' })).status).toBe(200);
    expect(await find(CENTRES)).toMatchObject({ sideZh: '取消', investmentFen: wan(500) });
    expect((await city.get('/api/projects?side=cancelled')).sums.rows).toBe(1);
    const { rows } = await api.owner.query(
      `select payload ->> 'toStage' as to from domain_event where type = 'project.stage.changed' and subject_id = $1 order by seq desc limit 1`,
      [other.id],
    );
    expect(rows).toEqual([{ to: 'cancelled' }]);
  });

  test('两个人同时改：后到的知道是谁先改的', async () => {
    const { version } = (await file(home)).project;
    const given = { start: '2026-11-01', finish: '2027-10-31', version };
    await county.post(`/api/projects/${home}/schedule`, { ...given, requestId: requestId() });
    const late = await county.refused(`/api/projects/${home}/schedule`, {
      ...given,
      finish: '2027-12-31',
      requestId: requestId(),
    });
    expect([late.code, late.message]).toEqual(['PROJECT_VERSION', '郑海燕刚刚改过这个项目。']);
  });
});

reminders();
otherTables();
