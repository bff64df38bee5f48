/** What elderly care adds to the menu, for whom. */
import { cityOffice as city, fieldOffice as field } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { registerReaders } from '../../kernel/register/index.ts';
import { associationReaders } from './associations/terms.ts';
import { SITE_SHELF } from './facilities/registers/shelf.ts';
import { readers as siteReaders } from './facilities/terms.ts';
import { bedBodies, bedReaders } from './family-bed/terms.ts';
import { linkReaders } from './health-links/terms.ts';
import { worksReaders } from './home-works/terms.ts';
import { hotlineReaders } from './hotline/terms.ts';
import { elderlyBoard } from './indicators/board.ts';
import { INDUSTRY_SHELF } from './industry/shelf.ts';
import { filers } from './meals/own-filing-terms.ts';
import { CANTEEN_SHELF } from './meals/shelf.ts';
import { aidReaders } from './mutual-aid/terms.ts';
import { PARTY_SHELF } from './party/shelf.ts';
import { helpReaders } from './reimbursement/terms.ts';
import { readers as siteSubsidyReaders } from './site-subsidies/terms.ts';
import { hosts, vhReaders } from './virtual-home/terms.ts';
import { carers, managers, readers } from './workers/hands.ts';
import { SHELF } from './workforce/registers/shelf.ts';
import { employers, workforceReaders } from './workforce/terms.ts';

