/** 短信停了时的电话单: what could not be sent to old people, to print and call by. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDateTime } from '../../../../web/shared/format.ts';
import type { UnsentTexts as View } from '../../hotline/content.ts';

export function UnsentTexts() {
  const session = useSession();
  const query = useQuery({ queryKey: ['/api/care-hotline/texts'], queryFn: () => api.get<View>('/api/care-hotline/texts') });
  return (
    <Answered query={query}>
      {({ rows, more, minutes }) => (
        <Page
          title="没有发出去的短信"
          lead={`给老人的短信${minutes}分钟还没有发出去的，打印出来打电话告诉。发出去了、告诉过了的不再列。`}
          aside={<Button onClick={() => window.print()}>打印</Button>}
        >
          <Section title="要打的电话">
            {more && <p>还有更多，先打这300个。</p>}
            <DataTable
              caption="没有发出去的短信"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有。短信都发出去了。"
              columns={[
                { key: 'name', title: '老人', kind: 'main', render: (row) => `${row.name}，${row.age}岁` },
                { key: 'phone', title: '电话', render: (row) => row.phone ?? '没有登记，请村（社区）去' },
                { key: 'place', title: '住在', wraps: true, render: (row) => row.placeZh },
                { key: 'text', title: '要告诉什么', kind: 'wide', wraps: true, render: (row) => row.text },
                { key: 'at', title: '从什么时候起', render: (row) => longDateTime(row.createdAt) },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
