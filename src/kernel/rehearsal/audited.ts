/** What is put into the audit log, as people say it. */
import { nameAudited, namedAfter } from '../audit/index.ts';
import { draftActions } from './index.ts';

const words = nameAudited({
  'standard-draft.households': '在调标预演的家庭中列出',
  'standard-draft.proposed': '调标方案：拟定',
  'standard-draft.publication-done': '调标方案：公布完成',
  'standard-draft.rehearsal-done': '调标方案：预演完成',
  ...namedAfter('standard-draft', draftActions, (zh) => `调标方案：${zh}`),
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
