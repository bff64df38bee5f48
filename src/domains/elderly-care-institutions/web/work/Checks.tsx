/** 现场检查: one's own on a phone, all of a county at the desk. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { CheckBrief } from './supervisionContent.ts';

const views = { open: '没有查完的', finished: '待公示', published: '已公示', all: '全部' } as const;
type View = keyof typeof views;

export const CheckLink = ({ id, children }: { id: string; children: React.ReactNode }) => (
  <Link to={'/checks/$checkId' as never} params={{ checkId: id } as never}>
    {children}
  </Link>
);

export function Checks() {
  const session = useSession();
  const [view, setView] = useState<View>('open');
  const query = usePaged<{ rows: CheckBrief[]; next: string | null; offers: Offer[] }>(
    '/api/care-supervision/tasks',
    view === 'all' ? {} : { state: view },
  );
  return (
    <Page
      title="现场检查"
      lead="出门前打开要查的那一家，没有信号时也看得到；到场先扫门口的检查码。"
      aside={<Offers offers={query.data?.offers ?? []} division={homeDivision(session)} />}
    >
      <div className="filters">
        <Segmented
          aria-label="看哪些"
          value={view}
          options={(Object.keys(views) as View[]).map((key) => ({ value: key, label: views[key] }))}
          onChange={setView}
        />
      </div>
      <div className="sheet">
        <Answered query={query}>
          {({ rows }) => (
            <>
              <DataTable
                caption="现场检查"
                rows={rows}
                rowKey={(row) => row.id}
                tone={(row) => (row.late || row.publishLate ? 'row-bad' : undefined)}
                empty={view === 'open' ? '现在没有要查的。抽中或者派到您的会列在这里。' : '没有。'}
                columns={[
                  {
                    key: 'name',
                    title: '机构',
                    kind: 'main',
                    render: (row) => <CheckLink id={row.id}>{row.objectName}</CheckLink>,
                  },
                  { key: 'place', title: '哪里', render: (row) => <DivisionName name={row.divisionName} /> },
                  { key: 'cause', title: '为什么查', render: (row) => row.causeZh },
                  {
                    key: 'state',
                    title: '状态',
                    render: (row) => (
                      <>
                        <Tag tone={row.tone}>{row.stateZh}</Tag>
                        {row.unscanned && <Tag tone="warn">没有亮码</Tag>}
                      </>
                    ),
                  },
                  {
                    key: 'when',
                    title: '最迟',
                    render: (row) => <Day on={row.state === 'finished' ? row.publishBy : (row.publishedOn ?? row.windowTo)} />,
                  },
                  { key: 'pair', title: '执法人员', render: (row) => row.pair.join('、') || '待派' },
                  { key: 'result', title: '结果', render: (row) => row.resultZh ?? '—' },
                ]}
              />
              <More list={query.goesOn} />
            </>
          )}
        </Answered>
      </div>
      {may(session, 'GET /api/care-supervision/doubtful-visits') && <Doubtful />}
    </Page>
  );
}

/** What the city looks at: nobody proved to be there, or somebody came again within ninety days. */
function Doubtful() {
  const query = useQuery({
    queryKey: ['/api/care-supervision/doubtful-visits'],
    queryFn: () =>
      api.get<{ rows: { id: string; no: string; objectName: string; finishedAt: string; why: string[] }[] }>(
        '/api/care-supervision/doubtful-visits',
      ),
  });
  return (
    <Section title="没有亮码、短期内重复的检查">
      <Answered query={query}>
        {({ rows }) => (
          <DataTable
            caption="没有亮码、短期内重复的检查"
            rows={rows}
            rowKey={(row) => row.id}
            empty="今年没有。"
            columns={[
              { key: 'name', title: '机构', kind: 'main', render: (row) => <CheckLink id={row.id}>{row.objectName}</CheckLink> },
              { key: 'no', title: '检查', render: (row) => row.no },
              { key: 'at', title: '什么时候', render: (row) => <Moment at={row.finishedAt} /> },
              { key: 'why', title: '缘由', render: (row) => row.why.join('、') },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}
