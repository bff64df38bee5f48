/** What waits at a station: overdue, recalled, to clean, to hand out, out, deposits, follow-ups; then everything it has. */
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type Column, DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import type { OrderRow, UnitRow } from '../../devices/schema.ts';
import { type UnitState, unitStates } from '../../devices/terms.ts';
import type { StationDesk } from './content.ts';
import { type Ask, type Forms, sendTo, tones } from './station-parts.ts';

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

export function Queues({
  desk,
  forms,
  only,
  onCode,
  onAll,
  open,
}: {
  desk: StationDesk;
  /** The one state that the list of all units is narrowed to. */
  only: UnitState | null;
  forms: Forms;
  onCode: (code: string) => void;
  onAll: () => void;
  open: (ask: Ask) => void;
}) {
  const look = (code: string) => {
    onCode(code);
    window.scrollTo({ top: 0 });
  };
  const unitColumns: readonly Column<UnitRow>[] = [
    codeColumn(look),
    { key: 'item', title: '辅具', render: (u) => (u.recycled ? `${u.itemName}（回收再利用）` : u.itemName) },
    { key: 'batch', title: '批次', render: (u) => <span className="num">{u.batch}</span> },
    { key: 'state', title: '状态', render: (u) => <Tag tone={tones[u.state]}>{u.stateZh}</Tag> },
    { key: 'since', title: '从何时起', render: (u) => <Moment at={u.since} /> },
  ];
  const orderColumns: readonly Column<OrderRow>[] = [
    codeColumn(look),
    { key: 'item', title: '辅具', render: (o) => o.itemName },
    { key: 'person', title: '借用人', render: (o) => o.personName },
  ];
  const dirty = desk.units.filter((u) => u.state === 'to-clean');
  const listed = only ? desk.units.filter((u) => u.state === only) : desk.units;
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
      {desk.recalled.length > 0 && (
        <Section title={`召回待换（${desk.recalled.length}）`}>
          <p className="quiet">点编码，扫一件同类的在库辅具，免费换给使用人；租期、费用不变。</p>
          <DataTable
            caption="召回待换"
            rows={desk.recalled}
            rowKey={(r) => r.code}
            tone={() => 'row-bad'}
            columns={[
              codeColumn(look),
              { key: 'item', title: '辅具', render: (r) => r.itemName },
              { key: 'person', title: '使用人', render: (r) => r.personName },
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
              title: '办理',
              kind: 'actions',
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
                      send: sendTo(`/api/devices/orders/${o.id}/cancel`),
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
            { key: 'return', title: '约定归还', render: (o) => (o.returnOn ? <Day on={o.returnOn} /> : '没有约') },
            {
              key: 'renew',
              title: '办理',
              kind: 'actions',
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
                      send: sendTo(`/api/devices/orders/${o.id}/renew`),
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
                title: '办理',
                kind: 'actions',
                render: (o) => (
                  <Button
                    size="small"
                    onClick={() =>
                      open({
                        title: `退还${o.personName}的押金`,
                        causes: '自付租金结清以后再退。',
                        fields: [],
                        button: '确认已退还',
                        send: sendTo(`/api/devices/orders/${o.id}/refund`),
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
                      send: sendTo(`/api/devices/follow-ups/${f.allocationId}/${f.dueOn}`),
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
      <Section
        id="units"
        title={only ? `${unitStates[only]}的辅具（${listed.length}）` : `全部辅具（${listed.length}）`}
        aside={
          <>
            {only && (
              <Button type="link" size="small" onClick={onAll}>
                看全部
              </Button>
            )}
            {desk.units.length > 0 && <Link to="/devices/labels">打印标签</Link>}
          </>
        }
      >
        <DataTable
          caption="辅具"
          rows={listed}
          rowKey={(u) => u.code}
          columns={unitColumns}
          empty={only ? '没有这种状态的辅具。' : '还没有登记辅具。'}
        />
      </Section>
    </>
  );
}
