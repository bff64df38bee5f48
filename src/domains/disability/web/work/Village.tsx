/**
 * 残疾人上门: what a village assistant goes from house to house with, on one page. All of it is read when the page is opened and stays readable where there
 * is no network; a confirmation recorded there waits on the phone.
 */
import { Link } from '@tanstack/react-router';
import type { ClueRow } from '../../../../kernel/clue/index.ts';
import type { CaseRow } from '../../../../kernel/service/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Deadline, DivisionName, PersonName, State } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Level } from '../../../../web/workbench/pages/Clues.tsx';
import type { CertificateRow } from '../../certificate/terms.ts';
import { left } from './Certificates.tsx';
import { Confirmations } from './Confirmations.tsx';

export const Village = () => (
  <Page
    title="残疾人上门"
    lead="出门前打开这一页，没有信号时也看得到。生存确认当场登记：没有网络的，存在这台设备上，有网络了自动送出。"
  >
    <Confirmations />
    <Deaths />
    <HandOvers />
    <Expiring />
  </Page>
);

/** Deaths that nobody reported to the village: another department said so, or nothing has been heard of somebody for long. */
function Deaths() {
  const { today } = useSession();
  const list = useKeyset<ClueRow>('/api/clues', { view: 'all', about: 'death' });
  return (
    <Section title="可能已经去世">
      <p className="quiet">别的部门说人已经去世，或者很久没有生存证明。上门看一看，登记核实情况；核实前不要对外说。</p>
      <KeysetTable
        caption="可能已经去世"
        list={list}
        rowKey={(row) => row.id}
        empty="没有要核实的。"
        columns={[
          {
            key: 'name',
            title: '姓名',
            kind: 'main',
            render: (row) => (
              <Link to="/clues/$clueId" params={{ clueId: row.id }}>
                {row.name}
              </Link>
            ),
          },
          { key: 'why', title: '缘由', render: (row) => row.reasons.join('、') },
          {
            key: 'due',
            title: '时限',
            render: (row) => <Deadline light={row.level === 'orange' ? 'overdue' : 'green'} dueOn={row.dueOn} today={today} />,
          },
          { key: 'level', title: '级别', render: (row) => <Level level={row.level} brief /> },
          { key: 'state', title: '状态', render: (row) => <State zh={row.stateZh} /> },
        ]}
      />
    </Section>
  );
}

/** Devices that have left the point and are to be handed over, tried and signed for at home. */
function HandOvers() {
  const { today } = useSession();
  const list = useKeyset<CaseRow>('/api/cases', { view: 'all', itemId: 'DB-03', state: 'training' });
  return (
    <Section title="上门交接辅具">
      <p className="quiet">辅具已经出库。送到家里，教会使用以后，打开办件办“训练完成并签收”。</p>
      <KeysetTable
        caption="上门交接辅具"
        list={list}
        rowKey={(row) => row.id}
        empty="没有要上门交接的辅具。"
        columns={[
          { key: 'name', title: '姓名', kind: 'main', render: (row) => <CaseLink id={row.id}>{row.applicantName}</CaseLink> },
          { key: 'village', title: '住址', render: (row) => <DivisionName name={row.divisionName} /> },
          { key: 'due', title: '时限', render: (row) => <Deadline light={row.light} dueOn={row.dueOn} today={today} /> },
        ]}
      />
    </Section>
  );
}

/** Certificates that run out: the subsidy waits from the month after. */
function Expiring() {
  const list = useKeyset<CertificateRow>('/api/disability/certificates', { list: 'expiring' });
  return (
    <Section title="快到期的残疾人证">
      <p className="quiet">提醒本人到残联换证，走不动的帮着约上门评定；过期以后补贴暂停。</p>
      <KeysetTable
        caption="快到期的残疾人证"
        list={list}
        rowKey={(row) => row.personId}
        empty="90天内没有到期的残疾人证。"
        columns={[
          { key: 'name', title: '姓名', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.name} /> },
          { key: 'to', title: '有效期至', render: (row) => <Day on={row.validTo} /> },
          { key: 'left', title: '还剩', render: left },
          { key: 'draws', title: '在领补贴', render: (row) => (row.draws ? '是' : '否') },
        ]}
      />
    </Section>
  );
}
