/** What the standards of this domain are called, where people read them. */
export const parameterNames: Readonly<Record<string, string>> = {
  LIV: '困难残疾人生活补贴标准',
  NUR: '重度残疾人护理补贴标准',
  'LIV-EDGE': '生活补贴扩大到低保边缘家庭',
  'NUR-L3': '护理补贴扩大到三级智力、精神残疾人',
  'HIGH-AGE': '高龄津贴与两项补贴的关系',
  'CERT-GRACE': '证件过期后可以补发的期限',
};
