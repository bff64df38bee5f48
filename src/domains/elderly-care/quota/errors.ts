import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  QUOTA_HELD: {
    http: 409,
    zh: '{name}已经有政府购买服务额度，{tier}，每月{amount}，不用申请。',
    next: '可以直接预约居家服务，每月的额度在“居家服务”里看。',
  },
  QUOTA_NONE: { http: 409, zh: '这位老人这个月没有政府购买服务额度。', next: '这一单由本人自付。' },
});
