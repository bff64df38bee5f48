/** 收款和退款 of one older person. */
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Moment, Money } from '../../../../web/components/marks.tsx';
import type { PaymentRow } from '../../stays/content.ts';

export const Payments = ({ rows }: { rows: readonly PaymentRow[] }) => (
  <Section title="收款和退款">
    <DataTable
      caption="收款和退款"
      rows={rows}
      rowKey={(row) => row.id}
      empty="还没有收过款。"
      columns={[
        { key: 'what', title: '款项', kind: 'main', render: (row) => row.zh },
        { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
        { key: 'at', title: '时间', render: (row) => <Moment at={row.paidAt} /> },
        {
          key: 'paper',
          title: '单据',
          render: (row) =>
            row.documentId && (
              <a href={`/api/documents/${row.documentId}`} target="_blank" rel="noreferrer">
                退费单
              </a>
            ),
        },
      ]}
    />
  </Section>
);
