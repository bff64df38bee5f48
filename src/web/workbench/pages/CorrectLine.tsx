/** 更正退票: a new account for a payment that the bank sent back; it goes out again in the next supplementary batch. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { LineRow } from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { formServices } from '../../components/formServices.ts';
import { Money } from '../../components/marks.tsx';
import { Refused } from '../../components/states.tsx';
import { antdSkin } from '../../form/antd/skin.tsx';
import { sent } from '../../form/core.ts';
import { Fields, useForm } from '../../form/fields.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';

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
const services = formServices('000000000000');

export function CorrectLine({ line }: { line: LineRow }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`更正${line.personName ?? ''}的账户`}>
        更正账户
      </Button>
      {open && (
        <Drawer
          open
          title="更正账户"
          size={Math.min(520, window.innerWidth)}
          onClose={() => setOpen(false)}
          closable={{ 'aria-label': '关闭' }}
        >
          <Correcting line={line} onDone={() => setOpen(false)} />
        </Drawer>
      )}
    </>
  );
}

function Correcting({ line, onDone }: { line: LineRow; onDone: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ holder: line.personName ?? undefined }, fields);
  const correct = useMutation({
    mutationFn: () => api.post(`/api/payment-lines/${line.id}/account`, sent(fields, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onDone();
    },
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (form.check(fields)) correct.mutate();
      }}
    >
      <p className="causes">
        {line.personName}，<Money fen={line.amountFen} />
        ，银行退回：{line.returnReason}。更正后进入下一次补发批次。
      </p>
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      {correct.error && <Refused error={apiErrorOf(correct.error)} />}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={correct.isPending}>
          更正
        </Button>
        <Button onClick={onDone}>先不办</Button>
      </div>
    </form>
  );
}
