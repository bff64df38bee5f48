/** 岗位代理: for the days on which somebody is away the leader names who stands in; what that one does says both names. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Tag } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Refused } from '../../components/states.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';

interface Row {
  id: string;
  absentName: string;
  deputyName: string;
  dutyZh: string;
  from: PlainDate;
  to: PlainDate;
  endedOn: PlainDate | null;
  reason: string;
  namedName: string;
  mayEnd: boolean;
}
type Choices = Record<'absent' | 'deputies', readonly { value: string; label: string }[]>;

const fieldsOf = ({ absent, deputies }: Choices): readonly FormField[] => [
  { name: 'dutyId', type: 'choice', label: '谁不在', required: true, choices: absent },
  {
    name: 'userId',
    type: 'choice',
    label: '由谁代理',
    required: true,
    choices: deputies,
    help: '同一级或者上一级的在岗人员。代理人自己经手过的，仍须由第三人复核',
  },
  { name: 'from', type: 'date', label: '从哪天起', required: true, format: 'plain-date' },
  { name: 'to', type: 'date', label: '到哪天止（含当天）', required: true, format: 'plain-date', help: '最多92天' },
  { name: 'reason', type: 'text', label: '原因', required: true, min: 2, max: 100, help: '例如：休假、出差、培训' },
];

function Standing({ row }: { row: Row }) {
  const { today } = useSession();
  if (row.endedOn)
    return (
      <>
        <Day on={row.endedOn} /> 提前结束
      </>
    );
  if (row.to < today) return '已结束';
  return row.from > today ? <Tag>还没开始</Tag> : <Tag tone="now">代理中</Tag>;
}

export function Deputies() {
  const session = useSession();
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const list = useQuery({ queryKey: ['/api/deputies'], queryFn: () => api.get<{ rows: readonly Row[] }>('/api/deputies') });
  const choices = useQuery({
    queryKey: ['/api/deputies', 'choices'],
    queryFn: () => api.get<Choices>('/api/deputies/choices'),
    enabled: naming,
  });
  const fresh = () => queries.invalidateQueries({ queryKey: ['/api/deputies'] });
  const end = useMutation({ mutationFn: (id: string) => api.post(`/api/deputies/${id}/end`), onSuccess: fresh });
  if (list.isPending) return <Loading />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  return (
    <Page
      title="岗位代理"
      lead="有人休假、出差时，指定谁代他办理。代理人以这个岗位办理，每一步都记下两个人的名字；需要另一人复核的，代理人和本人按一个人算。"
      aside={
        <Button type="primary" onClick={() => setNaming(true)}>
          指定代理人
        </Button>
      }
    >
      {end.error && <Refused error={apiErrorOf(end.error)} />}
      <div className="sheet">
        <DataTable
          caption="岗位代理"
          rows={list.data.rows}
          rowKey={(row) => row.id}
          empty="没有指定过代理人。"
          columns={[
            {
              key: 'who',
              title: '代理',
              kind: 'main',
              render: (row) => (
                <>
                  <b>{row.deputyName}</b> 代 {row.absentName}
                </>
              ),
            },
            { key: 'duty', title: '岗位', render: (row) => row.dutyZh },
            {
              key: 'days',
              title: '日期',
              render: (row) => (
                <>
                  <Day on={row.from} /> 至 <Day on={row.to} />
                </>
              ),
            },
            { key: 'state', title: '状态', render: (row) => <Standing row={row} /> },
            { key: 'reason', title: '原因', render: (row) => row.reason },
            { key: 'by', title: '指定人', deskOnly: true, render: (row) => row.namedName },
            {
              key: 'end',
              title: '办理',
              kind: 'actions',
              render: (row) =>
                row.mayEnd && (
                  <Popconfirm
                    title={`从现在起，${row.deputyName}不再代理${row.absentName}？`}
                    placement="topRight"
                    okText="结束代理"
                    cancelText="先不结束"
                    onConfirm={() => end.mutate(row.id)}
                  >
                    <Button size="small" danger aria-label={`结束${row.deputyName}代${row.absentName}`}>
                      结束
                    </Button>
                  </Popconfirm>
                ),
            },
          ]}
        />
      </div>
      {naming && choices.isError && <Failed error={choices.error} retry={() => void choices.refetch()} />}
      {naming && choices.data && (
        <FormDrawer
          title="指定代理人"
          causes="从第一天0点到最后一天24点，代理人登录后可以换到这个岗位办理；本人提前回来的，请结束代理。"
          fields={fieldsOf(choices.data)}
          initial={{ from: session.today }}
          division={homeDivision(session)}
          button="指定代理人"
          send={(input) => api.post('/api/deputies', input)}
          onDone={fresh}
          onClose={() => setNaming(false)}
        />
      )}
    </Page>
  );
}
