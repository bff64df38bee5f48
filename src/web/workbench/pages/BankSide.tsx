/** The bank's side of a batch: the file that goes out, the result that comes back, and in the demonstration the bank itself. */
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import type { BatchView } from '../../../kernel/payment/index.ts';
import { Facts, Section } from '../../components/layout.tsx';
import { Day, Money } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

export function BankSide({ batch, onDone }: { batch: BatchView; onDone: () => void }) {
  const session = useSession();
  const clerk = may(session, 'finance-clerk');
  const file = useRef<HTMLInputElement>(null);
  const [returns, setReturns] = useState('0');
  const load = useMutation({
    mutationFn: async (blob: Blob) =>
      api.post(`/api/batches/${batch.id}/bank-result`, { content: await blob.text(), requestId: newRequestId() }),
    onSuccess: onDone,
  });
  const play = useMutation({
    mutationFn: () => api.post('/api/demo/bank', { batchId: batch.id, returns: Number(returns) || 0 }),
    onSuccess: onDone,
  });
  const error = load.error ?? play.error;
  const problem = error ? apiErrorOf(error) : null;
  const busy = load.isPending || play.isPending;
  const answered = batch.paid.count + batch.returned.count > 0;
  return (
    <Section title="银行">
      {batch.bankFile && (
        <Facts
          rows={[
            {
              label: '送银行文件',
              value: (
                <span className="line">
                  <span>{batch.bankFile.lineCount}笔</span>
                  <Money fen={batch.bankFile.sumFen} />
                </span>
              ),
            },
            { label: '生成日期', value: <Day on={batch.bankFile.madeOn} /> },
            { label: '文件校验码', value: <span className="hash">{batch.bankFile.hash}</span> },
            ...(answered
              ? [
                  {
                    label: '对账',
                    value: (
                      <>
                        成功
                        <Money fen={batch.paid.sumFen} />
                        ，退票
                        <Money fen={batch.returned.sumFen} />
                        ，合计
                        <Money fen={batch.paid.sumFen + batch.returned.sumFen} />
                        {batch.paid.sumFen + batch.returned.sumFen === batch.bankFile.sumFen ? '，与送出一致' : '，与送出不一致'}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {clerk && (
        <div className="case-actions">
          {batch.bankFile && (
            <Button href={`/api/batches/${batch.id}/bank-file`} download>
              下载送银行文件
            </Button>
          )}
          {batch.state === 'sent' && (
            <>
              <Button type="primary" loading={busy} onClick={() => file.current?.click()}>
                导入银行回盘
              </Button>
              <input
                ref={file}
                type="file"
                hidden
                aria-label="银行回盘文件"
                accept=".csv,.txt,text/plain,text/csv"
                onChange={(e) => {
                  const chosen = e.target.files?.[0];
                  if (chosen) load.mutate(chosen);
                  e.target.value = '';
                }}
              />
              {session.demo && (
                <>
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
                </>
              )}
            </>
          )}
        </div>
      )}
      {problem && (
        <Refused error={problem}>
          {problem.fields.length > 0 && (
            <ul>
              {problem.fields.slice(0, 20).map((field) => (
                <li key={`${field.path}${field.message}`}>{field.message}</li>
              ))}
            </ul>
          )}
        </Refused>
      )}
    </Section>
  );
}
