/** 虚拟养老院: members, who waits for an answer, whom nobody has called lately. */
import { Link } from '@tanstack/react-router';
import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { MemberRow } from '../../virtual-home/content.ts';

/** What is done from the list; the rest stands on the member's page. */
const OFTEN = new Set(['join', 'refuse', 'call']);

export function VirtualHomes() {
  const session = useSession();
  const list = useKeyset<MemberRow, { offers: readonly Offer[] }>('/api/virtual-homes/members', {});
  return (
    <Page
      title="虚拟养老院"
      lead="不搬家的会员：一家服务商管上门服务、助餐、呼叫器和问候，每月一张账单。"
      aside={<Offers offers={list.head?.offers ?? []} division={homeDivision(session)} />}
    >
      <Section title="会员">
        <KeysetTable
          list={list}
          caption="虚拟养老院会员"
          rowKey={(row) => row.id}
          empty="还没有人入网。"
          columns={[
            {
              key: 'name',
              title: '老人',
              kind: 'main',
              render: (row) => (
                <Link to={'/virtual-homes/$memberId' as never} params={{ memberId: row.id } as never}>
                  {row.personName}
                </Link>
              ),
            },
            { key: 'place', title: '住在', wraps: true, render: (row) => row.placeZh },
            { key: 'provider', title: '服务商', wraps: true, render: (row) => row.providerName },
            {
              key: 'state',
              title: '现在',
              render: (row) => (
                <>
                  <Tag tone={row.tone}>{row.stateZh}</Tag> {row.late && <Tag tone="bad">逾期</Tag>}
                </>
              ),
            },
            { key: 'by', title: '答复期限', render: (row) => row.answerBy && <Day on={row.answerBy} /> },
            {
              key: 'call',
              title: '最近通话',
              render: (row) => (
                <>
                  {row.calledAt && <Day on={plainDateOf(row.calledAt)} />} {row.callDue && <Tag tone="warn">该打电话了</Tag>}
                </>
              ),
            },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => (
                <Offers
                  offers={row.offers.filter(({ action }) => OFTEN.has(action))}
                  of={row.personName}
                  division={homeDivision(session)}
                  inRow
                />
              ),
            },
          ]}
        />
      </Section>
    </Page>
  );
}
