/** Who sees the cockpit: those of counties and the city who also may open every list behind it. */
import type { Performer } from '../../../kernel/access/index.ts';

export const readers = ['county-clerk', 'county-leader', 'city-clerk', 'city-leader'] as const satisfies readonly Performer[];
