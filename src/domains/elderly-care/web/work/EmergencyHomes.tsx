/** 紧急呼叫登记: homes with their devices, and the responders of the villages. */
import { Link } from '@tanstack/react-router';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, KeysetTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { useKeyset, usePaged } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { HomeRow, ResponderRow } from '../../emergency/content.ts';

export function EmergencyHomes() {
  const [search, change] = useTextSearch();
  const session = useSession();
  const [key, setKey] = useState<string | null>(null);
  const trouble = search.trouble === '1' ? '1' : undefined;
  const list = useKeyset<HomeRow, { offers: readonly Offer[] }>('/api/emergency/homes', { q: search.q, trouble });
  return (
    <Page
      title="紧急呼叫登记"
      lead="谁家开通了、装了什么设备、出事叫谁。住址、电话、联系人加密保存，坐席接起呼叫时才打开。"
      aside={
        <>
          <Offers offers={list.head?.offers ?? []} division={homeDivision(session)} />
          <Link to={'/emergency-calls' as never}>应急呼叫台</Link>
        </>
      }
    >
      <Section
        title="开通的人家"
        aside={
          <Input.Search
            allowClear
            defaultValue={search.q}
            placeholder="老人姓名"
            aria-label="按老人姓名查找"
            onSearch={(q) => change({ q: q || undefined })}
          />
        }
      >
        <Chips
          label="设备"
          options={[
            { value: '', label: '全部' },
            { value: '1', label: '设备有问题' },
          ]}
          value={trouble ?? ''}
          onChange={(value) => change({ trouble: value || undefined })}
        />
        <KeysetTable
          caption="开通紧急呼叫的人家"
          list={list}
          rowKey={(row) => row.id}
          empty={trouble ? '没有失联或者电量低的设备。' : '还没有开通的人家。'}
          columns={[
            { key: 'name', title: '老人', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.personName} /> },
            { key: 'place', title: '村（社区）', render: (row) => row.placeZh },
            { key: 'opened', title: '开通', render: (row) => <Day on={row.openedOn} /> },
            {
              key: 'devices',
              title: '设备',
              kind: 'wide',
              render: (row) =>
                row.devices.length === 0
                  ? '还没有设备'
                  : row.devices.map((device) => (
                      <div key={device.id}>
                        {device.kindZh}
                        {device.spot && `（${device.spot}）`} {device.sn}{' '}
                        {device.trouble && <Tag tone="warn">{device.trouble}</Tag>}
                        {device.lastSeenAt ? (
                          <>
                            最近信号
                            <Moment at={device.lastSeenAt} />
                          </>
                        ) : (
                          '还没有信号'
                        )}
                        {device.battery !== null && `，电量${device.battery}%`}{' '}
                        <Offers offers={device.offers} of={device.sn} division={homeDivision(session)} inRow />
                      </div>
                    )),
            },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => (
                <Offers
                  offers={row.offers}
                  of={row.personName}
                  division={row.division}
                  inRow
                  onDone={(answer) => {
                    const given = answer as { key?: string } | null;
                    if (given?.key) setKey(given.key);
                  }}
                />
              ),
            },
          ]}
        />
      </Section>
      <Responders />
      <Modal
        open={key !== null}
        title="设备密钥，只显示这一次"
        okText="已写进设备"
        cancelButtonProps={{ style: { display: 'none' } }}
        onOk={() => setKey(null)}
        onCancel={() => setKey(null)}
      >
        <p>请当场写进设备或者抄给设备平台。关掉以后查不到；丢了的，停用这台再重新登记。</p>
        <p>
          <code className="sos-key">{key}</code>
        </p>
      </Modal>
    </Page>
  );
}

function Responders() {
  const session = useSession();
  const list = usePaged<{ rows: readonly ResponderRow[]; next: string | null; offers: readonly Offer[] }>(
    '/api/emergency/responders',
  );
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Section title="应急响应人" aside={<Offers offers={offers} division={homeDivision(session)} />}>
          <DataTable
            caption="应急响应人"
            rows={rows}
            rowKey={(row) => row.id}
            empty="还没有登记。没有响应人的村，直接叫村干部、乡镇值班。"
            columns={[
              { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
              { key: 'kind', title: '是什么人', render: (row) => row.kindZh },
              { key: 'place', title: '村（社区）', render: (row) => row.placeZh },
              { key: 'phone', title: '电话', render: (row) => <a href={`tel:${row.phone}`}>{row.phone}</a> },
              { key: 'rank', title: '第几个叫', kind: 'number', render: (row) => row.rank },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
              },
            ]}
          />
          <More list={list.goesOn} />
        </Section>
      )}
    </Answered>
  );
}
