/** The division of a holder's office: the village's own, its township, its county. */
export function officeOf(holder: string, division: string): string {
  if (holder === 'village-worker') return division;
  const length = holder.startsWith('township') ? 9 : holder.startsWith('city') ? 4 : 6;
  return division.slice(0, length).padEnd(12, '0');
}
