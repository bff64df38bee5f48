/** 收消费券: who, what, how much; first said aloud what the voucher pays, then taken. Below, what was taken today and this month. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Failed } from '../../../../web/components/states.tsx';
import { fenOf } from '../../../../web/form/core.ts';
import { type ApiError, api, apiErrorOf } from '../../../../web/shared/api.ts';
import { longMonth, yuan } from '../../../../web/shared/format.ts';
import { useRequestId } from '../../../../web/shared/requestId.ts';
import type { VoucherTill as Till, VoucherPreview } from '../../vouchers/terms.ts';
import { Field, Identity, isShown, nobody, sentOf } from './Identity.tsx';

const PATH = '/api/care-till/vouchers';

export function VoucherTill() {
  const queries = useQueryClient();
  const till = useQuery({ queryKey: [PATH], queryFn: () => api.get<Till>(PATH) });
  const session = useSession();
  return (
    <Answered query={till}>
      {({ outlet, today, month, rows }) => (
        <Page title="收消费券" lead={`${outlet.name}，${outlet.kindZh}。消费券不是现金，只抵这一单的一部分。`}>
          <Take onTaken={() => void queries.invalidateQueries({ queryKey: [PATH] })} />
          <Section title="收了多少">
            <p className="till-sum">
              <span>
                今天{today.count}笔 <b className="num">{yuan(today.deductedFen)}</b>
              </span>
              <span>
                本月{month.count}笔 <b className="num">{yuan(month.deductedFen)}</b>
              </span>
            </p>
            <DataTable
              caption="本月收的消费券"
              rows={rows}
              rowKey={(row) => row.id}
              empty="这个月还没有收过。"
              columns={[
                { key: 'name', title: '老人', kind: 'main', render: (row) => row.name },
                { key: 'what', title: '服务', render: (row) => row.what },
                { key: 'on', title: '服务日期', render: (row) => <Day on={row.serviceOn} /> },
                { key: 'pay', title: '应付', kind: 'number', render: (row) => <Money fen={row.payableFen} /> },
                { key: 'took', title: '券抵', kind: 'number', render: (row) => <Money fen={row.deductedFen} /> },
                { key: 'at', title: '核销', render: (row) => <Moment at={row.verifiedAt} /> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) =>
                    row.reversedZh ? (
                      <Tag>{row.reversedZh}</Tag>
                    ) : (
                      <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />
                    ),
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

function Take({ onTaken }: { onTaken: () => void }) {
  const session = useSession();
  const [shown, setShown] = useState(nobody);
  const [what, setWhat] = useState('');
  const [amount, setAmount] = useState('');
  const [serviceOn, setServiceOn] = useState(session.today);
  const [looked, setLooked] = useState<{ preview: VoucherPreview; asked: string } | null>(null);
  const [done, setDone] = useState<{ deductFen: number; selfPayFen: number; balanceFen: number } | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const requestId = useRequestId();
  const [busy, setBusy] = useState(false);
  const payableFen = fenOf(amount);
  const ready = isShown(shown) && what.trim().length >= 2 && payableFen !== null && payableFen > 0;
  const bill = { ...sentOf(shown), serviceOn, what: what.trim(), payableFen };
  const now = JSON.stringify(bill);
  // What was said holds for the bill that it was asked for, also where the answer comes after the next key.
  const preview = looked?.asked === now ? looked.preview : null;
  const changed = () => setTrouble(null);
  const send = <T,>(url: string, body: object, then: (answer: T) => void) => {
    setBusy(true);
    setTrouble(null);
    api
      .post<T>(url, body)
      .then(then, (error: unknown) => setTrouble(apiErrorOf(error)))
      .finally(() => setBusy(false));
  };
  const again = () => {
    setShown(nobody);
    setWhat('');
    setAmount('');
    setServiceOn(session.today);
    setLooked(null);
    setDone(null);
    requestId.renew();
  };
  if (done)
    return (
      <Section title="收好了">
        <div className="till">
          <p className="till-say" role="status">
            券抵<b className="num">{yuan(done.deductFen)}</b>，再收老人<b className="num">{yuan(done.selfPayFen)}</b>
            ，券里还有{yuan(done.balanceFen)}。
          </p>
          <Button type="primary" size="large" onClick={again}>
            收下一笔
          </Button>
        </div>
      </Section>
    );
  return (
    <Section title="收一笔">
      <div className="till">
        <Identity
          of={shown}
          onChange={(next) => {
            setShown(next);
            changed();
          }}
        />
        <Field label="服务内容">
          {(id) => (
            <Input
              id={id}
              size="large"
              maxLength={60}
              value={what}
              onChange={(e) => {
                setWhat(e.target.value);
                changed();
              }}
            />
          )}
        </Field>
        <Field label="服务日期">
          {(id) => (
            <Input
              id={id}
              size="large"
              type="date"
              max={session.today}
              value={serviceOn}
              onChange={(e) => {
                setServiceOn(e.target.value as typeof serviceOn);
                changed();
              }}
            />
          )}
        </Field>
        <Field label="应付金额（元）" help="扣掉别的补贴、保险以后还要付的，不是原价">
          {(id) => (
            <Input
              id={id}
              size="large"
              inputMode="decimal"
              value={amount}
              onChange={(e) => {
                setAmount(e.target.value);
                changed();
              }}
            />
          )}
        </Field>
        {trouble && <Failed error={trouble} />}
        {preview ? (
          <>
            <p className="till-say" role="status">
              {preview.name}，{longMonth(preview.month)}的券还有{yuan(preview.balanceFen)}。这一单券抵
              <b className="num">{yuan(preview.deductFen)}</b>（{preview.ratePercent}%），老人再付
              <b className="num">{yuan(preview.selfPayFen)}</b>。
            </p>
            <Button
              type="primary"
              size="large"
              loading={busy}
              onClick={() =>
                send<NonNullable<typeof done>>(PATH, { ...bill, requestId: requestId.of(bill) }, (answer) => {
                  setDone(answer);
                  onTaken();
                })
              }
            >
              老人同意，核销
            </Button>
          </>
        ) : (
          <Button
            type="primary"
            size="large"
            disabled={!ready}
            loading={busy}
            onClick={() => send<VoucherPreview>(`${PATH}/preview`, bill, (answer) => setLooked({ preview: answer, asked: now }))}
          >
            看能抵多少
          </Button>
        )}
      </div>
    </Section>
  );
}
