/** Who sees the cockpit: the offices of counties and the city, each its own. */
import { cityOffice, countyOffice } from '../../../kernel/access/index.ts';

export const readers = [...countyOffice, ...cityOffice];
