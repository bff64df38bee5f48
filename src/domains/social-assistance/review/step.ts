/** How a review moves on: within the day that the law gives, and with the next holder told. */
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, type Effect, officeOf } from '../../../kernel/service/server.ts';
import { reviewFlow, type ReviewState as State } from './flow.ts';
import { reviewOfCase } from './store.ts';
import { reviewWords } from './terms.ts';

export type Done = Promise<Result<Effect<State>>>;

/** Moves on within the day that the law gives, and tells the next holder. */
export async function goTo(tx: Tx, kase: Case, effect: Effect<State>): Done {
  const review = await reviewOfCase(tx, kase.id);
  const step: { holder: string | null; zh: string } = reviewFlow.steps[effect.to];
  if (step.holder && effect.to !== kase.state)
    await notify(tx, {
      to: { performer: step.holder as 'township-clerk', division: officeOf(step.holder, kase.division) },
      template: 'assistance.todo',
      params: { name: kase.applicantName, benefit: reviewWords(review).task, step: step.zh },
      caseId: kase.id,
    });
  return ok({ ...effect, notAfter: review.dueOn });
}
