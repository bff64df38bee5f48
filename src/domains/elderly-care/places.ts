/** What elderly care adds to the menu, for whom. */
import { cityOffice as city, fieldOffice as field } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { readers as siteReaders } from './facilities/terms.ts';
import { elderlyBoard } from './indicators/board.ts';

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
  { to: '/elders/assessors', zh: '评估人员', group: 'elderly', for: ['county-clerk'] },
  { to: '/emergency-calls', zh: '应急呼叫台', group: 'work', home: true, thumb: true, for: ['emergency-operator'] },
  { to: '/emergency-calls', zh: '应急呼叫台', group: 'elderly', for: ['county-leader', 'city-clerk', 'city-leader'] },
  { to: '/emergency-homes', zh: '紧急呼叫登记', group: 'elderly', for: ['township-clerk', 'county-clerk', 'emergency-operator'] },
  { to: '/care-sites', zh: '社区养老设施', group: 'elderly', for: siteReaders },
  { to: '/care-estates', zh: '居住区配建', group: 'elderly', for: siteReaders },
  { to: elderlyBoard.to, zh: elderlyBoard.zh, group: 'elderly', for: elderlyBoard.readers },
];
