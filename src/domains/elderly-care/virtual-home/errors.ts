import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  VHOME_PERSON: { http: 404, zh: '没有找到这位老人。', next: '请核对身份证号码和姓名。' },
  VHOME_YOUNG: { http: 422, zh: '未满60周岁，不能入网。' },
  VHOME_KNOWN: { http: 409, zh: '{name}已经在一家虚拟养老院入网，或者正在等答复。', next: '要换一家的先退网。' },
  VHOME_PROVIDER: { http: 422, zh: '这家服务商现在不能接收，请另选一家。' },
  VHOME_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。' },
  VHOME_PLANNED: { http: 409, zh: '{month}的账单已经出了，服务包从以后的月份改。' },
  VHOME_PAID: { http: 409, zh: '这张账单已经登记收款。' },
});
