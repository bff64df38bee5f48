/** 减负监测: how many forms townships were asked for, for whoever asks; nothing where the city has not switched it on. */
import { useQuery } from '@tanstack/react-query';
import { longMonth } from '../../../../kernel/words/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { AskedRow, AskedView } from '../../statistics/content.ts';

export function StatAsked() {
  const reads = may(useSession(), 'GET /api/statistics/asked');
  const found = useQuery({
    queryKey: ['/api/statistics/asked'],
    queryFn: () => api.get<AskedView>('/api/statistics/asked'),
    enabled: reads,
  });
  if (!found.data || found.data.months.length === 0) return null;
  const { months, rows } = found.data;
  const own = rows.find(({ mine, rise }) => mine && rise > 0);
  return (
    <Section title="减负监测：要乡镇填的表">
      {own && (
        <p role="status">
          <Tag tone="warn">比上月多{own.rise}张次</Tag>本月到现在，本单位要乡镇（街道）填的表比上月多，请看看有没有可以不要的。
        </p>
      )}
      <p className="quiet">
        一张表要一个乡镇填一次算一张次；只数平台知道的（报表、指标值、催报、退回重报），线下要的表和会议平台不知道。比上月多了的，只告诉要表的单位自己。
      </p>
      <DataTable
        caption="要乡镇填的表，按谁要的、按月"
        rows={rows}
        rowKey={(row) => row.issuer}
        empty="近六个月没有要乡镇填的表。"
        columns={[
          { key: 'issuer', title: '谁要的', kind: 'main', render: (row) => <b>{row.issuerName}</b> },
          ...months.map((month, i) => ({
            key: month,
            title: longMonth(month),
            kind: 'number' as const,
            render: (row: AskedRow) => row.counts[i],
          })),
          {
            key: 'now',
            title: '本月是什么',
            kind: 'wide',
            render: (row) => row.now.map(({ zh, n }) => `${zh}${n}`).join('，'),
          },
          {
            key: 'rise',
            title: '比上月',
            render: (row) => (!row.mine ? '' : row.rise > 0 ? <Tag tone="warn">多{row.rise}</Tag> : '没有多'),
          },
        ]}
      />
    </Section>
  );
}
