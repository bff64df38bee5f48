/** 动态复核 as a service item. */
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { reviewActions } from './actions.ts';
import { reviewFlow } from './flow.ts';
import { openReviewCase, ReviewForm, reviewFormSteps, reviewOpened } from './open.ts';
import { reviewSections } from './sections.ts';

defineFlowImplementation({
  flow: reviewFlow,
  form: () => ReviewForm,
  formSteps: reviewFormSteps,
  open: (tx, _item, form) => openReviewCase(tx, form as unknown as ReviewForm),
  opened: reviewOpened,
  actions: reviewActions,
  sections: reviewSections,
});
