/** The board on which the indicators of 残疾人福利 stand: with persons named behind many of them, so fewer read it than figures in general. */
import type { Performer } from '../../../kernel/access/index.ts';

export const boardReaders = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];

export const disabilityBoard = {
  key: 'disability',
  zh: '残疾人福利指标',
  to: '/disability/indicators',
  readers: boardReaders,
};

export const OWN = '残疾人福利领域统计口径（待确认）';
