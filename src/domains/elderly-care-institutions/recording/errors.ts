import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  FILING_STATE: { http: 409, zh: '现在是“{state}”，不能{what}。', next: '请刷新后再看。' },
  FILING_WAITING: { http: 409, zh: '已经送过一份，县里还没有答复，不用再送。' },
  FILING_NONE: { http: 409, zh: '没有等着收的备案。' },
  FILING_INCOMPLETE: { http: 409, zh: '还缺{missing}，不能出回执。', next: '请写明要补什么，退给机构。' },
  FILING_BEDS: {
    http: 409,
    zh: '备案{beds}张，机构现有{have}张床位，备案数不能少于现有床位。',
    next: '请先停用多的床位，或者改备案数。',
  },
  FILING_OFFICE: { http: 403, zh: '这家机构由{office}备案。' },
  END_NOTICE: { http: 422, zh: '暂停、终止要提前{days}天公告，最早{from}。' },
  END_TOO_EARLY: { http: 409, zh: '公告到{until}，还没有到期。' },
  END_UNPLACED: { http: 409, zh: '尚有{n}名老人未安置，不能终止' },
  END_MONEY: { http: 409, zh: '还有{n}人的押金没有退清，不能终止。' },
});
