/** 考核评估: the plans of the city with the sheets of its counties; for an officer of a county, its own sheets. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { Doing, PlanView, SheetRow, SheetState } from '../../performance/terms.ts';

const LIST = '/api/performance';

export const sheetTones: Readonly<Record<SheetState, 'now' | 'warn' | 'good' | 'plain'>> = {
  self: 'now',
  reported: 'warn',
  told: 'now',
  published: 'good',
};

export function Performance() {
  const session = useSession();
  const queries = useQueryClient();
  const view = useQuery({
    queryKey: [LIST],
    queryFn: () => api.get<{ plans: PlanView[]; sheets: SheetRow[]; form: readonly FormField[] }>(LIST),
  });
  const [drafting, setDrafting] = useState(false);
  const [doing, setDoing] = useState<{ plan: PlanView; action: Doing } | null>(null);
  const refresh = () => queries.invalidateQueries();
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { plans, sheets, form } = view.data;
  const drafts = may(session, 'POST /api/performance');
  return (
    <Page
      title="考核评估"
      lead="社会救助纳入绩效考核：指标由系统从办件里数，其余由县自评、市核分；可以提异议，结果公布。"
      aside={
        drafts && (
          <Button type="primary" onClick={() => setDrafting(true)}>
            起草方案
          </Button>
        )
      }
    >
      {plans.length === 0 && (
        <div className="sheet">
          {sheets.length > 0 ? <Sheets rows={sheets} titled /> : <Nothing>还没有考核评估方案。</Nothing>}
        </div>
      )}
      {plans.map((plan) => (
        <Section
          key={plan.id}
          title={plan.title}
          aside={
            <span className="line">
              <Tag tone={plan.state === 'published' ? 'good' : plan.state === 'draft' ? 'warn' : 'now'}>{plan.stateZh}</Tag>
              {plan.actions.map((action) => (
                <Button key={action.action} size="small" onClick={() => setDoing({ plan, action })}>
                  {action.zh}
                </Button>
              ))}
            </span>
          }
        >
          <Facts
            rows={[
              { label: '数据截止', value: `${longMonth(plan.baseMonth)}底` },
              { label: '县自评期限', value: <Day on={plan.selfDueOn} /> },
              { label: '起草', value: plan.drafted },
              ...(plan.adopted ? [{ label: '批准', value: plan.adopted }] : []),
              { label: '计分', value: plan.items.map((item) => `${item.title}${item.weight}分`).join('，') },
              ...(plan.conclusion ? [{ label: '评估结论', value: plan.conclusion }] : []),
            ]}
          />
          {plan.sheets.length > 0 && <Sheets rows={plan.sheets} />}
        </Section>
      ))}
      {drafting && (
        <FormDrawer
          title="起草考核评估方案"
          causes="由另一位负责人批准后下发；各项分值合计100分。"
          fields={form}
          initial={{ kind: 'year', year: Number(session.today.slice(0, 4)) }}
          division={homeDivision(session)}
          button="提交批准"
          send={(input) => api.post(LIST, { input, requestId: newRequestId() })}
          onDone={refresh}
          onClose={() => setDrafting(false)}
        />
      )}
      {doing && (
        <FormDrawer
          title={`${doing.action.zh}：${doing.plan.title}`}
          causes={doing.action.causes}
          fields={doing.action.fields}
          division={homeDivision(session)}
          button={doing.action.zh}
          send={(input) =>
            api.post(`${LIST}/${doing.plan.id}/actions`, { action: doing.action.action, input, requestId: newRequestId() })
          }
          onDone={refresh}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}

const Sheets = ({ rows, titled = false }: { rows: readonly SheetRow[]; titled?: boolean }) => (
  <DataTable
    caption="各县（市、区）的考核表"
    rows={rows}
    rowKey={(row) => row.id}
    empty="还没有考核表。"
    columns={[
      {
        key: 'name',
        title: titled ? '考核' : '县（市、区）',
        kind: 'main',
        render: (row) => (
          <Link to="/performance/$sheetId" params={{ sheetId: row.id }}>
            {titled ? row.title : row.countyName}
          </Link>
        ),
      },
      {
        key: 'state',
        title: '状态',
        render: (row) => (
          <span className="line">
            <Tag tone={sheetTones[row.state]}>{row.stateZh}</Tag>
            {row.late && <Tag tone="bad">已超期</Tag>}
          </span>
        ),
      },
      { key: 'due', title: '自评期限', render: (row) => <Day on={row.selfDueOn} /> },
      { key: 'total', title: '得分', kind: 'number', render: (row) => row.total ?? '—' },
      { key: 'place', title: '名次', kind: 'number', render: (row) => row.place ?? '—' },
    ]}
  />
);
