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
  const [{ month = session.today.slice(0, 7), division = homeDivision(session), name, state, programme }] = useTextSearch();
  const list = useKeyset<LineRow>('/api/figures/lines', { month, division, state, programme });
  return (
    <Page
      title={`${name ?? ''}${longMonth(month as YearMonth)}发放明细`}
      lead={
        <>
          {state ? '三方对账中的一项差额。' : '每一笔都是银行回盘成功的。'}
          <Link to={state ? '/agreement' : '/figures'} search={{ month, ...(programme && !state ? { programme } : {}) }}>
            {state ? '回到对账' : '回到发放数据'}
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
          empty={state ? '现在没有这样的明细。' : '这个月没有到账的发放。'}
        />
      </div>
    </Page>
  );
}
