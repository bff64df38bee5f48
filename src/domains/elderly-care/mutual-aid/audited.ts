/** What mutual aid puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'mutual-aid.listed': '在互助求助名单中列出',
  'mutual-aid.asked': '登记互助求助',
  'mutual-aid.taken': '接下互助求助',
  'mutual-aid.released': '退回接下的互助求助',
  'mutual-aid.done': '登记互助做完',
  'mutual-aid.confirmed': '确认互助做过',
  'mutual-aid.denied': '登记互助没有做',
  'mutual-aid.cancelled': '取消互助求助',
  'mutual-aid.voided': '作废一次互助记录',
  'mutual-aid.helper-registered': '登记互助帮手',
  'mutual-aid.helper-checked': '核实互助帮手',
  'mutual-aid.helper-stopped': '停止互助帮手',
  'mutual-aid.helpers-listed': '在互助帮手名单中列出',
  'mutual-aid.redeemed': '兑换互助积分',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
