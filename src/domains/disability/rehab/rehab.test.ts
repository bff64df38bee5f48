import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { indicatorDetail } from '../../../kernel/indicator/server.ts';
import { residentActor } from '../../../kernel/resident/fixtures.ts';
import { findByIdNumber, personFile } from '../../../kernel/resident/server.ts';
import { codeOf, hand, must } from '../../../kernel/service/fixtures.ts';
import { caseView, workList } from '../../../kernel/service/server.ts';
import { caseload, funnel } from './caseload.ts';
import {
  act,
  api,
  apply,
  bodyWorker,
  CHECK,
  COUNTY,
  closeRehab,
  county,
  openRehab,
  otherWorker,
  PLAN,
  SCORES,
  says,
  secondStaff,
  session,
  staffId,
  TOWNSHIP,
  toServing,
  township,
  VILLAGE,
  worker,
} from './fixtures.ts';
import { addStaff, addTraining, isOverlap, recordIncident, recordSession, withdrawSession } from './sessions.ts';
import { checkSettlement, returnSettlement, submitSettlement } from './settlement.ts';
import { addSession, findRehabCase, type NewSession, settlements } from './store.ts';

beforeAll(openRehab);
afterAll(closeRehab);

test('E13 9月22日申请：初核登记期限9月30日；9月30日登记，转介期限10月13日', async () => {
  const { caseId } = await apply('方期限');
  const view = must(await api.context.write(township, (tx) => caseView(tx, caseId)));
  expect(view.dueOn).toBe('2026-09-30');
  api.clock.set('2026-09-30');
  must(await act(township, caseId, 'accept', CHECK));
  const registered = must(await api.context.write(county, (tx) => caseView(tx, caseId)));
  expect([registered.state, registered.dueOn]).toEqual(['registered', '2026-10-13']);
  const rehab = await api.context.read(county, (tx) => findRehabCase(tx, caseId));
  expect(rehab).toMatchObject({ registeredOn: '2026-09-30', registerDue: '2026-09-30', referDue: '2026-10-13' });
});

test('没有知情同意不能登记；危险性3级或急性期先转医疗机构，申请保留、等待不计时', async () => {
  const { caseId } = await apply('方同意', { consent: 'none' });
  expect(says(await act(township, caseId, 'accept', CHECK))).toBe('未取得本人或监护人知情同意，不能登记服务。');
  expect(codeOf(await act(township, caseId, 'accept', { ...CHECK, consent: 'self', riskLevel: 3 }))).toBe('REHAB_RISK');
  expect(codeOf(await act(township, caseId, 'accept', { ...CHECK, consent: 'self', acute: true }))).toBe('REHAB_RISK');
  must(await act(township, caseId, 'toMedical', { reason: '近期情绪波动明显' }));
  must(await act(township, caseId, 'resume'));
  must(await act(township, caseId, 'accept', { ...CHECK, consent: 'self', riskLevel: 2 }));
});

test('不予登记：本人收到决定书，写明不符合的条件、依据和救济途径；标题、短信都不说是什么服务；手里没有这件的人找不到', async () => {
  const { caseId, idNumber: id } = await apply('方诊断', { diagnosis: undefined });
  expect(codeOf(await act(township, caseId, 'refuse', { reason: '没有诊断，也不愿去看' }))).toBe('INVALID_INPUT');
  must(await act(township, caseId, 'refuse', { ground: 'not-diagnosed', reason: '没有诊断，也不愿去看' }));
  const { rows } = await api.owner.query('select id, title, content from issued_document where case_id = $1', [caseId]);
  expect(rows.map((r) => r.title)).toEqual(['社区服务申请不予登记决定书']);
  const text = JSON.stringify(api.context.keys.openJson(rows[0].content, `issued_document.content:${rows[0].id}`));
  for (const said of [
    '经医疗机构诊断，病情稳定、需要社区康复服务',
    '不符合。没有医疗机构的相应诊断',
    '《精神障碍社区康复服务资源共享与转介管理办法》',
    '没有诊断，也不愿去看。',
    '60日内，依据《中华人民共和国行政复议法》向咸安区人民政府申请行政复议',
  ])
    expect(text).toContain(said);
  const person = await api.context.read(township, (tx) => findByIdNumber(tx, id));
  const own = must(await api.context.write(residentActor(person!.id), (tx) => caseView(tx, caseId)));
  expect((own.sections.documents as { title: string }[]).map((d) => d.title)).toEqual(['社区服务申请不予登记决定书']);
  expect(codeOf(await api.context.write(worker, (tx) => caseView(tx, caseId)))).toBe('NOT_FOUND');
});

