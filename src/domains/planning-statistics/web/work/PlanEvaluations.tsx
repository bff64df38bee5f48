/** 规划评估: the evaluations, each with how far it is. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Evaluations } from '../../evaluation/content.ts';
import type { EvaluationState } from '../../evaluation/terms.ts';

const tones: Readonly<Record<EvaluationState, 'plain' | 'now' | 'good'>> = {
  draft: 'plain',
  open: 'now',
  reported: 'now',
  approved: 'now',
  published: 'good',
};
export const EvaluationTag = ({ of }: { of: { state: EvaluationState; stateZh: string } }) => (
  <Tag tone={tones[of.state]}>{of.stateZh}</Tag>
);

export function PlanEvaluations() {
  const session = useSession();
  const found = useQuery({
    queryKey: ['/api/plan-evaluations'],
    queryFn: () => api.get<Evaluations>('/api/plan-evaluations'),
  });
  return (
    <Page
      title="规划评估"
      lead="中期、末期评估：县和科室自评，第三方复测，公众评价，报告审定以后公布；按结果调整目标。"
      aside={found.data && <Offers offers={found.data.offers} division={homeDivision(session)} />}
    >
      <Answered query={found}>
        {({ rows }) => (
          <Section title="各次评估">
            <DataTable
              caption="各次评估"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有做过评估。"
              columns={[
                {
                  key: 'title',
                  title: '评估',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <>
                      <Link to={'/plan/evaluations/$evaluationId' as never} params={{ evaluationId: row.id } as never}>
                        {row.title}
                      </Link>
                      <br />
                      <span className="quiet">第三方：{row.evaluator}</span>
                    </>
                  ),
                },
                { key: 'state', title: '到了哪一步', render: (row) => <EvaluationTag of={row} /> },
                {
                  key: 'selves',
                  title: '自评',
                  render: (row) => (row.selves.total > 0 ? `${row.selves.done}／${row.selves.total}份` : ''),
                },
                {
                  key: 'score',
                  title: '得分',
                  kind: 'wide',
                  render: (row) =>
                    row.score && (
                      <>
                        <b className="num">{row.score}分</b> <span className="quiet">{row.verdictZh}</span>
                      </>
                    ),
                },
              ]}
            />
          </Section>
        )}
      </Answered>
    </Page>
  );
}
