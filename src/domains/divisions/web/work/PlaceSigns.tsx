/** 要修的地名标志: damaged, gone or wrongly written, the longest known first. */
import { Link } from '@tanstack/react-router';
import { More } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { SignRow } from './nameContent.ts';
import { SignTable } from './nameParts.tsx';

export function PlaceSigns() {
  const session = useSession();
  const [{ q }, change] = useTextSearch();
  const query = usePaged<{ rows: readonly SignRow[]; next: string | null }>('/api/place-signs', { q });
  return (
    <Page title="要修的地名标志" lead="坏了、缺了、写错了的路牌、门牌、村牌。修好以后拍一张照片，更新现状。">
      <p>
        <Link to={'/place-names' as never}>← 地名</Link>
      </p>
      <div className="sheet">
        <SearchBox label="按地名、位置查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
        <Answered query={query}>
          {({ rows }) => (
            <SignTable
              rows={rows}
              division={homeDivision(session)}
              empty={q ? '没有找到。换几个字再查。' : '登记过的标志都完好。'}
            />
          )}
        </Answered>
        <More list={query.goesOn} />
      </div>
    </Page>
  );
}
