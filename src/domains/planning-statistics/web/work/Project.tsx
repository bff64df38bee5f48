/** One project of the library: the printed row, the stage it has reached, its money by source, its months, and what happened to it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Gauge } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { EntryView } from '../../entry/content.ts';
import type { ProjectFile, ReportView } from '../../progress/content.ts';
import { stageOrder, stages, stepOf } from '../../progress/terms.ts';
import { tenThousands } from './content.ts';
import { EntryCourse, EntryFacts } from './ProjectEntries.tsx';

export function Project() {
  const { projectId } = useParams({ strict: false }) as { projectId: string };
  const file = useQuery({
    queryKey: ['/api/projects', 'one', projectId],
    queryFn: () => api.get<ProjectFile>(`/api/projects/${projectId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: ProjectFile }) {
  const session = useSession();
  const { project, alarms, offers } = file;
  return (
    <Page
      title={project.name}
      lead={
        <>
          <DivisionName name={project.divisionName} />，{project.subcategory || project.category}，
          {project.implementer || '实施单位没有印'} {!project.printed && <Tag>未列入印发表</Tag>}
        </>
      }
      aside={<Link to="/projects">← 规划项目</Link>}
    >
      <Section title="到了哪一步">
        <Track file={file} />
        {alarms.length > 0 && (
          <ul className="plain-list">
            {alarms.map(({ alarm, zh, says }) => (
              <li key={alarm}>
                <Tag tone="warn">{zh}</Tag> {says}
              </li>
            ))}
          </ul>
        )}
        <p className="choices">
          <Offers offers={offers} of={project.name} division={homeDivision(session)} first="primary" />
        </p>
      </Section>
      <Money file={file} />
      <Section title="月报">
        {file.reports.length === 0 ? (
          <p className="quiet">还没有报过进度。</p>
        ) : (
          file.reports.map((report) => <MonthReport key={report.id} report={report} project={project.name} />)
        )}
      </Section>
      {file.facilities.length > 0 && (
        <Section title="对应的设施">
          <ul className="plain-list">
            {file.facilities.map(({ id, name, link }) => (
              <li key={id}>
                <Link to={link as never}>{name}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {file.entry ? <EnteredBy entry={file.entry} /> : <Printed project={project} />}
      <Steps file={file} />
    </Page>
  );
}

const Printed = ({ project }: { project: ProjectFile['project'] }) => (
  <Section title="印出的那一行">
    <Facts
      rows={[
        {
          label: '行次',
          value: `第${project.rowNo}行，${project.category}${project.subcategory && `，${project.subcategory}`}，序号${project.serialNo}`,
        },
        { label: '建设地点', value: project.location || '（空）' },
        { label: '投资额', value: `${tenThousands(project.investmentFen)}万元` },
        { label: '实施单位', value: project.implementer || '（空）' },
        { label: '级别、个数', value: `${project.levelZh}，${project.units}个` },
      ]}
    />
  </Section>
);

/** A project that no table prints: what was filled in instead, and by whom. */
const EnteredBy = ({ entry }: { entry: EntryView }) => (
  <Section title="入库申报">
    <EntryFacts entry={entry} />
    <EntryCourse entry={entry} />
  </Section>
);

/** The stages in their order, the reached ones marked; said in words, too. */
function Track({ file: { project } }: { file: ProjectFile }) {
  const at = stepOf(project.stage);
  return (
    <>
      <ol className="track" aria-label="项目阶段">
        {stageOrder.map((stage, i) => (
          <li
            key={stage}
            className={i < at ? 'done' : i === at ? 'here' : undefined}
            aria-current={i === at ? 'step' : undefined}
          >
            {stages[stage]}
          </li>
        ))}
      </ol>
      <Facts
        rows={[
          {
            label: '现在',
            value: (
              <>
                <b>{project.stageZh}</b>（进度按{project.weight}%算）
                {project.side !== 'none' && <Tag tone={project.side === 'adjusted' ? 'now' : 'bad'}>{project.sideZh}</Tag>}
                {project.stageOn && (
                  <>
                    ，<Day on={project.stageOn} />到
                  </>
                )}
                {project.mergedInto && (
                  <>
                    并到
                    <Link to={'/projects/$projectId' as never} params={{ projectId: project.mergedInto.id } as never}>
                      {project.mergedInto.name}
                    </Link>
                  </>
                )}
              </>
            ),
          },
          {
            label: '报到',
            value: project.reportedMonth ? (
              <>
                <Month month={project.reportedMonth} />
                ，最近更新
                <Day on={project.updatedOn} />
              </>
            ) : (
              '还没有报过'
            ),
          },
          {
            label: '工期计划',
            value: project.plannedStartOn ? `${project.plannedStartOn} 开工，${project.plannedFinishOn} 竣工` : '还没有登记',
          },
        ]}
      />
    </>
  );
}

