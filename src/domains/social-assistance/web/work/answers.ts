/** While departments answer, a page follows them by itself. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../../../web/shared/api.ts';

const ASK_AGAIN_MS = 3_000;

/**
 * How many have answered is asked again while some are waited for, in a window that is seen; the page itself, which names people and so
 * leaves a trace, is read anew only when that has changed.
 */
export function useAnswers({ at, shown, waits, reread }: { at: string; shown: number; waits: boolean; reread: () => void }) {
  const { data } = useQuery({
    queryKey: [at],
    queryFn: () => api.get<{ answered: number }>(at),
    enabled: waits,
    refetchInterval: waits && ASK_AGAIN_MS,
  });
  const answered = waits ? data?.answered : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each number that differs from what is shown
  useEffect(() => {
    if (answered !== undefined && answered !== shown) reread();
  }, [answered, shown]);
}
