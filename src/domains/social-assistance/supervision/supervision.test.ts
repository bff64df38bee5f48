/** 8.3: for every query one case that it must find, and one near miss that it must not. Planted by the owner of the database, past the rules that prevent them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { codeOf, hand, must } from '../../../kernel/service/fixtures.ts';
import { COUNTY, planterOf } from './fixtures.ts';
import { meansFound } from './means.ts';
import { findings, queryViews } from './queries.ts';
import { actOnRectification, orderRectification, rectifications } from './rectify.ts';

const CITY = '421200000000';
const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
const auditor = hand(CITY, 'auditor');
const TODAY = '2026-09-10';

let api: Api;
let staffPerson: string;
beforeAll(async () => {
  api = await startApi({ start: TODAY });
  staffPerson = await person('郭干部');
  await own(`update staff_user set own_person_id = '${staffPerson}' where login = 'cun'`);
});
afterAll(() => api?.stop());

const { own, row, person, dead, entitlement, paid, account, serviceCase } = planterOf(() => api);
const namesIn = async (key: string, by: Actor = auditor): Promise<string[]> => {
  const found = await api.context.write(by, (tx) => findings(tx, key, {}));
  return must(found).rows.map((r) => r.name);
};

test('翻页的位置不是编号：从头看起，不是出错', async () => {
  const means = await api.context.write(auditor, (tx) => findings(tx, 'means', { cursor: 'abc' }));
  expect(means.ok).toBe(true);
});

describe('钱', () => {
  test('死亡后发放：5月去世、6月到账的查得到；5月去世、5月到账的查不到（当月应发）', async () => {
    const [late, inTime] = [await person('死后发'), await person('当月发')];
    for (const [id, month] of [
      [late, '2026-06'],
      [inTime, '2026-05'],
    ] as const) {
      await paid(await entitlement('dibao', id), month, await account(id));
      await dead(id, '2026-05-20');
    }
    expect(await namesIn('paid-after-death')).toEqual(['死后发']);
  });

  test('服刑人员：收监次月仍计入发放的查得到；已经解除的查不到', async () => {
    const [inside, released] = [await person('在押'), await person('已释')];
    for (const id of [inside, released]) {
      await paid(await entitlement('dibao', id), '2026-07', await account(id));
      const signal = (kind: string, on: string) =>
        row('assistance_signal', {
          event_id: newId(),
          kind,
          person_id: id,
          division: VILLAGE,
          as_of: on,
          content: Buffer.from('x'),
          received_at: `${on}T00:00:00Z`,
        });
      await signal('custody.started', '2026-05-02');
      if (id === released) await signal('custody.ended', '2026-06-02');
    }
    expect(await namesIn('prisoner-paid')).toEqual(['在押']);
  });

  test('同时享受低保和特困、特困和残疾补贴：同月都到账的查得到；先后两个月的查不到', async () => {
    const [both, one] = [await person('两头领'), await person('先后领')];
    for (const id of [both, one]) {
      const dibao = await entitlement('dibao', id, { to: '2026-04' });
      const tekun = await entitlement('tekun', id);
      const nursing = await entitlement('disability-nursing', id, { to: '2026-04' });
      const a = await account(id);
      await paid(dibao, '2026-04', a);
      await paid(nursing, '2026-04', a);
      await paid(tekun, id === both ? '2026-04' : '2026-05', a);
    }
    expect(await namesIn('dibao-and-tekun')).toEqual(['两头领']);
    expect(await namesIn('tekun-and-subsidy')).toEqual(['两头领']);
  });

  test('多户共用账户：三户的查得到，两户的查不到', async () => {
    for (const [digest, count] of [
      ['shared-3', 3],
      ['shared-2', 2],
    ] as const)
      for (let i = 0; i < count; i++) {
        const id = await person(`共户${count}${i}`);
        await paid(await entitlement('dibao', id), '2026-09', await account(id, digest));
      }
    const rows = must(await api.context.write(auditor, (tx) => findings(tx, 'one-account', {}))).rows;
    expect(rows.map((r) => r.says)).toEqual(['3户（人）用同一账户收款']);
  });

  test('干部账户收款：受助人的钱进了工作人员账户的查得到；工作人员自己领自己的查不到', async () => {
    const card = await account(staffPerson, 'cadre');
    const helped = await person('被代管');
    await paid(await entitlement('dibao', helped), '2026-08', await account(helped, 'cadre'));
    await paid(await entitlement('dibao', staffPerson), '2026-08', card);
    expect(await namesIn('cadre-account')).toEqual(['被代管']);
  });

  test('有代管协议的：协议有效时干部账户收款不列；到期以后又列出来，写明哪天到期；三户共用里有协议的不算', async () => {
    const paper = await storeUpload(api.context, hand(TOWNSHIP), openFileStore(api.filesDir), {
      bytes: Buffer.from('\xff\xd8\xff 3', 'latin1'),
      mediaType: 'image/jpeg',
      name: '协议.jpg',
      paper: 'passbook-agreement',
    });
    const agree = async (holder: string, validTo: string) =>
      row('passbook_agreement', {
        id: newId(),
        person_id: holder,
        division: VILLAGE,
        keeper_kind: 'village',
        keeper_name: '郭干部',
        keeper_person_id: staffPerson,
        content: Buffer.from('x'),
        paper_file: paper.id,
        valid_from: '2026-01-01',
        valid_to: validTo,
        recorded_at: '2026-01-01T00:00:00Z',
        recorded_by: 'test',
        recorded_name: '测试',
      });
    const [kept, lapsed] = [await person('有协议'), await person('协议到期')];
    for (const [id, until] of [
      [kept, TODAY],
      [lapsed, '2026-09-09'],
    ] as const) {
      await paid(await entitlement('dibao', id), '2026-07', await account(id, 'cadre'));
      await agree(id, until);
    }
    const found = must(await api.context.write(auditor, (tx) => findings(tx, 'cadre-account', {}))).rows;
    expect(found.map((r) => r.name).sort()).toEqual(['协议到期', '被代管']);
    expect(found.find((r) => r.name === '协议到期')!.says).toContain('代管协议已于2026-09-09到期或者结束');
    expect(await namesIn('passbook-expired')).toEqual(['协议到期']);
    for (const i of [1, 2, 3]) {
      const id = await person(`协议共户${i}`);
      if (i === 3) await agree(id, TODAY);
      await paid(await entitlement('dibao', id), '2026-09', await account(id, 'shared-agreed'));
    }
    const shared = must(await api.context.write(auditor, (tx) => findings(tx, 'one-account', {}))).rows;
    expect(shared.map((r) => r.says).sort()).toEqual(['3户（人）用同一账户收款', '4户（人）用同一账户收款，其中1人有代管协议']);
  });

  test('金额长期不变：超过24个月没有变的查得到；23个月的查不到', async () => {
    const [old, recent] = [await person('三年没变'), await person('差一点')];
    await entitlement('dibao', old, { from: '2023-09', known: '2023-08-20T00:00:00Z' });
    await entitlement('dibao', recent, { from: '2024-11', known: '2024-10-12T00:00:00Z' });
    expect(await namesIn('unchanged-amount')).toEqual(['三年没变']);
  });

  test('备用金闲置：有余额、7个月没有支出的查得到；5个月的查不到', async () => {
    for (const [township, opened] of [
      [TOWNSHIP, '2026-02-01'],
      ['421202101000', '2026-04-15'],
    ] as const) {
      const accounts = ['reserve.source', 'reserve'].map((kind) => ({ kind, id: newId() }));
      for (const a of accounts)
        await row('ledger_account', {
          id: a.id,
          kind: a.kind,
          subject: a.kind === 'reserve' ? '' : township,
          unit: 'fen',
          division: township,
          name: `${township}${a.kind}`,
          may_be_negative: a.kind !== 'reserve',
          opened_at: `${opened}T00:00:00Z`,
          opened_by: 'test',
        });
      await own(`update ledger_account set balance = 5000000 where id = $1`, [accounts[1]!.id]);
    }
    expect(await namesIn('idle-reserve')).toEqual([`${TOWNSHIP}reserve`]);
  });
});

describe('人和事', () => {
  test('近亲属没有备案：工作人员的子女的办件没有备案的查得到；备了案的查不到', async () => {
    for (const [name, flags] of [
      ['未备案', []],
      ['已备案', ['staff-relative']],
    ] as const) {
      const id = await person(name);
      const caseId = await serviceCase(name, id, { flags });
      await row('case_person', { case_id: caseId, person_id: id, role: 'applicant', division: VILLAGE });
      await row('relationship', {
        id: newId(),
        person_id: staffPerson,
        related_id: id,
        kind: 'child',
        source: '登记',
        recorded_at: '2026-01-01T00:00:00Z',
        recorded_by: 'test',
      });
    }
    expect(await namesIn('relative-unregistered')).toEqual(['未备案']);
  });

  test('疑似拆分：短期内第2次的查得到；只有1次的查不到', async () => {
    for (const [name, split] of [
      ['拆分户', 2],
      ['一次户', 1],
    ] as const) {
      const id = await person(name);
      const caseId = await serviceCase(name, id, { item_id: 'SA-08' });
      await row('temporary_aid', {
        case_id: caseId,
        type: 'expense',
        cause: Buffer.from('x'),
        division: VILLAGE,
        person_id: id,
        persons: 1,
        reported_at: '2026-03-01T00:00:00Z',
        amount_fen: 1_900_00,
        split_count: split,
      });
    }
    expect(await namesIn('split-aid')).toEqual(['拆分户']);
  });

  test('可能符合而没有救助：重残预警过期没核实的查得到；还没到期的、已经享受低保的查不到', async () => {
    for (const [name, due] of [
      ['过期没核', '2026-09-01T00:00:00Z'],
      ['还没到期', '2026-09-20T00:00:00Z'],
      ['已享低保', '2026-09-01T00:00:00Z'],
    ] as const) {
      const id = await person(name);
      if (name === '已享低保') await entitlement('dibao', id);
      const clue = newId();
      const base = { person_id: id, division: VILLAGE, direction: 'in', source: 'rule' };
      await row('clue', {
        id: clue,
        kind: 'hardship',
        subject_id: id,
        holder: 'village-worker',
        verify_by: due,
        due_at: due,
        reported_at: '2026-08-25T00:00:00Z',
        reported_by: 'system',
        ...base,
      });
      await row('clue_reason', {
        id: newId(),
        clue_id: clue,
        rule: 'IN-2',
        subject_id: id,
        occasion: name,
        red: false,
        content: Buffer.from('x'),
        found_at: '2026-08-25T00:00:00Z',
        verify_by: due,
        ...base,
      });
    }
    expect(await namesIn('eligible-not-helped')).toEqual(['过期没核']);
    // 线索上的人也查得到谁列出过自己。
    const seen = await own(
      `select 1 from audit_log l, clue c where l.action = 'supervision.listed' and c.person_id = any(l.person_ids) and c.due_at < $1`,
      [TODAY],
    );
    expect(seen.rows.length).toBeGreaterThan(0);
  });

  test('备用金整数支出：一个月三笔500元整数的查得到；第四笔带零头的、只有两笔的查不到', async () => {
    const file = await storeUpload(api.context, hand(TOWNSHIP), openFileStore(api.filesDir), {
      bytes: Buffer.from('\xff\xd8\xff 1', 'latin1'),
      mediaType: 'image/jpeg',
      name: '收据.jpg',
      paper: 'receipt',
    });
    const outlay = async (name: string, amount: number, day: string) => {
      const id = await person(name);
      const caseId = await serviceCase(name, id, { item_id: 'SA-08' });
      const entry = await row('ledger_entry', {
        id: newId(),
        cause: `planted:${caseId}`,
        note: '种',
        division: TOWNSHIP,
        posting_count: 2,
        digest: 'x',
        day,
        at: `${day}T00:00:00Z`,
        by_id: 'test',
        by_name: 'test',
      });
      await row('reserve_outlay', {
        id: newId(),
        case_id: caseId,
        township: TOWNSHIP,
        person_id: id,
        amount_fen: amount,
        first_by: 'a',
        first_name: '甲',
        second_by: 'b',
        second_name: '乙',
        receipt_file: file.id,
        photo_file: file.id,
        entry_id: entry,
        at: `${day}T00:00:00Z`,
        day,
      });
    };
    await own('alter table ledger_entry disable trigger user');
    await outlay('整一', 1_000_00, '2026-07-01');
    await outlay('整二', 500_00, '2026-07-08');
    await outlay('整三', 2_000_00, '2026-07-20');
    await outlay('零头', 1_234_56, '2026-07-21');
    await outlay('八月一', 500_00, '2026-08-01');
    await outlay('八月二', 500_00, '2026-08-02');
    await own('alter table ledger_entry enable trigger user');
    expect((await namesIn('round-cash')).sort()).toEqual(['整一', '整三', '整二'].sort());
  });

  test('核对报告查得的车、房、企业、财政供养：逐项说明；代步车、农用车、一套房不算', () => {
    const item = (kind: string, text = '', recordNo: string | null = null) => ({
      kind,
      text,
      recordNo,
      amountFen: null,
      from: null,
      to: null,
      date: null,
      quantity: null,
    });
    const report = (...items: ReturnType<typeof item>[]) => ({
      lines: [{ member: '1', source: 'police' as const, result: 'consistent' as const, asOf: null, items }],
    });
    expect(meansFound(report(item('car')) as never, 1)).toBe('核对报告查得机动车');
    expect(meansFound(report(item('mobility'), item('farm'), item('house', '', 'a')) as never, 1)).toBeNull();
    expect(meansFound(report(item('house', '', 'a'), item('house', '', 'a')) as never, 1)).toBeNull();
    expect(meansFound(report(item('house', '', 'a'), item('house', '', 'b'), item('firm')) as never, 1)).toBe(
      '核对报告查得住房2套、市场主体',
    );
    expect(meansFound(report(item('wage', '机关单位工资')) as never, 1)).toBe('核对报告查得财政供养工资');
    expect(meansFound(report(item('wage', '工资薪金所得')) as never, 1)).toBeNull();
  });
});

describe('整改', () => {
  test('清单里每项查询都有说明和数目；交办、整改（须有凭证）、由另一人确认；同一条不能交办两次', async () => {
    const views = must(await api.context.read(auditor, (tx) => queryViews(tx)));
    expect(views).toHaveLength(15);
    expect(views.find((v) => v.key === 'paid-after-death')).toMatchObject({ count: 1, open: 0 });
    // 要看遍全市账户的，打开时才查，清单不为它等
    expect(views.filter((v) => v.count === null).map((v) => v.key)).toEqual(['one-account', 'cadre-account', 'means']);
    const [finding] = must(await api.context.write(auditor, (tx) => findings(tx, 'paid-after-death', {}))).rows;
    const order = (query: string, subject: string) =>
      api.context.write(auditor, (tx) =>
        orderRectification(tx, { query, subject, assignedTo: 'county-clerk', dueOn: '2026-09-30', request: '查清后追回' }),
      );
    expect(codeOf(await order('paid-after-death', newId()))).toBe('FINDING_GONE');
    const { id } = must(await order('paid-after-death', finding!.id));
    expect(codeOf(await order('paid-after-death', finding!.id))).toBe('RECTIFICATION_OPEN');
    expect(
      must(await api.context.write(auditor, (tx) => findings(tx, 'paid-after-death', {}))).rows[0]!.rectification,
    ).toMatchObject({
      stateZh: '整改中',
    });
    const county = hand(COUNTY, 'county-clerk');
    const act = (by: Actor, action: string, version: number, input: unknown) =>
      api.context.write(by, (tx) => actOnRectification(tx, id, { action, version, input }));
    expect(codeOf(await act(county, 'confirm', 1, {}))).toBe('RECTIFICATION_MOVE');
    expect(codeOf(await act(county, 'done', 1, { measure: '已追回多发款项' }))).toBe('INVALID_INPUT');
    const evidence = await storeUpload(api.context, county, openFileStore(api.filesDir), {
      bytes: Buffer.from('\xff\xd8\xff 2', 'latin1'),
      mediaType: 'image/jpeg',
      name: '缴款书.jpg',
      paper: 'rectification-evidence',
    });
    must(await act(county, 'done', 1, { measure: '已追回多发款项', evidence: evidence.id }));
    must(await act(auditor, 'sendBack', 2, { reason: '还缺缴款日期' }));
    must(await act(county, 'done', 3, { measure: '已补缴款日期', evidence: evidence.id }));
    must(await act(auditor, 'confirm', 4, {}));
    const closed = await api.context.write(auditor, (tx) => rectifications(tx, { view: 'closed' }));
    expect(closed.rows[0]).toMatchObject({ stateZh: '整改到位', name: '死后发', measure: '已补缴款日期' });
    expect(closed.rows[0]!.request).toContain('还缺缴款日期');
    const elsewhere = await api.context.write(hand('421221000000', 'county-clerk'), (tx) =>
      rectifications(tx, { view: 'closed' }),
    );
    expect(elsewhere.rows).toEqual([]);
  });
});
