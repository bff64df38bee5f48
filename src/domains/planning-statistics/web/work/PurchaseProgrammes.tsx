/** What is to be bought, with what money. */
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import type { ProgrammeRow } from '../../purchase/content.ts';

export const PurchaseProgrammes = ({ rows }: { rows: readonly ProgrammeRow[] }) => (
  <Section title="项目和预算">
    <DataTable
      caption="购买服务项目"
      rows={rows}
      rowKey={(p) => p.id}
      empty="还没有立项。"
      columns={[
        {
          key: 'name',
          title: '项目',
          kind: 'main',
          render: (p) => (
            <b>
              {p.year}年{p.name}
            </b>
          ),
        },
        { key: 'county', title: '地区', render: (p) => p.countyName },
        { key: 'need', title: '需求', kind: 'wide', render: (p) => [p.need, p.components.join('、')].filter(Boolean).join('；') },
        { key: 'fund', title: '资金渠道', render: (p) => p.fundZh },
        { key: 'document', title: '文号', render: (p) => p.documentNo },
        { key: 'budget', title: '预算', kind: 'number', render: (p) => <Money fen={p.budgetFen} /> },
        { key: 'committed', title: '已签合同', kind: 'number', render: (p) => <Money fen={p.committedFen} /> },
        { key: 'paid', title: '已付', kind: 'number', render: (p) => <Money fen={p.paidFen} /> },
      ]}
    />
  </Section>
);
