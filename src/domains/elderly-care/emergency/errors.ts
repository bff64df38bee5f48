import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  DEVICE_KEY: { http: 403, zh: '设备密钥无效，或者设备已经停用。', next: '请核对密钥，或者重新登记设备。' },
  SIGNAL_OTHER: { http: 409, zh: '这个上报编号用过了，内容却不一样。', next: '不同的呼叫请用不同的编号。' },
  CALL_TAKEN: { http: 409, zh: '这个呼叫已由{name}接听。', next: '请接下一个。' },
  CALL_STATE: { http: 409, zh: '这个呼叫现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  CALL_NOBODY_ANSWERS: { http: 422, zh: '回拨无人应答，按一级处理，不能定为更低的级别。' },
  CALL_SELF: { http: 422, zh: '不能并入它自己，也不能并入已经结束的呼叫。' },
  DRILL_OPEN: { http: 409, zh: '演练的呼叫还没有办完，不能总结。', next: '请先在呼叫台上办到回访。' },
  DRILL_ENDED: { http: 409, zh: '这次演练已经总结过。' },
  HOME_KNOWN: { http: 409, zh: '{name}已经开通紧急呼叫。', next: '信息有变的，请先停用再重新开通。' },
  HOME_PERSON: { http: 422, zh: '没有查到这位老人的登记，请核对身份证号码和姓名。' },
  HOME_CALLING: { http: 409, zh: '还有没处理完的呼叫，不能停用。' },
  DEVICE_KNOWN: { http: 409, zh: '序列号“{sn}”已经登记过。', next: '一台设备同时只属于一户；换给别人的，请先停用。' },
});
