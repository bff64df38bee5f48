/** 备用金 of a township, through the HTTP API: the last yuan is spent once, it is filled again, and goes back at the end of the year. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, requestId } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import {
  api,
  atOnce,
  balance,
  COUNTY,
  clerk,
  clerk2,
  closeTown,
  confirmer,
  finance,
  form,
  leader,
  openTown,
  rowsOf,
  sign,
  stranger,
  TOWN,
  village,
} from './emergency/fixtures.ts';

beforeAll(async () => {
  await openTown();
  await finance.post(`/api/reserves/${TOWN}/advance`, { documentNo: '赤财社〔2026〕8号', requestId: requestId() });
  await sign(leader, await atOnce(village));
  api.clock.set('2026-09-08T02:00:00.000Z');
});
afterAll(closeTown);

describe('备用金', () => {
  test('超过乡镇额度的先行救助：拒绝，说明额度', async () => {
    const photo = await clerk.upload('scene-photo');
    const refused = await clerk.refused('/api/emergency-aid', {
      form: form({ photo }),
      amountFen: 3_000_01,
      requestId: requestId(),
    });
    expect(refused.message).toBe('先行救助最多3,000.00元，其余部分报县级审批。');
  });

  test('两名经办人同时花最后一笔钱：一件付出，另一件得到说明，余额不为负；转县级审批有出路', async () => {
    // 花到只剩 3,000 元
    const fund = (await rowsOf(`select id from ledger_account where kind = 'reserve' and division = $1`, TOWN))[0].id;
    const left = await balance();
    const given = (await rowsOf(`select id from ledger_account where kind = 'reserve.given' and division = $1`, TOWN))[0].id;
    const entry = '01920000-0000-7000-8000-000000000001';
    const client = await api.owner.connect();
    await client.query('begin');
    await client.query(
      `insert into ledger_entry (id, cause, note, division, posting_count, digest, day, at, by_id, by_name) values ($1, 'test:spend-down', '测试', $2, 2, '', '2026-09-08', now(), 'x', 'x')`,
      [entry, TOWN],
    );
    await client.query('insert into ledger_posting (entry_id, account_id, amount) values ($1, $2, $3), ($1, $4, $5)', [
      entry,
      fund,
      3_000_00 - left,
      given,
      left - 3_000_00,
    ]);
    await client.query('commit');
    client.release();
    const [one, two] = [await atOnce(clerk), await atOnce(clerk2)];
    const receipts = [await leader.upload('aid-receipt'), await clerk.upload('aid-receipt')];
    const pay = async (by: Browser, id: string, receipt: string) =>
      by.call('POST', `/api/cases/${id}/actions`, {
        action: 'payFirstAid',
        version: (await by.case(id)).version,
        requestId: requestId(),
        input: { receipt },
      });
    const answers = await Promise.all([pay(leader, one, receipts[0]!), pay(clerk, two, receipts[1]!)]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    const short = answers.find((a) => a.status === 409)!.body.error;
    expect(short).toMatchObject({ code: 'RESERVE_SHORT', message: '备用金余额不足，请申请追加或转县级审批。' });
    expect(await balance()).toBe(0);
    const lost = answers[0]!.status === 409 ? one : two;
    const by = lost === one ? leader : clerk;
    await by.act(lost, 'returnProposal', { reason: '备用金余额不足，转县级审批' });
    expect((await clerk.act(lost, 'askCounty', { reason: '备用金不足，请县级直接救助' })).state).toBe('confirming');
    expect((await confirmer.act(lost, 'approveRest', { opinion: '同意。' })).state).toBe('helped');
    expect((await clerk.case(lost)).sections.aid).toMatchObject({ townshipFen: 0, countyFen: 6_400_00 });
    // 另一件：其余部分县里不批，要有写明理由和救济途径的告知书
    const won = lost === one ? two : one;
    await clerk.act(won, 'askCounty', { reason: '超过乡镇额度的部分，请县级审批' });
    expect((await confirmer.act(won, 'refuseRest', { reason: '亲友已经安顿好住处，先行救助够用' })).state).toBe('helped');
    const titles = (await clerk.case(won)).sections.documents.map((d: { title: string }) => d.title);
    expect(titles).toContain('不予临时救助告知书');
  });

  test('余额低于三成：自动提议补到 50,000 元，县级财务拨付；乡镇自己不能重复申请，足够时不能申请', async () => {
    const [refill] = (await finance.get('/api/reserves')).items.map(
      (r: { refill: { id: string; amountFen: number } }) => r.refill,
    );
    expect(refill).toMatchObject({ township: TOWN });
    expect(await clerk.refused(`/api/reserves/${TOWN}/refill`, { requestId: requestId() })).toMatchObject({
      code: 'RESERVE_REFILL_OPEN',
    });
    const before = await balance();
    await finance.post(`/api/reserve-refills/${refill.id}/pay`, { requestId: requestId() });
    expect(await balance()).toBe(before + refill.amountFen);
    expect(await finance.refused(`/api/reserve-refills/${refill.id}/pay`, { requestId: requestId() })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await clerk.refused(`/api/reserves/${TOWN}/refill`, { requestId: requestId() })).toMatchObject({
      code: 'RESERVE_ENOUGH',
    });
  });

  test('拆分：同一人30天内两次、合计超过乡镇额度——标出来，不拒绝；对账单上看得见', async () => {
    const idNumber = stranger();
    const first = await atOnce(clerk, { idNumber, name: '拆分甲', cause: 'accident', tier: '3', persons: 1 }, 2_000_00);
    await sign(leader, first);
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经出院回家休养' });
    await clerk.act(first, 'supplement', { explanation: '意外受伤一人，先行救助两千元。', restWaived: '不再需要' });
    await village.act(first, 'publish', { place: '村公示栏' });
    expect((await clerk.case(first)).flags).not.toContain('split-pattern');
    const second = await atOnce(clerk, { idNumber, name: '拆分甲', cause: 'fire', tier: '2', persons: 1 }, 1_600_00);
    await sign(leader, second);
    const kase = await clerk.case(second);
    expect(kase.flags).toContain('split-pattern');
    expect(kase.sections.aid.splitCount).toBe(2);
    const statement = await clerk.get(`/api/reserves/${TOWN}?month=${api.clock.today().slice(0, 7)}`);
    expect(statement.outlays[second]).toMatchObject({ split: true, firstName: '镇甲', secondName: '镇丙' });
    expect(statement.closing).toBe(statement.opening + statement.incoming - statement.outgoing);
  });

  test('急难已经解除、手续还没有补完，又遇急难：照样当天先行救助，两件各办各的；还没有解除的，在原来那一件里办', async () => {
    const idNumber = stranger();
    const first = await atOnce(clerk, { idNumber, name: '又遇甲', cause: 'accident', tier: '3', persons: 1 }, 2_000_00);
    await sign(leader, first);
    const report = { idNumber, name: '又遇甲', cause: 'fire', tier: '2', persons: 1 };
    const photo = await clerk.upload('scene-photo');
    const sheet = { form: form({ ...report, photo }), amountFen: 1_600_00, requestId: requestId() };
    expect((await clerk.refused('/api/emergency-aid', sheet)).code).toBe('SAME_APPLICATION_OPEN');
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经出院回家休养' });
    const second = await atOnce(clerk, report, 1_600_00);
    expect((await sign(leader, second)).state).toBe('helped');
    await clerk.act(second, 'endEmergency', { on: api.clock.today(), state: '已经安置妥当，基本稳定' });
    for (const id of [first, second]) {
      await clerk.act(id, 'supplement', { explanation: '当天先行救助，其余不再申请。', restWaived: '亲友帮助解决' });
      expect((await village.act(id, 'publish', { place: '村公示栏' })).state).toBe('granted');
    }
  });

  test('同一事由12个月内第二次：先行救助照付，其余县级不能直接批；一事一议以后可以，参会部门不足拒绝', async () => {
    const idNumber = stranger();
    const again = async () => atOnce(clerk, { idNumber, name: '再次甲', tier: '2', persons: 4 });
    const first = await again();
    await sign(leader, first);
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经安置妥当，基本稳定' });
    await clerk.act(first, 'supplement', { explanation: '火灾受困四人，先行救助三千元。', restWaived: '亲友帮助解决' });
    await village.act(first, 'publish', { place: '村公示栏' });
    const second = await again();
    expect((await sign(leader, second)).state).toBe('helped');
    await clerk.act(second, 'askCounty', { reason: '再次失火，请县级审批其余部分' });
    const refused = await confirmer.actRefused(second, 'approveRest', { opinion: '同意。' });
    expect(refused.message).toBe('按核算结果不符合条件：同一事由12个月内没有救助过。');
    const asked = await clerk.post(`/api/cases/${second}/conferences`, {
      requestId: requestId(),
      input: { subject: 'repeat', matter: '再次失火，借住亲戚家，先行救助不够。' },
    });
    expect(asked.dueOn).toBe(api.clock.today());
    expect((await confirmer.get('/api/conferences')).rows).toMatchObject([
      { caseId: second, subjectZh: '再次救助', late: false },
    ]);
    const resolution = {
      heldOn: api.clock.today(),
      way: 'phone',
      amountFen: 12_000_00,
      payer: '县民政局',
      resolution: '同意突破限额，由临时救助资金支付。',
      reviewOn: '2026-11-30',
    };
    const unitsOf = (...units: string[]) => units.map((unit) => ({ unit, name: '值班人员' }));
    const resolve = (input: object) =>
      confirmer.call('POST', `/api/conferences/${asked.id}/resolution`, { requestId: requestId(), input });
    expect((await resolve({ ...resolution, attendees: unitsOf('finance', 'medical', 'finance') })).body.error).toMatchObject({
      code: 'CONFERENCE_TOO_FEW',
    });
    expect((await resolve({ ...resolution, attendees: unitsOf('finance', 'medical', 'housing') })).status).toBe(200);
    expect((await clerk.case(second)).sections.aid.minutesNo).toMatch(/电话会商，纪要待补$/);
    expect((await confirmer.act(second, 'approveRest', { opinion: '按会商结论。' })).state).toBe('helped');
    expect((await clerk.case(second)).sections.aid).toMatchObject({
      townshipFen: 3_000_00,
      countyFen: 9_000_00,
    });
    const minutes = await confirmer.post(`/api/conferences/${asked.id}/minutes`, {
      requestId: requestId(),
      input: { minutes: '各部门电话商议，同意再次救助，由县级支付。' },
    });
    expect((await clerk.case(second)).sections.aid.minutesNo).toBe(minutes.minutesNo);
    expect((await confirmer.get('/api/conferences')).rows).toEqual([]);
  });

  test('对账单导出：期初、每笔、期末，有个案号和两名经办人', async () => {
    const answer = await clerk.call('GET', `/api/reserves/${TOWN}/statement?month=2026-08`);
    expect(String(answer.headers['content-type'])).toContain('text/csv');
    const lines = answer.body.split('\n');
    expect(lines[0]).toContain('日期,摘要,收入,支出,余额,个案编号,第一经办人,第二经办人');
    expect(answer.body).toContain('首次拨付（赤财社〔2026〕8号）');
    expect(answer.body).toMatch(/急难先行救助,,"3,000\.00","47,000\.00",421281SA0820260808\d{5},村甲,镇丙/);
  });

  test('年终：年内不能办；次年收回，余额归零、再办拒绝', async () => {
    const county = await api.staff('g-xian');
    const fund = await balance();
    expect(
      await county.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() }),
    ).toMatchObject({ status: 403 });
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      await createUser(tx, {
        login: 'g-fuhe',
        name: '县丁',
        division: COUNTY,
        demonstration: true,
        duties: [
          {
            role: 'county-leader',
            duty: 'finance-reviewer',
            division: COUNTY,
            domain: 'social-assistance',
            validFrom: '2026-01-01',
          },
        ],
      });
    });
    const reviewer = await api.staff('g-fuhe');
    expect(
      await reviewer.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() }),
    ).toMatchObject({ code: 'RESERVE_YEAR_NOT_OVER' });
    api.clock.set('2027-01-04');
    expect(
      (await reviewer.post(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() })).amountFen,
    ).toBe(fund);
    expect((await clerk.get(`/api/reserves/${TOWN}?month=2027-01`)).balanceFen).toBe(0);
    expect(
      await reviewer.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'carry', requestId: requestId() }),
    ).toMatchObject({ code: 'RESERVE_YEAR_DONE' });
    const [sum] = await rowsOf(`select coalesce(sum(balance), 0)::text as sum from ledger_account where unit = 'fen'`);
    expect(sum.sum).toBe('0');
  });
});
