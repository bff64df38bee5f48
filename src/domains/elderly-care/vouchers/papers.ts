import type { DocumentKind } from '../../../kernel/document/index.ts';

export const voucherPapers = {
  refusal: { code: 'care-voucher-refusal', word: '老券不', title: '养老服务消费券资格不予确认告知书' },
} as const satisfies Record<string, DocumentKind>;
