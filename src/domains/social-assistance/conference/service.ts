/** 一事一议: what is registered once. */
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { defineErrors } from '../../../kernel/result/index.ts';
import './sealed.ts';

defineErrors({
  CONFERENCE_TOO_FEW: { http: 422, zh: '参加会商的部门不得少于{count}个。', next: '请请齐有关部门再会商。' },
  CONFERENCE_WAITING: { http: 409, zh: '这件已经提请会商，最迟{due}会商。' },
  CONFERENCE_DONE: { http: 409, zh: '这次会商的结论已经登记过。' },
  CONFERENCE_NOT_YET: { http: 409, zh: '还没有登记会商结论，不能补纪要。' },
  CONFERENCE_PHONE: { http: 422, zh: '电话会商只用于急难，其他的请开会会商。' },
});

defineTemplates({
  'conference.requested': { title: '一事一议', text: '{name}的办件提请会商：{subject}，请在{due}前召集有关部门。' },
  'conference.late': { title: '还没有会商', text: '{name}的办件提请会商，应在{due}前召集，已经过了期限。' },
});
