/** What the targets of the city's figures are called, where people read them. */
export const indicatorParameters: Readonly<Record<string, string>> = {
  'FIG-FACILITY': '目标：精神康复福利设施覆盖率',
  'FIG-REFER': '目标：社区康复转介及时率',
  'FIG-TRAINING': '目标：康复人员培训达标率',
  'FIG-COVERED': '目标：两项补贴应补尽补率',
  'FIG-ON-TIME': '目标：两项补贴按时办结率',
  'FIG-POINTS': '目标：辅具租赁网点县覆盖率',
  'FIG-REUSE': '目标：辅具循环使用率（每件每年租出次数）',
  'FIG-CLEAN': '目标：辅具洗消合格率',
  'FIG-PROJECT': '目标：设施项目完成率',
  'REH-MODEL-PASS': '标杆机构年度评分合格线',
};
