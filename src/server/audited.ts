/** What is put into the audit log, as people say it. */
import { nameAudited } from '../kernel/audit/index.ts';

const words = nameAudited({ 'city.backed-up': '备份', 'keys.rotated': '更换密钥' });

type Words = typeof words;
declare module '../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
