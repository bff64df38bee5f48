/** Standards of the virtual nursing homes. */
export const virtualHomeParameters = {
  'VHOME-ANSWER': '虚拟养老院：服务商几个工作日内答复入网',
  'VHOME-CALL-DAYS': '虚拟养老院：至少几天打一次关怀电话',
  'VHOME-STATEMENT-DAY': '虚拟养老院：每月几日出上个月的账单',
} as const;
