import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { planProgramme, recordProcurement, signContract } from '../../../kernel/purchase/server.ts';
import { idNumber } from '../../../kernel/resident/fixtures.ts';
import { grantAccess, registerPerson } from '../../../kernel/resident/server.ts';
import { codeOf, must } from '../../../kernel/service/fixtures.ts';
import { actOnContract, actOnTask } from './desk.ts';
import { drawn } from './draw.ts';
import {
  api,
  asked,
  assign,
  clerk,
  closePurchase,
  contractId,
  county,
  finance,
  leader,
  newTask,
  openPurchase,
  other,
  photo,
  provider,
  report,
  reviewer,
  TOWNSHIP,
  taskOf,
  write,
} from './fixtures.ts';
import { contractView, taskList } from './views.ts';
import { sealEarlierVisits } from './visit.ts';

beforeAll(openPurchase);
afterAll(closePurchase);

describe('合同', () => {
  test('合同金额960元在成交1200元之内；再签300元超过成交余额240元，写明余额', async () => {
    const procurementId = (await api.owner.query('select procurement_id from service_contract')).rows[0].procurement_id;
    const refused = await write(county, (tx) =>
      signContract(tx, {
        procurementId,
        no: 'HT-2026-02',
        itemCode: 'XL-01',
        unitPrice: 100_00,
        quantity: 3,
        fromOn: '2026-07-01',
        toOn: '2026-12-31',
      }),
    );
    expect(refused).toMatchObject({ code: 'PROCUREMENT_SHORT', params: { amount: '300.00', left: '240.00' } });
  });

  test('同一份采购的两份合同同时签：只有一份，合计不超过成交金额', async () => {
    const { procurement } = await write(county, async (tx) => {
      const programme = must(
        await planProgramme(tx, {
          name: '同时签',
          components: [],
          year: 2026,
          fund: 'work',
          budget: 2_000_00,
          documentNo: '咸财社〔2026〕9号',
        }),
      );
      const { id: providerId } = await tx.one<{ id: string }>(sql`select id from service_provider order by name limit 1`);
      const tender = {
        method: 'tender',
        publishedOn: '2026-06-01',
        awardedOn: '2026-06-20',
        bidders: 3,
        award: 1_000_00,
      } as const;
      return {
        procurement: must(
          await recordProcurement(tx, { programmeId: programme.id, providerId, documentNo: '咸采〔2026〕9号', ...tender }),
        ),
      };
    });
    const sign = (no: string) =>
      write(county, async (tx) => {
        const signed = await signContract(tx, {
          procurementId: procurement.id,
          no,
          itemCode: 'XL-01',
          unitPrice: 800_00,
          quantity: 1,
          fromOn: '2026-07-01',
          toOn: '2026-12-31',
        });
        await new Promise((done) => setTimeout(done, 300));
        return signed;
      });
    const both = await Promise.all([sign('HT-2026-91'), sign('HT-2026-92')]);
    expect(both.map((r) => (r.ok ? 'ok' : r.code)).sort()).toEqual(['PROCUREMENT_SHORT', 'ok']);
  });

  test('别县的人不能派进本县的合同，也不是出错', async () => {
    const number = idNumber('1951-01-01', '421221');
    await write(systemActor('test', api.context.city), async (tx) => {
      const id = must(await registerPerson(tx, { name: '外县人', idNumber: number, division: '421221100001', address: '街1号' }));
      await grantAccess(tx, { personId: id, division: TOWNSHIP, reason: 'case:test' });
    });
    const asked = await write(clerk, (tx) =>
      actOnContract(tx, contractId, 'assign', { name: '外县人', idNumber: number, plannedOn: '2026-07-02' }),
    );
    expect(codeOf(asked)).toBe('INVALID_INPUT');
  });

  test('预算、合同数量、已结算数量的上限由数据库守住', async () => {
    await expect(api.owner.query('update service_contract set settled_count = quantity + 1')).rejects.toMatchObject({
      constraint: 'service_contract_settled',
    });
    await expect(api.owner.query('update purchase_programme set committed_fen = budget_fen + 1')).rejects.toMatchObject({
      constraint: 'purchase_programme_committed',
    });
  });

  test('合同期外的日期、重复派给同一人同一天，都不能派', async () => {
    expect(codeOf(await assign(0, '2026-06-30'))).toBe('CONTRACT_PERIOD');
    must(await assign(0, '2026-07-01'));
    expect(await assign(0, '2026-07-01')).toMatchObject({ code: 'TASK_KNOWN', fields: [{ path: 'plannedOn' }] });
  });

  test('派出以后本人迁走：写明原因撤回，次数退还合同，承接机构不能再填报；弄错了可以同一天再派', async () => {
    const used = async () =>
      Number(
        (await api.owner.query('select assigned_count from service_contract where id = $1', [contractId])).rows[0].assigned_count,
      );
    const before = await used();
    const id = await newTask(3, '2026-07-03');
    expect(await used()).toBe(before + 1);
    const withdraw = (reason: string, by = clerk) => write(by, (tx) => actOnTask(tx, id, 'withdraw', { reason }));
    expect(codeOf(await withdraw(''))).toBe('INVALID_INPUT');
    expect(codeOf(await withdraw('本人迁往武汉', provider))).toBe('NOT_PERMITTED');
    must(await withdraw('本人迁往武汉'));
    expect(await taskOf(id)).toMatchObject({ state: 'withdrawn' });
    expect(await used()).toBe(before);
    expect(codeOf(await report(id))).toBe('TASK_MOVE');
    expect(codeOf(await withdraw('再撤回一次'))).toBe('TASK_MOVE');
    const again = await newTask(3, '2026-07-03');
    must(await write(clerk, (tx) => actOnTask(tx, again, 'withdraw', { reason: '还是迁走了' })));
  });
});

