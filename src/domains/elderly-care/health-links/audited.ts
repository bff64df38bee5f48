/** What health links put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'health-link.agreed': '同意健康服务签约',
  'health-link.ended': '结束健康服务签约',
  'health-link.followed': '登记随访',
  'health-link.listed': '查看健康服务签约',
  'health-link.proposed': '提议健康服务签约',
  'health-link.signed': '登记健康服务签约',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
