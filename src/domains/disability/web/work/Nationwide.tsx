/** 全国查询: whether another county pays the same subsidy, how fresh that is, and a way to ask again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Month, Tag } from '../../../../web/components/marks.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { NationwideContent } from '../../subsidies/views.ts';

const states = {
  unasked: { zh: '还没有查询', tone: 'plain' },
  waiting: { zh: '等待反馈', tone: 'now' },
  silent: { zh: '没有反馈', tone: 'warn' },
  clear: { zh: '没有在其他地区享受', tone: 'good' },
  elsewhere: { zh: '其他地区正在发放', tone: 'bad' },
} as const;

export function Nationwide({ content, kase }: { content: NationwideContent; kase: CaseView }) {
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => api.post(`/api/cases/${kase.id}/nationwide`, { requestId: newRequestId() }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const { zh, tone } = states[content.state];
  return (
    <Section
      title="全国查询"
      aside={
        content.mayAsk && (
          <Button type="link" size="small" loading={ask.isPending} onClick={() => ask.mutate()}>
            {content.state === 'unasked' ? '查询' : '再查一次'}
          </Button>
        )
      }
    >
      <p className="line">
        <Tag tone={tone}>{zh}</Tag>
        {content.askedAt && (
          <span className="quiet">
            <Moment at={content.askedAt} />
            查询
            {content.asOf && (
              <>
                ，数据截至 <Day on={content.asOf} />
              </>
            )}
          </span>
        )}
      </p>
      {content.found.length > 0 && (
        <ul className="plain-list">
          {content.found.map((e) => (
            <li key={`${e.kind}${e.from}`}>
              <b>{e.place}</b> {e.kindZh}，<Month month={e.from} />起
              {e.to && (
                <>
                  ，至
                  <Month month={e.to} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {content.state === 'elsewhere' && (
        <p className="quiet">请本人先到那里停发；停发以后在这里再查一次，仍有重叠月份的，停发以后重新申请。</p>
      )}
      {content.state === 'waiting' && (
        <p className="quiet">
          已经发出，有反馈就显示在这里；没有反馈不影响办理。
          <Button type="link" size="small" onClick={() => void queries.invalidateQueries()}>
            看看有没有反馈
          </Button>
        </p>
      )}
      {content.state === 'silent' && <p className="quiet">没有反馈不影响办理；以后查到重复的，转稽核疑点核实。</p>}
      {ask.error && <Refused error={apiErrorOf(ask.error)} />}
    </Section>
  );
}
