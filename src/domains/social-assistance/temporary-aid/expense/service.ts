/** 支出型临时救助 as a service item: form, flow and handlers together. */
import type { Tx } from '../../../../kernel/context/server.ts';
import { defineReplay } from '../../../../kernel/policy/server.ts';
import type { Result } from '../../../../kernel/result/index.ts';
import { type Case, defineFlowImplementation } from '../../../../kernel/service/server.ts';
import { bindPapers, openApplication } from '../../family/open.ts';
import { temporaryAidRules } from '../rules.ts';
import { openAid } from '../store.ts';
import { expenseActions } from './actions.ts';
import { ExpenseApplication, expenseSteps } from './application.ts';
import { expenseFlow } from './flow.ts';
import { expenseSections } from './sections.ts';

async function opened(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = kase.form as ExpenseApplication;
  await openAid(tx, {
    caseId: kase.id,
    type: 'expense',
    cause: form.aid.cause,
    division: kase.division,
    personId: kase.applicantPersonId,
    persons: form.members.length + 1,
    reportedAt: kase.submittedAt,
  });
  return bindPapers(tx, kase);
}

defineFlowImplementation({
  flow: expenseFlow,
  form: () => ExpenseApplication,
  formSteps: expenseSteps,
  forOthers: true,
  open: (tx, _item, form) => openApplication(tx, form as unknown as ExpenseApplication),
  opened,
  actions: expenseActions,
  sections: expenseSections,
});

/** Both kinds of aid are one rule. */
defineReplay({ rule: temporaryAidRules.current.name, book: temporaryAidRules });
