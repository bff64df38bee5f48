/** 消费券资格文书. Pure. */

import type { Contact } from '../../../kernel/document/index.ts';
import { type DocumentKind, decisionLetter, type Letter, paragraph, unmetConditions } from '../../../kernel/document/index.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { VOUCHER } from './terms.ts';

export const voucherPapers = {
  refusal: { code: 'care-voucher-refusal', word: '老券不', title: '养老服务消费券资格不予确认告知书' },
} as const satisfies Record<string, DocumentKind>;

export const refusalLetter = (of: { name: string; decision: Decision; reconsiderationBody: string; contact: Contact }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [paragraph(`您的${VOUCHER}资格，经审核不符合条件，现决定不予确认。`)],
    sections: [
      unmetConditions(of.decision.clauses),
      { title: '您还可以', blocks: [paragraph('身体情况有变化的，可以申请重新评估；符合条件以后随时可以再申请。')] },
    ],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
