import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ORDER_STATE: { http: 409, zh: '这张工单现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  ORDER_TAKEN: { http: 409, zh: '该工单已被他人接单。', next: '请看下一张。' },
  ORDER_SOON: { http: 422, zh: '请至少提前{hours}小时预约；急事请选助急项目。' },
  ORDER_FURTHEST: { http: 422, zh: '最多提前{days}天预约，现在约得到{last}。', next: '请核对年月日。' },
  ORDER_PERSON: { http: 422, zh: '没有查到这位老人的登记，请核对身份证号码和姓名。' },
  ORDER_NOT_FAMILY: { http: 422, zh: '登记里看不出您和这位老人是亲属。', next: '请打热线，或者到村（社区）代办。' },
  ORDER_ITEM: { http: 422, zh: '这个项目在您那里没有，或者那天已经停办。', next: '请另选一个。' },
  ORDER_UNFIT: { http: 422, zh: '不能派给{name}：{why}。', next: '请派别人。' },
  ORDER_EARLY: { http: 422, zh: '最早提前{minutes}分钟签到，还没有到时间。' },
  ORDER_BUSY: { http: 409, zh: '您有未签退的工单，请先签退。' },
  ORDER_FAR: {
    http: 422,
    zh: '您距服务地址{metres}米，超出{limit}米范围，不能签到。',
    next: '请到老人家门口再定位；地址不对的，打电话给调度员。',
  },
  ORDER_STAMP: { http: 422, zh: '手机记下的时间核对不上，不能算数。', next: '请打电话给调度员说明情况。' },
  ORDER_REPLACED: { http: 409, zh: '这张单没有按时签到，已经另派人上门。', next: '请打电话给调度员说明情况。' },
  ORDER_PHOTO: { http: 422, zh: '这个项目签退要拍照。' },
  ORDER_SHORT: { http: 422, zh: '服务了{minutes}分钟，不到最短的{least}分钟。', next: '请写明原因。' },
  ORDER_CODE: { http: 422, zh: '确认码不对。', next: '请老人再看一遍短信或服务单。' },
  ORDER_LATE_WORD: { http: 409, zh: '已经过了{days}天，不能再{what}。', next: '有问题请打热线。' },
  HOME_CARE_NONE: { http: 403, zh: '您的岗位没有对应的服务商或护理员登记。', next: '请服务商负责人先登记您。' },
  HOME_CARE_STATE: { http: 409, zh: '现在的状态不能这样办。', next: '请刷新后再看。' },
});
