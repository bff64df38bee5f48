/** 特困供养跨县接续 (4.3, 4.6) over HTTP: months are paid by exactly one county, grade, care and file go along, the new county confirms by its own standard. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/server.ts';
import { monthOf, plusMonths } from '../../src/kernel/calendar/index.ts';
import { freezeBatch } from '../../src/kernel/payment/server.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { findByIdNumber, householdOf, moveHousehold } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { cannot, oldPerson, tekunDesk } from '../tekun.ts';

const THERE = '421221103001';
const who = oldPerson('tekun-moves', '甲迁');
const busy = oldPerson('tekun-busy', '乙迁', { birth: '1958-03-01' });

let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;
let there: Browser;
let decides: Browser;
let recognition: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(who.story, busy.story);
  desk = await tekunDesk(api);
  [there, decides] = (await Promise.all(['jiayu', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
  recognition = await desk.supported(who);
});
afterAll(() => api?.stop());

const moving = (movedOn: string) => ({ toDivision: THERE, urbanRural: 'rural', movedOn, source: '公安户籍信息' });
const arrivalOf = async (name: string): Promise<string> =>
  (await there.get('/api/cases?view=all&itemId=SA-04')).rows.find((r: { applicantName: string }) => r.applicantName === name).id;
/** Who was told of as moved away while still paid (OUT-9). */
const leftBehind = async (): Promise<string[]> =>
  (
    await api.owner.query(
      `select p.name from clue_reason r join person p on p.id = r.person_id where r.rule = 'OUT-9' order by r.found_at`,
    )
  ).rows.map((row) => row.name);
const holds = async () =>
  (await api.owner.query(`select distinct from_month from payment_hold where code = 'move' and released_at is null`)).rows;

/** A standard of Jiayu, made known after the day from which it holds. */
async function lateStandard(title: string, rows: readonly { key: string; value: string; validFrom: string }[]): Promise<void> {
  const city = await api.staff('shi');
  const chief = await api.staff('shiling');
  const { id } = await city.post('/api/standard-drafts', {
    title,
    documentNo: '嘉民发〔2026〕3号',
    rows: rows.map((row) => ({ ...row, division: '421221000000', unit: 'fen/month' })),
    requestId: requestId(),
  });
  const act = async (by: Browser, action: string) => {
    const { version } = await by.get(`/api/standard-drafts/${id}`);
    await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
    await advanceRuns(api.context);
  };
  await act(city, 'rehearse');
  await act(city, 'submit');
  await act(chief, 'approve');
  await act(chief, 'publish');
}

