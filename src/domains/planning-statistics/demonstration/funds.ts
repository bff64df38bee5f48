/**
 * The money of the demonstration city: a county's account with grants from above and its own lottery fund, of which too little goes to the elderly, some lies idle,
 * and one month that the bank saw differently; the city's account beside it; and what is bought with it. By the real actions of the real accounts; amounts made up.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { Field } from '../../../kernel/purchase/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { openFundAccount, planLine, recordArrival } from '../funds/accounts.ts';
import { allocate, checkAllocation, publishAllocation } from '../funds/allocate.ts';
import { bouncePayment, checkPayment, makePayment, pay, recordReceipt } from '../funds/pay.ts';
import { monthOfBooks, reconcile } from '../funds/reconcile.ts';
import type { FundSource } from '../funds/terms.ts';
import { playPurchases } from './purchases.ts';
import { at, must, staffOf } from './stage.ts';

export interface FundStage {
  readonly context: Context;
  readonly filesDir: string;
}

const COUNTY = '421202000000';
const CITY = '421200000000';
const TOWNSHIP = '421202100000';
const wan = (n: number): Fen => Math.round(n * 1_000_000);

/** Those who move the money of one level. */
interface Hands {
  readonly maker: Actor;
  readonly checker: Actor;
  readonly payer: Actor;
}
const handsOf = async (tx: Tx, logins: readonly [string, string, string]): Promise<Hands> => ({
  maker: await staffOf(tx, logins[0]),
  checker: await staffOf(tx, logins[1]),
  payer: await staffOf(tx, logins[2]),
});

/** Minutes of a meeting, as small as they may be; the number makes them others. */
const minutesOf = (n: number): Buffer => Buffer.from(`%PDF-1.4\n% minutes ${n}\n%%EOF\n`, 'latin1');

interface Played {
  readonly tx: Tx;
  readonly hands: Hands;
  readonly files: readonly string[];
}

interface NewMoney {
  account: string;
  year?: number;
  source: FundSource;
  name: string;
  purposes: Field[];
  budget: number;
  documentNo: string;
  arrived?: readonly [on: PlainDate, amount: number, voucherNo: string];
}
async function money({ tx, hands }: Played, of: NewMoney): Promise<string | null> {
  const line = must(
    of.name,
    await planLine(at(tx, hands.maker, of.arrived?.[0] ?? '2026-01-08'), of.account, {
      year: of.year ?? 2026,
      source: of.source,
      name: of.name,
      purposes: of.purposes,
      budget: wan(of.budget),
      documentNo: of.documentNo,
    }),
  );
  if (!of.arrived) return null;
  const [arrivedOn, amount, voucherNo] = of.arrived;
  const given = { amount: wan(amount), arrivedOn, voucherNo };
  return must('arrival', await recordArrival(at(tx, hands.maker, arrivedOn), line.id, given)).id;
}

interface NewShare {
  arrival: string;
  on: PlainDate;
  amount: number;
  purpose: Field;
  place: string;
  unit: string;
  no: string;
  file: number;
  programmeId?: string;
  /** `waits`: not checked yet. */
  published?: PlainDate | 'waits' | null;
}
async function share({ tx, hands, files }: Played, of: NewShare): Promise<string> {
  const { id } = must(
    of.unit,
    await allocate(at(tx, hands.maker, of.on), of.arrival, {
      amount: wan(of.amount),
      purpose: of.purpose,
      place: of.place,
      unit: of.unit,
      passedDown: false,
      decidedOn: of.on,
      decisionNo: of.no,
      decision: files[of.file]!,
      ...(of.programmeId ? { programmeId: of.programmeId } : {}),
    }),
  );
  if (of.published === 'waits') return id;
  must('check', await checkAllocation(at(tx, hands.checker, of.on), id, { answer: 'pass' }));
  if (of.published) must('publish', await publishAllocation(at(tx, hands.maker, of.published), id));
  return id;
}

interface NewTransfer {
  allocation: string;
  on: PlainDate;
  amount: number;
  purpose: Field;
  payee: string;
  payeeCode: string;
  reason: string;
  until?: 'made' | 'checked' | 'paid';
  receipt?: string;
}
async function transfer({ tx, hands }: Played, of: NewTransfer): Promise<string> {
  const { id } = must(
    of.reason,
    await makePayment(at(tx, hands.maker, of.on), of.allocation, {
      amount: wan(of.amount),
      purpose: of.purpose,
      payee: of.payee,
      payeeCode: of.payeeCode,
      bank: '湖北农村商业银行咸安支行',
      account: '820100000123456789',
      reason: of.reason,
    }),
  );
  if (of.until === 'made') return id;
  must('check', await checkPayment(at(tx, hands.checker, of.on), id, { answer: 'pass' }));
  if (of.until === 'checked') return id;
  must('pay', await pay(at(tx, hands.payer, of.on), id));
  if (of.receipt)
    must('receipt', await recordReceipt(at(tx, hands.maker, of.on), id, { receiptNo: of.receipt, receiptOn: of.on }));
  return id;
}

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
    unit: '汀泗桥镇社区居家养老服务中心',
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

/** `more`: what the bank has beyond the books, of a payment that came back. */
async function reconcileAt(
  { tx, hands }: Played,
  account: string,
  month: `${number}-${number}`,
  on: PlainDate,
  more: Fen,
): Promise<void> {
  const books = await monthOfBooks(tx, account, month);
  const items =
    more === 0
      ? []
      : [{ side: 'more' as const, amount: more, on: `${month}-28` as PlainDate, note: '银行退回一笔付款，还没有入账' }];
  must(`${month}`, await reconcile(at(tx, hands.maker, on), account, { month, bank: books.closing + more, items }));
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
  await transfer(played, {
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
