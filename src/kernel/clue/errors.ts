import { defineErrors } from '../result/index.ts';

defineErrors({
  CLUE_NOT_NOW: { http: 409, zh: '线索现在是“{state}”，不能{action}。', next: '请刷新页面，按当前可办的操作继续。' },
  CLUE_NOT_YOURS: { http: 403, zh: '{action}由{performers}办理，您的岗位不能操作。' },
  CLUE_DIRECTION: {
    http: 409,
    zh: '这条线索是“{direction}”，不能以“{disposition}”销号。',
    next: '请按核实的情况选择别的处置结论。',
  },
  CLUE_NO_PERSON: {
    http: 409,
    zh: '还没有登记“{name}”这个人，不能代为申请。',
    next: '请先在“居民”里登记本人，或者告知政策后由本人申请。',
  },
  CLUE_VILLAGE_FOREIGN: { http: 422, zh: '所选的村（社区）不在本乡镇（街道）。', next: '请重新选择。' },
});
