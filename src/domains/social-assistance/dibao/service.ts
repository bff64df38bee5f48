/** 低保 as a service item: form, flow and handlers together. */

import type { Tx } from '../../../kernel/context/server.ts';
import { defineReplay, type StoredDecision } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation, getCase } from '../../../kernel/service/server.ts';
import type { FamilyCategory } from '../classification/categories.ts';
import { classificationRules } from '../classification/classify.ts';
import { AssistanceApplication, applicationSteps } from '../family/application.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { factsOf } from '../family/facts-of-case.ts';
import { bindPapers, openApplication } from '../family/open.ts';
import { adviseWhole } from '../family/whole.ts';
import { assistanceProgramme, FRAUD_FINE } from '../programme.ts';
import { dibaoActions } from './actions.ts';
import { dibaoFlow } from './flow.ts';
import { dibaoMonthRules, dibaoRules } from './rules.ts';
import { dibaoSections } from './sections.ts';

assistanceProgramme({ key: 'dibao', zh: '最低生活保障', money: '低保金', fine: FRAUD_FINE });

defineFlowImplementation({
  flow: dibaoFlow,
  form: () => AssistanceApplication,
  formSteps: applicationSteps,
  forOthers: true,
  open: (tx, _item, form) => openApplication(tx, form as unknown as AssistanceApplication),
  advises: (tx, form) => adviseWhole(tx, form as unknown as AssistanceApplication),
  opened: bindPapers,
  actions: dibaoActions,
  sections: dibaoSections,
});

/** What is known now of the family of a decision's case: what the check found, what the appraisal held, who has died since. A review keeps its own. */
const factsNow = async (tx: Tx, { caseId, asOf }: StoredDecision): Promise<FamilyFacts | null> => {
  const kase = await getCase(tx, caseId);
  return kase.ok && kase.value.flow === dibaoFlow.name ? { ...(await factsOf(tx, kase.value)), decisionDate: asOf } : null;
};
defineReplay({ rule: 'dibao', book: dibaoRules, factsNow });
/** A refusal is by the conditions of what was asked for, a recognition by those of what it is: both name it as their programme. */
defineReplay({
  rule: classificationRules.current.name,
  book: classificationRules,
  factsNow,
  inputOf: ({ decision }, facts: FamilyFacts) => ({ facts, appliedFor: decision.programme as FamilyCategory }),
});
defineReplay({ rule: 'dibao-month', book: dibaoMonthRules });
