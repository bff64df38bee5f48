import { defineErrors } from '../result/index.ts';

defineErrors({
  PHOTO_UNFIT: { http: 422, zh: '照片的格式或大小不符合要求（≤20MB）。', next: '请选JPG、PNG或WebP的照片。' },
  TICKET_NOT_NOW: { http: 409, zh: '工单现在是“{state}”，不能{action}。', next: '请刷新页面，按当前可办的操作继续。' },
  TICKET_NOT_YOURS: { http: 403, zh: '{action}由{performers}办理，您的岗位不能操作。' },
  TICKET_NOT_REACHED: { http: 409, zh: '还没有打通来电人的电话，不能办结。', next: '请换个时间再回访一次。' },
  TICKET_EXTENDED: { http: 409, zh: '只有投诉举报可以延长，而且只能延长一次。' },
  TICKET_NO_PHONE: { http: 409, zh: '来件没有留电话，不能回访。', next: '举报人凭查询码看答复；答复以后可以直接办结。' },
});
