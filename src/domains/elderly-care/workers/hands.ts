/** Who does what in home services. */
import { cityOffice, type Performer } from '../../../kernel/access/index.ts';

export const carers = ['home-care-worker'] as const satisfies readonly Performer[];
export const managers = ['home-care-manager'] as const satisfies readonly Performer[];
/** Whoever employs people in elderly care enters them: 居家服务商、养老机构. */
export const employers = [...managers, 'care-home-head'] as const satisfies readonly Performer[];
export const dispatchers = ['home-care-dispatcher', 'county-clerk'] as const satisfies readonly Performer[];
/** The county keeps the register of providers, sets prices, verifies certificates and settles. */
export const keepers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
/** Who orders for somebody who does not do it himself, and asks afterwards whether it was done. Never the provider. */
export const orderers = [
  'village-worker',
  'township-clerk',
  'hotline-agent',
  ...dispatchers,
] as const satisfies readonly Performer[];
export const readers = [
  ...orderers,
  'township-leader',
  'county-leader',
  ...cityOffice,
  'auditor',
] as const satisfies readonly Performer[];
