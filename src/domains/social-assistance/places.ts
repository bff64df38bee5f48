/** What social assistance adds to the menu, for whom. */

import { cityOffice as city, fieldOffice as field } from '../../kernel/access/index.ts';
import { figureReaders } from '../../kernel/indicator/server.ts';
import type { Place } from '../../kernel/offer/index.ts';

export const places: readonly Place[] = [
  { to: '/supervision', zh: '监督', group: 'policy', home: true, thumb: true, for: ['auditor'] },
  { to: '/service-tasks', zh: '要做的服务', group: 'work', home: true, thumb: true, for: ['service-provider'] },
  { to: '/emergency', zh: '急难救助', group: 'work', thumb: true, for: field },
  { to: '/tekun-visits', zh: '每月探访', group: 'work', for: ['village-worker'] },
  { to: '/departments', zh: '核对中心', group: 'work', thumb: true, for: ['verification-officer'] },
  { to: '/referrals', zh: '转介', group: 'work', for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader'] },
  { to: '/conferences', zh: '一事一议', group: 'work', for: ['county-clerk', 'county-leader', 'county-confirmer'] },
  {
    to: '/reviews',
    zh: '动态复核',
    group: 'work',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk', 'auditor'],
  },
  {
    to: '/township-checks',
    zh: '乡镇确认抽查',
    group: 'work',
    for: ['township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk', 'auditor'],
  },
  {
    to: '/tekun-visits',
    zh: '每月探访',
    group: 'people',
    for: ['township-clerk', 'township-leader', 'county-clerk'],
  },
  {
    to: '/roster',
    zh: '长期公布',
    group: 'people',
    for: ['village-worker', 'township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'auditor'],
  },
  {
    to: '/tekun',
    zh: '特困供养',
    group: 'people',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk'],
  },
  { to: '/status', zh: '救助身份查询', group: 'people', thumb: true, for: ['dept-user'] },
  {
    to: '/reserves',
    zh: '备用金',
    group: 'money',
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
    to: '/passbooks',
    zh: '存折代管',
    group: 'money',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'finance-clerk', 'auditor'],
  },
  {
    to: '/stations',
    zh: '协理员和站点',
    group: 'people',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', ...city, 'auditor'],
  },
  {
    to: '/service-tasks',
    zh: '服务验收',
    group: 'people',
    for: ['township-clerk', 'township-leader', 'county-clerk', 'hotline-agent'],
  },
  {
    to: '/board',
    zh: '救助指标',
    group: 'policy',
    for: figureReaders,
  },
  { to: '/supervision', zh: '监督', group: 'policy', for: city },
  {
    to: '/rectifications',
    zh: '整改',
    group: 'policy',
    for: ['township-leader', 'county-clerk', 'county-leader', ...city, 'auditor'],
  },
  { to: '/coordination', zh: '协调机制', group: 'policy', for: ['county-clerk', 'county-leader', ...city, 'auditor'] },
  { to: '/price-link', zh: '物价联动', group: 'policy', for: [...city, 'auditor'] },
  {
    to: '/departments',
    zh: '核对中心',
    group: 'office',
    for: ['county-clerk', 'county-leader', 'city-clerk', 'sys-admin'],
  },
];
