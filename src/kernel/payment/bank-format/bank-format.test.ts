/** The formats themselves: the bytes that go out, and what is read back. */
import { describe, expect, test } from 'vitest';
import { simulateBank } from '../bank-simulator.ts';
import { gbk, utf8 } from './charset.ts';
import { bankFileWriter, fileHash, readBankResult, writeBankResult } from './files.ts';
import { type BankFormatKey, bankFormats, templateOf } from './formats.ts';

const BATCH = '0199aaaa-bbbb-7ccc-8ddd-000000000001';
const [FIRST, SECOND] = ['0199aaaa-bbbb-7ccc-8ddd-00000000000a', '0199aaaa-bbbb-7ccc-8ddd-00000000000b'];
const line = { holder: '张三', bank: '通城农商银行', account: '6217000000012345', purpose: '救助金2026-04' };

function fileIn(format: BankFormatKey): Buffer {
  const file = bankFileWriter(templateOf(format), {
    batchId: BATCH,
    programme: 'dibao',
    county: '421222000000',
    month: '2026-04',
    count: 2,
    sumFen: 100_05,
    payOn: '2026-04-10',
  });
  // 分几次写和一次写，是同样的字节
  return Buffer.concat([
    file.head(),
    file.lines([{ ...line, lineId: FIRST, amountFen: 5 }]),
    file.lines([{ ...line, lineId: SECOND, amountFen: 100_00 }]),
    file.end().bytes,
  ]);
}

describe('送银行文件的样子', () => {
  test('分隔符（UTF-8）：竖线隔开，金额写元，文件尾有笔数、合计、校验码', () => {
    const rows = fileIn('mzdf1').toString('utf8').split('\n');
    expect(rows.slice(0, 2)).toEqual([
      `H|MZDF1|${BATCH}|dibao|421222000000|2026-04|2|100.05|2026-04-10`,
      `D|1|${FIRST}|张三|通城农商银行|6217000000012345|0.05|救助金2026-04`,
    ]);
    expect(rows[3]).toMatch(/^T\|2\|100\.05\|[0-9a-f]{64}$/);
  });

  test('定长（GBK）：每行字节数相同，金额写分并补零，回车换行，校验码在合计前面', () => {
    const rows = new TextDecoder('gbk').decode(fileIn('gbk-fixed')).split('\r\n');
    expect(rows[0]).toBe(`10MZDF-G  20260410${BATCH.replaceAll('-', '')}${'dibao'.padEnd(30)}4212220000002026-04`);
    expect(rows[1]).toContain(`20000000016217000000012345${' '.repeat(16)}000000000000005张三${' '.repeat(116)}通城农商银行`);
    expect(rows[3]).toMatch(/^90[0-9a-f]{64}00000002000000000010005$/);
    const bytes = fileIn('gbk-fixed').toString('latin1').split('\r\n');
    expect(bytes[1]!.length).toBe(bytes[2]!.length);
  });
});

const rowFormats = (Object.keys(bankFormats) as BankFormatKey[]).filter((key) => templateOf(key).carrier !== 'sheet');
describe.each(rowFormats)('回盘（%s）', (format) => {
  const template = templateOf(format);
  test('退一笔，笔数金额各归各；换行被改过、没有最后的换行，还是同一份文件', () => {
    const content = simulateBank(fileIn(format), { format, returns: { [SECOND]: 'R03' } });
    const result = readBankResult(template, content);
    expect(result.ok && result.value).toMatchObject({
      batchId: BATCH,
      bankFileHash: fileHash(template, fileIn(format)),
      creditedOn: '2026-04-10',
      lines: [
        { lineId: FIRST, amountFen: 5, paid: true, code: '', reason: '' },
        { lineId: SECOND, amountFen: 100_00, paid: false, code: 'R03', reason: '账户已注销' },
      ],
    });
    const other = Buffer.from(
      template.newline === '\n'
        ? content.toString('latin1').replaceAll('\n', '\r\n')
        : content.toString('latin1').replaceAll('\r\n', '\n').trimEnd(),
      'latin1',
    );
    expect(other.equals(content)).toBe(false);
    expect(readBankResult(template, other)).toEqual(result);
    expect(fileHash(template, other)).toBe(fileHash(template, content));
  });

  test('在任何一个字节处截断、改掉任何一个字节：都不会读成另一份文件', () => {
    const content = simulateBank(fileIn(format), { format, returns: 1 });
    const whole = readBankResult(template, content);
    for (let cut = 0; cut < content.length; cut += 7) {
      const read = readBankResult(template, content.subarray(0, cut));
      expect(read.ok && JSON.stringify(read) !== JSON.stringify(whole), `cut at ${cut}`).toBe(false);
    }
    for (let at = 0; at < content.length; at += 3) {
      const changed = Buffer.from(content);
      changed[at] = changed[at]! ^ 0x01;
      const read = readBankResult(template, changed);
      expect(read.ok && JSON.stringify(read) !== JSON.stringify(whole), `changed at ${at}`).toBe(false);
    }
  });

  test('空文件、别的格式、二进制：一句话说清楚', () => {
    const other = format === 'mzdf1' ? 'gbk-fixed' : 'mzdf1';
    const foreign = writeBankResult(templateOf(other), { batchId: BATCH, bankFileHash: '', creditedOn: '2026-04-10', lines: [] });
    for (const content of [Buffer.alloc(0), Buffer.from('姓名,金额\n张三,1'), foreign, Buffer.from([0xff, 0x00, 0x81])])
      expect(readBankResult(template, content)).toMatchObject({
        code: 'RESULT_UNREADABLE',
        params: { line: 1, problem: expect.stringContaining('不是回盘文件的文件头') },
      });
  });
});

describe('字符集', () => {
  test('GBK写得出的字，写出来再读回来还是它；生僻字写不出，指得出是哪个字', () => {
    for (const text of ['周桂樱', '喆堃', '中国农业银行咸宁分行', '·', 'ABC 123'])
      expect(gbk.decode(gbk.encode(text)), text).toBe(text);
    expect(gbk.missing('王𬱖')).toEqual(['𬱖']);
    expect(gbk.missing('李䶮')).toEqual(['䶮']);
    expect(utf8.missing('王𬱖李䶮')).toEqual([]);
    expect(() => gbk.encode('王𬱖')).toThrow();
  });
});
