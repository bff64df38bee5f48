/** 协调机制: meetings of departments, what they agreed, who does it until when. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { MeetingRow, MeetingTask } from '../../coordination/terms.ts';

const LIST = '/api/coordination';

export function Coordination() {
  const session = useSession();
  const queries = useQueryClient();
  const forms = useQuery({
    queryKey: [LIST, 'forms'],
    queryFn: () => api.get<{ forms: Record<'meeting' | 'result', readonly FormField[]> }>(LIST),
  });
  const list = useKeyset<MeetingRow>(LIST);
  const [recording, setRecording] = useState(false);
  const [finishing, setFinishing] = useState<MeetingTask | null>(null);
  const keeps = may(session, 'POST /api/coordination');
  const refresh = () => queries.invalidateQueries();
  if (list.waiting) return <Loading />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} retry={list.retry} />;
  return (
    <Page
      title="协调机制"
      lead="困难群众基本生活保障工作协调机制：开会记录、议定事项，到期前一天提醒。"
      aside={
        keeps && (
          <Button type="primary" onClick={() => setRecording(true)}>
            登记会议
          </Button>
        )
      }
    >
      {list.rows.length === 0 && (
        <div className="sheet">
          <Nothing>还没有登记过会议。</Nothing>
        </div>
      )}
      {list.rows.map((meeting) => (
        <Section key={meeting.id} title={meeting.topic} aside={<Day on={meeting.heldOn} />}>
          <p className="quiet">
            {meeting.placeName}；参会：{meeting.units.join('、')}；记录：{meeting.recordedName}
          </p>
          <p style={{ whiteSpace: 'pre-line' }}>{meeting.minutes}</p>
          <DataTable
            caption="议定事项"
            rows={meeting.tasks}
            rowKey={(task) => task.id}
            empty="这次会议没有议定事项。"
            columns={[
              { key: 'matter', title: '议定事项', kind: 'main', render: (task) => <b>{task.matter}</b> },
              { key: 'unit', title: '责任部门', render: (task) => task.unit },
              { key: 'due', title: '期限', render: (task) => <Day on={task.dueOn} /> },
              {
                key: 'state',
                title: '状态',
                kind: 'wide',
                render: (task) =>
                  task.doneOn ? (
                    <>
                      <Tag tone="good">已办结</Tag> {task.result}（{task.doneName}，{longDate(task.doneOn)}）
                    </>
                  ) : (
                    <span className="line">
                      <Tag tone={task.late ? 'bad' : 'now'}>{task.late ? '已超期' : '办理中'}</Tag>
                      {keeps && (
                        <Button size="small" onClick={() => setFinishing(task)}>
                          登记办结
                        </Button>
                      )}
                    </span>
                  ),
              },
            ]}
          />
        </Section>
      ))}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
      {recording && forms.data && (
        <FormDrawer
          title="登记协调会议"
          causes="会议记录登记后不能修改；议定事项按期限提醒。"
          fields={forms.data.forms.meeting}
          initial={{ heldOn: session.today }}
          division={homeDivision(session)}
          button="登记"
          send={(input, requestId) => api.post(LIST, { input, requestId })}
          onDone={refresh}
          onClose={() => setRecording(false)}
        />
      )}
      {finishing && forms.data && (
        <FormDrawer
          title={`登记办结：${finishing.matter}`}
          fields={forms.data.forms.result}
          division={homeDivision(session)}
          button="办结"
          send={(input, requestId) => api.post(`${LIST}/tasks/${finishing.id}/done`, { input, requestId })}
          onDone={refresh}
          onClose={() => setFinishing(null)}
        />
      )}
    </Page>
  );
}
