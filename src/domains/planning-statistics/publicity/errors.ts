import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TEXT_NAMES_CHILD: {
    http: 422,
    zh: '文字里可能有未成年人：{names}。',
    next: '请删去姓名；同名的成年人，写明是谁再报。',
  },
});