describe('保密', () => {
  test('不是经办的人找不到这件：别的岗位的列表、详情、居民档案里都没有；别的机构也没有', async () => {
    const { caseId, idNumber: id } = await apply('方保密');
    await toServing(caseId);
    const outsiders = [
      hand(TOWNSHIP, 'township-leader'),
      hand(COUNTY, 'county-leader'),
      hand('421200000000', 'city-clerk'),
      hand('421200000000', 'auditor'),
      otherWorker,
    ];
    const person = (await api.context.read(township, (tx) => findByIdNumber(tx, id)))!.id;
    for (const outsider of outsiders) {
      expect(codeOf(await api.context.write(outsider, (tx) => caseView(tx, caseId))), outsider.role).toBe('NOT_FOUND');
      const listed = await api.context.write(outsider, (tx) => workList(tx, { view: 'all' }));
      expect(listed.rows.filter((r) => r.itemId === 'DB-05')).toEqual([]);
    }
    const file = must(await api.context.write(hand(TOWNSHIP, 'township-leader'), (tx) => personFile(tx, person, 'all')));
    expect(JSON.stringify(file)).not.toMatch(/DB-05|康复/);
  });
  test('评估、计划、服务小结只有服务机构看得到：县里、乡里、本人的答复里都没有；数据库也只认机构', async () => {
    const { caseId, idNumber: id } = await apply('方档案');
    await toServing(caseId);
    const marks = /怕与人说话|每周出门两次/;
    const person = (await api.context.read(township, (tx) => findByIdNumber(tx, id)))!.id;
    for (const reader of [township, county, residentActor(person)])
      expect(JSON.stringify(must(await api.context.write(reader, (tx) => caseView(tx, caseId))))).not.toMatch(marks);
    expect(JSON.stringify(must(await api.context.write(worker, (tx) => caseView(tx, caseId))).sections)).toMatch(marks);
    for (const reader of [county, otherWorker, systemActor('anything', api.context.city)]) {
      const seen = await api.context.read(reader, (tx) => tx.rows(sql`select 1 from rehab_record where case_id = ${caseId}`));
      expect(seen).toEqual([]);
    }
    // 诊断只在初核、转介时看得到
    expect(JSON.stringify(must(await api.context.write(county, (tx) => caseView(tx, caseId))).sections)).not.toContain(
      '精神分裂症',
    );
    const told = await api.owner.query('select title, body from message union all select text, text from outgoing_message');
    expect(told.rows.map((r) => r.title + r.body).join()).not.toMatch(/精神|分裂|康复|方档案/);
    const events = await api.owner.query(`select payload::text as p from domain_event where type like 'rehab.%'`);
    expect(events.rows.map((r) => r.p).join()).not.toMatch(/schizophrenia|方档案/);
  });
});

