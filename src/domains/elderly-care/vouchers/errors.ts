import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  VOUCHER_HELD: { http: 409, zh: '该老年人已享受同类待遇（养老服务消费券），不能重复申请。' },
  VOUCHER_NO_LEVEL: {
    http: 422,
    zh: '{name}还没有生效的能力评估。',
    next: '请先申请老年人能力评估；评为2级以上的，系统会告知可以申请消费券。',
  },
  VOUCHER_NOT_DUE: { http: 409, zh: '按核算结果不符合条件，不能确认。', next: '如认为事实有误，请退回乡镇补充。' },
  VOUCHER_DUE: { http: 409, zh: '按核算结果符合条件，不能不予确认。', next: '如认为事实有误，请退回乡镇补充。' },
  VOUCHER_SAME_OFFICER: { http: 403, zh: '受理、确认须由两个人分别办理。' },
  VOUCHER_FUTURE: { http: 422, zh: '服务日期还没有到。' },
  VOUCHER_MONTH: { http: 422, zh: '消费券仅限当月使用。', next: '月末最后一天的服务可以到次月5日核销。' },
  VOUCHER_NONE: { http: 409, zh: '{name}没有{month}的消费券。' },
  VOUCHER_EMPTY: { http: 409, zh: '余额不足：{month}的消费券已经用完。', next: '这一单由本人自付。' },
  VOUCHER_IN_INSTITUTION: { http: 409, zh: '服务那天{name}住在养老机构，居家服务不能用消费券。' },
  VOUCHER_ORDER: {
    http: 409,
    zh: '这位老人这一天在本店有工单（{no}），消费券在核实的时候自动抵扣。',
    next: '不用在这里再收一次。',
  },
  VOUCHER_OF_ORDER: {
    http: 409,
    zh: '这一笔是居家服务工单抵扣的，不能在这里冲正。',
    next: '有不对的，请老人对工单提异议，由县里处理。',
  },
  VOUCHER_REVERSED: { http: 409, zh: '这一笔已经冲正过。' },
});
