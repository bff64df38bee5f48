/** What the registers say of the record that a page shows: each opens. Nothing where nothing is said. */
import { Link } from '@tanstack/react-router';
import type { AboutRow } from '../../../kernel/register/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/layout.tsx';
import { Day, Tag } from '../../components/marks.tsx';

export const RecordsAbout = ({ rows }: { readonly rows: readonly AboutRow[] }) =>
  rows.length > 0 && (
    <Section title="台账">
      <DataTable
        caption="台账里说到它的"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'title',
            title: '名称',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <Link to={'/registers/$key/$recordId' as never} params={{ key: row.key, recordId: row.id } as never}>
                {row.title}
              </Link>
            ),
          },
          { key: 'register', title: '台账', render: (row) => row.zh },
          { key: 'state', title: '环节', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
          {
            key: 'due',
            title: '期限',
            render: (row) => (
              <>
                <Day on={row.dueOn} /> {row.late > 0 && <Tag tone="bad">逾期{row.late}日</Tag>}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
