/**
 * The money of the demonstration city: a county's account with grants from above and its own lottery fund, of which too little goes to the elderly, some lies idle,
 * and one month that the bank saw differently; the city's account beside it; and what is bought with it. By the real actions of the real accounts; amounts made up.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { at, must } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { openFundAccount } from '../funds/accounts.ts';
import { bouncePayment } from '../funds/pay.ts';
import { refundPayment } from '../funds/refund.ts';
import { handsOf, money, type Played, reconcileAt, share, transfer, wan } from './fund-steps.ts';
import { playPurchases } from './purchases.ts';

export interface FundStage {
  readonly context: Context;
  readonly filesDir: string;
}

const COUNTY = '421202000000';
const CITY = '421200000000';
const TOWNSHIP = '421202100000';
/** Minutes of a meeting, as small as they may be; the number makes them others. */
const minutesOf = (n: number): Buffer => Buffer.from(`%PDF-1.4\n% minutes ${n}\n%%EOF\n`, 'latin1');

const home = { payee: '咸安区汀泗桥镇农村福利院', payeeCode: '12421202MB1234567X', purpose: 'elderly' } as const;
const children = { payee: '咸安区儿童福利指导中心', payeeCode: '12421202MB7654321K', purpose: 'children' } as const;

/** What purchases need of the money: the allocation that is to pay the contract. */
interface CountyMoney {
  readonly account: string;
  readonly arrival: string;
}

async function playCounty(played: Played): Promise<CountyMoney> {
  const { tx, hands } = played;
  const { id: account } = must(
    'account',
    await openFundAccount(at(tx, hands.maker, '2026-01-05'), {
      name: '咸安区民政资金专户',
      bank: '中国农业银行咸宁咸安支行',
      number: '17650101040012345',
      purpose: '上级补助、福彩公益金和本级民政专项',
      openedOn: '2026-05-06',
    }),
  );
  await money(played, {
    account,
    year: 2025,
    source: 'lottery-county',
    name: '福彩公益金',
    purposes: ['elderly', 'children', 'social-work'],
    budget: 180,
    documentNo: '咸安财社〔2025〕9号',
  });
  await money(played, {
    account,
    year: 2025,
    source: 'province',
    name: '养老服务体系建设补助',
    purposes: ['elderly'],
    budget: 260,
    documentNo: '咸安财社〔2025〕15号',
  });
  const province = (await money(played, {
    account,
    source: 'province',
    name: '养老服务体系建设补助',
    purposes: ['elderly'],
    budget: 300,
    documentNo: '咸安财社〔2026〕11号',
    arrived: ['2026-05-12', 200, 'SJ20260512001'],
  }))!;
  const lottery = (await money(played, {
    account,
    source: 'lottery-county',
    name: '福彩公益金',
    purposes: ['elderly', 'children', 'social-work'],
    budget: 200,
    documentNo: '咸安财社〔2026〕14号',
    arrived: ['2026-05-20', 200, 'FC20260520003'],
  }))!;
  const first = await share(played, {
    arrival: province,
    on: '2026-05-28',
    amount: 120,
    purpose: 'elderly',
    place: TOWNSHIP,
    unit: home.payee,
    no: '局党组会议纪要〔2026〕9号',
    file: 0,
    published: '2026-06-08',
  });
  const elderly = await share(played, {
    arrival: lottery,
    on: '2026-06-04',
    amount: 80,
    purpose: 'elderly',
    place: TOWNSHIP,
    unit: '咸宁市益老助餐服务有限公司（汀泗桥镇社区居家养老服务中心）',
    privateRun: true,
    no: '局党组会议纪要〔2026〕10号',
    file: 1,
    published: '2026-06-15',
  });
  const child = await share(played, {
    arrival: lottery,
    on: '2026-06-04',
    amount: 70,
    purpose: 'children',
    place: COUNTY,
    unit: children.payee,
    no: '局党组会议纪要〔2026〕10号',
    file: 2,
    published: '2026-06-15',
  });
  await transfer(played, {
    ...home,
    allocation: first,
    on: '2026-06-18',
    amount: 60,
    reason: '消防改造工程首付款',
    receipt: 'HD20260618011',
  });
  await transfer(played, {
    ...children,
    allocation: child,
    on: '2026-06-25',
    amount: 22,
    reason: '儿童活动场所设备款',
    receipt: 'HD20260625004',
  });
  await reconcileAt(played, account, '2026-05', '2026-06-09', 0);
  await reconcileAt(played, account, '2026-06', '2026-07-09', 0);
  const back = await transfer(played, {
    ...home,
    allocation: elderly,
    payee: '咸宁市益老助餐服务有限公司',
    payeeCode: '91421202MA49ABCD2E',
    on: '2026-07-21',
    amount: 0.03,
    reason: '助餐点厨具押金',
  });
  await transfer(played, {
    ...home,
    allocation: first,
    on: '2026-07-24',
    amount: 30,
    reason: '消防改造工程进度款',
    receipt: 'HD20260724002',
  });
  await reconcileAt(played, account, '2026-07', '2026-08-07', wan(0.03));
  must(
    'bounce',
    await bouncePayment(at(tx, hands.maker, '2026-08-11'), back, { on: '2026-08-11', reason: '收款户名与账号不符' }),
  );
  await money(played, {
    account,
    source: 'central',
    name: '困境儿童关爱保护补助',
    purposes: ['children'],
    budget: 60,
    documentNo: '鄂财社〔2026〕55号',
    arrived: ['2026-06-26', 60, 'ZY20260626001'],
  });
  await money(played, {
    account,
    source: 'county',
    name: '民政专项经费',
    purposes: ['elderly', 'assistance', 'social-work', 'community'],
    budget: 80,
    documentNo: '咸安财社〔2026〕2号',
    arrived: ['2026-08-18', 40, 'BJ20260818002'],
  });
  await share(played, {
    arrival: lottery,
    on: '2026-08-27',
    amount: 44,
    purpose: 'social-work',
    place: COUNTY,
    unit: '咸安区社会工作服务总站',
    no: '局党组会议纪要〔2026〕16号',
    file: 3,
    published: 'waits',
  });
  await transfer(played, {
    ...home,
    allocation: first,
    on: '2026-08-31',
    amount: 20,
    reason: '消防改造工程进度款',
    until: 'checked',
  });
  await transfer(played, {
    ...children,
    allocation: child,
    on: '2026-08-31',
    amount: 8,
    reason: '儿童活动场所设备尾款',
    until: 'made',
  });
  return { account, arrival: province };
}

