/** One request from another province: who asks under which case, about whom with which consent, what was found, and the reply. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Deadline, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { InboundView } from '../../inbound/terms.ts';
import { itemText } from '../../verification/report.ts';
import { sourceOwner } from '../../verification/sources.ts';
import { useAnswers } from './answers.ts';

const words = (name: string, label: string, help: string): readonly FormField[] => [
  { name, type: 'text', label, help, required: true, widget: 'textarea', min: 4, max: 300 },
];

export function Inbound() {
  const { inboundId } = useParams({ strict: false }) as { inboundId: string };
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [typing, setTyping] = useState<'return' | 'answer' | null>(null);
  const address = `/api/inbound-checks/${inboundId}`;
  const view = useQuery({ queryKey: [address], queryFn: () => api.get<InboundView>(address) });
  useAnswers({
    at: `${address}/progress`,
    shown: view.data?.answered ?? 0,
    waits: view.data?.state === 'querying' && view.data.waitingFor.length > 0,
    reread: () => void queries.invalidateQueries({ queryKey: [address] }),
  });
  const refresh = async () => {
    requestId.current = newRequestId();
    await queries.invalidateQueries({ queryKey: [address] });
    await queries.invalidateQueries({ queryKey: ['/api/inbound-checks'] });
  };
  const run = useMutation({
    mutationFn: (step: 'take' | 'ask' | 'answer') => api.post(`${address}/${step}`, { requestId: requestId.current }),
    onSettled: refresh,
  });
  const write = (what: 'return' | 'answer') => {
    run.reset();
    setTyping(what);
  };
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const of = view.data;
  const open = of.closedAt === null;
  const basis = of.people.every((person) => person.consented);
  return (
    <Page
      title={`外省来函 ${of.no}`}
      lead={
        <>
          {of.origin}，对方办件号{of.theirCaseNo}。
          <Link to="/departments" search={{ view: 'inbound' }}>
            回到外省来函
          </Link>
        </>
      }
    >
      <Section title="来函" aside={<Tag tone={open ? 'now' : 'good'}>{of.stateZh}</Tag>}>
        <Facts
          rows={[
            { label: '方式', value: of.channelZh },
            { label: '收到', value: <Day on={of.receivedOn} /> },
            {
              label: '应复函',
              value: open ? <Deadline light={of.light} dueOn={of.dueOn} today={session.today} /> : <Day on={of.dueOn} />,
            },
            { label: '经办', value: of.assignedName ?? '还没有人' },
            { label: '请查询', value: of.sources.map(sourceOwner).join('、') },
            ...(of.letterFile ? [{ label: '来函', value: <Scan id={of.letterFile} /> }] : []),
            ...(of.documentId
              ? [
                  {
                    label: of.state === 'answered' ? '复函' : '退回函',
                    value: (
                      <a href={`/api/documents/${of.documentId}/pdf`} target="_blank" rel="noreferrer">
                        打开
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {of.state === 'querying' && (
          <p className="quiet">
            已答复{of.answered}项，共查询{of.asked}项{of.waitingFor.length > 0 && `，等${of.waitingFor.join('、')}`}。
          </p>
        )}
        {of.state === 'received' && !basis && <p className="quiet">有人没有有效的授权，不能查询，只能退回。</p>}
        {open && (
          <div className="case-actions">
            {!of.mine && <Button onClick={() => run.mutate('take')}>由我办理</Button>}
            {of.mine && of.state === 'received' && (
              <>
                {basis && (
                  <Button type="primary" onClick={() => run.mutate('ask')}>
                    启动查询
                  </Button>
                )}
                <Button type={basis ? 'default' : 'primary'} onClick={() => write('return')}>
                  退回
                </Button>
              </>
            )}
            {of.mine && of.state === 'querying' && of.waitingFor.length === 0 && (
              <Button type="primary" onClick={() => run.mutate('answer')}>
                复函
              </Button>
            )}
            {of.mine && of.state === 'querying' && of.waitingFor.length > 0 && (
              <>
                <Button onClick={() => run.mutate('ask')}>重新查询没有反馈的部门</Button>
                <Button onClick={() => write('answer')}>先复函</Button>
              </>
            )}
          </div>
        )}
        {run.error && <Refused error={apiErrorOf(run.error)} />}
      </Section>
      <Section title="查询的人">
        <DataTable
          caption="来函查询的人和授权"
          rows={of.people}
          rowKey={(row) => row.idNumber}
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
            { key: 'id', title: '公民身份号码', render: (row) => <span className="num">{row.idNumber}</span> },
            {
              key: 'consent',
              title: '授权',
              render: (row) => (
                <>
                  <Tag tone={row.consented ? 'good' : 'bad'}>{row.consented ? '有授权' : '没有有效授权'}</Tag>{' '}
                  {row.consentFile && <Scan id={row.consentFile} />}
                  {row.guardian && <span className="quiet"> 监护人{row.guardian}</span>}
                </>
              ),
            },
            { key: 'to', title: '有效至', render: (row) => row.validTo && <Day on={row.validTo} /> },
          ]}
        />
      </Section>
      {of.result && (
        <Section title={of.state === 'answered' ? '复函的内容' : '退回的原因'}>
          {of.result.reason && <p className="note">{of.result.reason}</p>}
          {of.result.lines.length > 0 && (
            <DataTable
              caption="复函的查询结果"
              rows={of.result.lines}
              rowKey={(row) => `${row.name}${row.source}`}
              columns={[
                { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
                { key: 'source', title: '来源', render: (row) => sourceOwner(row.source) },
                { key: 'as', title: '数据截至', render: (row) => row.asOf && <Day on={row.asOf} /> },
                {
                  key: 'what',
                  title: '结果',
                  render: (row) =>
                    row.items === null ? '未反馈' : row.items.map((i) => itemText(row.source, i)).join('；') || '没有记录',
                },
              ]}
            />
          )}
          {of.result.notAsked.length > 0 && <p className="quiet">本市暂不能查询：{of.result.notAsked.join('、')}。</p>}
        </Section>
      )}
      {typing && (
        <FormDrawer
          title={typing === 'return' ? '退回来函' : '先复函'}
          causes={typing === 'return' ? '出具退回函，写明原因；对方补齐后可以再来函。' : '复函会写明哪些部门没有反馈。'}
          fields={
            typing === 'return'
              ? words('reason', '退回的原因', '例如：没有附本人授权书')
              : words('proceedReason', '先复函的理由', `${of.waitingFor.join('、')}还没有反馈`)
          }
          division={homeDivision(session)}
          button={typing === 'return' ? '退回' : '复函'}
          send={(input) => api.post(`${address}/${typing}`, { ...input, requestId: requestId.current })}
          onDone={refresh}
          onClose={() => setTyping(null)}
        />
      )}
    </Page>
  );
}

const Scan = ({ id }: { id: string }) => (
  <a href={`/api/files/${id}`} target="_blank" rel="noreferrer">
    扫描件
  </a>
);