describe('服务记录', () => {
  let caseId: string;
  let other: string;
  beforeAll(async () => {
    api.clock.set('2026-10-08');
    caseId = (await apply('方服务')).caseId;
    other = (await apply('方服务二')).caseId;
    await toServing(caseId);
    await toServing(other);
    api.clock.set('2026-10-31');
  });
  test('同一人、同一工作人员时间重叠的拒绝；首尾相接可以', async () => {
    must(await session(caseId, '2026-10-12'));
    expect(says(await session(caseId, '2026-10-12', '09:30', { staffId: secondStaff }))).toBe('服务时间重叠，请核实。');
    expect(await session(other, '2026-10-12', '09:30')).toMatchObject({ code: 'SESSION_OVERLAP', fields: [{ path: 'time' }] });
    must(await session(caseId, '2026-10-12', '10:00'));
  });
  test('绕过程序同时写两条，数据库只收一条（排斥约束）', async () => {
    const row = await api.context.read(worker, (tx) => findRehabCase(tx, caseId));
    const at = (staff: string): NewSession => ({
      kase: row!,
      institutionId: worker.unitId!,
      staffId: staff,
      service: 'social',
      startsAt: '2026-10-20T01:00:00.000Z',
      endsAt: '2026-10-20T02:00:00.000Z',
      on: '2026-10-20',
      minutes: 60,
      place: '活动室',
      evidence: 'signature',
      note: '小组',
    });
    const answers = await Promise.allSettled(
      [staffId, secondStaff].map((s) => api.context.write(worker, (tx) => addSession(tx, at(s)))),
    );
    expect(answers.filter((a) => a.status === 'fulfilled')).toHaveLength(1);
    expect(isOverlap((answers.find((a) => a.status === 'rejected') as PromiseRejectedResult).reason)).toBe(true);
  });
  test('住院期间的记录无效，出院当天起可以；去世以后无效', async () => {
    const rehab = (await api.context.read(worker, (tx) => findRehabCase(tx, caseId)))!;
    const tell = (
      type: 'hospital.admitted' | 'hospital.discharged' | 'person.died' | 'person.death.revoked',
      payload: Record<string, string>,
    ) =>
      api.context.write(systemActor('exchange', api.context.city), (tx) =>
        emit(tx, { type, subject: { kind: 'person', id: rehab.personId }, division: VILLAGE, payload }),
      );
    await tell('hospital.admitted', { admittedAt: '2026-10-13T02:00:00.000Z' });
    await tell('hospital.discharged', { dischargedAt: '2026-10-16T02:00:00.000Z' });
    await api.run();
    expect(says(await session(caseId, '2026-10-13'))).toBe('该时段服务对象不在社区，记录无效。');
    expect(codeOf(await session(caseId, '2026-10-15'))).toBe('SESSION_AWAY');
    must(await session(caseId, '2026-10-16'));
    await tell('person.died', { diedOn: '2026-10-18' });
    await api.run();
    expect(codeOf(await session(caseId, '2026-10-19'))).toBe('SESSION_AWAY');
    await tell('person.death.revoked', {});
    await api.run();
    must(await session(caseId, '2026-10-19'));
  });
  test('上年培训不足20学时的人员不能服务；没签计划、时间在将来的不收；别的机构登记不了', async () => {
    const fresh = await api.context.write(worker, async (tx) => must(await addStaff(tx, { name: '新手', role: 'peer' })).id);
    expect(says(await session(caseId, '2026-10-21', '09:00', { staffId: fresh }))).toBe('服务人员培训学时不足，请先补训。');
    expect(codeOf(await session(caseId, '2026-11-02'))).toBe('SESSION_FUTURE');
    const waiting = (await apply('方等待')).caseId;
    must(await act(township, waiting, 'accept', CHECK));
    expect(codeOf(await session(waiting, '2026-10-21'))).toBe('NOT_FOUND');
    const answer = await api.context.write(otherWorker, (tx) =>
      recordSession(tx, {
        caseId,
        service: 'social',
        on: '2026-10-21',
        time: '09:00',
        minutes: 60,
        staffId,
        place: '室',
        evidence: 'code',
        note: '小结',
      }),
    );
    expect(codeOf(answer)).toBe('NOT_FOUND');
  });
  test('结算：当月没过完不能结；每机构每月一份；提交人不能自己核对；结算后不再收当月记录', async () => {
    must(await session(other, '2026-10-22', '09:00', { minutes: 30 }));
    expect(await api.context.write(worker, (tx) => submitSettlement(tx, { month: '2026-10' }))).toMatchObject({
      code: 'MONTH_OPEN',
      fields: [{ path: 'month' }],
    });
    api.clock.set('2026-11-02');
    const made = must(await api.context.write(worker, (tx) => submitSettlement(tx, { month: '2026-10' })));
    const row = (await api.owner.query('select claimed, valid, cuts, sum_fen from rehab_settlement')).rows[0];
    expect(row).toMatchObject({ cuts: { 'too-short': 1 } });
    expect(row.valid).toBe(row.claimed - 1);
    expect(made.sumFen).toBe(row.valid * 80_00);
    expect(codeOf(await api.context.write(worker, (tx) => submitSettlement(tx, { month: '2026-10' })))).toBe('SETTLED_ALREADY');
    expect(codeOf(await session(other, '2026-10-23'))).toBe('MONTH_SETTLED');
    expect(codeOf(await api.context.write({ ...county, id: worker.id }, (tx) => checkSettlement(tx, made.id)))).toBe(
      'SETTLEMENT_OWN',
    );
    // 退回：写明理由，当月重新开放；撤回登记错的、补登漏掉的，再提交，核对以前不算钱
    const back = { id: made.id, reason: '10月22日的一次时长不对，请更正' };
    expect(codeOf(await api.context.write({ ...county, id: worker.id }, (tx) => returnSettlement(tx, back)))).toBe(
      'SETTLEMENT_OWN',
    );
    must(await api.context.write(county, (tx) => returnSettlement(tx, back)));
    expect(codeOf(await api.context.write(county, (tx) => checkSettlement(tx, made.id)))).toBe('NOT_FOUND');
    expect((await api.context.read(worker, (tx) => settlements(tx))).rows[0]).toMatchObject({
      state: 'returned',
      returnReason: back.reason,
    });
    const [short] = (await api.owner.query('select id from rehab_session where minutes = 30')).rows;
    const withdraw = () =>
      api.context.write(worker, (tx) => withdrawSession(tx, { caseId: other, sessionId: short.id, ground: 'wrong-time' }));
    must(await withdraw());
    expect(codeOf(await withdraw())).toBe('NOT_FOUND');
    // 撤回的时间让出来：同一个时候按对的时长重新登记
    must(await session(other, '2026-10-22', '09:00', { minutes: 60 }));
    const again = must(await api.context.write(worker, (tx) => submitSettlement(tx, { month: '2026-10' })));
    expect(again).toEqual({ id: made.id, sumFen: made.sumFen + 80_00 });
    expect(codeOf(await session(other, '2026-10-23'))).toBe('MONTH_SETTLED');
    const [kept] = (
      await api.owner.query(`select id from rehab_session where withdrawn_on is null and held_on = '2026-10-22' and minutes = 60`)
    ).rows;
    expect(
      codeOf(
        await api.context.write(worker, (tx) => withdrawSession(tx, { caseId: other, sessionId: kept.id, ground: 'twice' })),
      ),
    ).toBe('MONTH_SETTLED');
    must(await api.context.write(county, (tx) => checkSettlement(tx, made.id)));
    expect(codeOf(await api.context.write(county, (tx) => returnSettlement(tx, back)))).toBe('NOT_FOUND');
  });
});

