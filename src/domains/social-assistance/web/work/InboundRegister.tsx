/** 外省来函: the register, open ones by due day, and the form for a letter. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Deadline, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type InboundRow, inboundSources } from '../../inbound/terms.ts';
import { sourceList } from '../../verification/sources.ts';

const ADDRESS = '/api/inbound-checks';
const sources = inboundSources.map((value) => ({ value, label: `${sourceList[value].owner}：${sourceList[value].zh}` }));

const fields: readonly FormField[] = [
  { name: 'origin', type: 'text', label: '来函的核对机构', required: true, min: 4, max: 60 },
  { name: 'theirCaseNo', type: 'text', label: '对方的办件号', required: true, min: 2, max: 60 },
  { name: 'letter', type: 'file', label: '来函的扫描件', required: true, widget: 'file', paper: 'reply-letter' },
  { name: 'sources', type: 'choices', label: '查询的来源', required: true, min: 1, choices: sources },
  {
    name: 'persons',
    type: 'list',
    label: '查询的人',
    required: true,
    min: 1,
    max: 10,
    fields: [
      { name: 'name', type: 'text', label: '姓名', required: true, max: 50 },
      { name: 'idNumber', type: 'text', label: '公民身份号码', required: true, format: 'resident-id', max: 18 },
      {
        name: 'consent',
        type: 'file',
        label: '本人授权书的扫描件',
        help: '没有授权书的也登记，只能退回',
        required: false,
        widget: 'file',
        paper: 'consent',
      },
      { name: 'consentTo', type: 'date', label: '授权有效至', required: false, widget: 'date', format: 'plain-date' },
      { name: 'guardianName', type: 'text', label: '监护人姓名', help: '未成年人由监护人签', required: false, max: 50 },
      { name: 'guardianIdNumber', type: 'text', label: '监护人身份号码', required: false, format: 'resident-id', max: 18 },
    ],
  },
];

export function InboundRegister() {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [search, change] = useTextSearch();
  const [typing, setTyping] = useState(false);
  const done = search.done === 'yes' ? 'yes' : 'no';
  const list = useKeyset<InboundRow>(ADDRESS, { done });
  const mayOpen = may(session, 'POST /api/inbound-checks');
  return (
    <Section title="外省来函（异地协同查询）" aside={mayOpen && <Button onClick={() => setTyping(true)}>登记来函</Button>}>
      <div className="filters">
        <Segmented
          value={done}
          onChange={(value) => change({ done: value })}
          options={[
            { value: 'no', label: '未办结' },
            { value: 'yes', label: '已办结' },
          ]}
        />
      </div>
      <KeysetTable
        caption={done === 'no' ? '没有办结的来函，先到期的在前' : '办结的来函，新收的在前'}
        list={list}
        rowKey={(row) => row.id}
        empty={done === 'no' ? '没有要办的来函。' : '还没有办结的来函。'}
        columns={[
          {
            key: 'origin',
            title: '来函机构',
            kind: 'main',
            render: (row) =>
              mayOpen ? (
                <Link to="/departments/inbound/$inboundId" params={{ inboundId: row.id }}>
                  {row.origin}
                </Link>
              ) : (
                row.origin
              ),
          },
          { key: 'no', title: '登记号', render: (row) => <span className="num">{row.no}</span> },
          { key: 'their', title: '对方办件号', deskOnly: true, render: (row) => row.theirCaseNo },
          { key: 'way', title: '方式', deskOnly: true, render: (row) => row.channelZh },
          { key: 'persons', title: '人数', kind: 'number', render: (row) => row.persons },
          { key: 'received', title: '收到', render: (row) => <Day on={row.receivedOn} /> },
          {
            key: 'due',
            title: '应复函',
            render: (row) =>
              row.closedAt ? <Day on={row.dueOn} /> : <Deadline light={row.light} dueOn={row.dueOn} today={session.today} />,
          },
          { key: 'who', title: '经办', render: (row) => row.assignedName ?? '还没有人' },
          {
            key: 'state',
            title: '情况',
            render: (row) => <Tag tone={row.closedAt ? 'good' : 'now'}>{row.stateZh}</Tag>,
          },
        ]}
      />
      {typing && (
        <FormDrawer
          title="登记外省来函"
          causes="登记以后按期限查询、复函。只查授权书和来函都写明的；没有授权书的只能退回。"
          fields={fields}
          division={homeDivision(session)}
          button="登记"
          send={(input) => api.post(ADDRESS, { ...input, requestId: requestId.current })}
          onDone={async () => {
            requestId.current = newRequestId();
            await queries.invalidateQueries({ queryKey: [ADDRESS] });
          }}
          onClose={() => setTyping(false)}
        />
      )}
    </Section>
  );
}
