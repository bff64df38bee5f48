/** 要修的地名标志: damaged, gone or wrongly written, the longest known first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Page } from '../../../../web/components/layout.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { SignRow } from './nameContent.ts';
import { SignTable } from './nameParts.tsx';

export function PlaceSigns() {
  const session = useSession();
  const query = useQuery({ queryKey: ['/api/place-signs'], queryFn: () => api.get<{ rows: SignRow[] }>('/api/place-signs') });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <Page title="要修的地名标志" lead="坏了、缺了、写错了的路牌、门牌、村牌。修好以后拍一张照片，更新现状。">
      <p>
        <Link to={'/place-names' as never}>← 地名</Link>
      </p>
      <div className="sheet">
        <SignTable rows={query.data.rows} division={homeDivision(session)} empty="登记过的标志都完好。" />
      </div>
    </Page>
  );
}
