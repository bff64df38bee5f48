/**
 * Prints a letter as a Chinese official paper on A4: title in the middle, number, addressee, body, unit and date at the right, page number and
 * check code at the foot of every page. The same input gives the same bytes: nothing is compressed, dated or named by chance.
 */
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { longDate } from '../calendar/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { fontFor, missingGlyphs } from './font.ts';
import type { Block, Column, Letter } from './index.ts';
import { breakLines } from './lines.ts';

/** Everything on the paper. `publicUrl` is where the check page lives, without a slash at the end. */
export interface Print extends Letter {
  readonly title: string;
  readonly number: string;
  readonly issuerName: string;
  /** The officer who answers for it. */
  readonly signer: string;
  readonly issuedOn: PlainDate;
  readonly checkCode: string;
  readonly publicUrl: string;
}

const MM = 72 / 25.4;
const PAGE = { width: 210 * MM, height: 297 * MM, left: 27 * MM, right: 27 * MM, top: 28 * MM, bottom: 38 * MM };
const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const FLOOR = PAGE.height - PAGE.bottom;
const SIZE = { title: 20, body: 12, small: 10.5, foot: 9 };
const LEADING = 1.7;
const CELL = { x: 5, y: 5 };
const QR_SIDE = 22 * MM;
/** White around the code, which readers need: four of its dots at least. */
const QUIET = 3.2 * MM;
const RULE = 0.6;

const pageText = (page: number, pages: number): string => `第${page}页　共${pages}页`;
const FIELD_COLUMNS: readonly Column[] = [
  { title: '', share: 24 },
  { title: '', share: 76 },
];
const SCAN = '扫码核验';

/** abcd efgh …: easier to read off and type in. */
export const groupedCode = (code: string): string => code.match(/.{1,4}/g)!.join(' ');
const footLines = (p: Print): string[] => [
  `签发人：${p.signer}　文书核验码：${groupedCode(p.checkCode)}`,
  `扫描右侧二维码，或打开${p.publicUrl}/check输入核验码，`,
  '可核验本文书的文号、日期、名称和是否有效。',
];

const blockText = (block: Block): string => {
  if (block.kind === 'table') return [...block.columns.map((c) => c.title), ...block.rows.flat()].join('');
  if (block.kind === 'fields') return block.rows.flat().join('');
  if (block.kind === 'signatures') return block.labels.join('');
  return block.text;
};

/** Every character that goes on the paper. */
const printedText = (p: Print): string =>
  [
    p.title,
    p.number,
    p.addressee ?? '',
    '：',
    ...p.blocks.map(blockText),
    p.issuerName,
    longDate(p.issuedOn),
    ...footLines(p),
    pageText(0, 0),
    '0123456789年月日',
    SCAN,
  ].join('');

/** What the font lacks for this letter, checked before a number is taken. */
export const unprintable = (letter: Pick<Print, keyof Letter | 'title' | 'issuerName' | 'signer'>): string[] =>
  missingGlyphs(
    [letter.title, letter.issuerName, letter.signer, letter.addressee ?? '', ...letter.blocks.map(blockText)].join(''),
  );

/** What others wrote, with 〓 for what the font lacks: an odd character in a department's answer must not keep a paper from being issued. */
export const legible = (text: string): string =>
  missingGlyphs(text).reduce((all, character) => all.replaceAll(character, '〓'), text);

/** A cursor on pages: knows where the next line goes and turns the page when it must. */
class Paper {
  readonly pdf: PDFKit.PDFDocument;
  y = PAGE.top;
  private readonly widths = new Map<string, number>();

  constructor(pdf: PDFKit.PDFDocument) {
    this.pdf = pdf;
  }

  /** Width of a text at a size, from the widths of its characters. */
  measure(text: string, size: number): number {
    let width = 0;
    for (const character of text) {
      let known = this.widths.get(character);
      if (known === undefined) {
        known = this.pdf.fontSize(100).widthOfString(character) / 100;
        this.widths.set(character, known);
      }
      width += known * size;
    }
    return width;
  }

  turn(): void {
    this.pdf.addPage();
    this.y = PAGE.top;
  }

  /** Makes room for something that high that stays together; higher than a page is a bug. */
  room(height: number): void {
    if (height > FLOOR - PAGE.top) throw new Error('a block that may not be parted is higher than a page');
    if (this.y + height > FLOOR) this.turn();
  }

  put(text: string, x: number, y: number, size: number): void {
    this.pdf.fontSize(size).text(text, x, y, { lineBreak: false });
  }

  line(text: string, x: number, size: number): void {
    this.room(size * LEADING);
    this.put(text, x, this.y, size);
    this.y += size * LEADING;
  }

  centred(text: string, size: number): void {
    for (const line of breakLines(text, WIDTH, (t) => this.measure(t, size)))
      this.line(line, PAGE.left + (WIDTH - this.measure(line, size)) / 2, size);
  }

