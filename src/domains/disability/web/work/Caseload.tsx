/** 康复机构: who is being served, at which stage, what is due; follow-ups, staff and their hours, the month's bill. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { monthOf, plusMonths } from '../../../../kernel/calendar/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Caseload as Content } from './content.ts';
import { Settlements } from './Settlements.tsx';

type Forms = Record<
  'session' | 'incident' | 'followUp' | 'staff' | 'training' | 'settlement' | 'withdrawal',
  readonly FormField[]
>;
interface Ask {
  title: string;
  causes?: string;
  initial?: Readonly<Record<string, unknown>>;
  fields: readonly FormField[];
  path: string;
}

export const useRehabForms = () =>
  useQuery({
    queryKey: ['rehab-forms'],
    queryFn: () => api.get<Forms>('/api/rehab/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function Caseload() {
  const queries = useQueryClient();
  const session = useSession();
  const [ask, setAsk] = useState<Ask | null>(null);
  const load = useQuery({ queryKey: ['rehab', 'caseload'], queryFn: () => api.get<Content>('/api/rehab/caseload') });
  const forms = useRehabForms();
  const refresh = () => queries.invalidateQueries({ queryKey: ['rehab'] });
  if (load.isPending || forms.isPending) return <Loading />;
  if (!load.data || !forms.data) return <Failed error={load.error ?? forms.error} retry={() => void refresh()} />;
  const { institution, rows, followUps, staff } = load.data;
  const f = forms.data;
  return (
    <Page
      title={institution.name}
      lead={`在服务${institution.persons}人，服务能力${institution.capacity}人。名单只有本机构看得到。`}
    >
      <Section title="在服务的人">
        <DataTable
          caption="在服务的人"
          rows={rows}
          rowKey={(row) => row.caseId}
          tone={(row) => (row.dueOn && row.dueOn < session.today ? 'row-bad' : undefined)}
          empty="现在没有转介来的人。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
            { key: 'village', title: '住址', render: (row) => row.villageName },
            {
              key: 'state',
              title: '阶段',
              render: (row) => <Tag tone={row.state === 'serving' ? 'good' : 'now'}>{row.stateZh}</Tag>,
            },
            { key: 'due', title: '本阶段最迟', render: (row) => <Day on={row.dueOn} /> },
            { key: 'last', title: '最近一次服务', render: (row) => <Day on={row.lastSessionOn} /> },
            { key: 'month', title: '本月次数', kind: 'number', render: (row) => row.sessionsThisMonth },
          ]}
        />
      </Section>
      {followUps.length > 0 && (
        <Section title={`结案回访（${followUps.length}）`}>
          <ul className="plain-list">
            {followUps.map((row) => (
              <li key={`${row.caseId}${row.dueOn}`} className="line">
                <Day on={row.dueOn} />
                <CaseLink id={row.caseId}>{row.name}</CaseLink>
                <Button
                  size="small"
                  onClick={() =>
                    setAsk({
                      title: `回访${row.name}`,
                      fields: f.followUp,
                      path: `/api/rehab/cases/${row.caseId}/follow-ups/${row.dueOn}`,
                    })
                  }
                >
                  登记
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title="服务人员和上年培训学时"
        aside={
          <>
            <Button size="small" onClick={() => setAsk({ title: '登记服务人员', fields: f.staff, path: '/api/rehab/staff' })}>
              登记人员
            </Button>{' '}
            <Button
              size="small"
              disabled={staff.length === 0}
              onClick={() =>
                setAsk({
                  title: '登记培训',
                  fields: f.training.map((field) =>
                    field.name === 'staffId'
                      ? { ...field, type: 'choice', choices: staff.map((s) => ({ value: s.id, label: s.name })) }
                      : field,
                  ),
                  path: '/api/rehab/training',
                })
              }
            >
              登记培训
            </Button>
          </>
        }
      >
        <DataTable
          caption="服务人员"
          rows={staff}
          rowKey={(row) => row.id}
          empty="还没有登记服务人员。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => <b>{row.name}</b> },
            { key: 'hours', title: '上年学时', kind: 'number', render: (row) => row.quarterHours / 4 },
            {
              key: 'trained',
              title: '能否服务',
              render: (row) => <Tag tone={row.trained ? 'good' : 'bad'}>{row.trained ? '可以' : '学时不足，先补训'}</Tag>,
            },
          ]}
        />
      </Section>
      <Settlements
        onSubmit={() =>
          setAsk({
            title: '提交一个月的结算',
            causes: '按有效的服务次数计算，超过上限的自动核减；提交以后当月不能再登记服务，由县里核对；退回的，更正后再提交。',
            initial: { month: plusMonths(monthOf(session.today), -1) },
            fields: f.settlement,
            path: '/api/rehab/settlements',
          })
        }
      />
      {ask && (
        <FormDrawer
          title={ask.title}
          {...(ask.causes ? { causes: ask.causes } : {})}
          {...(ask.initial ? { initial: ask.initial } : {})}
          fields={ask.fields}
          division={homeDivision(session)}
          button="保存"
          send={(input, requestId) => api.post(ask.path, { ...input, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setAsk(null)}
        />
      )}
    </Page>
  );
}
