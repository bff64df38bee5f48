/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'consent.recorded': '登记授权',
  'consent.revoked': '撤回授权',
  'department-scenario.set': '演示：设置部门表现',
  'exchange-source.set': '设置部门查询的方式',
  'exchange.answer.read': '查看部门答复',
  'exchange.batch.answered': '录入部门按名单的答复',
  'exchange.batch.downloaded': '下载送部门查询的名单',
  'exchange.batch.made': '生成送部门查询的名单',
  'exchange.event.received': '收到部门推送的信息',
  'exchange.query.answered': '部门答复',
  'exchange.query.asked': '向部门查询',
  'exchange.query.refused': '向部门查询被拒绝',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
