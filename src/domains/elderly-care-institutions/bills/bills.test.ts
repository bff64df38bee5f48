/** 账单和备案 through the API: X1 by the calendar, X3 from the leave to the bill, objection, payment and what goes back at the end; and the guards of ending. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { createUser, startResidentSession, systemActor } from '../../../kernel/access/server.ts';
import { addRoom, admitAtDesk, type Home, makeElder, openHome, publishPrices } from '../fixtures.ts';

let api: Api;
let home: Home;
let county: Browser;
let elder: Awaited<ReturnType<typeof makeElder>>;
let stayId: string;
let beds: { id: string; code: string }[];
const at = (day: string, time = '10:00') => api.clock.set(`${day}T${time}:00+08:00`);
const post = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.refused(url, { ...body, requestId: requestId() });
const own = () => home.head.get('/api/institutions/own');
const at1 = (what: string) => `/api/institutions/${home.id}/${what}`;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  county = await api.staff('xian');
  beds = await addRoom(home, { name: '101', beds: 4 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '王老人', level: 2 });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: beds[0]!.id }));
});
afterAll(() => api?.stop());

const FILING = {
  name: '咸安区社会福利院',
  contact: '柳志明',
  telephone: '0999-0000701',
  beds: 4,
  areaM2: 2600,
  ownership: '自有',
  certificate: true,
  commitment: false,
};

describe('X3 账单', () => {
  const bill = (month: string, more: object = {}) =>
    home.accountant.call('POST', `/api/stays/${stayId}/bills`, { month, ...more, requestId: requestId() });

  test('9月20至22日请假，提前报备：9月账单1830元；一个月只出一张；没过完的月份不出', async () => {
    at('2026-09-19', '16:59');
    await post(home.nurse, `/api/stays/${stayId}/leave`, { kind: 'out', from: '2026-09-20', last: '2026-09-22' });
    expect((await bill('2026-09')).body.error.code).toBe('BILL_EARLY');
    at('2026-10-01');
    // 两个会计同时出
    const two = (await Promise.all([bill('2026-09'), bill('2026-09')])).map(({ body }) => body.selfFen ?? body.error.code);
    expect(two.sort()).toEqual([1830_00, 'BILL_TWICE']);
    expect((await bill('2026-09')).body.error).toMatchObject({ code: 'BILL_TWICE', message: '该月账单已生成。' });
    const { bills } = await home.accountant.get(`/api/stays/${stayId}`);
    expect(bills[0].lines.map((l: { name: string; amountFen: number }) => [l.name, l.amountFen])).toEqual([
      ['床位费（双人间）', 840_00],
      ['护理费（介助2）', 630_00],
      ['餐费', 360_00],
    ]);
  });

  test('家属看得到每一行怎么算的，10日内提异议；机构收回重出，再付清', async () => {
    const family = api.visitor();
    family.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
    const [mine] = (await family.get('/api/my/care')).rows;
    expect(mine.stay.bills[0].lines[0].says).toBe('1200.00元／月×21天÷30天（9月10日至9月30日）');
    const billId = mine.stay.bills[0].id;
    at('2026-10-12');
    expect(await no(family, `/api/my/care/bills/${billId}/objection`, { objection: '中秋节那天也没在' })).toMatchObject({
      code: 'BILL_OBJECTION_LATE',
    });
    at('2026-10-11');
    await post(family, `/api/my/care/bills/${billId}/objection`, { objection: '中秋节那天也没在' });
    at('2026-10-12');
    expect((await no(home.accountant, `/api/bills/${billId}/payment`, { amount: 100, method: 'cash' })).code).toBe('BILL_STATE');
    await post(home.accountant, `/api/bills/${billId}/answer`, { outcome: 'withdraw', answer: '核对属实，收回重出' });
    // 减收要写原因，不能比收过的还多：多打两个零，就是退一笔没有收过的钱
    const lessened = (more: object) => no(home.accountant, `/api/stays/${stayId}/bills`, { month: '2026-09', ...more });
    expect((await lessened({ less: 50_00 })).fields).toMatchObject([{ path: 'lessFor' }]);
    expect((await lessened({ less: 1830_01, lessFor: '中秋节不在' })).fields).toEqual([
      { path: 'less', message: '最多1,830.00元：这个月的和以前收过的' },
    ]);
    const again = await home.accountant.post(`/api/stays/${stayId}/bills`, {
      month: '2026-09',
      publicFund: 1000_00,
      less: 50_00,
      lessFor: '中秋节不在',
      requestId: requestId(),
    });
    expect(again.selfFen).toBe(780_00);
    const pay = `/api/bills/${again.id}/payment`;
    expect((await no(home.accountant, pay, { amount: 780_01, method: 'cash' })).code).toBe('BILL_OVERPAID');
    await post(home.accountant, pay, { amount: 700_00, method: 'cash' });
    await post(home.accountant, pay, { amount: 80_00, method: 'mobile' });
    expect((await home.accountant.get(`/api/stays/${stayId}`)).bills[0].stateZh).toBe('已付清');
    // 账单出了以后才补登的请假，账单不变，会计知道
    await post(home.nurse, `/api/stays/${stayId}/leave`, { kind: 'out', from: '2026-09-26', last: '2026-09-27' });
    const { items } = await home.accountant.get('/api/messages');
    expect(items[0]).toMatchObject({ title: '补登了请假', body: expect.stringContaining('2026年9月的请假') });
    const other = api.visitor();
    other.cookie = `mz_session=${(await startResidentSession(api.context, (await makeElder(api, { name: '旁人' })).id)).token}`;
    expect((await other.get('/api/my/care')).rows).toEqual([]);
    expect((await no(other, `/api/my/care/bills/${again.id}/objection`, { objection: '我来看看' })).code).toBe('NOT_FOUND');
  });

  test('涨价要提前30天公布，账单按生效日分段；没有公布的价格不能收', async () => {
    const price = { item: 'bed', name: '双人间', amount: 1500_00 };
    expect(await no(home.head, at1('prices'), { ...price, from: '2026-10-20' })).toMatchObject({
      code: 'PRICE_NOTICE',
      message: '涨价要提前30天公布，最早从2026年11月11日起。',
    });
    // 护理费按等级收，别的名称签协议时找不到
    const other = { item: 'care', name: '介护9', amount: 1800_00, from: '2026-12-01' };
    expect((await no(home.head, at1('prices'), other)).fields).toMatchObject([{ path: 'name' }]);
    await post(home.head, at1('prices'), { ...price, from: '2026-11-16' });
    at('2026-12-01');
    await bill('2026-10');
    await bill('2026-11', { publicFund: 250_00 });
    const { bills } = await home.accountant.get(`/api/stays/${stayId}`);
    const beds11 = bills[0].lines.filter((l: { name: string }) => l.name.startsWith('床位费'));
    expect(beds11.map((l: { days: number; amountFen: number }) => [l.days, l.amountFen])).toEqual([
      [15, 600_00],
      [15, 750_00],
    ]);
  });
});

describe('W6 消费券抵账单', () => {
  let till: Browser;
  let family: Browser;
  const COUNTY = '421202000000';
  const november = async () =>
    (await home.accountant.get(`/api/stays/${stayId}`)).bills.find((b: { month: string }) => b.month === '2026-11');
  const take = async (): Promise<string> => {
    const { code } = await family.post('/api/elders/my/care-code');
    const { id } = await post(till, '/api/care-till/vouchers', {
      code,
      serviceOn: '2026-11-30',
      what: '11月机构照护',
      payableFen: 2600_00,
    });
    await api.run();
    return id;
  };

  beforeAll(async () => {
    at('2026-12-01');
    family = api.visitor();
    family.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
    const applicant = { name: elder.name, idNumber: elder.idNumber, phone: '13900005011', division: '421202100001' };
    const { id } = await post(await api.staff('xiang'), '/api/cases', {
      itemId: 'EL-22',
      channel: 'window',
      form: { applicant, consent: true },
    });
    await api.owner.query(
      `insert into care_voucher_award (id, person_id, division, from_month, case_id, granted_on) values ($1, $2, '421202100001', '2026-11', $1, '2026-10-30')`,
      [id, elder.id],
    );
    await api.owner.query(
      `insert into care_voucher (id, award_id, person_id, division, month, face_fen, lapses_on) values ($1, $1, $2, '421202100001', '2026-11', 80000, '2026-12-05')`,
      [id, elder.id],
    );
    const { creditCode } = await own();
    const outlet = await post(county, '/api/elders/outlets', {
      kind: 'institution',
      name: '咸安区社会福利院',
      creditCode,
      division: '421202100001',
      address: '汀泗桥镇解放路1号',
      telephone: '0999-0000701',
    });
    const duty = {
      role: 'institution-user',
      duty: 'care-outlet',
      division: COUNTY,
      unitId: outlet.id,
      domain: 'elderly-care',
      validFrom: '2026-01-01',
    } as const;
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const made = await createUser(tx, {
        login: 'quan',
        name: '院内收银',
        division: COUNTY,
        demonstration: true,
        duties: [duty],
      });
      if (!made.ok) throw new Error(made.code);
    });
    till = await api.staff('quan');
  });

  test('11月账单扣除政府资金还要付2600元，40%是1040元，券里800元：抵800元，自付1800元；家属在账单上看得到怎么算的', async () => {
    expect(await november()).toMatchObject({ totalFen: 2850_00, publicFen: 250_00, selfFen: 2600_00, vouchers: [] });
    await take();
    expect(await november()).toMatchObject({ voucherFen: 800_00, selfFen: 1800_00, stateZh: '待付' });
    const [mine] = (await family.get('/api/my/care')).rows;
    expect(mine.stay.bills.find((b: { month: string }) => b.month === '2026-11').vouchers).toMatchObject([
      { amountFen: 800_00, reversed: false, says: '应付2,600.00元×40%＝1,040.00元，券里只有800.00元' },
    ]);
  });

  test('冲正的退回来，同一件事送到两遍只记一次；付清以后才核销的，多收的退给家属', async () => {
    const { rows } = await till.get('/api/care-till/vouchers');
    await post(till, `/api/care-till/vouchers/${rows[0].id}/reversal`, { reason: '账单还在核对' });
    await api.run();
    expect(await november()).toMatchObject({ voucherFen: 0, selfFen: 2600_00, vouchers: [{ reversed: true }] });
    await api.owner.query(
      `update event_delivery set state = 'pending', handled_at = null, next_at = '2026-12-01' where subscriber = 'elderly-care-institutions.voucher'`,
    );
    await api.run();
    expect(await november()).toMatchObject({ voucherFen: 0, selfFen: 2600_00, vouchers: [{ reversed: true }] });
    const { id } = await november();
    await post(home.accountant, `/api/bills/${id}/payment`, { amount: 2600_00, method: 'bank' });
    await take();
    expect(await november()).toMatchObject({ voucherFen: 800_00, selfFen: 1800_00, paidFen: 2600_00, stateZh: '待付' });
    const told = (await home.accountant.get('/api/messages')).items.map((m: { body: string }) => m.body);
    expect(told).toContain('王老人的2026年11月账单付了以后又用了消费券，多收800.00元，请退给家属。');
    await post(home.accountant, `/api/bills/${id}/payment`, { amount: 800_00, method: 'bank' });
    expect(await november()).toMatchObject({ paidFen: 1800_00, stateZh: '已付清' });
  });
});

describe('X1 备案', () => {
  test('9月24日收住第一位，10月15日到期；备案当天起10个工作日，10月29日前现场核查', async () => {
    const fresh = await startApi({ start: '2026-09-24' });
    try {
      const { home: new1 } = await openHome(fresh);
      const [bed] = await addRoom(new1, { name: '101', beds: 2 });
      await publishPrices(new1, '2026-09-24');
      const first = await makeElder(fresh, { name: '李老人', level: 1 });
      await admitAtDesk(new1, first, { bedId: bed!.id, contract: { careLevel: 'assisted-1', from: '2026-09-24' } });
      const seen = async () => new1.head.get('/api/institutions/own');
      expect((await seen()).clock).toEqual({ firstResidentOn: '2026-09-24', dueOn: '2026-10-15', left: 10, late: false });
      const office = await fresh.staff('xian');
      const url = (what: string) => `/api/institutions/${new1.id}/${what}`;
      fresh.clock.set('2026-10-15T10:00:00+08:00');
      expect((await no(new1.head, url('filings'), { ...FILING, beds: 1 })).code).toBe('FILING_BEDS');
      await post(new1.head, url('filings'), { ...FILING, beds: 2 });
      expect(await no(office, url('receipt'))).toMatchObject({ code: 'FILING_INCOMPLETE', message: '还缺承诺书，不能出回执。' });
      await post(office, url('guidance'), { what: '请补承诺书' });
      // 补正的照上一次报的改，不用从头填
      const { offers } = await seen();
      const again = offers.find((offer: { action: string }) => offer.action === 'file');
      expect(again.initial).toMatchObject({ beds: 2, ownership: '自有', certificate: true, commitment: false });
      await post(new1.head, url('filings'), { ...FILING, beds: 2, commitment: true });
      await post(office, url('receipt'));
      const recorded = await seen();
      expect(recorded).toMatchObject({
        stateZh: '已备案',
        recordedBeds: 2,
        clock: null,
        onsite: [{ dueOn: '2026-10-29', doneOn: null }],
      });
      expect(recorded.filings[0].documentId).toMatch(/^[0-9a-f-]{36}$/);
      // 备案两张：再加床要先变更备案
      expect(
        await no(new1.head, url('rooms'), {
          building: '1号楼',
          floor: 1,
          name: '102',
          sexRule: 'any',
          ward: 'ordinary',
          beds: 1,
          priceClass: '双人间',
        }),
      ).toMatchObject({
        code: 'BED_OVER_FILING',
        message: '床位数超出备案数量，请先办理变更。',
      });
      await post(office, url('onsite'), { findings: '与备案一致，消防通道畅通' });
      expect((await seen()).onsite[0].doneOn).toBe('2026-10-15');
    } finally {
      await fresh.stop();
    }
  });

  test('逾期没有备案：提醒过的县里再知道一次，限期现场核查', async () => {
    await api.run();
    await api.run();
    const { rows } = await api.owner.query(
      `select template, count(*)::int as n from message where template like 'care.record-%' group by template`,
    );
    expect(rows).toEqual([{ template: 'care.record-late', n: 2 }]);
    expect((await own()).onsite).toMatchObject([{ causeZh: '发现未备案收住', doneOn: null }]);
  });
});

describe('终止', () => {
  test('提前30天公告；老人没安置完、押金没退清都不能终止', async () => {
    const words = { what: 'end', reason: '院区搬迁，老人转到区中心福利院' };
    expect((await no(home.head, at1('announcement'), { ...words, from: '2026-12-20' })).code).toBe('END_NOTICE');
    await post(home.head, at1('announcement'), { ...words, from: '2026-12-31' });
    expect((await own()).stateZh).toBe('拟终止');
    expect((await no(county, at1('ending'))).code).toBe('END_TOO_EARLY');
    at('2026-12-31');
    await post(county, at1('ending'));
    expect(await no(county, at1('end'))).toMatchObject({ code: 'END_UNPLACED', message: '尚有1名老人未安置，不能终止。' });
    await post(home.reception, `/api/stays/${stayId}/discharge`, { reason: '转到区中心福利院' });
    expect((await no(county, at1('end'))).code).toBe('END_MONEY');
    expect((await no(home.accountant, `/api/stays/${stayId}/refund`, { method: 'bank' })).code).toBe('BILL_MISSING');
    await post(home.accountant, `/api/stays/${stayId}/bills`, { month: '2026-12' });
    for (const bill of (await home.accountant.get(`/api/stays/${stayId}`)).bills)
      if (bill.stateZh === '待付')
        await post(home.accountant, `/api/bills/${bill.id}/payment`, { amount: bill.selfFen, method: 'bank' });
    expect((await post(home.accountant, `/api/stays/${stayId}/refund`, { method: 'bank' })).refundFen).toBe(1200_00);
    await post(county, at1('end'));
    expect((await own()).stateZh).toBe('已终止');
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'facility.closed'`);
    expect(rows[0].payload).toMatchObject({ facilityId: home.id, closedOn: '2026-12-31' });
    expect(api.errors).toEqual([]);
  });
});

test('床位的去向：数据库和程序是同一张表；在住不能直接变成空闲', async () => {
  const { bedMoves, bedStates } = await import('../beds/terms.ts');
  const states = Object.keys(bedStates);
  const { rows } = await api.owner.query(
    `select a.s as f, b.s as t from unnest($1::text[]) a(s), unnest($1::text[]) b(s) where care_bed_may_move(a.s, b.s) order by 1, 2`,
    [states],
  );
  const listed = Object.entries(bedMoves).flatMap(([f, to]) => to.map((t) => ({ f, t })));
  expect(rows).toEqual(listed.toSorted((a, b) => (a.f + a.t < b.f + b.t ? -1 : 1)));
  await expect(api.owner.query(`update care_bed set state = 'occupied' where id = $1`, [beds[1]!.id])).rejects.toMatchObject({
    constraint: 'care_bed_move',
  });
  await expect(api.owner.query(`update care_bed set state = 'held' where id = $1`, [beds[1]!.id])).rejects.toMatchObject({
    constraint: 'care_bed_booked',
  });
});
