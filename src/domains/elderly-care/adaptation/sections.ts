import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { worksSections } from '../home-works/sections.ts';
import { decideAdaptation } from './actions.ts';
import type { AdaptationForm } from './application.ts';

/** What the page of an adaptation shows. */
export async function adaptationSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { need } = kase.form as AdaptationForm;
  return {
    ...(await worksSections(tx, kase, { applied: [{ label: '哪里不方便', value: need }], decide: decideAdaptation })),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
  };
}
