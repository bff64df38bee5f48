/** What supervision puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-credit.entered': '登记养老机构信用扣分',
  'care-credit.bad-faith': '列入养老服务失信名单',
  'care-credit.repair-asked': '申请养老机构信用修复',
  'care-credit.repair-decided': '决定养老机构信用修复',
  'care-self-check.done': '养老机构每月自查',
  'care-rating.applied': '申报养老机构等级评定',
  'care-rating.materials-checked': '审核等级评定材料',
  'care-rating.scored': '登记等级评定现场得分',
  'care-rating.decided': '登记等级评定委员会决定',
  'care-rating.granted': '养老机构等级授牌',
  'care-rating.entered': '登记养老机构已有的等级',
  'care-rating.lowered': '养老机构等级降级、取消',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
