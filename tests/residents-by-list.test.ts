/** 批量登记居民和家庭 through the API: families whole or not at all, nobody twice, nobody outside one's own place. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/kernel/access/index.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { registerPerson } from '../src/kernel/resident/server.ts';
import type { ImportView } from '../src/kernel/sheet/index.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let clerk: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  clerk = await api.staff('xiang'); // 汀泗桥镇
});
afterAll(() => api?.stop());

const HOME = '汀泗桥社区';
const VILLAGE = '421202100001';
type Row = Readonly<Record<string, string>>;
const HEADINGS = ['户号', '与户主关系', '姓名', '证件类型', '证件号码', '性别', '出生日期', '居住地', '户籍地', '核对说明'];
let people = 0;
const numberOf = (): string => makeIdNumber('421202', '1985-03-04', ++people);
const row = (more: Row): Row => ({ 证件号码: numberOf(), 居住地: HOME, ...more });

const sheetOf = async (rows: readonly Row[]): Promise<Buffer> =>
  Buffer.from(
    await writeXlsx({
      sheets: [{ name: '名单', rows: [HEADINGS, ...rows.map((r) => HEADINGS.map((title) => r[title] ?? null))] }],
    }),
  );
const send = async (rows: readonly Row[], by = clerk) =>
  by.sendFile('/api/sheets/imports', ['kind', 'residents'], await sheetOf(rows), '居民.xlsx');

async function atRest(id: string, by = clerk): Promise<ImportView> {
  for (;;) {
    const view = (await by.get(`/api/sheets/imports/${id}`)) as ImportView;
    if (view.state !== 'reading' && view.state !== 'applying') return view;
    await sleep(20);
  }
}
async function check(rows: readonly Row[], by = clerk): Promise<ImportView> {
  const sent = await send(rows, by);
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  return atRest(sent.body.id, by);
}
async function bring(rows: readonly Row[], by = clerk): Promise<ImportView> {
  const { id } = await check(rows, by);
  await by.post(`/api/sheets/imports/${id}`, { step: 'apply' });
  return atRest(id, by);
}
const problems = (view: ImportView) => view.examples.map((e) => e.problem);
const count = async (table: string): Promise<number> =>
  (await api.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const membersOf = async (name: string): Promise<{ name: string; relation: string; code: string; urban_rural: string }[]> =>
  (
    await api.owner.query(
      `select p.name, m.relation, h.code, h.urban_rural from household_member head join person hp on hp.id = head.person_id
       join household_member m on m.household_id = head.household_id join household h on h.id = m.household_id join person p on p.id = m.person_id
       where hp.name = $1 order by (m.relation = 'head') desc, p.name`,
      [name],
    )
  ).rows;

describe('整户登记', () => {
  test('两户五人：看得到会怎样登记，登记后各成一户，编号由系统给，社区的是城市家庭', async () => {
    const rows = [
      row({ 户号: '1', 与户主关系: '户主', 姓名: '甘父' }),
      row({ 户号: '1', 与户主关系: '妻', 姓名: '甘母' }),
      row({ 户号: '2', 与户主关系: '户主', 姓名: '甘二' }),
      row({ 户号: '1', 与户主关系: '次子', 姓名: '甘子' }),
      row({ 姓名: '甘单' }),
    ];
    const before = await count('person');
    const checked = await check(rows);
    expect(checked).toMatchObject({
      state: 'checked',
      goodCount: 5,
      badCount: 0,
      summary: { tally: [{ zh: '新登记', count: 5 }], groups: { zh: '户', good: 2, bad: 0 } },
    });
    expect(checked.shown!.rows[0]!.cells).toContain('咸安区汀泗桥镇汀泗桥社区');
    expect(JSON.stringify(checked)).not.toContain(rows[0]!.证件号码!);
    expect(await count('person')).toBe(before);
    await clerk.post(`/api/sheets/imports/${checked.id}`, { step: 'apply' });
    expect(await atRest(checked.id)).toMatchObject({ state: 'applied', doneCount: 5, shown: null });
    expect(await count('person')).toBe(before + 5);
    expect((await membersOf('甘父')).map((m) => [m.name, m.relation])).toEqual([
      ['甘父', 'head'],
      ['甘子', 'child'],
      ['甘母', 'spouse'],
    ]);
    expect((await membersOf('甘二'))[0]).toMatchObject({ urban_rural: 'urban', code: expect.stringMatching(/^421202\d{7}$/) });
    expect(await membersOf('甘单')).toEqual([]);
    const { persons } = await clerk.get('/api/persons?text=甘母');
    expect(persons).toMatchObject([{ name: '甘母', division: VILLAGE }]);
  });

  test('一户里一个号码写错：整户退回，写明是哪一行；另一户照样登记', async () => {
    const view = await bring([
      row({ 户号: '1', 与户主关系: '户主', 姓名: '喻父' }),
      row({ 户号: '1', 与户主关系: '子', 姓名: '喻子', 证件号码: '421202198503040000' }),
      row({ 户号: '2', 与户主关系: '户主', 姓名: '喻邻' }),
    ]);
    expect(view).toMatchObject({ state: 'applied', goodCount: 1, badCount: 2, summary: { groups: { good: 1, bad: 1 } } });
    expect(problems(view)).toEqual(['同一户的第3行有问题，整户退回', expect.stringContaining('身份证号码有误')]);
    expect(await membersOf('喻父')).toEqual([]);
    expect((await clerk.get('/api/persons?text=喻父')).persons).toEqual([]);
    expect(await membersOf('喻邻')).toHaveLength(1);
    const returned = (await readXlsx(new Uint8Array((await clerk.call('GET', `/api/sheets/imports/${view.id}/returned`)).raw)))
      .sheets[0]!.rows;
    // 退回的表就是模板的样子：原样写回，改好就能再传
    expect(returned[1]!.slice(0, 3)).toEqual(['1', '户主', '喻父']);
    expect(returned[1]!.at(-1)).toBe('第2行　同一户的第3行有问题，整户退回');
  });
});

describe('不重复', () => {
  test('同一份表再传一次：都指出已经登记、在哪一户，没有一行可以导入', async () => {
    const rows = [row({ 户号: '1', 与户主关系: '户主', 姓名: '丁重' }), row({ 姓名: '丁独' })];
    await bring(rows);
    const again = await check(rows);
    expect(again).toMatchObject({ goodCount: 0, badCount: 2 });
    const { code } = (await membersOf('丁重'))[0]!;
    expect(problems(again)).toEqual([
      `已是另一户（家庭编号${code}）的成员，请先在那一户办理迁出`,
      '已经登记（咸安区汀泗桥镇汀泗桥社区），不用再登记',
    ]);
    expect(await clerk.refused(`/api/sheets/imports/${again.id}`, { step: 'apply' })).toMatchObject({ code: 'IMPORT_NOTHING' });
  });

  test('已有档案、还没有家庭的人：不另开档案，资料不动，登记到这一户', async () => {
    const known = row({ 姓名: '车母' });
    await bring([known]);
    const before = await count('person');
    const view = await bring([
      row({ 户号: '1', 与户主关系: '户主', 姓名: '车父' }),
      { ...known, 户号: '1', 与户主关系: '妻', 居住地: '古田社区' },
    ]);
    expect(view.summary!.tally).toEqual([
      { zh: '已有档案，只登记家庭', count: 1 },
      { zh: '新登记', count: 1 },
    ]);
    expect(await count('person')).toBe(before + 1);
    expect((await membersOf('车父')).map((m) => m.name)).toEqual(['车父', '车母']);
    expect((await clerk.get('/api/persons?text=车母')).persons[0].division).toBe(VILLAGE);
  });

  test('号码登记的是另一个姓名：退回，不说登记的是谁；表里同一号码两次：指出前一行', async () => {
    const known = row({ 姓名: '常真名' });
    await bring([known]);
    const twice = row({ 姓名: '常一' });
    const view = await check([{ ...known, 姓名: '常假名' }, twice, { ...twice, 姓名: '常一一' }]);
    expect(problems(view)).toEqual(['证件号码已经登记，登记的姓名与表中不一致，请核对', '与第3行是同一个证件号码，请核对']);
    expect(JSON.stringify(view)).not.toContain('常真名');
  });

  test('没有身份证的人：本村已有同名、同日出生的退回；写了核对说明的才登记', async () => {
    const child = { 姓名: '无证娃', 证件类型: '无证临时号', 性别: '女', 出生日期: '2024-02-01' };
    await bring([row({ ...child, 证件号码: 'LS0001' })]);
    const again = row({ ...child, 证件号码: 'LS0002' });
    expect(problems(await check([again]))).toEqual([expect.stringContaining('可能是同一人')]);
    expect(await bring([{ ...again, 核对说明: '双胞胎，出生证明分别为两人' }])).toMatchObject({ state: 'applied', doneCount: 1 });
  });

  test('检查以后有一人在别处登记了：一行也不导入，写明是谁', async () => {
    const rows = [row({ 姓名: '田先' }), row({ 姓名: '田后' })];
    const checked = await check(rows);
    const idNumber = rows[1]!.证件号码!;
    await api.context.write(systemActor('test', '421200000000'), (tx) =>
      registerPerson(tx, { name: '田后', idNumber, division: '421222100201' }),
    );
    const before = await count('person');
    await clerk.post(`/api/sheets/imports/${checked.id}`, { step: 'apply' });
    expect(await atRest(checked.id)).toMatchObject({
      state: 'checked',
      doneCount: 0,
      problem: '检查以后资料有变化：田后：证件号码已在其他地区登记，请与登记地的民政部门核对。一行也没有导入。',
    });
    expect(await count('person')).toBe(before);
  });
});

describe('范围和留痕', () => {
  test('乡镇经办人不能登记别的乡镇的人；县里可以；没有这个岗位的传不了', async () => {
    const elsewhere = row({ 姓名: '尤邻镇', 居住地: '向阳湖镇北岭村' });
    expect(problems(await check([elsewhere]))).toEqual(['居住地和户籍地都不在您负责的地区']);
    const county = await api.staff('xian');
    expect(await bring([elsewhere], county)).toMatchObject({ state: 'applied', doneCount: 1 });
    const finance = await api.staff('caiwu');
    expect((await send([elsewhere], finance)).body.error).toMatchObject({ code: 'SHEET_KIND_UNKNOWN' });
  });

  test('谁登记的，本人查得到', async () => {
    await bring([row({ 户号: '7', 与户主关系: '户主', 姓名: '冉留痕' })]);
    const { rows } = await api.owner.query(
      `select a.action, a.actor_name from audit_log a join person p on p.id = any (a.person_ids) where p.name = '冉留痕' order by a.id`,
    );
    expect(rows).toEqual([
      { action: 'person.registered', actor_name: '李建国' },
      { action: 'household.registered', actor_name: '李建国' },
    ]);
  });

  test('六百户、一千二百人分几次写，户不拆开', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => [
      row({ 户号: `B${i}`, 与户主关系: '户主', 姓名: `批${i}甲` }),
      row({ 户号: `B${i}`, 与户主关系: '子', 姓名: `批${i}乙`, 证件号码: makeIdNumber('421202', '2010-03-04', i) }),
    ]).flat();
    const unique = rows.map((r, i) =>
      r.与户主关系 === '户主' ? { ...r, 证件号码: makeIdNumber('421202', '1960-03-04', i >> 1) } : r,
    );
    // 户主都在前面，孩子都在后面：一户的行隔得很远
    const far = [...unique.filter((r) => r.与户主关系 === '户主'), ...unique.filter((r) => r.与户主关系 === '子')];
    expect(await bring(far)).toMatchObject({ state: 'applied', doneCount: 1200, summary: { groups: { good: 600, bad: 0 } } });
    expect((await membersOf('批599甲')).map((m) => m.name)).toEqual(['批599甲', '批599乙']);
  }, 60_000);
});
