import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  WORKS_TAKEN: {
    http: 409,
    zh: '这一户（住处）在规定年限内已经享受过{what}，到{date}以后才能再办。',
    next: '如果登记有误，请先核对家庭成员和住址。',
  },
  WORKS_PHOTO_REUSED: {
    http: 409,
    zh: '有照片以前交过，或者同一张照片用了两次。',
    next: '每一项改造前、改造后都要当场重新拍，站在同一个位置。',
  },
  WORKS_ITEM_TAKEN: { http: 409, zh: '这个地址有项目已经补贴过或者正在办，不能重复补贴。', next: '请刷新以后去掉这一项。' },
  WORKS_OTHER_BUILDER: { http: 403, zh: '这一户没有派给您所在的单位。' },
  WORKS_OTHER_ASSESSOR: { http: 403, zh: '这一户没有派给您。' },
  WORKS_NO_ACCEPTANCE: { http: 409, zh: '没有老人和乡镇（街道）签字的合格验收，不能拨付。', next: '请先组织三方验收。' },
  WORKS_SAME_OFFICER: { http: 403, zh: '受理、审核，验收、拨付，须由不同的人分别办理。' },
  WORKS_BUILDER_GONE: { http: 409, zh: '选的评估人员或者施工单位现在不能派。', next: '请刷新以后重新选择。' },
  WORKS_NOT_ELIGIBLE: { http: 409, zh: '按登记的情况不符合条件，不能同意。', next: '如认为事实有误，请退回乡镇补充。' },
  WORKS_ELIGIBLE: { http: 409, zh: '按登记的情况符合条件，不能不予批准。', next: '如认为事实有误，请退回乡镇补充。' },
  WORKS_FOLLOW_EARLY: { http: 409, zh: '还没有到回访的日子，{date}以后再回访。' },
});
