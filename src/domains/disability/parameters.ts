/** What the standards of this domain are called, where people read them. */
export const parameterNames: Readonly<Record<string, string>> = {
  LIV: '困难残疾人生活补贴标准',
  NUR: '重度残疾人护理补贴标准',
  'LIV-EDGE': '生活补贴扩大到低保边缘家庭',
  'NUR-L3': '护理补贴扩大到三级智力、精神残疾人',
  'HIGH-AGE': '高龄津贴与生活补贴能否同时享受',
  'CERT-GRACE': '残疾人证过期后换证仍补发的期限',
  'CERT-REMIND-DAYS': '残疾人证到期前提醒',
  'SUBSIDY-SUPPLEMENT-DAYS': '两项补贴：补正超过此期限从补齐当月起发',
  'SUBSIDY-LIMIT-INTAKE': '两项补贴时限：材料审查和受理',
  'SUBSIDY-LIMIT-PUSH': '两项补贴时限：异地收件推送',
  'SUBSIDY-LIMIT-INITIAL': '两项补贴时限：乡镇初审',
  'SUBSIDY-LIMIT-FEDERATION': '两项补贴时限：残联审核',
  'SUBSIDY-LIMIT-APPROVE': '两项补贴时限：民政审定',
  'SUBSIDY-LIMIT-TOTAL': '两项补贴时限：全部手续',
  'SUBSIDY-LIMIT-FEEDBACK': '两项补贴时限：结果告知申请人',
};
