/** In how many of their bits two fingerprints of photographs differ (`likeness.ts` makes them). */
export function bitsApart(a: string, b: string): number {
  let apart = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) apart++;
  return apart;
}
