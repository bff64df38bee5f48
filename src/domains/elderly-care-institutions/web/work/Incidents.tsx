/** 突发事件: the list with its clocks, for the home and for the office; and one of them with its course. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Clock, IncidentFile, IncidentList, IncidentRow } from '../../incidents/content.ts';
import './bedside.css';

export function Incidents() {
  const session = useSession();
  const go = useNavigate();
  const [{ view = 'open' }, change] = useTextSearch();
  const list = usePaged<IncidentList>('/api/care-incidents', { view }, 30_000);
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="突发事件"
          lead="时限从发现起算。家属马上由平台通知，机构还要有人打电话。"
          aside={
            <Offers
              offers={offers}
              division={homeDivision(session)}
              first="primary"
              onDone={(made) =>
                go({ to: '/incidents/$incidentId' as never, params: { incidentId: (made as { id: string }).id } as never })
              }
            />
          }
        >
          <Section
            title={
              view === 'open'
                ? `没有结案的${rows.length}件${list.goesOn.more ? '以上' : ''}`
                : view === 'minor'
                  ? `上个月的轻微事件${rows.length}件${list.goesOn.more ? '以上' : ''}`
                  : '已结案'
            }
          >
            <Chips
              label="看哪些"
              options={[
                { value: 'open', label: '没有结案的' },
                { value: 'closed', label: '已结案' },
                { value: 'minor', label: '上月轻微（S1）' },
              ]}
              value={view}
              onChange={(value) => change({ view: value === 'open' ? undefined : value })}
            />
            <Rows
              rows={rows}
              empty={
                view === 'open' ? '现在没有要处理的突发事件。' : view === 'minor' ? '上个月没有轻微事件。' : '还没有结案的。'
              }
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

const Rows = ({ rows, empty }: { rows: readonly IncidentRow[]; empty: string }) => (
  <DataTable
    caption="突发事件"
    rows={rows}
    rowKey={(row) => row.id}
    empty={empty}
    tone={(row) => (row.open && row.late ? 'row-bad' : undefined)}
    columns={[
      {
        key: 'what',
        title: '什么事',
        kind: 'main',
        render: (row) => (
          <Link to={'/incidents/$incidentId' as never} params={{ incidentId: row.id } as never}>
            {row.typeZh}，{row.persons.length > 0 ? row.persons.join('、') : row.place}
          </Link>
        ),
      },
      { key: 'grade', title: '级别', render: (row) => <Tag tone={row.tone}>{row.gradeZh}</Tag> },
      { key: 'home', title: '机构', render: (row) => row.home },
      { key: 'at', title: '发现', render: (row) => <Moment at={row.foundAt} /> },
      {
        key: 'clocks',
        title: '时限',
        kind: 'wide',
        wraps: true,
        render: (row) => row.clocks.map((clock) => <ClockLine key={clock.zh} clock={clock} />),
      },
    ]}
  />
);

const ClockLine = ({ clock }: { clock: Clock }) => (
  <div className={clock.late ? 'clock-late' : undefined}>
    {clock.zh}：
    {clock.doneAt ? (
      <>
        <Moment at={clock.doneAt} />
        {clock.late ? '，晚了' : '，办了'}
      </>
    ) : clock.atOnce ? (
      '马上，还没有办'
    ) : (
      <>
        <Moment at={clock.dueAt} />前{clock.late && '，已过'}
      </>
    )}
  </div>
);

export function Incident() {
  const { incidentId } = useParams({ strict: false }) as { incidentId: string };
  const file = useQuery({
    queryKey: ['/api/care-incidents', 'one', incidentId],
    queryFn: () => api.get<IncidentFile>(`/api/care-incidents/${incidentId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: IncidentFile }) {
  return (
    <Page
      title={`${file.typeZh}：${file.persons.join('、') || file.place}`}
      lead={`${file.home}，第${file.no}号`}
      aside={<Link to={'/incidents' as never}>← 突发事件</Link>}
    >
      <Section title="情况" aside={<Tag tone={file.tone}>{file.gradeZh}</Tag>}>
        <Facts
          rows={[
            {
              label: '发现',
              value: (
                <>
                  <Moment at={file.foundAt} />，{file.place}；{file.recordedName}
                  <Moment at={file.recordedAt} />报
                </>
              ),
            },
            { label: '经过', value: file.what },
            { label: '伤情', value: file.injuryZh },
            { label: '先怎么办的', value: file.measureZh },
            { label: '时限', value: file.clocks.map((clock) => <ClockLine key={clock.zh} clock={clock} />) },
            ...(file.reviewBy ? [{ label: '最迟复盘', value: <Day on={file.reviewBy} /> }] : []),
            {
              label: '现在',
              value: file.closedAt ? (
                <>
                  <Tag tone="good">已结案</Tag>
                  <Moment at={file.closedAt} />
                </>
              ) : (
                `还没有结案${file.missing.length > 0 ? `，还缺：${file.missing.join('、')}` : '，可以结案'}`
              ),
            },
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.typeZh} division={file.division} first="primary" />
        </p>
      </Section>
      <Section title="办了什么">
        <DataTable
          caption="办了什么"
          rows={file.steps}
          rowKey={(row) => row.id}
          empty="还没有登记。"
          columns={[
            { key: 'zh', title: '事项', kind: 'main', render: (row) => row.zh },
            { key: 'at', title: '时间', render: (row) => <Moment at={row.at} /> },
            { key: 'by', title: '谁登记', render: (row) => row.by },
            {
              key: 'text',
              title: '内容',
              kind: 'wide',
              wraps: true,
              render: (row) => (
                <>
                  {[row.about, row.text].filter(Boolean).join('：')}
                  {row.photos.map((photo, i) => (
                    <a key={photo} href={`/api/files/${photo}`} target="_blank" rel="noreferrer">
                      {' '}
                      照片{i + 1}
                    </a>
                  ))}
                </>
              ),
            },
          ]}
        />
      </Section>
    </Page>
  );
}
