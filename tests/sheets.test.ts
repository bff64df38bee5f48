/** 导入导出 through the API: bad rows go back with their reasons, nothing is half imported, many persons leave only with approval. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import type { ImportView } from '../src/kernel/sheet/index.ts';
import { type Api, type Browser, carry, startApi } from './api.ts';

let api: Api;
let finance: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(storyOf('paid'), storyOf('one-yuan'));
  finance = await api.staff('caiwu');
});
afterAll(() => api?.stop());

type Cell = string | number | null;
const HEADINGS = ['身份证号码', '姓名', '开户银行', '账号', '户名'];
const sheet = async (rows: Cell[][], headings = HEADINGS): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '账户', rows: [headings, ...rows] }] }));
const rowsOf = async (bytes: Buffer): Promise<unknown[][]> => (await readXlsx(new Uint8Array(bytes))).sheets[0]!.rows;
const send = (bytes: Buffer, kind = 'payout-accounts', name = '账户.xlsx') =>
  finance.sendFile('/api/sheets/imports', ['kind', kind], bytes, name);

/** As the page does: asks until the work is at rest. */
async function atRest(id: string): Promise<ImportView> {
  for (;;) {
    const view = (await finance.get(`/api/sheets/imports/${id}`)) as ImportView;
    if (view.state !== 'reading' && view.state !== 'applying') return view;
    await sleep(20);
  }
}
const accounts = async (): Promise<number> => (await api.owner.query('select count(*)::int as n from payout_account')).rows[0].n;
const person = (key: string) => {
  const { idNumber, name } = storyOf(key).persons[0]!;
  return { idNumber, name };
};

describe('导入发放账户', () => {
  test('三行里一行姓名不符、一行账号写错：检查后一行可导入；退回的表格原样带原因；导入后只有那一行', async () => {
    const good = person('paid');
    const other = person('one-yuan');
    const before = await accounts();
    const sent = await send(
      await sheet([
        [good.idNumber, good.name, '咸宁农商行', '6217000000001234567', good.name],
        [other.idNumber, '张冠李', '咸宁农商行', '6217000000001234575', '张冠李'],
        [other.idNumber, other.name, '咸宁农商行', '12345', other.name],
      ]),
    );
    expect(sent.status).toBe(200);
    const checked = await atRest(sent.body.id);
    expect(checked).toMatchObject({ state: 'checked', rowCount: 3, goodCount: 1, badCount: 2 });
    expect(checked.examples).toEqual([
      { no: 3, problem: '姓名与登记的不一致' },
      { no: 4, problem: '银行账号应为12至19位数字' },
    ]);
    expect(await accounts()).toBe(before);
    const returned = await rowsOf((await finance.call('GET', `/api/sheets/imports/${sent.body.id}/returned`)).raw);
    expect(returned[0]).toEqual([...HEADINGS, '退回原因']);
    expect(returned[1]!.slice(1)).toEqual(['张冠李', '咸宁农商行', '6217000000001234575', '张冠李', '第3行　姓名与登记的不一致']);
    await finance.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
    expect(await atRest(sent.body.id)).toMatchObject({ state: 'applied', doneCount: 1 });
    expect(await accounts()).toBe(before + 1);
    expect(await finance.refused(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' })).toMatchObject({
      code: 'IMPORT_STATE',
    });
  });

  test('检查以后有一行变得不能导入：一行也不导入，写明原因', async () => {
    const [a, b] = [person('paid'), person('one-yuan')];
    const sent = await send(
      await sheet([
        [a.idNumber, a.name, '建设银行', '6217000000009999991', a.name],
        [b.idNumber, b.name, '建设银行', '6217000000009999983', b.name],
      ]),
    );
    expect(await atRest(sent.body.id)).toMatchObject({ goodCount: 2 });
    const before = await accounts();
    await api.owner.query(`alter table payout_account add constraint test_refusal check (bank <> '建设银行' or last4 <> '9983')`);
    await finance.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
    // What breaks off stays where it was, whole, and can be taken up again.
    await sleep(500);
    expect(await accounts()).toBe(before);
    await api.owner.query('alter table payout_account drop constraint test_refusal');
    await finance.post(`/api/sheets/imports/${sent.body.id}`, { step: 'resume' });
    expect(await atRest(sent.body.id)).toMatchObject({ state: 'applied', doneCount: 2 });
  });

  test('不是表格、带宏、缺列、空表：一句话说明，什么也没有留下', async () => {
    expect((await send(Buffer.from([1, 0, 2]), 'payout-accounts', 'a.csv')).body.error).toMatchObject({
      code: 'SHEET_UNREADABLE',
    });
    const text = await send(Buffer.from('姓名,账号\n甲,1\n'), 'payout-accounts', 'a.csv');
    expect(await atRest(text.body.id)).toMatchObject({ state: 'refused', problem: '表头缺少：身份证号码、开户银行、户名' });
    const whole = await sheet([['1', '2', '3', '4', '5']]);
    expect((await send(whole.subarray(0, whole.length - 200))).body.error).toMatchObject({ code: 'SHEET_UNREADABLE' });
    const headless = await send(await sheet([['a', 'b']], ['姓名', '账号']));
    expect(await atRest(headless.body.id)).toMatchObject({ state: 'refused', problem: '表头缺少：身份证号码、开户银行、户名' });
    const empty = await send(await sheet([]));
    expect(await atRest(empty.body.id)).toMatchObject({ state: 'refused', problem: '表格里没有数据' });
  });

  test('没有这个岗位的人不能导入，也看不到别人的导入', async () => {
    const village = await api.staff('cun');
    expect(
      (await village.sendFile('/api/sheets/imports', ['kind', 'payout-accounts'], await sheet([]), 'a.xlsx')).body.error,
    ).toMatchObject({ code: 'SHEET_KIND_UNKNOWN' });
    const { mine } = await finance.get('/api/sheets');
    expect((await village.call('GET', `/api/sheets/imports/${mine[0].id}`)).status).toBe(404);
  });

  test('模板带表头，填好就能传', async () => {
    const template = await rowsOf((await finance.call('GET', '/api/sheets/templates/payout-accounts')).raw);
    expect(template[1]).toEqual(HEADINGS);
  });
});

