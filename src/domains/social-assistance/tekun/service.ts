/** 特困 as service items: recognition and change, each with its form, flow and handlers. The funeral allowance stands by itself (`funeral.ts`). */
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { bindPapers } from '../family/open.ts';
import { assistanceProgramme, FRAUD_FINE } from '../programme.ts';
import { tekunActions } from './actions.ts';
import { ChangeApplication, changeSteps, TekunApplication, tekunSteps } from './application.ts';
import { changeActions, openChange } from './change-actions.ts';
import { changeFlow } from './change-flow.ts';
import { tekunFlow } from './flow.ts';
import { openTekun } from './open.ts';
import { tekunMonthRules, tekunRules } from './rules.ts';
import { changeSections, tekunSections } from './sections.ts';

assistanceProgramme({ key: 'tekun', zh: '特困人员基本生活', money: '特困基本生活费', fine: FRAUD_FINE });
assistanceProgramme({ key: 'tekun-care', zh: '特困人员照料护理', money: '特困照料护理费', fine: FRAUD_FINE });

defineFlowImplementation({
  flow: tekunFlow,
  form: () => TekunApplication,
  formSteps: tekunSteps,
  forOthers: true,
  open: (tx, _item, form) => openTekun(tx, form as unknown as TekunApplication),
  opened: bindPapers,
  actions: tekunActions,
  sections: tekunSections,
});

defineFlowImplementation({
  flow: changeFlow,
  form: () => ChangeApplication,
  formSteps: changeSteps,
  forOthers: true,
  open: (tx, _item, form) => openChange(tx, form as unknown as ChangeApplication),
  actions: changeActions,
  sections: changeSections,
});

defineReplay({ rule: tekunRules.current.name, book: tekunRules });
for (const book of Object.values(tekunMonthRules)) defineReplay({ rule: book.current.name, book });
