/** What the search for the lost puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'lost-search.read': '查看走失寻人',
  'lost-search.opened': '收到走失的消息',
  'lost-search.described': '登记走失老人的样子',
  'lost-search.corrected': '更正走失老人的样子',
  'lost-search.police': '登记报警',
  'lost-search.widened': '扩大寻找范围',
  'lost-search.place': '加一处要找的地方',
  'lost-search.given': '把分片交给村里',
  'lost-search.published': '发布寻人启事',
  'lost-search.taken-down': '撤下寻人启事',
  'lost-search.sighting': '报来寻找的情况',
  'lost-search.found': '登记找到走失老人',
  'lost-search.resumed': '登记继续寻找',
  'lost-search.handed': '登记走失老人的交接',
  'lost-search.followed': '走失以后回访',
  'lost-search.mistaken': '认定没有走失',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
