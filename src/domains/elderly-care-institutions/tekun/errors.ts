import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PLACEMENT_STATE: { http: 409, zh: '现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  PLACEMENT_NO_BED: { http: 409, zh: '{home}没有合适的空床。', next: '请换一家，或者登记缓一缓的原因。' },
  PLACEMENT_NEARER: { http: 409, zh: '{home}更近，也有合适的床位。', next: '确实要安置到别处的，请写明理由。' },
  TEKUN_PLACE_KNOWN: { http: 409, zh: '这位特困人员的去处已经写明。', next: '请刷新后再看。' },
  TEKUN_MONEY_LEFT: { http: 409, zh: '{source}只剩{left}。', next: '请先登记收到的救助资金。' },
  TEKUN_MONEY_CORRECTED: { http: 409, zh: '这一笔已经更正过。', next: '请刷新后再看。' },
  PLACEMENT_AGREEMENT: { http: 409, zh: '还没有签三方协议，不能办理入住。', next: '请在“特困供养”里签委托供养协议。' },
  TEKUN_WAITS: {
    http: 409,
    zh: '还有{n}位愿意集中供养的特困人员在等这样的床位，先安排他们。',
    next: '特困供养机构有多余的床位，才收住社会老人。',
  },
});
