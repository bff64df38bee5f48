/** 低保核算用语: closed choices with their Chinese names, without validation code, so that rules stay small in the browser. */

export const urbanRural = { urban: '城市', rural: '农村' } as const;

/** To the applicant. */
export const relations = {
  self: '本人',
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  'parent-in-law': '公婆或岳父母',
  grandparent: '祖父母或外祖父母',
  grandchild: '孙子女或外孙子女',
  'child-spouse': '儿媳或女婿',
  sibling: '兄弟姐妹',
  other: '其他亲属',
} as const;

/** 57号第七条: who is not counted, and the two cases that people mistake for one another (宣告失踪 / 下落不明). */
export const countingStatuses = {
  none: '无特殊情形',
  'clergy-apart': '在宗教教职场所居住满三年的宗教教职人员',
  imprisoned: '在监狱服刑',
  'compulsory-rehab': '强制隔离戒毒',
  'declared-missing': '经法院宣告失踪',
  'missing-undeclared': '下落不明但未经宣告',
  tekun: '特困人员',
  'orphan-full-care': '享受孤儿全额保障',
} as const;

export const studentStages = {
  none: '非在校学生',
  school: '义务教育或高中阶段',
  undergraduate: '全日制专科或本科',
  postgraduate: '研究生',
  'part-time': '非全日制学习',
} as const;

export const workCapacities = { full: '完全劳动能力', partial: '部分劳动能力', none: '无劳动能力' } as const;

export const employments = {
  employed: '受雇就业',
  'self-employed': '经营或务农',
  unemployed: '未就业',
  retired: '已退休并领取养老金',
} as const;

/** 无业但不计视同收入的原因; students are recognised by their stage. */
export const exemptReasons = {
  caring: '照护不能自理的人员或三岁以下儿童',
  'pregnant-nursing': '怀孕或哺乳',
  ill: '患病',
  jobseeker: '已登记求职',
  'hard-to-employ': '经县级认定就业困难',
} as const;

export const disabilityTypes = {
  sight: '视力',
  hearing: '听力',
  speech: '言语',
  physical: '肢体',
  intellectual: '智力',
  mental: '精神',
} as const;

/** 5.4: how each type enters the computation. */
export const incomeTypes = {
  wage: '工资性收入',
  business: '经营净收入',
  interest: '利息收入',
  rent: '房屋租金',
  'land-rent': '土地流转租金',
  dividend: '红利收入',
  'employee-pension': '职工养老金或退休金',
  'resident-pension': '城乡居民养老金',
  'unemployment-benefit': '失业保险金',
  'survivor-pay': '遗属补助',
  compensation: '赔偿收入',
  'regular-gift': '经常性赠与',
  other: '其他经常性收入',
  'tax-paid': '缴纳的税费',
  'insurance-paid': '个人缴纳的社会保险费',
  'maintenance-paid': '付给他人的赡养抚养扶养费',
  'preferential-pay': '优待抚恤补助金',
  'family-planning-reward': '计划生育奖励扶助金',
  scholarship: '奖学金、助学金',
  'good-samaritan-award': '见义勇为奖励金',
  'social-assistance': '社会救助款物（含临时救助、价格补贴）',
  'disability-subsidy': '残疾人两项补贴',
  'child-allowance': '事实无人抚养儿童基本生活补贴',
  'old-age-allowance': '高龄津贴',
} as const;
export type IncomeType = keyof typeof incomeTypes;

/** Types that are not income under a provision, each with the words that say so. */
export type NotIncome = Partial<Record<IncomeType, string>>;

