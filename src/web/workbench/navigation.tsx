/** Where each duty may go. The server decides what is seen there; this only leaves out what would be empty. */
import type { Performer } from '../../kernel/access/index.ts';
import { may, type Session } from '../components/session.tsx';

export interface Place {
  to: string;
  zh: string;
  /** Of the phone's bottom bar. */
  thumb?: true;
  for: readonly Performer[] | 'demo';
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
    to: '/subsidies/filings',
    zh: '异地收件',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
  },
  { to: '/subsidies/comparisons', zh: '补贴比对', for: ['township-clerk', 'county-clerk', 'county-leader', 'county-confirmer'] },
  { to: '/figures', zh: '数据', for: ['township-leader', ...county, ...city, ...money, 'auditor'] },
  { to: '/rehab/figures', zh: '社区康复', for: ['county-clerk', 'county-leader', ...city] },
  { to: '/parameters', zh: '标准', for: [...field, ...county, ...city, ...money, 'auditor'] },
  {
    to: '/sheets',
    zh: '导入导出',
    for: ['township-clerk', 'county-clerk', 'county-leader', ...city, 'finance-clerk', 'finance-reviewer'],
  },
  { to: '/users', zh: '用户与岗位', for: ['sys-admin', 'security-admin', 'county-leader'] },
  { to: '/audit', zh: '审计', for: ['auditor', 'audit-admin', 'security-admin'] },
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
  {
    to: '/departments',
    zh: '部门接口',
    for: ['verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin'],
  },
  { to: '/outbox', zh: '发件箱（演示）', for: 'demo' },
];

export const placesOf = (session: Session): Place[] =>
  places.filter((place) => (place.for === 'demo' ? session.demo : may(session, ...place.for)));
