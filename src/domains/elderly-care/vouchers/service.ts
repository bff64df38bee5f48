/** 消费券资格 as a service item (EL-22): form, flow and handlers together. */
import { defineReplay } from '../../../kernel/policy/server.ts';
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { voucherActions } from './actions.ts';
import { openVoucher, VoucherApplication, type VoucherForm, voucherSteps } from './application.ts';
import { voucherFlow } from './flow.ts';
import { voucherRules } from './rules.ts';
import { voucherSections } from './sections.ts';

defineFlowImplementation({
  flow: voucherFlow,
  form: () => VoucherApplication,
  formSteps: voucherSteps,
  forOthers: true,
  open: (tx, _item, form) => openVoucher(tx, form as unknown as VoucherForm),
  actions: voucherActions,
  sections: voucherSections,
});

defineReplay({ rule: voucherRules.current.name, book: voucherRules });