describe('服务凭证和疑点', () => {
  test('只有照片：不能验收合格，数据库也拒绝；另一人打电话问过本人，写明属实，才能验收', async () => {
    const id = await newTask(1, '2026-08-06');
    must(await report(id, { on: '2026-08-06' }));
    const accept = () => write(leader, (tx) => actOnTask(tx, id, 'accept', { reason: '' }));
    expect(await accept()).toMatchObject({ code: 'SERVICE_UNCONFIRMED' });
    await expect(
      api.owner.query(`update service_task set state = 'accepted', judged_on = '2026-09-10', judged_by = $2 where id = $1`, [
        id,
        leader.id,
      ]),
    ).rejects.toMatchObject({ constraint: 'service_task_confirmed' });
    const row = async () => (await write(leader, (tx) => taskList(tx, {}))).rows.find((t) => t.id === id)!;
    expect((await row()).confirmedZh).toBeNull();
    expect((await row()).actions.map((a) => a.action)).toEqual(['askPerson', 'refuse']);
    expect(codeOf(await asked(id, 'confirmed', clerk)), '派单的人不能自己确认').toBe('TASK_OWN');
    expect(codeOf(await asked(id, 'confirmed', provider))).toBe('NOT_PERMITTED');
    must(await asked(id));
    expect(codeOf(await asked(id))).toBe('SERVICE_CONFIRMED');
    expect(await row()).toMatchObject({ confirmedZh: '电话问过本人' });
    must(await write(leader, (tx) => actOnTask(tx, id, 'refuse', { reason: '时长与合同不符' })));
  });

  test('打电话本人说没有来过：验收不合格，次数退还合同；当场签了字的不用再问', async () => {
    const denied = await newTask(2, '2026-08-06');
    must(await report(denied, { on: '2026-08-06', time: '13:00' }));
    must(await asked(denied, 'denied'));
    expect(await taskOf(denied)).toMatchObject({ state: 'refused' });
    const signed = await newTask(3, '2026-08-06');
    must(await report(signed, { on: '2026-08-06', time: '15:00', photo: undefined, signature: await photo(provider) }));
    const row = (await write(leader, (tx) => taskList(tx, {}))).rows.find((t) => t.id === signed)!;
    expect([row.confirmedZh, row.actions.map((a) => a.action)]).toEqual(['本人签字', ['accept', 'refuse']]);
    must(await write(leader, (tx) => actOnTask(tx, signed, 'refuse', { reason: '签字笔迹不对' })));
  });

  test('没有照片也没有签字，不能报完成；还没结束的服务也不能', async () => {
    const id = await newTask(0, '2026-08-01');
    expect(codeOf(await report(id, { photo: undefined }))).toBe('EVIDENCE_MISSING');
    expect(codeOf(await report(id, { on: '2026-09-10', time: '11:30', minutes: 60 }))).toBe('EVIDENCE_EARLY');
    expect((await taskOf(id)).state).toBe('planned');
  });

  test('同一张照片用在两次服务：第二次标出疑点，不拒绝；验收合格须写明核实情况', async () => {
    const [first, second] = [await newTask(1, '2026-08-02'), await newTask(2, '2026-08-02')];
    must(await report(first, { on: '2026-08-02', time: '09:00', photo: await photo(provider, 900) }));
    must(await report(second, { on: '2026-08-02', time: '14:00', photo: await photo(provider, 900) }));
    expect((await taskOf(first)).flags).toEqual([]);
    expect((await taskOf(second)).flags).toEqual(['same-photo']);
    for (const id of [first, second]) must(await asked(id));
    const accept = (id: string, reason: string) => write(leader, (tx) => actOnTask(tx, id, 'accept', { reason }));
    expect(await accept(second, '')).toMatchObject({ code: 'FLAGGED_WITHOUT_REASON', fields: [{ path: 'reason' }] });
    must(await accept(second, '电话核实，当天确实上门'));
    must(await accept(first, ''));
  });

  test('同一人员上午在镇上、半小时后在百里外：标出路程来不及', async () => {
    const [first, second] = [await newTask(0, '2026-08-03'), await newTask(3, '2026-08-03')];
    must(await report(first, { on: '2026-08-03', time: '09:00' }));
    must(await report(second, { on: '2026-08-03', time: '10:00', latitude: '30.30000' }));
    expect((await taskOf(second)).flags).toEqual(['impossible-travel']);
    const used = async () =>
      (await api.owner.query('select assigned_count from service_contract where id = $1', [contractId])).rows[0];
    const before = Number((await used()).assigned_count);
    must(await write(leader, (tx) => actOnTask(tx, second, 'refuse', { reason: '受助人说没有来过' })));
    expect(Number((await used()).assigned_count), '不合格的退还合同').toBe(before - 1);
    must(await asked(first));
    must(await write(leader, (tx) => actOnTask(tx, first, 'accept', { reason: '' })));
  });

  test('派单的人不能自己验收：按钮不出现、动作拒绝、数据库也拒绝；另一人可以', async () => {
    const id = await newTask(0, '2026-08-05');
    must(await report(id, { on: '2026-08-05', time: '15:00' }));
    const buttons = async (by: Actor) =>
      (await write(by, (tx) => taskList(tx, {}))).rows.find((t) => t.id === id)!.actions.map((a) => a.action);
    expect(await buttons(clerk)).toEqual([]);
    must(await asked(id));
    expect(await buttons(leader)).toEqual(['accept', 'refuse']);
    expect(codeOf(await write(clerk, (tx) => actOnTask(tx, id, 'accept', { reason: '' })))).toBe('TASK_OWN');
    await expect(
      api.owner.query(
        `update service_task set state = 'accepted', judged_on = '2026-09-10', judged_by = assigned_by where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'service_task_two_persons' });
    must(await write(leader, (tx) => actOnTask(tx, id, 'refuse', { reason: '时长不足，重新安排' })));
  });

  test('服务人员和坐标加密保存；以前明文的由每天的任务加密清空，页面上看不出分别', async () => {
    const { rows } = await api.owner.query(
      'select count(*)::int as n from service_task where visit is not null and worker is null',
    );
    expect(rows[0].n).toBeGreaterThan(4);
    const before = (await write(leader, (tx) => taskList(tx, {}))).rows.find((t) => t.worker !== null)!;
    await api.owner.query(
      `update service_task set worker = '李红', latitude = 29.8, longitude = 114.3, visit = null where id = $1`,
      [before.id],
    );
    expect([await sealEarlierVisits(api.context), await sealEarlierVisits(api.context)]).toEqual([1, 0]);
    const after = (await write(leader, (tx) => taskList(tx, {}))).rows.find((t) => t.id === before.id)!;
    expect([after.worker, after.where]).toEqual(['李红', before.where]);
  });

  test('承接机构只看得见自己的服务，姓名遮盖，看不到疑点和抽签；别家一条也看不见、也不能填报', async () => {
    const own = await write(provider, (tx) => taskList(tx, {}));
    expect(own.rows.length).toBeGreaterThan(4);
    expect(own.rows.every((t) => t.personName.includes('*') && t.personId === null && t.flags.length === 0 && !t.drawn)).toBe(
      true,
    );
    expect((await write(other, (tx) => taskList(tx, {}))).rows).toEqual([]);
    expect(codeOf(await report(own.rows[0]!.id, {}, other))).toBe('NOT_FOUND');
    expect((await write(provider, (tx) => taskList(tx, { contractId }))).rows).toHaveLength(own.rows.length);
  });
});

describe('抽签回访和结算', () => {
  test('没有抽签不能结算；抽签留种子，可以重算；抽中的没有回访也不能结算；说没来过的不结算', async () => {
    const settle = () => write(finance, (tx) => actOnContract(tx, contractId, 'settle', {}));
    expect(codeOf(await settle())).toBe('DRAW_FIRST');
    const result = must(await write(county, (tx) => actOnContract(tx, contractId, 'draw', {}))) as { drawn: number; of: number };
    expect(result).toEqual({ drawn: 1, of: 3 });
    const draw = (await api.owner.query('select id, seed from service_draw')).rows[0];
    const covered = (await api.owner.query('select id, drawn from service_task where draw_id = $1', [draw.id])).rows;
    expect(
      drawn(
        covered.map((t) => t.id),
        draw.seed,
        1,
      ),
    ).toEqual(covered.filter((t) => t.drawn).map((t) => t.id));
    expect(codeOf(await settle())).toBe('CALL_BACKS_OPEN');
    const picked = covered.find((t) => t.drawn)!.id;
    expect(
      codeOf(await write(county, (tx) => actOnTask(tx, covered.find((t) => !t.drawn)!.id, 'callBack', { result: 'confirmed' }))),
    ).toBe('NOT_DRAWN');
    const called = (result: string, reason = '') => write(county, (tx) => actOnTask(tx, picked, 'callBack', { result, reason }));
    must(await called('denied'));
    expect(await taskOf(picked)).toMatchObject({ state: 'refused', call_back: 'denied' });
    expect(await called('confirmed')).toMatchObject({ code: 'CALL_BACK_KNOWN', fields: [{ path: 'reason' }] });
    must(await called('confirmed', '打错了电话，重拨本人说来过'));
    expect(await taskOf(picked)).toMatchObject({ state: 'accepted', call_back: 'confirmed' });
    must(await called('denied', '家属当面说没有来过，以此为准'));
    expect(await taskOf(picked)).toMatchObject({ state: 'refused', call_back: 'denied' });
    const trail = (await write(county, (tx) => taskList(tx, { contractId }))).rows.find((t) => t.id === picked)!.corrected;
    expect(trail.map((c) => [c.zh, c.reason])).toEqual([
      ['没有提供服务', '打错了电话，重拨本人说来过'],
      ['属实', '家属当面说没有来过，以此为准'],
    ]);
    await expect(
      write(county, (tx) => tx.run(sql`update service_call_back set result = 'confirmed' where task_id = ${picked}`)),
    ).rejects.toThrow('permission denied');
    expect(must(await settle())).toMatchObject({ amountFen: 160_00 });
    expect(codeOf(await settle())).toBe('SETTLEMENT_OPEN');
  });

  test('经办人自己不能复核付款；另一人付款后，台账从项目预算付出160元，余额1840元', async () => {
    const pay = (by: Actor) => write(by, (tx) => actOnContract(tx, contractId, 'pay', {}));
    expect(codeOf(await pay(finance))).toBe('NOT_PERMITTED');
    expect(codeOf(await pay({ ...reviewer, id: finance.id }))).toBe('SETTLEMENT_SAME_PERSON');
    must(await pay(reviewer));
    const balances = await write(county, (tx) =>
      tx.rows<{ kind: string; balance: number }>(
        sql`select kind, balance from ledger_account where kind in ('purchase.fund', 'purchase.paid') and name not like '同时签%' order by kind`,
      ),
    );
    expect(balances).toEqual([
      { kind: 'purchase.fund', balance: 1_840_00 },
      { kind: 'purchase.paid', balance: 160_00 },
    ]);
    expect(codeOf(await pay(reviewer))).toBe('NOT_FOUND');
    const view = must(await write(county, (tx) => contractView(tx, contractId)));
    expect(view.settlements).toHaveLength(1);
    expect(view.settledCount).toBe(2);
    const { rows } = await api.owner.query("select actor_id from audit_log where action = 'service-settlement.paid'");
    expect(rows).toEqual([{ actor_id: reviewer.id }]);
  });
});
