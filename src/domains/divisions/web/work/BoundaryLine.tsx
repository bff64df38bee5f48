/** One line: its round, its markers, its disputes, how its years were judged. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Due } from './Boundaries.tsx';
import type { LineView } from './boundaryContent.ts';
import { MarkerTable } from './Markers.tsx';

/** Where it runs, as it was entered, with its markers; nothing is drawn that nobody entered. */
function Course({ line }: { line: LineView }) {
  const session = useSession();
  const spots = line.markerRows.map(({ id, no, position, state, overdue }) => {
    const [lat, lon] = position.split(',').map(Number) as [number, number];
    return {
      id,
      name: `${no}号界桩`,
      lon,
      lat,
      tone: state !== 'good' ? ('bad' as const) : overdue ? ('warn' as const) : ('good' as const),
    };
  });
  const { course } = line;
  return (
    <Section title="走向" aside={may(session, 'IMPORT boundary-course') && <Link to={'/sheets' as never}>用勘测成果表录入</Link>}>
      <p>
        {course
          ? `录入了${course.points.length}个点，${course.kindZh}。来源：${course.source}。`
          : '走向还没有录入，图上只有界桩。'}
      </p>
      <CityMap
        land={[...new Set(line.sides.map(({ code }) => `${code.slice(0, 6)}000000`))]}
        spots={spots}
        lines={course ? [{ id: line.id, name: line.name, course: course.points, surveyed: course.surveyed }] : []}
        tones={{ good: '界桩完好', warn: '该巡查了', bad: '损坏、移动、丢失、淹没' }}
        label={`${line.name}和它的界桩，编号按下面的次序`}
      />
    </Section>
  );
}

const sideZh = ({ name, metres, answer }: LineView['landUses'][number]['sides'][number]): string =>
  `${name}${metres}平方米：${answer ? (answer.consents ? `同意，${answer.documentNo}` : `不同意，${answer.opinion}`) : '还没有表态'}`;

function LandUses({ line }: { line: LineView }) {
  return (
    <Section title="跨界用地">
      <DataTable
        caption="用了界线两侧土地的项目"
        rows={line.landUses}
        rowKey={(row) => row.id}
        empty="没有跨界用地。"
        columns={[
          { key: 'project', title: '项目', kind: 'main', render: (row) => row.project },
          { key: 'unit', title: '用地单位', wraps: true, render: (row) => row.unit },
          { key: 'asked', title: '征求意见', render: (row) => <Day on={row.askedOn} /> },
          { key: 'sides', title: '两侧的意见', kind: 'wide', wraps: true, render: (row) => row.sides.map(sideZh).join('；') },
          {
            key: 'state',
            title: '备案',
            render: (row) =>
              row.filedOn ? (
                <Tag tone="good">{row.filingNo}</Tag>
              ) : (
                <Tag tone={row.endedOn ? 'plain' : 'now'}>{row.endedOn ? '没有备案，已了结' : '等两侧表态'}</Tag>
              ),
          },
          {
            key: 'act',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers inRow of={row.project} offers={row.offers} division={line.division} />,
          },
        ]}
      />
    </Section>
  );
}

export function BoundaryLine() {
  const { lineId } = useParams({ strict: false }) as { lineId: string };
  const query = useQuery({
    queryKey: ['/api/boundary-lines', lineId],
    queryFn: () => api.get<LineView>(`/api/boundary-lines/${lineId}`),
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const line = query.data!;
  return (
    <Page
      title={line.name}
      lead={line.sides.map((side) => side.name).join('、')}
      aside={<Offers offers={line.offers} division={line.division} first="primary" />}
    >
      <Section title="基本情况">
        <Facts
          rows={[
            { label: '协议长度', value: line.length ? `${line.length}公里` : '未补录' },
            { label: '界线协议', value: line.agreementNo || '未补录' },
            { label: '上一轮完成', value: line.lastFinishedOn ? <Day on={line.lastFinishedOn} /> : '未补录' },
            { label: '本轮到期', value: <Due line={line} /> },
          ]}
        />
      </Section>
      <Course line={line} />
      <Section title="联合检查">
        <DataTable
          caption="各轮联合检查"
          rows={line.inspections}
          rowKey={(row) => row.id}
          empty="还没有安排过联合检查。"
          columns={[
            { key: 'round', title: '第几次', kind: 'main', render: (row) => `第${row.round}次${row.special ? '（专项）' : ''}` },
            { key: 'lead', title: '牵头方', render: (row) => row.leadName },
            { key: 'on', title: '计划开始', render: (row) => <Day on={row.plannedOn} /> },
            {
              key: 'progress',
              title: '进度',
              kind: 'number',
              render: (row) => `${row.done}／${row.planned}公里（${row.progress ?? 0}%）`,
            },
            {
              key: 'filed',
              title: '备案',
              kind: 'wide',
              wraps: true,
              render: (row) =>
                row.filedOn ? (
                  <>
                    <Day on={row.filedOn} /> {row.reportNo}，{row.leaders}签字
                  </>
                ) : (
                  <Tag tone="now">正在检查</Tag>
                ),
            },
            {
              key: 'act',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers inRow of={`第${row.round}次联合检查`} offers={row.offers} division={line.division} />,
            },
          ]}
        />
      </Section>
      <Section title={`界桩 完好${line.markers.good}／${line.markers.all}`}>
        <MarkerTable rows={line.markerRows} division={line.division} empty="还没有登记界桩。" />
      </Section>
      <LandUses line={line} />
      <Section title="争议">
        <DataTable
          caption="边界争议"
          rows={line.disputes}
          rowKey={(row) => row.id}
          empty="没有争议。"
          columns={[
            { key: 'place', title: '地点', kind: 'main', render: (row) => row.place },
            {
              key: 'state',
              title: '到了哪一步',
              render: (row) => <Tag tone={row.closedOn ? 'good' : 'warn'}>{row.stateZh}</Tag>,
            },
            { key: 'opened', title: '受理', render: (row) => <Day on={row.openedOn} /> },
            {
              key: 'facts',
              title: '事实和结果',
              kind: 'wide',
              wraps: true,
              render: (row) => [row.facts, row.outcome].filter(Boolean).join(' 结果：'),
            },
            {
              key: 'act',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers inRow of={row.place} offers={row.offers} division={line.division} />,
            },
          ]}
        />
      </Section>
      <Section title="平安边界考核">
        <DataTable
          caption="各年考核"
          rows={line.assessments}
          rowKey={(row) => String(row.year)}
          empty="还没有考核过。"
          columns={[
            { key: 'year', title: '年度', kind: 'main', render: (row) => `${row.year}年` },
            { key: 'score', title: '得分', kind: 'number', render: (row) => row.score },
            { key: 'grade', title: '结果', render: (row) => row.gradeZh },
            {
              key: 'parts',
              title: '各项',
              kind: 'wide',
              wraps: true,
              render: (row) => row.parts.map((part) => `${part.zh}${part.hundredths / 100}／${part.of / 100}`).join('，'),
            },
            { key: 'by', title: '考核人', render: (row) => row.byName },
          ]}
        />
      </Section>
    </Page>
  );
}
