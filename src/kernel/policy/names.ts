const names = new Map<string, string>();
/** What the standards of a domain are called, where people read them. */
export function nameStandards(of: Readonly<Record<string, string>>): void {
  for (const [key, name] of Object.entries(of)) names.set(key, name);
}
/** The standards whose name has a text in it. */
export const standardsNamed = (text: string): string[] => [...names].flatMap(([key, name]) => (name.includes(text) ? [key] : []));
/** All of them, by key. */
export const standardNames = (): Readonly<Record<string, string>> => Object.fromEntries(names);
export const standardName = (key: string): string => names.get(key) ?? key;
