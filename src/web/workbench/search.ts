/** The address carries what a list is narrowed by: text values only, so that it can be bookmarked, shared and gone back to. */
import { useNavigate, useSearch } from '@tanstack/react-router';

export type TextSearch = Readonly<Record<string, string | undefined>>;

export const textSearch = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    ),
  );

/** The values of the address, and a way to change some of them; an empty one leaves it. */
export function useTextSearch(): [TextSearch, (changes: TextSearch) => void] {
  const search = useSearch({ strict: false }) as TextSearch;
  const navigate = useNavigate();
  return [
    search,
    (changes) =>
      void navigate({
        to: '.',
        search: Object.fromEntries(Object.entries({ ...search, ...changes }).filter(([, v]) => v !== undefined && v !== '')),
        replace: true,
      }),
  ];
}
