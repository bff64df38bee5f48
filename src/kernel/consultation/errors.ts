import { defineErrors } from '../result/index.ts';

defineErrors({
  CONSULTATION_OVER: { http: 409, zh: '征求意见已于{day}截止，不能再提交。', next: '仍有意见的，请打公布的电话。' },
  CONSULTATION_STATE: { http: 409, zh: '这次征求意见现在是“{state}”，不能{action}。', next: '请刷新页面，按当前可办的继续。' },
  CONSULTATION_KIND_NOT_YOURS: { http: 403, zh: '{kind}由{performers}办理，您的岗位不能操作。' },
  CONSULTATION_SHORT: {
    http: 422,
    zh: '{kind}征求意见不少于{least}日，只写了{days}日。',
    next: '请延长；确因情况紧急要缩短的，写明原因，原因随草案公布。',
  },
  CONSULTATION_TOO_SHORT: { http: 422, zh: '{kind}征求意见不少于{least}日，只写了{days}日。', next: '请延长。' },
  CONSULTATION_UNDER_WAY: { http: 409, zh: '这件事已经征求过意见，或者正在征求。' },
  CONSULTATION_UNANSWERED: { http: 409, zh: '还有{n}条意见没有答复，不能公布采纳情况。', next: '请逐条或者归并答复。' },
  OPINION_ANSWERED: { http: 409, zh: '第{no}条意见已经答复过。', next: '请刷新后再选。' },
  TEXT_SHOWS_HEALTH: { http: 422, zh: '公示内容包含健康信息（{found}），禁止发布。', next: '请只写与健康无关的事由。' },
  TEXT_SHOWS_NUMBERS: { http: 422, zh: '公开的文字里有{found}。', next: '请删去或者换成不能认出人的写法。' },
});
