import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TEKUN_UNDER_MULTIPLE: {
    http: 422,
    zh: '{place}自{from}起，“{name}”{value}，低于“{of}”{ofValue}的{times}倍（{least}）。',
    next: '请在这个方案里把“{name}”一并调到不低于{least}；或者先公布“{name}”的调整，再调“{of}”。',
  },
  DIBAO_BANDS_UNFIT: {
    http: 422,
    zh: '{place}自{from}起，{title}按分档发放的设置不能用：{problem}。',
    next: '请在同一个方案里把档数、各档的上限和每人金额配齐。',
  },
});