describe('户籍从咸安迁到嘉鱼', () => {
  let arrival: string;

  test('5月12日迁走：咸安发到5月，嘉鱼从6月起接着发，基本生活费、照料护理费同月交接', async () => {
    await api.jumpTo('2026-05-13');
    const moved = await desk.change(who, { kind: 'moved' }, await api.resident(who.story));
    expect((await desk.clerk.case(moved)).allowedActions.map((a) => a.action)).toEqual(['recordMove', 'withdraw']);
    await desk.clerk.act(moved, 'recordMove', moving('2026-05-12'));
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await desk.entitlements()).toEqual([
      { programme: 'tekun', county: '421202', from: '2026-04', to: '2026-05', fen: 1190_00 },
      { programme: 'tekun', county: '421221', from: '2026-06', to: null, fen: 1190_00 },
      { programme: 'tekun-care', county: '421202', from: '2026-04', to: '2026-05', fen: 325_00 },
      { programme: 'tekun-care', county: '421221', from: '2026-06', to: null, fen: 325_00 },
    ]);
    expect(await desk.clerk.case(moved)).toMatchObject({ state: 'movedOut', outcome: 'granted' });
    expect((await (await api.resident(who.story)).get('/api/messages')).items[0].body).toContain(
      '特困供养在原地发到2026年5月，从2026年6月起由迁入地接着发，合计每月1,515.00元',
    );
    for (const [own, other] of [
      ['old_entitlement_id', 'new_entitlement_id'],
      ['old_care_id', 'new_care_id'],
    ])
      await expect(
        api.owner.query(
          `insert into benefit_move select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), '${other}', m.${own}))).* from benefit_move m`,
        ),
      ).rejects.toThrow(/benefit_move/);
  });

  test('自理等级、照料协议、意愿和档案都到了嘉鱼，照料护理费仍付给照料人；咸安只看得到移交进度', async () => {
    arrival = await arrivalOf('甲迁');
    const kase = await there.case(arrival);
    expect(kase).toMatchObject({ state: 'submitted', flags: ['review-move'] });
    expect(kase.sections.moved).toMatchObject({
      lastMonth: '2026-05',
      firstMonth: '2026-06',
      provisionalTo: '2026-08',
      receivedOn: null,
    });
    expect(kase.sections.tekun).toMatchObject({
      stateZh: '供养中',
      gradeZh: '半护理',
      wishZh: '愿意在家供养',
      fromMonth: '2026-06',
      agreement: { caregiver: '余水生', payFen: 325_00 },
      assessments: [{ gradeZh: '半护理' }],
    });
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('社会救助档案移交单');
    expect((await desk.clerk.call('GET', `/api/cases/${arrival}`)).status).toBe(404);
    const [out] = (await desk.clerk.get('/api/moves?way=out')).rows;
    expect(out).toMatchObject({ personName: '甲迁', whatZh: '特困供养', caseId: null, stateZh: '待接收' });
    expect((await desk.clerk.case(recognition)).sections.tekun).toMatchObject({
      stateZh: '已终止',
      endZh: '户籍迁出，由迁入地接续',
      lastMonth: '2026-05',
    });
    const paid = await api.owner.query(
      `select p.name from entitlement_payee y join person p on p.id = y.person_id join entitlement e on e.id = y.entitlement_id where e.division = '${THERE}'`,
    );
    expect(paid.rows).toEqual([{ name: '余水生' }]);
    expect((await there.get('/api/tekun/visits')).rows.map((r: { name: string }) => r.name)).toEqual(['甲迁']);
    expect((await desk.clerk.get('/api/tekun/visits')).rows).toEqual([]);
  });

  test('名单：5月只在咸安，6月只在嘉鱼；嘉鱼的财务看得到收款账户，基本生活费给本人，照料护理费给照料人', async () => {
    const frozen = async (county: string, programme: string) => {
      // 只看得见本县的人来开名单。
      const order = { programme, county, month: '2026-06', requestId: requestId() } as const;
      const done = await freezeBatch(api.context, systemActor('finance', county), order);
      if (!done.ok) throw new Error(done.code);
      const { rows } = await api.owner.query(
        'select month, state, account_last4 as last4 from payment_line where batch_id = $1 order by month',
        [done.value.id],
      );
      return rows;
    };
    await api.jumpTo('2026-05-21');
    for (const [programme, account] of [
      ['tekun', who.story.form.account.number],
      ['tekun-care', '6217790000001234'],
    ] as const) {
      const last4 = account.slice(-4);
      expect(await frozen('421202000000', programme), programme).toEqual([
        { month: '2026-04', state: 'pending', last4 },
        { month: '2026-05', state: 'pending', last4 },
      ]);
      expect(await frozen('421221000000', programme), programme).toEqual([{ month: '2026-06', state: 'pending', last4 }]);
    }
  });

  test('接收档案以前不能登记复核；接收、上门见到本人以后，由县里按本县标准确认，不再是暂时先发', async () => {
    expect(await holds()).toEqual([{ from_month: '2026-09' }]);
    expect((await there.case(arrival)).allowedActions.map((a) => a.action)).toEqual(['receiveFile']);
    await there.act(arrival, 'receiveFile', { note: '材料齐全' });
    const { initial } = (await there.case(arrival)).allowedActions.find((a) => a.action === 'recordYearly')!;
    await there.act(arrival, 'recordYearly', { ...initial, note: '本人已住到嘉鱼，邻居随同照料。' });
    expect(await decides.case(arrival)).toMatchObject({ state: 'confirming' });
    expect((await decides.case(arrival)).sections.decisions.at(-1)).toMatchObject({ kind: 'preview', outcome: 'eligible' });
    await decides.act(arrival, 'confirmArrival', { opinion: '同意接续供养。' });
    expect(await there.case(arrival)).toMatchObject({ state: 'kept' });
    expect(await holds()).toEqual([]);
    expect((await desk.clerk.get('/api/moves?way=out')).rows[0]).toMatchObject({ stateZh: '已重新确认' });
    expect(api.errors).toEqual([]);
  });

  test('迁走以后嘉鱼才公布从5月起执行的新标准：5月在咸安，不变；6月起在嘉鱼，按新标准', async () => {
    await api.jumpTo('2026-06-15');
    await lateStandard('嘉鱼县特困供养标准', [
      { key: 'TK-BASE-R', value: '125000', validFrom: '2026-05-01' },
      { key: 'TK-CARE-2', value: '35000', validFrom: '2026-05-01' },
    ]);
    expect(await desk.entitlements()).toEqual([
      { programme: 'tekun', county: '421202', from: '2026-04', to: '2026-05', fen: 1190_00 },
      { programme: 'tekun', county: '421221', from: '2026-06', to: null, fen: 1250_00 },
      { programme: 'tekun-care', county: '421202', from: '2026-04', to: '2026-05', fen: 325_00 },
      { programme: 'tekun-care', county: '421221', from: '2026-06', to: null, fen: 350_00 },
    ]);
    expect(api.errors).toEqual([]);
  });

  test('已经移交嘉鱼的，没有“迁出本县”的预警：登记那天没有，6月的按月比对也没有', async () => {
    expect(await leftBehind()).toEqual([]);
  });
});

