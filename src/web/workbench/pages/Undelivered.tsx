/** 接口和投递: what could not be delivered, why, and trying again. Counts and times; nobody's name. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type Stuck, ways } from '../../../kernel/monitor/index.ts';
import { Page } from '../../components/layout.tsx';
import { Tag } from '../../components/marks.tsx';
import { Answered, Nothing, Refused } from '../../components/states.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';
import { longDateTime } from '../../shared/format.ts';

const KEY = ['/api/undelivered'] as const;
const channels: Readonly<Record<string, string>> = { sms: '短信', wechat: '微信' };
const receiverOf = ({ way, receiver, matter }: Stuck): string =>
  way === 'message' ? (channels[receiver] ?? receiver) : matter ? `${matter} → ${receiver}` : receiver;

export function UndeliveredPage() {
  const queries = useQueryClient();
  const list = useQuery({ queryKey: KEY, queryFn: () => api.get<{ rows: readonly Stuck[] }>('/api/undelivered') });
  const retry = useMutation({
    mutationFn: ({ way, receiver, matter }: Stuck) => api.post('/api/undelivered/retry', { way, receiver, matter }),
    // What is tried again takes a moment.
    onSettled: () => setTimeout(() => void queries.invalidateQueries({ queryKey: KEY }), 1500),
  });
  return (
    <Page
      title="接口和投递"
      lead="没有送到的业务事件、短信微信和部门查询。平台自己会隔一会儿再试；原因排除以后，可以马上再试。超过一天的，每天发消息提醒。"
      aside={<Button onClick={() => void list.refetch()}>刷新</Button>}
    >
      {retry.error && <Refused error={apiErrorOf(retry.error)} />}
      <Answered query={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <div className="sheet">
              <Nothing>都送到了。</Nothing>
            </div>
          ) : (
            <ul className="stuck">
              {rows.map((row) => (
                <li className="sheet" key={`${row.way} ${row.receiver} ${row.matter}`}>
                  <div>
                    <b>{ways[row.way]}</b> <span className="num">{receiverOf(row)}</span>{' '}
                    {row.late && <Tag tone="bad">超过一天</Tag>}
                    <p>
                      {row.count}件没有送到，最早的在{longDateTime(row.oldest)}
                      {row.attempts > 0 && `，试过${row.attempts}次`}
                      {row.nextAt && `，下次${longDateTime(row.nextAt)}再试`}。
                    </p>
                    {row.error && <p className="quiet">原因：{row.error}</p>}
                  </div>
                  <Button loading={retry.isPending && retry.variables === row} onClick={() => retry.mutate(row)}>
                    马上再试
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Page>
  );
}
