/** Names of the standards of divisions, place names and boundaries. */
export const parameterNames = {
  'CONSULT-DAYS-NAME': '地名命名、更名征求意见不少于几日',
  'PLACE-NAME-APPROVE-DAYS': '时限：地名命名、更名审批',
  'ADDRESS-PLATE-DAYS': '时限：门楼牌编制和标准地址',
  'PLACE-HERITAGE-DAYS': '时限：地名文化遗产保护申报',
  'BOUNDARY-LAND-USE-DAYS': '时限：跨行政区域界线用地备案',
  'MARKER-REPORT-DAYS': '时限：核实界桩损坏报告',
  'PLACE-NAME-FILED-ON-TIME': '目标：地名备案及时率',
  'PLACE-NAME-ANNOUNCED-ON-TIME': '目标：地名公告及时率',
  'DIVISION-CHANGES-ON-TIME': '目标：区划变更按期完成率',
  'BOUNDARY-INSPECTED': '目标：界线联检完成率',
  'BOUNDARY-MARKERS-GOOD': '目标：界桩完好率',
  'BOUNDARY-PEACEFUL': '目标：平安边界合格率',
  'BOUNDARY-SCORE': '目标：平安边界得分',
} as const;
