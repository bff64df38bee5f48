/** 设施项目和标杆机构: the library with money and stage, quarter by quarter; bodies that are models, and how they were scored. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { type LibraryState, quarterOf, quarterText } from '../../facilities/rules.ts';
import type { ModelState, Stage } from '../../facilities/terms.ts';

/** Buildings are spoken of in 万元; what is less than a whole one keeps its digits. */
const tenThousands = (fen: number): string => `${(fen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 6 })}万元`;

interface ProjectRow {
  code: string;
  name: string;
  divisionName: string;
  place: string;
  body: string;
  plannedFen: number;
  paidFen: number;
  progress: number;
  stage: Stage;
  stageZh: string;
  reportedQuarter: string | null;
  source: string;
  plannedName: string | null;
  plannedTo: string | null;
  offers: readonly Offer[];
}
interface InstitutionRow {
  id: string;
  name: string;
  divisionName: string;
  levelZh: string;
  capacity: number;
  state: ModelState | null;
  stateZh: string | null;
  mine: boolean;
  reason: string | null;
  lastYear: number | null;
  lastTotal: number | null;
}
type Forms = Record<'report' | 'model' | 'decision' | 'score', readonly FormField[]>;
interface Ask {
  title: string;
  causes: string;
  fields: readonly FormField[];
  initial?: Readonly<Record<string, unknown>>;
  button: string;
  path: string;
}

