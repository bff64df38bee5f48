/** One task of a plan: who owes it by when, what was reported with which proof, how it was adjusted. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { ChangeView, ReportView, TaskFile } from '../../tasks/content.ts';
import { TaskLink, TaskTags } from './PlanTaskMarks.tsx';

export function PlanTask() {
  const { taskId } = useParams({ strict: false }) as { taskId: string };
  const file = useQuery({
    queryKey: ['/api/plan-tasks', 'one', taskId],
    queryFn: () => api.get<TaskFile>(`/api/plan-tasks/${taskId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file: { task, below, reports, changes, offers } }: { file: TaskFile }) {
  const session = useSession();
  const navigate = useNavigate();
  const remains = offers.filter(({ action }) => action !== 'remove');
  const removes = offers.filter(({ action }) => action === 'remove');
  return (
    <Page
      title={task.text}
      lead={
        <>
          {task.planName}，{task.chapterText}（{task.section}）
        </>
      }
      aside={<Link to={'/plan/tasks' as never}>← 规划任务</Link>}
    >
      <Section title="现在">
        <Facts
          rows={[
            { label: '状态', value: <TaskTags of={task} /> },
            {
              label: '完成期限',
              value: (
                <>
                  <Day on={task.dueOn} />
                  {task.doneOn && (
                    <>
                      ，<Day on={task.doneOn} />
                      完成
                    </>
                  )}
                </>
              ),
            },
            { label: '责任单位', value: `${task.unitName}，${task.department}` },
            { label: '负责人', value: task.lead },
            ...(task.above ? [{ label: '分解自', value: <TaskLink id={task.above.id} text={task.above.text} /> }] : []),
          ]}
        />
        <p className="choices">
          <Offers offers={remains} division={homeDivision(session)} first="primary" />
          <Offers
            offers={removes}
            division={homeDivision(session)}
            onDone={() => void navigate({ to: '/plan/tasks' as never })}
          />
        </p>
      </Section>
      {below.length > 0 && (
        <Section title="分解的任务">
          <ul className="plain-list">
            {below.map((one) => (
              <li key={one.id}>
                <TaskLink id={one.id} text={one.text} /> <TaskTags of={one} />
                <span className="quiet">
                  {' '}
                  {one.unitName}，{one.lead}，<Day on={one.dueOn} />前
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="进展">
        {reports.length === 0 ? (
          <p className="quiet">还没有报过进展。</p>
        ) : (
          reports.map((report) => <Report key={report.id} report={report} of={task.text} />)
        )}
      </Section>
      {changes.length > 0 && (
        <Section title="调整">
          {changes.map((one) => (
            <Change key={one.id} change={one} of={task.text} />
          ))}
        </Section>
      )}
    </Page>
  );
}

const reportTones = { waiting: 'warn', counted: 'good', returned: 'bad' } as const;

function Report({ report, of }: { report: ReportView; of: string }) {
  const session = useSession();
  return (
    <article className="month-report">
      <h3>
        {report.claimZh}
        {report.doneOn && (
          <>
            ，<Day on={report.doneOn} />
          </>
        )}{' '}
        <Tag tone={reportTones[report.state]}>{report.stateZh}</Tag>
      </h3>
      <p>{report.says}</p>
      {report.problem && (
        <p>
          <b>问题：</b>
          {report.problem}
        </p>
      )}
      <p className="quiet">
        {report.reportedName} <Moment at={report.reportedAt} /> 报，
        <a href={`/api/files/${report.proofFile}`} target="_blank" rel="noreferrer">
          看佐证
        </a>
        {report.checkedName && `；${report.checkedName}${report.checkNote ? `退回：${report.checkNote}` : '核过'}`}
      </p>
      <Offers offers={report.offers} of={of} division={homeDivision(session)} first="primary" />
    </article>
  );
}

const changeTones = { proposed: 'warn', adopted: 'good', refused: 'bad' } as const;

function Change({ change, of }: { change: ChangeView; of: string }) {
  const session = useSession();
  return (
    <article className="month-report">
      <h3>
        {change.says.join('；')} <Tag tone={changeTones[change.state]}>{change.stateZh}</Tag>
      </h3>
      <p>{change.reason}</p>
      <p className="quiet">
        {change.proposed.name} <Moment at={change.proposed.at} /> 提出
        {change.evaluation && (
          <>
            ，依据
            <Link to={'/plan/evaluations/$evaluationId' as never} params={{ evaluationId: change.evaluation.id } as never}>
              {change.evaluation.title}
            </Link>
          </>
        )}
        {change.documentNo && `；${change.documentNo}`}
        {change.documentFile && (
          <>
            {' '}
            <a href={`/api/files/${change.documentFile}`} target="_blank" rel="noreferrer">
              看批准文件
            </a>
          </>
        )}
        {change.decided && (
          <>
            ；{change.decided.name} <Moment at={change.decided.at} /> {change.stateZh}
            {change.decided.answer && `：${change.decided.answer}`}
          </>
        )}
      </p>
      <p className="choices">
        <Offers offers={change.offers} of={of} division={homeDivision(session)} first="primary" />
      </p>
    </article>
  );
}
