/** 服药 at one bed: one prepares, another one checks and gives. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { timeOfDay } from '../../../../kernel/calendar/index.ts';
import { Tag } from '../../../../web/components/marks.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { DoseView } from '../../care/content.ts';

export const Doses = ({ doses }: { doses: readonly DoseView[] }) =>
  doses.length === 0 ? null : (
    <section className="sheet" aria-label="服药">
      <h2>服药</h2>
      <ul className="tick-list">
        {doses.map((dose) => (
          <Dose key={dose.id} dose={dose} />
        ))}
      </ul>
    </section>
  );

function Dose({ dose }: { dose: DoseView }) {
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const called = `${timeOfDay(dose.dueAt)} ${dose.drug}`;
  const step = (what: 'preparation' | 'giving', body: Record<string, unknown> = {}) => {
    setBusy(true);
    setTrouble(null);
    api
      .post(`/api/care-doses/${dose.id}/${what}`, { ...body, requestId: newRequestId() })
      .then(
        () => queries.invalidateQueries({ queryKey: ['/api/care-day'] }),
        (error: unknown) => setTrouble(apiErrorOf(error)),
      )
      .finally(() => setBusy(false));
  };
  const mayPrepare = dose.state === 'open' || (dose.state === 'missed' && dose.preparedName === null);
  const mayGive = (dose.state === 'prepared' || dose.state === 'missed') && dose.preparedName !== null && !dose.mine;
  return (
    <li>
      <p className="tick-what">
        <b className="num">{timeOfDay(dose.dueAt)}</b> {dose.drug}，{dose.dose}{' '}
        {dose.state === 'missed' && <Tag tone="bad">过时</Tag>}
        {dose.state === 'waiting' && <Tag>还没到时间</Tag>}
        {dose.state === 'given' && <Tag tone="good">已服</Tag>}
        {dose.state === 'refused' && <Tag tone="warn">老人没有服</Tag>}
      </p>
      {dose.preparedName && (
        <p className="record-line">
          {dose.preparedName}备药
          {dose.givenName && `，${dose.givenName}核对，${timeOfDay(dose.givenAt!)}`}
          {!dose.givenName && dose.mine && '，请另一个人核对以后给老人服'}
        </p>
      )}
      {trouble && <Refused error={trouble} />}
      <p className="tick-hands">
        {mayPrepare && (
          <Button type="primary" size="large" loading={busy} aria-label={`${called}：备好药`} onClick={() => step('preparation')}>
            备好药
          </Button>
        )}
        {mayGive && (
          <>
            <Button
              type="primary"
              size="large"
              loading={busy}
              aria-label={`${called}：核对无误，看着服下`}
              onClick={() => step('giving', { result: 'given' })}
            >
              核对无误，看着服下
            </Button>
            <Button
              size="large"
              loading={busy}
              aria-label={`${called}：老人没有服`}
              onClick={() => step('giving', { result: 'refused' })}
            >
              老人没有服
            </Button>
          </>
        )}
      </p>
    </li>
  );
}