export function Facilities() {
  const session = useSession();
  const queries = useQueryClient();
  const [ask, setAsk] = useState<Ask | null>(null);
  const projects = useQuery({
    queryKey: ['facilities', 'projects'],
    queryFn: () => api.get<{ library: LibraryState; rows: readonly ProjectRow[] }>('/api/facilities/projects'),
  });
  const bodies = useQuery({
    queryKey: ['facilities', 'institutions'],
    queryFn: () => api.get<{ rows: readonly InstitutionRow[] }>('/api/facilities/institutions'),
  });
  const forms = useQuery({
    queryKey: ['facilities-forms'],
    queryFn: () => api.get<Forms>('/api/facilities/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['facilities'] });
  if (projects.isPending || bodies.isPending || forms.isPending) return <Loading />;
  if (!projects.data || !bodies.data || !forms.data)
    return <Failed error={projects.error ?? bodies.error ?? forms.error} retry={() => void refresh()} />;
  const { library, rows } = projects.data;
  const f = forms.data;
  const reports = may(session, 'POST /api/facilities/projects/:code/reports');
  const report = (row: ProjectRow): Ask => ({
    title: `报送季度进展：${row.name}`,
    causes: '支付和进度都填累计数。投用的，会登记为社区康复机构并公开。',
    fields: f.report,
    initial: { quarter: quarterOf(session.today), stage: row.stage, paid: row.paidFen, progress: row.progress },
    button: '报送',
    path: `/api/facilities/projects/${row.code}/reports`,
  });
  return (
    <Page title="康复设施" lead="规划项目库的每一处到了哪一步、花了多少钱；哪些机构是标杆机构。">
      {rows.length > 0 && (
        <Section title="项目库">
          <Facts
            rows={[
              { label: '投用', value: `${library.opened}处／${library.of}处` },
              { label: '累计支付', value: `${tenThousands(library.paidFen)}／${tenThousands(library.plannedFen)}` },
            ]}
          />
          <DataTable
            caption="设施项目"
            rows={rows}
            rowKey={(row) => row.code}
            columns={[
              {
                key: 'name',
                title: '项目',
                kind: 'main',
                wraps: true,
                render: (row) => (
                  <>
                    <b>{row.name}</b>
                    {row.plannedName && (
                      <>
                        <br />
                        <span className="quiet">
                          规划项目：{row.plannedTo ? <Link to={row.plannedTo as never}>{row.plannedName}</Link> : row.plannedName}
                        </span>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'place', title: '地点', render: (row) => <DivisionName name={row.divisionName} /> },
              {
                key: 'stage',
                title: '阶段',
                render: (row) => (
                  <Tag tone={row.stage === 'in-use' || row.stage === 'operating' ? 'good' : 'now'}>{row.stageZh}</Tag>
                ),
              },
              {
                key: 'progress',
                title: '进度',
                render: (row) => <Progress percent={row.progress} size="small" aria-label={`${row.name}形象进度`} />,
              },
              { key: 'paid', title: '累计支付', kind: 'number', render: (row) => tenThousands(row.paidFen) },
              { key: 'planned', title: '概算', kind: 'number', render: (row) => tenThousands(row.plannedFen) },
              {
                key: 'quarter',
                title: '报到',
                render: (row) => (row.reportedQuarter ? quarterText(row.reportedQuarter) : '还没有报'),
              },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => (
                  <>
                    {reports && (
                      <Button size="small" onClick={() => setAsk(report(row))}>
                        报送
                      </Button>
                    )}
                    <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />
                  </>
                ),
              },
            ]}
          />
        </Section>
      )}
      <Section title="康复机构和标杆机构">
        <DataTable
          caption="康复机构和标杆机构"
          rows={bodies.data.rows}
          rowKey={(row) => row.id}
          empty="还没有登记康复机构。"
          columns={[
            { key: 'name', title: '机构', kind: 'main', render: (row) => <b>{row.name}</b> },
            { key: 'place', title: '所在', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'level', title: '级别', render: (row) => row.levelZh },
            { key: 'capacity', title: '服务能力', kind: 'number', render: (row) => `${row.capacity}人` },
            {
              key: 'model',
              title: '标杆机构',
              render: (row) =>
                row.state ? <Tag tone={row.state === 'named' ? 'good' : 'plain'}>{row.stateZh}</Tag> : '没有申报',
            },
            {
              key: 'score',
              title: '最近评分',
              kind: 'number',
              render: (row) => (row.lastYear ? `${row.lastYear}年 ${row.lastTotal}分` : '—'),
            },
            { key: 'do', title: '办理', kind: 'actions', render: (row) => <ModelStep row={row} forms={f} ask={setAsk} /> },
          ]}
        />
      </Section>
      {ask && (
        <FormDrawer
          title={ask.title}
          causes={ask.causes}
          fields={ask.fields}
          initial={ask.initial ?? {}}
          division={homeDivision(session)}
          button={ask.button}
          send={(input, requestId) => api.post(ask.path, { ...input, requestId })}
          onDone={async () => {
            await refresh();
          }}
          onClose={() => setAsk(null)}
        />
      )}
    </Page>
  );
}

/** What comes next with a body, for whoever may do it. */
function ModelStep({ row, forms, ask }: { row: InstitutionRow; forms: Forms; ask: (ask: Ask) => void }) {
  const session = useSession();
  const path = `/api/facilities/institutions/${row.id}`;
  if (row.state !== 'applied' && row.state !== 'named' && may(session, 'POST /api/facilities/institutions/:id/model'))
    return (
      <Button
        size="small"
        onClick={() =>
          ask({
            title: `申报标杆机构：${row.name}`,
            causes: '报市民政局确认。',
            fields: forms.model,
            button: '申报',
            path: `${path}/model`,
          })
        }
      >
        申报
      </Button>
    );
  if (row.state === 'applied' && !row.mine && may(session, 'POST /api/facilities/institutions/:id/decision'))
    return (
      <Button
        size="small"
        type="primary"
        onClick={() =>
          ask({
            title: `${row.name}：标杆机构`,
            causes: `申报理由：${row.reason ?? ''}。确认后公开，每年评分。`,
            fields: forms.decision,
            button: '保存决定',
            path: `${path}/decision`,
          })
        }
      >
        确认
      </Button>
    );
  if (
    row.state === 'named' &&
    row.lastYear !== Number(session.today.slice(0, 4)) &&
    may(session, 'POST /api/facilities/institutions/:id/score')
  )
    return (
      <Button
        size="small"
        onClick={() =>
          ask({
            title: `${row.name}：${session.today.slice(0, 4)}年评分`,
            causes: '合计低于80分的，取消标杆机构。',
            fields: forms.score,
            button: '保存评分',
            path: `${path}/score`,
          })
        }
      >
        评分
      </Button>
    );
  return null;
}
