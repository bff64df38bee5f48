import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  EVALUATION_NOT_LIVED: { http: 409, zh: '{quarter}没有在这家机构住过，不能评价。' },
  EVALUATION_STAFF: { http: 403, zh: '您在这家机构工作，不能评价。', next: '请由其他家属或者老人本人评。' },
  EVALUATION_TWICE: { http: 409, zh: '{quarter}已经评过。', next: '下个季度可以再评。' },
  EVALUATION_ANSWERED: { http: 409, zh: '这条评价已经答复过。' },
  REQUEST_ANSWERED: { http: 409, zh: '这个请求现在是“{state}”，不能再办。', next: '请刷新后再看。' },
  REQUEST_DAYS: { http: 422, zh: '日子不对：{problem}。', next: '请改了再提。' },
  VISIT_TWICE: { http: 409, zh: '这一天这个时段已经预约过。', next: '可以换一个时段。' },
  DEPARTURE_TWICE: { http: 409, zh: '已经提过退住，机构还没有答复。', next: '改日子的，先撤回再提。' },
  VISIT_FULL: { http: 409, zh: '{day}{slot}已经约满{limit}家。', next: '请换一天或者换一个时段。' },
  TOUR_CLOSED: { http: 409, zh: '{name}现在{state}，不接待参观。', next: '请看看别的机构，或者打电话问。' },
  ORDER_OPEN: { http: 409, zh: '这张账单已经有一张付款单，编号{code}。', next: '请按这个编号付，或者等会计核对。' },
  ORDER_NONE: { http: 409, zh: '这张账单现在不用付。', next: '请刷新后再看。' },
  PAYMENT_ORDER_STATE: { http: 409, zh: '这张付款单现在是“{state}”，不能再办。', next: '请刷新后再看。' },
});
