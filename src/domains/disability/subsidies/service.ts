/** 残疾人两项补贴 as service items: form, flow and handlers together. DB-01, DB-02 apply; DB-06 changes and restores. */
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { subsidyActions } from './actions.ts';
import { type AnyForm, applicationSteps, SubsidyApplication, SubsidyChange } from './application.ts';
import { kinds } from './facts.ts';
import { subsidyFlow } from './flow.ts';
import { keepConsent } from './nationwide.ts';
import { bindPapers, openSubsidy } from './open.ts';
import { programmeOfKind, subsidyMonthRules, subsidyRules } from './rules.ts';
import { subsidySections } from './sections.ts';

// 到账短信里不出现“残疾”“困难”。
defineProgramme({ key: programmeOfKind('living'), zh: kinds.living, money: '补贴' });
defineProgramme({ key: programmeOfKind('nursing'), zh: kinds.nursing, money: '补贴' });

const CHANGE_ITEM = 'DB-06';

defineFlowImplementation({
  flow: subsidyFlow,
  form: (item) => (item.itemId === CHANGE_ITEM ? SubsidyChange : SubsidyApplication),
  formSteps: applicationSteps,
  forOthers: true,
  open: (tx, _item, form) => openSubsidy(tx, form as unknown as AnyForm),
  async opened(tx, kase) {
    const bound = await bindPapers(tx, kase);
    return bound.ok ? keepConsent(tx, kase) : bound;
  },
  actions: subsidyActions,
  sections: subsidySections,
});

for (const book of [...Object.values(subsidyRules), ...Object.values(subsidyMonthRules)])
  defineReplay({ rule: book.current.name, book });
