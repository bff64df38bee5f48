/** 高龄津贴 as a service item (EL-02): programme, form, flow and handlers together. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { allowanceActions } from './actions.ts';
import { AllowanceApplication, type AllowanceForm, allowanceSteps, openAllowance } from './application.ts';
import { allowanceFlow } from './flow.ts';
import { ALLOWANCE, allowanceRules, PROGRAMME } from './rules.ts';
import { allowanceSections } from './sections.ts';

defineProgramme({ key: PROGRAMME, zh: ALLOWANCE, money: '津贴' });

defineFlowImplementation({
  flow: allowanceFlow,
  form: () => AllowanceApplication,
  formSteps: allowanceSteps,
  forOthers: true,
  open: (tx, _item, form) => openAllowance(tx, form as unknown as AllowanceForm),
  actions: allowanceActions,
  sections: allowanceSections,
});

defineReplay({ rule: allowanceRules.current.name, book: allowanceRules });
