import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_GUIDES_ITSELF: { http: 422, zh: '一处设施不能指导自己。', next: '请换一处。' },
  SITE_OUTSIDE: { http: 422, zh: '所选的村（社区）不在您的辖区。' },
  SITE_TWICE: { http: 409, zh: '“{name}”已经登记过。', next: '同名的请写清楚是哪一处。' },
  SITE_VERSION: { http: 409, zh: '这处设施刚被别人改过。', next: '请刷新后再改。' },
  SITE_MOVE: { http: 409, zh: '现在是“{state}”，不能变为“{to}”。', next: '请刷新后再看。' },
  SITE_DAY_STATE: { http: 409, zh: '“{state}”的设施不记开放。' },
  SITE_DAY_TWICE: { http: 409, zh: '{on}已经记过开放。' },
  SITE_DAY_LATE: { http: 422, zh: '只能补记{days}日以内的。', next: '当天没有记的，照实算没有开放。' },
  SITE_FAR: { http: 422, zh: '离设施{metres}米，超出{most}米。', next: '请在设施里拍照定位。' },
  SITE_PHOTO_USED: { http: 409, zh: '这张照片用过了。', next: '请当场重新拍摄。' },
  SITE_ASSESSED: { http: 409, zh: '{year}年已经评估过。' },
  SITE_APART: { http: 404, zh: '没有这一对疑似重复的设施。' },
  ESTATE_TWICE: { http: 409, zh: '“{name}”已经登记过。' },
});
