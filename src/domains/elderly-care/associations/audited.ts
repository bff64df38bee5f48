/** What the associations put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'senior-association.entered': '登记老年协会',
  'senior-association.moved': '变更老年协会的状态',
  'senior-association.elected': '登记老年协会换届',
  'senior-association.planned': '登记老年协会活动计划',
  'senior-association.logged': '登记老年协会活动',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
