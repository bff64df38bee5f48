import { defineErrors } from '../result/index.ts';

defineErrors({
  NOT_ALLOWED_NOW: { http: 409, zh: '现在是“{state}”，不能{action}。', next: '请刷新页面，按当前可办的操作继续。' },
  NOT_YOUR_STEP: { http: 403, zh: '{action}由{performers}办理，您的岗位不能操作。' },
  RECUSAL: { http: 403, zh: '存在应当回避的关系，不能办理。', next: '请转给本单位其他经办人。' },
  CASE_CLAIMED: {
    http: 409,
    zh: '这一件由{name}领办，您不能同时办。',
    next: '请{name}转给您，或者请负责人转办；到{until}没有再办的，自动放开。',
  },
  CASE_EDITED: {
    http: 409,
    zh: '{name}正在办这一件，您不能同时办。',
    next: '办完、关上就放开；一直没有动静的，{until}以后自动放开。',
  },
  CLAIM_NOT_NOW: { http: 409, zh: '现在不能{action}这一件。', next: '请刷新页面，看看现在由谁办。' },
  CLAIM_UNFIT: { http: 422, zh: '接手的人不在这个岗位上。', next: '请在同岗位的人里选一位。' },
  SAME_APPLICATION_OPEN: {
    http: 409,
    zh: '{name}已有同类申请正在办理（{number}）。',
    next: '请在“我的办件”中查看进度，不用重复提交；又有新情况的，请打电话告诉正在办理的单位。',
  },
  ITEM_UNKNOWN: { http: 404, zh: '没有这个事项，或者还没有开通网上办理。', next: '请拨打12345咨询。' },
  ITEM_NOT_ONLINE: { http: 409, zh: '“{name}”暂未开通网上办理。', next: '请到{office}办理。' },
  DIVISION_FOREIGN: { http: 422, zh: '所选的村（社区）不在您的办理范围内。', next: '请核对住址，或请当地村（社区）代办。' },
  NOTICE_OVER: {
    http: 409,
    zh: '公示期已于{ends}结束，不能再在公示页提出异议。',
    next: '如仍有意见，请拨打监督电话{telephone}。',
  },
  NOTICE_NOT_OVER: { http: 409, zh: '公示期未满，不能提交确认。', next: '公示到{ends}24时为止，期满以后再提交。' },
  SUPPLEMENT_TOLD: {
    http: 409,
    zh: '缺少的材料已在{on}一次告知，申请人没有再交来新材料，不能再次要求补正。',
    next: '请按已有的材料受理；还弄不清的情况，在受理以后的调查里核实。',
  },
  SUPPLEMENT_TOO_LATE: {
    http: 409,
    zh: '收到申请后没有在期限内告知缺少的材料，已从{on}起视为受理，不能再要求补正。',
    next: '请点“受理”接着办；还弄不清的情况，在调查里核实。',
  },
  ITEM_EDIT_OPEN: { http: 409, zh: '{name}提出的修改还没有批准。', next: '请等批准或者撤回以后再改。' },
  ITEM_EDIT_SAME: { http: 409, zh: '和现在的文字一样，没有要改的。' },
  ITEM_EDIT_GONE: { http: 409, zh: '这一份修改已经批准、退回或者撤回。', next: '请刷新页面。' },
  ITEM_EDIT_OWN: { http: 403, zh: '自己提出的修改，须由另一人批准。' },
  ITEM_EDIT_NOT_MINE: { http: 403, zh: '只有提出的人可以改、可以撤回。', next: '不同意的，请退回并写明理由。' },
  ITEM_EDIT_NOTE: { http: 422, zh: '退回的，请写明理由（至少4个字）。' },
  ITEM_EDIT_STALE: {
    http: 409,
    zh: '提出以后，城市资料包更新了这一事项的文字，不能再批准。',
    next: '请退回，由{name}对照新的文字重新提出。',
  },
  DRAFT_GONE: { http: 404, zh: '这份草稿已提交或已删除。', next: '请到“我的办件”查看。' },
  TOO_MANY_DRAFTS: { http: 409, zh: '草稿已有{count}份，请先提交或删除一些。' },
});
