import { defineErrors } from '../../kernel/result/index.ts';

defineErrors({
  DOSSIER_VERSION: { http: 409, zh: '该单元已被{user}修改，请刷新后再改。' },
  DOSSIER_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  DOSSIER_PAPERS: { http: 409, zh: '还缺{papers}。', next: '行政区划管理条例第十三条要求的材料齐了才能报送。' },
  DOSSIER_OWN_HAND: { http: 403, zh: '报送的人不能自己登记批准。', next: '请由另一位办理。' },
  DOSSIER_NOT_IN_EFFECT: { http: 409, zh: '变更还没有生效，不能登记完成。' },
  DOSSIER_UNPLACED: { http: 409, zh: '还有{n}户没有归属，不能登记完成。', next: '请先在“待归属”里指定。' },
  DOSSIER_EXTENDED: { http: 409, zh: '已经延期过一次。' },
  BOUNDARY_LINE_TWICE: { http: 409, zh: '这两个单位之间的界线已经登记过。' },
  BOUNDARY_STALE: { http: 409, zh: '刚刚有人改过，请刷新后再办。' },
  INSPECTION_OPEN: { http: 409, zh: '第{round}轮联合检查还没有备案，不能再安排。' },
  INSPECTION_FILED: { http: 409, zh: '这一轮联合检查已经备案。' },
  INSPECTION_UNFINISHED: { http: 409, zh: '还有{left}公里没有检查，不能备案。' },
  DISPUTE_SETTLED: { http: 409, zh: '这起争议已经生效了结。' },
  ASSESSED_ALREADY: { http: 409, zh: '{year}年度已经考核过。' },
  MARKER_FAR: { http: 422, zh: '位置或时间不符，请现场重新拍摄。' },
  MARKER_PHOTO_USED: { http: 422, zh: '这张照片用过了，请现场重新拍摄。' },
  MARKER_ALONE: { http: 422, zh: '未见毗邻方到场记录，不能登记修复。' },
  DIVISION_NOT_SUCCESSOR: { http: 422, zh: '只能归到拆分出来的村（社区）。' },
});
