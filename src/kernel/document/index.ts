/**
 * 材料与证照. What a paper is made of (plain data, so that the same builder serves a preview in the browser and the printed PDF), how
 * amounts are written on it, and the frame of a decision.
 */
import { defineErrors } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';

export { bitsApart } from './alike.ts';
export * from './amount.ts';
export * from './parts.ts';

export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
/** What may be uploaded; the type is read from the file's first bytes, never from its name. */
export const uploadTypes = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf' } as const;
/** What is said and sung: taken only where a form asks for a recording (`paper` begins so), and for nothing else. */
export const recordingTypes = { 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' } as const;
export const isRecordingPaper = (paper: string): boolean => paper.startsWith('recording-');
export type UploadType = keyof typeof uploadTypes | keyof typeof recordingTypes;

defineErrors({
  RECORDING_UNFIT: { http: 422, zh: '录音的格式或大小不符合要求（≤20MB）。', next: '请上传MP3或M4A的录音。' },
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
  /** Number of the paper that stands in its place. */
  readonly replacedBy: string | null;
}

/** What a page shows of a paper, with where it opens. */
export interface ShownDocument {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly issuedOn: PlainDate;
  readonly revokedOn: PlainDate | null;
  readonly url: string;
}
