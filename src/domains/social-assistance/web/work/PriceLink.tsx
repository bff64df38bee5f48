/** 物价联动: the index of a month, what the rule says, the two persons, and what has been granted. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Clause } from '../../../../kernel/policy/index.ts';
import type { Fen, FormField, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Clauses } from '../../../../web/components/Decision.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, State } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered, Nothing, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';

interface Run {
  id: string;
  month: YearMonth;
  cpiPermille: number;
  foodPermille: number;
  publishedOn: PlainDate;
  source: 'entered' | 'department';
  proofFile: string | null;
  triggered: boolean;
  clauses: readonly Clause[];
  amounts: readonly { division: string; name: string; urbanFen: Fen; ruralFen: Fen }[];
  state: 'none' | 'proposed' | 'submitted' | 'approved' | 'granted';
  stateZh: string;
  payBy: PlainDate;
  submittedName: string | null;
  approvedName: string | null;
  opinion: string | null;
  persons: number;
  sumFen: Fen;
  version: number;
  outdated: boolean;
  may: { submit: boolean; approve: boolean };
}

const ADDRESS = '/api/price-link';
const percent = (permille: number): string => `${(permille / 10).toFixed(1)}%`;

export function PriceLink() {
  const session = useSession();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const found = useQuery({
    queryKey: [ADDRESS],
    queryFn: () => api.get<{ rows: readonly Run[]; fields: readonly FormField[] }>(ADDRESS),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: [ADDRESS] });
  return (
    <Page
      title="物价联动"
      lead="价格涨幅达到启动线，按人发价格临时补贴，每人每月一份。录入指数后自动测算，由两人先后提出、批准。"
      aside={
        may(session, 'POST /api/price-link/indices') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            录入指数
          </Button>
        )
      }
    >
      <Answered query={found}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing>还没有录入过价格指数。</Nothing>
          ) : (
            rows.map((run) => <OneRun key={run.id} run={run} onDone={refresh} />)
          )
        }
      </Answered>
      {adding && found.data && (
        <FormDrawer
          title="录入价格指数"
          causes="录入后按当月的启动线自动测算，达到的提醒您核对提出。"
          fields={found.data.fields}
          division={homeDivision(session)}
          button="录入"
          send={(input, requestId) => api.post(`${ADDRESS}/indices`, { ...input, requestId })}
          onDone={async () => {
            await refresh();
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}

function OneRun({ run, onDone }: { run: Run; onDone: () => Promise<void> }) {
  const session = useSession();
  const [approving, setApproving] = useState(false);
  const submit = useMutation({
    mutationFn: () => api.post(`${ADDRESS}/${run.id}/submit`, { version: run.version, requestId: newRequestId() }),
    onSuccess: onDone,
  });
  return (
    <Section title={longMonth(run.month)} aside={<State zh={run.stateZh} />}>
      <Facts
        rows={[
          { label: '居民消费价格', value: <span className="num">{percent(run.cpiPermille)}</span> },
          { label: '食品价格', value: <span className="num">{percent(run.foodPermille)}</span> },
          {
            label: '依据',
            value: run.proofFile ? (
              <a href={`/api/files/${run.proofFile}`} target="_blank" rel="noreferrer">
                公布的文件
              </a>
            ) : (
              '统计部门报送'
            ),
          },
          ...(run.triggered ? [{ label: '应在何时前发放', value: <Day on={run.payBy} /> }] : []),
          ...(run.submittedName ? [{ label: '提出', value: run.submittedName }] : []),
          ...(run.approvedName ? [{ label: '批准', value: `${run.approvedName}：${run.opinion ?? ''}` }] : []),
          ...(run.state === 'granted'
            ? [
                { label: '人数', value: <span className="num">{run.persons}人</span> },
                { label: '金额', value: <Money fen={run.sumFen} /> },
              ]
            : []),
        ]}
      />
      <details open={run.state === 'proposed' || run.state === 'submitted'}>
        <summary>怎么判断的</summary>
        <Clauses clauses={run.clauses} />
      </details>
      {run.triggered && (
        <DataTable
          caption={`${longMonth(run.month)}每人补贴`}
          rows={run.amounts}
          rowKey={(row) => row.division}
          columns={[
            { key: 'name', title: '县（市、区）', kind: 'main', render: (row) => <b>{row.name}</b> },
            { key: 'urban', title: '城市每人', kind: 'number', render: (row) => <Money fen={row.urbanFen} /> },
            { key: 'rural', title: '农村每人', kind: 'number', render: (row) => <Money fen={row.ruralFen} /> },
          ]}
        />
      )}
      {run.outdated && <p className="quiet">提出以后保障标准有调整，补贴金额不同了：由经办人按新的标准重新提出，再批准。</p>}
      {submit.error && <Refused error={apiErrorOf(submit.error)} />}
      {(run.may.submit || run.may.approve) && (
        <div className="case-actions">
          {run.may.submit && (
            <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate()}>
              {run.outdated ? '标准有调整，重新提出' : '核对无误，提出'}
            </Button>
          )}
          {run.may.approve && (
            <Button type="primary" onClick={() => setApproving(true)}>
              批准
            </Button>
          )}
        </div>
      )}
      {approving && (
        <FormDrawer
          title={`批准${longMonth(run.month)}价格临时补贴`}
          causes="批准后次日生成名单，单独编一批，发给每一个人。"
          fields={[{ name: 'opinion', type: 'text', label: '意见', required: true, min: 2, max: 300, widget: 'textarea' }]}
          division={homeDivision(session)}
          button="批准"
          send={(input, requestId) => api.post(`${ADDRESS}/${run.id}/approve`, { ...input, version: run.version, requestId })}
          onDone={onDone}
          onClose={() => setApproving(false)}
        />
      )}
    </Section>
  );
}
