/** Names of the standards of elderly care. */
export const parameterNames: Readonly<Record<string, string>> = {
  'ASSESS-ACCEPT': '能力评估受理期限',
  'ASSESS-ASSIGN': '能力评估派评估人员期限',
  'ASSESS-MIN-MINUTES': '能力评估最短时间',
  'ASSESS-OBJECTION': '能力评估异议期',
  'ASSESS-REASSESS': '能力评估复评期限',
  'ASSESS-REMIND-DAYS': '能力评估到期前提醒的天数',
  'ASSESS-REVIEW': '能力评估复核期限',
  'ASSESS-TOTAL': '能力评估办理期限',
  'ASSESS-VALID-MONTHS': '能力评估有效期',
  'ASSESS-VISIT': '能力评估上门期限',
};
