/** What the standards of community rehabilitation are called, where people read them. */
export const rehabParameters: Readonly<Record<string, string>> = {
  'REH-CHECK': '时限：社区康复初核登记',
  'REH-REFER': '时限：社区康复转介',
  'REH-ANSWER': '时限：康复机构答复',
  'REH-PLAN': '时限：康复评估和签订计划',
  'REH-WITHDRAW': '时限：撤回同意后停止服务',
  'REH-STAGE-MONTHS': '康复阶段评估间隔',
  'REH-RISK-MAX': '社区康复接收的最高危险性等级',
  'REH-HOURS': '康复人员每年培训学时',
  'REH-STD-MONTHS': '规范服务连续月数',
  'REH-STD-RATE': '登记对象规范服务率目标',
  'REH-COUNTY-RATE': '社区康复县覆盖率目标',
  'REH-PRICE': '社区康复服务单价',
  'REH-MAX': '每人每月服务次数上限',
  'REH-MIN-MINUTES': '每次服务最短时长',
};
