import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  FAMILY_LINK_PERSON: { http: 404, zh: '没有找到这位老人。', next: '请核对身份证号码和姓名。' },
  FAMILY_LINK_MANY: { http: 409, zh: '最多给{most}位家人开，请先收回不用的。' },
  FAMILY_LINK_OVER: { http: 409, zh: '这个链接已经收回。' },
});
