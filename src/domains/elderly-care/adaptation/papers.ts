import type { DocumentKind } from '../../../kernel/document/index.ts';

export const adaptationPapers = {
  refusal: { code: 'home-adaptation-refusal', word: '老改不', title: '适老化改造不予批准告知书' },
  notice: { code: 'home-adaptation-notice', word: '老改示', title: '适老化改造公示' },
  slip: { code: 'home-adaptation-slip', word: '老改拨', title: '适老化改造验收拨付单' },
} as const satisfies Record<string, DocumentKind>;