function Money({ file: { project, funding, ceiling } }: { file: ProjectFile }) {
  const sum = (part: 'plannedFen' | 'arrivedFen' | 'paidFen') => funding.reduce((total, row) => total + row[part], 0);
  return (
    <Section title="投资和资金">
      <Facts
        rows={[
          {
            label: '投资',
            value: `${tenThousands(project.workingFen)}万元${project.workingFen === project.investmentFen ? '' : `（${project.printed ? '印出' : '申报'}的是${tenThousands(project.investmentFen)}万元）`}`,
          },
          {
            label: '完成投资',
            value: (
              <>
                {tenThousands(project.investedFen)}万元，上限是{ceiling.zh}
                {tenThousands(ceiling.fen)}万元
                <Gauge
                  num={project.investedFen}
                  den={ceiling.fen}
                  target={project.weight / 100}
                  label={`完成投资，竖线是阶段进度${project.weight}%`}
                />
              </>
            ),
          },
          {
            label: '可研估算',
            value:
              project.feasibilityFen === null
                ? '还没有登记'
                : `${tenThousands(project.feasibilityFen)}万元，${project.feasibilityNo}`,
          },
          {
            label: '设计概算',
            value:
              project.designFen === null
                ? '还没有登记'
                : `${tenThousands(project.designFen)}万元，${project.designNo}${project.reportedBackNo ? `；报回以后批复${project.reportedBackNo}` : ''}`,
          },
        ]}
      />
      <DataTable
        caption="资金来源"
        rows={funding}
        rowKey={(row) => row.source}
        empty="还没有登记资金计划。"
        columns={[
          { key: 'source', title: '来源', kind: 'main', render: (row) => <b>{row.sourceZh}</b> },
          { key: 'planned', title: '计划（万元）', kind: 'number', render: (row) => tenThousands(row.plannedFen) },
          { key: 'arrived', title: '到账（万元）', kind: 'number', render: (row) => tenThousands(row.arrivedFen) },
          { key: 'paid', title: '支付（万元）', kind: 'number', render: (row) => tenThousands(row.paidFen) },
        ]}
        foot={
          <tr>
            <th scope="row">合计</th>
            {(
              [
                ['plannedFen', '计划（万元）'],
                ['arrivedFen', '到账（万元）'],
                ['paidFen', '支付（万元）'],
              ] as const
            ).map(([part, title]) => (
              <td key={part} className="cell-number" data-label={title}>
                {tenThousands(sum(part))}
              </td>
            ))}
          </tr>
        }
      />
    </Section>
  );
}

const tones = { waiting: 'warn', counted: 'good', returned: 'bad', replaced: 'plain' } as const;

function MonthReport({ report, project }: { report: ReportView; project: string }) {
  const session = useSession();
  return (
    <article className="month-report">
      <h3>
        <Month month={report.month} />
        {report.version > 1 && `（第${report.version}版）`} <Tag tone={tones[report.state]}>{report.stateZh}</Tag>
        <Tag>{report.stageZh}</Tag>
      </h3>
      <p>{report.done}</p>
      {report.problem && (
        <p>
          <b>问题：</b>
          {report.problem}
        </p>
      )}
      <p className="quiet">
        累计完成投资{tenThousands(report.investedFen)}万元
        {report.money
          .map((row) => `；${row.sourceZh}到账${tenThousands(row.arrivedFen)}、支付${tenThousands(row.paidFen)}万元`)
          .join('')}
        。{report.reason && `阶段变动的原因：${report.reason}。`}
        {report.correction && `更正的原因：${report.correction}。`}
        {report.reportedName} <Moment at={report.reportedAt} /> 报
        {report.checkedAt && `，${report.checkedName}${report.state === 'returned' ? `退回：${report.checkNote}` : '核过'}`}
      </p>
      {report.photos.length > 0 && (
        <div className="photos">
          {report.photos.map((photo, n) => (
            <a key={photo.id} href={`/api/files/${photo.id}`} target="_blank" rel="noreferrer">
              {photo.mediaType === 'application/pdf' ? (
                photo.name
              ) : (
                <img src={`/api/files/${photo.id}`} alt={`${report.month}现场照片${n + 1}`} loading="lazy" />
              )}
            </a>
          ))}
        </div>
      )}
      <Offers offers={report.offers} of={project} division={homeDivision(session)} first="primary" />
    </article>
  );
}

const Steps = ({ file: { steps } }: { file: ProjectFile }) => (
  <Section title="项目经过">
    <DataTable
      caption="项目经过"
      rows={steps.toReversed()}
      rowKey={(row) => row.id}
      empty="还没有变动。"
      columns={[
        { key: 'on', title: '日期', render: (row) => <Day on={row.steppedOn} /> },
        {
          key: 'says',
          title: '变动',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <Tag>{row.kindZh}</Tag>
              {row.says}
            </>
          ),
        },
        {
          key: 'reason',
          title: '原因、文号',
          kind: 'wide',
          render: (row) => [row.reason, row.documentNo].filter(Boolean).join('，'),
        },
        { key: 'by', title: '谁登记', deskOnly: true, render: (row) => row.recordedName },
      ]}
    />
  </Section>
);
