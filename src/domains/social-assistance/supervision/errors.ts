import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  FINDING_GONE: { http: 404, zh: '这条线索现在已经查不到。', next: '请刷新清单；情况可能已经改正。' },
  RECTIFICATION_OPEN: { http: 409, zh: '这条已经交办整改，还没有办结。' },
  RECTIFICATION_MOVE: { http: 409, zh: '这条整改现在是“{state}”，不能{action}。', next: '请刷新页面看最新状态。' },
  RECTIFICATION_SAME_PERSON: { http: 409, zh: '确认整改的人不能是办理整改的人。' },
});
