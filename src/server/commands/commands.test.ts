import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { readCsv } from '../../kernel/csv/index.ts';
import type { Command } from '../command.ts';
import { divisionsCommand } from './divisions.ts';
import { workdaysCommand } from './workdays.ts';

const folder = mkdtempSync(join(tmpdir(), 'commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(command: Command, args: string[], input = '') {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[key] += chunk.toString();
        done();
      },
    });
  const code = await command.run(args, { stdin: Readable.from([Buffer.from(input)]), stdout: sink('out'), stderr: sink('err') });
  return { code, ...written };
}
const divisions = (...args: string[]) => run(divisionsCommand, ['resolve', ...args]);
const workdays = (...args: string[]) => run(workdaysCommand, args);
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('divisions resolve', () => {
  test('一句话：给出代码、全称、层级、置信度', async () => {
    expect(await divisions('赤壁市新店镇雨亭岭村')).toEqual({
      code: 0,
      out: '421281100205 赤壁市新店镇雨亭村  village  high\n',
      err: '',
    });
  });

  test('--within 可写代码或名称；“赤壁”指市不指镇', async () => {
    for (const within of ['赤壁', '赤壁市', '421281000000', '421281'])
      expect((await divisions('--within', within, '柳林村')).out).toMatch(/^421281101202 /);
  });

  test('同名：列出候选；--format json 输出整个结果', async () => {
    expect((await divisions('柳林村')).out).toContain('候选 421223105209 崇阳县路口镇柳林村');
    expect(JSON.parse((await divisions('柳林村', '--format', 'json')).out)).toMatchObject({
      code: '421200000000',
      candidates: ['421223105209', '421281101202'],
    });
  });

  test('表格：原样重复各列并加四列，全部例子都对', async () => {
    const { code, out } = await divisions(
      '--csv',
      'cities/xianning/place-examples.csv',
      '--text-column',
      'text',
      '--within-column',
      'hint county',
    );
    const { columns, rows } = readCsv(out);
    expect([code, columns]).toEqual([
      0,
      ['text', 'hint county', 'code', 'level', 'note', 'resolved_code', 'resolved_level', 'confidence', 'candidates'],
    ]);
    expect(rows.map(({ values: v }) => [v.resolved_code || 'none', v.resolved_level])).toEqual(
      rows.map(({ values: v }) => [v.code, v.level]),
    );
  });

  test('JSON：候选为数组，没有地点时代码为空', async () => {
    const { out } = await divisions(
      '--csv',
      file('a.csv', '\uFEFF地点,项目\r\n高桥村,"甲,乙"\r\n某某公司,丙\r\n'),
      '--text-column',
      '地点',
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toEqual([
      {
        地点: '高桥村',
        项目: '甲,乙',
        resolved_code: '421200000000',
        resolved_level: 'city',
        confidence: 'low',
        candidates: ['421202108224', '421222103215', '421224101202', '421281107202'],
      },
      { 地点: '某某公司', 项目: '丙', resolved_code: '', resolved_level: 'none', confidence: 'none', candidates: [] },
    ]);
  });

  test('从标准输入读；只有表头时输出空表', async () => {
    const args = ['resolve', '--csv', '-', '--text-column', 't'];
    expect((await run(divisionsCommand, args, 't\n咸安区\n')).out).toBe(
      't,resolved_code,resolved_level,confidence,candidates\n咸安区,421202000000,county,high,\n',
    );
    expect(JSON.parse((await run(divisionsCommand, [...args, '--format', 'json'], 't\n')).out)).toEqual([]);
  });

  test('五万行在几秒内逐行处理完', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},赤壁市新店镇雨亭岭村第${i}号项目`).join('\n');
    const { out } = await divisions('--csv', file('big.csv', `n,t\n${rows}\n`), '--text-column', 't');
    expect(out.split('\n')).toHaveLength(50_002);
  }, 20_000);

  test.each([
    [['--foo', 'x'], '没有选项 --foo'],
    [['--within', '火星', 'x'], '--within “火星”'],
    [[], '请写出要解析的文字'],
    [['--csv', 'nofile.csv', '--text-column', 't'], '没有文件“nofile.csv”'],
    [['--csv', 'package.json'], '需要 --text-column'],
    [['--csv', 'cities/xianning/offices.csv', '--text-column', 'nope'], '没有列“nope”'],
    [['--format', 'xml', 'x'], '--format 只能是 csv 或 json'],
    [['--text-column', 't', 'x'], '要和 --csv 一起用'],
    [['--within'], '选项缺少取值'],
  ])('用法不对 %j：一行说明，退出码2', async (args, message) => {
    const { code, err, out } = await divisions(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('文件不是UTF-8、列数不齐：一行说明', async () => {
    const gbk = file('gbk.csv', Buffer.from([0xb5, 0xd8, 0xb5, 0xe3, 0x0a]));
    expect(await divisions('--csv', gbk, '--text-column', 't')).toMatchObject({
      code: 2,
      err: expect.stringContaining('不是 UTF-8'),
    });
    const short = file('short.csv', 'a,t\n1,x\n2\n');
    expect(await divisions('--csv', short, '--text-column', 't')).toMatchObject({
      code: 1,
      err: expect.stringContaining(':3 有1列，表头有2列'),
    });
  });
});

describe('workdays', () => {
  test.each([
    [['add', '2026-02-12', '5'], '2026-02-26 星期四\n'],
    [['between', '2026-01-01', '2026-12-31'], '248 个工作日\n'],
    [['before', '2026-10-22', '7'], '2026-10-13 星期二\n'],
    [['days', '2026-09-22', '15'], '2026-10-08 星期四\n'],
    [['notice', '2026-09-29', '7'], '2026-10-06 星期二 24时届满\n'],
    [['add', '2026-12-28', '5'], '2027-01-05 星期二 暂定\n'],
  ])('%j → %s', async (args, out) => expect(await workdays(...args)).toEqual({ code: 0, out, err: '' }));

  test('逐日说明：补正暂停3月5日至11日，3月20日到期', async () => {
    const lines = (await workdays('explain', '2026-03-02', '10', '--pause', '2026-03-05..2026-03-11')).out.trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(lines.slice(2, 5)).toEqual([
      '2026年3月4日 星期三 计入第2日',
      '2026年3月5日 星期四 计入第3日',
      '2026年3月6日 星期五 暂停，不计入',
    ]);
    expect(lines.at(-1)).toBe('到期 2026-03-20 星期五；黄灯 2026-03-17，红灯 2026-03-19');
  });

  test('补正尚未送达：只说还剩几日', async () => {
    expect((await workdays('explain', '2026-03-02', '10', '--pause', '2026-03-05..')).out).toContain('恢复后还有7个工作日');
  });

  test('放假安排未录入：说明并退出1', async () => {
    expect(await workdays('add', '2028-01-04', '3')).toEqual({
      code: 1,
      out: '',
      err: '2028年的放假安排尚未录入，无法计算工作日。\n',
    });
  });

  test.each([
    [['add', '2026-02-30', '5']],
    [['add', '2026-02-12', '0']],
    [['jump']],
    [['explain', '2026-03-02', '10', '--pause', '2026-03-05']],
    [['add', '2026-02-12', '5', '6']],
  ])('用法不对 %j：退出码2', async (args) => {
    const { code, err } = await workdays(...args);
    expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
  });
});
