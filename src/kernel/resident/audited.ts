/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'household.head.changed': '变更户主',
  'household.member.joined': '登记家庭成员',
  'household.member.left': '家庭成员离开',
  'household.moved': '户籍迁移',
  'household.offered': '本人申请时列出户籍登记的家人（号码遮住）',
  'household.opened': '查看家庭档案',
  'household.registered': '登记家庭',
  'person.communication.changed': '记下沟通需要',
  'person.contact.changed': '更新联系方式',
  'person.death.amendment-proposed': '提出撤销或更正死亡登记',
  'person.death.amendment-rejected': '退回死亡登记的撤销或更正',
  'person.death.corrected': '更正死亡日期',
  'person.death.reported': '报告死亡',
  'person.death.revoked': '撤销死亡报告或登记',
  'person.died': '登记死亡',
  'person.identified': '核对身份',
  'person.merge-proposed': '提出两份档案合并',
  'person.merge-rejected': '退回两份档案合并',
  'person.merge-withdrawn': '撤回提出的档案合并',
  'person.merged': '两份档案合并',
  'person.unmerge-proposed': '提出撤销档案合并',
  'person.unmerge-rejected': '退回档案合并的撤销',
  'person.unmerge-withdrawn': '撤回提出的撤销合并',
  'person.unmerged': '撤销档案合并',
  'person.opened': '查看档案',
  'person.registered': '登记人员',
  'person.revealed': '查看完整号码',
  'person.searched': '在查询结果中列出',
  'person.section.opened': '查看档案的栏目',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
