/**
 * 材料与证照. What a paper is made of (plain data, so that the same builder serves a preview in the browser and the printed PDF), and how
 * amounts are written on it.
 */
import { defineErrors } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../schema/index.ts';

export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
/** What may be uploaded; the type is read from the file's first bytes, never from its name. */
export const uploadTypes = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf' } as const;
export type UploadType = keyof typeof uploadTypes;

defineErrors({
  UPLOAD_UNFIT: {
    http: 422,
    zh: '文件格式或大小不符合要求（≤20MB）。',
    next: '请上传照片（JPG、PNG、WebP）或PDF；文件较大时请先压缩。',
  },
  FILE_NOT_AVAILABLE: { http: 409, zh: '有材料不存在，或者不是由您上传、已归入别的办件。', next: '请重新上传后再提交。' },
  GLYPH_MISSING: {
    http: 422,
    zh: '文书中有字库里没有的字（{characters}），不能打印。',
    next: '请核对该字是否录入有误；确为生僻字的，请联系系统管理员补充字库。',
  },
  ALREADY_REVOKED: { http: 409, zh: '{number}已经撤销，不能重复撤销。' },
});

/** A kind of paper. `word` stands in the number between the authority's short name and 字: 低保确. The title names nobody: it is shown to anyone. */
export interface DocumentKind {
  readonly code: string;
  readonly word: string;
  readonly title: string;
}

export interface Column {
  readonly title: string;
  /** Share of the width, relative to the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'center' | 'right';
}

/** paragraph: body text, two characters in. plain: flush left. heading: 一、…; fields: label and value beside each other, ruled. signatures: lines to sign by hand. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'fields'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'signatures'; readonly labels: readonly string[] };

/** What a builder makes: everything on the paper but its number, date and check code. */
export interface Letter {
  /** 王秀英：, without the colon; null when the paper addresses nobody. */
  readonly addressee: string | null;
  readonly blocks: readonly Block[];
}

/** A form to print and fill in by hand, at `/api/forms/:key`. */
export interface BlankFormLink {
  readonly key: string;
  readonly title: string;
}

/** The authority that issues: its division gives the number its series, its name the signature. */
export interface Issuer {
  readonly division: DivisionCode;
  /** 咸宁市咸安区民政局 */
  readonly name: string;
}

/** What a person has in hand to see whether a paper is real. */
export interface DocumentCheck {
  readonly number: string;
  readonly title: string;
  readonly issuedOn: PlainDate;
  readonly revokedOn: PlainDate | null;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];

/** Four digits; zeros inside are said once, zeros at the end not at all. */
function sayGroup(group: number): string {
  let text = '';
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit > 0) text += `${DIGITS[digit]}${PLACES[place]}`;
    else if (text !== '' && !text.endsWith('零')) text += '零';
  }
  return text.replace(/零$/, '');
}

function sayWhole(yuan: number): string {
  let text = '';
  for (let g = GROUPS.length - 1; g >= 0; g--) {
    const group = Math.floor(yuan / 10_000 ** g) % 10_000;
    if (group === 0) continue;
    // A group below 1000 after something, or after an empty group, is joined with one 零.
    const gap = text !== '' && (group < 1000 || Math.floor(yuan / 10_000 ** (g + 1)) % 10_000 === 0);
    text += `${gap ? '零' : ''}${sayGroup(group)}${GROUPS[g]}`;
  }
  return text;
}

/**
 * 人民币壹仟柒佰肆拾元整 (《支付结算办法》附一《正确填写票据和结算凭证的基本规定》): 整 after 元 only; 零 before 分 when 角 is empty.
 * Amounts below one trillion yuan; negative ones have no such form.
 */
export function chineseAmount(fen: Fen): string {
  if (!Number.isSafeInteger(fen) || fen < 0 || fen >= 100 * 10_000 ** 3)
    throw new RangeError(`not an amount to write out: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const [jiao, cents] = [Math.floor(fen / 10) % 10, fen % 10];
  const whole = yuan > 0 ? `${sayWhole(yuan)}元` : '';
  if (jiao === 0 && cents === 0) return `人民币${whole || '零元'}整`;
  const small = [jiao > 0 ? `${DIGITS[jiao]}角` : whole ? '零' : '', cents > 0 ? `${DIGITS[cents]}分` : ''].join('');
  return `人民币${whole}${small}`;
}
