/** 采购公告 as the buyer sees them: who has signed up, until when, who was awarded. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { NoticeView } from '../../purchase/content.ts';

interface SignedUp {
  id: string;
  name: string;
  creditCode: string;
  contact: string;
  phone: string;
  signedAt: string;
}

export function PurchaseNotices({ rows }: { rows: readonly NoticeView[] }) {
  const session = useSession();
  const [opened, setOpened] = useState<NoticeView | null>(null);
  const seesSignUps = may(session, 'GET /api/purchases/notices/:id/sign-ups');
  return (
    <>
      <Section title="采购公告">
        <DataTable
          caption="采购公告"
          rows={rows}
          rowKey={(n) => n.id}
          empty="还没有公告。"
          columns={[
            {
              key: 'title',
              title: '公告',
              kind: 'main',
              wraps: true,
              render: (n) => <a href={`/purchase-notices/${n.id}`}>{n.title}</a>,
            },
            { key: 'county', title: '地区', render: (n) => n.countyName },
            { key: 'method', title: '方式', render: (n) => n.methodZh },
            { key: 'budget', title: '最高限价', kind: 'number', render: (n) => <Money fen={n.budgetFen} /> },
            { key: 'closes', title: '截止', render: (n) => <Day on={n.closesOn} /> },
            { key: 'state', title: '状态', render: (n) => <Tag tone={n.open ? 'now' : 'plain'}>{n.stateZh}</Tag> },
            {
              key: 'signed',
              title: '报名',
              kind: 'number',
              render: (n) =>
                seesSignUps && n.signedUp > 0 ? (
                  <Button type="link" aria-label={`${n.title}的${n.signedUp}家报名`} onClick={() => setOpened(n)}>
                    {n.signedUp}
                  </Button>
                ) : (
                  n.signedUp
                ),
            },
            { key: 'awarded', title: '成交', render: (n) => n.awardedTo ?? '' },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (n) => <Offers offers={n.offers} of={n.title} division={homeDivision(session)} inRow />,
            },
          ]}
        />
      </Section>
      {opened && <SignUps notice={opened} />}
    </>
  );
}

function SignUps({ notice }: { notice: NoticeView }) {
  const address = `/api/purchases/notices/${notice.id}/sign-ups`;
  const list = useQuery({ queryKey: [address], queryFn: () => api.get<{ rows: SignedUp[] }>(address) });
  return (
    <Section title={`报名：${notice.title}`}>
      <Answered query={list}>
        {({ rows }) => (
          <DataTable
            caption="报名单位"
            rows={rows}
            rowKey={(s) => s.id}
            columns={[
              { key: 'name', title: '单位', kind: 'main', render: (s) => <b>{s.name}</b> },
              { key: 'code', title: '统一社会信用代码', render: (s) => s.creditCode },
              { key: 'contact', title: '联系人', render: (s) => s.contact },
              { key: 'phone', title: '手机', render: (s) => s.phone },
              { key: 'at', title: '报名时间', render: (s) => <Moment at={s.signedAt} /> },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}
