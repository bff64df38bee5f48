/** 互助养老: who needs somebody, who goes, what was done and waits for the elder's word; helpers with their points; what looks odd. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { longDateTime, shortDate, timeOf } from '../../../../web/shared/format.ts';
import type { AidDoubts, AidRow, HelperRow } from '../../mutual-aid/content.ts';

interface Head {
  open: number;
  waiting: number;
  offers: readonly Offer[];
}

export function MutualAid() {
  const session = useSession();
  const home = homeDivision(session);
  const [show, setShow] = useState<'waiting' | 'all'>('waiting');
  const list = useKeyset<AidRow, Head>('/api/mutual-aid/requests', { show });
  const helpers = useKeyset<HelperRow, { offers: readonly Offer[] }>('/api/mutual-aid/helpers', {});
  const doubts = useQuery({
    queryKey: ['/api/mutual-aid/doubts'],
    queryFn: () => api.get<AidDoubts>('/api/mutual-aid/doubts'),
  });
  const { open = 0, waiting = 0, offers = [] } = list.head ?? {};
  return (
    <Page
      title="互助养老"
      lead={`邻里搭把手：老人、热线、村里求助，核实过的帮手去，老人认了记积分。等人帮的${open}件，等确认的${waiting}件。`}
      aside={<Offers offers={offers} division={home} />}
    >
      <Section
        title="求助"
        aside={
          <Segmented
            value={show}
            onChange={setShow}
            options={[
              { value: 'waiting', label: '没有办完的' },
              { value: 'all', label: '全部' },
            ]}
          />
        }
      >
        <KeysetTable
          list={list}
          caption="互助求助"
          rowKey={(row) => row.id}
          empty="没有求助。"
          columns={[
            { key: 'who', title: '老人', kind: 'main', render: (row) => row.personName },
            { key: 'place', title: '住在', wraps: true, render: (row) => row.placeZh },
            {
              key: 'what',
              title: '要帮什么',
              wraps: true,
              render: (row) => [row.kindZh, row.note].filter(Boolean).join('，'),
            },
            { key: 'when', title: '什么时候', render: (row) => longDateTime(row.wantedAt) },
            { key: 'state', title: '现在', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
            {
              key: 'helper',
              title: '谁帮的',
              kind: 'wide',
              wraps: true,
              render: (row) => (
                <>
                  {row.helperName ?? '还没有人接'}
                  {row.done &&
                    `，${shortDate(plainDateOf(row.done.from))}${timeOf(row.done.from)}起${row.done.minutes}分钟，在${row.done.place}`}
                  {row.confirmedZh && `，${row.confirmedZh}`}
                  {row.points !== null && `，记${row.points}分`}
                  {row.endReason && `，${row.endReason}`}
                </>
              ),
            },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers offers={row.offers} of={`${row.personName}${row.kindZh}`} division={home} inRow />,
            },
          ]}
        />
      </Section>
      <Section title="帮手" aside={<Offers offers={helpers.head?.offers ?? []} division={home} />}>
        <KeysetTable
          list={helpers}
          caption="互助帮手"
          rowKey={(row) => row.id}
          empty="还没有登记帮手。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
            { key: 'kind', title: '是谁', render: (row) => row.kindZh },
            { key: 'place', title: '住在', wraps: true, render: (row) => row.placeZh },
            { key: 'does', title: '能帮什么', kind: 'wide', wraps: true, render: (row) => row.does },
            { key: 'state', title: '现在', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
            { key: 'month', title: '本月', kind: 'number', render: (row) => `${row.monthMinutes}分钟` },
            { key: 'points', title: '积分', kind: 'number', render: (row) => row.points },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers offers={row.offers} of={row.name} division={home} inRow />,
            },
          ]}
        />
      </Section>
      <Section title="本月要看一看的">
        <Answered query={doubts}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p>没有。</p>
            ) : (
              <ul className="plain-list">
                {rows.map((row) => (
                  <li key={row.key}>{row.says}</li>
                ))}
              </ul>
            )
          }
        </Answered>
      </Section>
    </Page>
  );
}
