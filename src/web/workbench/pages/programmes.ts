/** What is paid for: the programmes that the domains register. */
import { useQuery } from '@tanstack/react-query';
import type { Programme } from '../../../kernel/payment/index.ts';
import { api } from '../../shared/api.ts';

/** The programmes as choices; empty until they are read. */
export function useProgrammes(): readonly { value: string; label: string }[] {
  const found = useQuery({
    queryKey: ['/api/programmes'],
    queryFn: () => api.get<{ rows: readonly Programme[] }>('/api/programmes'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return found.data?.rows.map(({ key, zh }) => ({ value: key, label: zh })) ?? [];
}
