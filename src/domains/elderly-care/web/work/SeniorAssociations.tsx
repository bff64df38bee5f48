/** 老年协会: one a row, whether it is active, whether this year's plan stands. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { AssociationRow } from '../../associations/content.ts';

interface Head {
  days: number;
  year: number;
  offers: readonly Offer[];
}

export function SeniorAssociations() {
  const session = useSession();
  const list = useKeyset<AssociationRow, Head>('/api/senior-associations', {});
  const { days = 90, year = 0, offers = [] } = list.head ?? {};
  return (
    <Page
      title="老年协会"
      lead={`登记或备案、${days}天以内有活动的，计入覆盖率；一年一份活动计划，3月31日以前通过。`}
      aside={<Offers offers={offers} division={homeDivision(session)} />}
    >
      <Section title="协会">
        <KeysetTable
          list={list}
          caption="老年协会"
          rowKey={(row) => row.id}
          empty="还没有登记老年协会。"
          columns={[
            { key: 'name', title: '名称', kind: 'main', render: (row) => row.name },
            { key: 'place', title: '在哪里', render: (row) => row.placeZh },
            { key: 'head', title: '会长', render: (row) => row.head },
            { key: 'members', title: '会员', kind: 'number', render: (row) => row.members },
            {
              key: 'state',
              title: '现在',
              render: (row) => (
                <>
                  <Tag tone={row.tone}>{row.stateZh}</Tag> {row.registration}
                </>
              ),
            },
            {
              key: 'active',
              title: '活动',
              render: (row) => (
                <>
                  <Tag tone={row.active ? 'good' : 'warn'}>{row.active ? '在活动' : '不算在活动'}</Tag>{' '}
                  {row.lastOn && <Day on={row.lastOn} />}
                </>
              ),
            },
            { key: 'count', title: '今年活动', kind: 'number', render: (row) => `${row.activities}次` },
            {
              key: 'plan',
              title: `${year}年计划`,
              render: (row) =>
                row.planned ? '有' : <Tag tone={row.planLate ? 'bad' : 'plain'}>{row.planLate ? '还没有，超期' : '还没有'}</Tag>,
            },
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
  );
}
