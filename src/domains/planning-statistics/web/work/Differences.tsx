/** 对账: every difference of the tables with both values; why, or what is right, is said beside it. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type Difference, type Reconciliation, tenThousands } from './content.ts';

const levels = { total: '合计', category: '大类', subcategory: '小类' } as const;

/** Beside the rules: what nobody has explained yet. */
const OPEN = 'open';

const value = (difference: Difference, side: 'a' | 'b') => {
  const { value: given } = difference[side];
  if (given === null) return '（没有）';
  return difference.measure === 'investment' ? `${tenThousands(Number(given))}万元` : String(given);
};
const gap = ({ difference, measure }: Difference): string => {
  if (difference === null) return '写法不同';
  const sign = difference > 0 ? '＋' : '－';
  return measure === 'investment' ? `${sign}${tenThousands(Math.abs(difference))}万元` : `${sign}${Math.abs(difference)}`;
};
const what = (d: Difference): string => d.subcategory || d.category || '合计';

export function Differences({ fields, refresh }: { fields: readonly FormField[]; refresh: () => Promise<unknown> }) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const [asked, setAsked] = useState<Difference | null>(null);
  const found = useQuery({
    queryKey: ['/api/projects', 'reconciliation'],
    queryFn: () => api.get<Reconciliation>('/api/projects/reconciliation'),
    retry: false,
  });
  if (found.isPending) return <Loading text="正在对账……" />;
  if (!found.data) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { checked, byRule, differences } = found.data;
  const rule = search.rule ?? '';
  const waits = (d: Difference): boolean => d.state === 'open';
  const shown = differences.filter((d) => (rule === OPEN ? waits(d) : rule === '' || d.rule === rule));
  const answers = may(session, 'POST /api/projects/reconciliation');
  const open = differences.filter(waits).length;
  return (
    <Section title="两张表对账">
      <p aria-live="polite">
        对了<b className="num">{checked}</b>处，<b className="num">{differences.length}</b>处不一致，
        {open === 0 ? '都已说明。' : `还有${open}处没有说明。`}
      </p>
      <Chips
        label="看哪条规则"
        options={[
          { value: '', label: `全部 ${differences.length}` },
          { value: OPEN, label: `没有说明的 ${open}` },
          ...byRule.map((r) => ({ value: r.rule, label: `${r.rule} ${r.differing}／${r.checked}` })),
        ]}
        value={rule}
        onChange={(to) => change({ rule: to })}
      />
      <p className="quiet">{byRule.map((r) => `${r.rule} ${r.zh}`).join('；')}。</p>
      <DataTable
        caption="对账差异"
        rows={shown}
        rowKey={(row) => row.key}
        empty={rule === OPEN ? '都已说明。' : '这条规则都对得上。'}
        columns={[
          {
            key: 'what',
            title: '哪一处',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <>
                <b>{what(row)}</b>
                <br />
                <span className="quiet">
                  {row.rule}，{levels[row.level]}，{row.measureZh}
                </span>
              </>
            ),
          },
          {
            key: 'sides',
            title: '两边的数',
            kind: 'wide',
            render: (row) => (
              <>
                <Side label={row.a.label} text={value(row, 'a')} />
                <Side label={row.b.label} text={value(row, 'b')} />
              </>
            ),
          },
          {
            key: 'gap',
            title: '相差',
            kind: 'number',
            render: (row) => (
              <>
                {gap(row)}
                {row.rounding && <Tag>尾差</Tag>}
              </>
            ),
          },
          {
            key: 'state',
            title: '处理',
            kind: 'wide',
            render: (row) => (
              <>
                <Tag tone={row.state === 'open' ? 'warn' : 'good'}>{row.stateZh}</Tag>
                {row.answer && (
                  <span className="quiet">
                    {' '}
                    {row.answer.corrected && `更正为${row.answer.corrected}。`}
                    {row.answer.reason}（{row.answer.answeredName} <Moment at={row.answer.answeredAt} />）
                  </span>
                )}
                {answers && (
                  <Button size="small" onClick={() => setAsked(row)}>
                    {row.state === 'open' ? '说明' : '重新说明'}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {asked && (
        <FormDrawer
          title={`${asked.rule} ${what(asked)}`}
          causes={
            <>
              {asked.a.label} {value(asked, 'a')}，{asked.b.label} {value(asked, 'b')}，{gap(asked)}
              。原表数据不可修改，这里说明原因，或写下更正值。
            </>
          }
          fields={fields}
          initial={{ state: 'explained' }}
          division={homeDivision(session)}
          button="登记说明"
          send={(answer) => api.post('/api/projects/reconciliation', { key: asked.key, answer, requestId: newRequestId() })}
          onDone={async () => void (await refresh())}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}

const Side = ({ label, text }: { label: string; text: string }) => (
  <div>
    <span className="quiet">{label}</span> <b className="num">{text}</b>
  </div>
);
