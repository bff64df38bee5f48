/** 辅具网点: scan or type a code and do what comes next; below, what waits: to clean, to hand out, overdue, deposits, follow-ups. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { UnitState } from '../../devices/terms.ts';
import type { StationDesk, UnitCard } from './content.ts';
import { Care } from './StationCare.tsx';
import { Queues } from './StationQueues.tsx';
import { type Ask, type Forms, sendTo, tones, verdictTones } from './station-parts.ts';

export function Station() {
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const [only, setOnly] = useState<UnitState | null>(null);
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
  const look = (state: UnitState) => {
    setOnly(state);
    document.getElementById('units')?.scrollIntoView();
  };
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
  const place: Ask = {
    title: '登记网点的位置',
    causes: '市民在“借辅具”的示意图上看得到这个网点，也能按距离找到。',
    fields: forms.data.place,
    initial: station.lonLat ? { lonLat: station.lonLat } : {},
    button: '保存',
    send: sendTo('/api/devices/place'),
  };
  return (
    <Page
      title={station.name}
      lead={`${station.operator}，${station.address}，${station.hours}`}
      aside={
        <>
          {station.lonLat && (
            <Button type="text" onClick={() => open(place)}>
              改位置
            </Button>
          )}
          <Button onClick={() => open(newUnit)}>登记新辅具</Button>
        </>
      }
    >
      {!station.lonLat && (
        <p className="line">
          这个网点还没有登记位置，市民在示意图上看不到。
          <Button size="small" onClick={() => open(place)}>
            登记位置
          </Button>
        </p>
      )}
      <Section title="扫码">
        <Scan onCode={setCode} />
        {code && <Card code={code} forms={forms.data} open={open} />}
      </Section>
      <p className="line">
        {counts
          .filter((c) => c.count > 0 && c.state !== 'scrapped')
          .map((c) => (
            <Button key={c.state} size="small" type="text" onClick={() => look(c.state as UnitState)}>
              <Tag tone={tones[c.state as UnitState]}>
                {c.stateZh} {c.count}
              </Tag>
            </Button>
          ))}
      </p>
      <Queues desk={desk.data} forms={forms.data} only={only} onCode={setCode} onAll={() => setOnly(null)} open={open} />
      <Care desk={desk.data} forms={forms.data} open={open} />
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
  const { unit, order, assessment, holder, history } = card.data;
  const assessed = (action: string) => Number(action === 'assess' && assessment !== null && assessment.verdict !== 'not');
  const actions = [...card.data.actions].sort((a, b) => assessed(a.action) - assessed(b.action));
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
                {
                  label: '简易评估',
                  value: assessment ? (
                    <>
                      <Tag tone={verdictTones[assessment.verdict]}>{assessment.verdictZh}</Tag> {assessment.reasons.join('；')}
                    </>
                  ) : (
                    '还没有做，出库以前要做'
                  ),
                },
              ]
            : holder
              ? [{ label: '使用人', value: `${holder}（免费配置）` }]
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
