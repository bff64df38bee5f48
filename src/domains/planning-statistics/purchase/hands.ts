/** Who buys, who reads what was bought. */
import { cityOffice, type Performer } from '../../../kernel/access/index.ts';

export const buyers = ['county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
export const purchaseReaders: readonly Performer[] = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'finance-clerk',
  'finance-reviewer',
  'hotline-agent',
  ...cityOffice,
  'auditor',
];
export const providers = ['service-provider'] as const satisfies readonly Performer[];