describe('导出名单', () => {
  test('50人以内写明用途就能下载，文件带水印，本人看得到谁导出了', async () => {
    await carry(api, storyOf('one-yuan'), 'decided');
    const clerk = await api.staff('xian');
    expect(
      await clerk.refused('/api/sheets/exports', { kind: 'entitlements', filter: { month: '2026-10' }, purpose: '' }),
    ).toMatchObject({
      code: 'EXPORT_PURPOSE',
    });
    const { id, state } = await clerk.post('/api/sheets/exports', {
      kind: 'entitlements',
      filter: { month: '2026-10' },
      purpose: '季度抽查入户名单',
    });
    expect(state).toBe('approved');
    const rows = await rowsOf((await clerk.call('GET', `/api/sheets/exports/${id}/file`)).raw);
    expect(rows[0]![0]).toContain('享受待遇人员名单（2026年10月）');
    expect(rows[1]![0]).toMatch(/导出人：郑海燕　用途：季度抽查入户名单/);
    const { name, idNumber } = person('one-yuan');
    const line = rows.find((r) => r[1] === name)!;
    expect(line[5]).toBe(1);
    expect(JSON.stringify(rows)).not.toContain(idNumber);
    const family = await api.resident(storyOf('one-yuan'));
    const looked = await family.get('/api/persons/me/looked');
    expect(JSON.stringify(looked)).toContain('郑海燕');
  });

  test('按待遇、按地区只导出要的：别的待遇、别的县的名单里没有这家；写出的范围在表头上', async () => {
    const clerk = await api.staff('xian');
    const { name } = person('one-yuan');
    const purpose = '分待遇核对名单';
    const of = async (filter: Record<string, string>): Promise<unknown[][] | string> => {
      const asked = await clerk.call('POST', '/api/sheets/exports', {
        kind: 'entitlements',
        filter: { month: '2026-10', ...filter },
        purpose,
      });
      if (asked.status !== 200) return asked.body.error.code;
      return rowsOf((await clerk.call('GET', `/api/sheets/exports/${asked.body.id}/file`)).raw);
    };
    const village = storyOf('one-yuan').form.applicant.division;
    const own = (await of({ programme: 'dibao', division: `${village.slice(0, 9)}000` })) as unknown[][];
    expect(own.some((r) => r[1] === name)).toBe(true);
    expect(own[0]![0]).toContain('2026年10月，最低生活保障，');
    expect(await of({ programme: 'tekun' })).toBe('SHEET_EMPTY');
    expect(await of({ division: '421222000000' })).toBe('SHEET_EMPTY');
    expect(await of({ programme: '没有这个' })).toBe('INVALID_INPUT');
  });

  test('超过50人须审批：自己不能批，负责人同意后才能下载，过期不能', async () => {
    const clerk = await api.staff('xian');
    const asked = await clerk.post('/api/sheets/exports', {
      kind: 'entitlements',
      filter: { month: '2026-10' },
      purpose: '全县名单核对',
    });
    await api.owner.query(`update sheet_export set state = 'requested', person_count = 51, expires_at = null where id = $1`, [
      asked.id,
    ]);
    expect((await clerk.call('GET', `/api/sheets/exports/${asked.id}/file`)).body.error).toMatchObject({
      code: 'EXPORT_NOT_APPROVED',
    });
    await expect(
      api.owner.query(
        `update sheet_export set state = 'approved', expires_at = '2027-01-01', decided_by = requested_by where id = $1`,
        [asked.id],
      ),
    ).rejects.toThrow(/sheet_export_decided/);
    const leader = await api.staff('xianzhang');
    const { requests } = await leader.get('/api/sheets');
    expect(requests).toEqual([expect.objectContaining({ id: asked.id, personCount: 51, mayDecide: true })]);
    await leader.post(`/api/sheets/exports/${asked.id}/decision`, { agree: true });
    expect(await leader.refused(`/api/sheets/exports/${asked.id}/decision`, { agree: true })).toMatchObject({
      code: 'EXPORT_STATE',
    });
    expect((await clerk.call('GET', `/api/sheets/exports/${asked.id}/file`)).status).toBe(200);
    await api.moveTo('2026-11-02');
    expect((await clerk.call('GET', `/api/sheets/exports/${asked.id}/file`)).body.error).toMatchObject({
      code: 'EXPORT_EXPIRED',
    });
  });
});
