/** 护理员补贴: for an employer what can be asked for today and what each one lacks; below, what was asked for, line by line. */
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { SubsidyPage } from '../../../../web/workbench/pages/Subsidies.tsx';
import type { ClaimsReady } from '../../workforce/content.ts';

function Ready({ ready }: { readonly ready: ClaimsReady }) {
  const division = homeDivision(useSession());
  return (
    <Section title="现在可以申报的">
      <DataTable
        caption="可以申报的补贴"
        rows={ready}
        rowKey={(row) => row.kindZh}
        empty="没有。"
        columns={[
          { key: 'kind', title: '补贴', kind: 'main', render: (row) => row.kindZh },
          {
            key: 'amount',
            title: '金额',
            kind: 'number',
            render: (row) => (row.due.length === 0 ? '没有' : <Money fen={row.amountFen} />),
          },
          {
            key: 'due',
            title: '可以申报的人',
            kind: 'wide',
            wraps: true,
            render: (row) => (
              <ul className="plain-list">
                {row.due.map((one) => (
                  <li key={one.key}>
                    {one.name}：{one.says}，<Money fen={one.fen} />
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'lacking',
            title: '还不能申报的人',
            kind: 'wide',
            wraps: true,
            render: (row) => (
              <ul className="plain-list">
                {row.lacking.map((one) => (
                  <li key={one.workerId}>
                    {one.name}：{one.why}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers offers={row.offers} of={row.kindZh} division={division} inRow />,
          },
        ]}
      />
    </Section>
  );
}

export const CareClaims = () => <SubsidyPage<ClaimsReady> url="/api/care-claims" over={(ready) => <Ready ready={ready} />} />;
