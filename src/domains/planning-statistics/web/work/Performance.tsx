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
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { Doing, PlanItem, PlanView, SheetRow, SheetState } from '../../performance/terms.ts';

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
  const [drafting, setDrafting] = useState<Readonly<Record<string, unknown>> | null>(null);
  const [doing, setDoing] = useState<{ plan: PlanView; action: Doing } | null>(null);
  const refresh = () => queries.invalidateQueries();
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { plans, sheets, form } = view.data;
  const drafts = may(session, 'POST /api/performance');
  return (
    <Page
      title="考核评估"
      lead="社会救助考核，以及民政的事进党政绩效、平安建设、年终目标的考核：指标由系统从记录里数，规划目标按发布的数，其余由县自评、市核分；可以提异议，结果公布。"
      aside={
        drafts && (
          <Button type="primary" onClick={() => setDrafting({ kind: 'year', year: Number(session.today.slice(0, 4)) })}>
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
              {drafts && plan.kind === 'year' && (
                <Button size="small" onClick={() => setDrafting(nextYear(plan))}>
                  照此起草下一年
                </Button>
              )}
            </span>
          }
        >
          <Facts
            rows={[
              { label: '数据截止', value: `${longMonth(plan.baseMonth)}底` },
              { label: '县自评期限', value: <Day on={plan.selfDueOn} /> },
              { label: '起草', value: plan.drafted },
              ...(plan.adopted ? [{ label: '批准', value: plan.adopted }] : []),
              ...(plan.conclusion ? [{ label: '评估结论', value: plan.conclusion }] : []),
            ]}
          />
          <Items plan={plan} />
          {plan.sheets.length > 0 && <Sheets rows={plan.sheets} />}
        </Section>
      ))}
      {drafting && (
        <FormDrawer
          title="起草考核评估方案"
          causes="由另一位负责人批准后下发；各项分值合计100分。"
          fields={form}
          initial={drafting}
          division={homeDivision(session)}
          button="提交批准"
          send={(input, requestId) => api.post(LIST, { input, requestId })}
          onDone={refresh}
          onClose={() => setDrafting(null)}
        />
      )}
      {doing && (
        <FormDrawer
          title={`${doing.action.zh}：${doing.plan.title}`}
          causes={doing.action.causes}
          fields={doing.action.fields}
          division={homeDivision(session)}
          button={doing.action.zh}
          send={(input, requestId) =>
            api.post(`${LIST}/${doing.plan.id}/actions`, { action: doing.action.action, input, requestId })
          }
          onDone={refresh}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}

const how = { figure: '系统从记录里数', goal: '规划目标，按发布的数', judged: '县自评附佐证，市核分' } as const satisfies Record<
  PlanItem['kind'],
  string
>;

/** What is assessed and for how much, and what is different from the year before. */
const Items = ({ plan: { items, changes, title } }: { plan: PlanView }) => (
  <details>
    <summary>
      考核{items.length}项，合计100分
      {changes && (changes.length > 0 ? `；与上年相比改了${changes.length}处` : '；与上年相同')}
    </summary>
    {changes && changes.length > 0 && (
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    )}
    <DataTable
      caption={`${title}的项目`}
      rows={items}
      rowKey={(item) => `${item.kind} ${item.indicator ?? item.title}`}
      columns={[
        {
          key: 'title',
          title: '项目',
          kind: 'main',
          wraps: true,
          render: (item) => (
            <>
              <b>{item.title}</b>
              {item.standard && (
                <>
                  <br />
                  <span className="quiet">{item.standard}</span>
                </>
              )}
            </>
          ),
        },
        { key: 'how', title: '怎么计分', render: (item) => how[item.kind] },
        { key: 'weight', title: '分值', kind: 'number', render: (item) => `${item.weight}分` },
      ]}
    />
  </details>
);

/** The same items and points, for the year after; the days are asked for again. */
const nextYear = ({ scheme, kind, year, items }: PlanView): Readonly<Record<string, unknown>> => ({
  scheme,
  kind,
  year: year + 1,
  figures: items.flatMap(({ kind, indicator, weight }) => (kind === 'figure' ? [{ indicator, weight }] : [])),
  goals: items.flatMap(({ kind, indicator, weight }) => (kind === 'goal' ? [{ goal: indicator, weight }] : [])),
  judged: items.flatMap(({ kind, title, standard, weight }) => (kind === 'judged' ? [{ title, standard, weight }] : [])),
});

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
