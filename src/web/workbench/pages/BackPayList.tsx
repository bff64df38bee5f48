/** 补发清册 of a batch: how much of it is for earlier months, and the paper that lists it. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import type { ShownDocument } from '../../../kernel/document/index.ts';
import { BACK_PAY_LINES, type BatchView } from '../../../kernel/payment/index.ts';
import { Section } from '../../components/layout.tsx';
import { Money } from '../../components/marks.tsx';
import { Refused } from '../../components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

export function BackPayList({ batch }: { batch: BatchView }) {
  const requestId = useRef(newRequestId());
  const make = useMutation({
    mutationFn: (within: string) =>
      api.post<ShownDocument>(`/api/batches/${batch.id}/back-pay-list`, { within, requestId: requestId.current }),
    onSettled: () => {
      requestId.current = newRequestId();
    },
  });
  const places =
    batch.backPay.count > BACK_PAY_LINES
      ? batch.townships.map(({ township, name }) => ({ code: township, name }))
      : [{ code: batch.county, name: batch.countyName }];
  return (
    <Section title="补发清册">
      <p>
        这一批里补发以前月份的有{batch.backPay.count}笔，共
        <Money fen={batch.backPay.sumFen} />
        。清册写明每人补哪几个月、多少，供签字存档。
      </p>
      {make.error && <Refused error={apiErrorOf(make.error)} />}
      <div className="case-actions">
        {places.map(({ code, name }) => (
          <Button key={code} loading={make.isPending && make.variables === code} onClick={() => make.mutate(code)}>
            {places.length > 1 ? `生成${name}的清册` : '生成补发清册'}
          </Button>
        ))}
      </div>
      {make.data && (
        <p className="line" role="status">
          <a href={make.data.url} target="_blank" rel="noreferrer">
            打开{make.data.title}
          </a>
          <span className="quiet num">{make.data.number}</span>
        </p>
      )}
    </Section>
  );
}
