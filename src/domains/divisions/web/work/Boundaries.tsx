/** 界线: every line with its round, so that none is forgotten for five years. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { LineBrief, Lines } from './boundaryContent.ts';

const WARNED = ['', '一年内到期', '半年内到期', '三个月内到期'] as const;

/** When a line's round is due, and how near that is. */
export function Due({ line }: { line: Pick<LineBrief, 'dueOn' | 'overdue' | 'warned'> }) {
  if (line.dueOn === null) return <span className="quiet">上一轮的日期还没有补录</span>;
  return (
    <>
      <Day on={line.dueOn} />
      {line.overdue ? <Tag tone="bad">已逾期</Tag> : line.warned > 0 && <Tag tone="warn">{WARNED[line.warned]}</Tag>}
    </>
  );
}

export function Boundaries() {
  const session = useSession();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const query = usePaged<Lines>('/api/boundary-lines');
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { rows, form } = query.data;
  return (
    <Page
      title="界线"
      lead="每条界线五年联合检查一轮，到期以前一年、半年、三个月提醒两侧。长度以界线协议为准。"
      aside={
        <span className="line">
          <Link to={'/boundary-indicators' as never}>界线指标</Link>
          {may(session, 'POST /api/boundary-lines') && (
            <Button type="primary" onClick={() => setAdding(true)}>
              登记界线
            </Button>
          )}
        </span>
      }
    >
      <div className="sheet">
        <DataTable
          caption="界线"
          rows={rows}
          rowKey={(row) => row.id}
          empty="还没有登记界线。"
          columns={[
            {
              key: 'name',
              title: '界线',
              kind: 'main',
              render: (row) => (
                <Link to={'/boundaries/$lineId' as never} params={{ lineId: row.id } as never}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'level', title: '级别', render: (row) => row.levelZh },
            { key: 'length', title: '长度（公里）', kind: 'number', render: (row) => row.length ?? '未补录' },
            { key: 'due', title: '本轮到期', kind: 'wide', render: (row) => <Due line={row} /> },
            {
              key: 'progress',
              title: '正在检查',
              kind: 'number',
              render: (row) => (row.progress === null ? '—' : `${row.progress}%`),
            },
            {
              key: 'markers',
              title: '界桩完好',
              kind: 'number',
              render: (row) => (row.markers.all === 0 ? '—' : `${row.markers.good}／${row.markers.all}`),
            },
          ]}
        />
        <More list={query.goesOn} />
      </div>
      {adding && (
        <FormDrawer
          title="登记界线"
          causes="两侧都会看到这条界线。"
          fields={form}
          division={homeDivision(session)}
          button="登记"
          send={(input, requestId) => api.post('/api/boundary-lines', { ...input, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}
