/** The board on which the indicators of services at home and in the community stand. */
import type { Performer } from '../../../kernel/access/index.ts';

const readers = ['county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'] as const satisfies readonly Performer[];

export const elderlyBoard = { key: 'elderly-care', zh: '养老服务指标', to: '/elderly-indicators', readers } as const;

export const OWN = '养老服务领域统计口径（待确认）';
