/** 辅具网点: scan or type a code and do what comes next; below, what waits: to clean, to hand out, overdue, deposits, follow-ups. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { type Column, DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { OrderRow, UnitRow } from '../../devices/schema.ts';
import type { UnitState } from '../../devices/terms.ts';
import type { StationDesk, UnitCard } from './content.ts';

interface Ask {
  title: string;
  causes?: string;
  fields: readonly FormField[];
  initial?: Readonly<Record<string, unknown>>;
  button: string;
  danger?: boolean;
  send: (input: Record<string, unknown>) => Promise<unknown>;
}

const tones: Readonly<Record<UnitState, 'plain' | 'good' | 'bad' | 'warn' | 'now'>> = {
  'in-stock': 'good',
  reserved: 'now',
  rented: 'now',
  'to-clean': 'warn',
  repair: 'warn',
  recalled: 'bad',
  scrapped: 'plain',
  allocated: 'plain',
};

interface Forms {
  reserve: readonly FormField[];
  unit: readonly FormField[];
  renew: readonly FormField[];
}

export function Station() {
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const [ask, setAsk] = useState<Ask | null>(null);
  const division = homeDivision(useSession());
  const desk = useQuery({ queryKey: ['devices', 'desk'], queryFn: () => api.get<StationDesk>('/api/devices/desk') });
  const forms = useQuery({
    queryKey: ['devices-forms'],
    queryFn: () => api.get<Forms>('/api/devices/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['devices'] });
  if (desk.isPending || forms.isPending) return <Loading />;
  if (!desk.data || !forms.data) return <Failed error={desk.error ?? forms.error} retry={() => void refresh()} />;
  const { station, counts, items } = desk.data;
  const open = (given: Ask) => setAsk(given);
  const newUnit: Ask = {
    title: '登记新辅具',
    causes: '购置的直接在库；捐赠的价值计零，先洗消。登记后把编码贴在辅具上。',
    fields: forms.data.unit.map((field) =>
      field.name === 'itemCode'
        ? { ...field, type: 'choice', choices: items.map((i) => ({ value: i.code, label: i.name })) }
        : field,
    ),
    button: '登记',
    send: async (input) => {
      const added = await api.post<{ code: string }>('/api/devices/units', { ...input, requestId: newRequestId() });
      setCode(added.code);
    },
  };
  return (
    <Page
      title={station.name}
      lead={`${station.operator}，${station.address}，${station.hours}`}
      aside={<Button onClick={() => open(newUnit)}>登记新辅具</Button>}
    >
      <Section title="扫码">
        <Scan onCode={setCode} />
        {code && <Card code={code} forms={forms.data} open={open} />}
      </Section>
      <p className="line">
        {counts
          .filter((c) => c.count > 0)
          .map((c) => (
            <Tag key={c.state} tone={tones[c.state as UnitState]}>
              {c.stateZh} {c.count}
            </Tag>
          ))}
      </p>
      <Queues desk={desk.data} forms={forms.data} onCode={setCode} open={open} />
      {ask && (
        <FormDrawer
          title={ask.title}
          causes={ask.causes}
          fields={ask.fields}
          initial={ask.initial ?? {}}
          division={division}
          button={ask.button}
          danger={ask.danger ?? false}
          send={ask.send}
          onDone={async () => {
            await refresh();
          }}
          onClose={() => setAsk(null)}
        />
      )}
    </Page>
  );
}

function Scan({ onCode }: { onCode: (code: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      className="line"
      onSubmit={(e) => {
        e.preventDefault();
        const code = text.trim().toUpperCase();
        if (code) onCode(code);
        setText('');
      }}
    >
      <label htmlFor="device-code">辅具编码</label>
      <Input
        id="device-code"
        autoFocus
        autoComplete="off"
        style={{ maxWidth: 280 }}
        placeholder="扫码枪直接扫，或者照标签输入"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <Button type="primary" htmlType="submit">
        查看
      </Button>
    </form>
  );
}

function Card({ code, forms, open }: { code: string; forms: Forms; open: (ask: Ask) => void }) {
  const card = useQuery({
    queryKey: ['devices', 'unit', code],
    queryFn: () => api.get<UnitCard>(`/api/devices/units/${encodeURIComponent(code)}`),
    retry: false,
  });
  if (card.isPending) return <Loading />;
  if (!card.data) return <Refused error={apiErrorOf(card.error)} />;
  const { unit, order, actions, history } = card.data;
  return (
    <>
      <Facts
        rows={[
          { label: '辅具', value: `${unit.itemName}${unit.recycled ? '（回收再利用）' : ''}` },
          { label: '编码', value: <span className="num">{unit.code}</span> },
          { label: '状态', value: <Tag tone={tones[unit.state]}>{unit.stateZh}</Tag> },
          ...(order
            ? [
                { label: '借用人', value: order.personName },
                order.state === 'reserved'
                  ? { label: '保留到', value: <Day on={order.pickUpBy} /> }
                  : { label: '应还日期', value: <Day on={order.dueOn} /> },
              ]
            : []),
        ]}
      />
      <p className="line">
        {unit.state === 'in-stock' && (
          <Button
            type="primary"
            onClick={() =>
              open({
                title: `为来访的人预约${unit.itemName}`,
                causes: '这件辅具留给他，三天内来取。',
                fields: forms.reserve,
                button: '预约',
                send: (borrower) => api.post('/api/devices/orders', { code: unit.code, borrower, requestId: newRequestId() }),
              })
            }
          >
            登记预约
          </Button>
        )}
        {actions.map((action, i) => (
          <Button
            key={action.action}
            type={i === 0 && unit.state !== 'in-stock' && !action.danger ? 'primary' : 'default'}
            danger={action.danger}
            onClick={() =>
              open({
                title: `${action.zh}：${unit.itemName}`,
                causes: action.causes,
                fields: action.fields,
                button: action.zh,
                danger: action.danger,
                send: (input) =>
                  api.post(`/api/devices/units/${encodeURIComponent(unit.code)}/actions`, {
                    action: action.action,
                    input,
                    requestId: newRequestId(),
                  }),
              })
            }
          >
            {action.zh}
          </Button>
        ))}
      </p>
      <details>
        <summary>经过（{history.length}）</summary>
        <ul className="plain-list">
          {history.map((e) => (
            <li key={`${e.at}${e.toZh}`}>
              <Moment at={e.at} /> {e.fromZh ? `${e.fromZh} → ` : ''}
              {e.toZh}
              {e.reason ? `（${e.reason}）` : ''}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

const codeColumn = (onCode: (code: string) => void): Column<{ code: string }> => ({
  key: 'code',
  title: '编码',
  kind: 'main',
  render: (row) => (
    <Button type="link" size="small" className="num" onClick={() => onCode(row.code)}>
      {row.code}
    </Button>
  ),
});

function Queues({
  desk,
  forms,
  onCode,
  open,
}: {
  desk: StationDesk;
  forms: Forms;
  onCode: (code: string) => void;
  open: (ask: Ask) => void;
}) {
  const look = (code: string) => {
    onCode(code);
    window.scrollTo({ top: 0 });
  };
  const unitColumns: readonly Column<UnitRow>[] = [
    codeColumn(look),
    { key: 'item', title: '辅具', render: (u) => u.itemName },
    { key: 'state', title: '状态', render: (u) => <Tag tone={tones[u.state]}>{u.stateZh}</Tag> },
    { key: 'since', title: '从何时起', render: (u) => <Moment at={u.since} /> },
  ];
  const orderColumns: readonly Column<OrderRow>[] = [
    codeColumn(look),
    { key: 'item', title: '辅具', render: (o) => o.itemName },
    { key: 'person', title: '借用人', render: (o) => o.personName },
  ];
  const dirty = desk.units.filter((u) => u.state === 'to-clean');
  const others = desk.units.filter((u) => u.state !== 'to-clean');
  const simple = (path: string) => (input: Record<string, unknown>) => api.post(path, { ...input, requestId: newRequestId() });
  return (
    <>
      {desk.overdue.length > 0 && (
        <Section title={`逾期未还（${desk.overdue.length}）`}>
          <DataTable
            caption="逾期未还"
            rows={desk.overdue}
            rowKey={(o) => o.id}
            tone={() => 'row-bad'}
            columns={[
              ...orderColumns,
              { key: 'due', title: '应还日期', render: (o) => <Day on={o.dueOn} /> },
              { key: 'days', title: '逾期', kind: 'number', render: (o) => `${o.overdueDays}天` },
            ]}
          />
        </Section>
      )}
      <Section title={`待洗消（${dirty.length}）`}>
        <DataTable caption="待洗消" rows={dirty} rowKey={(u) => u.code} columns={unitColumns} empty="没有等着洗消的辅具。" />
      </Section>
      <Section title={`待取（${desk.reserved.length}）`}>
        <DataTable
          caption="待取"
          rows={desk.reserved}
          rowKey={(o) => o.id}
          empty="没有等着来取的预约。"
          columns={[
            ...orderColumns,
            { key: 'by', title: '保留到', render: (o) => <Day on={o.pickUpBy} /> },
            {
              key: 'cancel',
              title: '',
              render: (o) => (
                <Button
                  size="small"
                  onClick={() =>
                    open({
                      title: `取消${o.personName}的预约`,
                      causes: '辅具马上可以给别人。',
                      fields: [],
                      button: '取消预约',
                      danger: true,
                      send: simple(`/api/devices/orders/${o.id}/cancel`),
                    })
                  }
                >
                  取消
                </Button>
              ),
            },
          ]}
        />
      </Section>
      <Section title={`使用中（${desk.out.length}）`}>
        <DataTable
          caption="使用中"
          rows={desk.out}
          rowKey={(o) => o.id}
          empty="没有借出的辅具。"
          columns={[
            ...orderColumns,
            { key: 'due', title: '应还日期', render: (o) => <Day on={o.dueOn} /> },
            {
              key: 'renew',
              title: '',
              render: (o) => (
                <Button
                  size="small"
                  onClick={() =>
                    open({
                      title: `${o.personName}续租${o.itemName}`,
                      causes: '合计最长12个月，再长须重新评估。',
                      fields: forms.renew,
                      initial: { dueOn: o.dueOn },
                      button: '续租',
                      send: simple(`/api/devices/orders/${o.id}/renew`),
                    })
                  }
                >
                  续租
                </Button>
              ),
            },
          ]}
        />
      </Section>
      {desk.refunds.length > 0 && (
        <Section title={`待退押金（${desk.refunds.length}）`}>
          <DataTable
            caption="待退押金"
            rows={desk.refunds}
            rowKey={(o) => o.id}
            columns={[
              ...orderColumns,
              { key: 'own', title: '应付自付', kind: 'number', render: (o) => <Money fen={o.ownFen} /> },
              { key: 'deposit', title: '押金', kind: 'number', render: (o) => <Money fen={o.depositFen} /> },
              { key: 'by', title: '最迟', render: (o) => <Day on={o.refundDue} /> },
              {
                key: 'refund',
                title: '',
                render: (o) => (
                  <Button
                    size="small"
                    onClick={() =>
                      open({
                        title: `退还${o.personName}的押金`,
                        causes: '自付租金结清以后再退。',
                        fields: [],
                        button: '确认已退还',
                        send: simple(`/api/devices/orders/${o.id}/refund`),
                      })
                    }
                  >
                    退还
                  </Button>
                ),
              },
            ]}
          />
        </Section>
      )}
      {desk.followUps.length > 0 && (
        <Section title={`配置回访（${desk.followUps.length}）`}>
          <ul className="plain-list">
            {desk.followUps.map((f) => (
              <li key={`${f.allocationId}${f.dueOn}`} className="line">
                <Day on={f.dueOn} /> {f.name}
                <Button
                  size="small"
                  onClick={() =>
                    open({
                      title: `回访${f.name}`,
                      fields: [
                        { name: 'note', type: 'text', label: '回访情况', required: true, widget: 'textarea', min: 2, max: 500 },
                      ],
                      button: '保存',
                      send: simple(`/api/devices/follow-ups/${f.allocationId}/${f.dueOn}`),
                    })
                  }
                >
                  登记
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={`全部辅具（${others.length}）`}>
        <DataTable caption="全部辅具" rows={others} rowKey={(u) => u.code} columns={unitColumns} empty="还没有登记辅具。" />
      </Section>
    </>
  );
}
