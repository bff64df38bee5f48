const names = new Map<string, string>();
/** What the standards of a domain are called, where people read them. */
export function nameStandards(of: Readonly<Record<string, string>>): void {
  for (const [key, name] of Object.entries(of)) names.set(key, name);
}
export const standardName = (key: string): string => names.get(key) ?? key;
