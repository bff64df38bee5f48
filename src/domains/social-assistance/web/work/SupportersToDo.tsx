/** 户外义务人: who has agreed and waits to be asked about or reported. */
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { SupporterTodo } from '../../supporters/content.ts';

export function SupportersToDo() {
  const list = useKeyset<SupporterTodo>('/api/supporters/to-do', {});
  return (
    <Section title="已经授权的户外义务人">
      <KeysetTable
        caption="已授权、等查询或等结果的户外义务人，先授权的在前"
        list={list}
        rowKey={(row) => row.id}
        empty="没有等着查询的户外义务人。"
        columns={[
          {
            key: 'case',
            title: '哪一件',
            kind: 'main',
            render: (row) => <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>,
          },
          { key: 'place', title: '地区', render: (row) => row.divisionName },
          { key: 'signed', title: '授权', render: (row) => <Moment at={row.signedAt} /> },
          { key: 'valid', title: '有效至', render: (row) => <Day on={row.validTo} /> },
          { key: 'state', title: '情况', render: (row) => <Tag tone="now">{row.stateZh}</Tag> },
        ]}
      />
    </Section>
  );
}
