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

export interface GoesOn {
  readonly shown: number;
  readonly more: boolean;
  readonly loadingMore: boolean;
  readonly loadMore: () => void;
}

/** A page whose list goes on: its first answer with the rows of all that were loaded; asked and shown like any query. */
export function usePaged<View extends { readonly rows: readonly unknown[]; readonly next: string | null }>(
  path: string,
  query: Query = {},
  refetchInterval: number | false = false,
) {
  const list = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => api.get<View>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval,
  });
  const first = list.data?.pages[0];
  return {
    data: first && { ...first, rows: list.data!.pages.flatMap(({ rows }) => rows) as unknown as View['rows'] },
    isPending: list.isPending,
    error: list.error,
    refetch: list.refetch,
    goesOn: {
      shown: list.data?.pages.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0,
      more: list.hasNextPage,
      loadingMore: list.isFetchingNextPage,
      loadMore: () => void list.fetchNextPage(),
    },
  };
}