test('阶段评估三个月一次，之后更新计划；回转医疗机构并报告事件；结案后四次回访', async () => {
  api.clock.set('2026-11-02');
  const { caseId } = await apply('方阶段');
  await toServing(caseId);
  const due = async () => must(await api.context.write(worker, (tx) => caseView(tx, caseId))).dueOn;
  expect(await due()).toBe('2027-02-02');
  api.clock.set('2027-02-02');
  must(await act(worker, caseId, 'recordStage', { ...SCORES, findings: '能主动打招呼' }));
  must(await act(worker, caseId, 'signPlan', PLAN));
  expect(await due()).toBe('2027-05-02');
  must(
    await act(worker, caseId, 'backToHospital', { signs: '睡不着、自言自语', guardianTold: true, hospital: '市精神卫生中心' }),
  );
  must(
    await api.context.write(worker, (tx) =>
      recordIncident(tx, { caseId, kind: 'fall', level: 'general', on: '2027-02-02', note: '走廊滑倒，已处理' }),
    ),
  );
  const incidents = await api.owner.query(`select payload from domain_event where type = 'rehab.incident.reported' order by seq`);
  expect(incidents.rows.map((r) => [r.payload.kind, r.payload.level])).toEqual([
    ['relapse', 'serious'],
    ['fall', 'general'],
  ]);
  must(await act(worker, caseId, 'resumeService', { findings: '出院，情绪平稳' }));
  must(await act(worker, caseId, 'signPlan', PLAN));
  must(await act(worker, caseId, 'close', { reason: 'goals-met', summary: '目标达成' }));
  const rows = await api.owner.query('select due_on::text as d from rehab_follow_up where case_id = $1 order by due_on', [
    caseId,
  ]);
  expect(rows.rows.map((r) => r.d)).toEqual(['2027-03-02', '2027-05-02', '2027-08-02', '2028-02-02']);
});

test('撤回同意：本人随时可以，一个工作日内停止；停止以前也不再收服务记录', async () => {
  api.clock.set('2027-02-05');
  const { caseId, idNumber: id } = await apply('方撤回');
  await toServing(caseId);
  const person = (await api.context.read(township, (tx) => findByIdNumber(tx, id)))!.id;
  must(await act(residentActor(person), caseId, 'withdrawConsent', { by: 'self' }));
  const view = must(await api.context.write(worker, (tx) => caseView(tx, caseId)));
  expect(view.state).toBe('ending');
  expect(view.dueOn).toBe(api.context.calendar.addWorkdays(api.clock.today(), 1));
  expect(codeOf(await session(caseId, '2027-02-05', '08:00'))).toBe('SESSION_STATE');
  must(await act(worker, caseId, 'endService', { stopped: true }));
  expect((await api.owner.query('select close_reason from rehab_case where case_id = $1', [caseId])).rows[0].close_reason).toBe(
    'consent-withdrawn',
  );
});

