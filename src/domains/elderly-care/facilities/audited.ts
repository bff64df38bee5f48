/** What the register of facilities puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-site.entered': '登记养老服务设施',
  'care-site.corrected': '更正养老服务设施',
  'care-site.moved': '变更养老服务设施状态',
  'care-site.day': '记录设施开放',
  'care-site.assessed': '评估养老服务设施',
  'care-site.apart': '核实疑似重复的设施',
  'care-site.linked': '确认养老服务设施对应的规划项目',
  'care-estate.entered': '登记居住区配建',
  'care-estate.changed': '变更居住区配建',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
