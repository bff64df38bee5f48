/** Money that is watched: the bank's entries against deposits, promises of returns, 特困 money and what it is for; and the one list of risks that they end in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addRoom,
  admitAtDesk,
  type Home,
  makeElder,
  openHome,
  publishPrices,
} from '../src/domains/elderly-care-institutions/fixtures.ts';
import { enterBalance, setEscrow } from '../src/domains/elderly-care-institutions/money/act.ts';
import { watchMoney } from '../src/domains/elderly-care-institutions/money/watch.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { makeIdNumber } from '../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { actsOn } from './registers.ts';

let api: Api;
let home: Home;
let county: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  county = await api.staff('xian');
  await publishPrices(home, '2026-09-10');
  const beds = await addRoom(home, { name: '101', beds: 2 });
  for (const [i, name] of ['押金甲', '押金乙'].entries())
    await admitAtDesk(home, await makeElder(api, { name, level: 2 }), { bedId: beds[i]!.id });
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const account = { bank: '农商银行', accountTail: '0701', planOn: '2026-09-01', assets: 8_000_000_00 } as const;
    await setEscrow(tx, home.id, { ...account, assetsOn: '2026-01-01', assetsDocument: '审计报告' });
    await enterBalance(tx, home.id, { onDate: '2026-09-10', balance: 5000_00 });
  });
});
afterAll(() => api?.stop());

const send = (by: Browser, url: string, body: Record<string, unknown>) => by.post(url, { ...body, requestId: requestId() });
/** What a sale is refused for. */
const sell = async (): Promise<string> => {
  const sale = {
    kind: 'service',
    name: '龚玉兰',
    idNumber: makeIdNumber('421202', '1944-10-10', 712),
    amount: 100,
    monthly: 100,
    months: 1,
  };
  const given = { ...sale, fromMonth: '2026-10', contractNo: 'A1', requestId: requestId() };
  return (await home.head.refused(`/api/institutions/${home.id}/prepaid`, given)).message;
};
const lights = async (): Promise<string[]> =>
  (await county.get(`/api/institutions/${home.id}/money`)).alerts
    .filter((a: { clearedOn: string | null }) => a.clearedOn === null)
    .map((a: { ruleZh: string }) => a.ruleZh);
