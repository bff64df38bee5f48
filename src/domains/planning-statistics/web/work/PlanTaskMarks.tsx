/** How 规划任务 are marked, and the counts of them on the page of the plan. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { TaskCounts, TaskRow } from '../../tasks/content.ts';
import type { TaskState } from '../../tasks/terms.ts';

const tones: Readonly<Record<TaskState, 'plain' | 'now' | 'good' | 'bad'>> = {
  waiting: 'plain',
  going: 'now',
  done: 'good',
  overdue: 'bad',
  ended: 'plain',
};

export const TaskTags = ({ of }: { of: TaskRow }) => (
  <>
    <Tag tone={tones[of.state]}>{of.stateZh}</Tag>
    {of.late > 0 && (
      <span className="quiet">
        {' '}
        {of.state === 'done' ? '晚了' : '已逾期'}
        {of.late}日
      </span>
    )}
    {of.waits && <Tag tone="warn">进展待核</Tag>}
    {of.changed && of.state !== 'ended' && <Tag>调整过</Tag>}
  </>
);

export const TaskLink = ({ id, text }: { id: string; text: string }) => (
  <Link to={'/plan/tasks/$taskId' as never} params={{ taskId: id } as never}>
    {text}
  </Link>
);

export const onScheduleText = ({ num, den }: TaskCounts['onSchedule']): string =>
  den === 0 ? '' : `按期${num}项，占${den}项的${((num * 100) / den).toFixed(1)}%`;

/** On the page of the plan: every number opens its list. */
export function PlanTaskCounts() {
  const query = useQuery({
    queryKey: ['/api/plan-tasks', 'counts'],
    queryFn: () => api.get<TaskCounts>('/api/plan-tasks/counts'),
  });
  return (
    <Section title="规划任务" aside={<Link to={'/plan/tasks' as never}>全部任务</Link>}>
      <Answered query={query}>
        {({ tasks, states, toCheck, onSchedule }) =>
          tasks === 0 ? (
            <p className="quiet">还没有登记任务。</p>
          ) : (
            <p className="choices">
              {states.map(({ state, zh, tasks: n }) => (
                <Link key={state} to={'/plan/tasks' as never} search={{ state } as never}>
                  <Tag tone={n > 0 ? tones[state] : 'plain'}>
                    {zh} {n}
                  </Tag>
                </Link>
              ))}
              {toCheck > 0 && (
                <Link to={'/plan/tasks' as never} search={{ waits: '1' } as never}>
                  <Tag tone="warn">进展待核 {toCheck}</Tag>
                </Link>
              )}
              <span className="quiet">{onScheduleText(onSchedule)}</span>
            </p>
          )
        }
      </Answered>
    </Section>
  );
}
