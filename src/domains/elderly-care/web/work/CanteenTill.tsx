/** 老年食堂收银: on a phone or tablet; what was served today with its subsidy on top, one meal after the other below. Who has neither telephone nor card is in the name-book. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Failed } from '../../../../web/components/states.tsx';
import { fenOf } from '../../../../web/form/core.ts';
import { type ApiError, api, apiErrorOf } from '../../../../web/shared/api.ts';
import { yuan } from '../../../../web/shared/format.ts';
import { useRequestId } from '../../../../web/shared/requestId.ts';
import { type GuestRow, type MealTill, type Mode, modes, type Period, periods, type Served } from '../../meals/terms.ts';
import { Field } from './Identity.tsx';

const PATH = '/api/care-till/meals';
/** The page stands open all day: dinner comes, and tomorrow. */
const EVERY_MS = 60_000;
const optionsOf = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, label]) => ({ value, label }));

export function CanteenTill() {
  const queries = useQueryClient();
  const session = useSession();
  const till = useQuery({ queryKey: [PATH], queryFn: () => api.get<MealTill>(PATH), refetchInterval: EVERY_MS });
  return (
    <Answered query={till}>
      {({ outlet, period, totals, subsidyFen, rows }) => (
        <Page title="助餐登记" lead={`${outlet.name}，${outlet.seats}个座位`}>
          <p className="till-sum">
            {totals.map((t) => (
              <span key={t.zh}>
                今天{t.zh}
                <b className="num">{t.count}份</b>
              </span>
            ))}
            <span>
              补贴<b className="num">{yuan(subsidyFen)}</b>
            </span>
          </p>
          <Serve now={period} onServed={() => void queries.invalidateQueries({ queryKey: [PATH] })} />
          <Section title="今天的">
            <DataTable
              caption="今天的助餐"
              rows={rows}
              rowKey={(row) => row.id}
              empty="今天还没有登记。"
              columns={[
                { key: 'name', title: '老人', kind: 'main', render: (row) => row.name },
                { key: 'period', title: '餐次', render: (row) => `${row.periodZh}，${row.modeZh}` },
                { key: 'price', title: '餐价', kind: 'number', render: (row) => <Money fen={row.priceFen} /> },
                { key: 'subsidy', title: '补贴', kind: 'number', render: (row) => row.whyNone ?? <Money fen={row.subsidyFen} /> },
                { key: 'way', title: '核验', render: (row) => row.wayZh },
                { key: 'at', title: '时间', render: (row) => <Moment at={row.servedAt} /> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) =>
                    row.voidReason ? (
                      <Tag>已取消：{row.voidReason}</Tag>
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

function Serve({ now, onServed }: { now: Period; onServed: () => void }) {
  const [code, setCode] = useState('');
  const [guest, setGuest] = useState<GuestRow | null>(null);
  const [price, setPrice] = useState('');
  const [period, setPeriod] = useState<Period>(now);
  useEffect(() => setPeriod(now), [now]);
  const [mode, setMode] = useState<Mode>('dine-in');
  const [served, setServed] = useState<Served | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const requestId = useRequestId();
  const [busy, setBusy] = useState(false);
  const priceFen = fenOf(price);
  const ready = (guest !== null || /^(\d{6}|\d{8})$/.test(code)) && priceFen !== null && priceFen > 0;
  const serve = () => {
    const meal = { ...(guest ? { personId: guest.personId } : { code }), period, mode, priceFen };
    setBusy(true);
    setTrouble(null);
    api
      .post<Served>(PATH, { ...meal, requestId: requestId.of(meal) })
      .then(
        (answer) => {
          setServed(answer);
          setCode('');
          setGuest(null);
          requestId.renew();
          onServed();
        },
        (error: unknown) => setTrouble(apiErrorOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Section title="登记一餐">
      <div className="till">
        {served && (
          <p className="till-say" role="status">
            {served.name}付<b className="num">{yuan(served.selfPayFen)}</b>，
            {served.whyNone ? `${served.whyNone}，按全价` : `补贴${yuan(served.subsidyFen)}`}。
          </p>
        )}
        <div className="till-choice">
          <Segmented size="large" options={optionsOf(periods)} value={period} onChange={(value) => setPeriod(value as Period)} />
          <Segmented size="large" options={optionsOf(modes)} value={mode} onChange={(value) => setMode(value as Mode)} />
        </div>
        <Field label="餐价（元）">
          {(id) => <Input id={id} size="large" inputMode="decimal" value={price} onChange={(e) => setPrice(e.target.value)} />}
        </Field>
        {guest ? (
          <p>
            <b>{guest.name}</b>，{guest.age}岁，{guest.villageName}{' '}
            <Button size="small" onClick={() => setGuest(null)}>
              换人
            </Button>
          </p>
        ) : (
          <>
            <Field label="卡号，或者手机上的码">
              {(id) => (
                <Input
                  id={id}
                  size="large"
                  inputMode="numeric"
                  maxLength={8}
                  autoComplete="off"
                  value={code}
                  onChange={(e) => setCode(e.target.value.replace(/\D/g, ''))}
                />
              )}
            </Field>
            <NameBook onPick={setGuest} />
          </>
        )}
        {trouble && <Failed error={trouble} />}
        <Button type="primary" size="large" disabled={!ready} loading={busy} onClick={serve}>
          登记
        </Button>
      </div>
    </Section>
  );
}

function NameBook({ onPick }: { onPick: (guest: GuestRow) => void }) {
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['/api/care-till/guests', q],
    queryFn: () => api.get<{ rows: readonly GuestRow[] }>('/api/care-till/guests', { q }),
    enabled: q.length >= 2,
  });
  return (
    <>
      <Input.Search
        size="large"
        placeholder="没带卡的，按姓名在名册里找"
        aria-label="按姓名在名册里找"
        onSearch={(text) => setQ(text.trim())}
      />
      {q.length >= 2 && (
        <Answered query={found}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p>名册里没有“{q}”。在本乡镇发过养老服务卡的才在名册里。</p>
            ) : (
              <div className="till-choice">
                {rows.map((row) => (
                  <Button key={row.personId} size="large" onClick={() => onPick(row)}>
                    {row.name}，{row.age}岁，{row.villageName}
                  </Button>
                ))}
              </div>
            )
          }
        </Answered>
      )}
    </>
  );
}
