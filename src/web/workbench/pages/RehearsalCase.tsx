/** One household of a rehearsal: by the standards in force and by the proposed ones, side by side, clause by clause. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { type Decision, outcomeNames } from '../../../kernel/policy/index.ts';
import type { HouseholdRow } from '../../../kernel/rehearsal/index.ts';
import { Breakdown, Clauses } from '../../components/Decision.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Money, Month, PersonName } from '../../components/marks.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

interface Explained {
  household: HouseholdRow;
  decisionId: string | null;
  before: Decision | null;
  after: Decision | null;
}

export function RehearsalCase() {
  const { draftId, subjectId } = useParams({ strict: false }) as { draftId: string; subjectId: string };
  const query = useQuery({
    queryKey: ['/api/standard-drafts', draftId, 'households', subjectId],
    queryFn: () => api.get<Explained>(`/api/standard-drafts/${draftId}/households/${subjectId}`),
  });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { household: h, decisionId, before, after } = query.data;
  return (
    <Page
      title={`预演个案：${h.personName ?? '无权查看姓名'}`}
      lead={h.divisionName}
      aside={
        <>
          <Button onClick={() => window.print()}>打印</Button>
          <Link to="/rehearsal/$draftId" params={{ draftId }}>
            回到方案
          </Link>
        </>
      }
    >
      <Section title={h.effectZh}>
        <Facts
          rows={[
            {
              label: '家庭',
              value: (
                <PersonName
                  id={h.personName ? h.personId : null}
                  name={h.personName ?? '无权查看姓名'}
                  note={h.persons ? `${h.persons}人` : ''}
                />
              ),
            },
            { label: '项目', value: h.programmeZh },
            {
              label: '每月',
              value: (
                <>
                  <Money fen={h.oldFen} /> → <Money fen={h.newFen} />
                </>
              ),
            },
            { label: '从哪月起', value: <Month month={h.fromMonth} /> },
            { label: '已过月份的差额', value: <Money fen={h.arrearsFen} /> },
            ...(h.reason ? [{ label: '说明', value: h.reason }] : []),
            ...(decisionId
              ? [
                  {
                    label: '现行金额依据',
                    value: (
                      <Link to="/decisions/$decisionId" params={{ decisionId }}>
                        打开决定
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <div className="side-by-side">
        <Side title="按现行标准" decision={before} />
        <Side title="按拟调标准" decision={after} />
      </div>
    </Page>
  );
}

const Side = ({ title, decision }: { title: string; decision: Decision | null }) => (
  <Section title={title}>
    {decision ? (
      <>
        <p>
          <b>{outcomeNames[decision.outcome]}</b>
          {decision.amountFen !== null && (
            <>
              {' '}
              每月 <Money fen={decision.amountFen} />
            </>
          )}
        </p>
        <Clauses clauses={decision.clauses} />
        {decision.breakdown.length > 0 && <Breakdown lines={decision.breakdown} totalFen={decision.amountFen} />}
      </>
    ) : (
      <p className="state-note">没有可供核算的事实，须由人工核算。</p>
    )}
  </Section>
);
