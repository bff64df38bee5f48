/** 适老化改造 as a service item (EL-09): programme, form, flow and handlers together. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { mayOpenWorks } from '../home-works/hands.ts';
import { programmes, worksRules } from '../home-works/rules.ts';
import { adaptationActions } from './actions.ts';
import { AdaptationApplication, type AdaptationForm, adaptationSteps, openAdaptation } from './application.ts';
import { adaptationFlow } from './flow.ts';
import { adaptationRules } from './rules.ts';
import { adaptationSections } from './sections.ts';

defineProgramme({ key: programmes.adaptation.programme, zh: programmes.adaptation.zh, money: '补贴' });
defineReplay({ rule: worksRules.adaptation.current.name, book: worksRules.adaptation });
defineReplay({ rule: adaptationRules.current.name, book: adaptationRules });

defineFlowImplementation({
  flow: adaptationFlow,
  form: () => AdaptationApplication,
  formSteps: adaptationSteps,
  forOthers: true,
  open: (tx, _item, form) => openAdaptation(tx, form as unknown as AdaptationForm),
  mayOpen: mayOpenWorks,
  actions: adaptationActions,
  sections: adaptationSections,
});
