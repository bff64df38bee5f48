/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'consultation.opened': '公布草案征求意见',
  'consultation.opinion-received': '收到征求意见的意见',
  'consultation.viewed': '查看收到的意见',
  'consultation.contact-revealed': '查看提意见人的联系方式',
  'consultation.answered': '答复意见',
  'consultation.published': '公布意见采纳情况',
  'consultation.withdrawn': '撤回征求意见',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
