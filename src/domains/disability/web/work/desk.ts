/** What the services for persons with disabilities add to the workbench. */
import { city, type Desk } from '../../../../web/workbench/desk.ts';
import { parameterNames } from './parameters.ts';

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
    {
      to: '/subsidies/filings',
      zh: '异地收件',
      group: 'work',
      for: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'],
    },
    {
      to: '/subsidies/comparisons',
      zh: '补贴比对',
      group: 'discovery',
      for: ['township-clerk', 'county-clerk', 'county-leader', 'county-confirmer'],
    },
    { to: '/rehab/figures', zh: '社区康复', group: 'policy', for: ['county-clerk', 'county-leader', ...city] },
  ],
  panels: { rehab: () => import('./Rehab.tsx').then((m) => m.Rehab) },
  parameterNames,
};
