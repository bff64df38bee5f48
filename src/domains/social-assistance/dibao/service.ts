/** 低保 as a service item: form, flow and handlers together. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { dibaoActions } from './actions.ts';
import { applicationSteps, DibaoApplication } from './application.ts';
import { dibaoFlow } from './flow.ts';
import { bindPapers, openDibao } from './open.ts';
import { dibaoSections } from './sections.ts';
import './templates.ts';

defineProgramme({ key: 'dibao', zh: '最低生活保障', money: '低保金' });

defineFlowImplementation({
  flow: dibaoFlow,
  form: () => DibaoApplication,
  formSteps: applicationSteps,
  open: (tx, _item, form) => openDibao(tx, form as unknown as DibaoApplication),
  opened: bindPapers,
  actions: dibaoActions,
  sections: dibaoSections,
});
