/** 服务结算单: counts and cuts of a month; the body submits, the county checks. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { type VoidReason, voidReasons } from '../../rehab/rules.ts';
import type { SettlementRow } from './content.ts';

export function Settlements({ onSubmit }: { onSubmit?: () => void }) {
  const queries = useQueryClient();
  const checks = may(useSession(), 'county-clerk');
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
              ) : checks ? (
                <Button size="small" loading={check.isPending} onClick={() => check.mutate(row.id)}>
                  核对无误
                </Button>
              ) : (
                <Tag tone="now">待县里核对</Tag>
              ),
          },
        ]}
      />
      {check.error && <Refused error={apiErrorOf(check.error)} />}
    </Section>
  );
}
