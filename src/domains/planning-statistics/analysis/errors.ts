import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ANALYSIS_MEASURE: { http: 404, zh: '所选的指标里有{n}项您的岗位看不到，或者没有了。', next: '请去掉以后再看。' },
  ANALYSIS_OUTSIDE: { http: 403, zh: '这份分析看的是{place}，不在您的范围。', next: '请把地区改成您的辖区。' },
  ANALYSIS_LEVEL: { http: 422, zh: '{measure}只到{lowest}，不能再往下分。', next: '请改选上一级。' },
  ANALYSIS_LEVEL_WIDE: { http: 422, zh: '村（社区）太多，一次看不完。', next: '请先选一个县或乡镇。' },
  ANALYSIS_CONFIDENTIAL: {
    http: 403,
    zh: '{measure}只按您本辖区的下一级看：再细分就能认出人来。',
    next: '请把地区改回本辖区，或去掉这一项。',
  },
  ANALYSIS_PERIOD: { http: 422, zh: '{measure}是{kind}，不能按{by}看。', next: '请改选期别，或去掉这一项。' },
  ANALYSIS_LAYOUT: { http: 422, zh: '行和列不能是同一样。' },
  ANALYSIS_ONE_MEASURE: { http: 422, zh: '指标没有放在行或列里，只能选一项。', next: '请把行或列改成“指标”，或只留一项。' },
  ANALYSIS_TOO_MUCH: { http: 422, zh: '一次要数{n}回，超过{most}回。', next: '请少选几项指标，或少选几期。' },
  ANALYSIS_NO_ROWS: { http: 404, zh: '这一格没有可以打开的记录。' },
  ANALYSIS_NAME_TAKEN: { http: 409, zh: '您已有一份叫“{name}”的分析。', next: '请换一个名称，或直接更新那一份。' },
  ANALYSIS_CHANGED: { http: 409, zh: '这份分析刚刚改过。', next: '请刷新以后再改。' },
  ANALYSIS_NOT_YOURS: { http: 403, zh: '只有保存的人能改这份分析。', next: '请另存一份自己的。' },
  ANALYSIS_TOO_MANY: { http: 409, zh: '最多保存{most}份分析。', next: '请先删去不用的。' },
});
