/** 设施补贴: the list, and below it what other programmes gave for the same sites. */
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { SubsidyPage } from '../../../../web/workbench/pages/Subsidies.tsx';
import type { Elsewhere } from '../../site-subsidies/content.ts';

const SiteLink = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <Link to={'/care-sites/$siteId' as never} params={{ siteId: id } as never}>
    {name}
  </Link>
);

function ElsewhereTable({ rows, offers }: Elsewhere) {
  const session = useSession();
  return (
    <Section title="别的项目给的" aside={<Offers offers={offers} division={homeDivision(session)} />}>
      <DataTable
        caption="别的项目给的"
        rows={rows}
        rowKey={(row) => row.id}
        empty="没有登记。"
        columns={[
          {
            key: 'site',
            title: '设施',
            kind: 'main',
            wraps: true,
            render: (row) => <SiteLink id={row.siteId} name={row.siteName} />,
          },
          { key: 'what', title: '用途', render: (row) => row.what },
          { key: 'programme', title: '项目', kind: 'wide', wraps: true, render: (row) => row.programme },
          { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
          { key: 'no', title: '文号', wraps: true, render: (row) => row.documentNo },
        ]}
      />
    </Section>
  );
}

export const SiteSubsidies = () => (
  <SubsidyPage<Elsewhere>
    url="/api/care-site-subsidies"
    nameOf={(row) => <SiteLink id={row.bodyId} name={row.bodyName} />}
    under={(elsewhere) => <ElsewhereTable {...elsewhere} />}
  />
);
