/** 统计报表 from files as they come: each fault has its sentence, nothing of a bad file is in the draft, and every file is kept as it was sent. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { readReport } from '../src/domains/planning-statistics/statistics/read-report.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { explain, type Refusal } from '../src/kernel/result/index.ts';
import { archiveOf, type FixtureCell, partsOfWorkbook, rowsXml, workbookOf } from '../src/kernel/sheet/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const TINGSI = '421202100000';
const WENQUAN = '421202001000';
const FORM = 'MZ-M01';
const PERIOD = '2026-08';
const query = `form=${FORM}&period=${PERIOD}&unit=${TINGSI}`;

let api: Api;
let clerk: Browser;
let other: Browser;
let county: Browser;
let base: [code: string, value: string][];

beforeAll(async () => {
  api = await startApi({ start: '2026-08-31' });
  [clerk, other, county] = (await Promise.all(['xiang', 'wenquan', 'xian'].map(api.staff))) as [Browser, Browser, Browser];
  await api.moveTo('2026-09-01');
  base = (await sheet()).cells.filter((c) => !c.computed).map((c) => [c.key, c.typed || '0']);
});
afterAll(() => api?.stop());

const sheet = (): Promise<SheetView> => clerk.get(`/api/statistics/sheet?${query}`);
const mark = (unit = TINGSI, period = PERIOD, form = FORM) => `报表编号：${form}　报表期：${period}　单位代码：${unit}`;
/** The sheet as it is downloaded, with some cells written over; null leaves a row out. */
function lines(change: Record<string, FixtureCell | undefined> = {}, head = mark()): FixtureCell[][] {
  return [
    ['社会救助月报', null, null],
    [head, null, null],
    ['代码', '填报数', '说明'],
    ...base.flatMap(([code, value]): FixtureCell[][] => {
      const changed = code in change ? change[code] : value;
      return changed === undefined ? [] : [[code, changed, null]];
    }),
  ];
}
const url = (edit: number) => `/api/statistics/sheet/file?${query}&edit=${edit}&requestId=${requestId()}`;
async function bring(bytes: Buffer, by = clerk, edit?: number) {
  return by.sendFile(url(edit ?? (await sheet()).edit), ['form', FORM], bytes, '八月月报.xlsx');
}
const refused = async (bytes: Buffer): Promise<string> => {
  const before = await sheet();
  const answer = await bring(bytes);
  expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
  const after = await sheet();
  expect([after.edit, after.cells.map((c) => c.typed)]).toEqual([before.edit, before.cells.map((c) => c.typed)]);
  return answer.body.error.message;
};
/** The same without sending it: sending is limited to so many a minute. */
const unread = async (bytes: Buffer): Promise<string> => {
  const { divisions } = api.context;
  const read = await readReport(await sheet(), bytes, { divisions, today: '2026-09-01' });
  return read.ok ? '读进来了' : explain(read as Refusal).message;
};
const typed = async (code: string) => (await sheet()).cells.find((c) => c.key === code)!.typed;
const told = (problem: string) => `这份表格不是社会救助月报2026年8月咸安区汀泗桥镇的：${problem}。`;
const wrong = (problem: string) => `这份表格没有读进来：${problem}。`;

