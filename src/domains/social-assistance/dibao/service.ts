/** 低保 as a service item: form, flow and handlers together. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { AssistanceApplication, applicationSteps } from '../family/application.ts';
import { bindPapers, openApplication } from '../family/open.ts';
import { dibaoActions } from './actions.ts';
import { dibaoFlow } from './flow.ts';
import { dibaoSections } from './sections.ts';

defineProgramme({ key: 'dibao', zh: '最低生活保障', money: '低保金' });

defineFlowImplementation({
  flow: dibaoFlow,
  form: () => AssistanceApplication,
  formSteps: applicationSteps,
  open: (tx, _item, form) => openApplication(tx, form as unknown as AssistanceApplication),
  opened: bindPapers,
  actions: dibaoActions,
  sections: dibaoSections,
});
