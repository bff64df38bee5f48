/** What standards are called: the names that the domains give them. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../shared/api.ts';

/** The name of a standard by its key; undefined while the names are not read, or where nobody gave one. */
export function useStandardNames(): (key: string) => string | undefined {
  const found = useQuery({
    queryKey: ['/api/standards/names'],
    queryFn: () => api.get<{ names: Readonly<Record<string, string>> }>('/api/standards/names'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (key) => found.data?.names[key];
}
