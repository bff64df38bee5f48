/** What the services for persons with disabilities add to the workbench. */
import { city, type Desk, field } from '../../../../web/workbench/desk.ts';

export const desk: Desk = {
  places: [
    { to: '/devices', zh: '辅具网点', group: 'work', home: true, thumb: true, for: ['device-station-clerk'] },
    { to: '/rehab', zh: '在服务的人', group: 'work', home: true, thumb: true, for: ['rehab-worker'] },
    { to: '/', zh: '今天要办', group: 'work', home: true, thumb: true, for: ['federation-officer', 'device-technician'] },
    {
      to: '/cases',
      zh: '办件',
      group: 'work',
      thumb: true,
      for: ['federation-officer', 'device-station-clerk', 'device-technician'],
    },
    { to: '/disability/village', zh: '残疾人上门', group: 'work', for: ['village-worker'] },
    {
      to: '/subsidies/filings',
      zh: '异地收件',
      group: 'work',
      for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
    },
    {
      to: '/certificates',
      zh: '残疾人证',
      group: 'people',
      for: [...field, 'county-clerk', 'county-leader', 'city-clerk', 'federation-officer'],
    },
    {
      to: '/devices/overview',
      zh: '辅具管理',
      group: 'people',
      for: ['county-clerk', 'county-leader', ...city],
    },
    {
      to: '/facilities',
      zh: '康复设施',
      group: 'people',
      for: ['county-clerk', 'county-leader', ...city, 'auditor'],
    },
    {
      to: '/disability/findings',
      zh: '稽核疑点',
      group: 'discovery',
      for: ['county-clerk', 'county-leader', ...city, 'auditor'],
    },
    {
      to: '/subsidies/comparisons',
      zh: '补贴比对',
      group: 'discovery',
      for: ['township-clerk', 'county-clerk', 'county-leader', 'county-confirmer'],
    },
    {
      to: '/disability/indicators',
      zh: '残疾人福利指标',
      group: 'policy',
      for: ['county-clerk', 'county-leader', ...city, 'auditor'],
    },
    { to: '/sheets', zh: '导入导出', group: 'policy', for: ['federation-officer'] },
    { to: '/rehab/figures', zh: '社区康复进展', group: 'policy', for: ['county-clerk', 'county-leader', ...city] },
  ],
  panels: {
    rehab: () => import('./Rehab.tsx').then((m) => m.Rehab),
    nationwide: () => import('./Nationwide.tsx').then((m) => m.Nationwide),
  },
};