  paragraph(text: string, indent: number): void {
    const size = SIZE.body;
    for (const [i, line] of breakLines(text, WIDTH, (t) => this.measure(t, size), indent).entries())
      this.line(line, PAGE.left + (i === 0 ? indent : 0), size);
  }

  /** Ruled rows; a row higher than what is left goes on over the page, line by line. `head` is repeated on every page. */
  rows(columns: readonly Column[], rows: readonly (readonly string[])[], head: readonly string[] | null): void {
    const size = SIZE.small;
    const step = size * 1.5;
    const shares = columns.reduce((s, c) => s + c.share, 0);
    const widths = columns.map((c) => (c.share / shares) * WIDTH);
    const cut = (cells: readonly string[]) =>
      columns.map((_, i) => breakLines(cells[i] ?? '', widths[i]! - 2 * CELL.x, (t) => this.measure(t, size)));
    const draw = (cells: readonly (readonly string[])[], align: (i: number) => Column['align']): void => {
      const height = Math.max(...cells.map((c) => c.length), 1) * step + 2 * CELL.y;
      let x = PAGE.left;
      for (const [i, lines] of cells.entries()) {
        const width = widths[i]!;
        this.pdf.lineWidth(RULE).rect(x, this.y, width, height).stroke();
        const free = height - 2 * CELL.y - lines.length * step;
        for (const [n, line] of lines.entries()) {
          const slack = width - 2 * CELL.x - this.measure(line, size);
          const shift = align(i) === 'right' ? slack : align(i) === 'center' ? slack / 2 : 0;
          this.put(line, x + CELL.x + shift, this.y + CELL.y + free / 2 + n * step + (step - size * 1.45) / 2, size);
        }
        x += width;
      }
      this.y += height;
    };
    const headLines = head ? cut(head) : null;
    const drawHead = (): void => {
      if (headLines) draw(headLines, () => 'center');
    };
    this.y += SIZE.body * 0.25;
    const smallest = step + 2 * CELL.y;
    this.room(smallest * (head ? 2 : 1));
    drawHead();
    for (const row of rows) {
      let rest = cut(row);
      for (;;) {
        const fits = Math.floor((FLOOR - this.y - 2 * CELL.y) / step);
        const needs = Math.max(...rest.map((c) => c.length), 1);
        if (needs <= fits) {
          draw(rest, (i) => columns[i]!.align);
          break;
        }
        // A row that would fit on a page of its own moves there whole; only a longer one is parted.
        const fresh = Math.floor((FLOOR - PAGE.top - 2 * CELL.y) / step) - (headLines ? 3 : 0);
        if (needs > fresh && fits >= 3) {
          draw(
            rest.map((c) => c.slice(0, fits)),
            (i) => columns[i]!.align,
          );
          rest = rest.map((c) => c.slice(fits));
        }
        this.turn();
        drawHead();
      }
    }
    this.y += SIZE.body * 0.6;
  }

  block(block: Block): void {
    const em = SIZE.body;
    switch (block.kind) {
      case 'paragraph':
        this.paragraph(block.text, 2 * em);
        break;
      case 'plain':
        this.paragraph(block.text, 0);
        break;
      case 'heading':
        this.room(em * LEADING * 3); // never alone at the foot of a page
        this.paragraph(block.text, 2 * em);
        break;
      case 'fields':
        this.rows(FIELD_COLUMNS, block.rows, null);
        break;
      case 'table': {
        const head = block.columns.map((c) => c.title);
        this.rows(block.columns, block.rows, head);
        break;
      }
      case 'signatures':
        for (const label of block.labels) this.signingLine(label);
    }
  }

  /** A label and a rule to sign on by hand. */
  signingLine(label: string): void {
    const em = SIZE.body;
    const size = SIZE.small + 1;
    this.room(em * 2.4);
    this.y += em * 0.7;
    this.put(label, PAGE.left, this.y, size);
    const from = PAGE.left + this.measure(label, size) + 4;
    const to = Math.max(from + 120, PAGE.left + WIDTH * 0.6);
    const floor = this.y + em * 1.15;
    this.pdf.lineWidth(RULE).moveTo(from, floor).lineTo(to, floor).stroke();
    this.y += em * 1.7;
  }

  /** How high a block is that stands whole on the page of the signature; 0 for one that may be parted. */
  keptHeight(block: Block): number {
    const em = SIZE.body;
    if (block.kind === 'signatures') return em * 2.4 * block.labels.length;
    if (block.kind !== 'paragraph' && block.kind !== 'plain') return 0;
    const indent = block.kind === 'plain' ? 0 : 2 * em;
    return em * LEADING * breakLines(block.text, WIDTH, (t) => this.measure(t, em), indent).length;
  }

  /** The last block and the signature: a page that bears nothing but the signature proves nothing (GB/T 9704). */
  close(last: Block, unit: string, date: string): void {
    const kept = this.keptHeight(last);
    const both = kept + this.signatureHeight(unit);
    if (kept > 0 && both <= FLOOR - PAGE.top) this.room(both);
    this.block(last);
    this.signature(unit, date);
  }

