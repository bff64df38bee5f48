/** 保险理赔和补贴: each policy with its claims as far as they have come; below, the subsidies. */
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SubsidyList } from '../../../../web/workbench/pages/Subsidies.tsx';
import type { PolicyRow } from '../../insurance/content.ts';

function Claims({ row }: { readonly row: PolicyRow }) {
  const session = useSession();
  return row.claims.length === 0 ? (
    <>没有报案</>
  ) : (
    <ul className="plain-list">
      {row.claims.map((claim) => (
        <li key={claim.id}>
          {claim.says} <Tag tone={claim.tone}>{claim.stateZh}</Tag> {claim.paidFen !== null && <Money fen={claim.paidFen} />}
          <Offers offers={claim.offers} of={claim.says} division={homeDivision(session)} inRow />
        </li>
      ))}
    </ul>
  );
}

export function Insurance() {
  const session = useSession();
  const query = usePaged<{ rows: PolicyRow[]; next: string | null }>('/api/care-insurances');
  return (
    <Answered query={query}>
      {({ rows }) => (
        <Page
          title="保险理赔和补贴"
          lead="责任险的保单在“保险和预收费”里登记。理赔从报案、查勘到赔付；一年期的保单可以申请一次补贴。"
        >
          <Section title="保单">
            <DataTable
              caption="保险理赔和补贴"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有保单。"
              columns={[
                {
                  key: 'policy',
                  title: '机构、保单',
                  kind: 'main',
                  wraps: true,
                  render: (row) => `${row.institutionName}，${row.insurer}，${row.policyNo}`,
                },
                {
                  key: 'span',
                  title: '保险期',
                  render: (row) => (
                    <>
                      <Day on={row.fromOn} />到<Day on={row.toOn} />
                    </>
                  ),
                },
                { key: 'beds', title: '投保床位', kind: 'number', render: (row) => `${row.beds}张` },
                { key: 'premium', title: '保费', kind: 'number', render: (row) => <Money fen={row.premiumFen} /> },
                { key: 'claims', title: '理赔', kind: 'wide', wraps: true, render: (row) => <Claims row={row} /> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.policyNo} division={homeDivision(session)} inRow />,
                },
              ]}
            />
            <More list={query.goesOn} />
          </Section>
          <SubsidyList url="/api/care-insurance-subsidies" />
        </Page>
      )}
    </Answered>
  );
}
