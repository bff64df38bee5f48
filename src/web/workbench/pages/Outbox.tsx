/** 发件箱: texts that would have left for telephones; the demonstration sends nothing. */
import type { OutgoingMessage } from '../../../kernel/notice/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Moment, Tag } from '../../components/marks.tsx';
import { useKeyset } from '../../components/useKeyset.ts';

const states = { waiting: '等待发出', sending: '正在发', sent: '已发出', failed: '没有发出' } as const;
const channels = { sms: '短信', wechat: '微信' } as const;

export function Outbox() {
  const list = useKeyset<OutgoingMessage>('/api/demo/outbox');
  return (
    <Page title="发件箱（演示）" lead="演示城市不真的发短信和微信，应该发出的都列在这里。">
      <div className="sheet">
        <KeysetTable
          caption="发出的短信和微信"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有应该发出的短信和微信。"
          columns={[
            { key: 'text', title: '内容', kind: 'wide', render: (row) => row.text },
            { key: 'channel', title: '方式', render: (row) => channels[row.channel] },
            {
              key: 'state',
              title: '状态',
              render: (row) => (
                <Tag tone={row.state === 'failed' ? 'bad' : row.state === 'sent' ? 'good' : 'plain'}>{states[row.state]}</Tag>
              ),
            },
            { key: 'at', title: '时间', render: (row) => <Moment at={row.sentAt ?? row.createdAt} /> },
          ]}
        />
      </div>
    </Page>
  );
}
