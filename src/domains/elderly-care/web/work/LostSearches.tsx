/** 走失寻人: who is looked for now, and what has ended lately. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { LostList, LostRow } from '../../lost/content.ts';

const EVERY_MS = 15_000;

export function LostSearches() {
  const list = useQuery({
    queryKey: ['/api/lost-searches'],
    queryFn: () => api.get<LostList>('/api/lost-searches'),
    refetchInterval: EVERY_MS,
  });
  return (
    <Answered query={list}>
      {({ open, ended }) => (
        <Page
          title="走失寻人"
          lead="从呼叫台、养老机构、敲门无应答来的，都在这里。出门前点开要找的那一件，没有信号时也能报。"
          aside={<a href="/lost">公众看到的寻人启事</a>}
        >
          <Section title={open.length > 0 ? `没有结束的${open.length}件` : '没有结束的'}>
            <Searches rows={open} empty="现在没有要找的人。" />
          </Section>
          {ended.length > 0 && (
            <Section title="最近结束的">
              <Searches rows={ended} empty="" />
            </Section>
          )}
        </Page>
      )}
    </Answered>
  );
}

const Searches = ({ rows, empty }: { rows: readonly LostRow[]; empty: string }) => (
  <DataTable
    caption="走失寻人"
    rows={rows}
    rowKey={(row) => row.id}
    empty={empty}
    columns={[
      {
        key: 'place',
        title: '在哪里',
        kind: 'main',
        render: (row) => (
          <Link to={'/lost-searches/$searchId' as never} params={{ searchId: row.id } as never}>
            {row.placeZh}
          </Link>
        ),
      },
      {
        key: 'state',
        title: '现在',
        render: (row) => (
          <>
            <Tag tone={row.tone}>{row.stateZh}</Tag> {row.alarm && <Tag tone="bad">{row.alarm}</Tag>}{' '}
            {row.notice && <Tag>已发启事</Tag>}
          </>
        ),
      },
      { key: 'source', title: '从哪里来', render: (row) => row.sourceZh },
      { key: 'opened', title: '收到', render: (row) => <Moment at={row.openedAt} /> },
      { key: 'seen', title: '最后见到', render: (row) => (row.lastSeenAt ? <Moment at={row.lastSeenAt} /> : '还不知道') },
      { key: 'police', title: '报110', render: (row) => (row.policeAt ? <Moment at={row.policeAt} /> : '还没有') },
      { key: 'sectors', title: '找过／分片', kind: 'number', render: (row) => `${row.searched}／${row.sectors}` },
    ]}
  />
);
