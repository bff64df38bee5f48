/** What the domain puts into the audit log, in words. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'division-dossier.stepped': '办理区划变更',
  'division.household.placed': '区划拆分后指定住户归属',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
