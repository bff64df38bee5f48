/** 经济困难老年人补贴 as service items (EL-03, EL-04): programmes, form, flow and handlers together. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { subsidyActions } from './actions.ts';
import { openSubsidy, SubsidyApplication, type SubsidyForm, subsidySteps } from './application.ts';
import { subsidyFlow } from './flow.ts';
import { subsidyRules } from './rules.ts';
import { subsidySections } from './sections.ts';
import { allKinds, kinds } from './terms.ts';

for (const kind of allKinds) {
  defineProgramme({ key: kinds[kind].programme, zh: kinds[kind].zh, money: '补贴' });
  defineReplay({ rule: subsidyRules[kind].current.name, book: subsidyRules[kind] });
}

defineFlowImplementation({
  flow: subsidyFlow,
  form: () => SubsidyApplication,
  formSteps: subsidySteps,
  forOthers: true,
  open: (tx, item, form) => openSubsidy(tx, item, form as unknown as SubsidyForm),
  actions: subsidyActions,
  sections: subsidySections,
});
