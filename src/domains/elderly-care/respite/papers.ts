import type { DocumentKind } from '../../../kernel/document/index.ts';

export const respitePapers = {
  refusal: { code: 'respite-refusal', word: '喘息不', title: '喘息服务不予批准告知书' },
} as const satisfies Record<string, DocumentKind>;
