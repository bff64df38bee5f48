/** What papers are made of: paragraphs and tables, conditions and computations, and the frame of every decision that may be appealed. Pure. */
import {
  type Account,
  accountRow,
  type BreakdownLine,
  type Clause,
  formatValue,
  verdictNames,
  yuanDigits,
  yuanSign,
} from '../policy/index.ts';
import type { Fen } from '../schema/index.ts';
import { chineseAmount } from './amount.ts';
import type { Block, Letter } from './index.ts';

/** Whom to ask. */
export interface Contact {
  readonly office: string;
  readonly telephone: string;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const fields = (...rows: (readonly [string, string])[]): Block => ({ kind: 'fields', rows });
export const numbered = (items: readonly string[]): Block[] => items.map((item, i) => paragraph(`${i + 1}. ${item}`));
export const ask = (contact: Contact): Block => paragraph(`咨询电话：${contact.office}，${contact.telephone}。`);
export const bothAmounts = (fen: Fen): string => `${yuanSign(fen)}（${chineseAmount(fen)}）`;
/** Ends with one full stop, whatever an officer typed. */
export const sentence = (text: string): string => `${text.trim().replace(/[。；;.]+$/, '')}。`;

/** 行政复议法第二十条、行政诉讼法第四十六条. `reconsiderationBody`: the government that the deciding bureau belongs to. */
export const remedies = (paper: string, reconsiderationBody: string): Block =>
  paragraph(
    `如不服本决定，可以自收到本${paper}之日起60日内，依据《中华人民共和国行政复议法》向${reconsiderationBody}申请行政复议；也可以自收到本${paper}之日起6个月内，依据《中华人民共和国行政诉讼法》向有管辖权的人民法院提起行政诉讼。`,
  );

export const clauseTable = (clauses: readonly Clause[]): Block => ({
  kind: 'table',
  columns: [
    { title: '条件', share: 27 },
    { title: '实际情况', share: 24 },
    { title: '标准', share: 19 },
    { title: '依据', share: 30 },
  ],
  rows: clauses.map((clause) => [
    clause.name,
    [`${verdictNames[clause.verdict]}${clause.value ? `：${formatValue(clause.value, clause.limit)}` : ''}`, clause.note ?? '']
      .filter(Boolean)
      .join('。'),
    [
      clause.limit ? `${clause.relation ?? ''}${formatValue(clause.limit, clause.value)}` : '见依据',
      clause.parameter?.nature === 'assumption' ? '（假定值，待主管部门确认）' : '',
    ].join(''),
    [clause.basis, clause.parameter && clause.parameter.source !== clause.basis ? `标准来源：${clause.parameter.source}` : '']
      .filter(Boolean)
      .join('\n'),
  ]),
});

export const breakdownTable = (lines: readonly BreakdownLine[]): Block => ({
  kind: 'table',
  columns: [
    { title: '项目', share: 30 },
    { title: '算式', share: 46 },
    { title: '金额', share: 24, align: 'right' },
  ],
  rows: lines.map((line) => [line.label, line.formula, yuanSign(line.fen)]),
});

export const accountTable = ({ lines, results }: Account): Block => ({
  kind: 'table',
  columns: [
    { title: '项目', share: 30 },
    { title: '算式', share: 36 },
    { title: '怎么计', share: 16 },
    { title: '金额（元）', share: 18, align: 'right' },
  ],
  rows: [
    ...lines
      .map(accountRow)
      .map((row) => [row.what, [row.formula, row.reason].filter(Boolean).join('\n'), row.treatment, row.amount]),
    ...results.map((line) => [line.label, line.formula, '', yuanDigits(line.fen)]),
  ],
});

/** A part of a decision under its own heading; the frame numbers it. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Every condition that is not met, with the value, the limit and the provision. A refusal without a reason is a bug. */
export function unmetConditions(clauses: readonly Clause[], title = '理由和依据'): Section {
  const failed = clauses.filter((clause) => clause.verdict === 'unmet');
  if (failed.length === 0) throw new Error('a refusal must name the condition that is not met');
  return { title, blocks: [clauseTable(failed)] };
}

const ORDER = '一二三四五六七八九';

/** The frame of a decision: what is decided, its sections in order, then the ways to appeal, and whom to ask. */
export const decisionLetter = (of: {
  addressee: string;
  opening: readonly Block[];
  sections: readonly Section[];
  /** What the paper calls itself: 告知书, 决定书. */
  paper: string;
  reconsiderationBody: string;
  contact: Contact;
}): Letter => ({
  addressee: of.addressee,
  blocks: [
    ...of.opening,
    ...[...of.sections, { title: '救济途径', blocks: [remedies(of.paper, of.reconsiderationBody)] }].flatMap((section, i) => [
      heading(`${ORDER[i]}、${section.title}`),
      ...section.blocks,
    ]),
    ask(of.contact),
  ],
});