/** Types that are not family income. */
export const notIncome: NotIncome = {
  'preferential-pay': '民发〔2021〕57号第十三条：优待抚恤不计入家庭收入',
  'family-planning-reward': '民发〔2021〕57号第十三条：计划生育奖励扶助不计入家庭收入',
  scholarship: '民发〔2021〕57号第十三条：奖学金、助学金不计入家庭收入',
  'good-samaritan-award': '民发〔2021〕57号第十三条：见义勇为奖励不计入家庭收入',
  'social-assistance': '民发〔2021〕57号第十三条：社会救助款物不计入家庭收入',
  'disability-subsidy': '国发〔2015〕52号：残疾人两项补贴不计入家庭收入',
  'child-allowance': '民发〔2019〕62号：已全额发放的事实无人抚养儿童补贴不计入家庭收入',
  'old-age-allowance': '高龄津贴不计入家庭收入（待主管部门确认）',
};

/** Paid out by the family: 转移净收入 is what came in minus these. */
export const outgoings: readonly IncomeType[] = ['tax-paid', 'insurance-paid', 'maintenance-paid'];

export const farmKinds = { rice: '水稻', tea: '茶叶', bamboo: '楠竹', pig: '生猪' } as const;
/** Key of the county rate card, and what its scale counts. */
export const farmRates = {
  rice: { key: 'FARM-RATE-RICE', unit: '亩' },
  tea: { key: 'FARM-RATE-TEA', unit: '亩' },
  bamboo: { key: 'FARM-RATE-BAMBOO', unit: '亩' },
  pig: { key: 'FARM-RATE-PIG', unit: '头' },
} as const;

export const expenseClasses = {
  medical: '自负医疗费',
  rehabilitation: '残疾康复费',
  education: '上学的费用',
  other: '其他必需的支出',
} as const;

export const assistanceCategories = {
  none: '无',
  tekun: '特困人员',
  dibao: '最低生活保障家庭',
  edge: '最低生活保障边缘家庭',
  rigid: '刚性支出困难家庭',
} as const;

export const financialKinds = {
  deposit: '银行存款',
  insurance: '商业保险',
  securities: '有价证券',
  'internet-finance': '互联网金融产品',
  'payment-account': '支付账户余额',
} as const;

export const vehicleKinds = {
  car: '汽车',
  mobility: '残疾人机动代步车',
  'two-three-wheeler': '两轮、三轮车',
  farm: '农用车辆',
  vessel: '船舶',
  other: '其他机动车',
} as const;

export const assetKinds = { financial: '金融资产', vehicle: '车船', house: '住房', firm: '市场主体' } as const;
export type AssetKind = keyof typeof assetKinds;

export const exceptionStates = { proposed: '已提出，待县级签批', signed: '县级已同意', refused: '县级未同意' } as const;

export const checkStatuses = { querying: '查询中', partial: '部分反馈', complete: '报告已出' } as const;

export const discrepancyKinds = {
  income: '收入',
  financial: '金融资产',
  vehicle: '车船',
  house: '住房',
  firm: '市场主体',
  death: '死亡记录',
  custody: '服刑或强制隔离戒毒记录',
  missing: '宣告失踪记录',
  supporter: '户外义务人',
} as const;
export type DiscrepancyKind = keyof typeof discrepancyKinds;

export const dispositions = {
  adjusted: '属实调整',
  'appeal-upheld': '申诉成立',
  'data-error': '数据错误',
  exempted: '豁免',
} as const;

export const singleGrounds = {
  disability: '低保边缘家庭中的重度残疾人、三级智力或精神残疾人',
  illness: '低保边缘家庭中的重病患者',
  'special-hardship': '低保边缘家庭中经县级认定的特殊困难人员',
  'jobless-severe': '成年无业重度残疾人',
  clergy: '在宗教教职场所居住满三年的宗教教职人员',
} as const;
export type SingleGround = keyof typeof singleGrounds;

/** What an applicant can state for himself; 特殊困难 is for the county to find. */
export const ownGrounds = {
  disability: '本人是低保边缘家庭里的重度残疾人，三级智力、精神残疾人',
  illness: '本人是低保边缘家庭里的重病患者',
  'jobless-severe': '本人是成年无业的重度残疾人',
  clergy: '本人是在宗教教职场所居住满三年的宗教教职人员',
} as const;
