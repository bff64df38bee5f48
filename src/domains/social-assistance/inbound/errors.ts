import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  INBOUND_STATE: { http: 409, zh: '这件来函当前为“{state}”，不能办理这一步。', next: '请刷新后查看最新进度。' },
  INBOUND_NOT_TAKEN: { http: 409, zh: '这件来函还没有人接办。', next: '请先接办，再办这一步。' },
  INBOUND_NOT_MINE: { http: 409, zh: '这件来函由{name}办理。', next: '要由您办理的，请先接过来。' },
  INBOUND_LETTER: { http: 422, zh: '来函登记要附来函的扫描件。', next: '请拍照或选文件上传来函，再登记。' },
  INBOUND_SAME_PERSON: { http: 422, zh: '{name}写了两次。', next: '请删去重复的一行，再登记。' },
});
