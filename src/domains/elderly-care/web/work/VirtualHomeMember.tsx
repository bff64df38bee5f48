/** One member of a virtual nursing home: the package, the calls, the statements. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDateTime, longMonth } from '../../../../web/shared/format.ts';
import type { MemberFile, StatementView } from '../../virtual-home/content.ts';

export function VirtualHomeMember() {
  const session = useSession();
  const { memberId } = useParams({ strict: false }) as { memberId: string };
  const url = `/api/virtual-homes/members/${memberId}`;
  const query = useQuery({ queryKey: [url], queryFn: () => api.get<MemberFile>(url) });
  return (
    <Answered query={query}>
      {(of) => (
        <Page
          title={`${of.personName}，虚拟养老院`}
          lead={`${of.providerName}，住${of.address}，电话${of.phone}。`}
          aside={<Offers offers={of.offers} of={of.personName} division={homeDivision(session)} />}
        >
          <Section title="想要的和服务包" aside={<Tag tone={of.tone}>{of.stateZh}</Tag>}>
            <p>{of.wishes}</p>
            <ul className="plain-list">
              {of.plans.map((plan) => (
                <li key={plan.from}>
                  {longMonth(plan.from)}起，每月{plan.says}。{plan.note}
                </li>
              ))}
            </ul>
          </Section>
          {of.statements.map((one) => (
            <StatementSheet key={one.id} of={one} name={of.personName} division={homeDivision(session)} />
          ))}
          <Section title="通话关怀">
            <DataTable
              caption="通话关怀"
              rows={of.calls}
              rowKey={(row) => row.id}
              empty="还没有打过。"
              columns={[
                { key: 'at', title: '什么时候', kind: 'main', render: (row) => longDateTime(row.at) },
                { key: 'zh', title: '结果', render: (row) => row.zh },
                { key: 'said', title: '说了什么', kind: 'wide', wraps: true, render: (row) => row.said ?? '' },
                { key: 'by', title: '谁打的', render: (row) => row.byName },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

function StatementSheet({ of, name, division }: { of: StatementView; name: string; division: string }) {
  return (
    <Section
      title={`${longMonth(of.month)}账单`}
      aside={<Offers offers={of.offers} of={`${name}${longMonth(of.month)}账单`} division={division} />}
    >
      <p>
        一共
        <Money fen={of.totalFen} />
        ，本人付
        <Money fen={of.ownFen} />。{of.paidZh}
      </p>
      <DataTable
        caption={`${longMonth(of.month)}账单`}
        rows={of.lines}
        rowKey={(row) => row.zh}
        empty="没有服务。"
        columns={[
          { key: 'zh', title: '服务', kind: 'main', render: (row) => row.zh },
          { key: 'done', title: '做了', kind: 'number', render: (row) => row.done ?? '' },
          { key: 'planned', title: '约好', kind: 'number', render: (row) => row.planned ?? '' },
          { key: 'total', title: '一共', kind: 'number', render: (row) => <Money fen={row.totalFen} /> },
          { key: 'quota', title: '额度', kind: 'number', render: (row) => <Money fen={row.quotaFen} /> },
          { key: 'voucher', title: '消费券', kind: 'number', render: (row) => <Money fen={row.voucherFen} /> },
          { key: 'subsidy', title: '助餐补贴', kind: 'number', render: (row) => <Money fen={row.subsidyFen} /> },
          { key: 'own', title: '本人付', kind: 'number', render: (row) => <Money fen={row.ownFen} /> },
        ]}
      />
    </Section>
  );
}
