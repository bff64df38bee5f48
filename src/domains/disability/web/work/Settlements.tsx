/** 服务结算单: counts and cuts of a month; the body submits, the county checks or sends back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { type VoidReason, voidReasons } from '../../rehab/rules.ts';
import type { SettlementRow } from './content.ts';

export function Settlements({ onSubmit }: { onSubmit?: () => void }) {
  const queries = useQueryClient();
  const session = useSession();
  const checks = may(session, 'POST /api/rehab/settlements/:id/check');
  const [back, setBack] = useState<SettlementRow | null>(null);
  const form = useQuery({
    queryKey: ['rehab-settlement-form'],
    queryFn: () => api.get<{ sendBack: readonly FormField[] }>('/api/rehab/settlements/form'),
    enabled: checks,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const list = useKeyset<SettlementRow>('/api/rehab/settlements');
  const check = useMutation({
    mutationFn: (id: string) => api.post(`/api/rehab/settlements/${id}/check`, { requestId: newRequestId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/rehab/settlements'] }),
  });
  return (
    <Section
      title="服务结算"
      aside={
        onSubmit && (
          <Button size="small" onClick={onSubmit}>
            提交结算
          </Button>
        )
      }
    >
      <KeysetTable
        caption="服务结算"
        list={list}
        rowKey={(row) => row.id}
        empty="还没有结算单。"
        columns={[
          { key: 'month', title: '月份', kind: 'main', render: (row) => <Month month={row.month} /> },
          { key: 'body', title: '机构', render: (row) => row.institutionName },
          { key: 'claimed', title: '申报次数', kind: 'number', render: (row) => row.claimed },
          { key: 'valid', title: '有效次数', kind: 'number', render: (row) => row.valid },
          {
            key: 'cuts',
            title: '核减',
            render: (row) =>
              Object.entries(row.cuts)
                .map(([reason, n]) => `${voidReasons[reason as VoidReason]}${n}次`)
                .join('、') || '—',
          },
          { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
          {
            key: 'state',
            title: '状态',
            render: (row) =>
              row.state === 'checked' ? (
                <Tag tone="good">已核对</Tag>
              ) : row.state === 'returned' ? (
                <>
                  <Tag tone="bad">退回更正</Tag> {row.returnReason}
                </>
              ) : checks ? (
                <>
                  <Button size="small" loading={check.isPending} onClick={() => check.mutate(row.id)}>
                    核对无误
                  </Button>{' '}
                  <Button size="small" disabled={!form.data} onClick={() => setBack(row)}>
                    退回
                  </Button>
                </>
              ) : (
                <Tag tone="now">待县里核对</Tag>
              ),
          },
        ]}
      />
      {check.error && <Refused error={apiErrorOf(check.error)} />}
      {back && form.data && (
        <FormDrawer
          title={`退回${back.institutionName}的结算单`}
          causes="机构撤回登记错的、补登漏掉的，再提交；核对以前不算钱。"
          fields={form.data.sendBack}
          division={homeDivision(session)}
          button="退回"
          send={(input, requestId) => api.post(`/api/rehab/settlements/${back.id}/return`, { ...input, requestId })}
          onDone={() => queries.invalidateQueries({ queryKey: ['/api/rehab/settlements'] })}
          onClose={() => setBack(null)}
        />
      )}
    </Section>
  );
}