test('机构不接收的退回另选；满员的不能再转', async () => {
  const full = await bodyWorker('小机构', 1);
  const [a, b] = [(await apply('方甲')).caseId, (await apply('方乙')).caseId];
  for (const caseId of [a, b]) must(await act(township, caseId, 'accept', CHECK));
  must(await act(county, a, 'refer', { institutionId: full.unitId }));
  expect(codeOf(await act(county, b, 'refer', { institutionId: full.unitId }))).toBe('INSTITUTION_FULL');
  must(await act(full, a, 'declineReferral', { reason: 'distance' }));
  must(await act(county, b, 'refer', { institutionId: full.unitId }));
});

test('两件同时转到只剩一个名额的机构：后一件等前一件，只成一件；绕过程序数据库也拒绝', async () => {
  const full = await bodyWorker('只剩一个名额', 1);
  const cases = [(await apply('方同时')).caseId, (await apply('方后到')).caseId];
  for (const caseId of cases) must(await act(township, caseId, 'accept', CHECK));
  const both = await Promise.all(cases.map((caseId) => act(county, caseId, 'refer', { institutionId: full.unitId })));
  expect(both.map((answer) => (answer.ok ? 'ok' : answer.code)).sort()).toEqual(['INSTITUTION_FULL', 'ok']);
  await expect(
    api.owner.query('update rehab_case set institution_id = $1, referred_on = current_date where case_id = any($2::uuid[])', [
      full.unitId,
      cases,
    ]),
  ).rejects.toMatchObject({ constraint: 'rehab_case_capacity' });
});

test('正在结算时登记当月服务：等结算完，不收，不会有一次永远结不到', async () => {
  const { caseId } = await apply('方结算');
  await toServing(caseId);
  const on = api.clock.today();
  await api.context.write(worker, async (tx) =>
    must(await addTraining(tx, { staffId, heldOn: '2026-06-01', course: '社区康复进阶', hours: 20 })),
  );
  const settling = await api.owner.connect();
  try {
    await settling.query('begin');
    await settling.query('select 1 from rehab_institution where id = $1 for update', [worker.unitId]);
    const recorded = session(caseId, on, '00:01', { minutes: 60 });
    const early = await Promise.race([
      recorded.then(() => 'recorded'),
      new Promise((done) => setTimeout(() => done('waits'), 500)),
    ]);
    expect(early).toBe('waits');
    await settling.query(
      `insert into rehab_settlement (id, institution_id, division, month, claimed, valid, cuts, unit_price_fen, sum_fen, state, made_at, made_by)
       values (gen_random_uuid(), $1, $2, $3, 0, 0, '{}', 8000, 0, 'submitted', now(), 'test')`,
      [worker.unitId, TOWNSHIP, on.slice(0, 7)],
    );
    await settling.query('commit');
    expect(codeOf(await recorded)).toBe('MONTH_SETTLED');
    await settling.query('delete from rehab_settlement where institution_id = $1 and month = $2', [
      worker.unitId,
      on.slice(0, 7),
    ]);
  } finally {
    settling.release();
  }
});

test('机构看名单，市里只看数，小于5的不写明', async () => {
  const load = must(await api.context.write(worker, caseload));
  expect(load.rows.map((r) => r.name)).toContain('方服务');
  const counted = must(await api.context.read(hand('421200000000', 'city-clerk'), funnel));
  const row = counted.rows.find((r) => r.county === COUNTY)!;
  expect(counted.waiting).toMatchObject({ limit: 5 });
  const referred = must(
    await api.context.write(hand('421200000000', 'city-clerk'), (tx) => indicatorDetail(tx, 'rehab-refer', {})),
  );
  const told = counted.waiting.inTime.map((r) => r.count);
  if (!told.includes(null)) expect(told.reduce((sum: number, n) => sum + n!, 0)).toBe(referred.indicator.total.num);
  expect(Number(row.registered)).toBeGreaterThanOrEqual(5);
  const covered = must(
    await api.context.write(hand('421200000000', 'city-clerk'), (tx) => indicatorDetail(tx, 'rehab-county', {})),
  );
  expect(covered.indicator.total).toMatchObject({ num: 1, den: 6, verdict: 'missed' });
  expect(JSON.stringify(counted)).not.toContain('方');
});
