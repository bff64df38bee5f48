/** 消费券: who has them, and what of this month's is used. */
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { DivisionName, Money, Month, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { VoucherRow } from '../../vouchers/terms.ts';

export function Vouchers() {
  const list = useKeyset<VoucherRow>('/api/elders/vouchers');
  return (
    <Page title="消费券" lead="能力评估2级以上、住在本地的老人，每月一张，当月有效。比例和面额是标准，在“标准”里。">
      <div className="sheet">
        <KeysetTable
          caption="有消费券的老年人"
          list={list}
          rowKey={(r) => r.id}
          empty="还没有人有资格。评估2级以上的，系统会告诉本人可以申请。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
            { key: 'village', title: '住在', render: (r) => <DivisionName name={r.villageName} /> },
            { key: 'from', title: '起', render: (r) => <Month month={r.fromMonth} /> },
            {
              key: 'face',
              title: '本月面额',
              kind: 'number',
              render: (r) => (r.faceFen === null ? '没有发' : <Money fen={r.faceFen} />),
            },
            {
              key: 'used',
              title: '本月已用',
              kind: 'number',
              render: (r) => (r.usedFen === null ? '' : <Money fen={r.usedFen} />),
            },
            {
              key: 'state',
              title: '状态',
              render: (r) =>
                r.lastMonth ? (
                  <span>
                    <Month month={r.lastMonth} />
                    止，{r.reason}
                  </span>
                ) : (
                  <Tag tone="good">按月发</Tag>
                ),
            },
          ]}
        />
      </div>
    </Page>
  );
}
