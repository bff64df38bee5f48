/** What social assistance adds to the workbench. */
import { city, type Desk, field } from '../../../../web/workbench/desk.ts';
import { parameterNames } from './parameters.ts';

export const desk: Desk = {
  places: [
    { to: '/emergency', zh: '急难救助', group: 'work', thumb: true, for: field },
    { to: '/referrals', zh: '转介', group: 'work', for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader'] },
    {
      to: '/reviews',
      zh: '动态复核',
      group: 'work',
      for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk', 'auditor'],
    },
    {
      to: '/tekun-visits',
      zh: '每月探访',
      group: 'people',
      for: ['village-worker', 'township-clerk', 'township-leader', 'county-clerk'],
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
    { to: '/price-link', zh: '物价联动', group: 'policy', for: [...city, 'auditor'] },
    {
      to: '/departments',
      zh: '部门接口',
      group: 'office',
      for: ['verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin'],
    },
  ],
  panels: {
    classification: () => import('./Classification.tsx').then((m) => m.Classification),
    recognition: () => import('./Recognition.tsx').then((m) => m.Recognition),
    review: () => import('./Review.tsx').then((m) => m.Review),
    verification: () => import('./Verification.tsx').then((m) => m.Verification),
    aid: () => import('./Aid.tsx').then((m) => m.Aid),
    tekun: () => import('./Tekun.tsx').then((m) => m.Tekun),
    help: () => import('./Help.tsx').then((m) => m.Help),
    visits: () => import('./Visits.tsx').then((m) => m.Visits),
  },
  parameterNames,
};
