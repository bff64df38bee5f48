/** One contract: what was agreed, how far it is, what was drawn and settled, and every service of it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type ContractView, type Doable, taskStates } from '../../purchase/terms.ts';
import { TaskTable } from './ServiceTasks.tsx';

export function ServiceContract() {
  const { contractId } = useParams({ strict: false }) as { contractId: string };
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [doing, setDoing] = useState<Doable | null>(null);
  const address = `/api/service-contracts/${contractId}`;
  const view = useQuery({ queryKey: [address], queryFn: () => api.get<ContractView>(address) });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const c = view.data;
  const seesTasks = may(session, 'GET /api/purchases/tasks');
  const state = search.state ?? '';
  return (
    <Page
      title={`合同${c.no}`}
      lead={
        <>
          {c.providerName}，{c.kindZh}：{c.itemName}。
          <Link to={'/purchases/$contractId' as never} params={{ contractId } as never}>
            评价、违约
          </Link>
          ，<Link to={'/purchases' as never}>回到购买服务</Link>
        </>
      }
      aside={
        <span className="line">
          {c.actions.map((action, i) => (
            <Button
              key={action.action}
              type={i === 0 ? 'primary' : 'default'}
              danger={action.danger}
              onClick={() => setDoing(action)}
            >
              {action.zh}
            </Button>
          ))}
        </span>
      }
    >
      <Section title="约定和进度">
        <Facts
          rows={[
            { label: '项目', value: c.programme },
            {
              label: '单价和数量',
              value: (
                <>
                  <Money fen={c.unitPriceFen} per={`／${c.unit}`} /> × {c.quantity}
                </>
              ),
            },
            {
              label: '期限',
              value: (
                <>
                  <Day on={c.fromOn} />至<Day on={c.toOn} />
                </>
              ),
            },
            {
              label: '采购',
              value: `${c.procurement.methodZh}，${c.procurement.documentNo}，${longDate(c.procurement.publishedOn)}公告，${longDate(c.procurement.awardedOn)}成交，${c.procurement.bidders}家响应`,
            },
            { label: '成交金额', value: <Money fen={c.procurement.awardFen} /> },
            { label: '已派', value: `${c.assignedCount}／${c.quantity}` },
            {
              label: '服务',
              value: (
                <span className="line">
                  {Object.entries(taskStates).map(([key, zh]) => (
                    <span key={key}>
                      {zh} <b className="num">{c.counts[key as keyof typeof taskStates]}</b>
                    </span>
                  ))}
                  {c.flagged > 0 && <Tag tone="warn">有疑点 {c.flagged}</Tag>}
                </span>
              ),
            },
          ]}
        />
      </Section>
      <Section title="抽签回访和结算">
        <DataTable
          caption="抽签"
          rows={c.draws}
          rowKey={(d) => d.id}
          empty="还没有抽过。验收合格的服务至少抽一成回访，才能结算。"
          columns={[
            { key: 'on', title: '抽签日期', kind: 'main', render: (d) => <Day on={d.drawnOn} /> },
            { key: 'count', title: '抽中', kind: 'number', render: (d) => `${d.drawnCount}／${d.taskCount}` },
            { key: 'waiting', title: '待回访', kind: 'number', render: (d) => d.waiting },
            { key: 'seed', title: '种子', render: (d) => <span className="hash">{d.seed}</span> },
          ]}
        />
        <DataTable
          caption="结算单"
          rows={c.settlements}
          rowKey={(s) => s.id}
          empty="还没有结算。"
          columns={[
            { key: 'on', title: '结算日期', kind: 'main', render: (s) => <Day on={s.preparedOn} /> },
            { key: 'tasks', title: '次数', kind: 'number', render: (s) => s.taskCount },
            { key: 'amount', title: '金额', kind: 'number', render: (s) => <Money fen={s.amountFen} /> },
            { key: 'by', title: '经办', render: (s) => s.preparedName },
            {
              key: 'paid',
              title: '付款',
              render: (s) =>
                s.paidOn ? (
                  <>
                    <Day on={s.paidOn} /> {s.paidName}
                  </>
                ) : (
                  <Tag tone="now">等复核付款</Tag>
                ),
            },
          ]}
        />
      </Section>
      {seesTasks && (
        <Section title="服务">
          <Chips
            label="状态"
            options={[{ value: '', label: '全部' }, ...Object.entries(taskStates).map(([value, label]) => ({ value, label }))]}
            value={state}
            onChange={(value) => change({ state: value })}
          />
          <TaskTable contractId={contractId} {...(state ? { state } : {})} />
        </Section>
      )}
      {doing && (
        <FormDrawer
          title={doing.zh}
          causes={doing.causes}
          fields={doing.fields}
          initial={doing.action === 'assign' ? { plannedOn: session.today } : {}}
          division={homeDivision(session)}
          button={doing.zh}
          danger={doing.danger}
          send={(input, requestId) => api.post(`${address}/actions`, { action: doing.action, requestId, input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
