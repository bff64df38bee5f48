/** How a case stands in a list, the same in every list. */
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { CaseRow } from '../../../kernel/service/index.ts';
import type { Column } from '../../components/DataTable.tsx';
import { CaseDeadline, CaseLink, Day, DivisionName, Flags, State } from '../../components/marks.tsx';

/** Where several officers share the work of one duty: which of them has it. */
export const claimColumn: Column<CaseRow> = {
  key: 'claim',
  title: '谁领办',
  render: (row) => (row.claim ? row.claim.mine ? <b>我</b> : row.claim.name : <span className="quiet">没人领</span>),
};

export const caseColumns = (today: PlainDate): Column<CaseRow>[] => [
  {
    key: 'who',
    title: '申请人',
    kind: 'main',
    render: (row) => (
      <>
        <CaseLink id={row.id}>{row.applicantName}</CaseLink> <Flags flags={row.flags} />
      </>
    ),
  },
  {
    key: 'due',
    title: '时限',
    render: (row) => <CaseDeadline kase={row} today={today} />,
  },
  { key: 'state', title: '状态', render: (row) => <State zh={row.stateZh} outcome={row.outcome} /> },
  {
    key: 'holder',
    title: '在谁手里',
    render: (row) =>
      row.holderZh ? (
        <>
          {row.holderZh}
          {row.claim && `（${row.claim.name}）`}
        </>
      ) : (
        <span className="quiet">已办结</span>
      ),
  },
  { key: 'item', title: '事项', deskOnly: true, render: (row) => row.itemName },
  { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
  { key: 'submitted', title: '提交', deskOnly: true, render: (row) => <Day on={row.submittedOn} /> },
  {
    key: 'no',
    title: '编号',
    deskOnly: true,
    render: (row) => <span className="num quiet">{row.no ?? (row.accepts ? '未受理' : '—')}</span>,
  },
];
