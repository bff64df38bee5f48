/** A list followed by key: pages are joined, the server decides how long one is. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../shared/api.ts';
import type { KeysetList } from './DataTable.tsx';

interface Page<Row> {
  rows?: readonly Row[];
  items?: readonly Row[];
  persons?: readonly Row[];
  next?: string | null;
  cursor?: string | null;
}

type Query = Readonly<Record<string, string | undefined>>;

/** `head` is the first page as it came, for what a list says beside its rows. */
export function useKeyset<Row, Head = unknown>(
  path: string,
  query: Query = {},
  cursorName = 'cursor',
): KeysetList<Row> & { head: Head | undefined } {
  const list = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => api.get<Page<Row>>(path, { ...query, [cursorName]: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? page.cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    head: list.data?.pages[0] as Head | undefined,
    rows: list.data?.pages.flatMap((page) => page.rows ?? page.items ?? page.persons ?? []) ?? [],
    error: list.error,
    waiting: list.isPending,
    more: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}
