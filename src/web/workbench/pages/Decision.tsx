/** 为什么: one decision clause by clause, and made again as of any day, with what was known then or with what is known now. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import {
  type DecisionPage as Decision,
  type Difference,
  outcomeNames,
  REMEDIES,
  standardText,
} from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { AccountTable, Breakdown, Clauses } from '../../components/Decision.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { CaseLink, Day, Moment, Money, Month, Nature } from '../../components/marks.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { Appeals } from './Appeals.tsx';
import { Chips } from './Chips.tsx';
import { useStandardNames } from './standardNames.ts';

interface Replay {
  known: 'then' | 'now';
  on: PlainDate;
  rule: { name: string; version: string };
  facts: 'kept' | 'current';
  decision: Pick<Decision, 'outcome' | 'amountFen'>;
  differences: readonly Difference[];
}

export function DecisionPage() {
  const nameOf = useStandardNames();
  const { decisionId } = useParams({ strict: false }) as { decisionId: string };
  const decision = useQuery({
    queryKey: ['/api/decisions', decisionId],
    queryFn: () => api.get<Decision>(`/api/decisions/${decisionId}`),
  });
  if (decision.isPending) return <Loading />;
  if (decision.error) return <Failed error={decision.error} retry={() => void decision.refetch()} />;
  const d = decision.data;
  const open = d.clauses.filter((c) => c.verdict !== 'met');
  return (
    <Page
      title={`为什么：${d.kindZh}`}
      lead={`${d.personName ?? ''} ${d.divisionName}`}
      aside={
        <>
          <Button onClick={() => window.print()}>打印</Button>
          <Link to="/cases/$caseId" params={{ caseId: d.caseId }}>
            回到办件
          </Link>
        </>
      }
    >
      <Section title="结果">
        <Facts
          rows={[
            { label: '结论', value: <b>{outcomeNames[d.outcome]}</b> },
            { label: '金额', value: <Money fen={d.amountFen} /> },
            { label: '从哪月起', value: d.effectiveMonth ? <Month month={d.effectiveMonth} /> : '—' },
            { label: '按哪天的标准', value: <Day on={d.asOf} /> },
            { label: '作出时间', value: <Moment at={d.madeAt} /> },
            { label: '规则', value: `${d.rule.name} ${d.rule.version}` },
            { label: '办件', value: <CaseLink id={d.caseId}>打开办件</CaseLink> },
          ]}
        />
        {d.remedy && <p className="quiet">{REMEDIES}</p>}
      </Section>
      <Section title={`条件（${d.clauses.length}条，${open.length}条不符合或待查明）`}>
        <Clauses clauses={[...open, ...d.clauses.filter((c) => c.verdict === 'met')]} />
      </Section>
      {d.account && (
        <Section title={d.account.title}>
          <AccountTable account={d.account} titled />
        </Section>
      )}
      {d.breakdown.length > 0 && (
        <Section title="计算过程">
          <Breakdown lines={d.breakdown} totalFen={d.amountFen} />
        </Section>
      )}
      <Section title={`所用标准（${d.parameters.length}条）`}>
        <DataTable
          caption="所用标准"
          rows={d.parameters}
          rowKey={(p) => `${p.rowId} ${p.value}`}
          columns={[
            { key: 'name', title: '标准', kind: 'wide', render: (p) => nameOf(p.key) ?? p.key },
            { key: 'value', title: '数值', kind: 'number', render: (p) => standardText(p) },
            { key: 'from', title: '从哪天起', render: (p) => <Day on={p.validFrom} /> },
            {
              key: 'source',
              title: '来源',
              kind: 'wide',
              render: (p) => (
                <>
                  {p.source} <Nature nature={p.nature} />
                </>
              ),
            },
          ]}
        />
      </Section>
      {d.remedy && <Appeals caseId={d.caseId} division={d.division} decisionId={d.id} />}
      <Again decision={d} />
    </Page>
  );
}

const ways = [
  { value: 'then', label: '按当时知道的' },
  { value: 'now', label: '按现在知道的' },
];

function Again({ decision }: { decision: Decision }) {
  const [known, setKnown] = useState('then');
  const [on, setOn] = useState<string>(decision.asOf);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(on);
  const replay = useQuery({
    queryKey: ['/api/decisions', decision.id, 'replay', known, on],
    queryFn: () => api.get<Replay>(`/api/decisions/${decision.id}/replay`, { known, on }),
    enabled: valid,
    retry: false,
  });
  return (
    <Section title="重算一遍">
      <p className="quiet">
        用保存的事实、规则和标准再算一遍，看结果是否一样；也可以换一天，或者按现在知道的情况算。不改变任何决定。
      </p>
      <div className="filters">
        <Chips label="按什么时候知道的" options={ways} value={known} onChange={setKnown} />
        <label className="replay-day" htmlFor="replay-day">
          哪一天
          <Input
            id="replay-day"
            className="day-input"
            value={on}
            placeholder="2026-03-01"
            onChange={(e) => setOn(e.target.value.trim())}
          />
        </label>
      </div>
      {!valid ? (
        <Nothing>请填写日期，例如 2026-03-01。</Nothing>
      ) : replay.isPending ? (
        <Loading text="正在重算……" />
      ) : replay.error ? (
        <Failed error={replay.error} retry={() => void replay.refetch()} />
      ) : (
        <Result replay={replay.data} />
      )}
    </Section>
  );
}

function Result({ replay }: { replay: Replay }) {
  const { decision, differences, facts } = replay;
  return (
    <>
      <p role="status">
        <b>{differences.length === 0 ? '与原决定完全一致。' : `有${differences.length}处不同。`}</b> 重算结果：
        {outcomeNames[decision.outcome]}
        {decision.amountFen !== null && (
          <>
            ，每月 <Money fen={decision.amountFen} />
          </>
        )}
        。{facts === 'current' ? '家庭情况用的是现在查明的。' : '家庭情况用的是作出决定时的。'}
      </p>
      {differences.length > 0 && (
        <DataTable
          caption="与原决定的不同"
          rows={differences}
          rowKey={(d) => d.what}
          columns={[
            { key: 'what', title: '哪一项', kind: 'wide', render: (d) => d.what },
            { key: 'before', title: '原决定', kind: 'wide', render: (d) => d.before },
            { key: 'after', title: '重算', kind: 'wide', render: (d) => d.after },
          ]}
        />
      )}
    </>
  );
}
