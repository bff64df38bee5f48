/** 登记领取人: the one whose account would be paid has died; what is still due goes to a relative who settles the estate. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { LineRow } from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Money } from '../../components/marks.tsx';
import { api } from '../../shared/api.ts';

const fields: readonly FormField[] = [
  { name: 'name', type: 'text', label: '领取人姓名', required: true, min: 2, max: 50 },
  { name: 'idNumber', type: 'text', label: '领取人身份证号码', required: true, format: 'resident-id', max: 18, protect: true },
  {
    name: 'relation',
    type: 'text',
    label: '与死者的关系',
    required: true,
    min: 2,
    max: 30,
    help: '例如：儿子；没有亲属的，写明由谁处理后事',
  },
  { name: 'bank', type: 'text', label: '开户银行', required: true, min: 2, max: 40 },
  { name: 'number', type: 'text', label: '领取人的账号', required: true, format: 'bank-account', max: 19, protect: true },
];

export function EstateContact({ line }: { line: LineRow }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`登记领取人：${line.personName ?? ''}`}>
        登记领取人
      </Button>
      {open && (
        <FormDrawer
          title="登记领取人"
          causes={
            <>
              {line.personName}，<Money fen={line.amountFen} />
              ，领款人已死亡。登记后，这项待遇还没有发出的都发给领取人。
            </>
          }
          fields={fields}
          division={line.division}
          button="登记"
          send={(input) => api.post(`/api/payment-lines/${line.id}/payee`, input)}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
