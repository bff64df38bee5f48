import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  BED_OVER_FILING: { http: 409, zh: '床位数超出备案数量，请先办理变更', next: '备案{recorded}张，现有{have}张。' },
  BED_MOVE: { http: 409, zh: '床位{code}现在是“{state}”，不能改成“{to}”。', next: '请刷新后再看。' },
  BED_LIVED_IN: { http: 409, zh: '床位{code}还有老人住着，不能这样办。', next: '请先办理转床或者退住。' },
  BED_TWICE: { http: 409, zh: '床位编号{code}已经用过。' },
  ROOM_TWICE: { http: 409, zh: '{building}已经有{name}房间。' },
  ROOM_SEX: { http: 409, zh: '该房间限{sex}入住', next: '请选择别的房间。' },
  CARE_HOME_CLOSED: { http: 409, zh: '{name}现在是“{state}”，不能收住老人。' },
  PRICE_NOTICE: { http: 422, zh: '涨价要提前{days}天公布，最早从{from}起。' },
  PRICE_BACKWARDS: { http: 422, zh: '价格不能往回改，最早从{from}起。' },
  PRICE_TWICE: { http: 409, zh: '这一天的{name}价格已经公布过，不能再改。', next: '需要调整的，请从以后的一天起。' },
  PRICE_UNPUBLISHED: { http: 409, zh: '还没有公布{item}（{name}）的价格，不能收费。', next: '请院长先公布收费标准。' },
});
