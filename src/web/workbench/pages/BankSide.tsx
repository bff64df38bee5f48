/** The banks' side of a batch: for each bank the file that goes out, the result that comes back, and what is done when it does not come. */
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { type BankFileView, type BatchView, bankLetters } from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Section } from '../../components/layout.tsx';
import { Day, Money, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

const letterFields: readonly FormField[] = [
  {
    name: 'answer',
    type: 'choice',
    label: '银行怎么答复',
    required: true,
    choices: (['not-paid', 'result-follows'] as const).map((value) => ({ value, label: bankLetters[value] })),
  },
  { name: 'letterNo', type: 'text', label: '答复文号', required: true, min: 2, max: 60 },
  { name: 'answeredOn', type: 'date', label: '答复日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'letterFile', type: 'file', label: '银行书面答复', required: true, paper: 'bank-letter' },
];

/** Bytes as they are: not every bank writes UTF-8. */
async function base64Of(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

const frozen = (file: BankFileView): boolean => file.inquiry !== null && file.inquiry.answerZh === null;

function Answer({ file }: { file: BankFileView }) {
  if (file.result)
    return (
      <>
        <Tag tone={file.result.returned.count > 0 ? 'warn' : 'good'}>
          {file.result.letterNo ? '没有付款' : file.result.returned.count > 0 ? '有退票' : '全部成功'}
        </Tag>
        {file.result.letterNo ? (
          `书面答复${file.result.letterNo}`
        ) : (
          <>
            入账 <Day on={file.result.creditedOn} />
          </>
        )}
      </>
    );
  if (frozen(file))
    return (
      <>
        <Tag tone="bad">已冻结</Tag>
        {file.inquiry?.resultBy ? (
          <>
            银行书面答复（{file.inquiry.letterNo}）：已经付款，回盘最迟 <Day on={file.inquiry.resultBy} />
            送到；送到以前不能重发
          </>
        ) : (
          <>
            <Day on={file.resultBy} />
            前没有{file.refused && '可以导入的'}回盘，银行书面答复以前不能重发
          </>
        )}
      </>
    );
  if (file.refused)
    return (
      <>
        <Tag tone="bad">回盘有误</Tag>
        {file.refused.problem}待银行更正重送。
      </>
    );
  return (
    <>
      <Tag tone="now">等回盘</Tag>至 <Day on={file.resultBy} />
    </>
  );
}

export function BankSide({ batch, onDone }: { batch: BatchView; onDone: () => void }) {
  const session = useSession();
  const loads = may(session, 'POST /api/bank-files/:id/result');
  const mayAnswer = may(session, 'POST /api/bank-files/:id/letter');
  const chooser = useRef<HTMLInputElement>(null);
  const importing = useRef<string>('');
  const [asked, setAsked] = useState<BankFileView | null>(null);
  const [returns, setReturns] = useState('0');
  const load = useMutation({
    mutationFn: async (blob: Blob) =>
      api.post(`/api/bank-files/${importing.current}/result`, { content: await base64Of(blob), requestId: newRequestId() }),
    onSettled: onDone,
  });
  const play = useMutation({
    mutationFn: () => api.post('/api/demo/bank', { batchId: batch.id, returns: Number(returns) || 0 }),
    onSuccess: onDone,
  });
  const error = load.error ?? play.error;
  const busy = load.isPending || play.isPending;
  const files = batch.bankFiles;
  const open = files.filter((file) => file.result === null);
  const answered = batch.paid.sumFen + batch.returned.sumFen;
  return (
    <Section title="银行">
      <DataTable
        caption="送银行文件"
        rows={files}
        rowKey={(file) => file.id}
        columns={[
          {
            key: 'bank',
            title: '代发银行',
            kind: 'main',
            render: (file) => (
              <>
                {file.bankName}
                <span className="quiet"> {file.formatZh}</span>
              </>
            ),
          },
          { key: 'count', title: '笔数', kind: 'number', render: (file) => file.lineCount },
          { key: 'sum', title: '送出', kind: 'number', render: (file) => <Money fen={file.sumFen} /> },
          {
            key: 'paid',
            title: '成功',
            kind: 'number',
            render: (file) => (file.result ? <Money fen={file.result.paid.sumFen} /> : '—'),
          },
          {
            key: 'returned',
            title: '退回',
            kind: 'number',
            render: (file) => (file.result ? <Money fen={file.result.returned.sumFen} /> : '—'),
          },
          { key: 'answer', title: '回盘', kind: 'wide', render: (file) => <Answer file={file} /> },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (file) => (
              <span className="line">
                {may(session, 'GET /api/bank-files/:id') && (
                  <Button size="small" href={`/api/bank-files/${file.id}`} download aria-label={`下载${file.bankName}的文件`}>
                    下载文件
                  </Button>
                )}
                {loads && file.result === null && (
                  <Button
                    size="small"
                    type="primary"
                    loading={busy}
                    aria-label={`导入${file.bankName}的回盘`}
                    onClick={() => {
                      importing.current = file.id;
                      chooser.current?.click();
                    }}
                  >
                    导入回盘
                  </Button>
                )}
                {mayAnswer && frozen(file) && (
                  <Button size="small" onClick={() => setAsked(file)} aria-label={`登记${file.bankName}的书面答复`}>
                    登记书面答复
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {files.length > 0 && open.length < files.length && (
        <p className="case-says">
          送出
          <Money fen={batch.sumFen} />
          ，成功
          <Money fen={batch.paid.sumFen} />
          ，退回
          <Money fen={batch.returned.sumFen} />
          {open.length > 0 ? (
            <>
              ，还有{open.length}家银行没有回盘
              <Money fen={batch.sumFen - answered} />。
            </>
          ) : answered === batch.sumFen ? (
            '，与送出一致。'
          ) : (
            <b style={{ color: 'var(--bad)' }}>，与送出不一致。</b>
          )}
        </p>
      )}
      {loads && open.length > 0 && (
        <>
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label="银行回盘文件"
            accept=".csv,.txt,.dat,.xlsx,text/plain,text/csv"
            onChange={(e) => {
              const chosen = e.target.files?.[0];
              if (chosen) load.mutate(chosen);
              e.target.value = '';
            }}
          />
          {session.demo && (
            <div className="case-actions">
              <label htmlFor="returns">演示：其中退票</label>
              <Input
                id="returns"
                style={{ width: 64 }}
                inputMode="numeric"
                value={returns}
                onChange={(e) => setReturns(e.target.value.replace(/\D/g, '').slice(0, 2))}
              />
              <Button loading={busy} onClick={() => play.mutate()}>
                模拟银行处理
              </Button>
            </div>
          )}
        </>
      )}
      {error && <Refused error={apiErrorOf(error)} />}
      {asked && (
        <FormDrawer
          title="登记银行书面答复"
          causes={
            <>
              {asked.bankName}，{asked.lineCount}笔 <Money fen={asked.sumFen} />
              。答复没有付款的，这些款项退回专户，随下一个补发批次重发；送出这一批的人不能自己登记。
            </>
          }
          fields={letterFields}
          initial={{ answeredOn: session.today }}
          division={batch.county}
          button="登记"
          send={(input, requestId) => api.post(`/api/bank-files/${asked.id}/letter`, { ...input, requestId })}
          onDone={onDone}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
