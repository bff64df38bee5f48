/** Names of the standards of respite. */
export const respiteParameters: Readonly<Record<string, string>> = {
  'RESP-ARRANGE': '喘息服务安排期限',
  'RESP-COUNTY': '喘息服务县级审核期限',
  'RESP-DAY': '喘息服务补贴标准（机构，每夜）',
  'RESP-HOUR': '喘息服务补贴标准（上门，每小时）',
  'RESP-HOURS': '喘息服务上门每天最多补贴的小时',
  'RESP-LEVEL': '喘息服务从能力等级几级起',
  'RESP-SERVE': '喘息服务安排以后多少天以内登记',
  'RESP-SETTLE': '喘息服务结算期限',
  'RESP-STAY': '喘息服务每次最多补贴的天数',
  'RESP-TOWNSHIP': '喘息服务乡镇核验期限',
  'RESP-YEAR': '喘息服务每年最多补贴的天数',
};
