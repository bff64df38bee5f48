/** Where each duty may go. The server decides what is seen there; this only leaves out what would be empty. */
import { officers, type Performer, partners } from '../../kernel/access/index.ts';
import { may, type Session } from '../components/session.tsx';

export interface Place {
  to: string;
  zh: string;
  /** Of the phone's bottom bar. */
  thumb?: true;
  for: readonly Performer[];
  /** Only in a demonstration. */
  demo?: true;
}

const field: readonly Performer[] = ['village-worker', 'township-clerk', 'township-leader'];
const county: readonly Performer[] = ['county-clerk', 'county-leader', 'county-confirmer', 'verification-officer'];
const city: readonly Performer[] = ['city-clerk', 'city-leader'];
const money: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'treasury-officer'];

const devices: readonly Performer[] = ['device-station-clerk', 'device-technician'];

const places: readonly Place[] = [
  { to: '/devices', zh: '辅具网点', thumb: true, for: ['device-station-clerk'] },
  { to: '/rehab', zh: '在服务的人', thumb: true, for: ['rehab-worker'] },
  {
    to: '/',
    zh: '今天要办',
    thumb: true,
    for: [...field, ...county, ...city, ...money, 'federation-officer', 'device-technician'],
  },
  { to: '/cases', zh: '办件', thumb: true, for: [...field, ...county, ...city, 'federation-officer', ...devices] },
  { to: '/emergency', zh: '急难救助', thumb: true, for: field },
  { to: '/apply', zh: '代办申请', thumb: true, for: ['village-worker', 'township-clerk', 'county-clerk'] },
  {
    to: '/persons',
    zh: '居民',
    thumb: true,
    for: [...field, ...county, ...city, 'finance-clerk', 'finance-reviewer', 'auditor'],
  },
  {
    to: '/tekun',
    zh: '特困供养',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk'],
  },
  { to: '/clues', zh: '线索', thumb: true, for: [...field, 'county-clerk', 'county-leader', 'county-confirmer', ...city] },
  {
    to: '/tickets',
    zh: '热线工单',
    thumb: true,
    for: ['hotline-agent', 'township-clerk', 'township-leader', 'county-clerk', 'county-leader', ...city],
  },
  { to: '/feed', zh: '报送变动', thumb: true, for: ['dept-user'] },
  { to: '/price-link', zh: '物价联动', for: [...city, 'auditor'] },
  { to: '/notices', zh: '公示', for: [...field, ...county, ...city] },
  {
    to: '/batches',
    zh: '发放',
    thumb: true,
    for: [...money, 'township-clerk', 'township-leader', 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  {
    to: '/reserves',
    zh: '备用金',
    for: [
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'county-confirmer',
      'finance-clerk',
      'finance-reviewer',
      ...city,
      'auditor',
    ],
  },
  {
    to: '/subsidies/filings',
    zh: '异地收件',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
  },
  { to: '/subsidies/comparisons', zh: '补贴比对', for: ['township-clerk', 'county-clerk', 'county-leader', 'county-confirmer'] },
  {
    to: '/adjustments',
    zh: '补发和追回',
    for: [
      'finance-clerk',
      'finance-reviewer',
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'county-confirmer',
      ...city,
      'auditor',
    ],
  },
  {
    to: '/overpayments',
    zh: '追回台账',
    for: ['finance-clerk', 'finance-reviewer', 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/agreement', zh: '三方对账', for: [...money, 'county-clerk', 'county-leader', ...city, 'auditor'] },
  { to: '/figures', zh: '数据', for: ['township-leader', ...county, ...city, 'finance-clerk', 'finance-reviewer', 'auditor'] },
  { to: '/rehab/figures', zh: '社区康复', for: ['county-clerk', 'county-leader', ...city] },
  { to: '/parameters', zh: '标准', for: [...officers, 'auditor'] },
  {
    to: '/sheets',
    zh: '导入导出',
    for: ['township-clerk', 'county-clerk', 'county-leader', ...city, 'finance-clerk', 'finance-reviewer'],
  },
  { to: '/rehearsal', zh: '政策预演', for: ['county-leader', ...city, 'auditor'] },
  { to: '/users', zh: '用户与岗位', for: ['sys-admin', 'security-admin', 'county-leader'] },
  { to: '/audit', zh: '审计', for: ['auditor', 'audit-admin'] },
  {
    to: '/messages',
    zh: '消息',
    for: [
      ...field,
      ...county,
      ...city,
      ...money,
      ...devices,
      'federation-officer',
      'rehab-worker',
      'auditor',
      'sys-admin',
      'security-admin',
      'audit-admin',
      'hotline-agent',
    ],
  },
  { to: '/referrals', zh: '转介', for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader'] },
  { to: '/status', zh: '救助身份查询', thumb: true, for: ['dept-user'] },
  {
    to: '/departments',
    zh: '部门接口',
    for: ['verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin'],
  },
  { to: '/outbox', zh: '发件箱（演示）', demo: true, for: [...officers, ...partners] },
];

export const placesOf = (session: Session): Place[] =>
  places.filter((place) => (session.demo || !place.demo) && may(session, ...place.for));
