/** What a figure counts, line by line. */
import { Link } from '@tanstack/react-router';
import type { LineRow } from '../../../kernel/payment/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { longMonth } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { lineColumns } from './lineColumns.tsx';

export function FigureLines() {
  const session = useSession();
  const [{ month = session.today.slice(0, 7), division = homeDivision(session), name }] = useTextSearch();
  const list = useKeyset<LineRow>('/api/figures/lines', { month, division });
  return (
    <Page
      title={`${name ?? ''}${longMonth(month as YearMonth)}发放明细`}
      lead={
        <>
          每一笔都是银行回盘成功的。
          <Link to="/figures" search={{ month }}>
            回到数据
          </Link>
        </>
      }
    >
      <div className="sheet">
        <KeysetTable
          caption="发放明细"
          list={list}
          rowKey={(row) => row.id}
          columns={lineColumns(false)}
          empty="这个月没有到账的发放。"
        />
      </div>
    </Page>
  );
}
