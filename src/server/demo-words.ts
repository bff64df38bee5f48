/** What the sign-in page of a demonstration says of each duty: under which heading it stands, and what somebody in it does here, in a line. */
import type { Performer } from '../kernel/access/index.ts';

/** In the order of the page. */
export const demoGroups = {
  village: '村（社区）',
  township: '乡镇（街道）',
  county: '县（市、区）',
  departments: '财政、残联等协同部门',
  institutions: '养老、辅具、康复、评估和购买服务机构',
  city: '市',
  watch: '监督和系统管理',
} as const;

interface Words {
  readonly group: keyof typeof demoGroups;
  readonly does: string;
}
type Signing = Exclude<Performer, 'public' | 'resident' | 'system'>;

export const demoWords: Readonly<Record<Signing, Words>> = {
  'village-worker': { group: 'village', does: '代办申请、入户调查、张贴公示' },
  'township-clerk': { group: 'township', does: '受理、调查核对、上报' },
  'township-leader': { group: 'township', does: '提出初审意见和复核意见' },
  'county-clerk': { group: 'county', does: '县级受理和调查' },
  'county-leader': { group: 'county', does: '县级审批、用户和标准' },
  'verification-officer': { group: 'county', does: '向各部门核对家庭经济状况' },
  'county-confirmer': { group: 'county', does: '审核确认、不予确认' },
  'finance-clerk': { group: 'county', does: '生成发放批次、送银行、对账' },
  'finance-reviewer': { group: 'county', does: '复核发放批次' },
  'enforcement-officer': { group: 'county', does: '抽中了去现场检查、复查隐患' },
  'hotline-agent': { group: 'county', does: '登记来电、转办和回访' },
  'emergency-operator': { group: 'county', does: '接听紧急呼叫、派人救援' },
  'home-care-dispatcher': { group: 'county', does: '受理居家服务工单、派单、改派' },
  'dept-user': { group: 'departments', does: '报送变动、查看本部门的核对和转办' },
  'treasury-officer': { group: 'departments', does: '审核资金' },
  'federation-officer': { group: 'departments', does: '两项补贴复核、残疾人证和康复服务' },
  'institution-user': { group: 'institutions', does: '机构的日常登记' },
  'device-station-clerk': { group: 'institutions', does: '辅具借用、归还和结算' },
  'device-technician': { group: 'institutions', does: '上门评估、适配和回访' },
  'rehab-worker': { group: 'institutions', does: '登记社区康复服务' },
  'capacity-assessor': { group: 'institutions', does: '上门评估老年人能力' },
  'service-provider': { group: 'institutions', does: '上门服务、登记服务记录' },
  evaluator: { group: 'institutions', does: '规划评估的抽样和复测' },
  'home-care-manager': { group: 'institutions', does: '登记护理员、看工单、月度结算' },
  'home-care-worker': { group: 'institutions', does: '接单、上门签到签退' },
  'care-home-head': { group: 'institutions', does: '管床位、人员、安全和备案' },
  'care-home-reception': { group: 'institutions', does: '接待、预留床位、签协议、办入住' },
  'care-home-nurse': { group: 'institutions', does: '风险评估、请假、转床、床位清洁' },
  'care-home-carer': { group: 'institutions', does: '在床边签照护任务、交接班、报突发事件' },
  'care-home-accountant': { group: 'institutions', does: '收押金、出账单、退费' },
  'care-outlet': { group: 'institutions', does: '收消费券、登记老年食堂助餐' },
  'city-clerk': { group: 'city', does: '查看全市办件、标准和数据' },
  'legal-officer': { group: 'city', does: '保管抽取的密值、当场启封' },
  'city-leader': { group: 'city', does: '查看全市办件、标准和数据' },
  auditor: { group: 'watch', does: '查看办件和查询记录' },
  'sys-admin': { group: 'watch', does: '账号、安全和审计' },
  'security-admin': { group: 'watch', does: '账号、安全和审计' },
  'audit-admin': { group: 'watch', does: '账号、安全和审计' },
};
