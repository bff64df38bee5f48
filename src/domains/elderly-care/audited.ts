/** What the domain puts into the audit log, in the words that the person concerned reads under 谁看过我的信息. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'capacity-assessment.listed': '在要评估的老人中列出',
  'capacity-assessor.changed': '更改能力评估人员的登记',
  'capacity-assessor.entered': '登记能力评估人员',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
