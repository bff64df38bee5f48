import { describe, expect, test } from 'vitest';
import { sm3 } from '../protect/server.ts';
import { fontFor, missingGlyphs } from './font.ts';
import { chineseAmount } from './index.ts';
import { breakLines } from './lines.ts';
import { type Print, renderPdf, unprintable } from './pdf.ts';

describe('大写金额', () => {
  test.each([
    [174000, '人民币壹仟柒佰肆拾元整'],
    [0, '人民币零元整'],
    [5, '人民币伍分'],
    [50, '人民币伍角'],
    [1000, '人民币壹拾元整'],
    [140950, '人民币壹仟肆佰零玖元伍角'],
    [600714, '人民币陆仟零柒元壹角肆分'],
    [32504, '人民币叁佰贰拾伍元零肆分'],
    [1640902, '人民币壹万陆仟肆佰零玖元零贰分'],
    [1000010000, '人民币壹仟万零壹佰元整'],
    [10_001_000_00, '人民币壹仟万壹仟元整'],
    [1_0000_0000_00, '人民币壹亿元整'],
    [1_0000_1000_00, '人民币壹亿零壹仟元整'],
    [10_0100_0000_00, '人民币壹拾亿零壹佰万元整'],
  ])('%i 分写作 %s', (fen, text) => {
    expect(chineseAmount(fen)).toBe(text);
  });
  test('负数、小数分和一万亿元以上没有大写', () => {
    for (const fen of [-1, 0.5, 100 * 1e12]) expect(() => chineseAmount(fen)).toThrow(RangeError);
  });
});

describe('换行', () => {
  const wide = (text: string): number => [...text].length;
  test('句号不在行首，前括号不在行尾', () => {
    expect(breakLines('一二三四五。六', 5, wide)).toEqual(['一二三四', '五。六']);
    expect(breakLines('一二三四（五）', 5, wide)).toEqual(['一二三四', '（五）']);
  });
  test('金额和日期不被拆到两行', () => {
    expect(breakLines('每月保障1,740.00元', 10, wide)).toEqual(['每月保障', '1,740.00元']);
  });
  test('比一行还长的编号只好拆开，一个字也不丢', () => {
    const lines = breakLines(`号${'1234567890'.repeat(3)}`, 8, wide);
    expect(lines.join('')).toBe(`号${'1234567890'.repeat(3)}`);
    expect(Math.max(...lines.map(wide))).toBe(8);
  });
});

const letter: Print = {
  title: '最低生活保障确认通知书',
  number: '咸安民低保确字〔2026〕1号',
  issuerName: '咸宁市咸安区民政局',
  signer: '张强',
  issuedOn: '2026-03-10',
  checkCode: '0123456789abcdefghjkmnpq',
  publicUrl: 'https://minzheng.example',
  addressee: '王秀英',
  blocks: [{ kind: 'paragraph', text: '每月保障金额¥1,740.00（人民币壹仟柒佰肆拾元整）。' }],
};

/** The text of the pages, read with the PDF's own map from glyphs to characters (as a reader's copy and search do). */
function textOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const map = new Map<string, string>();
  for (const [, from, to, list] of raw.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) {
    const start = Number.parseInt(from!, 16);
    const targets = [...list!.matchAll(/<([0-9a-f ]+)>/gi)].map((m) =>
      String.fromCharCode(
        ...m[1]!
          .replaceAll(' ', '')
          .match(/.{4}/g)!
          .map((h) => Number.parseInt(h, 16)),
      ),
    );
    for (let glyph = start; glyph <= Number.parseInt(to!, 16); glyph++)
      map.set(glyph.toString(16).padStart(4, '0'), targets[glyph - start] ?? '');
  }
  return [...raw.matchAll(/\[((?:<[0-9a-f]+>|[-\d. ])+)\] TJ/gi)]
    .flatMap((m) => [...m[1]!.matchAll(/<([0-9a-f]+)>/gi)].flatMap((g) => g[1]!.match(/.{4}/g)!))
    .map((glyph) => map.get(glyph.toLowerCase()) ?? '?')
    .join('');
}

describe('印制', () => {
  test('印出的文字可以检索和复制：文号、称谓、金额、单位、日期、核验码', async () => {
    const text = textOf(await renderPdf(letter));
    for (const part of [
      letter.title,
      letter.number,
      '王秀英：',
      '¥1,740.00',
      '人民币壹仟柒佰肆拾元整',
      letter.issuerName,
      '签发人：张强',
      '2026年3月10日',
      '0123 4567 89ab',
      '扫码核验',
      '第1页',
    ])
      expect(text).toContain(part);
  });
  test('同样的内容印两次，一个字节也不差；改一分钱，摘要就不同', async () => {
    const hash = async (print: Print) => sm3(await renderPdf(print)).toString('hex');
    expect(await hash(letter)).toBe(await hash(letter));
    expect(await hash({ ...letter, blocks: [{ kind: 'paragraph', text: '每月保障金额¥1,740.01。' }] })).not.toBe(
      await hash(letter),
    );
  });
  test('名字里有字库没有的字（𠮷）：指出是哪个字，不印成方框', async () => {
    expect(unprintable({ ...letter, addressee: '𠮷田' })).toEqual(['𠮷']);
    await expect(renderPdf({ ...letter, addressee: '𠮷田' })).rejects.toThrow('𠮷');
    expect(missingGlyphs('〔2026〕龘燚堃喆赟㙍')).toEqual([]);
  });
  test('很长的表格和格子接着印到下一页，最后一行也在', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`第${i + 1}行`, i === 30 ? '长'.repeat(3000) : '短']);
    const pdf = await renderPdf({
      ...letter,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '行', share: 1 },
            { title: '内容', share: 3 },
          ],
          rows,
        },
      ],
    });
    const text = textOf(pdf);
    expect(text).toContain('第60行');
    expect(text.split('长').length - 1).toBe(3000);
    expect((pdf.toString('latin1').match(/\/Type \/Page\n/g) ?? []).length).toBeGreaterThan(4);
  });
  test('落款不单独占一页：最后一段或签字栏跟到落款那一页', async () => {
    const signed = { kind: 'signatures', labels: ['评估人：', '本人或监护人：'] } as const;
    const said = { kind: 'paragraph', text: '以上由本人确认。' } as const;
    for (const last of [signed, said])
      for (let n = 18; n <= 34; n++) {
        const blocks = [...Array.from({ length: n }, () => ({ kind: 'paragraph', text: '照料内容。' }) as const), last];
        const text = textOf(await renderPdf({ ...letter, blocks }));
        const page = text.slice(text.lastIndexOf('扫码核验', text.indexOf('2026年3月10日')) + 1);
        expect(page, `${n}段`).toContain(last === signed ? '本人或监护人' : '以上由本人确认');
      }
  });
  test('只带用到的字，一页不超过400KB', async () => {
    expect((await renderPdf(letter)).length).toBeLessThan(400_000);
    expect((await fontFor('民政')).length).toBeLessThan(20_000);
  });
  test('很长的网址在页脚折行，不盖住二维码，一个字也不少', async () => {
    const publicUrl = `https://minzheng.${'a'.repeat(60)}.gov.cn`;
    expect(textOf(await renderPdf({ ...letter, publicUrl }))).toContain(`${publicUrl}/check`);
  });
});