describe('格里的写法', () => {
  test('千分位、全角数字、带着本格的单位、公式算出的数：读成同一个数', async () => {
    const answer = await bring(
      workbookOf(
        lines({ c101: '1,234', c102: '１２', c105: '56.7万元', c103: { formula: '1200+34', value: 1234 }, c131: ' 3人次 ' }),
      ),
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(await Promise.all(['c101', 'c102', 'c105', 'c103', 'c131'].map(typed))).toEqual(['1234', '12', '56.7', '1234', '3']);
  });
  test('别的单位、不是数、公式出错、没有算的公式：哪一行、写的是什么', async () => {
    expect(await refused(workbookOf(lines({ c105: '567000元' })))).toBe(
      wrong('第13行城市低保当月支出写的是“567000元”，单位应为万元，只填数字'),
    );
    expect(await unread(workbookOf(lines({ c101: '约十户' })))).toBe(wrong('第4行城市低保户数写的是“约十户”，不是数'));
    expect(await unread(workbookOf(lines({ c101: -3 })))).toBe(wrong('第4行城市低保户数写的是“-3”，不是数'));
    expect(await unread(workbookOf(lines({ c101: { error: '#REF!' } })))).toBe(wrong('第4行城市低保户数的公式出错（#REF!）'));
    expect(await unread(workbookOf(lines({ c101: { formula: 'B5', value: null } })))).toBe(
      wrong('有公式没有算出结果，请用表格程序打开、保存一次，或把数直接填上'),
    );
  });
});

describe('表的样子', () => {
  test('行换了次序照样读；同一格写了两行、缺行、半空：说出是哪一格', async () => {
    const rows = lines({ c101: '7' });
    const turned = [...rows.slice(0, 3), ...rows.slice(3).toReversed()];
    expect((await bring(workbookOf(turned))).status).toBe(200);
    expect(await typed('c101')).toBe('7');
    expect(await unread(workbookOf([...rows, ['c101', '8', null]]))).toMatch(
      /^这份表格没有读进来：第\d+行的代码c101前面已经有了（第4行）。$/,
    );
    expect(await unread(workbookOf(lines({ c101: undefined, c102: undefined })))).toBe(wrong('缺少城市低保户数、农村低保户数'));
    expect(await unread(workbookOf(lines({ c101: null, c131: '' })))).toBe(
      wrong('城市低保户数、流浪乞讨救助人次没有填，没有发生的填0'),
    );
  });
  test('填报数的格竖着合并、传到一半断了、压缩炸弹、带宏', async () => {
    const rows = lines();
    const merged = archiveOf(partsOfWorkbook(rowsXml(rows), '<mergeCells count="1"><mergeCell ref="B4:B5"/></mergeCells>'));
    expect(await unread(merged)).toBe(wrong('第4至5行有合并的单元格，请取消合并，每行都填上'));
    const csv = rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n');
    expect(await unread(Buffer.from(csv.slice(0, -2)))).toContain('不完整，文件可能没有传完');
    const parts = partsOfWorkbook(rowsXml(rows));
    const bomb = [
      ...parts,
      { name: 'xl/sharedStrings.xml', text: `<sst>${'<si><t>x</t></si>'.repeat(300_000)}</sst>`, declared: 500 },
    ];
    expect(await unread(archiveOf(bomb))).toBe(wrong('文件不完整或已损坏'));
    expect(await unread(archiveOf([...parts, { name: 'xl/vbaProject.bin', text: 'x' }]))).toContain('带有宏');
  });
  test('别的报表、别的一期、别的单位：说出表里写的是什么；本单位从前的代码照样认', async () => {
    expect(await unread(workbookOf(lines({}, mark(WENQUAN))))).toBe(told('表头写的是咸安区温泉街道'));
    expect(await unread(workbookOf(lines({}, mark(TINGSI, '2026-07'))))).toBe(told('表头写的是2026年7月'));
    expect(await unread(workbookOf(lines({}, mark(TINGSI, PERIOD, 'MZ-Q03'))))).toBe(told('表头写的是报表MZ-Q03'));
    expect(await unread(workbookOf(lines({}, '某某统计表')))).toBe(told('表头没有报表编号、报表期和单位代码'));
  });
});

describe('两个人、锁定、留存', () => {
  test('两个人同时交第一份：一个进去，另一个被告知是谁改过', async () => {
    const at = `form=MZ-M01&period=${PERIOD}&unit=${WENQUAN}`;
    const file = (value: string) => workbookOf(lines({ c101: value }, mark(WENQUAN)));
    const send = (value: string) =>
      other.sendFile(
        `/api/statistics/sheet/file?${at}&edit=0&requestId=${requestId()}`,
        ['form', FORM],
        file(value),
        '月报.xlsx',
      );
    const answers = await Promise.all([send('1'), send('2')]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)!.body.error.code).toBe('STAT_CHANGED');
  });
  test('合计与各格不符：以各格为准，说出差多少；县里、别的乡镇不能替填', async () => {
    const answer = await bring(workbookOf([...lines({ c101: '2', c102: '3' }), ['c107', 9, null]]));
    expect(answer.body.differing).toEqual(['低保户数合计：表里9户，各格相加5户']);
    expect((await bring(workbookOf(lines()), county)).status).toBe(403);
    expect((await bring(workbookOf(lines()), other)).status).toBe(404);
  });
  test('每一份收到的原文件都留着：SM3对得上，读进来的、退回的和原因都写着，下载下来一个字节不差', async () => {
    const good = workbookOf(lines({ c101: '5' }));
    const bad = workbookOf(lines({ c101: '约五户' }));
    await bring(good);
    await bring(good);
    await refused(bad);
    const { files } = await clerk.get(`/api/statistics/sheet/files?${query}`);
    const of = (bytes: Buffer) => {
      const content = createHash('sm3').update(bytes).digest('hex');
      return files.filter((f: { content: string }) => f.content === content);
    };
    expect(of(good)).toMatchObject([{ fileName: '八月月报.xlsx', byName: '李建国', problem: null }]);
    expect(of(bad)).toMatchObject([{ problem: wrong('第4行城市低保户数写的是“约五户”，不是数') }]);
    const back = await clerk.call('GET', `/api/statistics/sheet/files/${of(bad)[0].id}`);
    expect(Buffer.compare(back.raw, bad)).toBe(0);
    expect((await other.call('GET', `/api/statistics/sheet/files/${of(bad)[0].id}`)).status).toBe(404);
  });
  test('锁定以后从文件也改不了：请走修订程序', async () => {
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      tx.run(
        sql`update stat_period set locked_at = ${tx.now}, locked_by = 'shi', locked_name = '市经办' where form = ${FORM} and period = ${PERIOD}`,
      ),
    );
    expect(await refused(workbookOf(lines({ c101: '99' })))).toBe('本期已锁定，请走修订程序。');
    expect(await refused(workbookOf(lines({ c101: '约五户' })))).toBe('本期已锁定，请走修订程序。');
  });
});
