/** Standards by which everybody who receives is computed: they are rehearsed, signed by two persons and published, never entered by one. Pure. */
const readers = new Map<string, (key: string) => boolean>();
const offered = new Map<string, string>();

/** Said once by each programme that can be rehearsed: what its amounts or conditions rest on. */
export const rehearsesStandards = (
  programme: string,
  reads: (key: string) => boolean,
  offers: Readonly<Record<string, string>> = {},
): void => {
  readers.set(programme, reads);
  for (const [key, unit] of Object.entries(offers)) offered.set(key, unit);
};
export const isRehearsed = (key: string): boolean => [...readers.values()].some((reads) => reads(key));

/** Standards that a place may be the first to set, with their units: they hold nowhere until then. */
export const offeredStandards = (): ReadonlyMap<string, string> => offered;
