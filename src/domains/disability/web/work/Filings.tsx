/** 异地收件: what our windows took in for elsewhere, with the days left to push; what elsewhere pushed to us, with the days left to tell. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { FilingRow } from '../../subsidies/views.ts';
import { applicationFields, receivedFields } from './fields.ts';

const PATH = '/api/disability/filings';
type Drawer = { kind: 'out' } | { kind: 'in' } | { kind: 'push' | 'feedback'; row: FilingRow } | null;

/** What is to be done next with a filing, and by when. */
function next(row: FilingRow, today: string) {
  if (row.fedBackOn) return <Tag tone="good">已告知申请人</Tag>;
  if (row.pushedOn === null) return <Tag tone={row.pushBy < today ? 'bad' : 'now'}>{row.pushBy}前推送</Tag>;
  if (row.decidedOn === null) return row.caseId ? '办理中' : '已推送，等对方结果';
  return <Tag tone={row.feedbackBy && row.feedbackBy < today ? 'bad' : 'now'}>{row.feedbackBy}前告知</Tag>;
}

export function Filings() {
  const session = useSession();
  const queries = useQueryClient();
  const list = useKeyset<FilingRow>(PATH);
  const [drawer, setDrawer] = useState<Drawer>(null);
  const clerk = may(session, 'POST /api/disability/filings');
  const done = () => queries.invalidateQueries({ queryKey: [PATH] });
  const step = (row: FilingRow) => {
    if (!clerk) return null;
    if (row.direction === 'out' && row.pushedOn === null)
      return (
        <Button size="small" type="primary" onClick={() => setDrawer({ kind: 'push', row })}>
          推送
        </Button>
      );
    const answered = row.decidedOn !== null || (row.direction === 'out' && row.pushedOn !== null && row.caseId === null);
    return answered && row.fedBackOn === null ? (
      <Button size="small" onClick={() => setDrawer({ kind: 'feedback', row })}>
        登记已告知
      </Button>
    ) : null;
  };
  return (
    <Page
      title="异地收件"
      lead="残疾人两项补贴任何窗口都能收：户籍不在本地的，三个工作日内推送到户籍地；有了结果，三个工作日内告知申请人。"
      aside={
        clerk && (
          <>
            <Button type="primary" onClick={() => setDrawer({ kind: 'out' })}>
              为外地户籍的人收件
            </Button>
            <Button onClick={() => setDrawer({ kind: 'in' })}>登记外地推来的申请</Button>
          </>
        )
      }
    >
      <div className="sheet">
        <KeysetTable
          caption="异地收件"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有异地收件。"
          columns={[
            {
              key: 'who',
              title: '申请人',
              kind: 'main',
              render: (row) =>
                row.caseId && row.direction === 'in' ? (
                  <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>
                ) : (
                  <b>{row.applicantName}</b>
                ),
            },
            { key: 'direction', title: '方向', render: (row) => (row.direction === 'out' ? '推出' : '收到') },
            { key: 'window', title: '受理窗口', kind: 'wide', render: (row) => row.windowName },
            { key: 'payer', title: '户籍地', kind: 'wide', render: (row) => row.payerName },
            { key: 'filed', title: '收件', render: (row) => <Day on={row.filedOn} /> },
            { key: 'pushed', title: '推送', render: (row) => <Day on={row.pushedOn} /> },
            { key: 'result', title: '结果', render: (row) => row.result ?? '—' },
            { key: 'next', title: '接下来', render: (row) => next(row, session.today) },
            { key: 'do', title: '办理', kind: 'actions', render: step },
          ]}
        />
      </div>
      {drawer && <FilingDrawer drawer={drawer} division={homeDivision(session)} onDone={done} onClose={() => setDrawer(null)} />}
    </Page>
  );
}

const resultField: FormField = { name: 'result', type: 'text', label: '对方的结果', required: true, min: 2, max: 60 };

function FilingDrawer({
  drawer,
  ...rest
}: {
  drawer: NonNullable<Drawer>;
  division: string;
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const [requestId] = useState(newRequestId);
  const given = (input: Record<string, unknown>) => {
    const { where, division, county, payerName, windowName, filedOn, completeOn, applicant, ...form } = input;
    const place = where === 'elsewhere' ? `${String(county)}000000` : division;
    const who = { ...(applicant as object), ...(where ? { division: place } : {}) };
    return {
      payerName: payerName ?? '本市',
      windowName,
      filedOn,
      completeOn,
      form: { ...form, applicant: who, papers: [], consent: true },
    };
  };
  if (drawer.kind === 'out')
    return (
      <FormDrawer
        {...rest}
        title="为外地户籍的人收件"
        causes="从今天起三个工作日内推送到户籍地；本市的直接送到户籍地乡镇（街道）的待办。"
        fields={applicationFields}
        initial={{ wanted: 'both' }}
        button="收件"
        send={(input) => {
          const { payerName, form } = given(input);
          return api.post(PATH, { payerName, form, requestId });
        }}
      />
    );
  if (drawer.kind === 'in')
    return (
      <FormDrawer
        {...rest}
        title="登记外地推来的申请"
        causes="在本地立案，从受理起10个工作日内办结；从外地收件的当月起发放。"
        fields={receivedFields}
        initial={{ wanted: 'both' }}
        button="登记并立案"
        send={(input) => {
          const { windowName, filedOn, completeOn, form } = given(input);
          return api.post(`${PATH}/received`, { windowName, filedOn, completeOn, form, requestId });
        }}
      />
    );
  const { row, kind } = drawer;
  const push = kind === 'push';
  return (
    <FormDrawer
      {...rest}
      title={push ? `推送${row.applicantName}的申请` : `告知${row.applicantName}`}
      causes={
        push
          ? `推送到${row.payerName}。`
          : row.result
            ? `结果：${row.result}。已当面或者电话告知申请人的，登记一下。`
            : '登记对方的结果，并确认已经告知申请人。'
      }
      fields={push || row.result ? [] : [resultField]}
      button={push ? '推送' : '已告知'}
      send={(input) => api.post(`${PATH}/${row.id}/${kind}`, { ...input, requestId })}
    />
  );
}
