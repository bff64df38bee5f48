/** 更正账户: for a payment that the bank sent back (it goes out again in the next supplementary batch), or one that waits for an account. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { LineRow } from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Money } from '../../components/marks.tsx';
import { api } from '../../shared/api.ts';

const fields: readonly FormField[] = [
  { name: 'bank', type: 'text', label: '开户银行', required: true, min: 2, max: 40 },
  {
    name: 'number',
    type: 'text',
    label: '社会保障卡（一卡通）账号',
    required: true,
    format: 'bank-account',
    max: 19,
    protect: true,
  },
  { name: 'holder', type: 'text', label: '户名', required: true, min: 1, max: 50 },
];

export function CorrectLine({ line }: { line: LineRow }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const verb = line.last4 ? '更正' : '登记';
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${verb}账户：${line.personName ?? ''}`}>
        {verb}账户
      </Button>
      {open && (
        <FormDrawer
          title={`${verb}账户`}
          causes={
            <>
              {line.personName}，<Money fen={line.amountFen} />
              {line.state === 'returned'
                ? `，银行退回：${line.returnReason}。更正后进入下一次补发批次。`
                : `，${line.holdReason}。登记后随本批次发放；本批次已经送出的，由下一份名单发。`}
            </>
          }
          fields={fields}
          initial={{ holder: line.personName ?? undefined }}
          division={line.division}
          button={verb}
          send={(input) => api.post(`/api/payment-lines/${line.id}/account`, input)}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
