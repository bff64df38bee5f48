import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  QUOTA_NONE: { http: 409, zh: '这位老人这个月没有政府购买服务额度。', next: '这一单由本人自付。' },
});
