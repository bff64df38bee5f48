/** 老年人能力评估 as service items: EL-08 asks for it, EL-32 objects to what came of it. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { assessmentActions } from './actions.ts';
import { type AnyForm, applicationForm, applicationSteps, assessmentOpened, openAssessment } from './application.ts';
import { assessmentFlow } from './flow.ts';
import { isSent } from './score.ts';
import { assessmentSections } from './sections.ts';
import { assessmentOfCase } from './store.ts';

defineFlowImplementation({
  flow: assessmentFlow,
  form: applicationForm,
  formSteps: applicationSteps,
  forOthers: true,
  open: (tx, _item, form) => openAssessment(tx, form as AnyForm),
  opened: assessmentOpened,
  // 评估人员只知道派给自己的。
  mayOpen: async (tx, kase) => {
    if (!isOneOf(tx.actor, ['capacity-assessor'])) return true;
    const assessment = await assessmentOfCase(tx, kase.id);
    return assessment !== null && isSent(tx, assessment);
  },
  actions: assessmentActions,
  sections: assessmentSections,
});
