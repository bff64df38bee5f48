/** Names of the standards of family care beds. */
export const bedParameters: Readonly<Record<string, string>> = {
  'FCB-ACCEPTANCE': '家庭养老床位验收期限',
  'FCB-ASSIGN': '家庭养老床位派服务机构期限',
  'FCB-CAP': '家庭养老床位建设补贴上限',
  'FCB-COUNTY': '家庭养老床位县级审核期限',
  'FCB-LEVEL': '家庭养老床位从能力等级几级起',
  'FCB-MONTH': '家庭养老床位运行补贴（每月）',
  'FCB-NOTICE': '家庭养老床位公示期',
  'FCB-OBJECTION': '家庭养老床位异议核实期限',
  'FCB-ONLINE': '家庭养老床位设备在线比例',
  'FCB-PAY': '家庭养老床位拨付期限',
  'FCB-PLAN': '家庭养老床位方案和签约期限',
  'FCB-REVIEW': '家庭养老床位复评间隔',
  'FCB-TOWNSHIP': '家庭养老床位乡镇初审期限',
  'FCB-VISITS': '家庭养老床位每月上门次数',
  'FCB-WORKS': '家庭养老床位安装期限',
};