  signatureLines(unit: string): string[] {
    return breakLines(unit, WIDTH * 0.7, (t) => this.measure(t, SIZE.body));
  }

  signatureHeight(unit: string): number {
    return SIZE.body * LEADING * (this.signatureLines(unit).length + 2);
  }

  /** Unit above date, the date four characters in from the right, the unit centred over it; both on one page. */
  signature(unit: string, date: string): void {
    const em = SIZE.body;
    const lines = this.signatureLines(unit);
    this.room(this.signatureHeight(unit));
    this.y += em * LEADING;
    const dateWidth = this.measure(date, em);
    const unitWidth = Math.max(...lines.map((l) => this.measure(l, em)));
    const centre = PAGE.left + WIDTH - Math.max(4 * em + dateWidth / 2, unitWidth / 2);
    for (const line of [...lines, date]) this.line(line, centre - this.measure(line, em) / 2, em);
  }

  plainFoot(text: string): void {
    this.put(text, PAGE.left + (WIDTH - this.measure(text, SIZE.foot)) / 2, FLOOR + QUIET, SIZE.foot);
  }

  foot(print: Print, page: number, pages: number): void {
    const top = FLOOR + QUIET;
    const qrX = PAGE.left + WIDTH - QR_SIDE;
    const { size, data } = encode(`${print.publicUrl}/check/${print.checkCode}`, { ecc: 'M', border: 0 });
    const dot = QR_SIDE / size;
    for (const [row, cells] of data.entries())
      for (const [column, dark] of cells.entries()) if (dark) this.pdf.rect(qrX + column * dot, top + row * dot, dot, dot);
    this.pdf.fillColor('black').fill();
    this.put(SCAN, qrX + (QR_SIDE - this.measure(SCAN, SIZE.foot)) / 2, top + QR_SIDE + QUIET, SIZE.foot);
    const lines = footLines(print).flatMap((line) =>
      breakLines(line, WIDTH - QR_SIDE - 2 * QUIET, (t) => this.measure(t, SIZE.foot)),
    );
    for (const [i, line] of lines.entries()) this.put(line, PAGE.left, top + i * SIZE.foot * 1.6, SIZE.foot);
    const text = pageText(page, pages);
    this.put(text, PAGE.left + (WIDTH - this.measure(text, SIZE.foot)) / 2, top + QR_SIDE + QUIET, SIZE.foot);
  }
}

/** A paper under way, and how it is finished: every page gets its foot. */
async function begin(text: string, info: { Title: string; Author: string; CreationDate: Date }) {
  const missing = missingGlyphs(text);
  if (missing.length > 0) throw new Error(`no glyph for ${missing.join('')}`);
  const font = await fontFor(text);
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    compress: false,
    font: font as unknown as string,
    lang: 'zh-CN',
    info: { ...info, Producer: 'Minzheng', Creator: 'Minzheng' },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const paper = new Paper(pdf);
  const finish = async (foot: (page: number, pages: number) => void): Promise<Buffer> => {
    const { count } = pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      pdf.switchToPage(page);
      foot(page + 1, count);
    }
    pdf.end();
    await finished;
    return Buffer.concat(chunks);
  };
  return { paper, finish };
}

const midnight = (day: PlainDate): Date => new Date(`${day}T00:00:00.000Z`);

/** The PDF. Throws when the font lacks a character: `unprintable` is asked before. */
export async function renderPdf(print: Print): Promise<Buffer> {
  const { paper, finish } = await begin(printedText(print), {
    Title: `${print.title} ${print.number}`,
    Author: print.issuerName,
    CreationDate: midnight(print.issuedOn),
  });
  paper.centred(print.title, SIZE.title);
  paper.centred(print.number, SIZE.small + 1);
  paper.y += SIZE.body * 0.8;
  if (print.addressee !== null) paper.paragraph(`${print.addressee}：`, 0);
  for (const block of print.blocks.slice(0, -1)) paper.block(block);
  const last = print.blocks.at(-1);
  if (last) paper.close(last, print.issuerName, longDate(print.issuedOn));
  else paper.signature(print.issuerName, longDate(print.issuedOn));
  return finish((page, pages) => paper.foot(print, page, pages));
}

/** A form to fill in by hand: no number, no check code; `from`: whose form it is, in the day's wording. */
export interface BlankPrint {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly from: string;
  readonly on: PlainDate;
}

export async function renderBlank(form: BlankPrint): Promise<Buffer> {
  const foot = `${form.from}　${form.on}版`;
  const text = [form.title, ...form.blocks.map(blockText), foot, pageText(0, 0), '0123456789'].join('');
  const { paper, finish } = await begin(text, { Title: form.title, Author: form.from, CreationDate: midnight(form.on) });
  paper.centred(form.title, SIZE.title);
  paper.y += SIZE.body * 0.8;
  for (const block of form.blocks) paper.block(block);
  return finish((page, pages) => paper.plainFoot(`${foot}　${pageText(page, pages)}`));
}
