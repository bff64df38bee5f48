import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  UNIT_NOT_CLEANED: { http: 409, zh: '该辅具未完成洗消检测，不能出租。', next: '请先登记洗消和检测，合格后才能出租。' },
  UNIT_TAKEN: { http: 409, zh: '该辅具已被预约或租出，请选择其他网点。' },
  UNIT_RECALLED: { http: 409, zh: '该批次辅具已召回，禁止出库。', next: '请将这件辅具单独存放，等待报废处理。' },
  DEVICE_IN_CYCLE: { http: 409, zh: '同类辅具未到更换周期，如有特殊情况请申请复评。', next: '下次可以申请的日期是{next}。' },
  UNIT_MOVE: { http: 409, zh: '这件辅具现在是“{state}”，不能{action}。', next: '请核对编码，或者刷新页面看最新状态。' },
  UNIT_UNKNOWN: { http: 404, zh: '没有查到编码为“{code}”的辅具。', next: '请重新扫码，或者核对辅具上的编码。' },
  UNIT_ELSEWHERE: { http: 409, zh: '这件辅具属于“{station}”，不在本网点。', next: '请送回所属网点办理。' },
  STATION_NONE: { http: 409, zh: '您的岗位没有对应的辅具网点。', next: '请联系系统管理员在岗位上登记所在网点。' },
  STATION_NO_PERMIT: {
    http: 409,
    zh: '“{item}”属于医疗器械，本网点没有备案或许可，不能出租。',
    next: '请选择有备案或许可的网点。',
  },
  ITEM_NOT_RENTABLE: { http: 409, zh: '“{item}”不出租。', next: '可以申请免费配置，或者到网点试用。' },
  ALREADY_RENTING: {
    http: 409,
    zh: '已经预约或者正在使用一件“{item}”，不能重复预约。',
    next: '可以先取消原来的预约，或者办理续租。',
  },
  RENTAL_TOO_LONG: { http: 422, zh: '租期合计最长到{furthest}，再长须重新评估。', next: '请把应还日期改到{furthest}以前。' },
  DUE_TOO_EARLY: { http: 422, zh: '应还日期须晚于今天和原来的应还日期。' },
  DEPOSIT_MISSING: { http: 409, zh: '须先收取押金{deposit}元，才能出库。' },
  ORDER_NOT_HELD: { http: 409, zh: '这件辅具没有预约，不能直接出库。', next: '请先为借用人登记预约。' },
  REFUND_DONE: { http: 409, zh: '押金已经退还，或者还没有归还验收。' },
  RECALL_EMPTY: { http: 409, zh: '没有查到“{item}”批次{batch}的辅具。', next: '请核对目录编号和生产批次。' },
  SERIAL_TWICE: { http: 409, zh: '同型号同序列号的辅具已经登记，编码{code}。', next: '请核对铭牌上的序列号。' },
  CERTIFICATE_EXPIRED: { http: 422, zh: '残疾人证已过期，请先办理换证。' },
  FITTING_NOT_ELIGIBLE: {
    http: 409,
    zh: '按核对结果不能批准：{names}。',
    next: '如认为事实有误，请退回适配人员补充；确实不符合的，请选择不予配置。',
  },
  UNIT_OTHER_ITEM: { http: 409, zh: '扫到的不是方案里的“{item}”。', next: '请核对型号，或者退回修改方案。' },
  FOLLOW_UP_DONE: { http: 409, zh: '这次回访已经登记。' },
});
