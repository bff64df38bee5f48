/** What is put into the audit log, as people say it. */
import { nameAudited, namedAfter } from '../audit/index.ts';
import { ticketActions } from './index.ts';

const words = nameAudited({
  'ticket.opened': '登记工单',
  'ticket.progress': '凭查询码查看进度',
  'ticket.view': '查看工单',
  ...namedAfter('ticket', ticketActions, (zh) => `办理工单：${zh}`),
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
