/** What is put into the audit log, as people say it. */
import { nameAudited, namedAfter } from '../audit/index.ts';
import { clueActions } from './index.ts';

const words = nameAudited({
  'clue.joined': '线索并入已有线索',
  'clue.listed': '在线索列表中列出',
  'clue.reported': '登记线索',
  'clue.view': '查看线索',
  ...namedAfter('clue', clueActions, (zh) => `办理线索：${zh}`),
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