async function statement(...lines: string[]): Promise<void> {
  const { creditCode } = await county.get(`/api/institutions/${home.id}`);
  const sheet = [
    '统一社会信用代码,日期,流水号,收入（元）,支出（元）,对方户名',
    ...lines.map((line) => `${creditCode},${line}`),
  ].join('\n');
  const { body } = await county.sendFile(
    '/api/sheets/imports',
    ['kind', 'escrow-entries'],
    Buffer.from(`${sheet}\n`),
    '对账单.csv',
  );
  const settled = async () => {
    for (;;) {
      const { state } = await county.get(`/api/sheets/imports/${body.id}`);
      if (state !== 'reading' && state !== 'applying') return state;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  expect(await settled()).toBe('checked');
  await county.post(`/api/sheets/imports/${body.id}`, { step: 'apply' });
  expect(await settled()).toBe('applied');
}
const entries = (side: string, by = county) => by.get(`/api/institutions/${home.id}/bank-entries?side=${side}`);

test('押金对银行流水：同名同数的自动核对，一笔抵一笔；三个工作日没有进账亮红灯、停收；对不上的县里核对，数不一样的数据库不收', async () => {
  api.clock.set('2026-09-16T09:00:00+08:00');
  await statement('2026-09-10,L1,1000,,押金甲', '2026-09-12,L2,500,,王小明', '2026-09-15,L3,,20,');
  expect((await entries('matched')).rows).toMatchObject([
    { serialNo: 'L1', amountFen: 1000_00, what: '押金甲，押金', byName: '平台' },
  ]);
  expect((await entries('home')).rows).toMatchObject([{ who: '押金乙', amountFen: 1000_00, dueOn: '2026-09-15', late: true }]);
  const file = await county.get(`/api/institutions/${home.id}/money`);
  expect(file.bank).toMatchObject({ statementTo: '2026-09-15', unbanked: 1, unbankedFen: 1000_00 });
  expect(await lights()).toContain('押金、会员费没有进存管账户');
  expect(await sell()).toBe('押金、会员费没有进存管账户亮红灯，暂停预收。');
  const bank = (await entries('bank')).rows as {
    id: string;
    serialNo: string;
    who: string;
    offers: { action: string; to: string }[];
  }[];
  expect(bank.map(({ serialNo, who }) => [serialNo, who])).toEqual([
    ['L3', ''],
    ['L2', '王＊＊'],
  ]);
  // 500元抵不了1,000元的押金：没有可核对的，数据库也不收
  expect(bank[1]!.offers.map(({ action }) => action)).toEqual(['explain']);
  await expect(
    api.owner.query(
      `update care_escrow_entry set settled_on = '2026-09-16', settled_by = 'x',
        payment_id = (select p.id from care_payment p join person n on n.id = p.person_id where n.name = '押金乙' and p.kind = 'deposit') where serial_no = 'L2'`,
    ),
  ).rejects.toMatchObject({ constraint: 'care_escrow_entry_agrees' });
  await send(county, bank[1]!.offers[0]!.to, { other: 'service', note: '9月餐费，收据0912' });
  expect((await entries('bank', home.accountant)).rows.map((row: { offers: unknown[] }) => row.offers)).toEqual([[]]);
  // 后来进账、没有写户名的一笔，县里核对
  await statement('2026-09-16,L4,1000,,');
  const l4 = (await entries('bank')).rows.find((row: { serialNo: string }) => row.serialNo === 'L4');
  const match = l4.offers.find((o: { action: string }) => o.action === 'match');
  expect(match.fields[0].choices).toHaveLength(1);
  await send(county, match.to, { item: match.fields[0].choices[0].value });
  expect((await entries('home')).rows).toEqual([]);
  expect(await lights()).not.toContain('押金、会员费没有进存管账户');
});

test('承诺回报：县里登记线索，机构停收，移送、排除以后灯灭；登记的人排除不了', async () => {
  const form = { institution: home.id, on: '2026-09-16', source: 'complaint', promise: '传单上写年返8%，到期退本金' };
  const acts = actsOn(api);
  const id = await acts.enter(county, 'care-promise', form);
  await watchMoney(api.context);
  expect(await lights()).toContain('承诺回报');
  expect(await sell()).toBe('承诺回报亮红灯，暂停预收。');
  const refer = { to: '咸安区金融工作局', no: '咸民移〔2026〕1号', on: '2026-09-16' };
  await acts.done(county, 'care-promise', id, 'refer', refer);
  const reason = '金融部门查过，传单是别家的';
  expect((await acts.refusal(county, 'care-promise', id, 'dismiss', { reason })).code).toBe('REGISTER_NOT_YOURS');
  await acts.done(await api.staff('xianzhang'), 'care-promise', id, 'dismiss', { reason });
  await watchMoney(api.context);
  expect(await lights()).not.toContain('承诺回报');
});

test('特困资金：收了才能支出，两种钱分开；发门卫工资照样记上、亮红灯，退回来灯灭；原来的一笔改不动', async () => {
  const url = `/api/institutions/${home.id}/tekun-money`;
  const line = (more: object) => ({
    source: 'living',
    on: '2026-09-16',
    voucher: '凭证1',
    note: '',
    requestId: requestId(),
    ...more,
  });
  await home.accountant.post(`${url}/receipts`, line({ amount: 5000_00 }));
  expect(
    (await home.accountant.refused(`${url}/spending`, line({ source: 'care', purpose: 'carers', amount: 100_00 }))).message,
  ).toBe('照料护理费只剩0.00元。');
  await home.accountant.post(`${url}/spending`, line({ purpose: 'food', amount: 3000_00 }));
  expect(await lights()).not.toContain('特困资金用途');
  await home.accountant.post(`${url}/spending`, line({ purpose: 'staff', amount: 1500_00, voucher: '凭证3' }));
  expect(await lights()).toContain('特困资金用途');
  const account = await county.get(url);
  expect(account).toMatchObject({ left: { living: 500_00, care: 0 }, misusedFen: 1500_00 });
  const wrong = (await home.accountant.get(url)).rows.find((row: { wrong: boolean }) => row.wrong);
  expect(wrong).toMatchObject({ purposeZh: '管理、后勤人员工资', voucher: '凭证3' });
  await home.accountant.post(wrong.offers[0].to, {
    on: '2026-09-16',
    voucher: '退1',
    reason: '从机构自有资金退回',
    requestId: requestId(),
  });
  expect(await lights()).not.toContain('特困资金用途');
  expect(await county.get(url)).toMatchObject({ left: { living: 2000_00 }, misusedFen: 0 });
  const { rows } = await api.owner.query("select has_table_privilege('minzheng_app', 'care_tekun_money', 'update') as edit");
  expect(rows).toEqual([{ edit: false }]);
});

test('风险清单：没有消防手续、没有保险、缺护理员的都在一张表里，按类数、按机构查，机构只看自己的；登记了消防手续就少一条', async () => {
  interface Listed {
    rows: { kindZh: string; says: string; homeName: string; light: { zh: string }; page: string }[];
    kinds: { value: string; n: number }[];
    red: number;
    yellow: number;
  }
  const list = (by: Browser, query = ''): Promise<Listed> => by.get(`/api/care-risks${query}`);
  const before = await list(county);
  expect(before.rows.length).toBe(before.red + before.yellow);
  expect(before.kinds.reduce((sum, { n }) => sum + n, 0)).toBe(before.red + before.yellow);
  const own = await list(home.head);
  expect([...new Set(own.rows.map(({ homeName }) => homeName))]).toEqual(['咸安区社会福利院']);
  const says = own.rows.map((row) => row.says);
  expect(says).toContain('没有登记消防验收或者备案');
  expect(own.rows.find(({ kindZh }) => kindZh === '人员配比')?.says).toMatch(/护理员0名，按在住的老人要1名/);
  expect(own.rows.some(({ kindZh, light }) => kindZh === '保险和资金' && light.zh === '红')).toBe(true);
  await actsOn(api).enter(county, 'care-safety-paper', {
    ...{ institution: home.id, kind: 'fire', paperNo: '咸消备〔2020〕12号', issuedOn: '2020-05-01' },
  });
  expect((await list(home.head)).rows.map((row) => row.says)).not.toContain('没有登记消防验收或者备案');
  const red = await list(county, '?light=red&kind=paper');
  expect(red.rows.every(({ kindZh, light }) => kindZh === '安全证照' && light.zh === '红')).toBe(true);
  const sheet = await county.call('GET', '/api/care-risks/sheet');
  expect(sheet.status).toBe(200);
});
