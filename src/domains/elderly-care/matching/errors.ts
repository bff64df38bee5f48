import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  MATCH_PERSON: { http: 422, zh: '没有查到这位老人的登记，请核对身份证号码和姓名。' },
  MATCH_KNOWN: { http: 409, zh: '这位老人已经登记了“{what}”，还没有办结。' },
  MATCH_CLOSED: { http: 409, zh: '这个需求已经办结。' },
  MATCH_TWICE: { http: 409, zh: '这一家已经介绍过了。' },
  MATCH_GONE: { http: 409, zh: '这一家现在不能介绍了：{why}。', next: '请刷新后另选一家。' },
});