export const places: readonly Place[] = [
  { to: '/elders/assessments', zh: '要评估的老人', group: 'work', home: true, thumb: true, for: ['capacity-assessor'] },
  {
    to: '/elders',
    zh: '老年人',
    group: 'elderly',
    for: [...field, 'county-clerk', 'county-leader', 'county-confirmer', ...city],
  },
  {
    to: '/elders/allowances',
    zh: '高龄津贴',
    group: 'elderly',
    for: [...field, 'county-clerk', 'county-leader', 'county-confirmer', ...city],
  },
  {
    to: '/elders/subsidies',
    zh: '经济困难老年人补贴',
    group: 'elderly',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
  },
  {
    to: '/elders/vouchers',
    zh: '消费券',
    group: 'elderly',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
  },
  {
    to: '/elders/outlets',
    zh: '养老服务网点',
    group: 'elderly',
    for: ['county-clerk', 'county-leader', 'city-clerk', 'city-leader'],
  },
  {
    to: '/elders/canteens',
    zh: '老年食堂结算',
    group: 'elderly',
    for: ['county-clerk', 'county-leader', 'finance-clerk', 'finance-reviewer'],
  },
  { to: '/health-links', zh: '健康服务签约', group: 'elderly', for: linkReaders },
  { to: '/reimbursements', zh: '报销帮办', group: 'elderly', for: helpReaders },
  { to: '/care-till', zh: '网点收银', group: 'work', home: true, thumb: true, for: ['care-outlet'] },
  { to: '/care-till/orders', zh: '订餐和菜单', group: 'work', thumb: true, for: ['care-outlet'] },
  {
    to: '/meal-orders',
    zh: '老年食堂订餐',
    group: 'elderly',
    for: [...field, 'hotline-agent', 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/canteen-filing', zh: '食堂备案申报', group: 'elderly-sites', for: filers },
  { to: CANTEEN_SHELF, zh: '老年食堂备案', group: 'elderly-sites', for: registerReaders },
  { to: '/home-care/mine', zh: '我的工单', group: 'work', home: true, thumb: true, for: carers },
  { to: '/home-care/board', zh: '派单台', group: 'work', home: true, thumb: true, for: ['home-care-dispatcher'] },
  { to: '/home-care/board', zh: '居家服务', group: 'elderly', for: readers.filter((one) => one !== 'home-care-dispatcher') },
  { to: '/care-workers', zh: '护理员', group: 'work', home: true, thumb: true, for: managers },
  { to: '/care-workers', zh: '员工', group: 'work', for: ['care-home-head'] },
  { to: '/care-months', zh: '考勤', group: 'work', for: employers },
  { to: '/care-classes', zh: '培训', group: 'work', for: employers },
  { to: '/care-claims', zh: '护理员补贴', group: 'work', for: employers },
  { to: '/care-workers', zh: '养老服务人员', group: 'elderly-sites', for: workforceReaders },
  { to: '/care-classes', zh: '护理员培训', group: 'elderly-sites', for: workforceReaders },
  { to: '/care-claims', zh: '护理员补贴', group: 'elderly-sites', for: workforceReaders },
  { to: SHELF, zh: '养老人才台账', group: 'elderly-sites', for: workforceReaders },
  {
    to: '/home-care/providers',
    zh: '居家服务商',
    group: 'elderly',
    for: ['county-clerk', 'county-leader', 'home-care-dispatcher', ...city],
  },
  { to: '/home-care/settlements', zh: '月度结算', group: 'work', thumb: true, for: managers },
  { to: '/home-care/settlements', zh: '居家服务结算', group: 'elderly', for: ['county-clerk', 'county-leader', 'auditor'] },
  { to: '/elders/assessors', zh: '评估人员', group: 'elderly', for: ['county-clerk'] },
  { to: '/elder-visits/walk', zh: '今日走访', group: 'elderly', for: ['village-worker', 'township-clerk'] },
  {
    to: '/elder-visits/board',
    zh: '探访关爱',
    group: 'elderly',
    for: [...field, 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/emergency-calls', zh: '应急呼叫台', group: 'work', home: true, thumb: true, for: ['emergency-operator'] },
  { to: '/emergency-calls', zh: '应急呼叫台', group: 'elderly', for: ['county-leader', 'city-clerk', 'city-leader'] },
  {
    to: '/care-needs',
    zh: '养老需求',
    group: 'elderly',
    for: [...field, 'hotline-agent', 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/care-hotline', zh: '养老热线', group: 'work', thumb: true, for: ['hotline-agent'] },
  { to: '/unsent-texts', zh: '没有发出去的短信', group: 'elderly', for: hotlineReaders },
  { to: '/care-hotline', zh: '养老热线', group: 'elderly', for: ['county-clerk', 'county-leader'] },
  { to: '/lost-searches', zh: '走失寻人', group: 'work', thumb: true, for: ['emergency-operator'] },
  {
    to: '/lost-searches',
    zh: '走失寻人',
    group: 'elderly',
    for: [...field, 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/emergency-drills', zh: '应急演练', group: 'elderly', for: ['emergency-operator', 'county-leader', ...city] },
  { to: '/emergency-homes', zh: '紧急呼叫登记', group: 'elderly', for: ['township-clerk', 'county-clerk', 'emergency-operator'] },
  { to: '/care-sites', zh: '社区养老设施', group: 'elderly-sites', for: siteReaders },
  { to: '/care-site-subsidies', zh: '设施补贴', group: 'elderly-sites', for: siteSubsidyReaders },
  { to: SITE_SHELF, zh: '设施台账', group: 'elderly-sites', for: registerReaders },
  { to: INDUSTRY_SHELF, zh: '养老产业和协调', group: 'elderly-sites', for: registerReaders },
  { to: '/care-estates', zh: '居住区配建', group: 'elderly-sites', for: siteReaders },
  {
    to: '/home-works/mine',
    zh: '入户改造',
    group: 'work',
    home: true,
    thumb: true,
    for: ['capacity-assessor', 'home-care-manager'],
  },
  { to: '/home-works', zh: '适老化改造和家庭床位', group: 'elderly', for: worksReaders },
  { to: '/family-beds', zh: '家庭养老床位', group: 'work', thumb: true, for: bedBodies },
  { to: '/family-beds', zh: '家庭养老床位', group: 'elderly', for: bedReaders },
  { to: '/senior-associations', zh: '老年协会', group: 'elderly-sites', for: associationReaders },
  { to: '/virtual-homes', zh: '虚拟养老院', group: 'work', thumb: true, for: hosts },
  { to: '/virtual-homes', zh: '虚拟养老院', group: 'elderly', for: vhReaders.filter((one) => one !== 'home-care-manager') },
  { to: '/mutual-aid', zh: '互助养老', group: 'elderly', for: aidReaders },
  { to: PARTY_SHELF, zh: '党建和养老服务', group: 'elderly-sites', for: registerReaders },
  { to: elderlyBoard.to, zh: elderlyBoard.zh, group: 'elderly', for: elderlyBoard.readers },
];
