import type { DocumentKind } from '../../../kernel/document/index.ts';

export const familyBedPapers = {
  refusal: { code: 'family-bed-refusal', word: '家床不', title: '家庭养老床位不予批准告知书' },
  notice: { code: 'family-bed-notice', word: '家床示', title: '家庭养老床位公示' },
  slip: { code: 'family-bed-slip', word: '家床拨', title: '家庭养老床位验收拨付单' },
} as const satisfies Record<string, DocumentKind>;
