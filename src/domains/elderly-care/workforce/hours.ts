/** 学时 by scans: a full 45 minutes between coming and going is one; never more than the class has. Pure. */
const HOUR_MINUTES = 45;

export interface Attended {
  readonly inAt: string;
  /** Null: did not sign out, which is no hours. */
  readonly outAt: string | null;
}

export function hoursOf(scans: readonly Attended[], most: number): number {
  const minutes = scans.map(({ inAt, outAt }) =>
    outAt === null ? 0 : Math.floor((Date.parse(outAt) - Date.parse(inAt)) / 60_000),
  );
  return Math.min(
    most,
    minutes.reduce((sum, one) => sum + Math.floor(one / HOUR_MINUTES), 0),
  );
}
