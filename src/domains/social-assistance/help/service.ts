/** 综合评估、转介、慈善帮扶: what is registered once. */
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { defineErrors } from '../../../kernel/result/index.ts';
import './charity-sheet.ts';
import './figures.ts';
import './file.ts';
import './sealed.ts';

defineErrors({
  REFERRED_ALREADY: { http: 409, zh: '这项需求已经转给这个部门，还在等答复。', next: '请在转介清单里查看。' },
  REFERRAL_ANSWERED: { http: 409, zh: '这件转介已经登记过答复。' },
  CHARITY_HELPED: {
    http: 409,
    zh: '这家的同一需求，{charity}{date}已经帮过。',
    next: '可以先看看还缺什么；确需再请慈善组织帮的，请写明理由后转介。',
  },
  CHARITY_TWICE: {
    http: 409,
    zh: '这家的同一需求，{charity}{date}已经帮过；确需再帮的，请写明再次帮扶的理由。',
  },
  CHARITY_KNOWN: { http: 409, zh: '这一笔慈善帮扶已经登记过。' },
  CHARITY_NOT_YET: { http: 422, zh: '帮扶日期在今天之后，给了以后再登记。' },
  CHARITY_NO_AMOUNT: { http: 422, zh: '给现金的，请写明金额。' },
});

defineTemplates({
  'referral.late': { title: '转介没有答复', text: '{name}转给{unit}的需求已过答复期限{due}，请催办并登记答复。' },
});
