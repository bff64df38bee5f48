/** 动态复核 as a service item. */
import { defineFlowImplementation } from '../../../kernel/service/server.ts';
import { recognitionNames } from '../classification/categories.ts';
import { reviewActions } from './actions.ts';
import { reviewFlow } from './flow.ts';
import { joinsReview, openReviewCase, reviewOpened } from './open.ts';
import { ReviewForm, reviewFormSteps } from './report.ts';
import { reviewSections } from './sections.ts';
import { recognitionsReviewed } from './store.ts';

defineFlowImplementation({
  flow: reviewFlow,
  form: () => ReviewForm,
  formSteps: reviewFormSteps,
  open: (tx, _item, form) => openReviewCase(tx, form as unknown as ReviewForm),
  opened: reviewOpened,
  joins: joinsReview,
  takesInUnseen: true,
  actions: reviewActions,
  names: async (tx, caseIds) =>
    new Map((await recognitionsReviewed(tx, caseIds)).map(({ caseId, kind }) => [caseId, `${recognitionNames[kind]}动态复核`])),
  sections: reviewSections,
});
