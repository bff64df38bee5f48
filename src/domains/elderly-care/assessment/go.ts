/** Moving on, and telling whoever holds the next step that work has come. */
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, type Effect, getServiceItem, officeOf } from '../../../kernel/service/server.ts';
import { type AssessmentStep, assessmentFlow } from './flow.ts';

export type Done = Promise<Result<Effect<AssessmentStep>>>;

export const itemName = async (tx: Tx, kase: Case): Promise<string> => {
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  return item.ok ? item.value.name : kase.itemId;
};

/** Assessors are told by name where they are sent, and the person by what happened: neither by this. */
export async function goTo(tx: Tx, kase: Case, effect: Effect<AssessmentStep>): Done {
  const { holder, zh } = assessmentFlow.steps[effect.to];
  if (holder === 'county-clerk' || holder === 'county-confirmer' || holder === 'township-clerk')
    await notify(tx, {
      to: { performer: holder, division: officeOf(holder, kase.division) },
      template: 'assessment.todo',
      params: { name: kase.applicantName, item: await itemName(tx, kase), step: zh },
      caseId: kase.id,
    });
  return ok(effect);
}
