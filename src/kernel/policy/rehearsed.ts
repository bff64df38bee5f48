/** Standards by which everybody who receives is computed: they are rehearsed, signed by two persons and published, never entered by one. Pure. */
const readers = new Map<string, (key: string) => boolean>();

/** Said once by each programme that can be rehearsed: what its amounts or conditions rest on. */
export const rehearsesStandards = (programme: string, reads: (key: string) => boolean): void => {
  readers.set(programme, reads);
};
export const isRehearsed = (key: string): boolean => [...readers.values()].some((reads) => reads(key));
