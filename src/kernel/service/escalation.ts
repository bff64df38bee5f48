/** Who is above whom when something is late (platform rules 2): the leader of the same level, then the level above. Null: nobody, or no work of the office. */
import type { Performer } from '../access/index.ts';

export const superiors: Readonly<Record<Performer, Performer | null>> = {
  'village-worker': 'township-clerk',
  'township-clerk': 'township-leader',
  'township-leader': 'county-leader',
  'county-clerk': 'county-leader',
  'verification-officer': 'county-leader',
  'hotline-agent': 'county-leader',
  'county-confirmer': 'county-leader',
  'finance-clerk': 'county-leader',
  'finance-reviewer': 'county-leader',
  'county-leader': 'city-leader',
  'city-clerk': 'city-leader',
  'city-leader': null,
  // Other departments and institutions are reminded through the county that works with them.
  'dept-user': 'county-leader',
  'treasury-officer': 'county-leader',
  'federation-officer': 'county-leader',
  'institution-user': 'county-clerk',
  'device-station-clerk': 'county-clerk',
  'device-technician': 'county-clerk',
  'rehab-worker': 'county-clerk',
  'service-provider': 'county-clerk',
  public: null,
  resident: null,
  auditor: null,
  'sys-admin': null,
  'security-admin': null,
  'audit-admin': null,
  system: null,
};

/** The division of a holder's office: the village's own, its township, its county. */
export function officeOf(holder: string, division: string): string {
  if (holder === 'village-worker') return division;
  const length = holder.startsWith('township') ? 9 : holder.startsWith('city') ? 4 : 6;
  return division.slice(0, length).padEnd(12, '0');
}
