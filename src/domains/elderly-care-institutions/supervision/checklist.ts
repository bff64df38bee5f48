/**
 * 检查的项目, as data: what two officers look at in a home, by which provision, and how grave it is when it is not so. The grades follow
 * 《养老机构重大事故隐患判定标准》(民办发〔2023〕13号) until the mandatory national standard is in force.
 */
import type { ChecklistItem } from '../../../kernel/inspection/server.ts';

const fire = '《养老机构消防安全管理规定》';
const major = '《养老机构重大事故隐患判定标准》';
const basic = 'GB 38600-2019';
const order = '民政部令第66号';

/** What a check found of beds that are on record and used for something else; the operating subsidy asks for it by these words. */
export const BEDS_LET = '备案的床位出租、挪作他用';

export const checklist: readonly ChecklistItem[] = [
  {
    code: 'exits',
    section: '消防',
    zh: '疏散通道、安全出口没有锁闭、堵塞',
    fault: '疏散通道、安全出口锁闭、堵塞',
    rule: major,
    grade: 'major',
  },
  {
    code: 'alarm',
    section: '消防',
    zh: '火灾自动报警、喷淋正常',
    fault: '火灾自动报警、喷淋不正常',
    rule: major,
    grade: 'major',
  },
  {
    code: 'patrol',
    section: '消防',
    zh: '每日防火巡查、每月防火检查有记录',
    fault: '没有每日防火巡查、每月防火检查的记录',
    rule: fire,
    grade: 'general',
  },
  { code: 'drill', section: '消防', zh: '半年内组织过消防演练', fault: '半年内没有组织消防演练', rule: fire, grade: 'general' },
  {
    code: 'kitchen',
    section: '食品',
    zh: '食品留样48小时，从业人员健康证有效',
    fault: '食品没有留样48小时，或者从业人员健康证过期',
    rule: basic,
    grade: 'larger',
  },
  {
    code: 'gas',
    section: '设施',
    zh: '燃气有泄漏报警和切断装置',
    fault: '燃气没有泄漏报警和切断装置',
    rule: major,
    grade: 'major',
  },
  {
    code: 'power',
    section: '设施',
    zh: '没有私拉乱接电线、电动车进楼充电',
    fault: '私拉乱接电线、电动车进楼充电',
    rule: fire,
    grade: 'larger',
  },
  {
    code: 'calls',
    section: '设施',
    zh: '床头、卫生间的呼叫装置都能用',
    fault: '床头、卫生间的呼叫装置不能用',
    rule: basic,
    grade: 'general',
  },
  {
    code: 'risks',
    section: '服务',
    zh: '入住老年人九项服务安全风险都评估过',
    fault: '有老年人没有评估九项服务安全风险',
    rule: basic,
    grade: 'general',
  },
  {
    code: 'restraint',
    section: '服务',
    zh: '约束保护有医嘱、有同意书、有观察记录',
    fault: '约束保护没有医嘱、同意书或者观察记录',
    rule: basic,
    grade: 'larger',
  },
  {
    code: 'night',
    section: '服务',
    zh: '夜间有人值班，巡查不少于2次',
    fault: '夜间没有人值班，或者巡查不足2次',
    rule: `${order}第二十八条`,
    grade: 'larger',
  },
  { code: 'medicine', section: '服务', zh: '用药双人核对、签字', fault: '用药没有双人核对、签字', rule: basic, grade: 'general' },
  {
    code: 'beds-let',
    section: '管理',
    zh: '备案的床位都用来养老，没有出租、挪作他用',
    fault: BEDS_LET,
    rule: `${order}第三十五条`,
    grade: 'larger',
  },
  {
    code: 'contract',
    section: '管理',
    zh: '服务协议齐全，收费和公示的一样',
    fault: '服务协议不全，或者收费和公示的不一样',
    rule: `${order}第十六条`,
    grade: 'general',
  },
  {
    code: 'prepaid',
    section: '管理',
    zh: '预收费进了存管账户，没有许诺高息',
    fault: '预收费没有进存管账户，或者许诺高息',
    rule: '民发〔2024〕19号',
    grade: 'larger',
  },
];
