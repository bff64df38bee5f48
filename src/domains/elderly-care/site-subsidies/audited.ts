/** What the subsidies of facilities put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  // 补贴记在一处（kernel/subsidy）以前写下的
  'site-subsidy.applied': '申请养老服务设施补贴',
  'site-subsidy.checked': '核养老服务设施补贴',
  'site-subsidy.approved': '批准养老服务设施补贴',
  'site-subsidy.paid': '登记养老服务设施补贴拨付',
  'site-subsidy.elsewhere': '登记别的项目给设施的钱',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
