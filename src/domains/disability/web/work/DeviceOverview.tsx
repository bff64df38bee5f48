/** 辅具管理: the county's and the city's view of points, catalogue and recalls. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Overview } from './content.ts';
import { DeviceStock } from './DeviceStock.tsx';
import { type Ask, sendTo } from './station-parts.ts';

type Forms = Record<'station' | 'item' | 'recall', readonly FormField[]>;

/** A figure that opens what it counts. */
const Counted = ({ count, of, unit = '' }: { count: number; of: Readonly<Record<string, string>>; unit?: string }) =>
  count === 0 ? (
    <>0{unit}</>
  ) : (
    <Link to="/devices/overview" search={of}>
      {count}
      {unit}
    </Link>
  );

export function DeviceOverview() {
  const [search] = useTextSearch();
  return search.station || search.item ? <DeviceStock filter={search} /> : <Overviews />;
}

function Overviews() {
  const session = useSession();
  const queries = useQueryClient();
  const [ask, setAsk] = useState<Ask | null>(null);
  const view = useQuery({ queryKey: ['devices', 'overview'], queryFn: () => api.get<Overview>('/api/devices/overview') });
  const forms = useQuery({
    queryKey: ['devices-overview-forms'],
    queryFn: () => api.get<Forms>('/api/devices/overview/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['devices'] });
  if (view.isPending || forms.isPending) return <Loading />;
  if (!view.data || !forms.data) return <Failed error={view.error ?? forms.error} retry={() => void refresh()} />;
  const { stations, items, recalls } = view.data;
  const f = forms.data;
  const enters = may(session, 'POST /api/devices/stations');
  const recall: Ask = {
    title: '召回一个批次',
    causes: '这个批次的辅具马上全部锁定，不能出库；使用人收到通知，网点免费更换。',
    fields: f.recall.map((field) =>
      field.name === 'itemCode'
        ? { ...field, label: '辅具', type: 'choice' as const, choices: items.map((i) => ({ value: i.code, label: i.name })) }
        : field,
    ),
    button: '召回',
    danger: true,
    send: sendTo('/api/devices/recalls'),
  };
  return (
    <Page
      title="辅具管理"
      lead="网点、目录和召回。网点每天的出库、归还、洗消由网点经办人办理。"
      aside={
        enters && (
          <Button danger disabled={items.length === 0} onClick={() => setAsk(recall)}>
            召回一个批次
          </Button>
        )
      }
    >
      <Section
        title={`网点（${stations.length}）`}
        aside={
          enters && (
            <Button
              size="small"
              onClick={() =>
                setAsk({ title: '登记网点', fields: f.station, button: '登记', send: sendTo('/api/devices/stations') })
              }
            >
              登记网点
            </Button>
          )
        }
      >
        <DataTable
          caption="辅具网点"
          rows={stations}
          rowKey={(s) => s.id}
          empty="还没有网点。登记以后，请系统管理员给网点经办人开通岗位。"
          columns={[
            { key: 'name', title: '网点', kind: 'main', render: (s) => <b>{s.name}</b> },
            { key: 'place', title: '所在', render: (s) => <DivisionName name={s.divisionName} /> },
            { key: 'kind', title: '类型', render: (s) => `${s.kindZh}，设在${s.hostZh}` },
            {
              key: 'stock',
              title: '在库',
              kind: 'number',
              render: (s) => <Counted count={s.inStock} of={{ station: s.id, state: 'in-stock' }} />,
            },
            {
              key: 'out',
              title: '租出',
              kind: 'number',
              render: (s) => <Counted count={s.out} of={{ station: s.id, state: 'rented' }} />,
            },
            {
              key: 'clean',
              title: '待洗消',
              kind: 'number',
              render: (s) => <Counted count={s.toClean} of={{ station: s.id, state: 'to-clean' }} />,
            },
            { key: 'tel', title: '电话', render: (s) => <span className="num">{s.telephone}</span> },
          ]}
        />
      </Section>
      <Section title={`召回（${recalls.length}）`}>
        <DataTable
          caption="召回"
          rows={recalls}
          rowKey={(r) => r.id}
          empty="没有召回。"
          columns={[
            { key: 'item', title: '辅具', kind: 'main', render: (r) => <b>{r.itemName}</b> },
            { key: 'batch', title: '批次', render: (r) => <span className="num">{r.batch}</span> },
            { key: 'reason', title: '原因', kind: 'wide', render: (r) => r.reason },
            {
              key: 'units',
              title: '锁定',
              kind: 'number',
              render: (r) => <Counted count={r.units} unit="件" of={{ item: r.itemCode, batch: r.batch }} />,
            },
            {
              key: 'open',
              title: '还在使用人手里',
              render: (r) =>
                r.open > 0 ? (
                  <Tag tone="bad">
                    <Counted
                      count={r.open}
                      unit="件待换"
                      of={{ item: r.itemCode, batch: r.batch, state: 'recalled', held: 'yes' }}
                    />
                  </Tag>
                ) : (
                  <Tag tone="good">都已换回</Tag>
                ),
            },
            { key: 'at', title: '发布', render: (r) => <Moment at={r.orderedAt} /> },
          ]}
        />
      </Section>
      <Section
        title={`目录（${items.length}）`}
        aside={
          may(session, 'POST /api/devices/items') && (
            <Button
              size="small"
              onClick={() => setAsk({ title: '登记目录', fields: f.item, button: '登记', send: sendTo('/api/devices/items') })}
            >
              登记目录
            </Button>
          )
        }
      >
        <DataTable
          caption="辅具目录"
          rows={items}
          rowKey={(i) => i.code}
          empty="目录还是空的，由市民政局登记。"
          columns={[
            { key: 'name', title: '名称', kind: 'main', render: (i) => <b>{i.name}</b> },
            { key: 'kind', title: '种类', render: (i) => i.kindZh },
            { key: 'class', title: '国家分类', render: (i) => <span className="num">{i.classCode}</span> },
            {
              key: 'rent',
              title: '月租金',
              kind: 'number',
              render: (i) => (i.monthlyRentFen === null ? '不出租' : <Money fen={i.monthlyRentFen} />),
            },
            { key: 'regulated', title: '医疗器械', render: (i) => (i.regulated ? '二、三类' : '否') },
            { key: 'units', title: '件数', kind: 'number', render: (i) => <Counted count={i.units} of={{ item: i.code }} /> },
          ]}
        />
      </Section>
      {ask && (
        <FormDrawer
          title={ask.title}
          causes={ask.causes}
          fields={ask.fields}
          division={homeDivision(session)}
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
