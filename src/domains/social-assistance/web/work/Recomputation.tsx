/** 重算: the amount of any month, by what was known on a day and by what is known now, beside what was paid. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Fen, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';

interface Side {
  knownOn: PlainDate | null;
  amountFen: Fen | null;
  members: readonly { name: string; counted: boolean | null; reason: string }[];
}
interface Answer {
  on: PlainDate;
  month: YearMonth;
  paidFen: Fen;
  knownThen: Side | null;
  knownNow: Side;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const counted = (side: Side): string =>
  side.members
    .filter((m) => m.counted)
    .map((m) => m.name)
    .join('、');

export function Recomputation({ entitlementId }: { entitlementId: string }) {
  const session = useSession();
  const [on, setOn] = useState<string>(session.today);
  const [asked, setAsked] = useState<string | null>(null);
  const answer = useQuery({
    queryKey: ['/api/entitlements', entitlementId, 'recomputation', asked],
    queryFn: () => api.get<Answer>(`/api/entitlements/${entitlementId}/recomputation`, { on: asked! }),
    enabled: asked !== null,
  });
  if (!may(session, 'GET /api/entitlements/:id/recomputation')) return null;
  return (
    <Section title="重算">
      <form
        className="filters"
        onSubmit={(e) => {
          e.preventDefault();
          if (DAY.test(on)) setAsked(on);
        }}
      >
        <label htmlFor="recompute-on">哪一天</label>
        <Input
          id="recompute-on"
          className="day-input"
          value={on}
          placeholder="2026-06-25"
          onChange={(e) => setOn(e.target.value)}
        />
        <Button htmlType="submit" disabled={!DAY.test(on)} loading={answer.isFetching}>
          重算这个月
        </Button>
      </form>
      <p className="quiet">按这一天有效的情况和标准算当月应发：一个只用当天已经知道的，一个用到现在为止知道的。</p>
      {answer.error && <Refused error={apiErrorOf(answer.error)} />}
      {answer.data && (
        <table className="breakdown">
          <caption className="sr-only">重算结果</caption>
          <thead>
            <tr>
              <th scope="col">
                <Month month={answer.data.month} />
              </th>
              <th scope="col">计入的人</th>
              <th scope="col" className="cell-number">
                金额
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.data.knownThen && (
              <tr>
                <td>
                  <Day on={answer.data.knownThen.knownOn} /> 当时知道的
                </td>
                <td>{counted(answer.data.knownThen)}</td>
                <td className="cell-number">
                  <Money fen={answer.data.knownThen.amountFen} />
                </td>
              </tr>
            )}
            <tr>
              <td>现在知道的</td>
              <td>{counted(answer.data.knownNow)}</td>
              <td className="cell-number">
                <Money fen={answer.data.knownNow.amountFen} />
              </td>
            </tr>
            <tr>
              <td>实际发放</td>
              <td />
              <td className="cell-number">
                <Money fen={answer.data.paidFen} />
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </Section>
  );
}
