/** 综合评估、转介: what is registered once. */
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { defineErrors } from '../../../kernel/result/index.ts';
import './sealed.ts';

defineErrors({
  REFERRED_ALREADY: { http: 409, zh: '这项需求已经转给这个部门，还在等答复。', next: '请在转介清单里查看。' },
  REFERRAL_ANSWERED: { http: 409, zh: '这件转介已经登记过答复。' },
});

defineTemplates({
  'referral.late': { title: '转介没有答复', text: '{name}转给{unit}的需求已过答复期限{due}，请催办并登记答复。' },
});
