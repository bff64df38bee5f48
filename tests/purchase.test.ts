/** 政府购买服务 over HTTP: from the catalogue to the payment; what may not be bought, for how long, in what parts, by whom it is paid. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/kernel/access/index.ts';
import { createUser } from '../src/kernel/access/server.ts';
import { type Browser, requestId } from './api.ts';
import {
  api,
  buyer,
  COUNTY,
  cashier,
  clerk,
  closePurchase,
  form,
  offered,
  openPurchase,
  programme,
  refused,
  register,
  reviewer,
  yuan,
} from './purchase-desk.ts';

beforeAll(openPurchase);
afterAll(closePurchase);

let provider: Browser;

describe('目录和立项', () => {
  test('指导性目录一级十类、二级在下面；标准单价由市县在三级里定，不在目录里的上级不收', async () => {
    const { items } = await buyer.get('/api/purchases');
    const first = items.filter((i: { level: number }) => i.level === 1);
    expect(first.map((i: { name: string }) => i.name)).toEqual([
      '社会救助服务',
      '养老服务',
      '儿童福利与保护服务',
      '残疾人福利服务',
      '社区治理服务',
      '社会组织服务',
      '社会工作与志愿服务',
      '婚姻与殡葬服务',
      '区划地名服务',
      '规划与评估服务',
    ]);
    const item = {
      code: 'YL-TF',
      parent: 'MZ-0202',
      name: '独居老人上门探访',
      unit: '次',
      content: '每次不少于30分钟',
      price: yuan(50),
    };
    await register('items', item);
    expect((await buyer.get('/api/purchases')).items).toContainEqual(
      expect.objectContaining({ code: 'YL-TF', level: 3, fieldZh: '养老服务' }),
    );
    expect((await refused('items', { ...item, code: 'X-01', parent: 'YL-TF' })).fields[0]).toMatchObject({ path: 'parent' });
  });

  test('不得以购买服务名义用工；货物、工程、融资和政府直接履职的不收', async () => {
    expect((await refused('programmes', programme({ nature: 'labour' }))).message).toBe('不得以购买服务名义用工。');
    expect((await refused('programmes', programme({ need: '劳务派遣窗口人员5名，负责受理。' }))).code).toBe('PURCHASE_LABOUR');
    expect((await refused('programmes', programme({ nature: 'goods' }))).message).toBe('货物，不得作为政府购买服务。');
    expect((await refused('programmes', programme({ nature: 'government-only' }))).message).toBe(
      '应当由政府直接履职的事项，不得作为政府购买服务。',
    );
  });
});

describe('从公告到付款', () => {
  let programmeId: string;
  let noticeId: string;
  let providerId: string;
  let procurementId: string;
  let contractId: string;
  const title = '2026年独居老人探访服务采购公告';
  const contract = (given: object = {}) => ({
    procurementId,
    no: `XA-2026-${requestId()}`,
    itemCode: 'YL-TF',
    unitPrice: yuan(50),
    quantity: 2000,
    fromOn: '2026-04-01',
    toOn: '2027-03-31',
    milestones: [
      { name: '上半年服务', dueOn: '2026-09-30', amount: yuan(60_000) },
      { name: '最终验收', dueOn: '2027-03-31', amount: yuan(40_000) },
    ],
    ...given,
  });

  test('公告发在门户上，任何单位不登录就能报名；同一单位只报一次；联系电话公众看不到', async () => {
    programmeId = (await register('programmes', programme({ name: '独居老人探访' }))).id;
    const notice = {
      programmeId,
      title,
      content: '为全区独居老人提供上门探访，投标人须是依法登记的社会组织或者企业。',
      method: 'consultation',
      budget: yuan(120_000),
      contact: '郑海燕 0715-8320001',
      closesOn: '2026-03-10',
    };
    expect((await refused('notices', { ...notice, budget: yuan(200_000.01) })).code).toBe('BUDGET_SHORT');
    noticeId = (await register('notices', notice)).id;
    const visitor = api.visitor();
    expect((await visitor.call('GET', '/purchase-notices')).body).toContain(title);
    const sign = (given: object) =>
      visitor.call(
        'POST',
        `/purchase-notices/${noticeId}`,
        {
          name: '咸安区暖阳社会工作服务中心',
          creditCode: '52421202MJ00000012',
          contact: '夏雨',
          phone: '13900007788',
          requestId: requestId(),
          ...given,
        },
        { origin: 'http://localhost:8080', host: 'localhost:8080' },
      );
    expect((await sign({ creditCode: '123' })).body).toContain('统一社会信用代码是18位数字和大写字母');
    expect((await sign({})).body).toContain('已经报名');
    expect((await sign({})).body).toContain('这个单位已经报过名，不用再报。');
    const page = (await visitor.call('GET', `/purchase-notices/${noticeId}`)).body;
    expect(page).not.toContain('13900007788');
    const { rows } = await buyer.get(`/api/purchases/notices/${noticeId}/sign-ups`);
    expect(rows).toMatchObject([{ name: '咸安区暖阳社会工作服务中心', contact: '夏雨', phone: '13900007788' }]);
    expect((await reviewer.call('GET', `/api/purchases/notices/${noticeId}/sign-ups`)).status).toBe(403);
    const stored = await api.owner.query('select contact from purchase_sign_up');
    expect(stored.rows[0].contact.toString('utf8')).not.toContain('13900007788');
  });

  test('截止以后不收报名；截止以前不能登记成交', async () => {
    providerId = (
      await register('providers', {
        name: '咸安区暖阳社会工作服务中心',
        creditCode: '52421202MJ00000012',
        contact: '夏雨',
        telephone: '0715-8888001',
      })
    ).id;
    const procurement = {
      programmeId,
      noticeId,
      providerId,
      method: 'consultation',
      documentNo: '咸安采磋〔2026〕8号',
      publishedOn: '2026-03-02',
      bidders: 3,
      award: yuan(110_000),
    };
    expect((await refused('procurements', { ...procurement, awardedOn: '2026-03-10' })).code).toBe('PROCUREMENT_BEFORE_CLOSE');
    await api.moveTo('2026-03-11');
    const late = await api
      .visitor()
      .call(
        'POST',
        `/purchase-notices/${noticeId}`,
        { name: '晚到公司', creditCode: '91421202MA00000019', contact: '王明', phone: '13900007799', requestId: requestId() },
        { origin: 'http://localhost:8080', host: 'localhost:8080' },
      );
    expect(late.body).toContain('报名已经截止');
    procurementId = (await register('procurements', { ...procurement, awardedOn: '2026-03-11' })).id;
    expect((await api.visitor().call('GET', '/purchase-notices')).body).toContain('成交：咸安区暖阳社会工作服务中心');
  });

  test('合同最长1年：2026-04-01起到2027-04-01可以，多一天“合同期限超过规定上限”；稳定的最长3年', async () => {
    const late = await refused('contracts', contract({ toOn: '2027-04-02' }));
    expect(late).toMatchObject({ code: 'CONTRACT_TERM', fields: [{ path: 'toOn', message: '合同期限超过规定上限' }] });
    expect(late.message).toContain('合同期限超过规定上限');
    expect((await refused('contracts', contract({ toOn: '2029-04-02', stable: true }))).code).toBe('CONTRACT_TERM');
    // 期限够了，卡在别处：价格
    expect((await refused('contracts', contract({ toOn: '2029-04-01', stable: true, unitPrice: yuan(55.01) }))).code).toBe(
      'CONTRACT_PRICE',
    );
    expect((await refused('contracts', contract({ toOn: '2027-04-01', unitPrice: yuan(44.99) }))).code).toBe('CONTRACT_PRICE');
  });

  test('节点合计等于合同金额，最后一笔不少于10%', async () => {
    const parts = (first: number, last: number) => [
      { name: '上半年服务', dueOn: '2026-09-30', amount: yuan(first) },
      { name: '最终验收', dueOn: '2027-03-31', amount: yuan(last) },
    ];
    expect((await refused('contracts', contract({ milestones: [] }))).fields[0]).toMatchObject({ path: 'milestones' });
    expect((await refused('contracts', contract({ milestones: parts(90_000.01, 9_999.99) }))).fields[0]).toMatchObject({
      path: 'milestones.1.amount',
    });
    contractId = (await register('contracts', contract({ no: 'XA-2026-01' }))).id;
    const event = await api.owner.query("select payload from domain_event where type = 'contract.awarded'");
    expect(event.rows[0].payload).toEqual({
      contractId,
      providerId,
      item: 'YL-TF',
      amountFen: yuan(100_000),
      from: '2026-04-01',
      to: '2027-03-31',
    });
    expect(
      (
        await refused(
          'contracts',
          contract({ quantity: 300, milestones: [{ name: '一次付清', dueOn: '2026-09-30', amount: yuan(15_000) }] }),
        )
      ).code,
    ).toBe('PROCUREMENT_SHORT');
  });

  test('按节点付款的合同不派服务，也不按次结算', async () => {
    const assigned = await buyer.refused(`/api/service-contracts/${contractId}/actions`, {
      action: 'assign',
      requestId: requestId(),
      input: { name: '周大爷', idNumber: '421202195001010012', plannedOn: '2026-04-02' },
    });
    expect(assigned.code).toBe('CONTRACT_BY_PARTS');
  });

  test('节点到期前5日提醒采购人员和承接机构，到期当日发出事件；一次', async () => {
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      createUser(tx, {
        login: 'nuanyang',
        name: '夏雨',
        division: COUNTY,
        demonstration: true,
        duties: [
          {
            role: 'institution-user',
            duty: 'service-provider',
            division: COUNTY,
            unitId: providerId,
            domain: 'social-assistance',
            validFrom: '2026-01-01',
          },
        ],
      }),
    );
    provider = await api.staff('nuanyang');
    await api.owner.query("update contract_milestone set due_on = '2026-03-20' where no = 1");
    const told = async () =>
      (await api.owner.query("select body from message where template = 'contract.milestone'")).rows.map((r) => r.body);
    const reached = async () =>
      (await api.owner.query("select payload from domain_event where type = 'contract.milestone.reached'")).rows;
    await api.moveTo('2026-03-14');
    expect(await told()).toEqual([]);
    await api.moveTo('2026-03-16');
    expect(await told()).toEqual(Array(2).fill('XA-2026-01（上半年服务）将于2026年3月20日验收。'));
    expect(await reached()).toEqual([]);
    await api.moveTo('2026-03-21');
    expect(await told()).toHaveLength(2);
    expect(await reached()).toEqual([{ payload: { contractId, milestone: '上半年服务', dueOn: '2026-03-20' } }]);
  });

  test('合同日历：一年以内要验收的节点、到期的合同，过了日子还没有验收的标出来', async () => {
    expect((await buyer.get('/api/purchases/calendar')).rows).toMatchObject([
      { contractNo: 'XA-2026-01', what: '验收：上半年服务', on: '2026-03-20', late: true, amountFen: yuan(60_000) },
    ]);
    await api.owner.query("update contract_milestone set due_on = '2027-03-20' where no = 2");
    await api.owner.query("update service_contract set to_on = '2027-03-20'");
    expect((await buyer.get('/api/purchases/calendar')).rows.map((row: { what: string }) => row.what)).toEqual([
      '验收：上半年服务',
      '合同到期',
      '验收：最终验收',
    ]);
  });

  const milestones = async (by = buyer) => (await by.get(`/api/purchases/contracts/${contractId}`)).milestones;

  test('先验收，承接机构才能申请付款；别家看不到；一张发票只用一次', async () => {
    const [first, last] = await milestones();
    const invoice = await provider.upload('invoice');
    const ask = (given: object = {}) =>
      form({ invoiceNo: '12345678', invoice, bank: '湖北银行咸宁分行', account: '6228480000000001234', ...given });
    expect((await provider.refused(`/api/purchases/milestones/${first.id}/request`, ask())).code).toBe('MILESTONE_MOVE');
    expect((await buyer.refused(`/api/purchases/milestones/${last.id}/accept`, form({ note: '资料齐全，合格' }))).code).toBe(
      'MILESTONE_ORDER',
    );
    await buyer.post(`/api/purchases/milestones/${first.id}/accept`, form({ note: '抽查120户，探访记录齐全' }));
    expect(offered((await provider.get('/api/purchases/mine')).rows[0])).toEqual(['申请付款']);
    expect(await provider.post(`/api/purchases/milestones/${first.id}/request`, ask())).toMatchObject({ answerBy: '2026-04-20' });
    await buyer.post(`/api/purchases/milestones/${last.id}/accept`, form({ note: '最终验收合格' }));
    const again = await provider.refused(
      `/api/purchases/milestones/${last.id}/request`,
      ask({ invoice: await provider.upload('invoice') }),
    );
    expect(again).toMatchObject({ code: 'INVOICE_USED', message: '发票12345678已经申请过付款。' });
  });

  test('专户没有分给这个项目的钱，付不了；分了以后制单、复核、支付三人，收款单位和金额照合同', async () => {
    const [first] = await milestones(clerk);
    expect(offered(first)).toEqual([]);
    const account = (
      await clerk.post(
        '/api/funds/accounts',
        form({ name: '专户', bank: '农行', number: '17650101040012345', purpose: '养老', openedOn: '2026-03-01' }),
      )
    ).id;
    const lineId = (
      await clerk.post(
        `/api/funds/accounts/${account}/lines`,
        form({
          year: 2026,
          source: 'county',
          name: '养老服务',
          purposes: ['elderly', 'social-work'],
          budget: yuan(300_000),
          documentNo: '1号',
        }),
      )
    ).id;
    const arrival = (
      await clerk.post(
        `/api/funds/lines/${lineId}/arrivals`,
        form({ amount: yuan(300_000), arrivedOn: '2026-03-20', voucherNo: 'V1' }),
      )
    ).id;
    const give = async (given: object) => {
      const { id } = await clerk.post(
        `/api/funds/arrivals/${arrival}/allocations`,
        form({
          amount: yuan(100_000),
          purpose: 'elderly',
          place: COUNTY,
          unit: '咸安区民政局',
          decidedOn: '2026-03-20',
          decisionNo: '纪要3号',
          decision: await clerk.upload('fund-decision'),
          ...given,
        }),
      );
      await reviewer.post(`/api/funds/allocations/${id}/check`, form({ answer: 'pass' }));
      return id;
    };
    const pay = (allocationId: string) =>
      clerk.call('POST', `/api/purchases/milestones/${first.id}/payment`, form({ allocationId }));
    const other = await give({});
    expect((await pay(other)).body.error.code).toBe('FUND_PURPOSE');
    const wrong = await give({ programmeId, purpose: 'social-work' });
    expect((await pay(wrong)).body.error.message).toBe('专款专用：资金用途不符，不能支付。');
    const right = await give({ programmeId });
    // 同时点两次，只成一张
    const both = await Promise.all([pay(right), pay(right)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    const { rows } = await clerk.get('/api/funds/payments');
    expect(rows).toMatchObject([{ payee: '咸安区暖阳社会工作服务中心', amountFen: yuan(60_000), payeeAccount: '尾号1234' }]);
    await reviewer.post(`/api/funds/payments/${rows[0].id}/check`, form({ answer: 'pass' }));
    await cashier.post(`/api/funds/payments/${rows[0].id}/pay`, form({}));
    expect((await milestones())[0]).toMatchObject({ stateZh: '已付款', paidOn: '2026-03-21' });
    expect((await buyer.get('/api/purchases/contracts')).rows[0]).toMatchObject({
      paidFen: yuan(60_000),
      amountFen: yuan(100_000),
    });
    // 退票：节点回到申请付款，可以重新付
    await clerk.post(`/api/funds/payments/${rows[0].id}/bounce`, form({ on: '2026-03-21', reason: '账号有误退回' }));
    expect((await milestones())[0]).toMatchObject({ state: 'requested', paidOn: null });
    expect((await pay(right)).status).toBe(200);
  });

  test('全部验收以后评价：质量20+数量20+满意度10+合规9，59分，低于60分不能续签；重新采购中标的可以', async () => {
    const score = (given: object) => buyer.call('POST', `/api/purchases/contracts/${contractId}/score`, form(given));
    expect((await score({ quality: 41, amount: 0, satisfaction: 0, compliance: 0 })).status).toBe(422);
    expect((await score({ quality: 20, amount: 20, satisfaction: 10, compliance: 9 })).body).toEqual({ score: 59 });
    expect((await score({ quality: 40, amount: 30, satisfaction: 20, compliance: 10 })).body.error.code).toBe('CONTRACT_SCORED');
    const small = { quantity: 100, milestones: [{ name: '一次付清', dueOn: '2026-09-30', amount: yuan(5_000) }] };
    expect(await refused('contracts', contract(small))).toMatchObject({
      code: 'CONTRACT_NO_RENEWAL',
      message: '咸安区暖阳社会工作服务中心上一份同类合同XA-2026-01绩效评价59分，低于60分，不能续签。',
    });
    await api.moveTo('2026-03-22');
    const fresh = (
      await register('procurements', {
        programmeId,
        providerId,
        method: 'tender',
        documentNo: '咸安采招〔2026〕2号',
        publishedOn: '2026-03-21',
        awardedOn: '2026-03-22',
        bidders: 4,
        award: yuan(20_000),
      })
    ).id;
    contractId = (await register('contracts', contract({ ...small, procurementId: fresh, no: 'XA-2026-02' }))).id;
  });

  test('违约终止：发出事件，没有验收的不再验收', async () => {
    await buyer.post(`/api/purchases/contracts/${contractId}/breach`, form({ reason: '三个月没有上门，记录系编造' }));
    const event = await api.owner.query("select payload from domain_event where type = 'contract.breached'");
    expect(event.rows[0].payload).toEqual({ contractId, providerId, reason: '三个月没有上门，记录系编造' });
    const [only] = await milestones();
    expect((await buyer.refused(`/api/purchases/milestones/${only.id}/accept`, form({ note: '补做了一部分' }))).code).toBe(
      'CONTRACT_STATE',
    );
    const sheet = await buyer.call('GET', '/api/purchases/contracts/export?state=breached');
    expect([sheet.status, sheet.raw.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  });
});
