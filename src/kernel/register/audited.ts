/** What the registers put into the audit log, in words. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'register.stepped': '办理台账' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
