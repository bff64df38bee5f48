/** 整改清单: what was found, who puts it right until when, what was done, who confirmed. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { RowActions } from '../../../../web/components/RecordParts.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { RectificationView } from '../../supervision/terms.ts';
import { rectificationTones } from './Supervision.tsx';

const LIST = '/api/rectifications';

export function Rectifications() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const view = search.view === 'closed' ? 'closed' : 'open';
  const list = useKeyset<RectificationView>(LIST, { view });
  const [doing, setDoing] = useState<{ row: RectificationView; action: RectificationView['actions'][number] } | null>(null);
  return (
    <Page
      title="整改清单"
      lead={
        <>
          监督查询交办的整改：按期办结，附上凭证，由监督人员确认。
          {may(session, 'GET /api/supervision') && <Link to="/supervision">回到监督</Link>}
        </>
      }
    >
      <div className="filters">
        <Chips
          label="状态"
          options={[
            { value: 'open', label: '没有办结的' },
            { value: 'closed', label: '已经办结的' },
          ]}
          value={view}
          onChange={(value) => change({ view: value })}
        />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="整改清单"
          list={list}
          rowKey={(row) => row.id}
          empty={view === 'open' ? '没有要整改的。' : '还没有办结的整改。'}
          columns={[
            {
              key: 'query',
              title: '问题',
              kind: 'main',
              render: (row) => (
                <>
                  <b>{row.queryZh}</b>：{row.name}
                </>
              ),
            },
            { key: 'place', title: '地区', render: (row) => row.placeName },
            {
              key: 'says',
              title: '情况和要求',
              kind: 'wide',
              render: (row) => (
                <>
                  {row.says}
                  <br />
                  <span className="quiet" style={{ whiteSpace: 'pre-line' }}>
                    {row.request}
                  </span>
                </>
              ),
            },
            { key: 'to', title: '交给', render: (row) => row.assignedZh },
            {
              key: 'due',
              title: '期限',
              render: (row) => (
                <span className="line">
                  <Day on={row.dueOn} />
                  {row.overdue && <Tag tone="bad">已超期</Tag>}
                </span>
              ),
            },
            { key: 'state', title: '状态', render: (row) => <Tag tone={rectificationTones[row.state]}>{row.stateZh}</Tag> },
            {
              key: 'measure',
              title: '整改情况',
              kind: 'wide',
              render: (row) =>
                row.measure ? (
                  <>
                    {row.measure}（{row.doneName}，{row.doneOn && longDate(row.doneOn)}）
                    {row.evidenceFile && (
                      <a href={`/api/files/${row.evidenceFile}`} target="_blank" rel="noreferrer">
                        凭证
                      </a>
                    )}
                  </>
                ) : (
                  '—'
                ),
            },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => (
                <span className="line">
                  <RowActions actions={row.actions} onAct={(action) => setDoing({ row, action })} />
                </span>
              ),
            },
          ]}
        />
      </div>
      {doing && (
        <FormDrawer
          title={doing.action.zh}
          causes={doing.action.causes}
          fields={doing.action.fields}
          division={homeDivision(session)}
          button={doing.action.zh}
          danger={doing.action.danger}
          send={(input, requestId) =>
            api.post(`${LIST}/${doing.row.id}/actions`, {
              action: doing.action.action,
              version: doing.row.version,
              requestId,
              input,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