async function playCity(played: Played): Promise<void> {
  const { tx, hands } = played;
  const { id: account } = must(
    'account',
    await openFundAccount(at(tx, hands.maker, '2026-01-06'), {
      name: '咸宁市民政局资金专户',
      bank: '中国建设银行咸宁分行',
      number: '42050169860800001234',
      purpose: '市级福彩公益金和民政专项',
      openedOn: '2026-06-01',
    }),
  );
  await money(played, {
    account,
    year: 2025,
    source: 'lottery-city',
    name: '福彩公益金',
    purposes: ['elderly', 'children', 'disabled'],
    budget: 1900,
    documentNo: '咸财社〔2025〕6号',
  });
  const lottery = (await money(played, {
    account,
    source: 'lottery-city',
    name: '福彩公益金',
    purposes: ['elderly', 'children', 'disabled'],
    budget: 2000,
    documentNo: '咸财社〔2026〕6号',
    arrived: ['2026-06-10', 2000, 'FC20260610001'],
  }))!;
  const elderly = await share(played, {
    arrival: lottery,
    on: '2026-06-22',
    amount: 1200,
    purpose: 'elderly',
    place: CITY,
    unit: '咸宁市社会福利院',
    no: '市局党组会议纪要〔2026〕12号',
    file: 4,
    published: '2026-07-06',
  });
  await share(played, {
    arrival: lottery,
    on: '2026-06-22',
    amount: 800,
    purpose: 'children',
    place: CITY,
    unit: '咸宁市儿童福利院',
    no: '市局党组会议纪要〔2026〕12号',
    file: 5,
  });
  const built = await transfer(played, {
    allocation: elderly,
    on: '2026-07-15',
    amount: 480,
    purpose: 'elderly',
    payee: '咸宁市社会福利院',
    payeeCode: '12421200MB5566778Y',
    reason: '失能照护楼改造首付款',
    receipt: 'HD20260715009',
  });
  await reconcileAt(played, account, '2026-06', '2026-07-08', 0);
  await reconcileAt(played, account, '2026-07', '2026-08-10', 0);
  const returned = { amount: wan(12), on: '2026-08-26', voucherNo: 'TH20260826001', reason: '招标结余，退回专户' } as const;
  must('refund', await refundPayment(at(tx, hands.maker, '2026-08-26'), built, returned));
}

/** Everything of this part, once. */
export async function playFunds(stage: FundStage): Promise<void> {
  const { context, filesDir } = stage;
  const system = systemActor('demonstration', context.city);
  if (await context.read(system, (tx) => tx.maybe(sql`select 1 as known from fund_account limit 1`))) return;
  const [county, city] = await context.read(system, async (tx) => [
    await handsOf(tx, ['caiwu', 'fuhe', 'chuna']),
    await handsOf(tx, ['shi', 'shiling', 'shicai']),
  ]);
  const files: string[] = [];
  for (let n = 0; n < 7; n++) {
    const by = n === 4 || n === 5 ? city!.maker : county!.maker;
    const upload = { bytes: minutesOf(n), mediaType: 'application/pdf', name: '会议纪要.pdf', paper: 'fund-decision' } as const;
    files.push((await storeUpload(context, by, openFileStore(filesDir), upload)).id);
  }
  const purchases = await playPurchases(stage);
  await context.write(system, async (tx) => {
    const played = { tx, hands: county!, files };
    const { arrival } = await playCounty(played);
    await playCity({ tx, hands: city!, files });
    await share(played, {
      arrival,
      on: '2026-08-20',
      amount: 12,
      purpose: 'elderly',
      place: COUNTY,
      unit: '咸安区民政局（独居老人上门探访）',
      no: '局党组会议纪要〔2026〕15号',
      file: 6,
      programmeId: purchases.programmeId,
    });
  });
}