describe('迁走的时候还有没办完的', () => {
  test('正在重新评估的：先在咸安办完，咸安照发，下个月还没有办完的预警；办完的第二天移交，按迁移的月份接上，发过的月份不再发', async () => {
    await desk.supported(busy);
    const graded = await desk.change(busy, { kind: 'grade' });
    await desk.clerk.act(graded, 'accept');
    const name = busy.story.form.applicant.name;
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const home = await householdOf(tx, (await findByIdNumber(tx, busy.story.form.applicant.idNumber))!.id);
      const move = { householdId: home!.id, toDivision: THERE, movedOn: api.clock.today(), source: '户籍信息', reason: 'test' };
      expect((await moveHousehold(tx, move)).ok).toBe(true);
    });
    await api.run();
    expect(
      (await there.get('/api/cases?view=all&itemId=SA-04')).rows.some((r: { applicantName: string }) => r.applicantName === name),
    ).toBe(false);
    const month = monthOf(api.clock.today());
    expect(await leftBehind()).toEqual([]);
    // 下个月还留在咸安：按月比对预警
    await api.jumpTo(`${plusMonths(month, 1)}-02`);
    expect(await leftBehind()).toEqual([name]);
    await desk.county.act(graded, 'recordAssessment', {
      ...cannot('dressing', 'toilet', 'bathing', 'bed'),
      assessedOn: api.clock.today(),
    });
    await desk.later(1);
    const kase = await there.case(await arrivalOf(name));
    expect(kase.sections.tekun).toMatchObject({ stateZh: '供养中', gradeZh: '全护理' });
    expect(kase.sections.tekun.assessments.map((a: { gradeZh: string }) => a.gradeZh)).toEqual(['全护理', '半护理']);
    expect(kase.sections.moved).toMatchObject({ lastMonth: month });
    expect(api.errors).toEqual([]);
  });
});
